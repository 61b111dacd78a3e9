"""What the server finds wrong with the attachments of a post: it takes them all the same, and a button is dead or nothing shows."""

import re
from collections.abc import Iterator
from typing import Any

STYLES = frozenset({"", "default", "primary", "success", "good", "warning", "danger"})
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")


def complaints(props: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with each action and field."""
    attachments = props.get("attachments", [])
    if not isinstance(attachments, list) or not all(isinstance(one, dict) for one in attachments):
        yield "attachments are no list of objects"
        return
    ids: list[str] = []
    for attachment in attachments:
        for one in attachment.get("fields") or ():
            if not isinstance(one.get("value"), str) or not isinstance(one.get("title"), str):
                yield f"a field {one!r} without a title and a value"
        for action in attachment.get("actions") or ():
            yield from _action(action)
            ids.append(str(action.get("id") or ""))
    known = [one for one in ids if one]
    if len(known) != len(set(known)):
        yield "two actions of one id"


def _action(action: dict[str, Any]) -> Iterator[str]:
    if not action.get("name"):
        yield "an action must have a name"
    style = action.get("style", "")
    if style not in STYLES and not _COLOUR.match(style):
        yield f"invalid style {style!r}"
    if action.get("type") == "button":
        if action.get("options") or action.get("data_source"):
            yield "a button must not have options"
    elif action.get("type") == "select":
        options = action.get("options") or []
        if not options and not action.get("data_source"):
            yield "a select must have options"
        if any(not one.get("text") or not one.get("value") for one in options):
            yield "an option without text or value"
    else:
        yield f"invalid action type {action.get('type')!r}"
    if not str((action.get("integration") or {}).get("url", "")).startswith(("http://", "https://")):
        yield "an action must have an integration url"
