"""The yearly briefings: writing down what is owed, and moving it along its chain, with all that follows from each step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain import briefing as rules
from bot.domain import briefing_ladder as ladder
from bot.domain.agreement import Agreement
from bot.domain.briefing import Deliverable, Evidence, Outcome, State
from bot.domain.briefing_dates import Known, Plan, of_year
from bot.domain.focus import State as FocusState
from bot.domain.passage import Comment, consent
from bot.domain.repeal import repealed_on
from bot.refusal import Refusal
from storage.records import Records
from storage.tables import BriefingRow, PassageRow


def known_of(records: Records, year: int) -> Known:
    """Return what the planning of a year knows."""
    return Known(
        dates=records.briefings.dates(),
        rows=records.briefings.of_year(year),
        last_delivered=records.briefings.last_delivered(year),
        repealed_on=repealed_on(records.turns.all()),
    )


def plans_of(records: Records, agreement: Agreement, year: int) -> dict[str, Plan]:
    """Return the plan of every deliverable owed in a year, by duty: also for a calendar or a wheel."""
    return of_year(agreement, year, known_of(records, year))


@dataclass(frozen=True)
class Owed:
    """A deliverable of a year as it stands: what is written down of it, or that nothing is yet, and its plan."""

    deliverable: Deliverable
    plan: Plan


def owed_in(records: Records, agreement: Agreement, year: int) -> list[Owed]:
    """Return every deliverable of a year, in the order of the file."""
    known = known_of(records, year)
    plans = of_year(agreement, year, known)
    return [Owed(known.rows.get(duty) or Deliverable(duty=duty, year=year), plan) for duty, plan in plans.items()]


def open_now(records: Records, agreement: Agreement, today: date) -> list[Owed]:
    """Return every deliverable that is owed and not delivered, of this year and of those before it."""
    years = sorted({*records.briefings.open_years(), today.year})
    return [one for year in years for one in owed_in(records, agreement, year) if not one.deliverable.delivered]


def overdue(records: Records, agreement: Agreement, today: date) -> list[Owed]:
    """Return every deliverable whose last day has passed, and that is not delivered."""
    return [one for one in open_now(records, agreement, today) if today > one.plan.late_after]


def begin(records: Records, agreement: Agreement, year: int) -> Mapping[str, BriefingRow]:
    """Write down what a year owes, as far as it is not written down, and return it."""
    rows = records.briefings.of_year(year)
    return {
        duty: rows.get(duty) or records.briefings.begin(Deliverable(duty=duty, year=year))
        for duty in plans_of(records, agreement, year)
    }


def row_of(records: Records, agreement: Agreement, duty: str, year: int) -> BriefingRow:
    """Return a deliverable to change.

    Raises:
        Refusal: when the agreement owes none such in that year.
    """
    row = begin(records, agreement, year).get(duty)
    if row is None:
        raise Refusal("briefing_not_owed", duty=agreement.duty(duty).id, year=year)
    return row


def look_anew(records: Records, *rows: Deliverable) -> None:
    """Let the next tick look anew at deliverables. A nudge that waits to go out is looked at once more before it does."""
    records.duties.set_all({(kind, one.key): records.now for one in rows for kind in (ladder.STEPS, ladder.UNITS)})


def all_changed(records: Records) -> None:
    """Let the next tick look anew at all that is open: those it speaks to, or the days it is planned by, are others now."""
    for year in records.briefings.open_years():
        look_anew(records, *(one for one in records.briefings.of_year(year).values() if not one.delivered))


def shared(records: Records, agreement: Agreement, row: BriefingRow) -> list[BriefingRow]:
    """Return the deliverables that share a draft and an approval with this one, the one they are prepared under first."""
    rows = begin(records, agreement, row.year)
    return [rows[duty] for duty in rules.together(agreement, row.duty) if duty in rows]


def lead_of(records: Records, agreement: Agreement, row: BriefingRow) -> BriefingRow:
    """Return the deliverable whose draft this one shares; itself where it shares none."""
    return shared(records, agreement, row)[0]


def passages_of(records: Records, agreement: Agreement, row: Deliverable) -> list[PassageRow]:
    """Return the passages of a deliverable's document: its own, and those it shares."""
    own_row = records.briefings.find(row.duty, row.year)
    own = list(records.briefings.passages(own_row)) if own_row else []
    lead = rules.prepared_with(agreement, row.duty)
    if lead == row.duty:
        return own
    lead_row = records.briefings.find(lead, row.year)
    others = records.briefings.passages(lead_row) if lead_row else ()
    mine = {one.key for one in own}
    return sorted([*own, *(one for one in others if one.key not in mine)], key=lambda one: one.position)


# The steps. Each checks its rule, stores what follows, and lets the nudges be looked at anew.


def comment(records: Records, agreement: Agreement, row: BriefingRow, plain: Comment) -> None:
    """Keep a remark on a draft."""
    lead = lead_of(records, agreement, row)
    state = rules.commented(lead)
    records.briefings.comment(lead, plain)
    if state is not lead.state:
        records.briefings.change(lead, "comment", by=plain.by, state=state)
    look_anew(records, lead)


def rewrite(records: Records, agreement: Agreement, row: BriefingRow, passage: PassageRow, text: str | None, *, by: str) -> None:
    """Put a person's words into a passage; an approval does not cover them."""
    changed = [one for one in shared(records, agreement, row) if one.drafted_at is not None]
    states = {one.key: rules.rewritten(one) for one in changed}
    records.briefings.rewrite(passage, text, by=by)
    for one in changed:
        records.briefings.change(
            one, "rewrite", by=by, state=states[one.key], decision="", approved_at=None, told={"words": passage.key}
        )
    look_anew(records, *changed)


def agree(records: Records, agreement: Agreement, row: BriefingRow, units: Sequence[str], *, by: str) -> list[PassageRow]:
    """Note that units agree to the very words of their passages; return those that were not agreed to before."""
    rules.commented(row)
    lead = lead_of(records, agreement, row)
    mine = [one for one in records.briefings.passages(lead) if one.unit in units and not one.agreed]
    records.briefings.agree(mine, by=by)
    look_anew(records, lead)
    return mine


def approve(records: Records, agreement: Agreement, row: BriefingRow, decision: str, *, by: str) -> list[BriefingRow]:
    """Note that the body that runs the agreement approved the draft, and with it all that share it."""
    lead = lead_of(records, agreement, row)
    missing = tuple(agreement.unit(one).short for one in consent(agreement, records.briefings.passages(lead)).missing)
    if rules.is_about_focus(agreement, row.duty) and not records.focuses.of_year(row.year + 1, FocusState.CHOSEN):
        raise Refusal("no_focus_chosen", year=row.year + 1)
    rows = [one for one in shared(records, agreement, row) if one.state in rules.WRITABLE]
    states = {one.key: rules.approved(one, missing) for one in rows or [row]}
    for one in rows:
        told = {"words": decision}
        records.briefings.change(
            one, "approve", by=by, state=states[one.key], decision=decision, approved_at=records.now, told=told
        )
    look_anew(records, *rows)
    return rows


def seen_on_agenda(records: Records, row: BriefingRow, item: str, *, by: str) -> None:
    """Note that somebody saw it on the body's agenda."""
    state = rules.on_the_agenda(row)
    records.briefings.change(row, "agenda", by=by, state=state, item=item or row.item, told={"words": item})
    look_anew(records, row)


def enter(records: Records, row: BriefingRow, evidence: Evidence, *, by: str, today: date) -> None:
    """Enter what shows that the body was told. That another person confirms it is what makes it delivered."""
    state = rules.entered(row, evidence, today)
    records.briefings.change(
        row,
        "enter",
        by=by,
        state=state,
        delivered_on=evidence.on,
        item=evidence.item,
        outcome=evidence.outcome,
        written=evidence.written,
        filed=evidence.filed,
        entered_at=records.now,
        entered_by=by,
        confirmed_at=None,
        confirmed_by=None,
        told={"on": evidence.on, "words": evidence.item},
    )
    look_anew(records, row)


def confirm(records: Records, agreement: Agreement, row: BriefingRow, *, by: str) -> None:
    """Confirm what another person entered: now it is delivered."""
    state = rules.confirmed(row, by)
    records.briefings.change(
        row, "confirm", by=by, state=state, confirmed_at=records.now, confirmed_by=by, told={"on": row.delivered_on}
    )
    look_anew(records, row)
    for later in begin(records, agreement, row.year + 1).values() if row.year + 1 in records.briefings.years() else ():
        look_anew(records, later)  # The next one is due a year after this one.


def defer(records: Records, agreement: Agreement, row: BriefingRow, to: date, why: str, *, by: str) -> date:
    """Note that it was put off to another day: the duty stays open. Return the day it was planned for."""
    was = plans_of(records, agreement, row.year)[row.duty].meets
    state = rules.deferred(row)
    outcome = {"outcome": Outcome.DEFERRED} if state is State.DEFERRED else {}
    evidence = {"entered_at": None, "entered_by": None, "delivered_on": None}
    records.briefings.change(row, "defer", by=by, state=state, meets_on=to, **outcome, **evidence, told={"on": was, "words": why})
    look_anew(records, *shared(records, agreement, row))
    return was


def plan(records: Records, agreement: Agreement, row: BriefingRow, to: date, *, by: str) -> None:
    """Choose the day it goes to the body."""
    if row.delivered:
        raise Refusal("briefing_delivered", duty=row.duty, year=row.year)
    records.briefings.change(row, "plan", by=by, meets_on=to, told={"on": to})
    look_anew(records, *shared(records, agreement, row))


def focus_changed(records: Records, agreement: Agreement, year: int) -> None:
    """Let a year's briefings on focus areas be looked at anew: whoever has proposed one is not asked to."""
    rows = records.briefings.of_year(year).values()
    records.duties.set_all({(ladder.UNITS, one.key): records.now for one in rows if rules.is_about_focus(agreement, one.duty)})


def period_of(records: Records, agreement: Agreement, row: BriefingRow, today: date) -> tuple[date, date]:
    """Return the days a draft written today tells of: since the last one's, or since the agreement came into force."""
    if rules.is_about_focus(agreement, row.duty):
        return max(date(row.year, 1, 1), min(agreement.in_force_from, today)), today
    before = records.briefings.last_period(row.duty, row.year)
    first = before + timedelta(days=1) if before else max(agreement.in_force_from, date(row.year - 1, 1, 1))
    return min(first, today), today
