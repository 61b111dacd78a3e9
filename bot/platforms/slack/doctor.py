"""What `pagt doctor` asks of Slack: tokens, scopes, the clock, the channels. It never opens the link: that would take payloads away.

Slack hands each payload to any one connection of an app (slack.md §2), so a doctor that connected would swallow what people do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.finding import Finding, bad, fine, look
from bot.platforms.platform import PlatformError
from bot.platforms.slack.asking import Asking, Workspace, meaning
from bot.platforms.slack.installing import install_link
from bot.platforms.slack.manifest import Installation, from_yaml, manifest
from bot.platforms.slack.scopes import missing
from bot.platforms.slack.sealing import Seal
from bot.platforms.slack.where import Kept, api_url, workspaces_of
from bot.platforms.slack.workspaces import Workspaces
from bot.registry import Registry
from bot.settings import Settings
from bot.words import slack_doctor as words

MANIFEST = Path("manifest.yml")
OFF_A_LITTLE, OFF_TOO_FAR = timedelta(seconds=30), timedelta(seconds=240)  # Slack's own limit is five minutes.
SIGNING_SECRET_LENGTH = 32


@dataclass(frozen=True)
class Practice:
    """What the doctor works with."""

    settings: Settings
    registry: Registry
    workspaces: Workspaces
    client: AsyncWebClient  # without a token
    asking: Asking
    channels: Sequence[str] = ()
    now: datetime | None = None


async def checkup(settings: Settings, registry: Registry, kept: Kept, channels: Sequence[str]) -> list[Finding]:
    """Find out everything about Slack with the settings as they are."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=9), trust_env=True) as session:
        asking = Asking()

        def client(token: str | None) -> AsyncWebClient:
            return AsyncWebClient(token=token, base_url=f"{api_url(settings)}/", session=session, retry_handlers=[])

        try:
            workspaces, _ = workspaces_of(settings, client, asking, kept)
        except ValueError:  # A setting is missing, which has been said.
            return _settings(settings)
        return await findings(Practice(settings, registry, workspaces, client(None), asking, channels))


async def findings(practice: Practice) -> list[Finding]:
    """Return everything there is to find out about Slack."""
    found = [*_settings(practice.settings), *_manifest(practice)]
    try:
        known = await practice.workspaces.all()
    except PlatformError as error:
        return [*found, bad(words.not_reached(str(error)), words.step_for(str(error)))]
    if not known:
        found.append(look(words.nowhere_installed(), words.step_install(_link(practice.settings) or "")))
    for one in known:
        found += await _workspace(practice, one)
    return [*found, *await _app_token(practice), *await _public(practice.settings)]


def _settings(settings: Settings) -> list[Finding]:
    """Look at the settings that only Slack has."""
    found = []
    secret = settings.slack_signing_secret
    if secret is not None and len(secret.get_secret_value()) != SIGNING_SECRET_LENGTH:
        found.append(look(words.odd_signing_secret(), words.step_signing_secret()))
    if settings.slack_bot_token is not None and settings.slack_client_id is not None:
        found.append(look(words.two_ways_in(), words.step_two_ways_in()))
    if (link := _link(settings)) is not None:
        found.append(fine(words.install_at(link)))
    return found


def _link(settings: Settings) -> str | None:
    if settings.slack_client_id is None or settings.public_url is None or settings.secret is None:
        return None
    return install_link(settings.public_url, Seal(settings.secret.get_secret_value()))


def installation_of(settings: Settings, *, language: str = "da", organisation: bool = False) -> Installation:
    """Return how the app reaches this program, by its settings."""
    over_http = settings.slack_signing_secret is not None and settings.slack_app_token is None
    return Installation(
        public_url=settings.public_url,
        socket_mode=not over_http,
        prefix=settings.command_prefix,
        language=language,
        oauth=settings.slack_client_id is not None and settings.public_url is not None,
        organisation=organisation,
    )


def _manifest(practice: Practice) -> list[Finding]:
    """Compare the manifest that lies here with what the program would write now."""
    if not MANIFEST.exists():
        return []
    try:
        kept = from_yaml(MANIFEST.read_text(encoding="utf-8"))
        wanted = [manifest(practice.registry, installation_of(practice.settings, language=one)) for one in ("da", "en")]
    except (ValueError, OSError):
        return [look(words.manifest_unreadable(), words.step_manifest())]
    return [fine(words.manifest_fits())] if kept in wanted else [look(words.manifest_drifted(), words.step_manifest())]


async def _workspace(practice: Practice, workspace: Workspace) -> list[Finding]:
    """Look at one installation: its token, its scopes, the clock, and the channels."""
    try:
        answer = await workspace.client.auth_test()
    except Exception as error:  # noqa: BLE001  # Whatever it is, it is a finding.
        reason = _reason(error)
        return [bad(words.token_refused(workspace.name or workspace.id, reason), words.step_for(reason))]
    name = str(answer.get("team") or workspace.id)
    found = [fine(words.token_good(name))]
    granted = frozenset(filter(None, _header(answer.headers, "x-oauth-scopes").replace(" ", "").split(",")))
    if granted:
        found += [bad(words.scope_missing(one.name, one.why), words.step_scopes()) for one in missing(granted)] or [
            fine(words.scopes_good())
        ]
    found += _clock(_header(answer.headers, "date"), practice.now or datetime.now(UTC))
    for place in practice.channels:
        found += await _channel(practice, workspace, place)
    return found


def _clock(said: str, now: datetime) -> list[Finding]:
    """Compare this machine's clock with Slack's; requests of Slack that seem older than five minutes are refused."""
    try:
        off = abs(now - parsedate_to_datetime(said))
    except (TypeError, ValueError):
        return []
    if off > OFF_TOO_FAR:
        return [bad(words.clock_off(round(off.total_seconds())), words.step_clock())]
    return (
        [look(words.clock_off(round(off.total_seconds())), words.step_clock())]
        if off > OFF_A_LITTLE
        else [fine(words.clock_good())]
    )


async def _channel(practice: Practice, workspace: Workspace, place: str) -> list[Finding]:
    """Look whether the bot can post in a channel that belongs to an agreement."""
    try:
        said = await practice.asking(workspace, "conversations_info", channel=place)
    except PlatformError as error:
        return [bad(words.channel_unseen(place, str(error)), words.step_invite())] if error.lasting else []
    channel = said.get("channel") or {}
    name = f"#{channel.get('name') or place}"
    if channel.get("is_archived"):
        return [bad(words.channel_archived(name), words.step_archived())]
    return (
        [fine(words.channel_good(name))] if channel.get("is_member") else [bad(words.channel_not_in(name), words.step_invite())]
    )


async def _app_token(practice: Practice) -> list[Finding]:
    """Ask for an address of the link, and use it not."""
    token = practice.settings.slack_app_token
    if token is None:
        return []
    try:
        await practice.client.apps_connections_open(app_token=token.get_secret_value())
    except Exception as error:  # noqa: BLE001  # Whatever it is, it is a finding.
        return [bad(words.app_token_refused(_reason(error)), words.step_app_token())]
    return [fine(words.app_token_good())]


async def _public(settings: Settings) -> list[Finding]:
    """Look whether the public address leads here, where Slack is to reach it."""
    if settings.slack_signing_secret is None or settings.public_url is None:
        return []
    if not settings.public_url.startswith("https://"):
        return [bad(words.not_https(settings.public_url), words.step_https())]
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5), trust_env=True) as session,
            session.get(f"{settings.public_url}/readyz") as answer,
        ):
            here = "well" in await answer.json(content_type=None)
    except (aiohttp.ClientError, TimeoutError, ValueError, OSError, TypeError):
        here = False
    return (
        [fine(words.public_good(settings.public_url))]
        if here
        else [look(words.public_elsewhere(settings.public_url), words.step_public())]
    )


def _reason(error: Exception) -> str:
    """Return Slack's own word for a refusal, or what kept us from asking."""
    if isinstance(error, SlackApiError):
        return str(meaning(error))
    try:
        return str(meaning(error))
    except Exception:  # noqa: BLE001  # None of slack_sdk's.
        return type(error).__name__


def _header(headers: object, name: str) -> str:
    found = {str(one).casefold(): value for one, value in dict(headers).items()}.get(name, "")  # type: ignore[call-overload]  # A mapping of some kind.
    return str(found[0] if isinstance(found, list) else found)
