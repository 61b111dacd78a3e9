"""The command about the days on which the receiving bodies meet: see them, and import a list, a table or a calendar."""

from collections import defaultdict
from datetime import date

from bot.acts import briefing as act
from bot.acts.briefing import owed_in
from bot.chat.form import Form
from bot.chat.message import Message
from bot.chat.request import Reply, Request
from bot.domain import spoken_names
from bot.domain.agreement_parts import Body
from bot.domain.body_dates import MOST_DAYS, Dates, read_dates, replaced
from bot.domain.briefing import deliverables
from bot.refusal import Refusal
from bot.registry import command
from bot.words import body_dates as words
from bot.words.language import N_, spoken
from storage.records import Records


def dates_form(request: Request, records: Records) -> Form | None:  # noqa: ARG001  # Every form is made from the same two.
    """Ask for a body's days, unless they were typed behind its name or nobody named one."""
    if not request.words.strip():
        return None
    request.by.must("briefing.run")
    body, rest = _body_named(request)
    return None if rest else words.form(body)


@command(
    "briefing dates",
    danish="orientering datoer",
    may="briefing.read",
    usage=N_("[body] [dates]"),
    form=dates_form,
    changes=True,
    lasts=True,
    aliases=("orientation dates",),
)
def dates(request: Request, records: Records) -> Reply:
    """See when the receiving bodies meet, or import their dates: a list, a CSV or an .ics."""
    if not request.words.strip():
        return Reply(_known(request, records))
    request.by.must("briefing.run")
    body, rest = _body_named(request)
    text = request.answers.text("dates") if request.answers is not None else rest
    try:
        found = _read(request, text)
    except Refusal as no:
        raise (Refusal.of_fields({"dates": no}) if request.answers is not None else no) from None
    before = {one.plan.key: one.plan.meets for one in _planned(request, records)}
    days, gone = replaced(records.briefings.dates().get(body.id, ()), found.days, request.today)
    records.briefings.set_dates(body.id, days)
    act.all_changed(records)
    moved = [(one.plan.duty, one.plan.meets) for one in _planned(request, records) if before.get(one.plan.key) != one.plan.meets]
    return Reply(words.imported(body, found.days, gone, moved, _quiet(request, found.days)))


def _body_named(request: Request) -> tuple[Body, str]:
    """Return the body the words begin with, and the rest.

    Raises:
        Refusal: when they name none that receives a briefing.
    """
    agreement = request.agreement
    receiving = [agreement.body(id_) for id_ in dict.fromkeys(one.to for one in deliverables(agreement)) if id_]
    pieces = request.words.split()
    for count in range(min(len(pieces), 4), 0, -1):
        found = spoken_names.find(" ".join(pieces[:count]), [(one.spoken, one) for one in receiving])
        if found is not None:
            rest = request.words.split(maxsplit=count)[count:]
            return found, rest[0] if rest else ""
    raise Refusal("no_such_body", text=pieces[0][:40], known=[one.id for one in receiving])


def _read(request: Request, text: str) -> Dates:
    """Read the days; nothing is stored as long as any piece cannot be read.

    Raises:
        Refusal: naming what could not be read.
    """
    found = read_dates(text, request.now, request.agreement.zone)
    if found.unread:
        raise Refusal("unread_dates", pieces=[f"“{piece}”" for piece in found.unread[:5]])
    if not found.days:
        raise Refusal("no_dates")
    if len(found.days) > MOST_DAYS:
        raise Refusal("too_many", count=len(found.days), most=MOST_DAYS)
    return found


def _planned(request: Request, records: Records) -> list[act.Owed]:
    """Return what is open of this year and the next."""
    years = (request.today.year, request.today.year + 1)
    return [one for year in years for one in owed_in(records, request.agreement, year) if not one.deliverable.delivered]


def _quiet(request: Request, days: tuple[date, ...]) -> dict[date, str]:
    """Return the days on which nobody would expect a body to meet, with the reason."""
    calendar = request.agreement.days(spoken())
    found = ((day, calendar.closed(day, spoken())) for day in days)
    return {day: name for day, name in found if name}


def _known(request: Request, records: Records) -> Message:
    """Show the days to come, and what is planned on them."""
    planned: dict[date, list[str]] = defaultdict(list)
    for one in _planned(request, records):
        planned[one.plan.meets].append(one.plan.duty)
    known = {body: [day for day in days if day >= request.today] for body, days in records.briefings.dates().items()}
    return words.dates(request.agreement, known, planned, run=request.by.may("briefing.run"))
