"""What `pagt doctor` says of Slack: each finding in plain words, and the step that mends it. Finding out is for platforms/slack."""

from bot.words.language import _, number, say

_STEPS_BY_REASON = frozenset({"invalid_auth", "not_authed", "token_revoked", "account_inactive", "token_expired"})


def not_reached(reason: str) -> str:
    """Say that Slack could not be asked."""
    return say(_("Slack could not be asked ({reason})."), reason=reason)


def token_refused(workspace: str, reason: str) -> str:
    """Say that a token is not taken."""
    return say(_("Slack does not take the bot token of {workspace} ({reason})."), workspace=workspace, reason=reason)


def step_for(reason: str) -> str:
    """Say what to do about a refusal."""
    if reason in _STEPS_BY_REASON:
        return _(
            "Copy “Bot User OAuth Token” anew from “OAuth & Permissions” of the app into SLACK_BOT_TOKEN, and start Pagt again."
        )
    if reason == "tokens sealed with another secret":
        return _(
            "PAGT_SECRET is not the one the tokens were sealed with. Put the old one back, or install the app anew from the link."
        )
    return _(
        "Look whether this machine reaches the internet, and a proxy if there is one (HTTPS_PROXY). PAGT_SLACK_API_URL has to be Slack's own, or GovSlack's."
    )


def token_good(workspace: str) -> str:
    """Say that a token is good."""
    return say(_("The bot token is good: {workspace}."), workspace=workspace)


def scopes_good() -> str:
    """Say that every scope is granted."""
    return _("Every scope is granted.")


def scope_missing(scope: str, why: str) -> str:
    """Say that a scope is missing, and what it is for."""
    return say(_("The scope {scope} is missing. It is for this: {why}"), scope=scope, why=why)


def step_scopes() -> str:
    """Say how scopes are granted."""
    return _("Paste the manifest (pagt slack manifest) into “App Manifest” of the app, then press “Reinstall to Workspace”.")


def clock_good() -> str:
    """Say that the clocks agree."""
    return _("This machine's clock agrees with Slack's.")


def clock_off(seconds: int) -> str:
    """Say by how much the clocks differ."""
    return say(
        _("This machine's clock is {seconds} seconds off. Beyond five minutes Slack's requests are refused."),
        seconds=number(seconds),
    )


def step_clock() -> str:
    """Say what to do about the clock."""
    return _("Let the machine set its clock by the network (NTP).")


def app_token_good() -> str:
    """Say that the app-level token is good."""
    return _("The app-level token is good: Socket Mode can connect.")


def app_token_refused(reason: str) -> str:
    """Say that the app-level token is not taken."""
    return say(_("Slack does not take the app-level token ({reason})."), reason=reason)


def step_app_token() -> str:
    """Say where an app-level token is made."""
    return _(
        "Under “Basic Information → App-Level Tokens” of the app make one with the scope connections:write, and put it into SLACK_APP_TOKEN. “Socket Mode” has to be on."
    )


def odd_signing_secret() -> str:
    """Say that the signing secret does not look like one."""
    return _("SLACK_SIGNING_SECRET does not look like a signing secret: that has 32 characters.")


def step_signing_secret() -> str:
    """Say where the signing secret stands."""
    return _("It stands under “Basic Information → App Credentials” of the app; press “Show”.")


def two_ways_in() -> str:
    """Say that a token and OAuth are both set up."""
    return _("Both SLACK_BOT_TOKEN and SLACK_CLIENT_ID are set: then only the workspaces installed from the link count.")


def step_two_ways_in() -> str:
    """Say which to take."""
    return _("For one workspace remove SLACK_CLIENT_ID and SLACK_CLIENT_SECRET; for several remove SLACK_BOT_TOKEN.")


def install_at(link: str) -> str:
    """Tell the link that installs the app."""
    return say(_("Install the app in a workspace from this link: {link}"), link=link)


def nowhere_installed() -> str:
    """Say that no workspace has the app."""
    return _("The app is installed in no workspace yet.")


def step_install(link: str) -> str:
    """Say how it is installed."""
    return say(_("Open the link as somebody who may install apps there: {link}"), link=link or "PAGT_PUBLIC_URL?")


def manifest_fits() -> str:
    """Say that the manifest is up to date."""
    return _("manifest.yml is what the program would write now.")


def manifest_drifted() -> str:
    """Say that the manifest is out of date."""
    return _("manifest.yml differs from what the program would write now: commands, scopes or events have changed.")


def manifest_unreadable() -> str:
    """Say that the manifest cannot be read."""
    return _("manifest.yml cannot be read, or its settings do not go together.")


def step_manifest() -> str:
    """Say how the manifest is brought up to date."""
    return _("Write it anew with “pagt slack manifest > manifest.yml”, paste it into “App Manifest” of the app, and save.")


def channel_good(name: str) -> str:
    """Say that a channel can be posted in."""
    return say(_("I am in {channel}."), channel=name)


def channel_not_in(name: str) -> str:
    """Say that the bot is not in a channel."""
    return say(_("I am not in {channel}, so digests cannot be posted there."), channel=name)


def channel_unseen(place: str, reason: str) -> str:
    """Say that a channel cannot be seen."""
    return say(
        _("The channel {channel}, which belongs to the agreement, cannot be seen ({reason})."), channel=place, reason=reason
    )


def channel_archived(name: str) -> str:
    """Say that a channel is archived."""
    return say(_("{channel} is archived, so nothing can be posted there."), channel=name)


def step_invite() -> str:
    """Say how the bot is invited."""
    return _("Invite @pagt into the channel.")


def step_archived() -> str:
    """Say what to do about an archived channel."""
    return _("Open it again in Slack, or bind another channel with /agreement setup.")


def not_https(address: str) -> str:
    """Say that the public address is not safe."""
    return say(_("PAGT_PUBLIC_URL is {address}, and Slack calls HTTPS only."), address=address)


def step_https() -> str:
    """Say what to do about that."""
    return _("Put a proxy with a certificate in front, and write its https address into PAGT_PUBLIC_URL.")


def public_good(address: str) -> str:
    """Say that the public address leads here."""
    return say(_("{address} leads to Pagt."), address=address)


def public_elsewhere(address: str) -> str:
    """Say that the public address does not lead here."""
    return say(_("{address} does not lead to a running Pagt, as seen from this machine."), address=address)


def step_public() -> str:
    """Say what to look at."""
    return _("Is “pagt run” running, and does the proxy in front pass every path on to PAGT_LISTEN?")
