"""Sets Pagt up in one team of a Mattermost server: the bot, its memberships, its commands. Doing it again changes nothing that stands.

What only an administrator of the server can change is told, not changed. The token it works with is used and never kept.
"""

import ipaddress
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from bot.platforms.mattermost.callbacks import COMMAND_PATH
from bot.platforms.mattermost.commands import Wanted
from bot.platforms.mattermost.rest import Rest
from bot.platforms.mattermost.versions import SUPPORTED, read_version
from bot.platforms.platform import PlatformError
from bot.platforms.reading import at, text_at
from bot.remembered import Registered

BOT_TEXT = "Keeps an agreement between authorities alive."


class CannotSetUp(Exception):  # noqa: N818  # It says what a person has to do first.
    """It cannot go on; `why` is a constant word that the shell turns into a sentence."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Plan:
    """What is wanted. `bot_token` is the one that exists already; without it a system administrator's token makes the bot."""

    team: str
    username: str
    public_url: str
    commands: Sequence[Wanted]
    bot_token: str = ""

    @property
    def command_url(self) -> str:
        """Where the server is to tell of commands."""
        return f"{self.public_url}{COMMAND_PATH}"


@dataclass(frozen=True)
class Memory:
    """What is remembered of the commands: Remembered, off the loop."""

    keep: Callable[[Registered], Awaitable[None]]
    forget: Callable[[str, str], Awaitable[None]]
    known: Callable[[str], Awaitable[Mapping[str, str]]]


@dataclass
class Outcome:
    """What came of it. `new_token` is the bot's, when one was made: it is shown once. `advice` names what an administrator must change."""

    bot: str = ""
    new_token: str = ""
    made: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    advice: list[str] = field(default_factory=list)


async def set_up(rest: Rest, plan: Plan, memory: Memory) -> Outcome:
    """Set it up with an administrator's token.

    Raises:
        CannotSetUp: when somebody has to do something first.
        PlatformError: when the server cannot be asked, or refuses something else.
    """
    outcome = Outcome()
    me = await _me(rest)
    admin = "system_admin" in text_at(me, "roles").split()
    team = text_at(await _found(rest, f"/api/v4/teams/name/{plan.team}", "no such team"), "id")
    outcome.bot = await _bot(rest, plan, outcome, admin=admin)
    await _member(rest, team, outcome.bot)
    await _commands(rest, team, plan, memory, outcome)
    outcome.advice = await advice(rest, plan.public_url)
    return outcome


async def _me(rest: Rest) -> Any:
    try:
        return await rest.ask(rest.api.users.get_user("me"))
    except PlatformError as error:
        if str(error).startswith(str(HTTPStatus.UNAUTHORIZED.value)):
            raise CannotSetUp("token not taken") from error
        raise


async def _found(rest: Rest, path: str, why: str) -> Any:
    """Ask for something that has to be there."""
    try:
        return await rest.raw("get", path)
    except PlatformError as error:
        if error.lasting:
            raise CannotSetUp(why) from error
        raise


async def _bot(rest: Rest, plan: Plan, outcome: Outcome, *, admin: bool) -> str:
    """Return the bot's id: whose token it is, else the account of that name, which is made where there is none."""
    if plan.bot_token:
        own = Rest(rest.url, plan.bot_token)
        try:
            found = await _me(own)
        except CannotSetUp:
            raise CannotSetUp("bot token not taken") from None
        finally:
            await own.close()
        if at(found, "is_bot") is not True:
            raise CannotSetUp("not a bot's token")
        return text_at(found, "id")
    if not admin:
        raise CannotSetUp("needs a bot token")
    bot = await _account(rest, plan.username)
    made = await rest.ask(rest.api.users.create_user_access_token(bot, "Pagt"))
    outcome.new_token = text_at(made, "token")
    return bot


async def _account(rest: Rest, username: str) -> str:
    """Return the bot account of a name, awake."""
    try:
        user = await rest.ask(rest.api.users.get_user_by_username(username))
    except PlatformError as error:
        if not error.lasting:
            raise
        return await _made(rest, username)
    if at(user, "is_bot") is not True:
        raise CannotSetUp("name is a person's")
    if at(user, "delete_at"):
        await rest.ask(rest.api.bots.enable_bot(text_at(user, "id")))
    return text_at(user, "id")


async def _made(rest: Rest, username: str) -> str:
    try:
        made = await rest.ask(rest.api.bots.create_bot(username, "Pagt", BOT_TEXT))
    except PlatformError as error:
        if str(error).startswith(str(HTTPStatus.FORBIDDEN.value)):
            raise CannotSetUp("bots cannot be made") from error
        raise
    return text_at(made, "user_id")


async def _member(rest: Rest, team: str, bot: str) -> None:
    """Bring the bot into the team; being there already is fine."""
    try:
        await rest.raw("get", f"/api/v4/teams/{team}/members/{bot}")
    except PlatformError as error:
        if not error.lasting:
            raise
        try:
            await rest.ask(rest.api.teams.add_team_member(team, bot))
        except PlatformError as refused:
            if refused.lasting:
                raise CannotSetUp("may not add to team") from refused
            raise


async def _commands(rest: Rest, team: str, plan: Plan, memory: Memory, outcome: Outcome) -> None:
    """Register what is wanted, bring what is ours up to date, and take away what is not wanted any more; a stranger's stays."""
    try:
        listed = await rest.ask(rest.api.commands.list_commands(team, custom_only=True))
    except PlatformError as error:
        if error.lasting:
            raise CannotSetUp("may not make commands") from error
        raise
    known, plugins = await memory.known(team), await of_plugins(rest, team)
    there = {text_at(one, "trigger"): one for one in listed if _ours(one, plan, known)}
    for one in plan.commands:
        body = one.body(team, plan.command_url)
        try:
            before = there.get(one.trigger)
            said = await (_changed(rest, before, body) if before is not None else rest.raw("post", "/api/v4/commands", body))
        except PlatformError as error:
            if not error.lasting:
                raise
            if "duplicate_trigger" not in str(error):
                raise CannotSetUp("may not make commands") from error
            outcome.taken.append(one.trigger)
            continue
        await memory.keep(Registered(team, one.trigger, text_at(said, "id"), text_at(said, "token")))
        met = outcome.taken if one.trigger in plugins else outcome.kept if before is not None else outcome.made
        met.append(one.trigger)  # A plugin's command wins over ours, which waits for the plugin to go.
    for trigger in sorted(set(known) - {one.trigger for one in plan.commands}):
        if trigger in there:
            await rest.ask(rest.api.commands.delete_command(text_at(there[trigger], "id")))
        await memory.forget(team, trigger)
        outcome.removed.append(trigger)


async def typed_there(rest: Rest, team: str) -> Sequence[Mapping[str, Any]]:
    """Return every command that can be typed in a team, as anybody there may ask."""
    found: Sequence[Mapping[str, Any]] = await rest.raw("get", f"/api/v4/teams/{team}/commands/autocomplete")
    return found


async def of_plugins(rest: Rest, team: str) -> frozenset[str]:
    """Return the words that plugins, or the server itself, answer to: their commands have no id."""
    return frozenset(text_at(one, "trigger") for one in await typed_there(rest, team) if not text_at(one, "id"))


async def _changed(rest: Rest, before: Mapping[str, Any], body: Mapping[str, Any]) -> dict[str, Any]:
    """Bring a command of ours up to date; its token stays, unless the server does not show it."""
    said = await rest.raw("put", f"/api/v4/commands/{before['id']}", {**before, **body})
    token = text_at(said, "token") or text_at(before, "token")
    if not token:
        token = text_at(await rest.ask(rest.api.commands.regen_command_token(before["id"])), "token")
    return {"id": before["id"], "token": token}


def _ours(command: Mapping[str, Any], plan: Plan, known: Mapping[str, str]) -> bool:
    """Tell whether a command is one we registered: by its id, or because it leads to us."""
    trigger = text_at(command, "trigger")
    return known.get(trigger) == text_at(command, "id") or text_at(command, "url") == plan.command_url


async def advice(rest: Rest, public_url: str) -> list[str]:
    """Return what in the server's settings is in the way, each as a constant word; what we may not read is not judged."""
    client = await rest.raw("get", "/api/v4/config/client", format="old")
    try:
        whole = await rest.raw("get", "/api/v4/config")
    except PlatformError as error:
        if not error.lasting:
            raise
        whole = None
    found = []
    version = read_version(text_at(client, "Version"))
    if version is not None and version < SUPPORTED:
        found.append("old version")
    if not text_at(client, "SiteURL"):
        found.append("SiteURL")
    if text_at(client, "EnableCommands") == "false" or at(whole, "ServiceSettings", "EnableCommands") is False:
        found.append("EnableCommands")
    if text_at(client, "PostEditTimeLimit") not in ("", "-1"):
        found.append("PostEditTimeLimit")
    host = urlsplit(public_url).hostname or ""
    allowed = text_at(whole, "ServiceSettings", "AllowedUntrustedInternalConnections").split()
    if whole is None:
        found.append("AllowedUntrustedInternalConnections unread")
    elif _inside(host) and not _allowed(host, allowed):
        found.append("AllowedUntrustedInternalConnections")
    if not public_url.startswith("https://"):
        found.append("https")
    return found


def _inside(host: str) -> bool:
    """Tell whether an address is one that the server calls only when it is told to; of a name nobody can tell."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith((".local", ".internal", ".lan", ".localhost"))


def _allowed(host: str, allowed: Sequence[str]) -> bool:
    """Tell whether a host is among those the server may call: by its name, its address, or a range."""
    for one in allowed:
        if one.casefold() == host.casefold():
            return True
        try:
            if ipaddress.ip_address(host) in ipaddress.ip_network(one, strict=False):
                return True
        except ValueError:
            continue
    return False
