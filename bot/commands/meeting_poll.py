"""Commands about a poll for a date (Danish: møde afstemning): opening one, answering it, and picking the day, which convenes the meeting."""

import re

from bot.acts import poll as act
from bot.acts.meeting_count import count_after
from bot.chat.form import Form, typed
from bot.chat.request import Reply, Request
from bot.commands.meeting_typed import place_said, reading_of
from bot.commands.units_named import leading_unit, own_unit
from bot.domain import poll as rules
from bot.domain.meeting import Kind
from bot.domain.poll import Choice, Poll, Wanted, poll_and_unit
from bot.domain.when import Reading, remarks
from bot.refusal import Refusal
from bot.registry import command
from bot.words import meeting as meeting_words
from bot.words import poll as words
from bot.words.language import N_, _, say, spoken
from storage.records import Records
from storage.tables import PollRow

REF = re.compile(r"^(?:p|poll|afstemning)\s*[-–#]?\s*0*([1-9]\d{0,8})(?!\w)[\s,.:;]*", re.IGNORECASE)


def poll_in(text: str, request: Request, records: Records) -> tuple[PollRow, str]:
    """Read the poll a text begins with, and the rest: without a number the one the thread is about, or the only open one.

    Raises:
        Refusal: when there is none, or several may be meant.
    """
    found = REF.match(text.strip())
    if found:
        return records.polls.by_number(int(found[1])), text.strip()[found.end() :].strip()
    about = poll_and_unit(request.about)
    if about is not None:
        return records.polls.by_number(about[0]), text.strip()
    open_ = records.polls.open()
    if not open_:
        raise Refusal("no_open_poll")
    if len(open_) > 1:
        example = say(_("/meeting vote {ref} all"), ref=open_[0].ref)
        raise Refusal("which_poll", polls=[one.ref for one in open_], example=example)
    return open_[0], text.strip()


def new_form(request: Request, records: Records) -> Form | None:
    """Ask for the proposals; nothing is asked when a poll is named, or of those who only look."""
    if REF.match(request.words.strip()) or not request.by.may("meeting.convene"):
        return None
    if not request.words.strip() and records.polls.open():
        return None
    form = words.new_form()
    lead, values, _strangers = typed(form.fields, request.words)
    return form.filled({"proposals": lead}) if lead and not values else form


@command("meeting poll", danish="møde afstemning", may="meeting.read", usage=N_("[P-1]"), form=new_form, changes=True)
def poll(request: Request, records: Records) -> Reply:
    """Find a day together: ask every party when it can, or see how an open poll stands."""
    if request.answers is None:
        return _shown(request, records)
    request.by.must("meeting.convene")
    options = rules.proposals(_proposals(request), request.agreement, request.now)
    first = min(one.on for one in options)
    last_day = request.answers.day("last_day") or rules.default_last_day(request.agreement, request.today, options)
    if not request.today <= last_day < first:
        raise Refusal.of_fields({"last_day": Refusal("poll_last_day", proposal=first)})
    plain = Poll(
        number=records.polls.next_number(),
        kind=Kind(request.answers.text("kind")),
        title=request.answers.text("title"),
        place=place_said(request.answers.text("place")),
        closes_on=last_day,
        opened_at=request.now,
        opened_by=request.by.id,
    )
    found = act.start(records, request.agreement, plain, options)
    days, notice = request.agreement.days(spoken()), request.agreement.house.meetings.notice_days
    said = [(one, remarks(Reading(one.on, one.starts, one.ends), days, notice, request.now, spoken())) for one in options]
    return Reply(words.opened(request.agreement, found.poll, said, told=found.told, nobody_at=found.nobody_at))


def _proposals(request: Request) -> list[Wanted]:
    """Read the proposals, one on each line or parted by semicolons.

    Raises:
        Refusal: beside the field, with the question that a line raises.
    """
    lines = [one.strip(" -•\t") for one in re.split(r"[\n;|]", request.filled.text("proposals")) if one.strip(" -•\t")]
    try:
        read = [(reading_of(request, one), one) for one in lines]
        found = [Wanted(one.day, one.starts, one.ends, typed_) for one, typed_ in read]
        rules.proposals(found, request.agreement, request.now)
    except Refusal as no:
        raise Refusal.of_fields({"proposals": no}) from None
    return found


def _shown(request: Request, records: Records) -> Reply:
    named = REF.match(request.words.strip())
    row = records.polls.latest() if not named and not records.polls.open() else poll_in(request.words, request, records)[0]
    if row is None:
        raise Refusal("no_open_poll")
    found = rules.tally(request.agreement, records.polls.proposals(row), records.polls.choices(row))
    meeting = records.meetings.by_number(row.meeting) if row.meeting else None
    may = request.by.may("meeting.convene")
    return Reply(words.shown(request.agreement, row, found, meeting, may_pick=may))


def _asked(request: Request, records: Records) -> tuple[PollRow, str, str]:
    """Read `P-1 osa 1, 3` in any part: the poll, the unit, and the words behind them.

    Raises:
        Refusal: when one of them cannot be told, the person may not answer for the unit, or the poll has ended.
    """
    row, rest = poll_in(request.words, request, records)
    about = poll_and_unit(request.about)
    said = rules.positions_in(rest, records.polls.proposals(row))
    unit, rest = (None, rest) if said is not None else leading_unit(request.agreement, rest)
    if unit is None:
        unit = (
            about[1]
            if about and about[1]
            else own_unit(request, "meeting.answer", say(_("/meeting vote {ref} osa all"), ref=row.ref))
        )
    request.by.must("meeting.answer", [unit])
    if not row.open:
        raise Refusal("poll_ended", ref=row.ref)
    if unit not in rules.asked(request.agreement, records.polls.proposals(row)):
        raise Refusal("not_expected", units=[request.agreement.unit(unit).short], ref=row.ref)
    return row, unit, rest


def vote_form(request: Request, records: Records) -> Form | None:
    """Ask which days suit, as the party has answered so far; nothing is asked when they were typed."""
    row, unit, rest = _asked(request, records)
    form = words.vote_form(request.agreement, row, records.polls.proposals(row), unit, records.polls.choices(row).get(unit))
    _lead, values, _strangers = typed(form.fields, request.words)
    return form if values or not rest else None


@command(
    "meeting vote",
    danish="møde stem",
    may="meeting.answer",
    usage=N_("[P-1] [unit] [1, 3|all|none]"),
    form=vote_form,
    changes=True,
)
def vote(request: Request, records: Records) -> Reply:
    """Say which of a poll's days suit your unit."""
    row, unit, rest = _asked(request, records)
    if request.answers is not None:
        return _voted(request, records, row, unit, frozenset(int(one) for one in request.answers.many("can")))
    return _voted(request, records, row, unit, _positions(rest, row, records))


def in_thread(request: Request, records: Records) -> Reply | None:
    """Take words written under a poll's question; none when they stand under something else.

    Raises:
        Refusal: when they are no answer.
    """
    about = poll_and_unit(request.about)
    if about is None or not about[1]:
        return None
    row, unit, rest = _asked(request, records)
    return _voted(request, records, row, unit, _positions(rest, row, records))


def _positions(text: str, row: PollRow, records: Records) -> frozenset[int]:
    found = rules.positions_in(text, records.polls.proposals(row))
    if found is None:
        raise Refusal("poll_unclear", text=" ".join(text.split())[:60])
    return found


def _voted(request: Request, records: Records, row: PollRow, unit: str, positions: frozenset[int]) -> Reply:
    plain = Choice(
        unit=unit, can=rules.stored(positions), at=request.now, by=request.by.id, on_behalf=unit not in request.by.units
    )
    act.choose(records, request.agreement, row, plain)
    return Reply(words.answered(request.agreement, row, records.polls.proposals(row), plain))


@command("meeting pick", danish="møde vælg", may="meeting.convene", usage=N_("[P-1] 2"), changes=True)
def pick(request: Request, records: Records) -> Reply:
    """Pick a poll's day, which convenes the meeting; or none, which withdraws the poll."""
    row, rest = poll_in(request.words, request, records)
    if not row.open:
        raise Refusal("poll_ended", ref=row.ref)
    wanted = _positions(rest, row, records)
    if not wanted:
        act.withdraw(records, request.agreement, row)
        return Reply(words.withdrawn(row), replaces=request.call.how == "pressed")
    if len(wanted) > 1:
        raise Refusal("poll_unclear", text=rest[:60])
    meeting, invited = act.decide(records, request.agreement, row, min(wanted))
    return Reply(
        meeting_words.convened(request.agreement, meeting, count_after(records, request.agreement, meeting), invited=invited),
        replaces=request.call.how == "pressed",
    )
