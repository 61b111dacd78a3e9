"""Calendar feeds: whose an address is, and giving, changing and closing one."""

from dataclasses import dataclass

from sqlmodel import Session, select

from storage.audit import Audit
from storage.tables import FeedRow, PersonRow


def feed_at(session: Session, digest: str) -> FeedRow | None:
    """Return the feed whose address has a digest, whatever the agreement."""
    return session.exec(select(FeedRow).where(FeedRow.digest == digest)).first()


@dataclass(frozen=True)
class Feeds:
    """The feeds of one agreement."""

    session: Session
    agreement_id: str
    audit: Audit

    def of(self, person_id: str) -> FeedRow | None:
        """Return a person's feed."""
        mine = select(FeedRow).where(FeedRow.agreement_id == self.agreement_id, FeedRow.person_id == person_id)
        return self.session.exec(mine).first()

    def give(self, person_id: str, digest: str) -> None:
        """Give a person a feed at a new address; the one they had is gone.

        Raises:
            ValueError: for somebody this agreement does not know, which is a mistake of the program.
        """
        mine = select(PersonRow.id).where(PersonRow.agreement_id == self.agreement_id, PersonRow.id == person_id)
        if self.session.exec(mine).first() is None:
            raise ValueError(f"nobody with that id is known to {self.agreement_id!r}")
        row = self.of(person_id) or FeedRow(
            agreement_id=self.agreement_id, person_id=person_id, digest=digest, since=self.audit.at
        )
        row.digest, row.since = digest, self.audit.at
        self.session.add(row)
        self.session.flush()
        self.audit.add("give", f"feed:{person_id}")  # Neither address nor digest: the trail is for others to read.

    def close(self, person_id: str) -> bool:
        """Close a person's feed; tell whether there was one."""
        row = self.of(person_id)
        if row is None:
            return False
        self.session.delete(row)
        self.audit.add("close", f"feed:{person_id}")
        return True
