"""Where the app is installed, kept by slack_sdk's SQLAlchemy stores behind our one writer, with every token sealed."""

import copy
from datetime import UTC, datetime
from logging import Logger, getLogger
from typing import TypeVar

from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.installation_store.models.bot import Bot
from slack_sdk.oauth.installation_store.models.installation import Installation
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore
from sqlalchemy import Engine, desc
from typing_extensions import override

from bot.platforms.off_loop import Run
from bot.platforms.slack.sealing import Seal

TOKENS = ("bot_token", "bot_refresh_token", "user_token", "user_refresh_token")
STATE_LIVES_S = 600
Sealed = TypeVar("Sealed", Bot, Installation)


class SealedInstallations(SQLAlchemyInstallationStore):
    """slack_sdk's store; what it writes is sealed, and opened again when it is read. Its tables are storage/tables/slack.py."""

    def __init__(self, client_id: str, engine: Engine, seal: Seal) -> None:
        super().__init__(client_id=client_id, engine=engine)
        self._seal = seal

    @override
    def save(self, installation: Installation) -> None:
        super().save(self._shut(installation))

    @override
    def save_bot(self, bot: Bot) -> None:
        super().save_bot(self._shut(bot))

    @override
    def find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        found = super().find_bot(enterprise_id=enterprise_id, team_id=team_id, is_enterprise_install=is_enterprise_install)
        return self._opened(found) if found else None

    @override
    def find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        found = super().find_installation(
            enterprise_id=enterprise_id, team_id=team_id, user_id=user_id, is_enterprise_install=is_enterprise_install
        )
        return self._opened(found) if found else None

    def everywhere(self) -> list[Bot]:
        """Return the newest bot of every installation.

        Raises:
            Unreadable: when a token was sealed with another secret.
        """
        table = self.bots
        query = table.select().where(table.c.client_id == self.client_id).order_by(desc(table.c.installed_at), desc(table.c.id))
        with self.engine.connect() as connection:
            rows = [self.build_bot_entity(row) for row in connection.execute(query).mappings()]
        newest: dict[tuple[str | None, str | None], Bot] = {}
        for one in rows:
            newest.setdefault((one.enterprise_id, one.team_id), one)
        return [self._opened(one) for one in newest.values() if one.bot_token]

    def _shut(self, found: Sealed) -> Sealed:
        changed = copy.copy(found)
        for name in TOKENS:
            if hasattr(changed, name):
                setattr(changed, name, self._seal.shut(getattr(changed, name)))
        return changed

    def _opened(self, found: Sealed) -> Sealed:
        for name in TOKENS:
            if hasattr(found, name):
                setattr(found, name, self._seal.opened(getattr(found, name)))
        return found


class Installations(AsyncInstallationStore):
    """The same off the event loop, on the thread that writes."""

    def __init__(self, store: SealedInstallations, run: Run) -> None:
        self._store = store
        self._run = run

    @property
    @override
    def logger(self) -> Logger:
        return getLogger("slack_sdk.oauth")

    async def everywhere(self) -> list[Bot]:
        """Return the newest bot of every installation."""
        return await self._run(self._store.everywhere)

    @override
    async def async_save(self, installation: Installation) -> None:
        await self._run(self._store.save, installation)

    @override
    async def async_save_bot(self, bot: Bot) -> None:
        await self._run(self._store.save_bot, bot)

    @override
    async def async_delete_all(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        await self._run(self._delete, enterprise_id, team_id)

    def _delete(self, enterprise_id: str | None, team_id: str | None) -> None:
        self._store.delete_bot(enterprise_id=enterprise_id, team_id=team_id)
        self._store.delete_installation(enterprise_id=enterprise_id, team_id=team_id)


class _States(SQLAlchemyOAuthStateStore):
    """slack_sdk's store; a state is good once, also when two come at the same moment, and old ones are swept away."""

    @override
    def consume(self, state: str) -> bool:
        now, column = datetime.now(UTC).replace(tzinfo=None), self.oauth_states.c
        with self.engine.begin() as connection:
            taken = connection.execute(self.oauth_states.delete().where(column.state == state, column.expire_at > now)).rowcount
            connection.execute(self.oauth_states.delete().where(column.expire_at <= now))
        return taken == 1


class States(AsyncOAuthStateStore):
    """Installations that were begun, off the event loop."""

    def __init__(self, engine: Engine, run: Run) -> None:
        self._store = _States(expiration_seconds=STATE_LIVES_S, engine=engine)
        self._run = run

    @property
    @override
    def logger(self) -> Logger:
        return getLogger("slack_sdk.oauth")

    @override
    async def async_issue(self, *args: object, **kwargs: object) -> str:
        return await self._run(self._store.issue)

    @override
    async def async_consume(self, state: str) -> bool:
        return await self._run(self._store.consume, state)
