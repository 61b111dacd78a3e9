"""Neutral form → Mattermost dialog, and the dialog's answers back, pure. Each kind of field has one `case`, in field_shapes.py."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeAlias

from bot.chat.form import Field, Form, Time, Value
from bot.chat.markdown import Markdown, joined, listed, marked
from bot.chat.request import Call, Place
from bot.platforms.mattermost.field_shapes import Element, drawn_field, drawn_moment, fitted, whole_help
from bot.platforms.mattermost.ids import NAME
from bot.platforms.mattermost.introduced import introduction
from bot.platforms.mattermost.limits import LINE, LINES, TITLE
from bot.platforms.mattermost.marked import PLAINLY, Drawing
from bot.platforms.mattermost.moment_shapes import asked
from bot.platforms.mattermost.plainly import silenced
from bot.platforms.mattermost.signing import FORM, Signer, Ticket
from bot.platforms.mattermost.versions import Version

Dialog: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Meta:
    """What a dialog carries along: its command, where it was opened, for whom, and what its answer belongs to.

    `post` is the reference of the message whose button opened it, for an answer that takes that message's place. `mark` tells
    this opening from all others: what was sent with it once is not done again, and what only we may know is kept under it.
    """

    command: str
    place: Place
    user: str
    mark: str
    thread: str | None = None
    post: str | None = None

    def ticket(self, until: datetime) -> Ticket:
        """Return it as a ticket to be signed."""
        facts = {"t": self.thread, "m": self.post, "d": self.place.direct and "1", "o": self.place.outsiders and "1"}
        return Ticket(
            kind=FORM,
            command=self.command,
            channel=self.place.id,
            until=until,
            user=self.user,
            mark=self.mark,
            facts={name: value for name, value in facts.items() if value},
        )

    @classmethod
    def of(cls, ticket: Ticket) -> "Meta":
        """Read it back from a ticket that was verified."""
        direct, outsiders = "d" in ticket.facts, "o" in ticket.facts
        where = Place(NAME, ticket.channel, direct=direct, outsiders=outsiders)
        return cls(ticket.command, where, ticket.user, ticket.mark, ticket.facts.get("t"), ticket.facts.get("m"))


def meta_of(call: Call, form: Form, mark: str, *, post: str | None = None) -> Meta:
    """Return what a form that answers a call has to carry along."""
    return Meta(form.command, call.place, call.account.user, mark, call.thread, post)


@dataclass(frozen=True)
class Asking:
    """What drawing a form needs besides the form: who signs, which server, and until when its answer is taken."""

    signer: Signer
    version: Version
    until: datetime
    drawing: Drawing = PLAINLY


def dialog(form: Form, meta: Meta, asking: Asking) -> Dialog:
    """Return a form as a dialog. Whatever is wrong with it so far stands above its fields: only a submission gets errors beside them.

    Nothing a person wrote is cut, even where the server would log that it is long.
    """
    return {
        "callback_id": FORM,
        "title": fitted(form.title or form.submit, TITLE) or "–",
        "introduction_text": introduction(_above(form, asking), asking.drawing),
        "elements": [_drawn(one, time, form, asking) for one, time in asked(form, asking.version)],
        "submit_label": form.submit,
        "notify_on_cancel": False,
        "state": asking.signer.sign(meta.ticket(asking.until)),
    }


def refused(form: Form, drawing: Drawing = PLAINLY, *, picked: Collection[str] = ()) -> dict[str, Any]:
    """Return the answer to a submission that was refused: sentences beside the fields; what a person typed stays as it is.

    `picked` names the days that the dialog asked for together with their time: what is said of one stands beside the other.
    """
    shown = {one.name: one.name for one in form.fields}
    shown |= {one.of: one.name for one in form.fields if isinstance(one, Time) and one.of in picked}
    beside: dict[str, str] = {}
    for name, said in form.errors.items():
        if name in shown and said:  # Of a day and its time the first that is said is enough.
            beside.setdefault(shown[name], silenced(drawing.sentence(said)))
    others = [silenced(drawing.sentence(said)) for name, said in form.errors.items() if name not in shown and said]
    return {**({"errors": beside} if beside else {}), **({"error": " ".join(others)} if others else {})}


def next_step(form: Form, meta: Meta, asking: Asking) -> dict[str, Any] | None:
    """Return the answer to a submission that opens another form; none where the server has no such steps, or would refuse this one."""
    if not asking.version.steps:
        return None
    drawn = dialog(form, replace(meta, command=form.command), asking)
    return {"type": "form", "form": drawn} if all(map(_fits, drawn["elements"])) else None


def values_of(submission: object) -> dict[str, Value]:
    """Return the answers of a dialog by field name; what is of no kind a dialog sends is empty."""
    if not isinstance(submission, Mapping):
        return {}
    return {name: _answer(value) for name, value in submission.items() if isinstance(name, str)}


def _drawn(field: Field, time: Time | None, form: Form, asking: Asking) -> Element:
    if time is None:
        return drawn_field(field, asking.version, asking.drawing)
    return drawn_moment(field, time, form.zone, (asking.version, asking.drawing))


def _answer(value: object) -> Value:
    """Return one answer, whichever element it was given in."""
    match value:
        case bool() | str():
            return value
        case int() | float():
            return str(value)
        case [*many]:
            return tuple(one for one in many if isinstance(one, str) and one)
        case _:
            return ""


def _fits(element: Element) -> bool:
    """Tell whether the server takes an element also where it looks closely."""
    longest = LINES if element["type"] in {"textarea", "select"} else LINE
    return len(str(element.get("default", "")).encode()) <= longest


def _above(form: Form, asking: Asking) -> Markdown:
    """Return what stands above the fields: what is wrong, the form's own words, and options no field has room for."""
    labels = {one.name: one.label for one in form.fields}
    wrong = [
        marked(
            "**{label}:** {said}" if name in labels else "{said}", label=labels.get(name, ""), said=asking.drawing.sentence(said)
        )
        for name, said in form.errors.items()
        if said
    ]
    warning = marked("⚠️ {said}", said=wrong[0]) if len(wrong) == 1 else joined([Markdown("⚠️"), listed(wrong)] if wrong else [])
    found = [(one.label, whole_help(one, asking.version, asking.drawing)) for one in form.fields]
    options = [marked("**{label}:** {options}", label=label, options=said) for label, said in found if said]
    return joined([warning, Markdown(form.intro), listed(options)])
