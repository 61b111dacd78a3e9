"""Every way in from Slack, on Bolt: what is not for us is acknowledged and dropped, and whatever breaks still gets an answer.

Over Socket Mode, Bolt says nothing at all of what crashed or was not known, and the person sees a timeout (slack.md §0); so the last
listener of each kind takes everything, and the error handler answers in both modes.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse

from bot.chat.request import Account, Call, Place
from bot.platforms.off_loop import Run
from bot.platforms.slack import call_shapes as shapes
from bot.platforms.slack.asking import Workspace
from bot.platforms.slack.desk import Desk
from bot.platforms.slack.entry import Replayed
from bot.platforms.slack.gate import REPLAYED
from bot.platforms.slack.ids import NAME, account
from bot.platforms.slack.reading import at, first_at, text_at
from bot.platforms.slack.workspaces import Workspaces
from bot.reception import Reception, Taken
from bot.words import slack as words
from bot.words.language import speaking

log = structlog.get_logger()
ANY = re.compile(".*", re.DOTALL)
NOT_YET = 503  # Without an acknowledgement Slack sends an event again: at once, after one minute and after five.
CHANNEL_EVENTS = frozenset({"channel_shared", "channel_unshared", "member_joined_channel"})
GONE_EVENTS = frozenset({"app_uninstalled", "tokens_revoked"})


@dataclass(frozen=True)
class Listeners:
    """Puts the desk behind Bolt's doors."""

    desk: Desk
    workspaces: Workspaces
    reception: Reception
    run: Run

    def listen(self, app: AsyncApp) -> None:
        """Take everything that comes to the app."""
        app.command(ANY)(self._command)
        app.action({"type": "block_actions", "action_id": ANY})(self._action)
        app.view({"type": "view_submission", "callback_id": ANY})(self._submission)
        app.view({"type": "view_closed", "callback_id": ANY})(self._dropped)
        app.message_shortcut(ANY)(self._shortcut)
        app.global_shortcut(ANY)(self._dropped)
        app.options(ANY)(self._no_options)
        app.event(ANY)(self._event)
        app.error(self._broken)

    async def _command(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        answer = await self.desk.command(body, await self._workspace(context))
        await ack(**answer)

    async def _action(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await self.desk.action(body, await self._workspace(context))
        await ack()

    async def _submission(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await ack(**await self.desk.submission(body, await self._workspace(context)))

    async def _shortcut(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await self.desk.shortcut(body, await self._workspace(context))
        await ack()

    async def _dropped(self, ack: AsyncAck) -> None:
        await ack()

    async def _no_options(self, ack: AsyncAck) -> None:
        await ack(options=[])

    async def _event(self, body: dict[str, Any], context: AsyncBoltContext) -> BoltResponse | None:
        """Take an event, and say whether it is done: None acknowledges."""
        kind = text_at(body, "event", "type")
        if kind in GONE_EVENTS:
            await self.workspaces.gone(context.team_id, context.enterprise_id)
            return None
        workspace = await self._workspace(context)
        if kind in {"message", "app_mention"}:
            return await self._words(body, workspace)
        if kind == "app_home_opened":
            await self._opened(body, workspace)
        elif kind in CHANNEL_EVENTS:
            await self._channel(body, workspace)
        elif kind == "channel_id_changed":
            before, after = text_at(body, "event", "old_channel_id"), text_at(body, "event", "new_channel_id")
            await self.run(self.reception.moved, before, after)
        return None

    async def _words(self, body: Mapping[str, Any], workspace: Workspace) -> BoltResponse | None:
        """Take words to the bot; in a channel, those in the thread of what asks for an answer, and mentions."""
        call = shapes.call_of_event(body, await self._bot(workspace))
        if call is None or not await self._meant(call, text_at(body, "event", "type")):
            return None
        return None if await self.take(call, workspace) else BoltResponse(status=NOT_YET)

    async def reply(self, message: dict[str, Any], channel: str, workspace: Workspace) -> None:
        """Take a reply that was fetched."""
        call = shapes.call_of_reply(message, channel, await self._bot(workspace))
        if call is not None:
            await self.take(call, workspace)

    async def take(self, call: Call, workspace: Workspace) -> bool:
        """Answer words once, however often they come; tell whether they are answered."""
        assert call.key is not None  # Words always have their message's.
        taken = await self.run(self.reception.take, call.key)
        if taken is not Taken.MINE:
            return taken is Taken.DONE
        try:
            await self.desk.said(call, workspace)
        except Exception:
            log.exception("slack.words_not_answered")
            await self.run(self.reception.release, call.key)
            return False
        await self.run(self.reception.done, call.key)
        return True

    async def _meant(self, call: Call, kind: str) -> bool:
        """Tell whether words are for the bot: in a thread of a channel only where it asked for an answer."""
        if kind == "app_mention" or call.place.direct:
            return True
        return call.thread is not None and await self.run(self.reception.asks, call.thread)

    async def _opened(self, body: Mapping[str, Any], workspace: Workspace) -> None:
        """Show somebody their Home tab; whoever opens the messages for the first time is welcomed."""
        user = text_at(body, "event", "user")
        place = Place(NAME, user, direct=True)
        known = await self.desk.greeter.introduced(Call(Account(NAME, account(workspace.id, user)), place, "home"), workspace)
        if text_at(body, "event", "tab") == "messages":
            await self.desk.greeter.meet(Call(known.account, place, "", name=known.name, language=known.language))
        else:
            await self.desk.greeter.home.opened(known, workspace)

    async def _channel(self, body: Mapping[str, Any], workspace: Workspace) -> None:
        """Look anew who reads along in a channel."""
        event = at(body, "event")
        place = text_at(event, "channel") or text_at(event, "channel", "id")
        rooms = self.desk.greeter.rooms
        rooms.forget(place)
        if text_at(event, "user"):
            self.desk.greeter.people.forget(workspace, text_at(event, "user"))
        if place in await self.run(self.reception.channels):
            rooms.look(workspace, place)

    async def _bot(self, workspace: Workspace) -> shapes.Bot:
        """Return who the bot is there, and who it is in its other workspaces."""
        elsewhere = frozenset(one.bot_user for one in await self.workspaces.all() if one.bot_user)
        return replace(self.desk.bot(workspace), elsewhere=elsewhere)

    async def _workspace(self, context: AsyncBoltContext) -> Workspace:
        """Return the installation a request came through, which authorising it has found."""
        found: Workspace = context["workspace"]
        return found

    async def _broken(self, error: Exception, body: dict[str, Any]) -> BoltResponse:
        """Answer what broke before it could be answered: an event not at all, so that it comes again; a person with a sentence."""
        if isinstance(error, Replayed):
            return BoltResponse(status=REPLAYED)
        reference = secrets.token_hex(2).upper()
        log.error("slack.broken", reference=reference, type=text_at(body, "type") or "command", exc_info=error)
        if text_at(body, "type") == "event_callback":
            return BoltResponse(status=NOT_YET)
        with speaking(self.desk.greeter.known_language(shapes.acted(body))):
            said = words.broken(reference)
        respond = text_at(body, "response_url")
        if text_at(body, "command"):
            return BoltResponse(status=200, body={"response_type": "ephemeral", "text": said})
        if text_at(body, "type") == "view_submission":
            block = text_at(first_at(body, "view", "blocks"), "block_id")
            return BoltResponse(status=200, body={"response_action": "errors", "errors": {block: said}} if block else "")
        if respond:
            await self.desk.answers.webhook(respond, {"replace_original": False, "text": said})
        return BoltResponse(status=200, body="")
