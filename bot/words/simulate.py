"""What a rehearsal prints: one message a line, with its moment, its reader, its headline and its clause."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.rehearsal import Expected
from bot.words.language import _, clock_time, day, moment, ngettext, number, say, spoken


def listed(found: Sequence[Expected]) -> str:
    """Return the whole rehearsal as lines of text."""
    if not found:
        return _("Nothing would be sent.")
    counted = say(
        ngettext(
            "{count} message would be sent, if nobody answered:",
            "{count} messages would be sent, if nobody answered:",
            len(found),
        ),
        count=number(len(found)),
    )
    return "\n".join([counted, "", *map(_line, found)])


def _line(one: Expected) -> str:
    clause = one.agreement.clause(one.clause).heading.text(spoken()) if one.clause else "–"
    why = say(_("house rule; clause “{clause}”"), clause=clause) if one.house_rule else say(_("clause “{clause}”"), clause=clause)
    at = moment(one.at, one.agreement.zone)
    return f"{at} → {one.to}: {one.message.headline} ({why})"


def in_the_past(now: datetime) -> str:
    """Say that a rehearsal only looks ahead."""
    when = f"{day(now.date())} {clock_time(now.time())}"
    return say(_("That is over: it is {now}. Write a later time, as in 2027-03-01T09:00."), now=when)
