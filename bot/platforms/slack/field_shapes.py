"""One field of a neutral form → one input of a Slack modal, pure. What the whole modal looks like is in form_shapes.py."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, assert_never

from slack_sdk.models.blocks import (
    CheckboxesElement,
    DatePickerElement,
    InputBlock,
    Option,
    OptionGroup,
    PlainTextInputElement,
    PlainTextObject,
    StaticMultiSelectElement,
    StaticSelectElement,
    TimePickerElement,
    UserSelectElement,
)

from bot.chat.form import Check, Choice, Choices, Day, Field, Long, Party, Person, Short, Time
from bot.chat.message import Option as Offered
from bot.chat.message import shortened
from bot.platforms.meant import meant
from bot.platforms.slack.limits import BOXES, HINT, INPUT, LABEL, OPTION_LABEL, OPTIONS, PLACEHOLDER
from bot.platforms.slack.mrkdwn import PLAINLY, Drawing
from bot.platforms.slack.parcel import Block, as_dict
from bot.platforms.slack.shapes import option

ANSWER = "answer"
YES = "yes"
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_ISO_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d\Z")
_USER = re.compile(r"(?:<@)?(?:[TE][A-Z0-9]+/)?([UW][A-Z0-9]{1,30})(?:\|[^>]*)?>?\Z")


def drawn_field(field: Field, block: str, drawing: Drawing = PLAINLY) -> Block:
    """Return a field as an input block."""
    hint = drawing.sentence(field.hint)
    beside = isinstance(field, Check) and len(hint) <= OPTION_LABEL  # A box says what ticking it means; then no hint is needed.
    return as_dict(
        InputBlock(
            block_id=block,
            label=plain_text(field.label or field.name, LABEL),
            hint=plain_text(hint, HINT) if hint and not beside else None,
            optional=not field.required,
            element=_element(field, hint if beside else ""),
        )
    )


def plain_text(text: str, longest: int) -> PlainTextObject:
    """Return a text that Slack shows as it is, cut to fit and never empty."""
    return PlainTextObject(text=shortened(text, longest) or "–", emoji=False)


def _element(field: Field, hint: str) -> Any:  # noqa: PLR0911  # One return for each kind of field.
    """Return what a field is answered with."""
    match field:
        case Check():
            yes = Option(text=plain_text(hint or field.label, OPTION_LABEL), value=YES)
            return CheckboxesElement(action_id=ANSWER, options=[yes], initial_options=[yes] if field.ticked else None)
        case Choices() if field.options:
            return _many(*meant(field.values, field.options))
        case Choice() | Party() if field.options:
            return _one(*meant((field.value,), field.options))
        case Person():
            known = _USER.match(field.value.strip())
            return UserSelectElement(action_id=ANSWER, initial_user=known[1] if known else None, placeholder=_typed(field, known))
        case Day():
            day = _is_day(field.value)
            return DatePickerElement(action_id=ANSWER, initial_date=field.value if day else None, placeholder=_typed(field, day))
        case Time():
            time = _ISO_TIME.match(field.value)
            return TimePickerElement(
                action_id=ANSWER, initial_time=field.value if time else None, placeholder=_typed(field, time)
            )
        case Long():
            return _input(field, field.value, multiline=True)
        case Short() | Choice() | Choices():
            return _input(field, " ".join(field.value.split()), multiline=False)
        case _:
            assert_never(field)


def _is_day(value: str) -> bool:
    """Tell whether a day is written as a picker writes it, and is in the calendar."""
    try:
        return _ISO_DAY.match(value) is not None and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _typed(field: Field, known: object) -> PlainTextObject | None:
    """Return words that a picker cannot hold as its placeholder, so that a person sees what they wrote."""
    return plain_text(field.value, PLACEHOLDER) if field.value.strip() and not known else None


def _input(field: Field, value: str, *, multiline: bool) -> PlainTextInputElement:
    longest = max(1, min(field.longest, INPUT))
    return PlainTextInputElement(action_id=ANSWER, multiline=multiline, max_length=longest, initial_value=value[:longest] or None)


def _one(chosen: Sequence[Offered], offered: Sequence[Offered]) -> StaticSelectElement:
    first = option(chosen[0]) if chosen else None
    return StaticSelectElement(action_id=ANSWER, initial_option=first, **_offered(offered))


def _many(chosen: Sequence[Offered], offered: Sequence[Offered]) -> CheckboxesElement | StaticMultiSelectElement:
    first = [option(one) for one in chosen] or None
    if len(offered) <= BOXES:
        return CheckboxesElement(action_id=ANSWER, options=[option(one) for one in offered], initial_options=first)
    return StaticMultiSelectElement(action_id=ANSWER, initial_options=first, **_offered(offered))


def _offered(offered: Sequence[Offered]) -> dict[str, Any]:
    """Return the options of a menu; more than a hundred stand in groups named after their first and last."""
    if len(offered) <= OPTIONS:
        return {"options": [option(one) for one in offered]}
    groups = [offered[start : start + OPTIONS] for start in range(0, len(offered), OPTIONS)]
    half = OPTION_LABEL // 2 - 2
    return {
        "option_groups": [
            OptionGroup(
                label=plain_text(f"{shortened(group[0].label, half)} – {shortened(group[-1].label, half)}", OPTION_LABEL),
                options=[option(one) for one in group],
            )
            for group in groups[:OPTIONS]
        ]
    }
