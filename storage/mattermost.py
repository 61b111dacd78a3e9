"""The commands registered in Mattermost, with what proves that a call is theirs. Registering them is for others."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, select

from storage.tables.mattermost import MattermostCommandRow


@dataclass(frozen=True)
class MattermostCommands:
    """The commands of every team."""

    session: Session

    def keep(self, row: MattermostCommandRow) -> None:
        """Keep a command, in the place of what stood for it before."""
        self.session.merge(row)

    def digest(self, team: str, trigger: str) -> str | None:
        """Return the digest of a command's token; none for a command that is not ours."""
        mine = select(MattermostCommandRow.digest)
        return self.session.exec(mine.where(MattermostCommandRow.team == team, MattermostCommandRow.trigger == trigger)).first()

    def of(self, team: str) -> Mapping[str, str]:
        """Return what the server calls our commands in a team, by trigger."""
        mine = select(MattermostCommandRow.trigger, MattermostCommandRow.command)
        return dict(self.session.exec(mine.where(MattermostCommandRow.team == team)).all())

    def teams(self) -> list[str]:
        """Return the teams in which commands of ours are registered."""
        return list(self.session.exec(select(MattermostCommandRow.team).distinct()).all())

    def forget(self, team: str, trigger: str) -> None:
        """Forget a command that is no longer registered."""
        row = self.session.get(MattermostCommandRow, (team, trigger))
        if row is not None:
            self.session.delete(row)
