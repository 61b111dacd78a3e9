"""Reads what a year's statement is made of. What it comes to is for bot/domain/statement.py."""

from datetime import date

from bot.acts.briefing import owed_in
from bot.acts.yearly import year_of as records_of
from bot.domain.agreement import Agreement
from bot.domain.meeting import Kind
from bot.domain.meeting import State as MeetingState
from bot.domain.meeting_year import Year, needed_in, year_of
from bot.domain.statement import Delivered, Entry, Material, entries
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
    zone = agreement.zone
    material = Material(
        span.first,
        span.last,
        today,
        needed_in(agreement, span),
        meetings=picture.meetings,
        ordinary=[one for one in picture.meetings if one.ref in ordinary],
        initiatives=picture.initiatives,
        registered=[
            (one.ref, one.registered.initiative.registered_at.astimezone(zone).date())
            for one in picture.initiatives
            if one.registered.initiative.registered_at.astimezone(zone).date() in span
        ],
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
