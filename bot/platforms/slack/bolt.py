"""One payload carried through Bolt, the same way over Socket Mode and HTTP; Bolt's own stumbling over a strange one ends here."""

from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

log = structlog.get_logger()
MALFORMED = 400


async def carried(app: AsyncApp, payload: Mapping[str, Any], headers: Mapping[str, str | Sequence[str]]) -> BoltResponse:
    """Return what the app answers; a payload that Bolt cannot even look at is malformed, and is not to come again.

    The gate has checked and read a request of HTTP already, so both ways look like Socket Mode to Bolt from here on.
    """
    try:
        return await app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=dict(payload), headers=dict(headers)))
    except Exception:
        log.exception("slack.not_understood")
        return BoltResponse(status=MALFORMED, body="")
