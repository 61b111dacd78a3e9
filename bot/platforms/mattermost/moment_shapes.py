"""A day and a time of day that a form asks for together → one picker of both, where the server has it. The answer back is read in chat/form.py.

What a client of Mattermost's does with it (developers' documentation, "Interactive dialogs", *DateTime elements*; the web's
`apps_form_datetime_field.tsx`, the phones' `apps_form_component.tsx`):

- It sends an instant: `2027-03-11T09:00:00Z`, on phones with milliseconds; the documentation shows one with an offset.
- One that must be answered and is empty it fills with the next whole hour, unasked. So an empty one may be left open here, and its help
  says that it is needed: a time that nobody chose is never read as a meeting's.
- What it offers are the steps of `time_interval`, which a default has to be on. From 11.6 `datetime_config` says in which zone;
  before, and in older apps, it is the person's own. Either way an instant comes back, and the day and time are echoed before anything is set.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from bot.chat.form import Day, Field, Form, Time
from bot.platforms.mattermost.versions import Version

Element: TypeAlias = dict[str, Any]
STEP = 15  # minutes between the times that are offered
FINER = 5
_DAY, _TIME = re.compile(r"\d{4}-\d\d-\d\d\Z"), re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d\Z")


def asked(form: Form, version: Version) -> Iterator[tuple[Field, Time | None]]:
    """Yield a form's fields as its dialog asks for them, a day with the time that is picked with it: then that one is not asked again."""
    times = {one.of: one for one in form.fields if isinstance(one, Time) and one.of}
    together = {one.name: times[one.name] for one in form.fields if isinstance(one, Day) and one.name in times}
    together = {name: time for name, time in together.items() if _picks(form, name, time, version)}
    drawn = {time.name for time in together.values()}
    return ((one, together.get(one.name)) for one in form.fields if one.name not in drawn)


def picker(day: Field, time: Time, zone: str, version: Version) -> Element:
    """Return the picker of a day and its time."""
    found = _instant(day.value, time.value, zone)
    step = STEP if found is None or found.minute % STEP == 0 else FINER
    config = {"location_timezone": zone, "time_interval": step, "manual_time_entry": True}
    return {
        "type": "datetime",
        "default": f"{found.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if found else "",
        "optional": found is None or not time.required,
        "time_interval": step,
        **({"datetime_config": config} if version.zones else {}),
    }


def _picks(form: Form, day: str, time: Time, version: Version) -> bool:
    """Tell whether a picker can hold what is known of a day and its time: both of them, or nothing yet."""
    known = next(one.value for one in form.fields if one.name == day)
    if not version.dates or not form.zone:
        return False
    found = _instant(known, time.value, form.zone)
    return not (known or time.value) or (found is not None and found.minute % FINER == 0)


def _instant(day: str, time: str, zone: str) -> datetime | None:
    """Return when a day and a time of day are; none for what is neither, and for what the clocks show never or twice."""
    if not (_DAY.match(day) and _TIME.match(time)):
        return None
    try:
        there = datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=ZoneInfo(zone))
    except ValueError:
        return None
    return there if there.utcoffset() == there.replace(fold=1).utcoffset() else None
