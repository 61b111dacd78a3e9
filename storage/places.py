"""Channels that belong to an agreement, and which agreement a direct conversation is about."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from storage.audit import Audit
from storage.tables import PlaceRow


def place_at(session: Session, platform: str, place: str) -> PlaceRow | None:
    """Return what is known of a channel or a direct conversation, whatever its agreement."""
    return session.exec(select(PlaceRow).where(PlaceRow.platform == platform, PlaceRow.place == place)).first()


@dataclass(frozen=True)
class Places:
    """The places of one agreement."""

    session: Session
    agreement_id: str
    audit: Audit

    def channels(self) -> Sequence[PlaceRow]:
        """Return the channels bound to the agreement, in the order they were bound."""
        mine = select(PlaceRow).where(PlaceRow.agreement_id == self.agreement_id, col(PlaceRow.direct).is_(False))
        return self.session.exec(mine.order_by(col(PlaceRow.id))).all()

    def by_id(self, place_id: int) -> PlaceRow | None:
        """Return a place by its row."""
        return self.session.exec(
            select(PlaceRow).where(PlaceRow.agreement_id == self.agreement_id, PlaceRow.id == place_id)
        ).first()

    def bind(self, platform: str, place: str, *, direct: bool, outsiders: bool) -> PlaceRow:
        """Say that a place belongs to this agreement from now on; it leaves any other."""
        thing, after = f"place:{platform}/{place}", {"direct": direct, "outsiders": outsiders}
        row = place_at(self.session, platform, place)
        if row is not None and row.agreement_id != self.agreement_id:  # What is owed there to others must not come along.
            Audit(self.session, row.agreement_id, self.audit.actor, self.audit.at).add("release", thing)
            self.session.delete(row)
            self.session.flush()
            row = None
        before = {"direct": row.direct, "outsiders": row.outsiders} if row else {}
        if row is not None and before == after:
            return row
        row = row or PlaceRow(agreement_id=self.agreement_id, platform=platform, place=place)
        row.direct, row.outsiders = direct, outsiders
        self.session.add(row)
        self.session.flush()
        self.audit.add("bind", thing, before=before, after=after)
        return row

    def show(self, row: PlaceRow, *, headline_only: bool) -> None:
        """Say how much of a message a channel is shown."""
        self.audit.mine(row)
        if row.headline_only == headline_only:
            return
        before, row.headline_only = row.headline_only, headline_only
        self.session.add(row)
        thing = f"place:{row.platform}/{row.place}"
        self.audit.add("show", thing, before={"headline_only": before}, after={"headline_only": headline_only})

    def release(self, row: PlaceRow) -> None:
        """Let a channel go; nothing is posted there any more."""
        self.audit.mine(row)
        self.session.delete(row)
        self.audit.add("release", f"place:{row.platform}/{row.place}")
