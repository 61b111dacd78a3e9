"""Calendar files (.ics, RFC 5545 and 5546): an invitation, a cancellation, or a feed to subscribe to. The words are handed in.

No mail address of anybody stands in them: organiser and invited group have addresses under `.invalid`, which reach nobody by the
rules of the net (RFC 2606), since answers are given in the chat, where they are seen.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event, vCalAddress, vText

MEDIA_TYPE = "text/calendar"
DOMAIN = "pagt.invalid"
FRESH_FOR = timedelta(hours=4)  # How often a calendar may look for news.
DAYS_AROUND = timedelta(days=400)  # How far around its events a file tells of summer time.


class Method(StrEnum):
    """What whoever opens the file is to do with it."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


@dataclass(frozen=True)
class Entry:
    """One event. Times are aware, in the zone they were meant in; whole days are plain dates, the last one belonging to it."""

    uid: str
    starts: datetime | date
    ends: datetime | date
    summary: str
    description: str = ""
    place: str = ""
    sequence: int = 0
    cancelled: bool = False


@dataclass(frozen=True)
class Sender:
    """Who invites, and which group is invited; both by name alone. `mark` tells the agreement in their made-up addresses."""

    mark: str
    organiser: str
    group: str = ""


def uid(*facts: object) -> str:
    """Return an id that is the same for the same facts for good, and tells nothing about them."""
    return str(uuid5(NAMESPACE_URL, "/".join(map(str, ("pagt", *facts)))))


@lru_cache(maxsize=16)  # Everybody invited to a meeting gets the same file.
def written(method: Method, entries: tuple[Entry, ...], sender: Sender, at: datetime, *, name: str = "") -> bytes:
    """Return the file as it stands at an instant; a feed has a name, and says how often to look for news."""
    calendar = Calendar()
    calendar.add("prodid", "-//Pagt//Pagt//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method.value)
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)  # What most programs read.
        calendar.add("refresh-interval", FRESH_FOR, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT4H")
    for entry in entries:
        calendar.add_component(_event(entry, method, sender, at))
    days = [_day(one) for entry in entries for one in (entry.starts, entry.ends)]
    if days:
        calendar.add_missing_timezones(first_date=min(days) - DAYS_AROUND, last_date=max(days) + DAYS_AROUND)
    data: bytes = calendar.to_ical()
    return data


def _event(entry: Entry, method: Method, sender: Sender, at: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", at)
    event.add("dtstart", entry.starts)
    timed = isinstance(entry.ends, datetime)
    event.add("dtend", entry.ends if timed else entry.ends + timedelta(days=1))
    event.add("sequence", entry.sequence)
    event.add("summary", entry.summary)
    for key, value in (("description", entry.description), ("location", entry.place)):
        if value:
            event.add(key, value)
    if entry.place.startswith("https://") and " " not in entry.place:
        event.add("url", entry.place)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE" if timed else "TRANSPARENT")
    event.add("organizer", _nobody(sender.organiser, sender.mark))
    if method is not Method.PUBLISH:  # RFC 5546 wants somebody invited there, and nobody in what is published.
        invited = _nobody(sender.group, f"{sender.mark}-group")
        invited.params.update({"CUTYPE": "GROUP", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE"})
        event.add("attendee", invited)
    return event


def _nobody(name: str, mark: str) -> vCalAddress:
    """Return an address that reaches nobody, under a name."""
    address = vCalAddress(f"mailto:{mark}@{DOMAIN}")
    address.params["CN"] = vText(name)
    return address


def _day(when: datetime | date) -> date:
    return when.date() if isinstance(when, datetime) else when
