"""The strand of polls for a date: it asks whoever speaks for a party now, reminds the silent once, and tells how the poll came out."""

from collections.abc import Sequence
from datetime import datetime

from bot.acts.poll import questions, speakers
from bot.domain import poll as rules
from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import DutyRule
from bot.domain.house_rules import Addressee
from bot.domain.outbox import Notice
from bot.jobs.in_office import of_unit
from bot.jobs.look import NOTHING, Outcome, look, when
from bot.jobs.pictures import readers_of
from bot.jobs.strand import Moments, Strand, first_of
from bot.words import poll as words
from storage.records import Records
from storage.tables import DutyRow, OutboxRow, PollRow

SUBJECT = "poll"
_TOLD = frozenset({"all", "result"})


def _outcome(records: Records, agreement: Agreement, poll: PollRow) -> Outcome:
    """Return what an open poll owes now."""
    if not poll.open:
        return NOTHING
    options, choices = list(records.polls.proposals(poll)), records.polls.choices(poll)
    complete = all(unit in choices for unit in speakers(records, agreement, list(options)))
    told = {one.step for one in records.outbox.told(agreement.id, poll.ref)}
    steps = rules.poll_steps(agreement, poll, complete=complete)
    reached = [one for one in steps if one.at <= records.now]
    step = reached[-1].name if reached and reached[-1].name not in told else ""
    owed: list[Notice] = questions(records, agreement, poll)
    if step == "remind" and not told & _TOLD:
        owed += questions(records, agreement, poll, again=True)
    elif step == "all" or (step == "result" and not told & _TOLD):
        owed += _result(records, agreement, poll, step)
    at = agreement.days().next_working_moment(records.now)
    if owed and at > records.now:
        return Outcome((), at)
    return Outcome(tuple(owed), _next(steps, records.now))


def _next(steps: Sequence[rules.PollStep], now: datetime) -> datetime | None:
    return min((one.at for one in steps if one.at > now), default=None)


def _result(records: Records, agreement: Agreement, poll: PollRow, step: str) -> Sequence[Notice]:
    """Return the news of how a poll came out, to whoever runs the group."""
    found = rules.tally(agreement, records.polls.proposals(poll), records.polls.choices(poll))
    return readers_of(records, agreement).notices(
        (Addressee.FACILITATOR,),
        lambda _to: words.result(agreement, poll, found),
        subject=rules.subject(poll.number),
        due=poll.ref,
        step=step,
    )


def _tend(records: Records, agreement: Agreement, duties: Sequence[DutyRow]) -> int:
    return look(records, duties, lambda number: _outcome(records, agreement, records.polls.by_number(int(number))))


def _moments(records: Records, agreement: Agreement) -> Moments:
    """Return when each open poll is to be looked at."""
    open_ = records.polls.open()
    return {(rules.POLLS, str(one.number)): when(_outcome(records, agreement, one), records.now) for one in open_}


def _owed(records: Records, row: OutboxRow) -> bool:
    """Tell whether a poll still asks, and a party it asks has not answered."""
    about = rules.poll_and_unit(row.subject)
    assert about is not None
    poll = records.polls.by_number(about[0])
    return poll.open and not (about[1] and about[1] in records.polls.choices(poll))


def _unit(about: str) -> str:
    found = rules.poll_and_unit(about)
    return found[1] if found else ""


STRAND = Strand(
    subject=SUBJECT,
    duty=first_of(DutyRule.FACILITATE),
    handlers={rules.POLLS: _tend},
    moments=_moments,
    in_office=of_unit(_unit),
    owed=_owed,
)
