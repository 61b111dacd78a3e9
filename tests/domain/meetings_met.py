"""Meetings for tests of rules: a day, and what became of it."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from bot.domain.agreement_parts import Membership
from bot.domain.attendance import Attendance, Presence
from bot.domain.meeting import Meeting, State, instant
from bot.domain.rsvp import Coming, Rsvp
from tests.storage.sample import copenhagen

ZONE = ZoneInfo("Europe/Copenhagen")
AGREEMENT = copenhagen()
UNITS = [one.id for one in AGREEMENT.units]
NOW = datetime(2027, 1, 4, 9, tzinfo=UTC)


def at(wall):
    return datetime.fromisoformat(wall).replace(tzinfo=ZONE)


def wall(instant_):
    return None if instant_ is None else f"{instant_.astimezone(ZONE):%Y-%m-%d %H:%M}"


def meeting(on, starts="10:00", number=1, **other):
    day, hour = date.fromisoformat(on), time.fromisoformat(starts)
    facts = {
        "number": number,
        "on": day,
        "starts": hour,
        "zone": ZONE.key,
        "starts_at": instant(day, hour, ZONE.key),
        "convened_at": NOW,
        "convened_by": "p_line",
    }
    return Meeting(**{**facts, **other})


def held(on, number=1, **other):
    return meeting(on, number=number, state=State.HELD, held_at=NOW, held_by="p_line", **other)


def answers(sequence=0, **given):
    return {
        unit: Rsvp(unit=unit, sequence=sequence, answer=Coming(answer), at=NOW, by=f"p_{unit}") for unit, answer in given.items()
    }


def attendance(agreement=AGREEMENT, on="2027-03-11", absent=(), regrets=(), proxies=None):
    """Everybody expected was there, but for those named."""
    found = {}
    for unit in agreement.units_on(date.fromisoformat(on)):
        by = (proxies or {}).get(unit.id)
        presence = Presence.PROXY if by else Presence.PRESENT
        presence = Presence.ABSENT if unit.id in absent else Presence.REGRETS if unit.id in regrets else presence
        found[unit.id] = Attendance(unit=unit.id, presence=presence, proxy=by, at=NOW, by="p_line")
    return found


def with_members(**memberships):
    """The real agreement, with these units parties only for these spans of (joined, left)."""

    def spans(pairs):
        return tuple(
            Membership(joined=date.fromisoformat(a) if a else None, left=date.fromisoformat(b) if b else None) for a, b in pairs
        )

    units = tuple(
        one.model_copy(update={"memberships": spans(memberships[one.id])}) if one.id in memberships else one
        for one in AGREEMENT.units
    )
    return AGREEMENT.model_copy(update={"units": units})
