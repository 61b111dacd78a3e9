"""What Slack knows of a person → name, language and account, pure; and whom the words of a call mention. Asking Slack is for others."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.chat.form import Value
from bot.chat.request import Account, Call
from bot.platforms.locales import language_of, zone_of
from bot.platforms.slack.ids import NAME, account
from bot.platforms.slack.reading import at, text_at

LONGEST_NAME = 120
_MENTION = re.compile(r"<@([UW][A-Z0-9]{1,30})(?:\|[^<>]*)?>")
_USER = re.compile(r"[UW][A-Z0-9]{1,30}\Z")
_NOT_IN_A_MENTION = re.compile(r"[<>|\s]+")


@dataclass(frozen=True)
class Someone:
    """A person as Slack describes them: their account under their own team, their clocks, and whether they are a guest, gone or a bot."""

    account: str
    name: str
    language: str | None = None
    zone: str = ""
    guest: bool = False
    gone: bool = False
    bot: bool = False


def someone(user: object) -> Someone | None:
    """Read the `user` of users.info; none for what is not one. The language is missing for people of other organisations."""
    id_, team = text_at(user, "id"), text_at(user, "enterprise_user", "enterprise_id") or text_at(user, "team_id")
    if not _USER.match(id_) or not team:
        return None
    names = (
        text_at(user, "profile", "real_name"),
        text_at(user, "real_name"),
        text_at(user, "profile", "display_name"),
        text_at(user, "name"),
    )
    return Someone(
        account=account(team, id_),
        name=" ".join(next(filter(None, names), "").split())[:LONGEST_NAME],
        language=language_of(text_at(user, "locale")),
        zone=zone_of(text_at(user, "tz")),
        guest=at(user, "is_restricted") is True or at(user, "is_ultra_restricted") is True,
        gone=at(user, "deleted") is True,
        bot=at(user, "is_bot") is True or id_ == "USLACKBOT",
    )


def introduced(call: Call, who: Someone) -> Call:
    """Return the call with what Slack knows of the person behind it; a guest is somebody of another organisation."""
    outside = who.guest and not call.place.direct and not call.place.outsiders
    return replace(
        call,
        account=Account(NAME, who.account),
        name=who.name or call.name,
        language=who.language or call.language,
        zone=who.zone,
        place=replace(call.place, outsiders=True) if outside else call.place,
    )


def mentioned(call: Call) -> frozenset[str]:
    """Return the user ids that the words or values of a call name, as Slack writes them: without the team they belong to."""
    said = [call.line, *(value for value in (call.values or {}).values() if isinstance(value, str))]
    return frozenset(one for text in said for one in (*_MENTION.findall(text), *filter(_USER.match, [text])))


def with_mentions(call: Call, known: Mapping[str, Someone]) -> Call:
    """Return the call with every person it names written with their team and name, so that partners are met under their own team."""
    if not known:
        return call
    values = {name: _named(value, known) for name, value in call.values.items()} if call.values is not None else None
    languages = {one.account: one.language for one in known.values() if one.language is not None}
    return replace(call, line=_mentions(call.line, known), values=values, languages=languages)


def _named(value: Value, known: Mapping[str, Someone]) -> Value:
    return _mentions(value, known) if isinstance(value, str) else value


def _mentions(text: str, known: Mapping[str, Someone]) -> str:
    """Write `<@U0456>`, or a text that is just an id, as `<@T0123/U0456|Anna Holm>`."""
    if _USER.match(text) and text in known:
        return _mention(known[text])
    return _MENTION.sub(lambda found: _mention(known[found[1]]) if found[1] in known else found[0], text)


def _mention(who: Someone) -> str:
    return f"<@{who.account}|{_NOT_IN_A_MENTION.sub(' ', who.name).strip()}>"
