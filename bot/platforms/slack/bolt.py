"""One payload carried through Bolt, the same way over Socket Mode and HTTP; Bolt's own stumbling over a strange one ends here."""

from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.platforms.slack.reading import at, text_at

log = structlog.get_logger()
RATE_LIMITED = "app_rate_limited"
MALFORMED = 400


async def carried(app: AsyncApp, payload: Mapping[str, Any], headers: Mapping[str, str | Sequence[str]]) -> BoltResponse:
    """Return what the app answers; a payload that Bolt cannot even look at is malformed, and is not to come again.

    The gate has checked and read a request of HTTP already, so both ways look like Socket Mode to Bolt from here on.
    """
    if text_at(payload, "type") == RATE_LIMITED:  # The one thing Slack tells outside of an event; Bolt knows nothing of it.
        log.warning("slack.events_withheld")
        return BoltResponse(status=200, body="")
    if not _sound(payload):
        log.warning("slack.malformed")
        return BoltResponse(status=MALFORMED, body="")
    try:
        return await app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=dict(payload), headers=dict(headers)))
    except Exception:
        log.exception("slack.not_understood")
        return BoltResponse(status=MALFORMED, body="")


def _sound(payload: Mapping[str, Any]) -> bool:
    """Tell whether a payload is anything Slack sends: a command, a check of the address, or what names its kind and holds it."""
    if text_at(payload, "type") == "event_callback":
        return isinstance(at(payload, "event"), Mapping)
    return any(text_at(payload, one) for one in ("type", "command", "ssl_check"))
