"""Whom the bot meets in Mattermost: names, languages and guests, asked for, kept for a while, and never waited for by anybody for long."""

import asyncio
import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import structlog

from bot.chat.form import Value
from bot.chat.request import Call
from bot.platforms.locales import language_of, zone_of
from bot.platforms.mattermost.heard import mentions, with_each_mention
from bot.platforms.mattermost.home import Homecoming
from bot.platforms.mattermost.ids import is_id
from bot.platforms.mattermost.rest import Rest
from bot.platforms.platform import PlatformError
from bot.platforms.reading import at, text_at

log = structlog.get_logger()
KEPT_S = 3600.0
MOST_KEPT = 5_000
PATIENCE = timedelta(seconds=0.7)  # Of the second and a half a person waits for an answer.
MOST_MENTIONS = 20
LONGEST_NAME = 120
_NOT_IN_A_MENTION = re.compile(r"[<>|\s]+")


@dataclass(frozen=True)
class Someone:
    """A person as Mattermost describes them: id, user name and clocks, and whether they are a guest, of another server, gone or a bot."""

    id: str
    username: str
    name: str
    language: str | None = None
    zone: str = ""
    outsider: bool = False
    gone: bool = False
    bot: bool = False


def chosen_language(locale: str, server: str) -> str | None:
    """Return the language somebody has chosen: none where they left Mattermost's English as they were given it.

    Mattermost has no Danish to choose (its translation is unfinished), and gives everybody the locale that the server's
    administrator set. So English says nothing of a Dane, unless the server's own locale is another.
    """
    given = locale.casefold().startswith("en") and server.casefold().startswith("en")
    return None if given else language_of(locale)


def someone(user: object, server: str = "en") -> Someone | None:
    """Read a user as the server describes one, its own locale being `server`; none for what is not one."""
    id_, username = text_at(user, "id"), text_at(user, "username")
    if not is_id(id_) or not username:
        return None
    whole = f"{text_at(user, 'first_name')} {text_at(user, 'last_name')}".strip()
    names = (whole, text_at(user, "nickname"), username)
    return Someone(
        id=id_,
        username=username,
        name=" ".join(next(filter(None, names)).split())[:LONGEST_NAME],
        language=chosen_language(text_at(user, "locale"), server),
        zone=_zone(user),
        outsider="system_guest" in text_at(user, "roles").split() or bool(text_at(user, "remote_id")),
        gone=bool(at(user, "delete_at")),
        bot=at(user, "is_bot") is True,
    )


def _zone(user: object) -> str:
    """Return the zone somebody's clients have, which is their own choice or, marked by a text, their machine's."""
    automatic = text_at(user, "timezone", "useAutomaticTimezone") != "false"
    return zone_of(text_at(user, "timezone", "automaticTimezone" if automatic else "manualTimezone"))


class People:
    """What is known of people, by id; a server's people are some thousands at most."""

    def __init__(self, rest: Rest, home: Homecoming, clock: Callable[[], float] = time.monotonic) -> None:
        self._rest = rest
        self._home = home
        self._clock = clock
        self._known: dict[str, tuple[Someone, float]] = {}

    async def by_ids(self, ids: Iterable[str]) -> Mapping[str, Someone]:
        """Return what the server says of these people; whoever it does not tell of is left out."""
        wanted = {one for one in ids if is_id(one)}
        lacking = [one for one in wanted if self._fresh(one) is None]
        if lacking:
            await self._ask(lambda: self._rest.api.users.get_users_by_ids(lacking))
        return {one: found for one in wanted if (found := self._fresh(one)) is not None}

    async def in_time(self, ids: Iterable[str]) -> Mapping[str, Someone]:
        """Return what the server says of these people, or nothing when it takes too long for somebody who waits."""
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                return await self.by_ids(ids)
        except TimeoutError:
            return {}

    async def by_names(self, usernames: Iterable[str]) -> Mapping[str, Someone]:
        """Return the people of these user names."""
        wanted = sorted({one.casefold() for one in usernames})
        if not wanted:
            return {}
        return {one.username: one for one in await self._ask(lambda: self._rest.api.users.get_users_by_usernames(wanted))}

    async def introduced(self, call: Call) -> Call:
        """Return the call with the names and languages the server knows; whoever it does not tell of in time stays as they are."""
        asking = asyncio.gather(self.by_ids([call.account.user, *picked(call)]), self.by_names(mentioned(call)))
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                people, named = await asking
        except TimeoutError:
            return call
        who = people.get(call.account.user)
        if who is not None:
            outsiders = call.place.outsiders or (who.outsider and not call.place.direct)
            place = replace(call.place, outsiders=outsiders)
            call = replace(call, name=who.name, language=who.language or call.language, zone=who.zone, place=place)
        return with_mentions(call, {**people, **named})

    def forget(self, id_: str) -> None:
        """Ask anew the next time: something about the person has changed."""
        self._known.pop(id_, None)

    def _fresh(self, id_: str) -> Someone | None:
        found = self._known.get(id_)
        return found[0] if found is not None and self._clock() - found[1] < KEPT_S else None

    async def _ask(self, asking: Callable[[], Any]) -> list[Someone]:
        """Ask for some people, and remember them; nobody when the server cannot be asked now."""
        try:
            server = (await self._home()).locale
            said = await self._rest.ask(asking())
        except PlatformError as error:
            log.info("mattermost.unknown_people", reason=str(error))
            return []
        found = [one for user in said if (one := someone(user, server)) is not None] if isinstance(said, list) else []
        if len(self._known) + len(found) > MOST_KEPT:
            self._known.clear()
        self._known |= {one.id: (one, self._clock()) for one in found}
        return found


def mentioned(call: Call) -> list[str]:
    """Return the user names that the words or values of a call name, as people type them."""
    said = [call.line, *(value for value in (call.values or {}).values() if isinstance(value, str))]
    return sorted(frozenset().union(*map(mentions, said)))[:MOST_MENTIONS]


def picked(call: Call) -> list[str]:
    """Return the ids of the people that were picked in a form."""
    return [value for value in (call.values or {}).values() if isinstance(value, str) and is_id(value)][:MOST_MENTIONS]


def with_mentions(call: Call, known: Mapping[str, Someone]) -> Call:
    """Return the call with every person it names written with their id and name, so that commands know who is meant.

    `known` has them by user name, and by id for those picked in a form.
    """
    values = {name: _named(value, known) for name, value in call.values.items()} if call.values is not None else None
    languages = {one.id: one.language for one in known.values() if one.language is not None}
    return replace(call, line=_mentions(call.line, known), values=values, languages=languages)


def _named(value: Value, known: Mapping[str, Someone]) -> Value:
    if not isinstance(value, str):
        return value
    return _mention(known[value]) if is_id(value) and value in known else _mentions(value, known)


def _mentions(text: str, known: Mapping[str, Someone]) -> str:
    """Write `@anna.holm` as `<@id|Anna Holm>`; whoever is nobody's user name stays as typed."""
    return with_each_mention(text, lambda name: _mention(known[name]) if name in known else None)


def _mention(who: Someone) -> str:
    return f"<@{who.id}|{_NOT_IN_A_MENTION.sub(' ', who.name).strip()}>"
