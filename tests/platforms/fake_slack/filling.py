"""How a person fills in a modal of the fake Slack, and what Slack itself would not let them send. The answer is for acts.py."""

from collections.abc import Mapping
from typing import Any

from tests.platforms.fake_slack.elements import offered
from tests.platforms.fake_slack.state import Json, OpenView


def filled(opened: OpenView, values: Mapping[str, Any]) -> Json:
    """Return the state of a modal that is sent: what the person filled in, else what was shown or filled in before."""
    blocks = [one for one in opened.view["blocks"] if one["type"] == "input"]
    given = {_block_id(blocks, name): value for name, value in values.items()}
    state: Json = {}
    for block in blocks:
        element, id_ = block["element"], block["block_id"]
        answer = _given(element, given[id_]) if id_ in given else opened.typed.get(id_, _shown(element))
        opened.typed[id_] = answer
        assert block.get("optional") or _answered(answer), f"Slack does not send without {block['label']['text']!r}"
        state[id_] = {element["action_id"]: {"type": element["type"], **answer}}
    return state


def shown_in(opened: OpenView) -> Json:
    """Return what each field of a modal holds before anybody touches it, by the name of its block: a value, or several."""
    fields = [one for one in opened.view["blocks"] if one["type"] == "input"]
    return {one["block_id"]: _held(opened.typed.get(one["block_id"], _shown(one["element"]))) for one in fields}


def _held(answer: Json) -> Any:
    """Return what an answer says: a text, the value of an option, or those of several."""
    (held,) = answer.values()
    if isinstance(held, list):
        return tuple(one["value"] for one in held)
    return held["value"] if isinstance(held, dict) else held or ""


def _block_id(blocks: list[Json], name: str) -> str:
    """Find a field by the name it begins with, or by its label."""
    found = [
        one["block_id"]
        for one in blocks
        if one["block_id"] == name or one["block_id"].startswith(f"{name}~") or one["label"]["text"] == name
    ]
    assert found, f"there is no field {name!r}, only {[one['label']['text'] for one in blocks]}"
    return str(found[0])


def _given(element: Json, value: Any) -> Json:  # noqa: PLR0911  # One return for each kind of element.
    """Return an answer as its element sends it."""
    match element["type"]:
        case "plain_text_input":
            assert value is None or len(value) <= element.get("max_length", 3000), "Slack stops typing there"
            return {"value": value or None}
        case "static_select" | "radio_buttons":
            return {"selected_option": _choice(element, value) if value else None}
        case "checkboxes" if isinstance(value, bool):
            return {"selected_options": list(offered(element)) if value else []}
        case "checkboxes" | "multi_static_select":
            return {"selected_options": [_choice(element, one) for one in value]}
        case "users_select":
            return {"selected_user": value}
        case "datepicker":
            return {"selected_date": value}
        case "timepicker":
            return {"selected_time": value}
    raise AssertionError(f"a person cannot fill in {element['type']}")


def _choice(element: Json, label: str) -> Json:
    found = [one for one in offered(element) if label in {one["text"]["text"], one["value"]}]
    assert found, f"there is no option {label!r}, only {[one['text']['text'] for one in offered(element)]}"
    return dict(found[0])


def _shown(element: Json) -> Json:
    """Return what an element holds before anybody touches it."""
    first = {
        "plain_text_input": ("value", "initial_value"),
        "static_select": ("selected_option", "initial_option"),
        "radio_buttons": ("selected_option", "initial_option"),
        "users_select": ("selected_user", "initial_user"),
        "datepicker": ("selected_date", "initial_date"),
        "timepicker": ("selected_time", "initial_time"),
    }
    if element["type"] in first:
        name, initial = first[element["type"]]
        return {name: element.get(initial)}
    return {"selected_options": element.get("initial_options", [])}


def _answered(answer: Json) -> bool:
    return any(answer.values())
