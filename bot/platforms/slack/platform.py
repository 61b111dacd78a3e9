"""SlackPlatform: the Protocol of bot/platforms/platform.py, kept by Slack's Web API. What people do there comes in through listeners.py.

A message is marked with its key in its metadata, and so is every message that continues it in its thread: a send that broke off
half-way is found as such, and taken up where it ended (reliability.md §2).
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from bot.chat.form import Form
from bot.chat.message import Message
from bot.chat.request import Place
from bot.platforms.platform import Address, Pacing, PlatformError
from bot.platforms.slack.asking import ELSEWHERE, Asking, Workspace
from bot.platforms.slack.form_shapes import Meta, view
from bot.platforms.slack.ids import NAME, place_and_stamp, reference, team_and_user
from bot.platforms.slack.mentioned import Resolve, drawing_of
from bot.platforms.slack.mrkdwn import Drawing
from bot.platforms.slack.parcel import Attachment, Parcel
from bot.platforms.slack.posting import EVENT, change, named, say, upload
from bot.platforms.slack.shapes import parcel
from bot.platforms.slack.threads import thread_at
from bot.platforms.slack.workspaces import Reach, Workspaces

T = TypeVar("T")

PAGE = 100
MOST_PAGES = 20
LOOK_BACK = timedelta(days=2)  # How old the first part of a message may be that is still to be completed.


@dataclass(frozen=True)
class Standing:
    """What stands of a message already: its first part's stamp, the stamps of the parts in its thread, and its files' names and sizes."""

    stamp: str
    payload: Mapping[str, Any]
    parts: Mapping[int, str]
    files: frozenset[tuple[str, int]]

    @property
    def whole(self) -> bool:
        """Whether nothing of it is missing."""
        of, files = self.payload.get("of", 1), self.payload.get("files", 0)
        return all(number in self.parts for number in range(2, of + 1)) and len(self.files) >= files


class SlackPlatform:
    """Slack as delivery sees it."""

    name = NAME
    pacing: Pacing | None = None

    def __init__(self, workspaces: Workspaces, asking: Asking, resolve: Resolve, root: str = "pagt", prefix: str = "") -> None:
        self.asking = asking
        self.resolve = resolve
        self.root = root
        self.prefix = prefix
        self.reach = Reach(workspaces)
        self._direct: dict[tuple[str, str], str] = {}

    async def drawing(self, said: Iterable[Message | Form]) -> Drawing:
        """Return what drawing these needs besides themselves: who is mentioned in them, and how commands are called here."""
        return await drawing_of(said, self.resolve, self.root, self.prefix)

    async def send(self, key: str, to: Address, message: Message) -> str:
        """Post a message with all that belongs to it, marked with its key, and return the reference of its first part.

        Raises:
            PlatformError: when it was not taken, or nobody can tell; what stands of it then is found by its key.
        """
        drawn = parcel(message, await self.drawing([message]))
        return await self._through(to, lambda workspace: self._post(workspace, to, key, drawn))

    async def update(self, at: str, message: Message) -> None:
        """Put another message in the place of the one at a reference, and in its thread what continues it.

        Raises:
            PlatformError: when it was not taken; lasting when the bot has no message there.
        """
        found = place_and_stamp(at)
        if found is None:
            raise PlatformError("message_not_found", lasting=True)
        drawn = parcel(message, await self.drawing([message]))
        await self._through(Address("place", found[0]), lambda workspace: self._edit(workspace, *found, drawn))

    async def open_form(self, form: Form, trigger: str) -> None:
        """Show a form to the person whose action gave the trigger, written `T0123/trigger`; its answer comes to their direct conversation.

        Raises:
            PlatformError: lasting when the trigger has expired or was used.
        """
        team, _, id_ = trigger.partition("/")
        workspace, *_ = [*await self.reach.ways(Address("person", f"{team}/U0")), None]
        if workspace is None:
            raise PlatformError("not installed", lasting=True)
        drawing = await self.drawing([form])
        drawn = view(form, Meta(form.command, Place(NAME, "D0", direct=True)), drawing)
        try:
            await self.asking(workspace, "views_open", trigger_id=id_, view=drawn)
        except PlatformError as error:
            spent = "trigger" in str(error)
            raise PlatformError(str(error), arrived=error.arrived, lasting=spent, wait=error.wait) from error

    async def find(self, key: str, to: Address, since: datetime) -> str | None:
        """Look for a message by its key where it was to go; one that lacks a part counts as not found, and `send` completes it.

        Raises:
            PlatformError: when Slack cannot be asked.
        """

        async def look(workspace: Workspace) -> str | None:
            place = await self._conversation(workspace, to)
            found = await self._standing(workspace, place, key, since)
            return reference(place, found.stamp) if found is not None and found.whole else None

        return await self._through(to, look)

    async def _through(self, to: Address, step: Callable[[Workspace], Awaitable[T]]) -> T:
        """Do something through the installation that reaches an address, trying the likeliest first.

        Raises:
            PlatformError: the first refusal, when none reaches it.
        """
        refusals: list[PlatformError] = []
        for workspace in await self.reach.ways(to):
            try:
                done = await step(workspace)
            except PlatformError as error:
                if str(error) not in ELSEWHERE or error.arrived is None:
                    raise
                refusals.append(error)
            else:
                self.reach.seen(to.id, workspace)
                return done
        raise refusals[0] if refusals else PlatformError("not installed")

    async def _post(self, workspace: Workspace, to: Address, key: str, drawn: Parcel) -> str:
        """Post what is missing of a parcel; a parcel of one part is posted without looking first, since delivery has looked."""
        place = await self._conversation(workspace, to)
        standing = None
        if drawn.thread or drawn.files:
            standing = await self._standing(workspace, place, key, datetime.now(UTC) - LOOK_BACK)
        payload = {"key": key, "of": 1 + len(drawn.thread), "files": sum(bool(one.data) for one in drawn.files)}
        stamp = standing.stamp if standing else await self._first(workspace, place, drawn, payload)
        there = standing or Standing(stamp, payload, {}, frozenset())
        try:
            for number, post in enumerate(drawn.thread, 2):
                if number not in there.parts:
                    await say(self.asking, workspace, place, post, payload={"key": key, "part": number}, thread=stamp)
            await upload(self.asking, workspace, place, stamp, _lacking(drawn.files, there))
        except PlatformError as error:  # The first part stands: whoever tries again has to look for it.
            raise PlatformError(str(error), arrived=None, lasting=error.lasting, wait=error.wait) from error
        return reference(place, stamp)

    async def _edit(self, workspace: Workspace, place: str, stamp: str, drawn: Parcel) -> None:
        """Change what stands, post what is new in the thread, and take away what is no longer part of it."""
        there = await self._thread(workspace, place, stamp)
        payload = {**there.payload, "of": 1 + len(drawn.thread), "files": sum(bool(one.data) for one in drawn.files)}
        await change(self.asking, workspace, place, stamp, drawn.first, payload=payload)
        for number, post in enumerate(drawn.thread, 2):
            part = {"key": there.payload.get("key", ""), "part": number}
            if number in there.parts:
                await change(self.asking, workspace, place, there.parts[number], post, payload=part)
            else:
                await say(self.asking, workspace, place, post, payload=part, thread=stamp)
        for number, surplus in there.parts.items():
            if number > 1 + len(drawn.thread):
                await self.asking(workspace, "chat_delete", channel=place, ts=surplus)
        await upload(self.asking, workspace, place, stamp, _lacking(drawn.files, there))

    async def _first(self, workspace: Workspace, place: str, drawn: Parcel, payload: Mapping[str, Any]) -> str:
        """Post the first part, and return its stamp."""
        return str((await say(self.asking, workspace, place, drawn.first, payload=payload))["ts"])

    async def _conversation(self, workspace: Workspace, to: Address) -> str:
        """Return the id of a conversation, opening the one with a person."""
        if to.kind == "place":
            return to.id
        found = team_and_user(to.id)
        if found is None:
            raise PlatformError("user_not_found", lasting=True)
        if (workspace.id, to.id) not in self._direct:
            said = await self.asking(workspace, "conversations_open", users=found[1])
            self._direct[workspace.id, to.id] = str(said["channel"]["id"])
        return self._direct[workspace.id, to.id]

    async def _standing(self, workspace: Workspace, place: str, key: str, since: datetime) -> Standing | None:
        """Look for the first part of a message by its key, and for what continues it."""
        cursor = None
        for _ in range(MOST_PAGES):
            said = await self.asking(
                workspace,
                "conversations_history",
                channel=place,
                oldest=f"{since.timestamp():.6f}",
                inclusive=True,
                include_all_metadata=True,
                limit=PAGE,
                cursor=cursor,
            )
            for one in said.get("messages", []):
                payload = _ours(one, workspace)
                if payload is not None and payload.get("key") == key and "part" not in payload:
                    alone = payload.get("of", 1) == 1 and not payload.get("files")
                    stamp = str(one["ts"])
                    return Standing(stamp, payload, {}, frozenset()) if alone else await self._thread(workspace, place, stamp)
            cursor = (said.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None
        return None

    async def _thread(self, workspace: Workspace, place: str, stamp: str) -> Standing:
        """Return what stands of the message that begins a thread.

        Raises:
            PlatformError: lasting when it is not there, or not ours.
        """
        messages = await thread_at(partial(self.asking, workspace), place, stamp, include_all_metadata=True)
        first = next(
            (payload for one in messages if one.get("ts") == stamp and (payload := _ours(one, workspace)) is not None), None
        )
        if first is None:
            raise PlatformError("message_not_found", lasting=True)
        parts = {
            int(payload["part"]): str(one["ts"]) for one in messages if (payload := _ours(one, workspace)) and "part" in payload
        }
        files = {
            (str(file.get("name")), int(file.get("size") or 0))
            for one in messages
            if _mine(one, workspace)
            for file in one.get("files") or ()
        }
        return Standing(stamp, first, parts, frozenset(files))


def _mine(message: Mapping[str, Any], workspace: Workspace) -> bool:
    """Tell whether a message is the bot's own: metadata can be written by any app."""
    return message.get("bot_id") == workspace.bot or message.get("user") == workspace.bot_user


def _ours(message: Mapping[str, Any], workspace: Workspace) -> Mapping[str, Any] | None:
    """Return the payload of our metadata in a message of the bot; none where there is none."""
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload")
    return payload if _mine(message, workspace) and metadata.get("event_type") == EVENT and isinstance(payload, dict) else None


def _lacking(files: Iterable[Attachment], there: Standing) -> list[Attachment]:
    """Return the files that do not stand in the thread yet."""
    return [one for one in files if (named(one.name), len(one.data)) not in there.files]
