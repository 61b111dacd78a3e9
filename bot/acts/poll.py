"""Opening, answering and deciding a poll for a date: the change, and whom it is told to."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.acts import meeting as meetings
from bot.acts.meeting_count import today_of
from bot.acts.meeting_duties import answers_settled
from bot.acts.mend import Mender
from bot.chat.message import Message
from bot.domain.agreement import Agreement
from bot.domain.meeting import Plan
from bot.domain.outbox import Kind, Notice, to_person
from bot.domain.person import Person
from bot.domain.poll import POLLS, Choice, Poll, Proposal, asked, subject
from bot.domain.role import Role
from bot.refusal import Refusal
from bot.words import poll as words
from bot.words.language import speaking_to
from storage.records import Records
from storage.tables import MeetingRow, PollRow

ASKED = "asked"


@dataclass(frozen=True)
class Opened:
    """A poll that was opened: how many people are asked, and the parties where nobody can be."""

    poll: PollRow
    told: int
    nobody_at: tuple[str, ...]


def start(records: Records, agreement: Agreement, plain: Poll, options: list[Proposal]) -> Opened:
    """Open a poll and ask every party."""
    row = records.polls.start(plain, options)
    owed = questions(records, agreement, row)
    for notice in owed:
        records.outbox.add(notice)
    records.duties.set(POLLS, str(row.number), records.now)
    known = speakers(records, agreement, options)
    nobody_at = tuple(unit for unit in asked(agreement, options) if unit not in known)
    return Opened(row, len({str(one.to) for one in owed}), nobody_at)


def speakers(records: Records, agreement: Agreement, options: list[Proposal]) -> dict[str, Person]:
    """Return who speaks for each party that is asked: its representative, else its deputy."""
    contacts = records.people.contacts(today_of(records, agreement))
    found: dict[str, Person] = {}
    for unit in asked(agreement, options):
        person = contacts.get((unit, Role.REPRESENTATIVE)) or contacts.get((unit, Role.DEPUTY))
        if person is not None:
            found[unit] = person
    return found


def questions(records: Records, agreement: Agreement, poll: PollRow, *, again: bool = False) -> list[Notice]:
    """Return the questions to parties that have not answered, as nobody there has been asked before; with `again`, the reminders."""
    options, choices = list(records.polls.proposals(poll)), records.polls.choices(poll)
    told = records.outbox.told(agreement.id, poll.ref)
    found = []
    for unit, person in speakers(records, agreement, list(options)).items():
        about, to = subject(poll.number, unit), to_person(person.id)
        before = any(one.subject == about and one.recipient == str(to) for one in told)
        if unit not in choices and before is again:
            with speaking_to(person):
                said = words.question(agreement, poll, options, unit, again=again)
            step = "remind" if again else ASKED
            found.append(Notice(agreement.id, Kind.NUDGE, about, poll.ref, to, said, step))
    return found


def choose(records: Records, agreement: Agreement, poll: PollRow, plain: Choice) -> None:
    """Store when a party can, and turn what asked it into receipts."""
    given = records.polls.choose(poll, plain)
    options = list(records.polls.proposals(poll))
    name = records.people.names([given.by or ""]).get(given.by or "", "–")
    about = subject(poll.number, given.unit)
    step = f"answered {given.at.isoformat()}"
    Mender(records, agreement).mend(about, step, lambda: words.receipt(agreement, poll, options, given, name))
    records.duties.set(POLLS, str(poll.number), records.now)


def decide(records: Records, agreement: Agreement, poll: PollRow, position: int) -> tuple[MeetingRow, int]:
    """Convene the meeting on the day that was picked, and let the poll's questions say so; return how many people are invited.

    Raises:
        Refusal: when there is no such proposal, or it is over.
    """
    options = records.polls.proposals(poll)
    picked = next((one for one in options if one.position == position), None)
    if picked is None:
        raise Refusal("poll_no_such_proposal", number=position, most=len(options))
    if picked.starts_at <= records.now:
        raise Refusal("poll_past", typed=words.proposed(agreement, picked))
    plan = Plan(kind=poll.kind, title=poll.title, on=picked.on, starts=picked.starts, ends=picked.ends, place=poll.place)
    row, invited = meetings.convene(records, agreement, plan, by=records.actor)
    records.polls.decide(poll, row)
    _end(records, agreement, poll, lambda: words.decided(poll, row))
    return row, invited


def withdraw(records: Records, agreement: Agreement, poll: PollRow) -> None:
    """Take a poll back, and let its questions say so."""
    records.polls.withdraw(poll)
    _end(records, agreement, poll, lambda: words.withdrawn(poll))


def _end(records: Records, agreement: Agreement, poll: PollRow, message: Callable[[], Message]) -> None:
    records.duties.end([(POLLS, str(poll.number))])
    answers_settled(records, poll.ref)
    mender, step = Mender(records, agreement), f"ended {poll.state}"
    mender.mend(subject(poll.number), step, message)
    mender.mend_parts(f"{subject(poll.number)}:", step, lambda _sent: message())
