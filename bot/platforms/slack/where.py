"""Where the app is installed, by the settings: in the one workspace of a bot token, or in the many that OAuth brings."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import Engine

from bot.platforms.off_loop import Run
from bot.platforms.slack.asking import Asking
from bot.platforms.slack.workspaces import OneWorkspace, Workspaces
from bot.reception import Reception
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.platforms.slack.installing import Installing

API_URL = "https://slack.com/api"


@dataclass(frozen=True)
class Kept:
    """Where what has to be remembered is kept."""

    engine: Engine
    run: Run
    reception: Reception


def api_url(settings: Settings) -> str:
    """Return the address of Slack's Web API without a slash at its end: Slack's own, GovSlack's, or a test's."""
    return (settings.slack_api_url or API_URL).rstrip("/")


def workspaces_of(
    settings: Settings, client: Callable[[str | None], AsyncWebClient], asking: Asking, kept: Kept
) -> "tuple[Workspaces, Installing | None]":
    """Return the workspaces, and the pages that install the app in another one where that is set up.

    Raises:
        ValueError: when the settings name no workspace, or tokens cannot be sealed without PAGT_SECRET.
    """
    if settings.slack_client_id is None or settings.slack_client_secret is None:
        if settings.slack_bot_token is None:
            raise ValueError("neither SLACK_BOT_TOKEN nor SLACK_CLIENT_ID is set")
        return OneWorkspace(settings.slack_bot_token.get_secret_value(), client, asking), None
    if settings.secret is None:
        raise ValueError("PAGT_SECRET is missing")
    from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator  # noqa: PLC0415  # For many workspaces only.

    from bot.platforms.slack.installed import Installations, SealedInstallations, States  # noqa: PLC0415  # Likewise.
    from bot.platforms.slack.installing import App, Installing  # noqa: PLC0415  # Likewise.
    from bot.platforms.slack.many import ManyWorkspaces  # noqa: PLC0415  # Likewise.
    from bot.platforms.slack.sealing import Seal  # noqa: PLC0415  # Likewise.

    seal, secret = Seal(settings.secret.get_secret_value()), settings.slack_client_secret.get_secret_value()
    installations = Installations(SealedInstallations(settings.slack_client_id, kept.engine, seal), kept.run)
    rotator = AsyncTokenRotator(client_id=settings.slack_client_id, client_secret=secret, client=client(None))
    many = ManyWorkspaces(installations, client, rotator, kept.reception, kept.run)
    if settings.public_url is None:
        return many, None
    app = App(settings.slack_client_id, secret, settings.public_url, api_url(settings))
    installing = Installing(app, client(None), installations, States(kept.engine, kept.run), seal=seal)
    installing.tells(many)
    return many, installing
