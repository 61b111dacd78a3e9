"""The wheel of a year, put together: what stands on it, its picture and the words that say the same."""

from datetime import date, time

import structlog

from bot.acts.briefing import owed_in
from bot.acts.meeting_count import count_of, today_of
from bot.chat.message import Message, Picture
from bot.domain.agreement import Agreement
from bot.domain.meeting_year import Count, Year, year_of
from bot.domain.wheel import MEETINGS, Facts, Phase, Wheel, wheel
from bot.words import wheel as words
from bot.words.language import spoken
from storage.records import Records

log = structlog.get_logger()


def shown(records: Records, agreement: Agreement, day: date) -> Message:
    """Return the wheel of the year a day falls in."""
    year = year_of(agreement, day)
    counted = count_of(records, agreement, year)
    found = wheel(
        agreement, year, _facts(records, agreement, year, counted), today=today_of(records, agreement), language=spoken()
    )
    return words.shown(agreement, found, counted, _picture(found, counted))


def _facts(records: Records, agreement: Agreement, year: Year, counted: Count) -> Facts:
    owed = [one for number in range(year.first.year, year.last.year + 1) for one in owed_in(records, agreement, number)]
    return Facts(
        meetings=records.meetings.between(year.first, year.last),
        rounds=records.rounds.opened_between(agreement.days().at(year.first, time()), agreement.days().end_of(year.last)),
        plans=[one.plan for one in owed],
        delivered={
            one.plan.key: one.deliverable.delivered_on
            for one in owed
            if one.deliverable.delivered and one.deliverable.delivered_on
        },
        slots=counted.slots,
    )


def _picture(found: Wheel, counted: Count) -> Picture | None:
    """Draw the wheel; where this build of Pillow cannot read the font, the words stand alone."""
    from bot.documents.pen import NoFontError  # noqa: PLC0415  # Heavy; loaded where used.
    from bot.documents.wheel import Labels, draw  # noqa: PLC0415  # Likewise.

    coming = [one for one in found.of(*MEETINGS) if one.phase in {Phase.NOW, Phase.COMING}]
    labels = Labels(
        title=found.year.label,
        lines=words.centre(counted, coming, found.today),
        months=words.months(),
        legend=words.legend(found),
        today=words.today(found),
    )
    try:
        data = draw(found, labels)
    except NoFontError:
        log.warning("wheel.no_font")
        return None
    return Picture(words.file_name(found), "image/png", data, words.description(found))
