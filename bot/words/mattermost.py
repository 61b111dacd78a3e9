"""What Pagt says only of Mattermost: beside a button or a form that is not taken, and when it is set up there."""

from collections.abc import Mapping, Sequence

from bot.words.language import N_, _, say

# What keeps the set-up from going on, by the word the platform has for it.
STOPS: Mapping[str, str] = {
    "token not taken": N_("The server does not take that token. Make a new one for an administrator."),
    "bot token not taken": N_("The server does not take the bot's token. Make a new one under Integrations → Bot Accounts."),
    "not a bot's token": N_("That is a person's token. --bot-token takes the one of a bot account."),
    "needs a bot token": N_(
        "Only a system administrator makes bots. Let one make a bot called “pagt”, and give its token with --bot-token."
    ),
    "no such team": N_("There is no such team, or you are not in it. --team takes the name that stands in the team's address."),
    "name is a person's": N_("Somebody has the user name the bot is to have. Choose another one with --name."),
    "bots cannot be made": N_(
        "The server makes no bots. A system administrator switches that on: Integrations → Bot Accounts → Enable Bot Account Creation."
    ),
    "may not add to team": N_("The bot could not be added to the team. Invite it there by hand, and run this again."),
    "may not make commands": N_("That account may not make slash commands in the team. It has to be a team administrator's."),
}
# What an administrator of the server has to look at, by the word the platform has for it.
ADVICE: Mapping[str, str] = {
    "old version": N_("The server is older than 10.11, the oldest version that is supported."),
    "SiteURL": N_("ServiceSettings.SiteURL is empty: slash commands do not work without it."),
    "EnableCommands": N_("ServiceSettings.EnableCommands is off: slash commands do not work."),
    "PostEditTimeLimit": N_(
        "ServiceSettings.PostEditTimeLimit is not -1: messages that stand cannot be brought up to date once that time is over."
    ),
    "AllowedUntrustedInternalConnections": N_(
        "ServiceSettings.AllowedUntrustedInternalConnections lacks {host}: the server does not call addresses of its own network before that."
    ),
    "AllowedUntrustedInternalConnections unread": N_(
        "If {host} is inside the server's own network, it has to stand in ServiceSettings.AllowedUntrustedInternalConnections. Only a system administrator can see that."
    ),
    "https": N_("PAGT_PUBLIC_URL is not https: the commands' tokens can be read on the way."),
}


def stopped(why: str) -> str:
    """Say what has to be done before the set-up can go on."""
    return _(STOPS[why])


def advised(what: str, host: str) -> str:
    """Say what an administrator of the server has to change."""
    return say(_(ADVICE[what]), host=host)


def registered(made: Sequence[str], kept: Sequence[str], removed: Sequence[str]) -> list[str]:
    """Say which commands were registered, which stood already, and which were taken away."""
    shown = ((_("New commands: {names}"), made), (_("Commands as they were: {names}"), kept), (_("Removed: {names}"), removed))
    return [say(said, names=", ".join(f"/{one}" for one in names)) for said, names in shown if names]


def taken(trigger: str, root: str) -> str:
    """Say that a word is somebody else's command there, and what to type instead."""
    return say(_("/{trigger} is taken there; type /{root} {trigger} instead."), trigger=trigger, root=root)


def bot_token(token: str) -> str:
    """Show the bot's token, once."""
    return say(_("The bot's token, shown only now: MATTERMOST_TOKEN={token}"), token=token)


def ready(root: str) -> str:
    """Say what comes next."""
    return say(_("Start “pagt run”, invite the bot to a channel, and type /{root} agreement setup there."), root=root)


def not_yours() -> str:
    """Say that a button was offered to somebody else."""
    return _("That was offered to somebody else. Write “help” to me to see what you can do.")


def too_old() -> str:
    """Say that a button or a form is of another time or place."""
    return _("That belongs to something that is over. Write “help” to me to see what you can do now.")


def token_good(name: str, url: str, version: str) -> str:
    """Say that the bot is let in."""
    return say(_("The bot's token is good: @{name} at {url}, Mattermost {version}."), name=name, url=url, version=version)


def token_not_taken() -> str:
    """Say that the bot is not let in."""
    return _("Mattermost does not take the bot's token.")


def step_token() -> str:
    """Say how to get another token."""
    return _("Make a new one under Integrations → Bot Accounts, and write it into MATTERMOST_TOKEN.")


def not_reached(url: str, reason: str) -> str:
    """Say that the server cannot be asked."""
    return say(_("Mattermost at {url} could not be asked ({reason})."), url=url, reason=reason)


def step_reach() -> str:
    """Say what to look at then."""
    return _("Look whether MATTERMOST_URL is right, and whether this machine reaches it.")


def in_no_team() -> str:
    """Say that the bot is in no team."""
    return _("The bot is in no team.")


def no_commands(team: str) -> str:
    """Say that a team has no commands of ours."""
    return say(_("No commands are registered in the team {team}. Words and mentions work, slash commands do not."), team=team)


def commands_good() -> str:
    """Say that the commands are registered."""
    return _("Commands are registered in every team the bot is in.")


def commands_lost(team: str, names: Sequence[str]) -> str:
    """Say that commands of ours are not there any more, or were made anew by somebody."""
    return say(
        _("In the team {team}, these are no longer ours: {names}."), team=team, names=", ".join(f"/{one}" for one in names)
    )


def step_set_up() -> str:
    """Say how commands come to be registered."""
    return _("Run: pagt mattermost setup --url URL --team TEAM")


def step_plugin() -> str:
    """Say how a word that a plugin has taken becomes free."""
    return _("A plugin of the server answers to that word. PAGT_COMMAND_PREFIX gives Pagt's commands other words.")


def in_channel(channel: str) -> str:
    """Say that the bot sees a channel that is bound."""
    return say(_("The bot is in {channel}."), channel=channel)


def not_in_channel(channel: str) -> str:
    """Say that the bot does not see a channel that is bound."""
    return say(_("The bot is not in the channel {channel}, so digests cannot be posted there."), channel=channel)


def step_invite() -> str:
    """Say how the bot gets into a channel."""
    return _("Invite the bot there.")


def step_server() -> str:
    """Say who changes a setting of the server."""
    return _("A system administrator changes that in the System Console; docs/how-to/mattermost.md lists what is needed.")
