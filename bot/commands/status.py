"""Commands about status rounds: ask, close, show, digest. Answering one stands in status_reply.py."""

import re
from datetime import date, timedelta

from bot.acts import round as act
from bot.acts.digest import digest_of, entries
from bot.chat.request import Reply, Request
from bot.domain import round as rules
from bot.domain import status
from bot.domain.calendar import Quarter
from bot.domain.when import Question, read_day
from bot.refusal import Refusal
from bot.registry import command
from bot.words import digest as digest_words
from bot.words import status as words
from bot.words.language import N_, day, moment
from storage.records import Records
from storage.tables import RoundRow

PERIOD = re.compile(r"^(\d{4}-?q[1-4](?:-\d+)?)\b\s*", re.IGNORECASE)


def period_of(typed: str) -> str:
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
        usual = request.today + timedelta(days=request.agreement.house.status_round.open_days)
        raise Refusal("round_must_last", example=day(usual, weekday=False))
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
    posted = bool(records.places.channels())
    return Reply(words.closed(open_[-1], len(records.rounds.replies(open_[-1])), len(parties), posted=posted))


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
    most = digest_words.MOST if len(rest) == len(request.words.split()) else None
    return Reply(digest_words.shown(request.agreement, found, entries(records, round_, found, most), most=most))


def _round_named(text: str, records: Records) -> RoundRow:
    """Return the round whose period is named, or the one people mean when they name none."""
    if not text.strip():
        return current(records)
    found = PERIOD.match(text.strip())
    quarter = Quarter.parse(text)
    return records.rounds.by_period(period_of(found[1]) if found else quarter.label if quarter else text.strip())
