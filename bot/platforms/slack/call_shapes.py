"""What Slack sent → Call, pure. A payload dies here; one that is not understood gives none, never an exception.

Who acted is keyed by their own team and user (slack.md §7): people of another organisation act in a shared channel too, and in
an organisation with several workspaces the organisation is the team. Where the payload does not say that outsiders read along,
the connection has to ask; `placed` takes its answer.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal

from bot.chat.message import shortened
from bot.chat.request import Account, Call, Place
from bot.platforms.slack.form_shapes import FORM, Meta, values_of
from bot.platforms.slack.heard import without_mention, words
from bot.platforms.slack.ids import NAME, account, reference
from bot.platforms.slack.reading import at, first_at, text_at
from bot.platforms.slack.shapes import MENU, PRESS

BRING = "bring"  # The callback id of the message shortcut.
BRINGS = "/initiative new"
_LONGEST_TITLE = 150
_USER = re.compile(r"[UW][A-Z0-9]{1,30}\Z")
_TEAM = re.compile(r"[TE][A-Z0-9]{1,30}\Z")
_CHANNEL = re.compile(r"[CDG][A-Z0-9]{1,30}\Z")
_STAMP = re.compile(r"\d{1,15}\.\d{1,9}\Z")
_SPOKEN = frozenset({"", "file_share", "thread_broadcast"})  # Subtypes of a message in which a person says something.


@dataclass(frozen=True)
class Bot:
    """The bot in one workspace: the team it is installed in, its own user there, and how its commands are called.

    `elsewhere` are its users in other workspaces. In a channel that two of them share Slack tells of a message once, through
    either, whichever of its users was mentioned or had begun the thread.
    """

    team: str
    user: str = ""
    root: str = "pagt"
    prefix: str = ""
    elsewhere: frozenset[str] = frozenset()

    @property
    def users(self) -> frozenset[str]:
        """Every user it is."""
        return self.elsewhere | ({self.user} if self.user else set())


@dataclass(frozen=True)
class Pressed:
    """The message whose button was pressed, and whether only that person sees it."""

    post: str | None
    ephemeral: bool


def call_of_command(payload: object, bot: Bot) -> Call | None:
    """Read a slash command; the line is as it was typed, without a prefix that only Slack's list of commands needs."""
    name = text_at(payload, "command").strip()
    if not name.startswith("/"):
        return None
    if bot.prefix and name.startswith(f"/{bot.prefix}") and not name.startswith(f"/{bot.root}"):
        name = "/" + name.removeprefix(f"/{bot.prefix}")
    who, where = _who(payload, text_at(payload, "user_id"), text_at(payload, "team_id")), text_at(payload, "channel_id")
    if who is None or not _CHANNEL.match(where):
        return None
    line = f"{name} {words(text_at(payload, 'text'))}".strip()
    return _call(who, _place(where, who, bot), line, "typed", key=_key("command", text_at(payload, "trigger_id")))


def call_of_action(payload: object, bot: Bot) -> Call | None:
    """Read a pressed button or a chosen option of a message or of the Home tab; none for anything else, such as a link."""
    action, user = first_at(payload, "actions"), at(payload, "user")
    line = _pressed_line(action)
    who = _who(payload, text_at(user, "id"), text_at(user, "team_id") or text_at(payload, "team", "id"))
    if line is None or who is None:
        return None
    # On the Home tab there is no conversation; the person's own id stands for the one with the bot.
    where = text_at(payload, "channel", "id") or text_at(payload, "container", "channel_id")
    if not where and text_at(payload, "view", "type") == "home":
        where = text_at(user, "id")
    if not _CHANNEL.match(where) and where != text_at(user, "id"):
        return None
    root = text_at(payload, "message", "thread_ts") or text_at(payload, "container", "thread_ts")
    stamp = root or text_at(payload, "message", "ts") or text_at(payload, "container", "message_ts")
    key = _key("action", text_at(payload, "trigger_id"))
    return _call(who, _place(where, who, bot), line, "pressed", thread=_thread(where, stamp), key=key)


def pressed(payload: object) -> Pressed:
    """Return the message whose button was pressed."""
    where = text_at(payload, "channel", "id") or text_at(payload, "container", "channel_id")
    stamp = text_at(payload, "message", "ts") or text_at(payload, "container", "message_ts")
    return Pressed(_thread(where, stamp), at(payload, "container", "is_ephemeral") is True)


def call_of_submission(payload: object, bot: Bot) -> Call | None:
    """Read a filled form of ours; its values are raw, as every platform's."""
    shown, user = at(payload, "view"), at(payload, "user")
    meta = Meta.read(text_at(shown, "private_metadata")) if text_at(shown, "callback_id") == FORM else None
    who = _who(payload, text_at(user, "id"), text_at(user, "team_id") or text_at(payload, "team", "id"))
    if meta is None or who is None:
        return None
    place = replace(meta.place, outsiders=meta.place.outsiders or _place(meta.place.id, who, bot).outsiders)
    call = _call(who, place, meta.command, "submitted", thread=meta.thread, key=_view_key(shown))
    return replace(call, values=values_of(at(shown, "state", "values")))


def meta_of_submission(payload: object) -> Meta | None:
    """Return what the modal of a submission carried along."""
    return Meta.read(text_at(payload, "view", "private_metadata"))


def call_of_event(envelope: object, bot: Bot) -> Call | None:
    """Read words to the bot: a mention, a direct message, or a reply in the thread of one of its messages.

    Other talk is none of its business, and neither is its own or another bot's. The key is the message's, not the event's: a
    mention comes twice, as two events, and a reply that was missed is fetched without any (see `call_of_reply`).
    """
    event = at(envelope, "event")
    kind, where = text_at(event, "type"), text_at(event, "channel")
    direct = text_at(event, "channel_type") == "im" or where.startswith("D")
    if kind == "message":
        _, mentioned = without_mention(text_at(event, "text"), bot.users)
        if not direct and (mentioned or not _answers(event, bot)):
            return None
    elif kind != "app_mention":
        return None
    return _said(event, where, _author(envelope, event), bot, shared=at(envelope, "is_ext_shared_channel") is True)


def call_of_reply(message: object, channel: str, bot: Bot) -> Call | None:
    """Read a fetched message: a reply in the thread of one of ours, or any word in somebody's conversation with the bot."""
    direct = channel.startswith("D")
    team = text_at(message, "user_team") or text_at(message, "team") or bot.team
    stamp, root = text_at(message, "ts"), text_at(message, "thread_ts")
    if not direct and (not root or root == stamp or _for_another(message, bot)):
        return None
    return _said(message, channel, _who({}, text_at(message, "user"), team), bot, shared=False)


def call_of_shortcut(payload: object, bot: Bot) -> Call | None:
    """Read the message shortcut: the message's words become the title of a new initiative, for the person to look over."""
    if text_at(payload, "callback_id") != BRING:
        return None
    user, where = at(payload, "user"), text_at(payload, "channel", "id")
    who = _who(payload, text_at(user, "id"), text_at(user, "team_id") or text_at(payload, "team", "id"))
    if who is None or not _CHANNEL.match(where):
        return None
    stamp = text_at(payload, "message", "thread_ts") or text_at(payload, "message", "ts") or text_at(payload, "message_ts")
    line = f"{BRINGS} {_title(text_at(payload, 'message', 'text'))}".strip()
    key = _key("shortcut", text_at(payload, "trigger_id"))
    return _call(who, _place(where, who, bot), line, "typed", thread=_thread(where, stamp), key=key)


def acted(payload: object) -> str:
    """Return the account of whoever typed, pressed or sent something, however little of the rest is understood; empty when nobody did."""
    user = text_at(payload, "user", "id") or text_at(payload, "user_id")
    team = text_at(payload, "user", "team_id") or text_at(payload, "team", "id") or text_at(payload, "team_id")
    return _who(payload, user, team) or ""


def placed(call: Call, *, outsiders: bool) -> Call:
    """Return the call with what the connection found out of its place; once known to have outsiders, it keeps them."""
    return replace(call, place=replace(call.place, outsiders=True)) if outsiders and not call.place.outsiders else call


def _call(
    who: str,
    place: Place,
    line: str,
    how: Literal["typed", "pressed", "submitted", "said"],
    *,
    thread: str | None = None,
    key: str | None,
) -> Call:
    return Call(Account(NAME, who), place, line, how=how, thread=thread, key=key)


def _who(payload: object, user: str, team: str) -> str | None:
    """Return the account of who acted: in an organisation of several workspaces it is the organisation's."""
    organisation = text_at(payload, "enterprise", "id") or text_at(payload, "enterprise_id")
    payloads = {text_at(payload, "team", "id"), text_at(payload, "team_id")}
    if organisation and (not team or team in payloads):
        team = organisation
    return account(team, user) if _USER.match(user) and _TEAM.match(team) else None


def _author(envelope: object, event: object) -> str | None:
    """Return the account of who wrote a message: in a shared channel the event tells their team, else it is the envelope's."""
    team = text_at(event, "user_team") or text_at(event, "source_team") or text_at(event, "team") or text_at(envelope, "team_id")
    installed = first_at(envelope, "authorizations")
    around = {
        "team_id": text_at(installed, "team_id") or text_at(envelope, "team_id"),
        "enterprise_id": text_at(installed, "enterprise_id") or text_at(envelope, "enterprise_id"),
    }
    return _who(around, text_at(event, "user"), team)


def _place(channel: str, who: str, bot: Bot) -> Place:
    """Return a place; who is of another team than the bot's is an outsider who reads along."""
    direct = channel.startswith(("D", "U", "W"))
    team = who.partition("/")[0]
    return Place(NAME, channel, direct=direct, outsiders=not direct and team.startswith("T") and team != bot.team)


def _said(message: object, channel: str, who: str | None, bot: Bot, *, shared: bool) -> Call | None:
    """Return words said to the bot; none for what no person said."""
    stamp, root = text_at(message, "ts"), text_at(message, "thread_ts")
    ours = text_at(message, "bot_id") or text_at(message, "user") in bot.users or text_at(message, "subtype") not in _SPOKEN
    if who is None or ours or not _CHANNEL.match(channel) or not _STAMP.match(stamp):
        return None
    raw, named = without_mention(text_at(message, "text"), bot.users)
    line = words(raw) or ("help" if not root else "")
    if not line:
        return None
    place = _place(channel, who, bot)
    place = replace(place, outsiders=place.outsiders or (shared and not place.direct))
    thread = _thread(channel, root) if root and root != stamp else None
    call = _call(who, place, line, "said", thread=thread, key=_key("said", reference(channel, stamp)))
    return replace(call, addressed=named > 0)


def _answers(event: object, bot: Bot) -> bool:
    """Tell whether a message is a reply in the thread of one of the bot's, and not meant for somebody else there."""
    root = text_at(event, "thread_ts")
    in_thread = bool(root) and root != text_at(event, "ts")
    return in_thread and text_at(event, "parent_user_id") in bot.users and not _for_another(event, bot)


def _for_another(message: object, bot: Bot) -> bool:
    """Tell whether a text begins by addressing somebody other than the bot."""
    addressed = re.match(r"\s*<@([UW][A-Z0-9]+)", text_at(message, "text"))
    return addressed is not None and addressed[1] not in bot.users


def _pressed_line(action: object) -> str | None:
    """Return the command behind a button or an option of ours."""
    name = text_at(action, "action_id")
    if name.startswith(f"{PRESS}:"):
        return text_at(action, "value") or None
    if name.startswith(f"{MENU}:"):
        _, _, command = name.split(":", 2) if name.count(":") > 1 else ("", "", "")
        chosen = text_at(action, "selected_option", "value")
        return f"{command} {chosen}".strip() if command and chosen else None
    return None


def _thread(channel: str, stamp: str) -> str | None:
    return reference(channel, stamp) if _CHANNEL.match(channel) and _STAMP.match(stamp) else None


def _key(kind: str, mark: str) -> str | None:
    return f"{kind}:{mark}" if mark else None


def _view_key(shown: object) -> str | None:
    """Return what marks a submission: the view, and the state of it that was sent."""
    mark, state = text_at(shown, "id"), text_at(shown, "hash")
    return f"view:{mark}:{state}" if mark else None


def _title(text: str) -> str:
    """Return a message as a title: its first line of words, with nothing in it that a typed line takes for the name of a field."""
    first = next(filter(None, (line.strip() for line in words(text).splitlines())), "")
    return shortened(re.sub(r"(\w):(?!//)\s*", r"\1 – ", first.replace(";", ",")), _LONGEST_TITLE)
