"""What a platform calls the people, places and messages we know, asked before it is known which agreement is meant.

The answers are ids and languages, never what anybody wrote, so that nothing of one agreement can be read through another.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select, update

from bot.domain.outbox import Delivery, Kind
from storage.tables import AccountRow, OutboxRow, PersonRow, PlaceRow

_ASK = (Kind.NUDGE, Kind.INVITATION)


@dataclass(frozen=True)
class Reached:
    """One platform, as all agreements know it."""

    session: Session
    platform: str

    def users(self, people: Collection[str]) -> Mapping[str, str]:
        """Return the account here of each of these people, by their opaque ids; those without one are left out."""
        mine = select(AccountRow.person_id, AccountRow.user).where(
            AccountRow.platform == self.platform, col(AccountRow.person_id).in_(people)
        )
        return dict(self.session.exec(mine.order_by(col(AccountRow.preferred), col(AccountRow.id).desc())).all())

    def places(self, rows: Collection[int]) -> Mapping[int, str]:
        """Return what the platform calls these places, by their rows; those that are not here are left out."""
        mine = select(PlaceRow.id, PlaceRow.place).where(PlaceRow.platform == self.platform, col(PlaceRow.id).in_(rows))
        return {id_: place for id_, place in self.session.exec(mine).all() if id_ is not None}

    def lives(self, user: str, zone: str) -> None:
        """Keep the zone that whoever has an account lives by, under every agreement under which they have not chosen one."""
        theirs = select(AccountRow.person_id).where(AccountRow.platform == self.platform, AccountRow.user == user)
        unchosen = update(PersonRow).where(col(PersonRow.id).in_(theirs), col(PersonRow.zone_chosen).is_(False))
        self.session.execute(unchosen.where(col(PersonRow.zone) != zone).values(zone=zone))

    def language(self, user: str) -> str | None:
        """Return the language of whoever has an account, under whichever agreement; none for somebody we do not know."""
        mine = select(PersonRow.language).join(AccountRow, col(AccountRow.person_id) == col(PersonRow.id))
        return self.session.exec(mine.where(AccountRow.platform == self.platform, AccountRow.user == user).limit(1)).first()

    def channels(self) -> Sequence[tuple[str, str, bool]]:
        """Return the channels that are bound: agreement, place, and whether outsiders are known to read along."""
        mine = select(PlaceRow.agreement_id, PlaceRow.place, PlaceRow.outsiders)
        return self.session.exec(mine.where(PlaceRow.platform == self.platform, col(PlaceRow.direct).is_(False))).all()

    def asks(self, reference: str) -> bool:
        """Tell whether the message at a reference is one of ours that asks for an answer: a nudge or an invitation."""
        mine = select(OutboxRow.key).where(OutboxRow.platform == self.platform, OutboxRow.reference == reference)
        return self.session.exec(mine.where(col(OutboxRow.kind).in_(_ASK), col(OutboxRow.edits).is_(None))).first() is not None

    def asked_since(self, instant: datetime, limit: int = 200) -> Sequence[str]:
        """Return the references of what was sent since an instant and asks for an answer, newest first."""
        mine = select(OutboxRow.reference).where(
            OutboxRow.platform == self.platform,
            col(OutboxRow.kind).in_(_ASK),
            OutboxRow.state == Delivery.SENT,
            col(OutboxRow.sent_at) >= instant,
            col(OutboxRow.edits).is_(None),
        )
        found = self.session.exec(mine.order_by(col(OutboxRow.sent_at).desc()).limit(limit)).all()
        return [one for one in found if one is not None]

    def moved(self, before: str, after: str) -> int:
        """Follow a conversation that the platform gave another id, with all that stands in it; tell how many messages that is."""
        place = update(PlaceRow).where(col(PlaceRow.platform) == self.platform, col(PlaceRow.place) == before)
        self.session.exec(place.values(place=after))
        rows = self.session.exec(select(OutboxRow).where(OutboxRow.platform == self.platform, OutboxRow.place == before)).all()
        for row in rows:
            row.place = after
            if row.reference is not None and row.reference.startswith(f"{before}/"):
                row.reference = after + row.reference.removeprefix(before)
            self.session.add(row)
        return len(rows)
