"""What the workspace's page is given of the program: the composer's hints, the clock's hands, and the language of a person."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot.app import Pagt
from bot.domain.person import Member
from bot.jobs.schedule import Heart
from bot.platforms.local.desk import Desk
from bot.platforms.local.page import Hint, Parts
from bot.platforms.local.platform import NAME
from bot.platforms.local.workspace import Workspace
from bot.words.language import _, speaking

_A_MOMENT = timedelta(seconds=1)


class Guide:
    """Joins a local workspace and the program over one data folder."""

    def __init__(self, pagt: Pagt, workspace: Workspace) -> None:
        self.pagt, self.workspace = pagt, workspace
        self.heart = Heart(self.pagt.settle)
        self._moving = asyncio.Lock()
        with self.pagt.store.read() as installation:
            self._agreement_id = installation.agreements.ids()[0]
            agreement = installation.agreements.at(self._agreement_id, self.pagt.now())
        assert agreement is not None
        self._agreement = agreement

    def parts(self) -> Parts:
        """Return what the page needs."""
        store = self.pagt.store
        desk = Desk(
            self.workspace, self.pagt.dispatch.answer, after=self.heart.beat, run=store.share, root=self.pagt.registry.root
        )

        async def next_due() -> datetime | None:
            return await store.run(self._next_due)

        async def speak(user: str, language: str) -> None:
            await store.run(self._speak, user, language)

        return Parts(
            desk=desk,
            zone=self._agreement.zone,
            hints=self.hints,
            forward=self.forward,
            next_due=next_due,
            speak=speak,
            agreement=self._agreement.title.da,
            feed=self.pagt.feed,
        )

    def hints(self, user: str, language: str) -> Sequence[Hint]:
        """Return what a person may type, as people of their language call it, then under the English names."""
        member = self._member(user)
        allowed = [one for one in self.pagt.registry.commands if not one.hidden and (member is None or member.may(one.may))]
        with speaking(language):
            own = [Hint(one.called(language), _(one.usage), _(one.help)) for one in allowed]
            return [*own, *(Hint(one.name, _(one.usage), _(one.help)) for one in allowed if one.called(language) != one.name)]

    async def forward(self, to: datetime) -> None:
        """Move the clock on, stopping wherever something falls due, so that everything happens at its own time."""
        async with self._moving:
            last = None
            while (due := await self.pagt.store.run(self._next_due)) is not None and due <= to and due != last:
                await self._move(due)
                await self.pagt.settle()
                last = due  # What stays due after a tick waits for the next beat.
            await self._move(to)
            await self.pagt.settle()

    async def _move(self, to: datetime) -> None:
        """Turn the hands; an instant that comes by itself within a moment is waited for, since hands never turn back."""
        left = to - self.pagt.now()
        if left > _A_MOMENT:
            self.workspace.clock.forward(to)
        elif left > timedelta():
            await asyncio.sleep(left.total_seconds())

    def _next_due(self) -> datetime | None:
        with self.pagt.store.read() as installation:
            return installation.within(self._agreement_id, actor="", now=datetime.now(UTC)).duties.next_due()

    def _speak(self, user: str, language: str) -> None:
        with self.pagt.store.begin() as installation:
            records = installation.within(self._agreement_id, actor="", now=self.pagt.now())
            person = records.people.behind(NAME, user)
            if person is not None and person.language != language:
                installation.within(self._agreement_id, actor=person.id, now=self.pagt.now()).people.speak(person, language)

    def _member(self, user: str) -> Member | None:
        with self.pagt.store.read() as installation:
            records = installation.within(self._agreement_id, actor="", now=self.pagt.now())
            person = records.people.behind(NAME, user)
            today = self.pagt.now().astimezone(self._agreement.zone).date()
            return records.people.member(person, today) if person else None
