"""What the bot says about how many meetings a year has, and what a change does to that. How they are counted is decided elsewhere."""

from collections.abc import Iterable, Mapping

from bot.domain.meeting_year import Count, Slot, Standing
from bot.words.language import N_, _, all_of, day_of_year, ngettext, say

STANDINGS: Mapping[Standing, str] = {
    Standing.MET: N_("met"),
    Standing.ON_TRACK: N_("on track"),
    Standing.SHORT: N_("too few"),
    Standing.NOT_POSSIBLE: N_("no longer possible"),
    Standing.MISSED: N_("missed"),
    Standing.BELOW_GUIDE: N_("below the guide"),
}


def standing(counted: Count) -> str:
    """Return how a year stands, in a word or two."""
    return _(STANDINGS[counted.standing])


def figures(counted: Count) -> str:
    """Return a year's figures in one sentence: "2027: 2 of 4 meetings held, 1 more convened."."""
    facts = {"year": counted.year.label, "held": counted.held, "needed": counted.needed}
    coming = counted.forecast - counted.held
    if counted.guide:
        said = say(
            _(
                "{year}: {held} meetings held; the guide for this part of a year is {needed}, the agreement sets no number for it."
            ),
            **facts,
        )
        return " ".join(filter(None, (said, _coming(coming))))
    if not coming:
        return say(_("{year}: {held} of {needed} meetings held."), **facts)
    more = ngettext(
        "{year}: {held} of {needed} meetings held, {coming} more convened.",
        "{year}: {held} of {needed} meetings held, {coming} more convened.",
        coming,
    )
    return say(more, **facts, coming=coming)


def _coming(count: int) -> str:
    return say(ngettext("{count} more is convened.", "{count} more are convened.", count), count=count) if count else ""


def reason(counted: Count) -> str:
    """Return a year's figures, and why it stands as it stands."""
    return " ".join(filter(None, (figures(counted), waiting(counted), _why(counted))))


def so_far(counted: Count) -> str:
    """Return a year's figures, and how many are missing, without the last chances for them: the year has time for those."""
    said = ngettext("{count} more is to be convened this year.", "{count} more are to be convened this year.", counted.missing)
    missing = say(said, count=counted.missing) if counted.missing and not counted.guide else ""
    return " ".join(filter(None, (figures(counted), waiting(counted), missing)))


def waiting(counted: Count) -> str:
    """Say how many meetings nobody has confirmed yet; nothing where there is none."""
    if not counted.unconfirmed:
        return ""
    said = ngettext(
        "Nobody has said yet whether {count} of its meetings was held.",
        "Nobody has said yet whether {count} of its meetings were held.",
        counted.unconfirmed,
    )
    return say(said, count=counted.unconfirmed)


def _why(counted: Count) -> str:
    match counted.standing:
        case Standing.MET:
            return _("The number is reached.")
        case Standing.ON_TRACK:
            return _("That is enough, if they are all held.")
        case Standing.SHORT:
            said = ngettext("{count} more must be convened, {slots}.", "{count} more must be convened, {slots}.", counted.missing)
            return say(said, count=counted.missing, slots=slots(counted.slots))
        case Standing.NOT_POSSIBLE:
            said = ngettext(
                "{count} more is missing, and with the usual notice there is no longer room for it this year.",
                "{count} more are missing, and with the usual notice there is no longer room for all of them this year.",
                counted.missing,
            )
            return " ".join(filter(None, (say(said, count=counted.missing), _still(counted.slots))))
        case Standing.MISSED:
            return _("The year is over.")
        case _:
            return ""


def _still(left: tuple[Slot, ...]) -> str:
    return say(_("Meetings convened {slots}, can still be held."), slots=slots(left)) if left else ""


def slots(found: Iterable[Slot]) -> str:
    """Return the last chances in words: "by 27 November and 8 December, and held by 11 and 22 December at the latest"."""
    chances = list(found)
    convene_by, hold_by = (
        [day_of_year(day) for day in days] for days in zip(*((one.convene_by, one.hold_by) for one in chances), strict=True)
    )
    return say(_("by {convene_by}, and held by {hold_by} at the latest"), convene_by=all_of(convene_by), hold_by=all_of(hold_by))


def effect(before: Iterable[Count], after: Iterable[Count]) -> list[str]:
    """Say what a change does to each year it touches: "2026 drops from 4 to 3 of 4."."""
    found = []
    for was, will in zip(before, after, strict=True):
        facts = {"year": will.year.label, "was": was.forecast, "will": will.forecast, "needed": will.needed}
        if will.forecast < was.forecast:
            found.append(say(_("{year} drops from {was} to {will} of {needed}."), **facts))
        elif will.forecast > was.forecast:
            found.append(say(_("{year} rises from {was} to {will} of {needed}."), **facts))
        else:
            found.append(say(_("{year} stays at {will} of {needed}."), **facts))
        if will.standing is not was.standing or will.forecast < was.forecast:
            found.append(_why(will))
    return [one for one in found if one]


def health(counted: Count) -> list[str]:
    """Return what is worth knowing and no breach of anything: the last twelve months, and the longest gap."""
    said = ngettext(
        "In the last twelve months {count} meeting was held.",
        "In the last twelve months {count} meetings were held.",
        counted.rolling,
    )
    found = [say(said, count=counted.rolling)]
    if counted.longest_gap is not None:
        gap = ngettext(
            "The longest gap between two of the year's meetings was {days} day.",
            "The longest gap between two of the year's meetings was {days} days.",
            counted.longest_gap,
        )
        found.append(say(gap, days=counted.longest_gap))
    return found
