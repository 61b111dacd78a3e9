"""How Slack's Web API is asked: one workspace, one method, and what its refusals mean for whoever asked. Which method is for others."""

from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Literal

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.platform import PlatformError
from bot.platforms.slack.pace import Pace

DEFAULT_REST = timedelta(seconds=30)

# Trying again is of no use before a person has mended something in Slack, or here.
LASTING = frozenset(
    {
        "account_inactive",
        "cannot_dm_bot",
        "cant_update_message",
        "channel_is_limited_access",
        "channel_not_found",
        "edit_window_closed",
        "invalid_blocks",
        "invalid_blocks_format",
        "is_archived",
        "message_not_found",
        "messages_tab_disabled",
        "metadata_too_large",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "not_in_channel",
        "posting_to_channel_denied",
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
        "thread_not_found",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
    }
)
# Slack says that something went wrong, not that nothing happened.
UNSURE = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable", "team_added_to_org"})
# Another workspace of ours may reach whom this one does not.
ELSEWHERE = frozenset({"account_inactive", "channel_not_found", "not_in_channel", "user_not_found", "user_not_visible"})
TOO_OFTEN = frozenset({"ratelimited", "rate_limited"})


@dataclass(frozen=True)
class Workspace:
    """A workspace, or a whole organisation, in which the app is installed, with the client that speaks to it."""

    client: AsyncWebClient
    team: str | None
    enterprise: str | None
    bot: str
    bot_user: str
    name: str = ""

    @property
    def id(self) -> str:
        """What tells it from the others: its team, or its organisation when it is installed there as a whole."""
        return self.team or self.enterprise or ""


class Asking:
    """Asks Slack. Every failure comes back as a `PlatformError` that says whether it may have happened, and whether to try again."""

    def __init__(self, pace: Pace | None = None) -> None:
        self.pace = pace or Pace()

    async def __call__(self, workspace: Workspace, method: str, /, **facts: Any) -> dict[str, Any]:
        """Ask one method of slack_sdk's client, as `chat_postMessage`, and return what Slack says.

        Raises:
            PlatformError: when it is refused, or nobody can tell.
        """
        self.pace.check(workspace.id, method)
        try:
            answer = await getattr(workspace.client, method)(**facts)
        except Exception as error:
            failed = meaning(error)
            if failed.wait is not None and str(failed) in TOO_OFTEN:
                self.pace.rest(workspace.id, method, failed.wait)
            raise failed from error
        data = answer.data
        return data if isinstance(data, dict) else {}


def meaning(error: Exception) -> PlatformError:
    """Return what a failure of slack_sdk means; one that is none of its failures is raised as it is."""
    if isinstance(error, SlackApiError):
        return _refusal(error)
    if isinstance(error, aiohttp.ClientConnectorError):  # Nothing went out.
        return PlatformError("cannot connect")
    if isinstance(error, aiohttp.ClientError | TimeoutError | OSError):
        return PlatformError(type(error).__name__, arrived=None)
    if isinstance(error, SlackClientError):
        return PlatformError(type(error).__name__, arrived=None)
    raise error


def _refusal(error: SlackApiError) -> PlatformError:
    """Return what Slack's own no means."""
    answer = error.response
    data = getattr(answer, "data", None)
    status = int(getattr(answer, "status_code", getattr(answer, "status", 0)) or 0)
    code = str(data.get("error") or "") if isinstance(data, dict) else ""
    if code in TOO_OFTEN or status == HTTPStatus.TOO_MANY_REQUESTS:
        return PlatformError("ratelimited", wait=_rest(getattr(answer, "headers", {})))
    if not code or code in UNSURE or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        unsure: Literal[False] | None = None
        return PlatformError(code or f"status {status}", arrived=unsure)
    return PlatformError(code, lasting=code in LASTING)


def _rest(headers: Any) -> timedelta:
    """Read how long Slack asks us to wait."""
    said = {str(name).casefold(): value for name, value in dict(headers).items()}.get("retry-after")
    said = said[0] if isinstance(said, list) else said
    return timedelta(seconds=int(said)) if said is not None and str(said).isdecimal() else DEFAULT_REST
