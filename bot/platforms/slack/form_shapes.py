"""Neutral form → Slack modal, and the modal's answers back, pure. Each kind of field has one `case`.

A field's block is called `name~3`, where the number counts how often the form was drawn anew: Slack keeps what a person typed
into a block it knows, so a form that comes back with other values needs blocks of other names.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from slack_sdk.models.views import View

from bot.chat.form import Form, Value
from bot.chat.markdown import Markdown, joined, listed, marked
from bot.chat.message import shortened
from bot.chat.request import Call, Place
from bot.platforms.slack.field_shapes import drawn_field, plain_text
from bot.platforms.slack.ids import NAME
from bot.platforms.slack.limits import HINT, IDENTIFIER, METADATA, TITLE, VIEW_BLOCKS
from bot.platforms.slack.mrkdwn import PLAINLY, Drawing, texts
from bot.platforms.slack.parcel import Block, as_dict
from bot.platforms.slack.reading import text_at
from bot.platforms.slack.shapes import section

FORM = "form"  # The callback id of a modal that is a form of ours.


@dataclass(frozen=True)
class Meta:
    """What a modal carries along unseen: its command, where it was opened, and what its answer belongs to.

    `post` is the reference of the message whose button opened it, for an answer that takes that message's place.
    `respond` is the response_url of what opened it, where there is one. `drawn` counts how often the form was drawn anew.
    """

    command: str
    place: Place
    thread: str | None = None
    post: str | None = None
    respond: str | None = None
    drawn: int = 0

    def stored(self) -> str:
        """Return it as Slack keeps it with the modal.

        Raises:
            ValueError: when it is longer than Slack keeps, which no command of ours is.
        """
        place = self.place
        facts = {
            "c": self.command,
            "p": place.id,
            "d": place.direct,
            "o": place.outsiders,
            "t": self.thread,
            "m": self.post,
            "r": self.respond,
            "n": self.drawn,
        }
        kept = json.dumps({key: value for key, value in facts.items() if value}, ensure_ascii=False, separators=(",", ":"))
        if len(kept) > METADATA:
            raise ValueError(f"the command of a form is too long for Slack: {len(self.command)} characters")
        return kept

    @classmethod
    def read(cls, stored: str) -> "Meta | None":
        """Read it back; none for what is not ours."""
        try:
            facts = json.loads(stored)
        except ValueError:
            return None
        command, place, drawn = text_at(facts, "c"), text_at(facts, "p"), facts.get("n", 0) if isinstance(facts, dict) else None
        if not command or not place or not isinstance(drawn, int):
            return None
        where = Place(NAME, place, direct=facts.get("d") is True, outsiders=facts.get("o") is True)
        thread, post, respond = (text_at(facts, key) or None for key in "tmr")
        return cls(command, where, thread, post, respond, drawn)


def meta_of(call: Call, form: Form, *, post: str | None = None, respond: str | None = None) -> Meta:
    """Return what a form that answers a call has to carry along."""
    return Meta(form.command, call.place, call.thread, post, respond)


def view(form: Form, meta: Meta, drawing: Drawing = PLAINLY) -> Block:
    """Return a form as a modal. Whatever is wrong with it so far stands above its fields: only a submission gets errors beside them.

    Raises:
        ValueError: when it has more fields than a modal takes, or its command is longer than a modal keeps.
    """
    fields = [drawn_field(one, block_id(one.name, meta.drawn), drawing) for one in form.fields]
    above = _above(form, drawing)
    if len(fields) + len(above) > VIEW_BLOCKS:
        raise ValueError(f"a Slack modal cannot hold the {len(fields)} fields of {form.command!r}")
    return as_dict(
        View(
            type="modal",
            callback_id=FORM,
            title=plain_text(form.title or form.submit, TITLE),
            submit=plain_text(form.submit or form.title, TITLE),
            blocks=[*above, *fields] or [section("–")],
            private_metadata=meta.stored(),
        )
    )


def refused(form: Form, meta: Meta, drawing: Drawing = PLAINLY) -> Block:
    """Return the answer to a submission that was refused: sentences beside the fields, or the form anew with what is wrong above it.

    Where Slack shows errors beside fields, everything a person typed stays as it is; else it stands in the form given.
    """
    shown = {one.name for one in form.fields}
    if form.errors and set(form.errors) <= shown:
        beside = {block_id(name, meta.drawn): shortened(drawing.sentence(said), HINT) for name, said in form.errors.items()}
        return {"response_action": "errors", "errors": beside}
    return {"response_action": "update", "view": view(form, replace(meta, drawn=meta.drawn + 1), drawing)}


def block_id(name: str, drawn: int) -> str:
    """Return what a field's block is called."""
    return f"{name}~{drawn}"[:IDENTIFIER]


def values_of(state: object) -> dict[str, Value]:
    """Return the answers in a modal's state by field name; what was not answered is empty."""
    values: dict[str, Value] = {}
    for block, elements in state.items() if isinstance(state, Mapping) else ():
        name, _, drawn = str(block).rpartition("~")
        if name and drawn.isdecimal() and isinstance(elements, Mapping):
            for element in elements.values():
                values[name] = _answer(element)
    return values


def _answer(element: object) -> Value:  # noqa: PLR0911  # One return for each kind of element.
    """Return one answer, whichever element it was given in."""
    if not isinstance(element, Mapping):
        return ""
    match element.get("type"):
        case "checkboxes" | "multi_static_select":
            chosen = element.get("selected_options")
            return tuple(filter(None, (text_at(one, "value") for one in chosen))) if isinstance(chosen, list) else ()
        case "static_select" | "radio_buttons":
            return text_at(element, "selected_option", "value")
        case "users_select":
            return text_at(element, "selected_user")
        case "datepicker":
            return text_at(element, "selected_date")
        case "timepicker":
            return text_at(element, "selected_time")
        case _:
            return text_at(element, "value")


def _above(form: Form, drawing: Drawing) -> list[Block]:
    """Return what stands above the fields: what is wrong, then the form's own words."""
    labels = {one.name: one.label for one in form.fields}
    wrong = [
        marked("**{label}:** {said}" if name in labels else "{said}", label=labels.get(name, ""), said=spoken)
        for name, sentence in form.errors.items()
        if (spoken := drawing.sentence(sentence))
    ]
    warning = marked("⚠️ {said}", said=wrong[0]) if len(wrong) == 1 else joined([Markdown("⚠️"), listed(wrong)])
    return [section(one) for one in (*(texts(warning, drawing) if wrong else ()), *texts(form.intro, drawing))]
