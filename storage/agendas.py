"""Agendas: the points of each meeting, those that wait for one, and what became of a point from meeting to meeting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.domain.agenda import WRITTEN, Agenda, Origin, Point, Submission, composed
from bot.domain.carry_over import Taken
from bot.domain.meeting import State
from bot.domain.minutes import Outcome
from storage.audit import Audit, facts_of, hashed
from storage.tables import AgendaRow, EntryRow, MeetingRow, MinutesRow, PointRow


@dataclass(frozen=True)
class Agendas:
    """The agendas of one agreement."""

    session: Session
    agreement_id: str
    audit: Audit

    def of(self, meeting: MeetingRow, by_rule: Sequence[Point] = ()) -> Agenda:
        """Return a meeting's agenda: as it went out, or a draft with what the rules want on it, which is stored nowhere yet."""
        points = self.session.exec(self._points().where(PointRow.meeting_id == meeting.id)).all()
        fixed = self._fixed(meeting)
        if fixed is not None:
            return Agenda(tuple(points), fixed.fixed_at)
        return Agenda(composed(points, by_rule))

    def fixed(self, meeting: MeetingRow) -> bool:
        """Tell whether a meeting's points have their numbers for good."""
        return self._fixed(meeting) is not None

    def taken(self) -> Sequence[Taken]:
        """Return every point that somebody wrote, at every meeting it was on, with what became of it there."""
        rows = self.session.exec(
            select(PointRow, MeetingRow, EntryRow, MinutesRow)
            .outerjoin(MeetingRow, col(MeetingRow.id) == col(PointRow.meeting_id))
            .outerjoin(EntryRow, col(EntryRow.point_id) == col(PointRow.id))
            .outerjoin(MinutesRow, col(MinutesRow.meeting_id) == col(PointRow.meeting_id))
            .where(PointRow.agreement_id == self.agreement_id, col(PointRow.origin).in_(WRITTEN))
            .order_by(col(PointRow.id))
        ).all()
        return [_taken(*row) for row in rows]

    def submit(self, meeting: MeetingRow | None, submission: Submission, *, by: str, late: bool = False) -> PointRow:
        """Store a point somebody submits, to a meeting or to the next one that is convened; its place is for `keep`."""
        row = PointRow.model_validate(
            Point(origin=Origin.SUBMITTED, late=late, submitted_at=self.audit.at, submitted_by=by),
            update=submission.model_dump() | {"agreement_id": self.agreement_id, "meeting_id": meeting.id if meeting else None},
        )
        self.session.add(row)
        self.session.flush()
        row.topic = row.id
        self.session.add(row)
        self.audit.add("submit", self._thing(row, meeting), after=facts_of(row, Point))
        return row

    def keep(self, meeting: MeetingRow, points: Sequence[Point]) -> tuple[PointRow, ...]:
        """Store an agenda's points in their order; what a rule put there and wants no longer goes."""
        self.audit.mine(meeting)
        mine = self._points().where(PointRow.meeting_id == meeting.id, col(PointRow.struck_at).is_(None))
        before = [one.id for one in self.session.exec(mine).all()]
        rows = [self._row(meeting, point) for point in points]
        for place, row in enumerate(rows, start=1):
            row.position = place
            self.session.add(row)
        for gone in self.session.exec(mine).all():
            if gone not in rows:
                self.session.delete(gone)
        self.session.flush()
        after = [one.id for one in rows]
        self.audit.add("arrange", f"agenda:{meeting.ref}", before={"points": before}, after={"points": after})
        return tuple(rows)

    def fix(self, meeting: MeetingRow, agenda: Agenda, titles: Mapping[str, str]) -> Agenda:
        """Give the points their numbers for good. `titles` are the names, by key, under which standing points are remembered."""
        assert meeting.id is not None
        rows = self.keep(meeting, agenda.points)
        for place, row in enumerate(rows, start=1):
            row.number = place
            row.title = row.title or titles.get(row.key or "", "")
        self.session.add(AgendaRow(agreement_id=self.agreement_id, meeting_id=meeting.id, fixed_at=self.audit.at))
        self.session.flush()
        self.audit.add("fix", f"agenda:{meeting.ref}", after={"points": [row.key or row.topic for row in rows]})
        return Agenda(rows, self.audit.at)

    def strike(self, row: PointRow, *, why: str) -> None:
        """Take a point off the agenda; it stays on record."""
        self.audit.mine(row)
        row.struck_at, row.struck_why = self.audit.at, why
        self.session.add(row)
        self.session.flush()
        self.audit.add(
            "strike", f"point:{row.id}", before={"struck_at": None}, after={"struck_at": row.struck_at, "why": hashed(why)}
        )

    def number(self, row: PointRow, number: int) -> None:
        """Give a point that was added to a fixed agenda its number."""
        self.audit.mine(row)
        row.number = number
        self.session.add(row)
        self.session.flush()
        self.audit.add("number", f"point:{row.id}", before={"number": None}, after={"number": number})

    def _row(self, meeting: MeetingRow, point: Point) -> PointRow:
        """Return the row of a point, made where there is none; one that waited for a meeting is taken up by this one."""
        if isinstance(point, PointRow):
            self.audit.mine(point)
            return point
        if point.origin is Origin.SUBMITTED and (waiting := self._waiting(point.topic)) is not None:
            waiting.meeting_id, waiting.key = meeting.id, point.key
            return waiting
        row = PointRow.model_validate(point, update={"agreement_id": self.agreement_id, "meeting_id": meeting.id})
        self.session.add(row)
        return row

    def _waiting(self, topic: int | None) -> PointRow | None:
        mine = self._points().where(PointRow.id == topic, col(PointRow.meeting_id).is_(None))
        return self.session.exec(mine).first()

    def _fixed(self, meeting: MeetingRow) -> AgendaRow | None:
        mine = select(AgendaRow).where(AgendaRow.agreement_id == self.agreement_id, AgendaRow.meeting_id == meeting.id)
        return self.session.exec(mine).first()

    def _points(self) -> SelectOfScalar[PointRow]:
        mine = select(PointRow).where(PointRow.agreement_id == self.agreement_id)
        return mine.order_by(col(PointRow.position), col(PointRow.id))

    def _thing(self, row: PointRow, meeting: MeetingRow | None) -> str:
        return f"point:{row.id}:{meeting.ref}" if meeting else f"point:{row.id}"


def _taken(point: PointRow, meeting: MeetingRow | None, entry: EntryRow | None, minutes: MinutesRow | None) -> Taken:
    return Taken(
        point=point,
        meeting=meeting.number if meeting else None,
        starts_at=meeting.starts_at if meeting else None,
        cancelled=meeting is not None and meeting.state is State.CANCELLED,
        held=meeting is not None and meeting.state is State.HELD,
        recorded=(minutes is not None and minutes.sent) or (entry is not None and entry.outcome is Outcome.DEFERRED),
        settled=entry is not None and entry.settles,
    )
