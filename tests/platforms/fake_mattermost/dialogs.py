"""Dialogs in the fake Mattermost: what the server finds wrong with one, opening, and what a client keeps a person from sending.

Days and times are as `server/public/model/integration_action.go` checks them (`validateDateFormat`, `validateDateTimeFormat`, the
`datetime` case of `DialogElement.IsValid`), as the developers' page "Interactive dialogs" describes them, and as the clients send
them (`momentToString` of the web's `date_utils.ts`; the phones' `apps_form_component.tsx` fills a required one that is empty).
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.platforms.fake_mattermost.asked import Asked
from tests.platforms.fake_mattermost.eras import Era
from tests.platforms.fake_mattermost.refusals import Refused
from tests.platforms.fake_mattermost.state import Json, OpenDialog

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(Z|[+-]\d{2}:\d{2})?)?\Z")
COPENHAGEN = "Europe/Copenhagen"
HOUR = 60  # minutes between the times offered, unless the element says otherwise
LINE, LINES = 150, 3_000


def complaints(dialog: Any, era: Era) -> Iterator[str]:
    """Yield what the server logs of a dialog, which it opens all the same; lengths are bytes."""
    if not isinstance(dialog, dict):
        yield "no dialog"
        return
    title = dialog.get("title") or ""
    if not title or len(title.encode()) > 24:
        yield f"invalid dialog title {title!r}"
    names: list[str] = []
    for element in dialog.get("elements") or ():
        name = str(element.get("name") or "")
        if name in names:
            yield f"duplicate dialog element {name!r}"
        names.append(name)
        yield from (f"{name!r}: {one}" for one in _element(element, era))


def _element(element: Json, era: Era) -> Iterator[str]:
    for name, longest, needed in (("display_name", 24, True), ("name", 300, True), ("help_text", 150, False)):
        said = element.get(name) or ""
        if len(said.encode()) > longest or (needed and not said):
            yield f"{name} {said!r} is empty or too long"
    if element.get("min_length", 0) > element.get("max_length", 0) > 0:
        yield "min_length is over max_length"
    kind = element.get("type")
    if (kind in {"date", "datetime"} and not era.dates) or kind not in _KINDS:
        yield f"invalid element type {kind!r}"
    else:
        yield from _KINDS[kind](element, era)


def _text(element: Json, _era: Era) -> Iterator[str]:
    longest = LINE if element["type"] == "text" else LINES
    for name in ("default", "placeholder"):
        if len(str(element.get(name) or "").encode()) > longest:
            yield f"{name} is too long"
    if element.get("max_length", longest) > longest:
        yield "max_length is too large"


def _select(element: Json, era: Era) -> Iterator[str]:
    default, options = str(element.get("default") or ""), element.get("options") or []
    values = {one.get("value") for one in options}
    if any(not one.get("text") or not one.get("value") for one in options):
        yield "an option without text or value"
    source = element.get("data_source") or ""
    if source not in {"", "users", "channels", *(["dynamic"] if era.multiselect else [])}:
        yield f"invalid data source {source!r}"
    if not source:
        chosen = default.replace(" ", "").split(",") if element.get("multiselect") and era.multiselect else [default]
        if any(one and one not in values for one in chosen):
            yield f"default {default!r} is not among the options"
    elif options:
        yield "options and a data source"


def _bool(element: Json, _era: Era) -> Iterator[str]:
    if element.get("default") not in {None, "", "true", "false"}:
        yield "invalid default of bool"
    if len(str(element.get("placeholder") or "").encode()) > LINE:
        yield "placeholder is too long"


def _date(element: Json, _era: Era) -> Iterator[str]:
    default = element.get("default") or ""
    if default and not (_DAY.match(default) and date.fromisoformat(default)):
        yield f"invalid date format {default!r}"


def _datetime(element: Json, era: Era) -> Iterator[str]:
    default, step = element.get("default") or "", _step(element, era)
    if default and not (_INSTANT.match(default) and datetime.fromisoformat(default)):
        yield f"invalid datetime format {default!r}"
    if not element.get("time_interval") and not _config(element, era).get("time_interval"):
        yield f"time_interval of 0 will be reset to default, {HOUR} minutes"
    if not 1 <= step <= 24 * HOUR or 24 * HOUR % step:
        yield f"time_interval must be a divisor of 1440, got {step}"
    elif default and datetime.fromisoformat(default).minute % min(step, HOUR):
        yield f"default {default!r} is on none of the steps of {step} minutes"
    if (zone := _config(element, era).get("location_timezone")) is not None:
        ZoneInfo(zone)


def _config(element: Json, era: Era) -> Json:
    """Return what a server that knows of it reads; an older one does not look there."""
    return element.get("datetime_config") or {} if era.zones else {}


def _step(element: Json, era: Era) -> int:
    return int(_config(element, era).get("time_interval") or element.get("time_interval") or HOUR)


_KINDS = {
    "text": _text,
    "textarea": _text,
    "select": _select,
    "radio": _select,
    "bool": _bool,
    "date": _date,
    "datetime": _datetime,
}


def open_dialog(asked: Asked) -> Json:
    """Answer `POST /actions/dialogs/open`: no session is asked for, the trigger is the proof, and it may be used again."""
    state = asked.state
    trigger, url = asked.text("trigger_id", needed=False), asked.text("url", needed=False)
    found = state.triggers.get(trigger)
    if found is None:
        raise Refused(
            400, "interactive_message.decode_trigger_id.base64_decode_failed", "Failed to decode base64 for trigger ID."
        )
    user, at, channel = found
    lives = state.era.trigger_lives
    if state.clock.now() - at > lives:
        raise Refused(
            400, "interactive_message.decode_trigger_id.expired", f"Trigger ID for interactive dialog is expired ({lives})."
        )
    if not url or not trigger:
        raise Refused(400, "app.open_interactive_dialog.app_error")
    dialog = asked.body.get("dialog")
    state.logged += [f"dialog: {one}" for one in complaints(dialog, state.era)]
    state.dialogs.append(OpenDialog(user, url, dialog, channel))
    return {"status": "OK"}


def filled(opened: OpenDialog, values: Mapping[str, Any], era: Era, zone: str = COPENHAGEN) -> Json:
    """Return what a client sends when a person in a zone fills a dialog in: by names or labels, and whatever stood there before."""
    elements = opened.dialog.get("elements") or []
    given = {_named(elements, name): value for name, value in values.items()}
    sent: Json = {}
    for element in elements:
        name = element["name"]
        if element["type"] == "datetime" and name in given:
            given[name] = _picked(element, given[name], era, zone)
        value = _given(element, given[name], era) if name in given else opened.typed.get(name, _shown(element, era))
        opened.typed[name] = value
        optional = element.get("optional") or (element["type"] == "bool" and value is not None)
        assert optional or value not in (None, "", []), f"the client does not send without {element['display_name']!r}"
        if value is not None:
            sent[name] = value
    return sent


def shown_in(opened: OpenDialog, era: Era) -> Json:
    """Return what each element of a dialog holds before anybody touches it."""
    elements = opened.dialog.get("elements") or ()
    return {one["name"]: opened.typed.get(one["name"], _shown(one, era)) or "" for one in elements}


def _named(elements: list[Json], name: str) -> str:
    found = [one["name"] for one in elements if name in (one["name"], one["display_name"])]
    assert found, f"there is no field {name!r}, only {[one['display_name'] for one in elements]}"
    return str(found[0])


def _given(element: Json, value: Any, era: Era) -> Any:
    """Return an answer as its element sends it."""
    match element["type"]:
        case "text" | "textarea":
            longest = element.get("max_length") or (LINE if element["type"] == "text" else LINES)
            assert len(value) <= longest, "the client stops typing there"
            assert element["type"] == "textarea" or "\n" not in value, "one line has no breaks"
            return value
        case "bool":
            return bool(value)
        case "date":
            assert value is None or _DAY.match(value), "a picker gives a date"
            return value
        case "datetime":
            return value
        case _ if element.get("multiselect") and era.multiselect:
            return [_choice(element, one) for one in value]
        case _:
            return _choice(element, value) if value else None


def _picked(element: Json, value: str | None, era: Era, zone: str) -> str | None:
    """Return what a picker sends of the day and time it shows, `2027-03-11T10:00`: the instant, in UTC. An instant is sent as it is."""
    if value is None or value.endswith("Z"):
        return value
    config = _config(element, era)
    shown = datetime.fromisoformat(value).replace(tzinfo=ZoneInfo(config.get("location_timezone") or zone))
    offered = shown.minute % min(_step(element, era), HOUR) == 0
    assert offered or config.get("manual_time_entry"), f"the picker does not offer {value}"
    return f"{shown.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _next_hour() -> str:
    """Return what a client puts into a picker of a time that has to be answered and is empty."""
    return f"{datetime.now(UTC).replace(minute=0, second=0) + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"


def _choice(element: Json, label: str) -> str:
    if element.get("data_source"):
        return label
    options = element.get("options") or []
    found = [one["value"] for one in options if label in (one["text"], one["value"])]
    assert found, f"there is no option {label!r}, only {[one['text'] for one in options]}"
    return str(found[0])


def _shown(element: Json, era: Era) -> Any:
    """Return what an element holds before anybody touches it."""
    default = element.get("default")
    match element["type"]:
        case "bool":
            return default == "true"
        case "select" if element.get("multiselect") and era.multiselect:
            return [one for one in str(default or "").split(",") if one]
        case "datetime" if not default and not element.get("optional"):
            return _next_hour()
        case "select" | "radio" | "date" | "datetime":
            return default or None
        case _:
            return default or ""
