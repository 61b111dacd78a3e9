"""How Mattermost's REST API is asked, and what its refusals mean for whoever asked. Which call is for others.

The library's own retries are off: what was not taken waits in the outbox, where a restart does not lose it. Its words stay out of
the log, since the server's errors may repeat what people wrote.
"""

import logging
from collections.abc import Awaitable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import httpx
from mattermostautodriver import AsyncTypedDriver
from mattermostautodriver.client import AsyncClient
from mattermostautodriver.exceptions import InvalidMattermostError, MattermostError, TooManyRequests
from typing_extensions import override

from bot.platforms.platform import PlatformError

TIMEOUT_S = 9.0  # Under delivery's own ten, so that a request is given up by whoever can say what it was.
DEFAULT_REST = timedelta(seconds=30)
LIBRARIES = ("mattermostautodriver", "mattermostautodriver.api", "mattermostautodriver.websocket", "httpx", "httpcore")
# Trying again is of no use before a person has mended something there, or here.
LASTING = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.METHOD_NOT_ALLOWED,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.NOT_IMPLEMENTED,
    }
)


class _Client(AsyncClient):  # type: ignore[misc]  # The library has no types.
    """The library's client, for a server that may also live under a path of its host."""

    @staticmethod
    @override
    def _make_url(scheme: str, url: str, port: int) -> str:
        return url


class Rest:
    """One server, asked with one token: `await rest.ask(rest.api.posts.create_post(…))`."""

    def __init__(self, url: str, token: str, timeout: float = TIMEOUT_S) -> None:
        for name in LIBRARIES:
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self.url = url.rstrip("/")
        options = {"url": self.url, "token": token, "max_retries": 0, "request_timeout": timeout}
        self.api = AsyncTypedDriver(options, client_cls=_Client)
        self.api.client.token = token

    async def ask(self, answer: Awaitable[Any]) -> Any:
        """Wait for a call of the library's, and return what the server says.

        Raises:
            PlatformError: when it is refused, or nobody can tell.
        """
        try:
            said = await answer
            return _read(said) if isinstance(said, httpx.Response) else said
        except (MattermostError, InvalidMattermostError, httpx.HTTPError, OSError, ValueError) as error:
            raise meaning(error) from error

    async def raw(self, method: str, path: str, body: Any = None, **params: Any) -> Any:
        """Ask a path of the API, as `/api/v4/commands`, where the library's typed call lacks a field.

        Raises:
            PlatformError: when it is refused, or nobody can tell.
        """
        return await self.ask(self.api.client.make_request(method, path, options=body, params=params or None))

    async def close(self) -> None:
        """Give the connections back."""
        await self.api.client.client.aclose()


def meaning(error: Exception) -> PlatformError:
    """Return what a failure of the library means. Its text is the server's constant name for it, never a sentence of the server's."""
    if isinstance(error, TooManyRequests):
        wait = timedelta(seconds=error.retry_after) if error.retry_after is not None else DEFAULT_REST
        return PlatformError("too many requests", wait=max(wait, timedelta(seconds=1)))
    if isinstance(error, MattermostError):
        return _refusal(error)
    if isinstance(error, InvalidMattermostError):  # Something before the server answered, such as a proxy.
        known = error.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
        return PlatformError(f"status {error.status_code}, not in Mattermost's words", arrived=False if known else None)
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):  # Nothing went out.
        return PlatformError("cannot connect")
    return PlatformError(type(error).__name__, arrived=None)


def _refusal(error: MattermostError) -> PlatformError:
    """Return what the server's own no means."""
    reason = f"{error.status_code} {error.error_id or ''}".strip()[:120]
    if error.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR and error.status_code != HTTPStatus.NOT_IMPLEMENTED:
        return PlatformError(reason, arrived=None)
    return PlatformError(reason, lasting=error.status_code in LASTING)


def _read(response: httpx.Response) -> Any:
    return response.json() if response.content else {}
