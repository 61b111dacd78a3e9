"""The limits of messages and views in the fake Slack: what just fits is taken, and the same with one too many is refused."""

import pytest

from tests.platforms.fake_slack.blocks import Refused, check_message, check_view


def plain(text):
    return {"type": "plain_text", "text": text}


def mrkdwn(text):
    return {"type": "mrkdwn", "text": text}


def section(text, **more):
    return {"type": "section", "text": mrkdwn(text), **more}


def button(number=0, **facts):
    return {"type": "button", "action_id": f"a{number}", "text": plain("Go"), "value": "/go", **facts}


def actions(*elements):
    return {"type": "actions", "elements": list(elements)}


def options(count, label="x", value="v"):
    return [{"text": plain(label), "value": f"{value}{number}"} for number in range(count)]


def table(rows, columns=1, text="x"):
    return {"type": "table", "rows": [[{"type": "raw_text", "text": text} for _ in range(columns)] for _ in range(rows)]}


def select(count, **facts):
    return actions({"type": "static_select", "action_id": "s", "options": options(count), **facts})


def field(element, **facts):
    return {"type": "input", "block_id": "f", "label": plain("Label"), "element": {"action_id": "a", **element}, **facts}


# What just fits, and the same with one too many.
LIMITS = {
    "blocks": ([section("x")] * 50, [section("x")] * 51),
    "section text": ([section("x" * 3000)], [section("x" * 3001)]),
    "empty text": ([section("x")], [section("")]),
    "fields": (
        [{"type": "section", "fields": [mrkdwn("x" * 1000)] * 10}],
        [{"type": "section", "fields": [mrkdwn("x")] * 11}],
    ),
    "field text": ([{"type": "section", "fields": [mrkdwn("x" * 2000)]}], [{"type": "section", "fields": [mrkdwn("x" * 2001)]}]),
    "header": ([{"type": "header", "text": plain("x" * 150)}], [{"type": "header", "text": plain("x" * 151)}]),
    "header markup": ([{"type": "header", "text": plain("x")}], [{"type": "header", "text": mrkdwn("x")}]),
    "context": ([{"type": "context", "elements": [mrkdwn("x")] * 10}], [{"type": "context", "elements": [mrkdwn("x")] * 11}]),
    "actions": ([actions(*map(button, range(25)))], [actions(*map(button, range(26)))]),
    "action ids": ([actions(button(1), button(2))], [actions(button(1), button(1))]),
    "action id": ([actions(button(action_id="x" * 255))], [actions(button(action_id="x" * 256))]),
    "button text": ([actions(button(text=plain("x" * 75)))], [actions(button(text=plain("x" * 76)))]),
    "button value": ([actions(button(value="x" * 2000))], [actions(button(value="x" * 2001))]),
    "button style": ([actions(button(style="danger"))], [actions(button(style="plain"))]),
    "options": ([select(100)], [select(101)]),
    "no options": ([select(1)], [select(0)]),
    "placeholder": ([select(1, placeholder=plain("x" * 150))], [select(1, placeholder=plain("x" * 151))]),
    "option text": ([select(0, options=options(1, "x" * 75))], [select(0, options=options(1, "x" * 76))]),
    "option value": ([select(0, options=options(1, "x", "x" * 149))], [select(0, options=options(1, "x", "x" * 150))]),
    "first option": (
        [select(1, initial_option=options(1)[0])],
        [select(1, initial_option={"text": plain("other"), "value": "v0"})],
    ),
    "overflow": (
        [actions({"type": "overflow", "action_id": "o", "options": options(5)})],
        [actions({"type": "overflow", "action_id": "o", "options": options(6)})],
    ),
    "boxes": (
        [actions({"type": "checkboxes", "action_id": "c", "options": options(10)})],
        [actions({"type": "checkboxes", "action_id": "c", "options": options(11)})],
    ),
    "block id": ([section("x", block_id="x" * 255)], [section("x", block_id="x" * 256)]),
    "block ids": ([section("x", block_id="a"), section("x", block_id="b")], [section("x", block_id="a")] * 2),
    "rows": ([table(100)], [table(101)]),
    "columns": ([table(1, 20)], [table(1, 21)]),
    "empty cell": ([table(1)], [table(1, text="")]),
    "table text": ([table(100, 10, "x" * 10)], [table(100, 10, "x" * 11)]),
    "tables": ([table(1)], [table(1), table(1)]),
    "properties": ([section("x")], [section("x", colour="red")]),
    "kind": ([section("x")], [{"type": "alert", "text": plain("x")}]),
}


@pytest.mark.parametrize(("fits", "too_much"), LIMITS.values(), ids=LIMITS)
def test_a_message_over_a_limit_is_refused_and_one_within_it_is_taken(fits, too_much):
    check_message("text", fits)
    with pytest.raises(Refused, match="invalid_blocks"):
        check_message("text", too_much)


def test_all_blocks_together_have_a_limit():
    check_message("text", [section("x" * 2900)] * 4)
    with pytest.raises(Refused, match="msg_blocks_too_long"):
        check_message("text", [section("x" * 3000)] * 5)


@pytest.mark.parametrize(
    ("text", "blocks", "error"), [("", [], "no_text"), (None, None, "no_text"), ("x" * 40_001, [], "msg_too_long")]
)
def test_a_text_has_a_limit_and_is_needed_without_blocks(text, blocks, error):
    with pytest.raises(Refused, match=error):
        check_message(text, blocks)


MODAL = {"type": "modal", "title": plain("x" * 24), "submit": plain("x" * 24), "blocks": [section("x")]}
TYPED = {"type": "plain_text_input"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": plain("x" * 25)},
        {"submit": plain("x" * 25)},
        {"close": plain("x" * 25)},
        {"callback_id": "x" * 256},
        {"private_metadata": "x" * 3001},
        {"blocks": [section("x")] * 101},
        {"blocks": []},
        {"blocks": [table(1)]},
        {"blocks": [field(TYPED, label=plain("x" * 2001))]},
        {"blocks": [field(TYPED, hint=plain("x" * 2001))]},
        {"blocks": [field({**TYPED, "max_length": 3001})]},
        {"blocks": [field({**TYPED, "max_length": 5, "initial_value": "x" * 6})]},
        {"blocks": [field({**TYPED, "initial_value": "two\nlines"})]},
        {"blocks": [field({"type": "datepicker", "initial_date": "tomorrow"})]},
        {"blocks": [field({"type": "timepicker", "initial_time": "at ten"})]},
        {"blocks": [field({"type": "users_select", "initial_user": "Anna"})]},
        {"blocks": [field({"type": "checkboxes", "options": options(2), "initial_options": []})]},
        {"blocks": [field({"type": "button", "text": plain("x")})]},
    ],
    ids=lambda wrong: str(wrong)[:60],
)
def test_a_modal_over_a_limit_is_refused(wrong):
    check_view(MODAL)
    with pytest.raises(Refused, match="invalid_arguments"):
        check_view({**MODAL, **wrong})


def test_a_modal_with_a_field_needs_a_way_to_send_it_and_a_home_tab_has_none():
    with pytest.raises(Refused):
        check_view({"type": "modal", "title": plain("x"), "blocks": [field(TYPED)]})
    with pytest.raises(Refused):
        check_view({"type": "home", "submit": plain("x"), "blocks": [section("x")]})
    check_view({"type": "home", "blocks": [section("x")] * 100})
