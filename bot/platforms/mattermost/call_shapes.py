"""What Mattermost sent → Call, pure. A payload dies here; one that is not understood gives none, never an exception.

Commands and events say who acted and where. Of an action and a dialog only the person is certain: what they do, and for a dialog
where, stands in a ticket of ours (signing.py), and a ticket that does not hold raises. Whether outsiders read along no payload
says; the connection has to ask, and `placed` takes its answer.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Literal

from bot.chat.request import Account, Call, Place
from bot.platforms.mattermost.form_shapes import Meta, values_of
from bot.platforms.mattermost.heard import first_mentioned, without_mention, words
from bot.platforms.mattermost.ids import NAME, is_id, two_of
from bot.platforms.mattermost.signing import CONTEXT, FORM, PRESS, Refused, Signer
from bot.platforms.reading import at, text_at

DIRECT = "D"
LONGEST_MARK = 64


@dataclass(frozen=True)
class Bot:
    """The bot on one server: its user there, its user name, and how its commands are called."""

    user: str
    name: str
    root: str = "pagt"
    prefix: str = ""


@dataclass(frozen=True)
class Pressed:
    """A button that was pressed, or an option chosen: the call, the post it stands in, and the trigger that may open a dialog."""

    call: Call
    post: str
    trigger: str


@dataclass(frozen=True)
class Submitted:
    """A dialog that was sent: the call, and what the dialog carried along."""

    call: Call
    meta: Meta


def call_of_command(form: object, bot: Bot) -> Call | None:
    """Read the fields of a command; the line is as it was typed, without a prefix that only the server's list of commands needs."""
    name, user, where = text_at(form, "command").strip(), text_at(form, "user_id"), text_at(form, "channel_id")
    if not name.startswith("/") or not is_id(user) or not is_id(where):
        return None
    if bot.prefix and name.startswith(f"/{bot.prefix}") and not name.startswith(f"/{bot.root}"):
        name = "/" + name.removeprefix(f"/{bot.prefix}")
    root = text_at(form, "root_id")
    return _call(
        user,
        Place(NAME, where, direct=two_of(text_at(form, "channel_name")) is not None),
        f"{name} {words(text_at(form, 'text'))}".strip(),
        "typed",
        thread=root if is_id(root) else None,
        key=_key("command", text_at(form, "trigger_id")),
    )


def pressed(payload: object, signer: Signer, now: datetime) -> Pressed | None:
    """Read a pressed button or a chosen option.

    Raises:
        Refused: when it is none of ours, of another time, of another place, or somebody else's; or the option was not offered.
    """
    user, where = text_at(payload, "user_id"), text_at(payload, "channel_id")
    if not is_id(user) or not is_id(where):
        return None
    ticket = signer.verified(text_at(payload, "context", CONTEXT), kind=PRESS, user=user, channel=where, now=now)
    line = ticket.command
    if ticket.values:
        chosen = text_at(payload, "context", "selected_option")
        if chosen not in ticket.values:
            raise Refused("forged")
        line = f"{line} {chosen}".strip()
    post, trigger = text_at(payload, "post_id"), text_at(payload, "trigger_id")
    thread = ticket.facts.get("root") or post
    place = Place(NAME, where, direct=two_of(text_at(payload, "channel_name")) is not None)
    call = _call(user, place, line, "pressed", thread=thread if is_id(thread) else None, key=_key("action", trigger))
    return Pressed(call, post if is_id(post) else "", trigger)


def submitted(payload: object, signer: Signer, now: datetime) -> Submitted | None:
    """Read a dialog that was sent; none for one that was closed. Its `channel_id` is not looked at: it can be another's.

    Raises:
        Refused: when its state is none of ours, of another time, or somebody else's.
    """
    user = text_at(payload, "user_id")
    kind = text_at(payload, "type") or "dialog_submission"
    if kind != "dialog_submission" or not is_id(user) or at(payload, "cancelled") is True:
        return None
    meta = Meta.of(signer.verified(text_at(payload, "state"), kind=FORM, user=user, now=now))
    call = _call(user, meta.place, meta.command, "submitted", thread=meta.thread, key=_key("form", meta.mark))
    return Submitted(replace(call, values=values_of(at(payload, "submission"))), meta)


def call_of_event(event: object, bot: Bot) -> Call | None:
    """Read words in a `posted` event. Other events, and what no person said, give none.

    A direct message and one that names the bot are meant for it. A reply in a thread may be, when the thread is one of the bot's:
    the event does not say whose it is, so whoever asked for it has to (`meant`).
    """
    if text_at(event, "event") != "posted":
        return None
    try:
        post = json.loads(text_at(event, "data", "post"))
    except (ValueError, RecursionError):
        return None
    return call_of_post(post, bot, direct=text_at(event, "data", "channel_type") == DIRECT)


def call_of_post(post: object, bot: Bot, *, direct: bool) -> Call | None:
    """Read words in a post, as an event carries it or as it was fetched; the key is the post's, so that both are one."""
    id_, user, where = (text_at(post, name) for name in ("id", "user_id", "channel_id"))
    root, said = text_at(post, "root_id"), text_at(post, "message")
    if not (is_id(id_) and is_id(user) and is_id(where)) or user == bot.user or not _by_a_person(post):
        return None
    line, named = without_mention(words(said), bot.name)
    thread = root if is_id(root) else None
    if not direct and not named and (thread is None or first_mentioned(said) is not None):
        return None
    line = line or ("help" if thread is None else "")
    if not line:
        return None
    call = _call(user, Place(NAME, where, direct=direct), line, "said", thread=thread, key=_key("said", id_))
    return replace(call, addressed=named > 0)


def meant(call: Call) -> bool:
    """Tell whether words are meant for the bot whatever they stand under; the others are when their thread is one of the bot's."""
    return call.place.direct or call.addressed


def placed(call: Call, *, outsiders: bool) -> Call:
    """Return the call with what the connection found out of its place; once known to have outsiders, it keeps them."""
    return replace(call, place=replace(call.place, outsiders=call.place.outsiders or outsiders))


def _by_a_person(post: object) -> bool:
    """Tell whether a person wrote a post, and it still stands: not the server, a bot, a webhook or a command's answer."""
    marks = at(post, "props") if isinstance(at(post, "props"), Mapping) else {}
    made = any(marks.get(mark) in (True, "true") for mark in ("from_bot", "from_webhook", "from_plugin", "from_oauth_app"))
    return not made and text_at(post, "type") == "" and not at(post, "delete_at")


def _call(
    user: str,
    place: Place,
    line: str,
    how: Literal["typed", "pressed", "submitted", "said"],
    *,
    thread: str | None,
    key: str | None,
) -> Call:
    return Call(Account(NAME, user), place, line, how=how, thread=thread, key=key)


def _key(kind: str, mark: str) -> str | None:
    """Return what a delivery is known by; a trigger, which is longer than any column, by its hash."""
    if not mark:
        return None
    return f"{kind}:{mark if len(mark) <= LONGEST_MARK else sha256(mark.encode('utf-8', 'replace')).hexdigest()}"
