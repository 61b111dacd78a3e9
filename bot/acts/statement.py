"""Reads what a year's statement is made of. What it comes to is for bot/domain/statement.py."""

from collections.abc import Sequence
from datetime import date

from bot.acts.briefing import owed_in
from bot.acts.yearly import year_of as records_of
from bot.domain.agreement import Agreement
from bot.domain.initiative import Initiative
from bot.domain.meeting import Kind
from bot.domain.meeting import State as MeetingState
from bot.domain.meeting_year import Year, needed_in, year_of
from bot.domain.statement import Delivered, Entry, Material, Told, entries
from bot.words.briefing import evidence
from storage.records import Records


def statement_of(records: Records, agreement: Agreement, year: int, *, outsiders: bool = False) -> tuple[Year, list[Entry]]:
    """Return the year that is meant, and every duty's entry, as it stands now; with `outsiders`, without what is not for them."""
    today = records.now.astimezone(agreement.zone).date()
    span = year_of(agreement, date(year, 12, 31))
    picture = records_of(records, agreement, span.first, span.last, year=year, confidential=not outsiders)
    ordinary = {
        one.ref
        for one in records.meetings.between(span.first, span.last)
        if one.kind is Kind.ORDINARY and one.state is MeetingState.HELD
    }
    material = Material(
        span.first,
        span.last,
        today,
        needed_in(agreement, span),
        meetings=picture.meetings,
        ordinary=[one for one in picture.meetings if one.ref in ordinary],
        initiatives=picture.initiatives,
        told=_told(records, agreement, span, [one.registered.initiative for one in picture.initiatives]),
        rounds=picture.rounds,
        delivered={
            one.plan.duty: Delivered(
                one.plan,
                one.deliverable.delivered_on if one.deliverable.delivered else None,
                evidence(one.deliverable) if one.deliverable.delivered else "",
            )
            for one in owed_in(records, agreement, year)
        },
    )
    return span, entries(agreement, material)


def _told(records: Records, agreement: Agreement, span: Year, initiatives: Sequence[Initiative]) -> list[Told]:
    """Return the initiatives registered in the year, and how far the news of each has come: what was sent is not yet delivered."""
    on = {one.number: one.registered_at.astimezone(agreement.zone).date() for one in initiatives}
    mine = [one for one in initiatives if on[one.number] in span]
    reached = records.yearly.told([one.number for one in mine])
    return [Told(one.ref, on[one.number], *reached.get(one.number, (0, 0))) for one in mine]
