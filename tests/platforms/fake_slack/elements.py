"""What Slack accepts inside a block: text objects, options and elements, with the limits of its documentation. Blocks are in blocks.py.

Written from Slack's public limits and apart from bot/platforms/slack/limits.py, so that one may catch the other's mistake.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Problems = Iterator[str]
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_TIME = re.compile(r"\d{2}:\d{2}\Z")
_USER = re.compile(r"[UW][A-Z0-9]+\Z")


def keys(found: Mapping[str, Any], allowed: set[str], needed: set[str], at: str) -> Problems:
    """Refuse properties Slack does not know, and the lack of those it needs."""
    if not isinstance(found, dict):
        yield f"must be an object [json-pointer:{at}]"
        return
    for name in sorted(set(found) - allowed - needed):
        yield f"no more than the known properties are allowed: {name} [json-pointer:{at}]"
    for name in sorted(needed - set(found)):
        yield f"missing required field: {name} [json-pointer:{at}]"


def string(value: object, most: int, at: str, *, least: int = 1) -> Problems:
    """Refuse what is no text, or is too short or too long."""
    if not isinstance(value, str):
        yield f"must be a string [json-pointer:{at}]"
    elif len(value) < least:
        yield f"must be more than {least - 1} characters [json-pointer:{at}]"
    elif len(value) > most:
        yield f"must be less than {most + 1} characters [json-pointer:{at}]"


def items(value: object, least: int, most: int, at: str) -> Problems:
    """Refuse what is no list, or has too few or too many items."""
    if not isinstance(value, list):
        yield f"must be an array [json-pointer:{at}]"
    elif len(value) < least:
        yield f"no fewer than {least} items allowed [json-pointer:{at}]"
    elif len(value) > most:
        yield f"no more than {most} items allowed [json-pointer:{at}]"


def text_object(found: Any, most: int, at: str, *, plain: bool = False) -> Problems:
    """Refuse a text object out of its limits; `plain` where mrkdwn is not taken."""
    kind = found.get("type") if isinstance(found, dict) else None
    if kind == "plain_text":
        yield from keys(found, {"type", "text", "emoji"}, {"text"}, at)
    elif kind == "mrkdwn" and not plain:
        yield from keys(found, {"type", "text", "verbatim"}, {"text"}, at)
    else:
        yield f"unsupported type: {kind} [json-pointer:{at}/type]"
        return
    yield from string(found.get("text"), most, f"{at}/text")


def option(found: Any, at: str) -> Problems:
    """Refuse an option of a menu or a box out of its limits."""
    yield from keys(found, {"text", "value", "description", "url"}, {"text", "value"}, at)
    if isinstance(found, dict):
        yield from text_object(found.get("text"), 75, f"{at}/text")
        yield from string(found.get("value"), 150, f"{at}/value")
        if "description" in found:
            yield from text_object(found["description"], 75, f"{at}/description")


def options(found: Any, most: int, at: str) -> Problems:
    """Refuse a list of options out of its limits."""
    yield from items(found, 1, most, at)
    for number, one in enumerate(found if isinstance(found, list) else ()):
        yield from option(one, f"{at}/{number}")


def offered(found: Mapping[str, Any]) -> Sequence[Any]:
    """Return every option of an element."""
    groups = [one.get("options") or [] for one in found.get("option_groups") or []]
    return [*(found.get("options") or []), *(one for group in groups for one in group)]


def _menu_options(found: Mapping[str, Any], at: str) -> Problems:
    if ("options" in found) == ("option_groups" in found):
        yield f"must have either options or option_groups [json-pointer:{at}]"
    if "options" in found:
        yield from options(found["options"], 100, f"{at}/options")
    if "option_groups" in found:
        yield from items(found["option_groups"], 1, 100, f"{at}/option_groups")
        for number, group in enumerate(found["option_groups"]):
            where = f"{at}/option_groups/{number}"
            yield from keys(group, set(), {"label", "options"}, where)
            yield from text_object(group.get("label"), 75, f"{where}/label", plain=True)
            yield from options(group.get("options"), 100, f"{where}/options")


def _initial(found: Mapping[str, Any], at: str) -> Problems:
    """Refuse a first choice that is not among the options, word for word."""
    chosen = [*(found.get("initial_options") or []), *([found["initial_option"]] if "initial_option" in found else [])]
    if "initial_options" in found and not found["initial_options"]:
        yield f"no fewer than 1 items allowed [json-pointer:{at}/initial_options]"
    if any(one not in offered(found) for one in chosen):
        yield f"initial_option was not found in provided options [json-pointer:{at}]"


_EVERY = {"type", "action_id"}
_INPUT = _EVERY | {"focus_on_load", "placeholder", "confirm"}


def element(found: Any, at: str) -> Problems:
    """Refuse an element out of its limits."""
    kind = found.get("type") if isinstance(found, dict) else None
    check = _ELEMENTS.get(str(kind))
    if check is None:
        yield f"unsupported type: {kind} [json-pointer:{at}/type]"
        return
    yield from string(found.get("action_id", "generated"), 255, f"{at}/action_id")
    if "placeholder" in found:
        yield from text_object(found["placeholder"], 150, f"{at}/placeholder", plain=True)
    yield from check(found, at)


def _button(found: Mapping[str, Any], at: str) -> Problems:
    yield from keys(found, _EVERY | {"url", "value", "style", "confirm", "accessibility_label"}, {"text"}, at)
    yield from text_object(found.get("text"), 75, f"{at}/text", plain=True)
    if "value" in found:
        yield from string(found["value"], 2000, f"{at}/value")
    if "url" in found:
        yield from string(found["url"], 3000, f"{at}/url")
    if found.get("style", "primary") not in {"primary", "danger"}:
        yield f"must be a valid enum value [json-pointer:{at}/style]"


def _select(found: Mapping[str, Any], at: str) -> Problems:
    yield from keys(found, _INPUT | {"options", "option_groups", "initial_option"}, set(), at)
    yield from _menu_options(found, at)
    yield from _initial(found, at)


def _multi_select(found: Mapping[str, Any], at: str) -> Problems:
    yield from keys(found, _INPUT | {"options", "option_groups", "initial_options", "max_selected_items"}, set(), at)
    yield from _menu_options(found, at)
    yield from _initial(found, at)


def _boxes(found: Mapping[str, Any], at: str) -> Problems:
    first = "initial_options" if found.get("type") == "checkboxes" else "initial_option"
    yield from keys(found, _EVERY | {"focus_on_load", "confirm", first}, {"options"}, at)
    yield from options(found.get("options"), 10, f"{at}/options")
    yield from _initial(found, at)


def _overflow(found: Mapping[str, Any], at: str) -> Problems:
    yield from keys(found, _EVERY | {"confirm"}, {"options"}, at)
    yield from options(found.get("options"), 5, f"{at}/options")


def _users(found: Mapping[str, Any], at: str) -> Problems:
    yield from keys(found, _INPUT | {"initial_user"}, set(), at)
    if "initial_user" in found and not _USER.match(str(found["initial_user"])):
        yield f"must be a valid user id [json-pointer:{at}/initial_user]"


def _picker(found: Mapping[str, Any], at: str) -> Problems:
    first, shape = ("initial_date", _DAY) if found.get("type") == "datepicker" else ("initial_time", _TIME)
    yield from keys(found, _INPUT | {first, "timezone"}, set(), at)
    if first in found and not shape.match(str(found[first])):
        yield f"failed to match the pattern [json-pointer:{at}/{first}]"


def _typed(found: Mapping[str, Any], at: str) -> Problems:
    more = {"initial_value", "multiline", "min_length", "max_length", "dispatch_action_config"}
    yield from keys(found, _INPUT | more, set(), at)
    most = found.get("max_length", 3000)
    if not isinstance(most, int) or not 1 <= most <= 3000:
        yield f"must be between 1 and 3000 [json-pointer:{at}/max_length]"
    elif "initial_value" in found:
        yield from string(found["initial_value"], most, f"{at}/initial_value")
        if not found.get("multiline") and "\n" in str(found["initial_value"]):
            yield f"must be one line [json-pointer:{at}/initial_value]"


_ELEMENTS = {
    "button": _button,
    "static_select": _select,
    "multi_static_select": _multi_select,
    "checkboxes": _boxes,
    "radio_buttons": _boxes,
    "overflow": _overflow,
    "users_select": _users,
    "datepicker": _picker,
    "timepicker": _picker,
    "plain_text_input": _typed,
}
INPUTS = frozenset(_ELEMENTS) - {"button", "overflow"}
