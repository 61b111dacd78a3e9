"""Answering a status round: by form, in words behind the command, in a nudge's thread, or in a direct message. The rest is in status.py."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from bot.acts import round as act
from bot.chat.form import Form
from bot.chat.message import Button
from bot.chat.request import Reply, Request
from bot.commands import meeting_answer, meeting_poll
from bot.commands.minutes import said_in_thread
from bot.commands.status import PERIOD, current, period_of
from bot.commands.units_named import leading_unit, own_unit
from bot.domain import minutes as minutes_rules
from bot.domain import round as rules
from bot.domain import status
from bot.domain.initiative import Registered, State
from bot.refusal import Refusal
from bot.registry import command
from bot.words import status as words
from bot.words import status_form as forms
from bot.words.language import N_, _
from storage.records import Records
from storage.tables import ReplyRow, RoundRow

PAGE = 8  # Initiatives on one page of the form: three fields each, within what every platform draws.
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
        unit = thread[1] if thread and thread[1] else own_unit(request, "status.reply", _("/status reply osa unchanged"))
    request.by.must("status.reply", [unit])
    period = PERIOD.match(rest)
    if period:
        round_ = records.rounds.by_period(period_of(period[1]))
        rest = rest[period.end() :]
    else:
        round_ = records.rounds.by_period(thread[0]) if thread else current(records)
    page = _PAGE.match(rest)
    return Asked(round_, unit, int(page[1]) if page else 1, "" if page else rest.strip())


def reply_form(request: Request, records: Records) -> Form | None:
    """Ask a unit how each of its initiatives goes, prefilled with what it said before; none when the words hold the answer."""
    wanted = asked(request, records)
    if wanted.text:
        return None
    mine = records.initiatives.of_unit(wanted.unit)
    before = records.rounds.reply(wanted.round, wanted.unit)
    shown, page, pages = _on_page(mine, wanted.page)
    return forms.reply_form(
        request.agreement,
        wanted.round,
        wanted.unit,
        shown,
        given=records.rounds.lines_of(before) if before else {},
        before=before,
        page=page,
        pages=pages,
    )


def _on_page(mine: Sequence[Registered], wanted: int) -> tuple[Sequence[Registered], int, int]:
    """Return the initiatives of a page of the form, the page's number, and how many pages there are."""
    pages = max(1, ceil(len(mine) / PAGE))
    page = min(max(1, wanted), pages)
    return mine[(page - 1) * PAGE : page * PAGE], page, pages


@command("status reply", danish="status svar", may="status.reply", usage=N_("[unit] [text]"), form=reply_form, changes=True)
def reply(request: Request, records: Records) -> Reply:
    """Answer the status round for your unit, by form or in words; "unchanged" is enough."""
    wanted = asked(request, records)
    mine = records.initiatives.of_unit(wanted.unit)
    if request.answers is None:
        return _answer_in_words(request, records, wanted, mine)
    shown, page, pages = _on_page(mine, wanted.page)
    before = records.rounds.reply(wanted.round, wanted.unit)
    answer = status.Answer(
        lines={one.initiative.number: _line(request, one) for one in shown},
        help_needed=request.answers.text("help_needed"),
        new_needs=request.answers.text("new_needs"),
        remark=before.remark if before else "",  # The form has no field for it, so it takes nothing away.
    )
    more = words.next_page(wanted.unit, wanted.round, page + 1) if page < pages else None
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
    answer = _read(request, wanted, mine)
    before = records.rounds.reply(wanted.round, wanted.unit)
    if before is not None:  # Words add to an answer already given; they do not take its needs away.
        answer = status.Answer(
            lines=answer.lines,
            help_needed=answer.help_needed or before.help_needed,
            new_needs=answer.new_needs or before.new_needs,
            remark=status.fitting("\n".join(filter(None, [before.remark, answer.remark])), status.LONGEST_NEED),
        )
    return _saved(request, records, wanted, mine, answer)


def _read(request: Request, wanted: Asked, mine: Sequence[Registered]) -> status.Answer:
    """Read words as an answer.

    Raises:
        Refusal: when they say nothing, too much, or speak of an initiative that is not the unit's.
    """
    states = {one.initiative.number: one.initiative.state for one in mine}
    spoken = status.Words(words.state_words(), words.OBSTACLE_WORDS, help=words.HELP_WORDS, need=words.NEED_WORDS)
    answer = status.read_answer(wanted.text, list(states), states, spoken)
    strangers = [number for number in status.numbers_in(wanted.text) if number not in states]
    if strangers:
        known = [one.initiative.ref for one in mine]
        unit = request.agreement.unit(wanted.unit).short
        raise Refusal("not_yours" if known else "has_none", ref=f"I-{strangers[0]}", unit=unit, known=known)
    if answer.empty:
        raise Refusal("nothing_said")
    for number, line in answer.lines.items():
        line.previous = states[number]
    return answer


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
        late=not wanted.round.open or request.now > wanted.round.closes_at,
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
    for take in (meeting_answer.in_thread, meeting_poll.in_thread):
        if reply_ := take(request, records):
            return reply_
    if (asked_about := minutes_rules.meeting_and_unit(request.about)) and asked_about[1]:
        return said_in_thread(request, records, *asked_about)
    if request.call.thread is not None and not (request.call.place.direct or request.call.addressed):
        return Reply()  # People talking to each other under something the bot posted.
    return _said_to_the_bot(request, records)


def _said_to_the_bot(request: Request, records: Records) -> Reply:
    """Take words under nothing that asked: what names initiatives answers the round, a bare yes or no the one invitation that waits.

    What may be either is asked about.

    Raises:
        Refusal: when they can be the answer to nothing.
    """
    open_, text = records.rounds.open(), request.words.strip()
    units = [unit for unit in request.by.units if request.by.may("status.reply", [unit])]
    asked_ = bool(open_) and len(units) == 1
    alone = request.call.thread is None and request.call.place.direct
    about_round = asked_ and (status.UNCHANGED.match(text) or status.numbers_in(text))
    if alone and not about_round and (reply_ := meeting_answer.in_conversation(request, records, whole=asked_)):
        return reply_
    if not asked_:
        raise Refusal("unknown_words", typed=" ".join(text.split())[:60])
    wanted, mine = Asked(open_[-1], units[0], 1, text), records.initiatives.of_unit(units[0])
    if about_round:
        return _answer_in_words(request, records, wanted, mine)
    _read(request, wanted, mine)  # What is too long to be saved is not asked about.
    instead = meeting_answer.answered_by(request, records) if alone else []
    said = status.fitting(text, status.LONGEST_NEED)
    return Reply(words.is_this_the_answer(request.agreement, wanted.round, units[0], said, instead=instead))
