"""The strand of a meeting to come: it reminds people and channels, asks silent parties again, and invites whoever speaks for one now.

What is owed is worked out from the appointment, the answers and what stands in the outbox; when, in bot/domain/meeting_reminders.py.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from bot.acts import calendar_file
from bot.acts.invite import DEPUTY, INVITED, expected, invitations
from bot.acts.meeting_count import today_of
from bot.domain import meeting_reminders as rules
from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import DutyRule
from bot.domain.attendance import answered
from bot.domain.house_rules import Addressee
from bot.domain.ladder import due_rung, next_rung
from bot.domain.meeting import State, meeting_and_unit, subject
from bot.domain.outbox import Kind, Notice, to_person, to_place
from bot.domain.person import Person
from bot.domain.role import Role
from bot.domain.rsvp import Coming
from bot.jobs.in_office import of_unit
from bot.jobs.look import NOTHING, Outcome, look, when
from bot.jobs.pictures import readers_of
from bot.jobs.strand import Moments, Strand, first_of
from bot.words import invitation as invitation_words
from bot.words import meeting_reminder as words
from bot.words.invitation import Asked
from bot.words.language import speaking, speaking_to
from storage.outbox import Told
from storage.records import Records
from storage.tables import DutyRow, MeetingRow, OutboxRow, RsvpRow, SnoozeRow

SUBJECT = "meeting"
ANSWERS = "answers"
_ASKS = frozenset({INVITED, rules.ASKS_AGAIN})


@dataclass(frozen=True)
class Picture:
    """A meeting to come with all that is needed to decide what it owes, each thing read when it is first asked for."""

    records: Records
    agreement: Agreement
    meeting: MeetingRow

    @property
    def now(self) -> datetime:
        """The instant it is looked at."""
        return self.records.now

    @cached_property
    def today(self) -> date:
        """The day it is where the agreement lives."""
        return today_of(self.records, self.agreement)

    @cached_property
    def announced_at(self) -> datetime:
        """When people were told of the day it stands on now."""
        return self.records.meetings.announced_at(self.meeting)

    @cached_property
    def ladder(self) -> tuple[rules.Reminder, ...]:
        """Its reminders."""
        return rules.reminders(self.agreement, self.meeting, self.announced_at)

    @cached_property
    def answers(self) -> Mapping[str, RsvpRow]:
        """The parties' answers."""
        return self.records.attendance.answers(self.meeting)

    @cached_property
    def contacts(self) -> Mapping[tuple[str, Role], Person]:
        """Who speaks for each party."""
        return self.records.people.contacts(self.today)

    @cached_property
    def speakers(self) -> Mapping[str, Person]:
        """Who is asked for each party that is expected."""
        return expected(self.records, self.agreement, self.meeting)

    @cached_property
    def told(self) -> frozenset[Told]:
        """What stands in the outbox about this appointment."""
        return self.records.outbox.told(self.agreement.id, self.meeting.occurrence)

    @cached_property
    def steps(self) -> frozenset[str]:
        """The steps that were taken, whoever heard them."""
        return frozenset(one.step for one in self.told if meeting_and_unit(one.subject) is not None)

    @property
    def reminds(self) -> bool:
        """Whether a reminder goes out now, or did so today."""
        days = self.agreement.days()
        owed = any(one.at <= self.now and one.name not in self.steps for one in self.ladder)
        return owed or any(days.local(one.at).date() == self.today for one in self.ladder)

    def comes_for(self, unit: str) -> Person | None:
        """Return who is reminded for a party: whoever said that they come, else who speaks for it."""
        given = self.answers.get(unit)
        offices = (self.contacts.get((unit, Role.REPRESENTATIVE)), self.contacts.get((unit, Role.DEPUTY)))
        said = next(
            (one for one in offices if given is not None and given.comes and one is not None and one.id == given.by), None
        )
        return said or self.speakers.get(unit)

    def nudge(self, unit: str, person: Person, step: str) -> Notice:
        """Return a reminder to somebody who speaks for a party."""
        items = rules.calls_for_items(self.agreement, self.meeting, step, self.today)
        with speaking_to(person):
            said = words.reminder(self.agreement, self.meeting, self.today, unit=unit, given=self.answers.get(unit), items=items)
        about = subject(self.meeting.number, unit)
        return Notice(self.agreement.id, Kind.NUDGE, about, self.meeting.occurrence, to_person(person.id), said, step)


# Reminders.


def _reminders(here: Picture) -> Outcome:
    """Return the reminder that is owed now, to the channels and to people, and the reminders that were put off until now."""
    if not here.meeting.coming(here.now):
        return NOTHING
    step = due_rung(here.ladder, here.steps, here.now)
    planned, notices = set(here.steps), [*_snoozed(here)]
    if step is not None:
        at = rules.goes_out(here.agreement, here.meeting, step, here.now)
        if at is not None and at > here.now:
            return Outcome(tuple(notices), _earliest(at, next_rung(here.ladder, planned, here.now), *_put_off(here)))
        notices += _of_step(here, step) if at is not None else ()
        planned.add(step.name)
    return Outcome(tuple(notices), _earliest(next_rung(here.ladder, planned, here.now), *_put_off(here)))


def _of_step(here: Picture, step: rules.Reminder) -> Iterator[Notice]:
    """Yield one reminder for each channel and for whoever comes, or has not answered, for each party; nobody hears it twice.

    On the morning the agenda goes out it is the reminder: then only those who still have to answer hear from here.
    """
    items = rules.calls_for_items(here.agreement, here.meeting, step.name, here.today)
    agenda = rules.agenda_speaks(here.agreement, here.meeting, step)
    for place in () if agenda else here.records.places.channels():
        assert place.id is not None
        with speaking(here.agreement.language):
            said = words.in_channel(here.agreement, here.meeting, here.today, items=items)
        about = subject(here.meeting.number)
        yield Notice(here.agreement.id, Kind.NUDGE, about, here.meeting.occurrence, to_place(place.id), said, step.name)
    reminded: set[str] = set()
    for unit in sorted(here.speakers, key=lambda one: one in here.answers):  # Those who still have to answer first.
        given, person = here.answers.get(unit), here.comes_for(unit)
        away = given is not None and (agenda or not (given.comes or items))
        if person is not None and not away and (given is None or person.id not in reminded):
            reminded.add(person.id)
            yield here.nudge(unit, person, step.name)


def _live(here: Picture) -> Iterator[SnoozeRow]:
    """Yield the reminders put off that are still to come: not given yet, and not overtaken by the next reminder."""
    for one in rules.latest_snoozes(here.records.attendance.snoozes(here.meeting), here.meeting.sequence).values():
        if (
            isinstance(one, SnoozeRow)
            and one.name not in _steps_of(here, one)
            and not rules.comes_anyway(here.agreement, here.ladder, one)
        ):
            yield one


def _steps_of(here: Picture, snooze: SnoozeRow) -> frozenset[str]:
    return frozenset(one.step for one in here.told if one.recipient == str(to_person(snooze.person_id)))


def _snoozed(here: Picture) -> Iterator[Notice]:
    for one in _live(here):
        person = here.records.people.by_id(one.person_id)
        if one.until <= here.now and person is not None:
            yield here.nudge(one.unit, person, one.name)


def _put_off(here: Picture) -> Iterator[datetime]:
    return (one.until for one in _live(here) if one.until > here.now)


def _earliest(*moments: datetime | None) -> datetime | None:
    return min((one for one in moments if one is not None), default=None)


# Answers.


def _asking(here: Picture) -> Outcome:
    """Return the invitations that are owed by now, and, a week before, the question to parties without a yes."""
    if not here.meeting.coming(here.now):
        return NOTHING
    again_at = rules.asks_again_at(here.agreement, here.meeting, here.announced_at)
    done = again_at is None or bool(here.steps & {ANSWERS, rules.ASKS_AGAIN})
    owed = invitations(here.records, here.agreement, here.meeting)
    due = again_at is not None and again_at <= here.now and not done
    later = again_at if not done and not due else None
    if due:
        owed += list(_again(here, {str(one.to) for one in owed}))
        owed += _overview(here, owed)
    at = here.agreement.days().next_working_moment(here.now)
    if owed and at > here.now:
        return Outcome((), at if at < here.meeting.starts_at else None)
    return Outcome(tuple(owed), later)


def _again(here: Picture, invited: set[str]) -> Iterator[Notice]:
    """Yield the question to the deputy of each party without a yes, or to its representative where there is no deputy.

    Who is reminded at the same moment, or invited, is not asked besides: the reminder asks too. A deputy who has sent regrets is not asked again.
    """
    for unit in here.speakers:
        given = here.answers.get(unit)
        if given is not None and given.comes:
            continue
        deputy = here.contacts.get((unit, Role.DEPUTY))
        person = deputy or here.speakers[unit]
        reminded = deputy is None and given is None and here.reminds
        if reminded or (given is not None and given.by == person.id) or str(to_person(person.id)) in invited:
            continue
        with speaking_to(person):
            said = invitation_words.invitation(here.agreement, here.meeting, Asked(unit, "again"))
            said = calendar_file.attached(said, here.agreement, here.meeting, here.now)
        about = subject(here.meeting.number, unit)
        yield Notice(
            here.agreement.id, Kind.INVITATION, about, here.meeting.occurrence, to_person(person.id), said, rules.ASKS_AGAIN
        )


def _overview(here: Picture, owed: Sequence[Notice]) -> tuple[Notice, ...]:
    """Return what the facilitator sees: who comes, who does not, who has not answered, and who is asked again."""
    found = answered(here.agreement, here.meeting.on, here.answers)
    now = {about[1] for one in owed if (about := meeting_and_unit(one.subject))}
    now |= {unit for unit in found.silent if here.reminds and unit in here.speakers}
    asked = [unit for unit in (*found.regrets, *found.silent) if unit in now]
    nobody_at = [one.id for one in here.agreement.units_on(here.meeting.on) if one.id not in here.speakers]
    return readers_of(here.records, here.agreement).notices(
        (Addressee.FACILITATOR,),
        lambda _to: words.answers_so_far(here.agreement, here.meeting, here.today, found, asked=asked, nobody_at=nobody_at),
        subject=subject(here.meeting.number),
        due=here.meeting.occurrence,
        step=ANSWERS,
    )


# The strand.


def _remind(records: Records, agreement: Agreement, duties: Sequence[DutyRow]) -> int:
    return look(records, duties, lambda number: _reminders(Picture(records, agreement, records.meetings.by_number(int(number)))))


def _ask(records: Records, agreement: Agreement, duties: Sequence[DutyRow]) -> int:
    return look(records, duties, lambda number: _asking(Picture(records, agreement, records.meetings.by_number(int(number)))))


def _moments(records: Records, agreement: Agreement) -> Moments:
    """Return when each meeting to come is to be looked at."""
    moments: Moments = {}
    for meeting in records.meetings.coming(records.now):
        here = Picture(records, agreement, meeting)
        moments[rules.REMINDS, str(meeting.number)] = when(_reminders(here), records.now)
        moments[rules.ANSWERS, str(meeting.number)] = when(_asking(here), records.now)
    return moments


def _owed(records: Records, row: OutboxRow) -> bool:
    """Tell whether a message about a meeting still stands: not once it was called off, moved or has begun, or was answered."""
    if row.kind is Kind.NOTICE:
        return True
    about = meeting_and_unit(row.subject)
    assert about is not None
    meeting = records.meetings.by_number(about[0])
    if meeting.state is not State.CONVENED or meeting.occurrence != row.due or meeting.starts_at <= records.now:
        return False
    given = records.attendance.answers(meeting).get(about[1])
    if row.step in _ASKS:
        return given is None or (row.step == rules.ASKS_AGAIN and not given.comes)
    return row.step != DEPUTY or (
        given is not None and (given.answer is Coming.NO or not given.substitute) and given.answer is not Coming.YES
    )


def _unit(about: str) -> str:
    found = meeting_and_unit(about)
    return found[1] if found else ""


STRAND = Strand(
    subject=SUBJECT,
    duty=first_of(DutyRule.ALL_REPRESENTED),
    handlers={rules.ANSWERS: _ask, rules.REMINDS: _remind},
    moments=_moments,
    in_office=of_unit(_unit),
    owed=_owed,
)
