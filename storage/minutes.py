"""Minutes: what they say of each point, what parties say to them, and how far they are. Decisions as others cite them: decisions.py."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, select

from bot.domain.meeting import State
from bot.domain.minutes import Comment, Entry, Minutes, must_give_reason
from storage.audit import Audit, facts_of, hashed
from storage.tables import (
    DecidedInitiativeRow,
    EntryRow,
    InitiativeRow,
    MeetingRow,
    MinutesChangeRow,
    MinutesCommentRow,
    MinutesRow,
    PointRow,
)


@dataclass(frozen=True)
class MinutesOfMeetings:
    """The minutes of one agreement's meetings."""

    session: Session
    agreement_id: str
    audit: Audit

    def of(self, meeting: MeetingRow) -> Minutes:
        """Return how far a meeting's minutes are; those that nobody has begun are a draft."""
        return self._row(meeting) or Minutes()

    def of_each(self, meetings: Iterable[MeetingRow]) -> dict[int, Minutes]:
        """Return how far the minutes of several meetings are, by their numbers."""
        numbers = {one.id: one.number for one in meetings}
        mine = select(MinutesRow).where(MinutesRow.agreement_id == self.agreement_id, col(MinutesRow.meeting_id).in_(numbers))
        begun: dict[int, Minutes] = {numbers[row.meeting_id]: row for row in self.session.exec(mine).all()}
        return {number: begun.get(number) or Minutes() for number in numbers.values()}

    def waiting(self) -> Sequence[MeetingRow]:
        """Return the meetings whose minutes have gone out and are not approved yet, by their day."""
        mine = (
            select(MeetingRow)
            .join(MinutesRow, col(MinutesRow.meeting_id) == col(MeetingRow.id))
            .where(MeetingRow.agreement_id == self.agreement_id, MeetingRow.state == State.HELD)
            .where(col(MinutesRow.sent_at).is_not(None), col(MinutesRow.approved_at).is_(None))
        )
        return self.session.exec(mine.order_by(col(MeetingRow.starts_at))).all()

    def unapproved(self) -> Sequence[MeetingRow]:
        """Return the meetings that were held and whose minutes do not stand fast, by their day."""
        mine = (
            select(MeetingRow)
            .outerjoin(MinutesRow, col(MinutesRow.meeting_id) == col(MeetingRow.id))
            .where(MeetingRow.agreement_id == self.agreement_id, MeetingRow.state == State.HELD)
            .where(col(MinutesRow.approved_at).is_(None))
        )
        return self.session.exec(mine.order_by(col(MeetingRow.starts_at))).all()

    def entries(self, meeting: MeetingRow) -> Mapping[int, EntryRow]:
        """Return what the minutes say, by the point's number."""
        rows = self.session.exec(
            select(PointRow.number, EntryRow)
            .join(PointRow, col(PointRow.id) == col(EntryRow.point_id))
            .where(EntryRow.agreement_id == self.agreement_id, PointRow.meeting_id == meeting.id)
        ).all()
        return {number: entry for number, entry in rows if number is not None}

    def initiatives(self, meeting: MeetingRow) -> Mapping[int, list[InitiativeRow]]:
        """Return the initiatives that points were about, by the point's number."""
        rows = self.session.exec(
            select(PointRow.number, InitiativeRow)
            .join(DecidedInitiativeRow, col(DecidedInitiativeRow.point_id) == col(PointRow.id))
            .join(InitiativeRow, col(InitiativeRow.id) == col(DecidedInitiativeRow.initiative_id))
            .where(PointRow.agreement_id == self.agreement_id, PointRow.meeting_id == meeting.id)
            .order_by(col(InitiativeRow.number))
        ).all()
        found: dict[int, list[InitiativeRow]] = defaultdict(list)
        for number, initiative in rows:
            if number is not None:
                found[number].append(initiative)
        return found

    def write(
        self, meeting: MeetingRow, point: PointRow, entry: Entry, *, initiatives: Iterable[InitiativeRow] = (), why: str = ""
    ) -> EntryRow:
        """Write what became of a point, or write it anew.

        Raises:
            Refusal: when the minutes stand fast and no reason is given.
        """
        self.audit.mine(meeting, point)
        minutes, row = self.of(meeting), self._entry(point)
        must_give_reason(minutes, why)
        before = facts_of(row, Entry) if row else {}
        if row is None:
            row = EntryRow.model_validate(entry, update={"agreement_id": self.agreement_id, "point_id": point.id})
        else:
            row.sqlmodel_update(entry.model_dump())
        self.session.add(row)
        self.session.flush()
        numbers = self._link(point, initiatives)
        after = facts_of(row, Entry) | {"initiatives": numbers} | ({"why": hashed(why)} if why else {})
        self.audit.add(
            "correct" if minutes.locked else "write", f"minutes:{meeting.ref}.{point.number}", before=before, after=after
        )
        if minutes.locked:
            self._happened(meeting, "correct", by=self.audit.actor, point=point.number, why=why)
        return row

    def _link(self, point: PointRow, initiatives: Iterable[InitiativeRow]) -> list[int]:
        """Say which initiatives a point was about."""
        assert point.id is not None
        self.session.exec(delete(DecidedInitiativeRow).where(col(DecidedInitiativeRow.point_id) == point.id))
        rows = list({one.id: one for one in initiatives}.values())
        self.audit.mine(*rows)
        for one in rows:
            assert one.id is not None
            self.session.add(DecidedInitiativeRow(agreement_id=self.agreement_id, point_id=point.id, initiative_id=one.id))
        self.session.flush()
        return [one.number for one in rows]

    def send(self, meeting: MeetingRow, until: datetime) -> MinutesRow:
        """Say that the minutes are out for comments, until an instant."""
        self.audit.mine(meeting)
        assert meeting.id is not None
        row = self._row(meeting) or MinutesRow(agreement_id=self.agreement_id, meeting_id=meeting.id)
        before = facts_of(row, Minutes)
        row.sent_at, row.comments_until = self.audit.at, until
        return self._changed(meeting, row, "send", before, by=self.audit.actor)

    def approve(self, meeting: MeetingRow, *, by: str, approved_in: str = "") -> MinutesRow:
        """Let the minutes stand fast; `approved_in` is the point of a later meeting that approved them."""
        self.audit.mine(meeting)
        row = self._row(meeting)
        assert row is not None
        before = facts_of(row, Minutes)
        row.approved_at, row.approved_by, row.approved_in = self.audit.at, by, approved_in
        return self._changed(meeting, row, "approve", before, by=by)

    def _changed(self, meeting: MeetingRow, row: MinutesRow, verb: str, before: Mapping[str, object], *, by: str) -> MinutesRow:
        self.session.add(row)
        self.session.flush()
        self._happened(meeting, verb, by=by)
        self.audit.add(verb, f"minutes:{meeting.ref}", before=before, after=facts_of(row, Minutes))
        return row

    def _happened(self, meeting: MeetingRow, verb: str, *, by: str, point: int | None = None, why: str = "") -> None:
        """Write an entry of the minutes' history."""
        assert meeting.id is not None
        self.session.add(
            MinutesChangeRow(
                agreement_id=self.agreement_id, meeting_id=meeting.id, at=self.audit.at, by=by, verb=verb, point=point, why=why
            )
        )
        self.session.flush()

    def corrected(self, meeting: MeetingRow, point: int, *, why: str) -> None:
        """Write that something was added under a point of minutes that stand fast, and why."""
        self.audit.mine(meeting)
        self._happened(meeting, "correct", by=self.audit.actor, point=point, why=why)
        self.audit.add("correct", f"minutes:{meeting.ref}.{point}", after={"why": hashed(why)})

    def history(self, meeting: MeetingRow) -> Sequence[MinutesChangeRow]:
        """Return what happened to the minutes, first to last."""
        mine = select(MinutesChangeRow).where(
            MinutesChangeRow.agreement_id == self.agreement_id, MinutesChangeRow.meeting_id == meeting.id
        )
        return self.session.exec(mine.order_by(col(MinutesChangeRow.id))).all()

    def comment(self, meeting: MeetingRow, comment: Comment) -> MinutesCommentRow:
        """Keep what a party says to the minutes."""
        self.audit.mine(meeting)
        row = MinutesCommentRow.model_validate(comment, update={"agreement_id": self.agreement_id, "meeting_id": meeting.id})
        self.session.add(row)
        self.session.flush()
        self.audit.add("comment", f"minutes:{meeting.ref}", after=facts_of(row, Comment))
        return row

    def comments(self, meeting: MeetingRow) -> Sequence[MinutesCommentRow]:
        """Return what parties have said to the minutes, first to last."""
        mine = select(MinutesCommentRow).where(
            MinutesCommentRow.agreement_id == self.agreement_id, MinutesCommentRow.meeting_id == meeting.id
        )
        return self.session.exec(mine.order_by(col(MinutesCommentRow.id))).all()

    def _row(self, meeting: MeetingRow) -> MinutesRow | None:
        mine = select(MinutesRow).where(MinutesRow.agreement_id == self.agreement_id, MinutesRow.meeting_id == meeting.id)
        return self.session.exec(mine).first()

    def _entry(self, point: PointRow) -> EntryRow | None:
        mine = select(EntryRow).where(EntryRow.agreement_id == self.agreement_id, EntryRow.point_id == point.id)
        return self.session.exec(mine).first()
