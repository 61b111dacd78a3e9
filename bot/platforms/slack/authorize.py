"""Whom a request is for, asked before any listener hears of it: another app's is turned away, and a team's we are not in ends here.

Of the others Bolt learns which installation they came through.
"""

from collections.abc import Awaitable, Callable

import structlog
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from typing_extensions import override

from bot.platforms.slack.asking import Workspace
from bot.platforms.slack.reading import text_at
from bot.platforms.slack.workspaces import Reach, Workspaces

log = structlog.get_logger()

INTERACTIONS = frozenset({"block_actions", "view_submission", "view_closed", "message_action", "shortcut", "block_suggestion"})
INTERACTION = "pagt_interaction"  # In Bolt's context: that it is a button or a window, and no command or event.


class OursOnly(AsyncMiddleware):
    """Turns away what is another app's, and notes what a partner may do under their own team's name."""

    def __init__(self, app_id: str) -> None:
        self._app_id = app_id  # Empty where it is not known: then nothing is turned away.

    @override
    async def async_process(
        self, *, req: AsyncBoltRequest, resp: BoltResponse, next: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse | None:
        """Go on, or answer that it is not for us."""
        said = text_at(req.body, "api_app_id")
        if self._app_id and said and self._app_id != said:
            log.warning("slack.of_another_app")
            return BoltResponse(status=403, body="")
        req.context[INTERACTION] = text_at(req.body, "type") in INTERACTIONS
        return await next()


class Authorize(AsyncAuthorize):
    """Finds the installation, and hands it to the listeners as `context["workspace"]`."""

    def __init__(self, workspaces: Workspaces, reach: Reach) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped.
        self._workspaces = workspaces
        self._reach = reach

    @override
    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,
        actor_team_id: str | None = None,
        actor_user_id: str | None = None,
    ) -> AuthorizeResult | None:
        """Return whose token a request is answered with; none when the app is not installed there."""
        found = await self._workspaces.of(team_id, enterprise_id) or await self._shared(context)
        if found is None:
            return None
        context["workspace"] = found
        return AuthorizeResult(
            enterprise_id=found.enterprise,
            team_id=found.team,
            team=found.name,
            bot_id=found.bot,
            bot_user_id=found.bot_user,
            bot_token=found.client.token,
            user_id=user_id,
        )

    async def _shared(self, context: AsyncBoltContext) -> Workspace | None:
        """Return the installation behind what a partner does in a shared channel.

        A button they press, or a window they send, may bear their own team and not ours (slack.md §7). Who they are, and what
        they may do, is asked of the database all the same.
        """
        if not context.get(INTERACTION):
            return None
        known = await self._workspaces.all()
        return known[0] if len(known) == 1 else self._reach.through(context.channel_id or "", known)
