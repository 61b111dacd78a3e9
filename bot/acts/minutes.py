"""What is done with minutes, whoever causes it: recording a point, asking the parties, and letting the minutes stand fast."""

from collections.abc import Iterable, Mapping, Sequence

from bot.acts.agenda import agenda_of, fix
from bot.acts.invite import expected
from bot.acts.meeting_duties import answers_settled
from bot.acts.mend import Mender
from bot.domain import minutes as rules
from bot.domain.agenda import Origin, point_ref
from bot.domain.agreement import Agreement
from bot.domain.meeting import State
from bot.domain.minutes import Comment, Entry, Outcome
from bot.domain.outbox import Kind, Notice, to_person, to_place
from bot.domain.person import Person
from bot.domain.repeal import must_hold
from bot.refusal import Refusal
from bot.words import meeting as meetings
from bot.words import minutes as words
from bot.words import minutes_nudge as nudges
from bot.words.initiative import short
from bot.words.language import speaking, speaking_to
from storage.records import Records
from storage.tables import InitiativeRow, MeetingRow, PointRow


def record_of(records: Records, agreement: Agreement, meeting: MeetingRow) -> words.Record:
    """Read a meeting's minutes as they are shown."""
    comments = records.minutes.comments(meeting)
    return words.Record(
        meeting=meeting,
        agenda=agenda_of(records, agreement, meeting),
        minutes=records.minutes.of(meeting),
        entries=records.minutes.entries(meeting),
        initiatives=records.minutes.initiatives(meeting),
        actions=records.actions.of_meeting(meeting),
        comments=comments,
        silent=rules.silent([unit.id for unit in agreement.units_on(meeting.on)], comments),
        corrections=_corrections(records, meeting),
        attendance=dict(records.attendance.on_record(meeting)),
    )


def _corrections(records: Records, meeting: MeetingRow) -> list[words.Correction]:
    """Return what was corrected once the minutes were approved: what they say of a point, and who was represented."""
    since = records.minutes.of(meeting).approved_at
    if since is None:
        return []
    points = [(one.at, one.point, one.by, one.why) for one in records.minutes.history(meeting) if one.verb == "correct"]
    changes = [one for one in records.meetings.history(meeting) if one.verb == "attendance" and one.at >= since]
    found = sorted([*points, *((one.at, None, one.by, one.why) for one in changes)], key=lambda one: one[0])
    names = records.people.names([by for _at, _point, by, _why in found if by])
    return [words.Correction(at, point, names.get(by or "", "–"), why) for at, point, by, why in found]


def must_have_begun(records: Records, meeting: MeetingRow) -> None:
    """Refuse minutes of a meeting that was called off, or has not begun.

    Raises:
        Refusal: when there is nothing to minute.
    """
    if meeting.state is State.CANCELLED:
        raise Refusal("cancelled_meeting", meeting=meetings.titled(meeting))
    if meeting.coming(records.now):
        raise Refusal("minutes_too_early", meeting=meetings.titled(meeting), at=meetings.at(meeting))


def point_at(records: Records, agreement: Agreement, meeting: MeetingRow, number: int) -> PointRow:
    """Return a point of a meeting, with its number for good: something is about to be recorded of it.

    Raises:
        Refusal: when there is none, or it was struck.
    """
    point = fix(records, agreement, meeting).at(number)
    assert isinstance(point, PointRow)
    if not point.live:
        raise Refusal("struck_already")
    return point


def write(
    records: Records,
    agreement: Agreement,
    meeting: MeetingRow,
    point: PointRow,
    entry: Entry,
    *,
    initiatives: Iterable[InitiativeRow],
    why: str = "",
) -> None:
    """Record what became of a point. Approving earlier minutes under their point lets those stand fast.

    Raises:
        Refusal: when the minutes stand fast and no reason is given, or the agreement was repealed since: nothing is corrected then.
    """
    if records.minutes.of(meeting).locked:
        must_hold(records.turns.all(), records.now.astimezone(agreement.zone).date())
    records.minutes.write(meeting, point, entry, initiatives=initiatives, why=why)
    if point.origin is Origin.MINUTES and entry.outcome is Outcome.APPROVED:
        earlier = records.meetings.by_number(int((point.key or "").partition(":")[2]))
        if not records.minutes.of(earlier).locked:
            _stand_fast(records, agreement, earlier, approved_in=point_ref(meeting.number, point.number or 0))
    records.duties.set(rules.MINUTES, str(meeting.number), records.now)


def send(records: Records, agreement: Agreement, meeting: MeetingRow) -> tuple[int, Sequence[str]]:
    """Ask the parties what they say to the minutes; return how many are asked, and which have nobody to ask.

    Raises:
        Refusal: when nobody has confirmed that the meeting was held, nothing is recorded, or they are out already.
    """
    minutes = records.minutes.of(meeting)
    if meeting.state is not State.HELD:
        raise Refusal("hold_first", ref=meeting.ref, meeting=meetings.titled(meeting))
    if minutes.locked:
        raise Refusal("minutes_approved_already")
    if minutes.sent:
        raise Refusal("minutes_sent_already")
    fix(records, agreement, meeting)
    if not records.minutes.entries(meeting):
        raise Refusal("nothing_recorded", ref=meeting.ref)
    records.minutes.send(meeting, rules.comments_end(agreement, records.now))
    answers_settled(records, meeting.ref)
    records.outbox.supersede(agreement.id, rules.subject(meeting.number))
    records.duties.set(rules.MINUTES, str(meeting.number), records.now)
    speakers = expected(records, agreement, meeting)
    _ask(records, agreement, meeting, speakers)
    return len(speakers), [unit.id for unit in agreement.units_on(meeting.on) if unit.id not in speakers]


def _ask(records: Records, agreement: Agreement, meeting: MeetingRow, speakers: Mapping[str, Person]) -> None:
    """Owe each speaker one question, for all parties they speak for, and the channels the news."""
    record = record_of(records, agreement, meeting)
    closed = any(point.confidential for point in record.agenda.points)
    units: dict[str, list[str]] = {}
    for unit, person in speakers.items():
        units.setdefault(person.id, []).append(unit)
    for person in {one.id: one for one in speakers.values()}.values():
        with speaking_to(person):
            message = nudges.for_comments(agreement, record, units[person.id])
        about = rules.subject(meeting.number, units[person.id][0])
        to, due = to_person(person.id), meeting.occurrence
        records.outbox.add(Notice(agreement.id, Kind.NOTICE, about, due, to, message, "comments", closed=closed))
    for place in records.places.channels():
        assert place.id is not None
        with speaking(agreement.language):
            message = nudges.out_for_comments(agreement, record)
        to = to_place(place.id)
        records.outbox.add(
            Notice(agreement.id, Kind.NOTICE, rules.subject(meeting.number), meeting.occurrence, to, message, "comments")
        )


def comment(records: Records, agreement: Agreement, meeting: MeetingRow, said: Comment) -> None:
    """Keep what a party says to the minutes, and turn the question it was asked into the answer."""
    rules.must_be_open_to_comments(records.minutes.of(meeting))
    row = records.minutes.comment(meeting, said)
    record, about = record_of(records, agreement, meeting), rules.subject(meeting.number, said.unit)
    step = records.now.isoformat()
    Mender(records, agreement).mend(about, step, lambda: words.commented(agreement, record, row))


def approve(records: Records, agreement: Agreement, meeting: MeetingRow) -> None:
    """Let minutes stand fast, once every party has answered or the time for comments is over.

    Raises:
        Refusal: when that is not so yet, or they stand fast already.
    """
    record = record_of(records, agreement, meeting)
    silent = [short(agreement, unit) for unit in record.silent]
    rules.must_be_approvable(record.minutes, silent, records.now, agreement.zone)
    _stand_fast(records, agreement, meeting)


def _stand_fast(records: Records, agreement: Agreement, meeting: MeetingRow, *, approved_in: str = "") -> None:
    """Approve minutes, call back what is owed about them, and post them in the channels."""
    records.minutes.approve(meeting, by=records.actor, approved_in=approved_in)
    records.duties.end([(rules.MINUTES, str(meeting.number))])
    answers_settled(records, meeting.ref)
    records.outbox.supersede_about(agreement.id, f"{rules.subject(meeting.number)}:")
    records.outbox.supersede(agreement.id, rules.subject(meeting.number))
    record = record_of(records, agreement, meeting)
    for place in records.places.channels():
        assert place.id is not None
        with speaking(agreement.language):
            message = nudges.published(agreement, record, outsiders=place.outsiders)
        closed = any(point.confidential for point in record.agenda.points) and not place.outsiders
        to = to_place(place.id)
        records.outbox.add(
            Notice(
                agreement.id,
                Kind.NOTICE,
                rules.subject(meeting.number),
                meeting.occurrence,
                to,
                message,
                "approved",
                closed=closed,
            )
        )
