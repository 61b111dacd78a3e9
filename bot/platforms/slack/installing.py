"""Installing the app in another workspace: the link that begins it, the way to Slack and back, and the page that says how it went.

The link carries a key made from PAGT_SECRET. Without it anybody who finds the address could install the app in a workspace of
their own, and be told whom to ask about the agreement.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiohttp import web
from markupsafe import Markup, escape
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.platforms.locales import language_of
from bot.platforms.slack.installed import STATE_LIVES_S, Installations, States
from bot.platforms.slack.many import ManyWorkspaces
from bot.platforms.slack.scopes import bot_scopes
from bot.platforms.slack.sealing import Seal
from bot.words import slack as words
from bot.words.language import speaking, spoken

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

INSTALL_PATH, REDIRECT_PATH = "/slack/install", "/slack/oauth_redirect"
LANGUAGE = "da"  # Of a browser that names none.
_HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}
_PAGE = Markup(
    '<!doctype html><html lang="{language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>{title}</title><style>body{{font:1.1rem/1.5 system-ui;max-width:36rem;margin:15vh auto;padding:0 1rem}}</style>"
    "<h1>{title}</h1><p>{said}</p></html>"
)


@dataclass(frozen=True)
class App:
    """The app as Slack knows it, and where it is reached."""

    client_id: str
    client_secret: str
    public_url: str
    api_url: str

    @property
    def authorize_url(self) -> str:
        """Slack's page that asks for consent; GovSlack has one of its own (slack.md §7)."""
        return f"{self.api_url.removesuffix('/api')}/oauth/v2/authorize"


def install_link(public_url: str, seal: Seal) -> str:
    """Return the link that installs the app, for whoever may be given it."""
    return f"{public_url.rstrip('/')}{INSTALL_PATH}?key={seal.key_of('install')}"


class Installing:
    """The two pages."""

    def __init__(self, app: App, client: "AsyncWebClient", installations: Installations, states: States, *, seal: Seal) -> None:
        self._seal = seal
        self._workspaces: ManyWorkspaces | None = None
        self.flow = AsyncOAuthFlow(
            client=client,
            settings=AsyncOAuthSettings(
                client_id=app.client_id,
                client_secret=app.client_secret,
                scopes=bot_scopes(),
                user_scopes=[],
                redirect_uri=f"{app.public_url.rstrip('/')}{REDIRECT_PATH}",
                install_path=INSTALL_PATH,
                redirect_uri_path=REDIRECT_PATH,
                install_page_rendering_enabled=False,
                authorization_url=app.authorize_url,
                installation_store=installations,
                installation_store_bot_only=True,
                state_store=states,
                state_expiration_seconds=STATE_LIVES_S,
                callback_options=AsyncCallbackOptions(success=self._done, failure=self._not_done),
            ),
        )

    def tells(self, workspaces: ManyWorkspaces) -> None:
        """Say who is to know of a new installation."""
        self._workspaces = workspaces

    def routes(self) -> list[web.RouteDef]:
        """Return the pages' routes."""
        return [web.get(INSTALL_PATH, self._begin), web.get(REDIRECT_PATH, self._back)]

    async def _begin(self, request: web.Request) -> web.StreamResponse:
        """Send whoever has the link on to Slack."""
        if not hmac.compare_digest(request.query.get("key", "").encode(), self._seal.key_of("install").encode()):
            with speaking(_language(request.headers.getall("Accept-Language", []))):
                return await to_aiohttp_response(_page(404, *words.no_such_link()))
        return await to_aiohttp_response(await self.flow.handle_installation(_bolt(request)))

    async def _back(self, request: web.Request) -> web.StreamResponse:
        """Take whoever comes back from Slack."""
        return await to_aiohttp_response(await self.flow.handle_callback(_bolt(request)))

    async def _done(self, args: AsyncSuccessArgs) -> BoltResponse:
        if self._workspaces is not None:
            self._workspaces.changed()
        with speaking(_language(args.request.headers.get("accept-language"))):
            return _page(200, *words.installed(args.installation.team_name or args.installation.enterprise_name or ""))

    async def _not_done(self, args: AsyncFailureArgs) -> BoltResponse:
        with speaking(_language(args.request.headers.get("accept-language"))):
            return _page(max(args.suggested_status_code, 400), *words.not_installed_now())


def _bolt(request: web.Request) -> AsyncBoltRequest:
    return AsyncBoltRequest(body="", query=request.query_string, headers=dict(request.headers))


def _language(asked: Sequence[str] | None) -> str:
    """Return the language a browser asks for first."""
    return language_of(next(iter(asked or ()), "").partition(",")[0].partition(";")[0].strip()) or LANGUAGE


def _page(status: int, title: str, said: str) -> BoltResponse:
    """Return a page that says one thing."""
    body = _PAGE.format(language=spoken(), title=escape(title), said=escape(said))
    return BoltResponse(status=status, body=str(body), headers={name: [value] for name, value in _HEADERS.items()})
