"""What `pagt doctor` asks of Mattermost: the token, the version, the server's settings, the commands and the channels. It changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.platforms.finding import Finding, bad, fine, look
from bot.platforms.mattermost.home import Home, Homecoming
from bot.platforms.mattermost.rest import Rest
from bot.platforms.mattermost.setup import advice, typed_there
from bot.platforms.off_loop import Run
from bot.platforms.platform import PlatformError
from bot.platforms.reading import text_at
from bot.remembered import Remembered
from bot.settings import Settings
from bot.words import mattermost as words


@dataclass(frozen=True)
class Practice:
    """What the doctor works with."""

    settings: Settings
    rest: Rest
    remembered: Remembered
    run: Run
    channels: Sequence[str] = ()


async def checkup(settings: Settings, remembered: Remembered, run: Run, channels: Sequence[str]) -> list[Finding]:
    """Find out everything about Mattermost with the settings as they are."""
    if settings.mattermost_url is None or settings.mattermost_token is None:
        return []  # What is missing has been said.
    rest = Rest(settings.mattermost_url, settings.mattermost_token.get_secret_value())
    try:
        return await findings(Practice(settings, rest, remembered, run, channels))
    finally:
        await rest.close()


async def findings(practice: Practice) -> list[Finding]:
    """Look at the server, then at all that can be looked at there."""
    try:
        home = await Homecoming(practice.rest)()
        return [
            fine(words.token_good(home.username, practice.rest.url, str(home.version))),
            *await _settings(practice),
            *await _commands(practice, home),
            *[await _channel(practice, home, one) for one in practice.channels],
        ]
    except PlatformError as error:
        if str(error).startswith("401"):
            return [bad(words.token_not_taken(), words.step_token())]
        return [bad(words.not_reached(practice.rest.url, str(error)), words.step_reach())]


async def _settings(practice: Practice) -> list[Finding]:
    """Look at the server's settings, as far as a bot can see them."""
    public = practice.settings.public_url or ""
    host = urlsplit(public).hostname or ""
    return [look(words.advised(one, host), words.step_server()) for one in await advice(practice.rest, public)]


async def _commands(practice: Practice, home: Home) -> list[Finding]:
    """Look whether commands are registered in every team the bot is in, and whether they are still ours there."""
    teams = await practice.rest.ask(practice.rest.api.teams.get_teams_for_user(home.bot))
    if not teams:
        return [bad(words.in_no_team(), words.step_set_up())]
    found = [one for team in teams for one in await _of_team(practice, team)]
    return found or [fine(words.commands_good())]


async def _of_team(practice: Practice, team: Mapping[str, Any]) -> list[Finding]:
    """Return what is wrong with the commands of one team."""
    id_, name = text_at(team, "id"), text_at(team, "name")
    known = await practice.run(practice.remembered.commands, id_)
    if not known:
        return [look(words.no_commands(name), words.step_set_up())]
    listed = await typed_there(practice.rest, id_)
    standing, others = (
        {text_at(one, "id") for one in listed},
        {text_at(one, "trigger") for one in listed if not text_at(one, "id")},
    )
    lost = sorted(trigger for trigger, command in known.items() if command not in standing and trigger not in others)
    hidden = sorted(trigger for trigger in known if trigger in others)
    root = practice.settings.command
    return [
        *([bad(words.commands_lost(name, lost), words.step_set_up())] if lost else ()),
        *(look(words.taken(one, root), words.step_plugin()) for one in hidden),
    ]


async def _channel(practice: Practice, home: Home, channel: str) -> Finding:
    """Look whether the bot can post in a channel that is bound: an open one it may read without being there."""
    try:
        said = await practice.rest.ask(practice.rest.api.channels.get_channel(channel))
        await practice.rest.raw("get", f"/api/v4/channels/{channel}/members/{home.bot}")
    except PlatformError as error:
        if not error.lasting:
            raise
        return bad(words.not_in_channel(channel), words.step_invite())
    return fine(words.in_channel(text_at(said, "display_name") or text_at(said, "name")))
