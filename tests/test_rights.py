"""Who may do what: every command, as every role, on the person's own unit and on another's, really typed. What is not in the table is denied."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache

import pytest

from bot.acts import agenda, minutes
from bot.acts import briefing_draft as drafting
from bot.acts.briefing import row_of
from bot.chat.plain import plain
from bot.chat.request import Account, Call, Place, Reply
from bot.dispatch import Dispatch
from bot.domain.action import Task
from bot.domain.agenda import Submission
from bot.domain.agreement import Agreement
from bot.domain.focus import Proposed
from bot.domain.focus import State as FocusState
from bot.domain.initiative import Proposal
from bot.domain.minutes import Entry, Outcome
from bot.domain.person import Appointment
from bot.domain.role import MAY, OF_A_UNIT, Role
from bot.domain.status import Round
from bot.refusal import Refusal
from bot.registry import Registry, all_commands
from bot.words import refusal
from bot.words.language import speaking
from storage.records import Records
from storage.store import Store, sqlite_url
from storage.tables import MeetingRow
from tests.storage.sample import copenhagen, meeting, poll, proposals

NOW = datetime(2027, 2, 1, 8, tzinfo=UTC)
TODAY = date(2027, 2, 1)
OWN, OTHER = "osa", "eki"
INITIATIVE = {OWN: "I-1", OTHER: "I-2"}
ITEM, ACTION = {OWN: 10, OTHER: 11}, {OWN: "A-1", OTHER: "A-2"}
FOCUS = {OWN: "F-1", OTHER: "F-2"}

NOBODY: frozenset[Role] = frozenset()
ANYBODY = frozenset(Role)
MEMBERS = ANYBODY - {Role.ADMIN}
FACILITATORS = frozenset({Role.FACILITATOR, Role.FACILITATOR_DEPUTY})
KEEPERS = FACILITATORS | {Role.ADMIN}


@dataclass(frozen=True)
class May:
    """Who may use a command: these roles on anything, these only on their own unit's; `strangers` are people without a role.

    `direct` types it in the person's own conversation. `field` is where a form says no by not offering the unit.
    """

    line: str
    anywhere: frozenset[Role] = NOBODY
    own: frozenset[Role] = NOBODY
    strangers: bool = False
    direct: bool = False
    field: str = ""


# {unit} is the unit it is about, {ref} an initiative that unit leads, {item} a point it submitted, {action} what it is to do, and @u_new somebody without a role.
TABLE = {
    "agreement appoint": May("agreement appoint reader @u_new", KEEPERS - {Role.FACILITATOR_DEPUTY}),
    "agreement channel": May("agreement channel headline", KEEPERS),
    "agreement claim": May("agreement claim ABCD-EFGH-IJKL", ANYBODY, strangers=True),
    "agreement clause": May("agreement clause 1", ANYBODY),
    "agreement relieve": May("agreement relieve reader @u_new", KEEPERS - {Role.FACILITATOR_DEPUTY}),
    "agreement release": May("agreement release", KEEPERS),
    "agreement setup": May("agreement setup", KEEPERS),
    "agreement show": May("agreement show", ANYBODY),
    "agreement use": May("agreement use koebenhavn", ANYBODY, strangers=True, direct=True),
    "agreement wheel": May("agreement wheel", MEMBERS),
    "calendar": May("calendar new", MEMBERS),
    "help": May("help", ANYBODY, strangers=True),
    "agreement recommend": May("agreement recommend decision: Skriftlig høring", FACILITATORS),
    "agreement repeal": May("agreement repeal decision: Skriftlig høring; date: 1. februar 2027", FACILITATORS),
    "agreement statement": May("agreement statement", MEMBERS),
    "briefing agenda": May("briefing agenda status pkt. 7", FACILITATORS),
    "briefing agree": May("briefing agree status {unit}", NOBODY, OF_A_UNIT),
    "briefing approve": May("briefing approve status Skriftlig høring", FACILITATORS),
    "briefing comment": May("briefing comment status comment: Godt", FACILITATORS | OF_A_UNIT | {Role.CHAIR}),
    "briefing comments": May("briefing comments status", MEMBERS),
    "briefing confirm": May("briefing confirm status", FACILITATORS | OF_A_UNIT | {Role.CHAIR}),
    "briefing dates": May("briefing dates", MEMBERS),
    "briefing defer": May("briefing defer status why: Travlt; to: 1. december", FACILITATORS),
    "briefing deliver": May("briefing deliver status item: 7", FACILITATORS),
    "briefing document": May("briefing document status", MEMBERS),
    "briefing draft": May("briefing draft status", FACILITATORS),
    "briefing edit": May("briefing edit status track:forebyggelse/{unit} text: Nyt", FACILITATORS, OF_A_UNIT),
    "briefing hand-in": May("briefing hand-in status", FACILITATORS),
    "briefing list": May("briefing list", MEMBERS),
    "briefing passage": May("briefing passage status lead", MEMBERS),
    "briefing plan": May("briefing plan status 1. december", FACILITATORS),
    "briefing show": May("briefing show status", MEMBERS),
    "focus choose": May("focus choose {focus} Skriftlig høring", FACILITATORS),
    "focus drop": May("focus drop {focus} Skriftlig høring", FACILITATORS),
    "focus list": May("focus list", MEMBERS),
    "focus new": May("focus new headline: Unge; reason: Sommer; tracks: 1; lead: {unit}", FACILITATORS, OF_A_UNIT, field="lead"),
    "focus report": May("focus report {focus} result: Godt", FACILITATORS, OF_A_UNIT),
    "focus show": May("focus show {focus}", MEMBERS),
    "home": May("home", ANYBODY, strangers=True),
    "initiative find": May("initiative find skole", MEMBERS),
    "initiative history": May("initiative history {ref}", MEMBERS),
    "initiative join": May("initiative join I-3 {unit}", FACILITATORS, OF_A_UNIT),
    "initiative leave": May("initiative leave {ref} {unit}", FACILITATORS, OF_A_UNIT),
    "initiative list": May("initiative list", MEMBERS),
    "initiative new": May(
        "initiative new title: Værksted; tracks: 1; lead: {unit}; start: 2027-03-01", FACILITATORS, OF_A_UNIT, field="lead"
    ),
    "initiative seen": May("initiative seen {ref} {unit}", NOBODY, OF_A_UNIT),
    "initiative show": May("initiative show {ref}", MEMBERS),
    "initiative update": May("initiative update {ref} paused Ombygning", FACILITATORS, OF_A_UNIT),
    "initiative withdraw": May("initiative withdraw {ref} Dublet", FACILITATORS, OF_A_UNIT),
    "language": May("language en", ANYBODY, strangers=True),
    "timezone": May("timezone London", ANYBODY, strangers=True),
    "link": May("link", ANYBODY, strangers=True),
    "meeting answer": May("meeting answer M-1 {unit} ja", FACILITATORS, OF_A_UNIT),
    "meeting attendance": May("meeting attendance", MEMBERS),
    "meeting action": May("meeting action A-1", MEMBERS),
    "meeting actions": May("meeting actions", MEMBERS),
    "meeting agenda": May("meeting agenda M-1", MEMBERS),
    "meeting approve": May("meeting approve M-3", FACILITATORS),
    "meeting cancel": May("meeting cancel M-1; why: Sygdom", FACILITATORS),
    "meeting comment": May("meeting comment M-3 {unit} ingen bemærkninger", FACILITATORS, OF_A_UNIT),
    "meeting convene": May("meeting convene 2027-03-11T10:00-12:00", FACILITATORS),
    "meeting decision": May("meeting decision M-2 1 godkendt", FACILITATORS),
    "meeting decisions": May("meeting decisions", MEMBERS),
    "meeting decline": May("meeting decline 1; why: Vi ses i marts", FACILITATORS),
    "meeting held": May("meeting held M-1", FACILITATORS),
    "meeting item": May("meeting item title: Nøgler; party: {unit}", FACILITATORS, OF_A_UNIT, field="unit"),
    "meeting list": May("meeting list", MEMBERS),
    "meeting minutes": May("meeting minutes M-2", MEMBERS),
    "meeting move": May("meeting move M-1 12. marts kl. 10", FACILITATORS),
    "meeting pick": May("meeting pick P-1 1", FACILITATORS),
    "meeting order": May("meeting order M-1 10 2", FACILITATORS),
    "meeting plan": May("meeting plan 11. marts kl. 10", FACILITATORS),
    "meeting poll": May("meeting poll P-1", MEMBERS),
    "meeting record": May("meeting record day: 2027-01-12; starts: 10:00", FACILITATORS),
    "meeting request": May("meeting request Nye indsatser", FACILITATORS | OF_A_UNIT | {Role.CHAIR}),
    "meeting reschedule": May("meeting reschedule M-1 2027-03-12T10:00", FACILITATORS),
    "meeting send": May("meeting send M-1", FACILITATORS),
    "meeting show": May("meeting show M-1", MEMBERS),
    "meeting snooze": May("meeting snooze M-1", MEMBERS),
    "meeting vote": May("meeting vote P-1 {unit} alle", FACILITATORS, OF_A_UNIT),
    "meeting strike": May("meeting strike M-1 {item}", FACILITATORS, OF_A_UNIT),
    "party contact": May("party contact {unit} @u_new deputy", KEEPERS, frozenset({Role.REPRESENTATIVE})),
    "party list": May("party list", ANYBODY),
    "party relieve": May("party relieve {unit} @u_deputy", KEEPERS, frozenset({Role.REPRESENTATIVE})),
    "party show": May("party show {unit}", ANYBODY),
    "status ask": May("status ask", FACILITATORS),
    "status close": May("status close", FACILITATORS),
    "status digest": May("status digest", FACILITATORS | {Role.CHAIR, Role.READER}),
    "status reply": May("status reply {unit} uændret", FACILITATORS, OF_A_UNIT),
    "status show": May("status show", MEMBERS),
    "status words": May("status words I-1 aktiv", ANYBODY, strangers=True),
    "whoami": May("whoami", ANYBODY, strangers=True),
}
# The same command about another thing may take another right.
MORE = [
    ("agreement use", May("agreement use koebenhavn", KEEPERS)),  # in a channel that binds it
    ("meeting attendance", May("meeting attendance M-2 alle", FACILITATORS)),  # confirming it
    ("meeting action", May("meeting action {action} udført", FACILITATORS, OF_A_UNIT)),
    ("meeting action", May("meeting action M-2 1; hvad: Nøgler; part: {unit}; frist: 2027-04-01", FACILITATORS)),
    ("meeting send", May("meeting send M-2", FACILITATORS)),  # the minutes
    ("briefing dates", May("briefing dates oeu 1. december", FACILITATORS)),  # to import, not to look
    ("party contact", May("party contact {unit} @u_new", KEEPERS)),  # a representative, not a deputy
    ("party relieve", May("party relieve {unit} @u_representative", KEEPERS)),
]
COMMANDS = {one.name: one for one in all_commands()}


class Rehearsal(Store):
    """A store that keeps nothing: each case begins from the same rows."""

    begin = Store.rehearse


@pytest.fixture(scope="module")
def dispatch(sqlite_template, tmp_path_factory) -> Iterator[Dispatch]:
    """A person for every role, two initiatives of each other's units and one of a third, an open round, nothing ever kept."""
    path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("rights") / "pagt.db")
    store = Store(sqlite_url(path))
    with store.begin() as installation:
        agreement = copenhagen()
        installation.agreements.add_version(agreement, effective_from=agreement.in_force_from, now=NOW)
        records = installation.within(agreement.id, actor="test", now=NOW)
        for role in Role:  # Their accounts are called u_facilitator and so on.
            person = records.people.meet("local", f"u_{role}", name=f"Frk. {role}", language="da")
            unit = OWN if role in OF_A_UNIT else None
            records.people.appoint(Appointment(person_id=person.id, role=role, unit=unit, since=TODAY))
        for user in ("u_new", "u_nobody"):
            records.people.meet("local", user, name=user, language="da")
        for unit in (OWN, OTHER, "ssp"):
            proposal = Proposal(title=f"Værksted hos {unit}", tracks=("forebyggelse",), lead=unit, starts_on=TODAY)
            records.initiatives.register(proposal, by=person.id, today=TODAY)
        records.rounds.start(Round(period="2027-Q1", opened_at=NOW, closes_at=datetime(2027, 2, 15, 15, tzinfo=UTC)))
        records.polls.start(poll(person.id), proposals())
        coming = records.meetings.convene(meeting(), agreement, by=person.id)
        _papers(installation.within(agreement.id, actor=person.id, now=NOW), agreement, coming, by=person.id)
        records.meetings.wish(unit=OWN, why="Nye indsatser", by=person.id)
        for unit in (OWN, OTHER):
            proposed = Proposed(year=2028, title=f"Fokus hos {unit}", lead=unit, tracks=("forebyggelse",))
            records.focuses.decide(records.focuses.propose(proposed, by=person.id), FocusState.CHOSEN, "Skriftlig høring")
        drafting.write(records, agreement, row_of(records, agreement, "status-oeu", 2027), by=person.id, today=TODAY)
        records.places.bind("local", "c_pagt", direct=False, outsiders=False)
    store.close()
    rehearsal = Rehearsal(sqlite_url(path))
    yield Dispatch(rehearsal, Registry(all_commands()), lambda: NOW)
    rehearsal.close()


def _papers(records: Records, agreement: Agreement, coming: MeetingRow, *, by: str) -> None:
    """Let two meetings have been held, one's minutes be out for comments, and two units have something to do and to submit."""
    for day in (5, 12):
        held = records.meetings.record(meeting(on=date(2027, 1, day)), agreement, by=by)
        point = minutes.point_at(records, agreement, held, 1)
        minutes.write(records, agreement, held, point, Entry(outcome=Outcome.APPROVED), initiatives=())
    for unit in (OWN, OTHER):
        records.actions.agree(held, point, Task(task="Nøgler", unit=unit, due_on=date(2027, 4, 1)), by=by)
        agenda.submit(records, agreement, coming, Submission(title="Nøgler", unit=unit), by=by)
    minutes.send(records, agreement, held)


def typed(dispatch: Dispatch, role: Role | None, line: str, *, direct: bool = False) -> Reply:
    user = f"u_{role}" if role else "u_nobody"
    place = Place("local", f"d_{user}" if direct else "c_pagt", direct=direct)
    return dispatch.answer(Call(Account("local", user), place, line, name=user))


@cache
def denials() -> set[str]:
    """Return every sentence that says who holds a right."""
    with speaking("da"):
        return {refusal.sentence(Refusal("may_not", right=right)) for right in MAY} | {refusal.sentence(Refusal("stranger"))}


def denied(reply: Reply, field: str = "") -> bool:
    """Tell a denial from any other refusal by its sentence: the one that says who holds the right."""
    said = set(reply.form.errors.values()) if reply.form else {plain(reply.message)} if reply.message else set()
    return reply.refused and (bool(said & denials()) or (field != "" and reply.form is not None and field in reply.form.errors))


def broken(reply: Reply) -> bool:
    """Tell whether the answer is that of a bug."""
    with speaking("da"):
        return reply.message is not None and reply.message.headline.split(",")[0] == refusal.broken("").headline.split(",")[0]


def test_every_command_has_its_row():
    assert sorted(TABLE) == sorted(COMMANDS)


def test_every_right_says_who_holds_it():
    assert refusal.RIGHTS.keys() == MAY.keys()


CASES = [(name, row, role) for name, row in [*TABLE.items(), *MORE] for role in [*Role, None]]


@pytest.mark.parametrize("unit", [OWN, OTHER])
@pytest.mark.parametrize(("name", "row", "role"), CASES, ids=[f"{row.line[:40]}-{role}" for _, row, role in CASES])
def test_a_command_is_for_those_in_its_row_and_for_nobody_else(dispatch, name, row, role, unit):
    things = {"ref": INITIATIVE[unit], "item": ITEM[unit], "action": ACTION[unit], "focus": FOCUS[unit]}
    line = row.line.format(unit=unit, **things)
    found = dispatch.registry.find(line)
    assert found is not None
    assert found[0].name == name
    allowed = row.strangers if role is None else role in row.anywhere or (unit == OWN and role in row.own)
    reply = typed(dispatch, role, line, direct=row.direct)
    assert denied(reply, row.field) is not allowed, plain(reply.message) if reply.message else reply.form
    assert not broken(reply)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_the_help_offers_a_command_exactly_to_those_who_may_use_it_on_something(dispatch, name):
    for role in [*Role, None]:
        with speaking("da"):
            listed = f"/{COMMANDS[name].danish} " in plain(typed(dispatch, role, "hjælp").message).replace("\n", " \n")
        row = TABLE[name]
        may = row.strangers if role is None else role in row.anywhere | row.own
        useless = name in {"agreement claim", "agreement use"}  # There is an administrator, and only one agreement.
        assert listed is (may and not useless and not COMMANDS[name].hidden), role
