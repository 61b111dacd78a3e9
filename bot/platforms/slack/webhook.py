"""The response_url: how Slack lets us answer an action for half an hour, five times, without being in the conversation."""

from typing import Any

import aiohttp
import structlog

log = structlog.get_logger()


class Webhook:
    """Posts to response_urls. The address is as good as a password for as long as it lives, so it is never logged."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def __call__(self, url: str, payload: dict[str, Any]) -> bool:
        """Post an answer; tell whether Slack took it."""
        try:
            async with self._session.post(url, json=payload) as answer:
                taken = answer.status == 200 and not (await answer.text()).startswith("{")  # noqa: PLR2004  # HTTP's "all right".
                if not taken:
                    log.info("slack.response_url_refused", status=answer.status)
                return taken
        except (aiohttp.ClientError, TimeoutError, ValueError, OSError) as error:
            log.info("slack.response_url_failed", error=type(error).__name__)
            return False
