"""A whole agreement with its people and their work, every text of it marked; and every public question and change there is.

A method that is added to a noun is added here, to QUESTIONS or to CHANGES: tests fail until it is. A call gets the records of
one agreement and a world; the world may be another agreement's, and then nothing of it may be told or touched.
"""

import importlib
import inspect
import pkgutil
from dataclasses import dataclass, is_dataclass
from datetime import timedelta

import storage
from bot.chat.message import Message
from bot.domain.attendance import Presence
from bot.domain.initiative import Selection, State
from bot.domain.outbox import Delivery, Notice
from bot.domain.person import Appointment
from bot.domain.role import Role
from bot.domain.status import Answer, Line
from storage.news import unseen_by
from storage.records import Installation, Records
from storage.tables import (
    AgreementRow,
    DutyRow,
    InitiativeRow,
    MeetingRow,
    MeetingWishRow,
    OutboxRow,
    PersonRow,
    PlaceRow,
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
    wish: MeetingWishRow
    poll: PollRow
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
    for number in range(rounds):
        round_ = records.rounds.start(sample.round_(f"2027-Q1-{number}", asked_by=person.id))
        lines = {one + 1: Line(state=State.ACTIVE, progress=f"{mark} gik godt") for one in range(initiatives)}
        answer = sample.reply(person.id, remark=mark)
        reply = records.rounds.answer(round_, answer, Answer(lines=lines), records.initiatives.ids(lines))
    meeting = records.meetings.convene(sample.meeting(title=mark, place=mark), sample.copenhagen(), by=person.id)
    records.meetings.move(meeting, sample.meeting(title=mark, place=mark), why=f"fordi {mark}", by=person.id)
    wish = records.meetings.wish(unit="osa", why=mark, by=person.id)
    records.attendance.answer(meeting, sample.rsvp(person.id, sequence=meeting.sequence, substitute=mark))
    records.attendance.confirm(meeting, [sample.attendance(person.id, Presence.PRESENT)])
    records.attendance.snooze(meeting, sample.snooze(person.id))
    poll = records.polls.start(sample.poll(person.id, title=mark, place=mark), sample.proposals())
    records.polls.choose(poll, sample.choice(person.id))
    duty = records.duties.set("asks", "2027-Q1-0:osa", NOW)
    notice = sample.notice(agreement, message=Message(f"{mark} status?"))
    records.outbox.add(notice, duty.id)
    message = records.outbox.by_key(notice.key)
    message.state, message.platform, message.reference = Delivery.SENT, "slack", f"{mark}-ref"
    installation.session.flush()
    return World(agreement, person, place, initiative, round_, reply, meeting, wish, poll, duty, message, notice)


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

QUESTIONS = {
    "Audit.of": lambda r, w: r.audit.of(f"initiative:{w.initiative.ref}"),
    "Audit.mine": lambda r, w: r.audit.mine(w.initiative),
    "People.behind": lambda r, w: r.people.behind("slack", f"{w.mark}-0"),
    "People.by_id": lambda r, w: r.people.by_id(w.person.id),
    "People.names": lambda r, w: r.people.names([w.person.id]),
    "People.everybody": lambda r, _: r.people.everybody(),
    "People.platforms": lambda r, w: r.people.platforms([w.person.id]),
    "People.times_given": lambda r, _: r.people.times_given(Role.CHAIR),
    "People.linkable": lambda r, _: r.people.linkable(),
    "People.accounts": lambda r, w: r.people.accounts(w.person.id),
    "People.member": lambda r, w: r.people.member(w.person, TODAY).appointments,
    "People.holding": lambda r, _: (r.people.holding(Role.CHAIR, TODAY), r.people.holding(Role.REPRESENTATIVE, TODAY, "osa")),
    "People.contacts": lambda r, _: r.people.contacts(TODAY),
    "People.appointed": lambda r, _: r.people.appointed(TODAY),
    "Places.channels": lambda r, _: r.places.channels(),
    "Places.by_id": lambda r, w: r.places.by_id(w.place.id),
    "Initiatives.by_number": lambda r, w: r.initiatives.by_number(w.initiative.number),
    "Initiatives.ids": lambda r, w: w.mark if w.initiative.id in r.initiatives.ids([w.initiative.number]).values() else "",
    "Initiatives.full": lambda r, w: r.initiatives.full(w.initiative),
    "Initiatives.count": lambda r, _: r.initiatives.count(EVERYTHING),
    "Initiatives.page": lambda r, w: (r.initiatives.page(EVERYTHING), r.initiatives.page(Selection(words=(w.mark,)))),
    "Initiatives.of_unit": lambda r, _: r.initiatives.of_unit("osa"),
    "Initiatives.units_that_saw": lambda r, w: r.initiatives.units_that_saw(w.initiative) and w.mark,
    "Initiatives.history": lambda r, w: r.initiatives.history(w.initiative),
    "Rounds.periods": lambda r, _: r.rounds.periods(),
    "Rounds.by_period": lambda r, w: r.rounds.by_period(w.round.period),
    "Rounds.latest": lambda r, _: r.rounds.latest(),
    "Rounds.open": lambda r, _: r.rounds.open(),
    "Rounds.reply": lambda r, w: r.rounds.reply(w.round, "osa"),
    "Rounds.replies": lambda r, w: r.rounds.replies(w.round),
    "Rounds.lines": lambda r, w: r.rounds.lines(w.round),
    "Rounds.lines_of": lambda r, w: r.rounds.lines_of(w.reply),
    "Rounds.last_line": lambda r, w: r.rounds.last_line(w.initiative, "osa"),
    "Rounds.last_lines": lambda r, _: r.rounds.last_lines("osa"),
    "Rounds.said_of": lambda r, w: r.rounds.said_of(w.initiative),
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
    "Attendances.on_record": lambda r, w: r.attendance.on_record(w.meeting),
    "Attendances.of": lambda r, w: r.attendance.of([w.meeting]),
    "Attendances.fixed": lambda r, w: r.attendance.fixed(w.meeting),
    "Attendances.snoozes": lambda r, w: r.attendance.snoozes(w.meeting),
    "Polls.by_number": lambda r, w: r.polls.by_number(w.poll.number),
    "Polls.open": lambda r, _: r.polls.open(),
    "Polls.latest": lambda r, _: r.polls.latest(),
    "Polls.next_number": lambda r, _: r.polls.next_number(),
    "Polls.proposals": lambda r, w: r.polls.proposals(w.poll),
    "Polls.choices": lambda r, w: r.polls.choices(w.poll),
    "Outbox.told": lambda r, w: r.outbox.told(r.agreement_id, w.notice.due),
    "Meetings.wish_by_number": lambda r, w: r.meetings.wish_by_number(w.wish.number),
    "Duties.of": lambda r, _: r.duties.of("asks"),
    "Duties.due": lambda r, _: r.duties.due(NOW),
    "Duties.next_due": lambda r, _: r.duties.next_due(),
    "Duties.next_of": lambda r, _: r.duties.next_of("asks"),
    "Duties.all": lambda r, _: r.duties.all(),
    "unseen_by": lambda r, _: unseen_by(r.session, r.agreement_id, ["nord"], 9),
    "Outbox.planned": lambda r, w: r.outbox.planned(w.id, "2027-Q1") and w.mark,
    "Outbox.about": lambda r, w: r.outbox.about(w.id, "slack", w.message.reference),
    "Outbox.waiting_for": lambda r, w: r.outbox.waiting_for(w.id),
    "Outbox.by_key": lambda r, w: r.outbox.by_key(w.message.key),
    "Outbox.delivered_about": lambda r, w: r.outbox.delivered_about(w.id, "round:"),
    "Outbox.delivered": lambda r, w: r.outbox.delivered(w.id, w.message.subject),
}

CHANGES = {
    "Audit.add_all": lambda r, _: r.audit.add_all("try", {"thing": ({}, {}), "other thing": ({}, {})}),
    "Audit.add": lambda r, _: r.audit.add("try", "thing"),
    "People.meet": lambda r, _: r.people.meet("slack", "U-new", name="New", language="da"),
    "People.introduced": lambda r, w: r.people.introduced(w.person.id, "Another name"),
    "People.speak": lambda r, w: r.people.speak(w.person, "en"),
    "People.link": lambda r, w: r.people.link(w.person.id, "mattermost", "m" * 26),
    "People.prefer": lambda r, w: r.people.prefer(w.person.id, "slack", "U1"),
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
    "Meetings.cancel": lambda r, w: r.meetings.cancel(w.meeting, why="x", by=w.person.id),
    "Meetings.hold": lambda r, w: r.meetings.hold(w.meeting, by=w.person.id),
    "Meetings.noted": lambda r, w: r.meetings.noted(w.meeting, "attendance", why="x", by=w.person.id),
    "Attendances.answer": lambda r, w: r.attendance.answer(w.meeting, sample.rsvp(w.person.id, sequence=w.meeting.sequence)),
    "Attendances.confirm": lambda r, w: r.attendance.confirm(w.meeting, [sample.attendance(w.person.id, Presence.ABSENT)]),
    "Attendances.fix": lambda r, w: r.attendance.fix(w.meeting),
    "Attendances.snooze": lambda r, w: r.attendance.snooze(w.meeting, sample.snooze(w.person.id, count=2)),
    "Polls.start": lambda r, w: r.polls.start(sample.poll(w.person.id, number=9), sample.proposals()),
    "Polls.choose": lambda r, w: r.polls.choose(w.poll, sample.choice(w.person.id, unit="eki")),
    "Polls.decide": lambda r, w: r.polls.decide(w.poll, w.meeting),
    "Polls.withdraw": lambda r, w: r.polls.withdraw(w.poll),
    "Meetings.wish": lambda r, w: r.meetings.wish(unit="osa", why="x", by=w.person.id),
    "Meetings.settle": lambda r, w: r.meetings.settle(w.wish, None),
    "Duties.set": lambda r, _: r.duties.set("asks", "2027-Q1-0:osa", None),
    "Duties.set_all": lambda r, _: r.duties.set_all({("asks", "2027-Q1-0:osa"): NOW + timedelta(days=9)}),
    "Duties.end": lambda r, _: r.duties.end([("asks", "2027-Q1-0:osa")]),
    "Outbox.add": lambda r, w: r.outbox.add(sample.notice(w.id, step="second")),
    "Outbox.supersede": lambda r, w: r.outbox.supersede(w.id, w.message.subject),
    "Outbox.supersede_about": lambda r, w: r.outbox.supersede_about(w.id, "round:"),
    "Outbox.supersede_edits": lambda r, w: r.outbox.supersede_edits(w.message.key),
}


def all_of(noun: str, why: str, methods: str) -> dict[str, str]:
    """Return methods of one noun with the same reason."""
    return {f"{noun}.{method}": why for method in methods.split()}


# What is asked of the whole installation, and why it may be: the answer is about the caller, or never reaches a person.
ACROSS = {
    "place_at": "finds out which agreement a place belongs to",
    "agreements_with_due": "tells the tick which agreements to look at",
    "database_now": "is about no agreement",
    "Accounts.agreements_of": "finds out under which agreements the caller is known",
    **all_of("Agreements", "names the agreement it is asked of", "ids lock on at versions latest add_version loaded_at"),
    **all_of(
        "Deliveries", "carries messages out", "claim held chosen sent postponed unanswered settled let_go by_key edits waiting"
    ),
    **all_of("Handled", "knows a platform's delivery again, for its sender", "answer remember forget_before"),
    **all_of("Arrivals", "knows a platform's delivery again", "take done release forget forget_older_than"),
    **all_of("ReadUntil", "remembers how far a platform's conversation was read", "reached mark"),
    **all_of("MattermostCommands", "keeps the tokens of a server's commands", "teams keep of forget digest"),
    **all_of("Reached", "tells ids to the platform that gave them", "users places language channels asks asked_since moved"),
}
