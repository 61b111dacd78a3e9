"""What `pagt run` says at its start and end: where it is, which platforms it serves and how, and what is still missing."""

from bot.settings import Settings
from bot.words.language import _, say


def served(address: str) -> str:
    """Say where the program is reached."""
    return say(_("Pagt runs at {address}  (Ctrl-C ends it; what was begun is finished first)"), address=address)


def not_served(address: str, reason: str) -> str:
    """Say that the address cannot be used."""
    return say(
        _("{address} cannot be listened on: {reason}. Another program may have it; set PAGT_LISTEN to another address."),
        address=address,
        reason=reason,
    )


def stopping() -> str:
    """Say that it ends."""
    return _("Stopping: what was begun is finished first. Ctrl-C again ends it at once.")


def no_agreement() -> str:
    """Say that there is nothing to keep alive yet."""
    return _("No agreement has been loaded yet. Load one with: pagt load FILE")


def claim(agreement: str, code: str) -> str:
    """Say how the first administrator names themself."""
    return say(
        _("Nobody is administrator of {agreement} yet. Whoever is to be it writes to the bot in chat: agreement claim {code}"),
        agreement=agreement,
        code=code,
    )


def platforms(settings: Settings) -> list[str]:
    """Say of each platform how it is served, or why it is not."""
    return [_slack(settings), _mattermost(settings)]


def _slack(settings: Settings) -> str:
    if not settings.slack:
        return _("Slack: not served. SLACK_BOT_TOKEN with SLACK_APP_TOKEN turns it on; docs/how-to/slack.md goes through it.")
    ways = []
    if settings.slack_app_token is not None:
        ways.append(_("by Socket Mode"))
    if settings.slack_signing_secret is not None:
        ways.append(say(_("by HTTP at {address}"), address=f"{settings.public_url}/slack/events"))
    where = _("several workspaces (OAuth)") if settings.slack_client_id else _("one workspace")
    return say(_("Slack: {where}, {ways}"), where=where, ways=", ".join(ways))


def _mattermost(settings: Settings) -> str:
    if not settings.mattermost:
        return _("Mattermost: not served. MATTERMOST_URL with MATTERMOST_TOKEN turns it on.")
    return say(_("Mattermost: {url}"), url=settings.mattermost_url or "")
