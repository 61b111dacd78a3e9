"""Meetings, what happened to each, and the wishes for one. Who is expected and who comes is asked elsewhere."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.domain.agreement import Agreement
from bot.domain.meeting import Kind, Meeting, Plan, State, instant
from bot.domain.meeting_ladder import Removal
from bot.refusal import Refusal
from storage.audit import Audit, facts_of, hashed
from storage.tables import MeetingChangeRow, MeetingRow, MeetingWishRow

_MINE = select(MeetingRow).where(MeetingRow.agreement_id == bindparam("agreement"))
_NUMBERED = _MINE.where(MeetingRow.number == bindparam("number"))
_BETWEEN = _MINE.where(MeetingRow.on >= bindparam("first"), MeetingRow.on <= bindparam("last")).order_by(
    col(MeetingRow.starts_at), col(MeetingRow.number)
)
_CONVENED = _MINE.where(MeetingRow.state == State.CONVENED).order_by(col(MeetingRow.starts_at), col(MeetingRow.number))
_COMING = _CONVENED.where(MeetingRow.starts_at > bindparam("now"))
_UNCONFIRMED = _CONVENED.where(MeetingRow.starts_at <= bindparam("now"))
_REMOVALS = (
    select(MeetingChangeRow, MeetingRow.zone)
    .join(MeetingRow, col(MeetingRow.id) == col(MeetingChangeRow.meeting_id))
    .where(MeetingChangeRow.agreement_id == bindparam("agreement"), col(MeetingChangeRow.was_on).is_not(None))
    .where(col(MeetingRow.kind).in_([Kind.ORDINARY, Kind.AD_HOC]))
    .order_by(col(MeetingChangeRow.id))
)


@dataclass(frozen=True)
class Meetings:
    """The meetings of one agreement."""

    session: Session
    agreement_id: str
    audit: Audit

    def by_number(self, number: int) -> MeetingRow:
        """Return a meeting by its spoken number.

        Raises:
            Refusal: when there is none.
        """
        row = self.session.exec(_NUMBERED, params={"agreement": self.agreement_id, "number": number}).first()
        if row is None:
            raise Refusal("no_such_meeting", ref=f"M-{number}")
        return row

    def by_numbers(self, numbers: Collection[int]) -> dict[int, MeetingRow]:
        """Return the meetings of these numbers, by them."""
        return {row.number: row for row in self.session.exec(self._rows().where(col(MeetingRow.number).in_(numbers))).all()}

    def all(self) -> Sequence[MeetingRow]:
        """Return every meeting, cancelled ones too, by their day."""
        return self.session.exec(self._rows().order_by(col(MeetingRow.starts_at), col(MeetingRow.number))).all()

    def between(self, first: date, last: date) -> Sequence[MeetingRow]:
        """Return the meetings from one day to another, both included, cancelled ones too, by their day."""
        return self.session.exec(_BETWEEN, params={"agreement": self.agreement_id, "first": first, "last": last}).all()

    def coming(self, now: datetime) -> Sequence[MeetingRow]:
        """Return the convened meetings that have not begun, the next one first."""
        return self.session.exec(_COMING, params={"agreement": self.agreement_id, "now": now}).all()

    def reckon_anew(self) -> None:
        """Bring the instants of the convened meetings in line with the day and the wall time that were agreed on."""
        for row in self.session.exec(self._rows().where(MeetingRow.state == State.CONVENED)).all():
            zone = ZoneInfo(row.zone)
            meant = datetime.combine(row.on, row.starts)
            if row.starts_at.astimezone(zone).replace(tzinfo=None) != meant:
                before, row.starts_at = {"starts_at": row.starts_at}, instant(row.on, row.starts, row.zone)
                self.session.add(row)
                self.audit.add("reckon", f"meeting:{row.ref}", before=before, after=facts_of(row, Meeting))

    def unconfirmed(self, now: datetime) -> Sequence[MeetingRow]:
        """Return the meetings that should have begun, and of which nobody has said whether they were held; the oldest first."""
        return self.session.exec(_UNCONFIRMED, params={"agreement": self.agreement_id, "now": now}).all()

    def like(self, kind: Kind, starts_at: datetime) -> MeetingRow | None:
        """Return the meeting of that kind that is convened or was held at that instant already."""
        mine = self._rows().where(MeetingRow.kind == kind, MeetingRow.starts_at == starts_at)
        return self.session.exec(mine.where(MeetingRow.state != State.CANCELLED)).first()

    def removals(self) -> Sequence[Removal]:
        """Return where a meeting that counts stood before it was cancelled or moved, and the day that was done."""
        rows = self.session.exec(_REMOVALS, params={"agreement": self.agreement_id}).all()
        return [Removal(change.was_on, _local(change.at, zone)) for change, zone in rows if change.was_on]

    def convene(self, plan: Plan, agreement: Agreement, *, by: str) -> MeetingRow:
        """Store a meeting under the next number."""
        row = self._new(plan, agreement, by=by)
        self._changed(row, "convene", before={}, by=by)
        return row

    def record(self, plan: Plan, agreement: Agreement, *, by: str) -> MeetingRow:
        """Store a meeting that was held without having been convened here."""
        row = self._new(plan, agreement, by=by)
        row.state, row.held_at, row.held_by = State.HELD, self.audit.at, by
        self._changed(row, "record", before={}, by=by)
        return row

    def move(self, row: MeetingRow, plan: Plan, *, why: str, by: str) -> None:
        """Give a meeting another day or time; answers to the old one are void from now on."""
        self.audit.mine(row)
        before, was_on = facts_of(row, Meeting), row.on
        row.on, row.starts, row.ends = plan.on, plan.starts, plan.ends
        row.place = plan.place
        row.starts_at = instant(plan.on, plan.starts, row.zone)
        row.sequence += 1
        row.revision += 1
        self._changed(row, "move", before=before, by=by, was_on=was_on, why=why)

    def relocate(self, row: MeetingRow, place: str, *, why: str, by: str) -> None:
        """Give a meeting another place, or none; its day and the answers to it stand."""
        self.audit.mine(row)
        before = facts_of(row, Meeting)
        row.place = place
        row.revision += 1
        self._changed(row, "relocate" if place else "displace", before=before, by=by, why=why)

    def cancel(self, row: MeetingRow, *, why: str, by: str) -> None:
        """Call a meeting off."""
        self.audit.mine(row)
        before = facts_of(row, Meeting)
        row.state, row.cancelled_at = State.CANCELLED, self.audit.at
        row.sequence += 1
        row.revision += 1
        self._changed(row, "cancel", before=before, by=by, was_on=row.on, why=why)

    def hold(self, row: MeetingRow, *, by: str) -> None:
        """Confirm that a meeting was held."""
        self.audit.mine(row)
        before = facts_of(row, Meeting)
        row.state, row.held_at, row.held_by = State.HELD, self.audit.at, by
        self._changed(row, "hold", before=before, by=by)

    def noted(self, row: MeetingRow, verb: str, *, why: str, by: str) -> None:
        """Write an entry of the history people read about something that leaves the meeting itself as it is."""
        self.audit.mine(row)
        owned = {"agreement_id": self.agreement_id, "meeting_id": row.id}
        self.session.add(MeetingChangeRow.model_validate({**owned, "at": self.audit.at, "by": by, "verb": verb, "why": why}))
        self.audit.add("note", f"meeting_history:{row.ref}", after={"about": verb, "why": hashed(why)})

    def announced_at(self, row: MeetingRow) -> datetime:
        """Return when people were told of the day a meeting stands on now: when it was convened, or moved there."""
        told = [one.at for one in self.history(row) if one.verb in {"convene", "move"}]
        return max(told, default=row.convened_at)

    def history(self, row: MeetingRow) -> Sequence[MeetingChangeRow]:
        """Return what happened to a meeting, first to last."""
        mine = select(MeetingChangeRow).where(
            MeetingChangeRow.agreement_id == self.agreement_id, MeetingChangeRow.meeting_id == row.id
        )
        return self.session.exec(mine.order_by(col(MeetingChangeRow.id))).all()

    # Wishes for a meeting.

    def wish(self, *, unit: str | None, why: str, by: str) -> MeetingWishRow:
        """Store that somebody asks for a meeting."""
        last = self.session.exec(
            select(func.max(MeetingWishRow.number)).where(MeetingWishRow.agreement_id == self.agreement_id)
        ).one()
        row = MeetingWishRow(agreement_id=self.agreement_id, number=(last or 0) + 1, unit=unit, by=by, at=self.audit.at, why=why)
        self.session.add(row)
        self.session.flush()
        self.audit.add("wish", f"meeting_wish:{row.number}", after={"unit": unit, "why": hashed(why)})
        return row

    def wishes(self) -> Sequence[MeetingWishRow]:
        """Return the wishes that nobody has met or declined, the oldest first."""
        mine = select(MeetingWishRow).where(
            MeetingWishRow.agreement_id == self.agreement_id, col(MeetingWishRow.settled_at).is_(None)
        )
        return self.session.exec(mine.order_by(col(MeetingWishRow.id))).all()

    def wish_by_number(self, number: int) -> MeetingWishRow:
        """Return an open wish by its number.

        Raises:
            Refusal: when there is none.
        """
        found = next((one for one in self.wishes() if one.number == number), None)
        if found is None:
            raise Refusal("no_such_wish", number=number)
        return found

    def settle(self, wish: MeetingWishRow, meeting: MeetingRow | None) -> None:
        """Say that a wish was met by a meeting, or declined."""
        self.audit.mine(wish)
        wish.settled_at, wish.meeting_id = self.audit.at, meeting.id if meeting else None
        self.session.add(wish)
        self.audit.add(
            "meet" if meeting else "decline", f"meeting_wish:{wish.number}", after={"meeting": meeting and meeting.ref}
        )

    def _new(self, plan: Plan, agreement: Agreement, *, by: str) -> MeetingRow:
        last = self.session.exec(select(func.max(MeetingRow.number)).where(MeetingRow.agreement_id == self.agreement_id)).one()
        plain = Meeting.model_validate(
            plan.model_dump()
            | {
                "number": (last or 0) + 1,
                "zone": agreement.time_zone,
                "starts_at": instant(plan.on, plan.starts, agreement.time_zone),
                "convened_at": self.audit.at,
                "convened_by": by,
            }
        )
        return MeetingRow.model_validate(plain, update={"agreement_id": self.agreement_id})

    def _changed(
        self, row: MeetingRow, verb: str, *, before: dict[str, object], by: str, was_on: date | None = None, why: str = ""
    ) -> None:
        """Store a meeting as it stands now, with the history people read and the trail."""
        self.session.add(row)
        self.session.flush()
        assert row.id is not None
        owned = {"agreement_id": self.agreement_id, "meeting_id": row.id}
        change = MeetingChangeRow.model_validate(
            {**owned, "at": self.audit.at, "by": by, "verb": verb, "was_on": was_on, "why": why}
        )
        self.session.add(change)
        self.audit.add(verb, f"meeting:{row.ref}", before=before, after=facts_of(row, Meeting) | {"why": hashed(why)})

    def _rows(self) -> SelectOfScalar[MeetingRow]:
        return select(MeetingRow).where(MeetingRow.agreement_id == self.agreement_id)


def _local(at: datetime, zone: str) -> date:
    """Return the day an instant falls on where the meeting was meant."""
    return at.astimezone(ZoneInfo(zone)).date()
