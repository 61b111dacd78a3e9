"""Commands that move a yearly briefing along its chain: plan, approve, hand in, on the agenda, deliver, confirm, defer.

Sent is not delivered: who enters the outcome and who confirms it are two people.
"""

from datetime import date

from bot.acts import briefing as act
from bot.acts import briefing_draft as drafting
from bot.acts.briefing import lead_of, plans_of
from bot.chat.form import Form, typed
from bot.chat.request import Reply, Request
from bot.commands.briefing_named import changeable, looked_at
from bot.commands.decision_named import decision_read, recent
from bot.domain import briefing as rules
from bot.domain.briefing import Deliverable, Evidence, Outcome
from bot.domain.briefing_dates import next_days
from bot.domain.passage import consent
from bot.domain.role import Role
from bot.domain.when import Question, read_day
from bot.refusal import Refusal
from bot.registry import command
from bot.words import briefing as words
from bot.words import briefing_done as done
from bot.words import briefing_form as forms
from bot.words.language import N_
from storage.records import Records
from storage.tables import BriefingRow


@command(
    "briefing plan",
    danish="orientering planlæg",
    may="briefing.run",
    usage=N_("NAME DAY"),
    changes=True,
    lasts=True,
    aliases=("orientering planlaeg", "orientation plan"),
)
def plan(request: Request, records: Records) -> Reply:
    """Choose the day a briefing goes to its body; the steps are planned backwards from it."""
    row, rest = changeable(request, records)
    if not rest:
        days = next_days(_dates(request, records, row), request.today, most=25)
        if not days:
            raise Refusal("day_needed", example=f"/briefing plan {words.ref(row)} 2027-12-07")
        return Reply(done.which_day(request.agreement, row, days, f"/briefing plan {words.ref(row)}"))
    act.plan(records, request.agreement, row, _day(request, rest), by=request.by.id)
    return Reply(done.planned(request.agreement, row, plans_of(records, request.agreement, row.year)[row.duty]))


def _day(request: Request, text: str) -> date:
    found = read_day(text, now=request.now, calendar_zone=request.agreement.zone)
    if isinstance(found, Question):
        raise Refusal("unclear_day", text=text[:60], question=found)
    return found


def _dates(request: Request, records: Records, one: Deliverable) -> list[date]:
    return list(records.briefings.dates().get(request.agreement.duty(one.duty).to or "", ()))


def approve_form(request: Request, records: Records) -> Form | None:
    """Ask for the decision, unless it was typed behind the name."""
    one, rest = looked_at(request, records)
    lead = records.briefings.find(rules.prepared_with(request.agreement, one.duty), one.year)
    found = consent(request.agreement, records.briefings.passages(lead) if lead else ())
    plans = plans_of(records, request.agreement, one.year)
    said = done.unheard(request.agreement, one, plans, found.silent, request.today) if found.silent else ""
    covers = [Deliverable(duty=duty, year=one.year) for duty in rules.together(request.agreement, one.duty)]
    form = forms.approve_form(request.agreement, one, covers, said, recent(request, records))
    lead_words, values, _strangers = typed(form.fields, rest)
    return None if lead_words and not values else form


@command(
    "briefing approve",
    danish="orientering godkend",
    may="briefing.run",
    usage=N_("NAME [decision]"),
    form=approve_form,
    changes=True,
    lasts=True,
    aliases=("orientation approve",),
)
def approve(request: Request, records: Records) -> Reply:
    """Note that the operative group approved a draft, and where it decided so."""
    row, rest = changeable(request, records)
    if request.answers is not None:
        try:
            decision = decision_read(request, records, request.answers.text("decision"))
        except Refusal as no:
            raise Refusal.of_fields({"decision": no}) from None
    else:
        decision = decision_read(request, records, rest)
    lead = lead_of(records, request.agreement, row)
    silent = consent(request.agreement, records.briefings.passages(lead)).silent
    rows = act.approve(records, request.agreement, row, decision, by=request.by.id)
    return Reply(done.approved(request.agreement, rows, plans_of(records, request.agreement, row.year), silent, request.today))


@command(
    "briefing hand-in",
    danish="orientering indlever",
    may="briefing.run",
    usage=N_("NAME [year]"),
    changes=True,
    lasts=True,
    aliases=("orientation hand-in", "briefing handin"),
)
def hand_in(request: Request, records: Records) -> Reply:
    """Note that a briefing was handed in, and keep the digest of what was."""
    row, _rest = changeable(request, records)
    made = drafting.hand_in(records, request.agreement, row, by=request.by.id)
    planned = plans_of(records, request.agreement, row.year)[row.duty]
    return Reply(done.handed_in(request.agreement, row, planned, (made.docx, made.markdown), made.docx_sha256))


@command(
    "briefing agenda",
    danish="orientering dagsorden",
    may="briefing.run",
    usage=N_("NAME [item]"),
    changes=True,
    lasts=True,
    aliases=("orientation agenda",),
)
def agenda(request: Request, records: Records) -> Reply:
    """Note that you saw a briefing on the body's agenda."""
    row, rest = changeable(request, records)
    if len(rest) > rules.LONGEST_ITEM:
        raise Refusal("too_long", length=len(rest), longest=rules.LONGEST_ITEM)
    act.seen_on_agenda(records, row, rest, by=request.by.id)
    return Reply(done.on_the_agenda(request.agreement, row, plans_of(records, request.agreement, row.year)[row.duty]))


def deliver_form(request: Request, records: Records) -> Form:
    """Ask what the body did with it."""
    one, _rest = looked_at(request, records)
    planned = plans_of(records, request.agreement, one.year)[one.duty]
    if one.delivered:
        raise Refusal("briefing_delivered", duty=one.duty, year=one.year)
    if one.handed_in_at is None:
        raise Refusal("briefing_not_handed_in", duty=one.duty, year=one.year)
    on = min(planned.meets, request.today)
    return forms.deliver_form(request.agreement, one, on, _same_body(request, records, one))


def _same_body(request: Request, records: Records, one: Deliverable) -> list[BriefingRow]:
    """Return the others that the same item may deliver: handed in to the same body and not delivered."""
    to = request.agreement.duty(one.duty).to
    return [
        row
        for row in records.briefings.of_year(one.year).values()
        if row.duty != one.duty
        and request.agreement.duty(row.duty).to == to
        and row.handed_in_at is not None
        and not row.delivered
    ]


@command(
    "briefing deliver",
    danish="orientering forelagt",
    may="briefing.run",
    usage=N_("NAME [year]"),
    form=deliver_form,
    changes=True,
    lasts=True,
    aliases=("orientation deliver",),
)
def deliver(request: Request, records: Records) -> Reply:
    """Enter what the body did with a briefing; another person confirms it."""
    row, _rest = changeable(request, records)
    answers = request.filled
    on, outcome = answers.day("on"), Outcome(answers.text("outcome"))
    assert on is not None
    if outcome is Outcome.DEFERRED:
        return _put_off(request, records, row, on)
    evidence = Evidence(on, answers.text("item"), outcome, written=answers.ticked("written"), filed=answers.ticked("filed"))
    also = [one for one in _same_body(request, records, row) if one.duty in answers.many("also")]
    for one in (row, *also):
        act.enter(records, one, evidence, by=request.by.id, today=request.today)
    others = [
        one.name
        for role in (Role.FACILITATOR_DEPUTY, Role.CHAIR, Role.FACILITATOR)
        for one in records.people.holding(role, request.today)
        if one.id != request.by.id
    ]
    return Reply(done.entered(request.agreement, row, list(dict.fromkeys(others))[:2]))


def _put_off(request: Request, records: Records, row: BriefingRow, on: date) -> Reply:
    """Put off what the body put off, to its next day that is known."""
    days = next_days(_dates(request, records, row), max(on, request.today))
    if not days:
        raise Refusal.of_fields({"outcome": Refusal("no_next_date", example=f"/briefing defer {words.ref(row)}")})
    was = act.defer(records, request.agreement, row, days[0], request.filled.text("item"), by=request.by.id)
    return Reply(done.deferred(request.agreement, row, was, plans_of(records, request.agreement, row.year)[row.duty]))


@command(
    "briefing confirm",
    danish="orientering bekræft",
    may="briefing.confirm",
    usage=N_("NAME [year]"),
    changes=True,
    lasts=True,
    aliases=("orientering bekraeft", "orientation confirm"),
)
def confirm(request: Request, records: Records) -> Reply:
    """Confirm the evidence that somebody else entered: now the briefing is delivered."""
    row, _rest = changeable(request, records)
    act.confirm(records, request.agreement, row, by=request.by.id)
    planned = plans_of(records, request.agreement, row.year)[row.duty]
    return Reply(done.confirmed(request.agreement, row, words.standing(row, planned, request.today)))


def defer_form(request: Request, records: Records) -> Form:
    """Ask to which day, and why; the body's next date is proposed."""
    one, _rest = looked_at(request, records)
    rules.deferred(one)
    planned = plans_of(records, request.agreement, one.year)[one.duty]
    days = next_days(_dates(request, records, one), max(planned.meets, request.today))
    return forms.defer_form(request.agreement, one, days[0] if days else None)


@command(
    "briefing defer",
    danish="orientering udskyd",
    may="briefing.run",
    usage=N_("NAME [year]"),
    form=defer_form,
    changes=True,
    lasts=True,
    aliases=("orientering udsæt", "orientation defer"),
)
def defer(request: Request, records: Records) -> Reply:
    """Put a briefing off to another day; the duty stays open."""
    row, _rest = changeable(request, records)
    to = request.filled.day("to")
    assert to is not None
    if to <= request.today:
        raise Refusal.of_fields({"to": Refusal("must_come", on=to)})
    was = act.defer(records, request.agreement, row, to, request.filled.text("why"), by=request.by.id)
    return Reply(done.deferred(request.agreement, row, was, plans_of(records, request.agreement, row.year)[row.duty]))
