"""What the bot says about the clocks somebody lives by, and what people call the places whose clocks they are."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from zoneinfo import available_timezones

from bot.chat.message import Button, Buttons, Message, text
from bot.domain.agreement import Agreement
from bot.domain.person import Person
from bot.domain.zone import zone_named
from bot.words.language import LANGUAGES, _, clock_time, say, spoken, t

# Places of the realm that the world's lists do not name so.
_OF_THE_REALM = {
    "Atlantic/Faeroe": ("Tórshavn", "Thorshavn", "Færøerne", "the Faroes"),
    "America/Nuuk": ("Godthåb", "Grønland", "Greenland"),
}
AS_KNOWN = frozenset({"auto", "automatisk", "automatic"})


def place(zone: str) -> str:
    """Return what people call a zone: the name of its city, in the language being spoken where it has one there."""
    return _city(zone, spoken()) or _own(zone)


def _own(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def _city(zone: str, language: str) -> str:
    from babel import Locale  # noqa: PLC0415  # Heavy; loaded where used.

    return str(Locale(language).time_zones.get(zone, {}).get("city", ""))


@cache
def _spoken() -> Mapping[str, Sequence[str]]:
    """Return the zones by what people call them, in small letters: their own names, and their cities' in every language."""
    found: dict[str, set[str]] = {}
    for zone in sorted(available_timezones()):
        for name in (zone, _own(zone), *(_city(zone, one) or zone for one in LANGUAGES)):
            found.setdefault(name.casefold(), set()).add(zone)
    for zone, names in _OF_THE_REALM.items():
        for name in names:
            found.setdefault(name.casefold(), set()).add(zone)
    return {name: sorted(zones) for name, zones in found.items()}


def named(words: str) -> Sequence[str]:
    """Return the zones that somebody's words may mean: one, when it is clear. Two names of the same clocks are one zone."""
    from babel.core import get_global  # noqa: PLC0415  # Heavy; loaded where used.

    typed = " ".join(words.split()).casefold()
    found = _spoken().get(typed, ())
    exact = [one for one in found if typed in (one.casefold(), _own(one).casefold())] or found
    same = {get_global("zone_aliases").get(one, one) for one in exact}
    return exact[:1] if len(same) == 1 else exact


def lives(agreement: Agreement, person: Person, now: datetime) -> Message:
    """Tell by which clocks somebody lives, as far as is known, and how to choose others."""
    zone = zone_named(person.zone)
    said = say(_("Times are told by the clocks in {place}"), place=place(agreement.time_zone))
    if zone is None or now.astimezone(zone).utcoffset() == now.astimezone(agreement.zone).utcoffset():
        how = t(_("That is your time too, as far as I know. If it is not: `/timezone London`."))
        return Message(said, (text(how), *_other(person)))
    theirs = t(
        _(
            "Yours, those in {place}, stand beside them: it is {time} where you are. What you type is read by the clocks in {home}."
        ),
        place=place(person.zone),
        time=clock_time(now.astimezone(zone).time()),
        home=place(agreement.time_zone),
    )
    hours = t(_("I nudge you in your own working hours."))
    return Message(said, (text(theirs, hours), *_other(person)))


def _other(person: Person) -> Sequence[Buttons]:
    return (Buttons((Button(_("As my chat says"), "/timezone auto"),)),) if person.zone_chosen else ()
