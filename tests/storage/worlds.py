"""A whole agreement with its people and their work, every text of it marked; and every public question and change there is.

A method that is added to a noun is added here, to QUESTIONS or to CHANGES: tests fail until it is. A call gets the records of
one agreement and a world; the world may be another agreement's, and then nothing of it may be told or touched.
"""

import importlib
import inspect
import pkgutil
from dataclasses import dataclass, is_dataclass
from datetime import date, timedelta
from zlib import crc32

import storage
from bot.chat.message import Message
from bot.domain.action import State as Done
from bot.domain.action import Task, Wanted
from bot.domain.agenda import Agenda, Submission
from bot.domain.attendance import Presence
from bot.domain.briefing import Deliverable
from bot.domain.briefing import State as BriefingState
from bot.domain.digest import Bounds
from bot.domain.focus import Proposed
from bot.domain.focus import State as FocusState
from bot.domain.initiative import Selection, State
from bot.domain.minutes import Comment as MinutesComment
from bot.domain.minutes import Entry, Outcome
from bot.domain.outbox import Delivery, Kind, Notice
from bot.domain.passage import Comment, Written, regenerated
from bot.domain.person import Appointment
from bot.domain.repeal import Turn, Turned
from bot.domain.role import Role
from bot.domain.status import Answer, Line
from storage.news import unseen_by
from storage.records import Installation, Records
from storage.tables import (
    ActionRow,
    AgreementRow,
    BriefingRow,
    DutyRow,
    FocusRow,
    InitiativeRow,
    MeetingRow,
    MeetingWishRow,
    OutboxRow,
    PassageRow,
    PersonRow,
    PlaceRow,
    PointRow,
    PollRow,
    ReplyRow,
    RoundRow,
)
from tests.storage import sample
from tests.storage.sample import NOW, TODAY

SHARED = ("slack", "U-both")  # A person who works under both agreements.


@dataclass
class World:
    """One agreement; the things asked about are its last ones."""

    id: str
    person: PersonRow
    place: PlaceRow
    initiative: InitiativeRow
    round: RoundRow
    reply: ReplyRow
    meeting: MeetingRow
    held: MeetingRow
    point: PointRow
    action: ActionRow
    wish: MeetingWishRow
    poll: PollRow
    briefing: BriefingRow
    passage: PassageRow
    focus: FocusRow
    duty: DutyRow
    message: OutboxRow
    notice: Notice

    @property
    def mark(self) -> str:
        """What stands in every text of it."""
        return f"only-{self.id}"


def build(installation: Installation, agreement: str, *, people: int = 1, initiatives: int = 1, rounds: int = 1) -> World:
    """Make an agreement with so many people, initiatives and rounds; numbers, periods and units are the same in each."""
    mark = f"only-{agreement}"
    installation.session.add(AgreementRow(id=agreement, loaded_at=NOW))
    installation.session.flush()
    records = sample.within(installation, agreement)
    person = records.people.meet(*SHARED, name=mark, language="da")
    for number in range(people):
        person = records.people.meet("slack", f"{mark}-{number}", name=f"{mark} {number}", language="da")
    records = sample.within(installation, agreement, actor=person.id)
    for role, unit in ((Role.REPRESENTATIVE, "osa"), (Role.CHAIR, None), (Role.READER, None)):
        records.people.appoint(Appointment(person_id=person.id, role=role, unit=unit, since=TODAY))
    place = records.places.bind("slack", f"{mark}-C1", direct=False, outsiders=False)
    for number in range(initiatives):
        initiative = records.initiatives.register(sample.proposal(f"{mark} {number}", actors=(mark,)), by=person.id, today=TODAY)
        records.initiatives.update(initiative, State.ADJUSTED, why=f"fordi {mark}", by=person.id, today=TODAY)
        records.initiatives.seen(initiative, "osa", by=person.id)
    records.rounds.start(sample.round_(mark, asked_by=person.id))
    for number in range(rounds):
        round_ = records.rounds.start(sample.round_(f"2027-Q1-{number}", asked_by=person.id))
        lines = {one + 1: Line(state=State.ACTIVE, progress=f"{mark} gik godt") for one in range(initiatives)}
        answer = sample.reply(person.id, remark=mark)
        reply = records.rounds.answer(round_, answer, Answer(lines=lines), records.initiatives.ids(lines))
    meeting = records.meetings.convene(sample.meeting(title=mark, place=mark), sample.copenhagen(), by=person.id)
    records.meetings.move(meeting, sample.meeting(title=mark, place=mark), why=f"fordi {mark}", by=person.id)
    held, point, action = _papers(records, initiative, mark)
    wish = records.meetings.wish(unit="osa", why=mark, by=person.id)
    records.attendance.answer(meeting, sample.rsvp(person.id, sequence=meeting.sequence, substitute=mark))
    records.attendance.confirm(meeting, [sample.attendance(person.id, Presence.PRESENT)])
    records.attendance.snooze(meeting, sample.snooze(person.id))
    poll = records.polls.start(sample.poll(person.id, title=mark, place=mark), sample.proposals())
    records.polls.choose(poll, sample.choice(person.id))
    records.feeds.give(person.id, mark)
    briefing, passage, focus = _briefed(records, person, mark)
    duty = records.duties.set("asks", "2027-Q1-0:osa", NOW)
    notice = sample.notice(agreement, message=Message(f"{mark} status?"))
    records.outbox.add(notice, duty.id)
    news = sample.notice(agreement, subject=f"initiative:{own_year(mark)}:osa", kind=Kind.NOTICE)
    records.outbox.add(news)
    records.outbox.by_key(news.key).state = Delivery.SENT
    message = records.outbox.by_key(notice.key)
    message.state, message.platform, message.reference = Delivery.SENT, "slack", f"{mark}-ref"
    installation.session.flush()
    papers = {"held": held, "point": point, "action": action}
    briefed = {"briefing": briefing, "passage": passage, "focus": focus}
    base = {"person": person, "place": place, "initiative": initiative, "round": round_, "reply": reply, "meeting": meeting}
    return World(agreement, **base, **papers, **briefed, wish=wish, poll=poll, duty=duty, message=message, notice=notice)


def _papers(records: Records, initiative: InitiativeRow, mark: str) -> tuple[MeetingRow, PointRow, ActionRow]:
    """Let a meeting that was held have an agenda, a decision, a comment and an action, and let a point wait for another meeting."""
    meeting = records.meetings.record(sample.meeting(on=date(2027, 1, 12), title=mark), sample.copenhagen(), by=records.actor)
    records.agendas.submit(None, Submission(title=f"{mark} senere", unit="osa"), by=records.actor)
    point = records.agendas.submit(meeting, Submission(title=mark, note=mark, unit="osa"), by=records.actor)
    records.agendas.fix(meeting, Agenda((point,)), {})
    entry = Entry(outcome=Outcome.APPROVED, decision=mark, summary=mark)
    records.minutes.write(meeting, point, entry, initiatives=[initiative])
    records.minutes.send(meeting, NOW)
    records.minutes.comment(meeting, MinutesComment(unit="osa", text=mark, at=NOW, by=records.actor))
    action = records.actions.agree(meeting, point, Task(task=mark, unit="osa", due_on=TODAY), by=records.actor)
    return meeting, point, action


def _briefed(records: Records, person: PersonRow, mark: str) -> tuple[BriefingRow, PassageRow, FocusRow]:
    """Make a briefing with all that hangs on it, and a focus area."""
    briefing = records.briefings.begin(Deliverable(duty="status-oeu", year=2027))
    records.briefings.write(briefing, regenerated([], [Written("lead", mark, "osa")]))
    (passage,) = records.briefings.passages(briefing)
    done = {"state": BriefingState.DELIVERED, "delivered_on": TODAY, "period_last": TODAY, "handed_in_at": NOW, "item": mark}
    records.briefings.change(briefing, "confirm", by=person.id, told={"words": mark}, **done)
    records.briefings.begin(Deliverable(duty="status-oeu", year=2026))
    own = records.briefings.begin(Deliverable(duty=mark, year=own_year(mark)))
    records.briefings.change(own, "confirm", by=person.id, **done, decision=f"M-1.{own.year}")
    records.briefings.begin(Deliverable(duty=mark, year=own_year(mark) + 1))
    records.briefings.comment(briefing, Comment(text=mark, by=person.id, at=NOW))
    records.briefings.keep(briefing, mark, docx_sha256="a" * 64, markdown_sha256="b" * 64)
    records.briefings.set_dates(mark, [TODAY])
    proposed = Proposed(year=2027, title=mark, lead="osa", tracks=("spor-1",), initiatives=(1,))
    records.turns.add(Turned(turn=Turn.RECOMMENDED, on=TODAY, decision=mark, at=NOW, by=person.id))
    return briefing, passage, records.focuses.propose(proposed, by=person.id)


def own_year(mark: str) -> int:
    """Return a year in which one agreement owes something, and no other does."""
    return 3000 + 2 * (crc32(mark.encode()) % 3000)


def scoped() -> set[str]:
    """Return every public method of the nouns that `Records` gives, as `People.meet`."""
    given = {one.func.__annotations__["return"] for one in vars(Records).values() if hasattr(one, "func")}
    return {f"{noun.__name__}.{name}" for noun in given for name in public(noun)}


def unscoped() -> set[str]:
    """Return every other public method and function of storage/ that takes a session."""
    found = set()
    for module in pkgutil.iter_modules(storage.__path__, "storage."):
        if module.name in {"storage.migrations", "storage.tables"}:
            continue
        for name, one in vars(importlib.import_module(module.name)).items():
            if getattr(one, "__module__", "") != module.name or name.startswith("_"):
                continue
            if is_dataclass(one) and "session" in one.__dataclass_fields__ and one not in {Records, Installation}:
                found |= {f"{one.__name__}.{method}" for method in public(one)}
            elif inspect.isfunction(one) and "session" in inspect.signature(one).parameters:
                found.add(name)
    return found - scoped()


def public(noun: type) -> set[str]:
    """Return the names of a noun's public methods."""
    return {name for name, one in vars(noun).items() if inspect.isfunction(one) and not name.startswith("_")}


TOMORROW = TODAY + timedelta(days=1)
EVERYTHING = Selection(withdrawn=True)
LATER = Bounds(TOMORROW, NOW + timedelta(days=1), TODAY)

QUESTIONS = {
    "Audit.of": lambda r, w: r.audit.of(f"initiative:{w.initiative.ref}"),
    "Audit.mine": lambda r, w: r.audit.mine(w.initiative),
    "People.behind": lambda r, w: r.people.behind("slack", f"{w.mark}-0"),
    "People.by_id": lambda r, w: r.people.by_id(w.person.id),
    "People.by_ids": lambda r, w: r.people.by_ids([w.person.id]),
    "People.names": lambda r, w: r.people.names([w.person.id]),
    "People.everybody": lambda r, _: r.people.everybody(),
    "People.platforms": lambda r, w: r.people.platforms([w.person.id]),
    "People.times_given": lambda r, _: r.people.times_given(Role.CHAIR),
    "People.linkable": lambda r, _: r.people.linkable(),
    "People.accounts": lambda r, w: r.people.accounts(w.person.id),
    "People.member": lambda r, w: r.people.member(w.person, TODAY).appointments,
    "People.holding": lambda r, _: (r.people.holding(Role.CHAIR, TODAY), r.people.holding(Role.REPRESENTATIVE, TODAY, "osa")),
    "People.contacts": lambda r, _: r.people.contacts(TODAY),
    "People.offices": lambda r, w: r.people.offices(w.person.id, TODAY),
    "People.appointed": lambda r, _: r.people.appointed(TODAY),
    "Places.channels": lambda r, _: r.places.channels(),
    "Places.by_id": lambda r, w: r.places.by_id(w.place.id),
    "Initiatives.by_number": lambda r, w: r.initiatives.by_number(w.initiative.number),
    "Initiatives.registered": lambda r, w: r.initiatives.registered(w.initiative.number),
    "Initiatives.ids": lambda r, w: w.mark if w.initiative.id in r.initiatives.ids([w.initiative.number]).values() else "",
    "Initiatives.full": lambda r, w: r.initiatives.full(w.initiative),
    "Initiatives.count": lambda r, _: r.initiatives.count(EVERYTHING),
    "Initiatives.page": lambda r, w: (r.initiatives.page(EVERYTHING), r.initiatives.page(Selection(words=(w.mark,)))),
    "Initiatives.numbered": lambda r, w: r.initiatives.numbered([w.initiative.number]),
    "Initiatives.of_unit": lambda r, _: r.initiatives.of_unit("osa"),
    "Initiatives.history": lambda r, w: r.initiatives.history(w.initiative),
    "Digests.standings": lambda r, w: (
        w.mark if any(one.told for one in r.digests.standings(w.round, LATER, confidential=True)) else ""
    ),
    "Rounds.periods": lambda r, _: r.rounds.periods(),
    "Rounds.by_period": lambda r, w: r.rounds.by_period(w.round.period),
    "Rounds.latest": lambda r, _: r.rounds.latest(),
    "Rounds.open": lambda r, _: r.rounds.open(),
    "Rounds.opened_between": lambda r, w: r.rounds.opened_between(w.round.opened_at, w.round.opened_at),
    "Rounds.reply": lambda r, w: r.rounds.reply(w.round, "osa"),
    "Rounds.replies": lambda r, w: r.rounds.replies(w.round),
    "Rounds.lines": lambda r, w: r.rounds.lines(w.round, [w.initiative.number]),
    "Rounds.lines_of": lambda r, w: r.rounds.lines_of(w.reply),
    "Rounds.last_line": lambda r, w: r.rounds.last_line(w.initiative, "osa"),
    "Rounds.last_lines": lambda r, _: r.rounds.last_lines("osa"),
    "Rounds.said_of": lambda r, w: r.rounds.said_of(w.initiative),
    "Meetings.by_numbers": lambda r, w: r.meetings.by_numbers([w.meeting.number]),
    "Meetings.by_number": lambda r, w: r.meetings.by_number(w.meeting.number),
    "Meetings.all": lambda r, _: r.meetings.all(),
    "Meetings.between": lambda r, w: r.meetings.between(w.meeting.on, w.meeting.on),
    "Meetings.coming": lambda r, _: r.meetings.coming(NOW),
    "Meetings.unconfirmed": lambda r, _: r.meetings.unconfirmed(NOW + timedelta(days=400)),
    "Meetings.like": lambda r, w: r.meetings.like(w.meeting.kind, w.meeting.starts_at),
    "Meetings.removals": lambda r, _: r.meetings.removals(),
    "Meetings.history": lambda r, w: r.meetings.history(w.meeting),
    "Meetings.wishes": lambda r, _: r.meetings.wishes(),
    "Meetings.announced_at": lambda r, w: r.meetings.announced_at(w.meeting),
    "Attendances.answers": lambda r, w: r.attendance.answers(w.meeting),
    "Attendances.answers_to": lambda r, w: r.attendance.answers_to([w.meeting]),
    "Attendances.on_record": lambda r, w: r.attendance.on_record(w.meeting),
    "Attendances.of": lambda r, w: r.attendance.of([w.meeting]),
    "Attendances.snoozes": lambda r, w: r.attendance.snoozes(w.meeting),
    "Attendances.with_names": lambda r, _: r.attendance.with_names(),
    "Polls.by_number": lambda r, w: r.polls.by_number(w.poll.number),
    "Polls.open": lambda r, _: r.polls.open(),
    "Polls.latest": lambda r, _: r.polls.latest(),
    "Polls.next_number": lambda r, _: r.polls.next_number(),
    "Polls.proposals": lambda r, w: r.polls.proposals(w.poll),
    "Polls.choices": lambda r, w: r.polls.choices(w.poll),
    "Polls.with_names": lambda r, _: r.polls.with_names(),
    "Outbox.told": lambda r, w: r.outbox.told(r.agreement_id, w.notice.due),
    "Meetings.wish_by_number": lambda r, w: r.meetings.wish_by_number(w.wish.number),
    "Agendas.of": lambda r, w: r.agendas.of(w.held).points,
    "Agendas.fixed": lambda r, w: w.mark if r.agendas.fixed(w.held) else "",
    "Agendas.taken": lambda r, _: r.agendas.taken(),
    "MinutesOfMeetings.of": lambda r, w: r.minutes.of(w.held).sent_at,
    "MinutesOfMeetings.of_each": lambda r, w: r.minutes.of_each([w.held])[w.held.number].sent_at,
    "MinutesOfMeetings.waiting": lambda r, _: r.minutes.waiting(),
    "MinutesOfMeetings.unapproved": lambda r, _: r.minutes.unapproved(),
    "MinutesOfMeetings.entries": lambda r, w: r.minutes.entries(w.held),
    "MinutesOfMeetings.initiatives": lambda r, w: r.minutes.initiatives(w.held),
    "MinutesOfMeetings.history": lambda r, w: r.minutes.history(w.held),
    "MinutesOfMeetings.comments": lambda r, w: r.minutes.comments(w.held),
    "Decisions.by_ref": lambda r, w: r.decisions.by_ref(f"{w.held.ref} pkt. {w.point.number}"),
    "Decisions.of_initiative": lambda r, w: r.decisions.of_initiative(w.initiative),
    "Decisions.all": lambda r, _: r.decisions.all(),
    "Decisions.resting": lambda r, _: r.decisions.resting(),
    "Actions.by_number": lambda r, w: r.actions.by_number(w.action.number),
    "Actions.page": lambda r, _: r.actions.page(Wanted(everything=True)),
    "Actions.open": lambda r, _: r.actions.open(),
    "Actions.of_meeting": lambda r, w: r.actions.of_meeting(w.held) if r.agreement_id == w.id else "",
    "Feeds.of": lambda r, w: r.feeds.of(w.person.id),
    "Duties.of": lambda r, _: r.duties.of("asks"),
    "Briefings.find": lambda r, _: r.briefings.find("status-oeu", 2027),
    "Briefings.of_year": lambda r, _: r.briefings.of_year(2027),
    "Briefings.years": lambda r, w: w.mark if own_year(w.mark) in r.briefings.years() else "",
    "Briefings.open_years": lambda r, w: w.mark if own_year(w.mark) + 1 in r.briefings.open_years() else "",
    "Briefings.last_delivered": lambda r, _: r.briefings.last_delivered(9999),
    "Briefings.last_period": lambda r, w: r.briefings.last_period(w.mark, 9999) and w.mark,
    "Briefings.events": lambda r, w: r.briefings.events(w.briefing),
    "Briefings.passages": lambda r, w: r.briefings.passages(w.briefing),
    "Briefings.comments": lambda r, w: r.briefings.comments(w.briefing),
    "Briefings.document": lambda r, w: r.briefings.document(w.briefing),
    "Briefings.dates": lambda r, _: r.briefings.dates(),
    "Focuses.by_number": lambda r, w: r.focuses.by_number(w.focus.number),
    "Focuses.of_year": lambda r, _: r.focuses.of_year(2027, FocusState.PROPOSED),
    "Focuses.full": lambda r, w: r.focuses.full(w.focus),
    "Turns.all": lambda r, _: r.turns.all(),
    "Yearly.changes": lambda r, _: r.yearly.changes(NOW - timedelta(days=1), NOW + timedelta(days=1)),
    "Yearly.said": lambda r, _: r.yearly.said(NOW - timedelta(days=1), NOW + timedelta(days=1)),
    "Yearly.told": lambda r, w: r.yearly.told([own_year(w.mark)]) and w.mark,
    "Yearly.rounds": lambda r, _: r.yearly.rounds(NOW - timedelta(days=1), NOW + timedelta(days=1)),
    "Duties.due": lambda r, _: r.duties.due(NOW),
    "Duties.next_due": lambda r, _: r.duties.next_due(),
    "Duties.next_of": lambda r, _: r.duties.next_of("asks"),
    "Duties.all": lambda r, _: r.duties.all(),
    "unseen_by": lambda r, _: unseen_by(r.session, r.agreement_id, ["nord"], 9),
    "Outbox.planned": lambda r, w: r.outbox.planned(w.id, "2027-Q1") and w.mark,
    "Outbox.about": lambda r, w: r.outbox.about(w.id, "slack", w.message.reference),
    "Outbox.waiting_for": lambda r, w: r.outbox.waiting_for(w.id),
    "Outbox.by_key": lambda r, w: r.outbox.by_key(w.message.key),
    "Outbox.latest": lambda r, w: [one.message for one in r.outbox.latest([w.message]).values()],
    "Outbox.before": lambda r, w: r.outbox.before(w.id, w.message.recipient, [w.message.due]),
    "Outbox.delivered_about": lambda r, w: r.outbox.delivered_about(w.id, "round:"),
    "Outbox.delivered": lambda r, w: r.outbox.delivered(w.id, w.message.subject),
}

CHANGES = {
    "Audit.add_all": lambda r, _: r.audit.add_all("try", {"thing": ({}, {}), "other thing": ({}, {})}),
    "Audit.add": lambda r, _: r.audit.add("try", "thing"),
    "People.meet": lambda r, _: r.people.meet("slack", "U-new", name="New", language="da"),
    "People.introduced": lambda r, w: r.people.introduced(w.person.id, "Another name"),
    "People.speak": lambda r, w: r.people.speak(w.person, "en"),
    "People.link": lambda r, w: r.people.link(w.person.id, "mattermost", "m" * 26, NOW),
    "People.unlink": lambda r, w: r.people.unlink(w.person.id, "slack", f"only-{w.id}-0"),
    "People.prefer": lambda r, w: r.people.prefer(w.person.id, "slack", "U1"),
    "People.live": lambda r, w: r.people.live(w.person, "America/Nuuk", chosen=True),
    "People.appoint": lambda r, w: r.people.appoint(Appointment(person_id=w.person.id, role=Role.ADMIN, since=TODAY)),
    "People.relieve": lambda r, w: r.people.relieve(w.person.id, Role.CHAIR, None, TOMORROW),
    "People.welcomed": lambda r, w: r.people.welcomed(w.person, NOW),
    "Places.bind": lambda r, _: r.places.bind("slack", f"new-{r.agreement_id}", direct=False, outsiders=True),
    "Places.show": lambda r, w: r.places.show(w.place, headline_only=True),
    "Places.release": lambda r, w: r.places.release(w.place),
    "Initiatives.register": lambda r, w: r.initiatives.register(sample.proposal("New"), by=w.person.id, today=TODAY),
    "Initiatives.update": lambda r, w: r.initiatives.update(w.initiative, State.PAUSED, why="x", by=w.person.id, today=TOMORROW),
    "Initiatives.withdraw": lambda r, w: r.initiatives.withdraw(w.initiative, why="x", by=w.person.id),
    "Initiatives.join": lambda r, w: r.initiatives.join(w.initiative, "nord", by=w.person.id, today=TODAY),
    "Initiatives.leave": lambda r, w: r.initiatives.leave(w.initiative, "bif", by=w.person.id, today=TODAY),
    "Initiatives.heard": lambda r, w: r.initiatives.heard({w.initiative.number: State.CLOSED}, leads="osa", today=TOMORROW),
    "Initiatives.seen": lambda r, w: r.initiatives.seen(w.initiative, "bif", by=w.person.id),
    "Rounds.start": lambda r, _: r.rounds.start(sample.round_("2030-Q1")),
    "Rounds.close": lambda r, w: r.rounds.close(w.round),
    "Rounds.answer": lambda r, w: r.rounds.answer(w.round, sample.reply(w.person.id, remark="New"), Answer(), {}),
    "Meetings.convene": lambda r, w: r.meetings.convene(sample.meeting(), sample.copenhagen(), by=w.person.id),
    "Meetings.record": lambda r, w: r.meetings.record(sample.meeting(), sample.copenhagen(), by=w.person.id),
    "Meetings.move": lambda r, w: r.meetings.move(w.meeting, sample.meeting(), why="x", by=w.person.id),
    "Meetings.relocate": lambda r, w: r.meetings.relocate(w.meeting, "Rådhuset", why="x", by=w.person.id),
    "Meetings.cancel": lambda r, w: r.meetings.cancel(w.meeting, why="x", by=w.person.id),
    "Meetings.hold": lambda r, w: r.meetings.hold(w.meeting, by=w.person.id),
    "Meetings.noted": lambda r, w: r.meetings.noted(w.meeting, "attendance", why="x", by=w.person.id),
    "Attendances.answer": lambda r, w: r.attendance.answer(w.meeting, sample.rsvp(w.person.id, sequence=w.meeting.sequence)),
    "Attendances.confirm": lambda r, w: r.attendance.confirm(w.meeting, [sample.attendance(w.person.id, Presence.ABSENT)]),
    "Attendances.snooze": lambda r, w: r.attendance.snooze(w.meeting, sample.snooze(w.person.id, count=2)),
    "Attendances.forget_who": lambda r, w: r.attendance.forget_who([w.meeting]),
    "Polls.start": lambda r, w: r.polls.start(sample.poll(w.person.id, number=9), sample.proposals()),
    "Polls.choose": lambda r, w: r.polls.choose(w.poll, sample.choice(w.person.id, unit="eki")),
    "Polls.decide": lambda r, w: r.polls.decide(w.poll, w.meeting),
    "Polls.withdraw": lambda r, w: r.polls.withdraw(w.poll),
    "Polls.forget_who": lambda r, w: r.polls.forget_who([w.poll]),
    "Meetings.wish": lambda r, w: r.meetings.wish(unit="osa", why="x", by=w.person.id),
    "Meetings.reckon_anew": lambda r, _: _reckoned(r),
    "Meetings.settle": lambda r, w: r.meetings.settle(w.wish, None),
    "Agendas.submit": lambda r, w: r.agendas.submit(None, Submission(title="x", unit="osa"), by=w.person.id),
    "Agendas.keep": lambda r, w: r.agendas.keep(w.held, [w.point]),
    "Agendas.fix": lambda r, w: r.agendas.fix(w.meeting, Agenda(()), {}),
    "Agendas.strike": lambda r, w: r.agendas.strike(w.point, why="x"),
    "Agendas.number": lambda r, w: r.agendas.number(w.point, 9),
    "MinutesOfMeetings.write": lambda r, w: r.minutes.write(w.held, w.point, Entry(outcome=Outcome.NOTED)),
    "MinutesOfMeetings.send": lambda r, w: r.minutes.send(w.held, NOW),
    "MinutesOfMeetings.approve": lambda r, w: r.minutes.approve(w.held, by=w.person.id),
    "MinutesOfMeetings.corrected": lambda r, w: r.minutes.corrected(w.held, 1, why="x"),
    "MinutesOfMeetings.comment": lambda r, w: r.minutes.comment(w.held, MinutesComment(unit="eki", at=NOW, by=w.person.id)),
    "Actions.agree": lambda r, w: r.actions.agree(w.held, w.point, Task(task="x", unit="osa", due_on=TODAY), by=w.person.id),
    "Actions.close": lambda r, w: r.actions.close(w.action, Done.DONE, result="x", by=w.person.id),
    "Actions.postpone": lambda r, w: r.actions.postpone(w.action, TOMORROW),
    "Feeds.give": lambda r, w: r.feeds.give(w.person.id, "new"),
    "Feeds.close": lambda r, w: r.feeds.close(w.person.id),
    "Briefings.begin": lambda r, _: r.briefings.begin(Deliverable(duty="fokus-oeu", year=2027)),
    "Briefings.change": lambda r, w: r.briefings.change(w.briefing, "plan", by=w.person.id, meets_on=TOMORROW),
    "Briefings.write": lambda r, w: r.briefings.write(w.briefing, regenerated([w.passage], [Written("lead", "New", "osa")])),
    "Briefings.rewrite": lambda r, w: r.briefings.rewrite(w.passage, "New", by=w.person.id),
    "Briefings.agree": lambda r, w: r.briefings.agree([w.passage], by=w.person.id),
    "Briefings.comment": lambda r, w: r.briefings.comment(w.briefing, Comment(text="x", by=w.person.id, at=NOW)),
    "Briefings.keep": lambda r, w: r.briefings.keep(w.briefing, "x", docx_sha256="c" * 64, markdown_sha256="d" * 64),
    "Briefings.set_dates": lambda r, _: r.briefings.set_dates("oeu", [TOMORROW]),
    "Focuses.propose": lambda r, w: r.focuses.propose(
        Proposed(year=2028, title="New", lead="osa", tracks=("spor-1",)), by=w.person.id
    ),
    "Focuses.decide": lambda r, w: r.focuses.decide(w.focus, FocusState.CHOSEN, "M-1"),
    "Focuses.report": lambda r, w: r.focuses.report(w.focus, "New", by=w.person.id),
    "Turns.add": lambda r, w: r.turns.add(Turned(turn=Turn.REJECTED, on=TODAY, decision="M-1", at=NOW, by=w.person.id)),
    "Duties.set": lambda r, _: r.duties.set("asks", "2027-Q1-0:osa", None),
    "Duties.set_all": lambda r, _: r.duties.set_all({("asks", "2027-Q1-0:osa"): NOW + timedelta(days=9)}),
    "Duties.end": lambda r, _: r.duties.end([("asks", "2027-Q1-0:osa")]),
    "Outbox.add": lambda r, w: r.outbox.add(sample.notice(w.id, step="second")),
    "Outbox.supersede": lambda r, w: r.outbox.supersede(w.id, w.message.subject),
    "Outbox.supersede_about": lambda r, w: r.outbox.supersede_about(w.id, "round:"),
    "Outbox.supersede_edits": lambda r, w: r.outbox.supersede_edits([w.message.key]),
    "Outbox.forget": lambda r, w: r.outbox.forget([w.message.subject], Message("–")),
}


def _reckoned(records: Records) -> None:
    """Let the instants of meetings be off, as after a change of the zone's rules, and reckon them anew."""
    for meeting in records.meetings.all():
        meeting.starts_at += timedelta(hours=1)
    records.meetings.reckon_anew()
