"""Commands about status rounds: ask, close, show, reply, digest, and words written in a nudge's thread."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from bot.acts import round as act
from bot.acts.digest import digest_of
from bot.chat.form import Form
from bot.chat.message import Button
from bot.chat.request import Reply, Request
from bot.commands.units_named import leading_unit, own_unit
from bot.domain import round as rules
from bot.domain import status
from bot.domain.calendar import Quarter
from bot.domain.initiative import Registered, State
from bot.domain.when import Question, read_day
from bot.refusal import Refusal
from bot.registry import command
from bot.words import digest as digest_words
from bot.words import status as words
from bot.words import status_form as forms
from bot.words.language import N_, day, moment
from storage.records import Records
from storage.tables import ReplyRow, RoundRow

PAGE = 8  # Initiatives on one page of the form: three fields each, within what every platform draws.
EXAMPLE = "/status reply osa"
_PERIOD = re.compile(r"^(\d{4}-?q[1-4](?:-\d+)?)\b\s*", re.IGNORECASE)
_PAGE = re.compile(r"^(?:page|side)\s+(\d{1,3})\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Asked:
    """What somebody answers: which round, for which unit, which page of the form, and the words behind it."""

    round: RoundRow
    unit: str
    page: int
    text: str


def asked(request: Request, records: Records) -> Asked:
    """Read `osa 2027-Q1 unchanged` in any part: the unit defaults to one's own, the round to the open one.

    Raises:
        Refusal: when the unit or the round cannot be told, or the person may not answer for the unit.
    """
    thread = rules.round_and_unit(request.about)
    unit, rest = leading_unit(request.agreement, request.words)
    if unit is None:
        unit = thread[1] if thread and thread[1] else own_unit(request, "status.reply", EXAMPLE)
    request.by.must("status.reply", [unit])
    period = _PERIOD.match(rest)
    if period:
        round_ = records.rounds.by_period(_period(period[1]))
        rest = rest[period.end() :]
    else:
        round_ = records.rounds.by_period(thread[0]) if thread else current(records)
    page = _PAGE.match(rest)
    return Asked(round_, unit, int(page[1]) if page else 1, "" if page else rest.strip())


def _period(typed: str) -> str:
    """Return a period as it is stored: `2027q1` is `2027-Q1`."""
    year, rest = typed[:4], typed[4:].lstrip("-").upper()
    return f"{year}-{rest}"


def current(records: Records) -> RoundRow:
    """Return the round people mean when they name none: the open one, else the last.

    Raises:
        Refusal: when there has been none.
    """
    open_ = records.rounds.open()
    latest = open_[-1] if open_ else records.rounds.latest()
    if latest is None:
        raise Refusal("no_round")
    return latest


def reply_form(request: Request, records: Records) -> Form | None:
    """Ask a unit how each of its initiatives goes, prefilled with what it said before; none when the words hold the answer."""
    wanted = asked(request, records)
    if wanted.text:
        return None
    mine = records.initiatives.of_unit(wanted.unit)
    before = records.rounds.reply(wanted.round, wanted.unit)
    shown, pages = _on_page(mine, wanted.page)
    return forms.reply_form(
        request.agreement,
        wanted.round,
        wanted.unit,
        shown,
        given=records.rounds.lines_of(before) if before else {},
        before=before,
        page=wanted.page,
        pages=pages,
    )


def _on_page(mine: Sequence[Registered], page: int) -> tuple[Sequence[Registered], int]:
    return mine[(page - 1) * PAGE : page * PAGE], max(1, ceil(len(mine) / PAGE))


@command("status reply", danish="status svar", may="status.reply", usage=N_("[unit] [text]"), form=reply_form, changes=True)
def reply(request: Request, records: Records) -> Reply:
    """Answer the status round for your unit, by form or in words; "unchanged" is enough."""
    wanted = asked(request, records)
    mine = records.initiatives.of_unit(wanted.unit)
    if request.answers is None:
        return _answer_in_words(request, records, wanted, mine)
    shown, pages = _on_page(mine, wanted.page)
    lines = {one.initiative.number: _line(request, one) for one in shown}
    answer = status.Answer(
        lines=lines, help_needed=request.answers.text("help_needed"), new_needs=request.answers.text("new_needs")
    )
    more = words.next_page(wanted.unit, wanted.round, wanted.page + 1) if wanted.page < pages else None
    return _saved(request, records, wanted, mine, answer, more=more)


def _line(request: Request, one: Registered) -> status.Line:
    number, filled = one.initiative.number, request.filled
    return status.Line(
        state=State(filled.text(f"state{number}")),
        previous=one.initiative.state,
        progress=filled.text(f"progress{number}"),
        obstacles=filled.text(f"obstacles{number}"),
    )


def _answer_in_words(request: Request, records: Records, wanted: Asked, mine: Sequence[Registered]) -> Reply:
    """Save an answer written as words."""
    if status.UNCHANGED.match(wanted.text):
        return _saved(request, records, wanted, mine, status.Answer(), unchanged=True)
    states = {one.initiative.number: one.initiative.state for one in mine}
    spoken = status.Words(states=words.state_words(), obstacle=words.OBSTACLE_WORDS)
    answer = status.read_answer(wanted.text, list(states), states, spoken)
    strangers = [number for number in status.numbers_in(wanted.text) if number not in states]
    if strangers:
        known = [one.initiative.ref for one in mine]
        raise Refusal("not_yours", ref=f"I-{strangers[0]}", unit=request.agreement.unit(wanted.unit).short, known=known)
    if answer.empty:
        raise Refusal("nothing_said")
    for number, line in answer.lines.items():
        line.previous = states[number]
    before = records.rounds.reply(wanted.round, wanted.unit)
    if before is not None:  # Words add to an answer given by form; they do not take its needs away.
        answer = status.Answer(
            lines=answer.lines,
            help_needed=before.help_needed,
            new_needs=before.new_needs,
            remark=status.fitting("\n".join(filter(None, [before.remark, answer.remark])), status.LONGEST_NEED),
        )
    return _saved(request, records, wanted, mine, answer)


def _saved(
    request: Request,
    records: Records,
    wanted: Asked,
    mine: Sequence[Registered],
    answer: status.Answer,
    *,
    unchanged: bool = False,
    more: Button | None = None,
) -> Reply:
    """Store an answer and all that follows from it, and echo it."""
    plain = status.Reply(
        unit=wanted.unit,
        at=request.now,
        by=request.by.id,
        on_behalf=wanted.unit not in request.by.units,
        late=not wanted.round.open,
        unchanged=unchanged,
        help_needed=answer.help_needed,
        new_needs=answer.new_needs,
        remark=answer.remark,
    )
    row: ReplyRow = records.rounds.answer(wanted.round, plain, answer, records.initiatives.ids(answer.lines))
    heard: Mapping[int, State] = {one.initiative.number: one.initiative.state for one in mine} | {
        number: line.state for number, line in answer.lines.items()
    }
    records.initiatives.heard(heard, leads=wanted.unit, today=request.today)
    act.answered(records, request.agreement, wanted.round, row)
    titles = {one.initiative.number: one.initiative.title for one in mine}
    return Reply(words.answered(request.agreement, wanted.round, plain, answer, titles=titles, more=more))


@command("status words", danish="status ord", may="help", changes=True, hidden=True)
def words_(request: Request, records: Records) -> Reply:
    """Take words written to the bot: an answer in a nudge's thread, or a question what they are."""
    thread = rules.round_and_unit(request.about)
    if thread and thread[1]:
        request.by.must("status.reply", [thread[1]])
        wanted = Asked(records.rounds.by_period(thread[0]), thread[1], 1, request.words.strip())
        return _answer_in_words(request, records, wanted, records.initiatives.of_unit(thread[1]))
    open_ = records.rounds.open()
    units = [unit for unit in request.by.units if request.by.may("status.reply", [unit])]
    if not open_ or len(units) != 1:
        raise Refusal("unknown_words", typed=" ".join(request.words.split())[:60])
    wanted = Asked(open_[-1], units[0], 1, request.words.strip())
    if status.UNCHANGED.match(wanted.text) or status.numbers_in(wanted.text):
        return _answer_in_words(request, records, wanted, records.initiatives.of_unit(units[0]))
    said = status.fitting(wanted.text, status.LONGEST_NEED)
    return Reply(words.is_this_the_answer(request.agreement, wanted.round, units[0], said))


@command("status ask", danish="status spørg", may="status.ask", usage=N_("[last day]"), changes=True)
def ask(request: Request, records: Records) -> Reply:
    """Open a status round now; every party is asked, each once."""
    open_ = records.rounds.open()
    if open_:
        closes = moment(open_[-1].closes_at, request.agreement.zone)
        raise Refusal("round_open_already", period=open_[-1].period, closes=closes)
    last_day = _last_day(request)
    agreement = request.agreement
    plain = status.Round(
        period=status.next_period(Quarter.of(request.today).label, records.rounds.periods()),
        opened_at=request.now,
        closes_at=rules.closing(agreement, request.now, last_day),
        asked_by=request.by.id,
    )
    row = act.start(records, agreement, plain)
    contacts = {unit for unit, _role in records.people.contacts(request.today)}
    parties = [unit.id for unit in agreement.units_on(request.today)]
    without = [unit for unit in parties if unit not in contacts]
    return Reply(words.opened(agreement, row, len(parties) - len(without), without))


def _last_day(request: Request) -> date | None:
    """Read the day the round is to last until."""
    if not request.words.strip():
        return None
    found = read_day(request.words, now=request.now, calendar_zone=request.agreement.zone)
    if isinstance(found, Question):
        raise Refusal("unclear_day", text=request.words[:60], question=found)
    if found <= request.today:
        raise Refusal("round_must_last", example=day(request.today.replace(day=28), weekday=False))
    return found


@command("status close", danish="status luk", may="status.ask", changes=True)
def close(request: Request, records: Records) -> Reply:
    """Close the open status round; its digest is posted in the agreement's channel."""
    open_ = records.rounds.open()
    if not open_:
        upcoming = records.duties.next_of(rules.OPENS)
        raise Refusal("no_open_round", next=moment(upcoming, request.agreement.zone) if upcoming else "–")
    act.close(records, request.agreement, open_[-1])
    parties = request.agreement.units_on(request.today)
    return Reply(words.closed(open_[-1], len(records.rounds.replies(open_[-1])), len(parties)))


@command("status show", danish="status vis", may="status.read", usage=N_("[period]"))
def show(request: Request, records: Records) -> Reply:
    """Tell who has answered the status round and who has not."""
    round_ = _round_named(request.words, records)
    replies = records.rounds.replies(round_)
    given = {one.unit for one in replies}
    missing = [unit.id for unit in request.agreement.units_on(request.today) if unit.id not in given]
    return Reply(words.where_it_stands(request.agreement, round_, [(one.unit, one.at) for one in replies], missing))


@command("status digest", danish="status overblik", may="status.digest", usage=N_("[period] [all]"))
def digest(request: Request, records: Records) -> Reply:
    """Sum up the status round: what needs a decision, what moved, what is stuck, who is missing."""
    rest = [word for word in request.words.split() if word.casefold() not in {"all", "alt", "alle"}]
    round_ = _round_named(" ".join(rest), records)
    found = digest_of(records, request.agreement, round_, outsiders=request.call.place.outsiders)
    everything = len(rest) < len(request.words.split())
    return Reply(digest_words.shown(request.agreement, found, everything=everything))


def _round_named(text: str, records: Records) -> RoundRow:
    """Return the round whose period is named, or the one people mean when they name none."""
    if not text.strip():
        return current(records)
    found = _PERIOD.match(text.strip())
    quarter = Quarter.parse(text)
    return records.rounds.by_period(_period(found[1]) if found else quarter.label if quarter else text.strip())
