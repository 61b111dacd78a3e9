"""Who comes to a meeting and who came: the parties' answers, the attendance on record, and reminders that people put off."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from bot.domain.attendance import Attendance
from bot.domain.meeting_reminders import Snooze
from bot.domain.rsvp import Rsvp
from storage.audit import Audit, facts_of, hashed
from storage.tables import AttendanceRow, MeetingRow, RsvpRow, SnoozeRow

_ANSWERS = (
    select(RsvpRow)
    .where(RsvpRow.agreement_id == bindparam("agreement"), col(RsvpRow.meeting_id).in_(bindparam("meetings", expanding=True)))
    .order_by(col(RsvpRow.id))
)


@dataclass(frozen=True)
class Attendances:
    """The answers and the attendance of one agreement's meetings."""

    session: Session
    agreement_id: str
    audit: Audit

    def answers(self, meeting: MeetingRow) -> dict[str, RsvpRow]:
        """Return the parties' answers to the appointment a meeting has now, by unit; those to an earlier one are void."""
        return self.answers_to([meeting]).get(meeting.number, {})

    def answers_to(self, meetings: Sequence[MeetingRow]) -> dict[int, dict[str, RsvpRow]]:
        """Return the parties' answers to several meetings, by their numbers and by unit, as `answers` does for one."""
        stands = {(one.id, one.sequence): one.number for one in meetings}
        about = {"agreement": self.agreement_id, "meetings": [*{id_ for id_, _sequence in stands}]}
        found: dict[int, dict[str, RsvpRow]] = defaultdict(dict)
        for row in self.session.exec(_ANSWERS, params=about).all() if stands else ():
            if (row.meeting_id, row.sequence) in stands:
                found[stands[row.meeting_id, row.sequence]][row.unit] = row
        return found

    def answer(self, meeting: MeetingRow, plain: Rsvp) -> RsvpRow:
        """Store a party's answer, or correct the one it gave to this appointment."""
        self.audit.mine(meeting)
        row = self.answers(meeting).get(plain.unit)
        before = facts_of(row, Rsvp) if row else {}
        if row is None:
            row = RsvpRow.model_validate(plain, update={"agreement_id": self.agreement_id, "meeting_id": meeting.id})
        else:
            row.sqlmodel_update(plain.model_dump())
        self.session.add(row)
        self.session.flush()
        verb = "correct" if before else "answer"
        self.audit.add(verb, f"rsvp:{meeting.ref}:{row.unit}", before=before, after=facts_of(row, Rsvp))
        return row

    def with_names(self) -> Sequence[MeetingRow]:
        """Return the meetings of whose answers it is kept who gave them."""
        kept = select(RsvpRow.meeting_id).where(RsvpRow.agreement_id == self.agreement_id, col(RsvpRow.by).is_not(None))
        mine = select(MeetingRow).where(MeetingRow.agreement_id == self.agreement_id, col(MeetingRow.id).in_(kept))
        return self.session.exec(mine.order_by(col(MeetingRow.number))).all()

    def forget_who(self, meetings: Sequence[MeetingRow]) -> int:
        """Let go of who answered, and of who was to come instead, to any appointment of these meetings; tell of how many answers."""
        self.audit.mine(*meetings)
        refs = {one.id: one.ref for one in meetings}
        mine = select(RsvpRow).where(RsvpRow.agreement_id == self.agreement_id, col(RsvpRow.meeting_id).in_(refs))
        rows = self.session.exec(mine.where(col(RsvpRow.by).is_not(None)).order_by(col(RsvpRow.id))).all()
        for row in rows:
            row.by, row.substitute = None, ""
            self.session.add(row)
        self.session.flush()
        for ref, count in Counter(refs[row.meeting_id] for row in rows).items():
            self.audit.add("forget", f"rsvp:{ref}", after={"answers": count})
        return len(rows)

    def on_record(self, meeting: MeetingRow) -> dict[str, AttendanceRow]:
        """Return the attendance on record of one meeting, by unit; empty while nobody has confirmed it."""
        return dict(self.of([meeting]).get(meeting.number, {}))

    def of(self, meetings: Iterable[MeetingRow]) -> Mapping[int, Mapping[str, AttendanceRow]]:
        """Return the attendance on record of several meetings, by their numbers and by unit; those not confirmed are left out."""
        numbers = {one.id: one.number for one in meetings}
        mine = select(AttendanceRow).where(
            AttendanceRow.agreement_id == self.agreement_id, col(AttendanceRow.meeting_id).in_(numbers)
        )
        found: dict[int, dict[str, AttendanceRow]] = defaultdict(dict)
        for row in self.session.exec(mine.order_by(col(AttendanceRow.id))).all():
            found[numbers[row.meeting_id]][row.unit] = row
        return found

    def confirm(self, meeting: MeetingRow, records: Sequence[Attendance], why: str = "") -> bool:
        """Put the attendance of every expected party on record, or correct it; tell whether that changes anything.

        A party that was not expected after all leaves the record. `why` is needed where the minutes are approved; that is for the rules.
        """
        self.audit.mine(meeting)
        rows = self.on_record(meeting)
        before = _told(rows.values())
        if before == _told(records):
            return False
        owned = {"agreement_id": self.agreement_id, "meeting_id": meeting.id}
        for plain in records:
            row = rows.pop(plain.unit, None)
            if row is None:
                row = AttendanceRow.model_validate(plain, update=owned)
            elif _told([row]) != _told([plain]):
                row.sqlmodel_update(plain.model_dump())
            self.session.add(row)
        for gone in rows.values():
            self.session.delete(gone)
        self.session.flush()
        verb = "correct" if before else "confirm"
        after = _told(records) | ({"why": hashed(why)} if why else {})
        self.audit.add(verb, f"attendance:{meeting.ref}", before=before, after=after)
        return True

    def snoozes(self, meeting: MeetingRow) -> Sequence[SnoozeRow]:
        """Return the reminders of a meeting that people put off, first to last."""
        mine = select(SnoozeRow).where(SnoozeRow.agreement_id == self.agreement_id, SnoozeRow.meeting_id == meeting.id)
        return self.session.exec(mine.order_by(col(SnoozeRow.id))).all()

    def snooze(self, meeting: MeetingRow, plain: Snooze) -> SnoozeRow:
        """Store that somebody puts a reminder off."""
        self.audit.mine(meeting)
        row = SnoozeRow.model_validate(plain, update={"agreement_id": self.agreement_id, "meeting_id": meeting.id})
        self.session.add(row)
        self.session.flush()
        self.audit.add("snooze", f"reminder:{meeting.ref}", after=facts_of(row, Snooze))
        return row


def _told(records: Iterable[Attendance]) -> dict[str, str]:
    """Return the attendance as the audit trail keeps it: how each party was there, in clear."""
    return {one.unit: f"{one.presence.value}:{one.proxy}" if one.proxy else one.presence.value for one in records}
