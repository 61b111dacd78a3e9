"""What Slack refuses of a message or a view: blocks over their limits, two tables, a place they may not stand in.

Written from Slack's public limits and apart from bot/platforms/slack/limits.py, so that one may catch the other's mistake.
"""

import json
from collections.abc import Mapping
from typing import Any

from tests.platforms.fake_slack.elements import INPUTS, Problems, element, items, keys, string, text_object
from tests.platforms.fake_slack.refusals import Refused

MESSAGE, MODAL, HOME = "message", "modal", "home"
MOST_CHARACTERS = 13_200
MOST_TABLE_CHARACTERS = 10_000
MOST_TEXT = 40_000
MOST_VIEW_BYTES = 250_000
_BLOCK = {"type", "block_id"}


def check_message(text: object, blocks: object) -> None:
    """Refuse a message as chat.postMessage would.

    Raises:
        Refused: with Slack's own error.
    """
    if text is not None and not isinstance(text, str):
        raise Refused("invalid_arguments", ["text must be a string"])
    if not blocks and not text:
        raise Refused("no_text")
    if text and len(text) > MOST_TEXT:
        raise Refused("msg_too_long")
    if blocks:
        problems = list(block_problems(blocks, MESSAGE, most=50))
        if problems:
            raise Refused("invalid_blocks", problems)
        if characters(blocks) > MOST_CHARACTERS:
            raise Refused("msg_blocks_too_long")


def check_view(view: object) -> None:
    """Refuse a view as views.open or views.publish would.

    Raises:
        Refused: with Slack's own error.
    """
    if not isinstance(view, dict) or view.get("type") not in {MODAL, HOME}:
        raise Refused("invalid_arguments", ["view must be a modal or a home view"])
    problems = list(_view_problems(view))
    if problems:
        raise Refused("invalid_arguments", problems)
    if len(json.dumps(view).encode()) > MOST_VIEW_BYTES:
        raise Refused("view_too_large")


def characters(blocks: Any) -> int:
    """Return how many characters Slack counts: the JSON of everything but tables, whose words count."""
    total = 0
    for block in blocks:
        if block["type"] == "table":
            total += _table_characters(block)
        else:
            total += len(json.dumps(block, ensure_ascii=False, separators=(",", ":")))
    return total


def block_problems(blocks: Any, surface: str, most: int) -> Problems:
    """Return everything Slack would not take about a list of blocks."""
    yield from items(blocks, 1 if surface != HOME else 0, most, "/blocks")
    if not isinstance(blocks, list):
        return
    for number, block in enumerate(blocks):
        yield from _block(block, surface, f"/blocks/{number}")
    ids = [one["block_id"] for one in blocks if isinstance(one, dict) and "block_id" in one]
    if len(ids) != len(set(ids)):
        yield "block_id already exists [json-pointer:/blocks]"
    tables = [one for one in blocks if isinstance(one, dict) and one.get("type") == "table"]
    if len(tables) > 1:
        yield "only_one_table_allowed [json-pointer:/blocks]"
    if sum(map(_table_characters, tables)) > MOST_TABLE_CHARACTERS:
        yield f"table text must be less than {MOST_TABLE_CHARACTERS + 1} characters [json-pointer:/blocks]"


def _view_problems(view: Mapping[str, Any]) -> Problems:
    if view["type"] == HOME:
        yield from keys(view, {"callback_id", "private_metadata", "external_id"}, {"type", "blocks"}, "/view")
    else:
        more = {"callback_id", "private_metadata", "external_id", "clear_on_close", "notify_on_close", "submit", "close"}
        yield from keys(view, more, {"type", "blocks", "title"}, "/view")
        for name in ("title", "submit", "close"):
            if name in view:
                yield from text_object(view[name], 24, f"/view/{name}", plain=True)
    yield from string(view.get("callback_id", ""), 255, "/view/callback_id", least=0)
    yield from string(view.get("private_metadata", ""), 3000, "/view/private_metadata", least=0)
    yield from block_problems(view.get("blocks"), view["type"], most=100)
    has_input = any(isinstance(one, dict) and one.get("type") == "input" for one in view.get("blocks") or ())
    if view["type"] == MODAL and has_input and "submit" not in view:
        yield "missing required field: submit [json-pointer:/view]"


def _block(block: Any, surface: str, at: str) -> Problems:
    kind = block.get("type") if isinstance(block, dict) else None
    known = _BLOCKS.get(str(kind))
    if known is None:
        yield f"unsupported type: {kind} [json-pointer:{at}/type]"
        return
    surfaces, check = known
    if surface not in surfaces:
        yield f"unsupported type: {kind} on {surface} [json-pointer:{at}/type]"
    if "block_id" in block:
        yield from string(block["block_id"], 255, f"{at}/block_id")
    yield from check(block, at)


def _section(block: Mapping[str, Any], at: str) -> Problems:
    yield from keys(block, _BLOCK | {"text", "fields", "accessory", "expand"}, set(), at)
    if "text" not in block and "fields" not in block:
        yield f"must have text or fields [json-pointer:{at}]"
    if "text" in block:
        yield from text_object(block["text"], 3000, f"{at}/text")
    if "fields" in block:
        yield from items(block["fields"], 1, 10, f"{at}/fields")
        for number, one in enumerate(block["fields"]):
            yield from text_object(one, 2000, f"{at}/fields/{number}")
    if "accessory" in block:
        yield from element(block["accessory"], f"{at}/accessory")


def _header(block: Mapping[str, Any], at: str) -> Problems:
    yield from keys(block, _BLOCK, {"text"}, at)
    yield from text_object(block.get("text"), 150, f"{at}/text", plain=True)


def _context(block: Mapping[str, Any], at: str) -> Problems:
    yield from keys(block, _BLOCK, {"elements"}, at)
    yield from items(block.get("elements"), 1, 10, f"{at}/elements")
    for number, one in enumerate(block.get("elements") or ()):
        yield from text_object(one, 2000, f"{at}/elements/{number}")


def _divider(block: Mapping[str, Any], at: str) -> Problems:
    yield from keys(block, _BLOCK, set(), at)


def _actions(block: Mapping[str, Any], at: str) -> Problems:
    yield from keys(block, _BLOCK, {"elements"}, at)
    yield from items(block.get("elements"), 1, 25, f"{at}/elements")
    found = [one for one in block.get("elements") or () if isinstance(one, dict)]
    for number, one in enumerate(found):
        yield from element(one, f"{at}/elements/{number}")
    ids = [one["action_id"] for one in found if "action_id" in one]
    if len(ids) != len(set(ids)):
        yield f"action_id already exists [json-pointer:{at}/elements]"


def _input(block: Mapping[str, Any], at: str) -> Problems:
    yield from keys(block, _BLOCK | {"hint", "optional", "dispatch_action"}, {"label", "element"}, at)
    yield from text_object(block.get("label"), 2000, f"{at}/label", plain=True)
    if "hint" in block:
        yield from text_object(block["hint"], 2000, f"{at}/hint", plain=True)
    inside = block.get("element") or {}
    if inside.get("type") not in INPUTS:
        yield f"unsupported type: {inside.get('type')} [json-pointer:{at}/element]"
    yield from element(inside, f"{at}/element")


def _table(block: Mapping[str, Any], at: str) -> Problems:
    yield from keys(block, _BLOCK | {"column_settings"}, {"rows"}, at)
    yield from items(block.get("rows"), 1, 100, f"{at}/rows")
    for number, row in enumerate(block.get("rows") or ()):
        yield from items(row, 1, 20, f"{at}/rows/{number}")
        for place, cell in enumerate(row):
            where = f"{at}/rows/{number}/{place}"
            if cell.get("type") != "raw_text":
                yield f"unsupported type: {cell.get('type')} [json-pointer:{where}]"
            yield from keys(cell, {"type"}, {"text"}, where)
            yield from string(cell.get("text"), MOST_TABLE_CHARACTERS, f"{where}/text")
    yield from items(block.get("column_settings", []), 0, 20, f"{at}/column_settings")
    for one in block.get("column_settings", []):
        yield from keys(one, {"align", "is_wrapped"}, set(), f"{at}/column_settings")


def _rich_text(block: Mapping[str, Any], at: str) -> Problems:
    yield from keys(block, _BLOCK, {"elements"}, at)
    for number, part in enumerate(block.get("elements") or ()):
        yield from keys(part, {"border"}, {"type", "elements"}, f"{at}/elements/{number}")
        if part.get("type") not in {"rich_text_section", "rich_text_preformatted", "rich_text_quote", "rich_text_list"}:
            yield f"unsupported type: {part.get('type')} [json-pointer:{at}/elements/{number}]"
        for one in part.get("elements") or ():
            yield from string(one.get("text"), 3000, f"{at}/elements/{number}/elements")


def _table_characters(block: Mapping[str, Any]) -> int:
    return sum(len(str(cell.get("text", ""))) for row in block.get("rows") or () for cell in row)


_EVERYWHERE = frozenset({MESSAGE, MODAL, HOME})
_BLOCKS = {
    "section": (_EVERYWHERE, _section),
    "header": (_EVERYWHERE, _header),
    "context": (_EVERYWHERE, _context),
    "divider": (_EVERYWHERE, _divider),
    "actions": (_EVERYWHERE, _actions),
    "input": (_EVERYWHERE, _input),
    "rich_text": (_EVERYWHERE, _rich_text),
    "table": (frozenset({MESSAGE}), _table),
}
