"""Reads what a count of meetings is made of. How they are counted is in bot/domain/meeting_year.py."""

from collections.abc import Sequence
from datetime import date

from dateutil.relativedelta import relativedelta

from bot.domain.agreement import Agreement
from bot.domain.meeting import COUNTED, Meeting
from bot.domain.meeting_year import Count, Year, count, year_of
from storage.agreements import Agreements
from storage.records import Records


def today_of(records: Records, agreement: Agreement) -> date:
    """Return the day it is where the agreement lives."""
    return records.now.astimezone(agreement.zone).date()


def loaded_on(records: Records, agreement: Agreement) -> date:
    """Return the day the agreement was first loaded: what lies before it is held against nobody."""
    return Agreements(records.session).loaded_at(agreement.id).astimezone(agreement.zone).date()


def meetings_for(records: Records, year: Year) -> Sequence[Meeting]:
    """Return the meetings a count of this year is made of: the year's own, and those of the twelve months before any day of it."""
    return records.meetings.between(year.first - relativedelta(years=1), year.last)


def count_of(records: Records, agreement: Agreement, year: Year) -> Count:
    """Return a year's count as it stands now."""
    return count(agreement, year, meetings_for(records, year), today_of(records, agreement))


def count_after(records: Records, agreement: Agreement, meeting: Meeting) -> Count | None:
    """Return the count of the year a meeting falls in, once something was done with it; none for one that does not count."""
    return count_of(records, agreement, year_of(agreement, meeting.on)) if meeting.kind in COUNTED else None
