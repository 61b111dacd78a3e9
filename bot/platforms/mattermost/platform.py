"""MattermostPlatform: the Protocol of bot/platforms/platform.py, kept by the REST API. What people do there comes in through callbacks.py.

A post is marked with its key in its props, and so is every post that continues it in its thread: a send that broke off half-way is
found as such, and taken up where it ended. What a button carries is taken away from whoever reads a post back, the bot included, so
an edit always draws the whole message anew and never sends back what it has read (mattermost.md §3.1).
"""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.chat.form import Form
from bot.chat.message import Message
from bot.chat.request import Place
from bot.platforms.mattermost.form_shapes import Asking, Meta, dialog
from bot.platforms.mattermost.history import History, Post, ours
from bot.platforms.mattermost.home import Home, Homecoming
from bot.platforms.mattermost.ids import NAME, is_id
from bot.platforms.mattermost.limits import FILES
from bot.platforms.mattermost.marked import Drawing
from bot.platforms.mattermost.mentioned import Mentioned
from bot.platforms.mattermost.parcel import Parcel, Upload
from bot.platforms.mattermost.parcel import Post as Drawn
from bot.platforms.mattermost.rest import Rest
from bot.platforms.mattermost.shapes import parcel
from bot.platforms.mattermost.signing import FORM_LIVES, PRESS_LIVES, Offers, Signer
from bot.platforms.platform import Address, Pacing, PlatformError
from bot.platforms.reading import at, text_at

LOOK_BACK = timedelta(days=2)  # How old the first part of a message may be that is still to be completed.
MOST_KNOWN = 5_000
ACTION_PATH, DIALOG_PATH = "/mattermost/action", "/mattermost/dialog"


@dataclass(frozen=True)
class Standing:
    """What stands of a message already: its first part, the parts in its thread by number, and its files' names and sizes.

    `root` is the post whose thread it stands in, when it began none of its own: a reply has no thread (mattermost.md §6).
    """

    post: str
    channel: str
    mark: Mapping[str, Any]
    root: str = ""
    parts: Mapping[int, str] = field(default_factory=dict)
    files: frozenset[tuple[str, int]] = frozenset()

    @property
    def whole(self) -> bool:
        """Whether nothing of it is missing."""
        of, files = self.mark.get("of", 1), self.mark.get("files", 0)
        return all(number in self.parts for number in range(2, of + 1)) and len(self.files) >= files


@dataclass(frozen=True)
class Ways:
    """How what is drawn finds its way back: who signs it, where it comes back to, and how commands are called."""

    signer: Signer
    public_url: str
    root: str = "pagt"
    prefix: str = ""
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    @property
    def action_url(self) -> str:
        """Where a pressed button comes in."""
        return f"{self.public_url}{ACTION_PATH}"

    @property
    def dialog_url(self) -> str:
        """Where a filled form comes in."""
        return f"{self.public_url}{DIALOG_PATH}"


class MattermostPlatform:
    """Mattermost as delivery sees it."""

    name = NAME
    pacing: Pacing | None = None

    def __init__(self, rest: Rest, ways: Ways, mentioned: Mentioned, home: Homecoming) -> None:
        self.rest = rest
        self.ways = ways
        self.home = home
        self.history = History(rest)
        self._mentioned = mentioned
        self._direct: dict[str, str] = {}

    async def send(self, key: str, to: Address, message: Message) -> str:
        """Post a message with all that belongs to it, marked with its key, and return the reference of its first part.

        Raises:
            PlatformError: when it was not taken, or nobody can tell; what stands of it then is found by its key.
        """
        home = await self.home()
        channel = await self.channel_of(to)
        drawn = parcel(message, await self.drawing([message], channel))
        standing = None
        if drawn.thread or drawn.files:  # One that is a single post is sent without looking, since delivery has looked.
            standing = await self._standing(key, channel, self.ways.clock() - LOOK_BACK)
        mark = {"key": key, "of": 1 + len(drawn.thread), "files": len(_whole(drawn.files))}
        there = standing or await self._first(home, Standing("", channel, mark), drawn, silent=to.kind == "place")
        try:
            await self._rest_of(home, there, drawn)
        except PlatformError as error:  # The first part stands: whoever tries again has to look for it.
            raise PlatformError(str(error), arrived=None, lasting=error.lasting, wait=error.wait) from error
        return there.post

    async def say(self, channel: str, message: Message, *, root: str = "") -> str:
        """Answer where somebody is, in the thread they are in, and return the reference: what nobody is owed, and nobody looks for.

        Raises:
            PlatformError: when it was not taken, or nobody can tell.
        """
        home = await self.home()
        drawn = parcel(message, await self.drawing([message], channel, root=root))
        mark = {"key": secrets.token_hex(16), "of": 1 + len(drawn.thread), "files": len(_whole(drawn.files))}
        there = await self._first(home, Standing("", channel, mark, root), drawn, silent=False)
        await self._rest_of(home, there, drawn)
        return there.post

    async def update(self, at: str, message: Message) -> None:
        """Put another message in the place of the one at a reference, and in its thread what continues it.

        Raises:
            PlatformError: when it was not taken; lasting when the bot has no message there.
        """
        home = await self.home()
        there = await self._thread(at, home)
        drawn = parcel(message, await self.drawing([message], there.channel))
        mark = {**there.mark, "of": 1 + len(drawn.thread), "files": len(_whole(drawn.files))}
        await self._change(there.post, drawn.first, mark)
        for number, surplus in there.parts.items():
            if number > 1 + len(drawn.thread):
                await self.rest.ask(self.rest.api.posts.delete_post(surplus))
        for number, post in enumerate(drawn.thread, 2):
            if number in there.parts:
                await self._change(there.parts[number], post, {"key": there.mark.get("key", ""), "part": number})
        await self._rest_of(home, there, drawn)

    async def open_form(self, form: Form, trigger: str) -> None:
        """Show a form to the person whose action gave the trigger, written `user/channel/trigger`: its answer is theirs alone.

        Raises:
            PlatformError: lasting when the trigger has expired.
        """
        user, channel, id_ = [*trigger.split("/", 2), "", ""][:3]
        if not (is_id(user) and is_id(channel) and id_):
            raise PlatformError("no such trigger", lasting=True)
        place = Place(NAME, channel, direct=channel == self._direct.get(user), outsiders=False)
        await self.show_form(form, Meta(form.command, place, user, mark=id_[-40:]), id_)

    async def show_form(self, form: Form, meta: Meta, trigger: str) -> None:
        """Show a form that carries along where its answer belongs.

        Raises:
            PlatformError: lasting when the trigger has expired.
        """
        body = {"trigger_id": trigger, "url": self.ways.dialog_url, "dialog": dialog(form, meta, await self.asking(form))}
        await self.rest.raw("post", "/api/v4/actions/dialogs/open", body)

    async def asking(self, form: Form) -> Asking:
        """Return what drawing a form needs."""
        home = await self.home()
        drawing = await self.drawing([form], "")
        return Asking(self.ways.signer, home.version, self.ways.clock() + FORM_LIVES, drawing)

    async def find(self, key: str, to: Address, since: datetime) -> str | None:
        """Look for a message by its key where it was to go; one that lacks a part counts as not found, and `send` completes it.

        Raises:
            PlatformError: when the server cannot be asked.
        """
        found = await self._standing(key, await self.channel_of(to), since)
        return found.post if found is not None and found.whole else None

    async def channel_of(self, to: Address) -> str:
        """Return the id of a channel, opening the one with a person.

        Raises:
            PlatformError: lasting when there is no such person.
        """
        if not is_id(to.id):
            raise PlatformError("not an id of this platform", lasting=True)
        if to.kind == "place":
            return to.id
        if to.id not in self._direct:
            home = await self.home()
            said = await self.rest.ask(self.rest.api.channels.create_direct_channel([home.bot, to.id]))
            if len(self._direct) >= MOST_KNOWN:
                self._direct.clear()
            self._direct[to.id] = text_at(said, "id")
        return self._direct[to.id]

    async def drawing(self, said: Iterable[Message | Form], channel: str, *, user: str = "", root: str = "") -> Drawing:
        """Return what drawing these needs besides themselves; with a channel, their buttons come back from there only."""
        home, ways = await self.home(), self.ways
        until = ways.clock() + PRESS_LIVES
        offer = Offers(ways.signer, ways.action_url, channel, until, user, root) if channel else None
        known = await self._mentioned(said)
        return Drawing(known.get, ways.root, ways.prefix, home.longest, offer)

    async def _first(self, home: Home, there: Standing, drawn: Parcel, *, silent: bool) -> Standing:
        """Post the first part, with as many files as one post takes.

        A channel gets the digest and what mends it: where the server can, that comes without a sound (mattermost.md §5).
        """
        files = _whole(drawn.files)[:FILES]
        ids = await self._uploaded(there.channel, files)
        said = await self._post(home, there, drawn.first, there.mark, files=ids, silent=silent)
        return replace(there, post=said, files=frozenset((one.name, len(one.data)) for one in files))

    async def _rest_of(self, home: Home, there: Standing, drawn: Parcel) -> None:
        """Post in the thread what is missing of a parcel: the parts that continue it, and files."""
        key = there.mark.get("key", "")
        for number, post in enumerate(drawn.thread, 2):
            if number not in there.parts:
                await self._post(home, there, post, {"key": key, "part": number}, silent=True)
        lacking = [one for one in _whole(drawn.files) if (one.name, len(one.data)) not in there.files]
        while lacking:
            some, lacking = lacking[:FILES], lacking[FILES:]
            ids = await self._uploaded(there.channel, some)
            await self._post(home, there, Drawn(""), {"key": key, "part": 0}, files=ids, silent=True)

    async def _post(
        self, home: Home, there: Standing, post: Drawn, mark: Mapping[str, Any], *, files: Sequence[str] = (), silent: bool
    ) -> str:
        """Post one post in its channel and thread, and return its id."""
        said = await self.rest.ask(
            self.rest.api.posts.create_post(
                there.channel,
                post.message,
                root_id=there.root or there.post or None,
                file_ids=list(files) or None,
                props=post.props(mark),
                silent=True if silent and home.version.silent else None,
            )
        )
        return text_at(said, "id")

    async def _change(self, id_: str, post: Drawn, mark: Mapping[str, Any]) -> None:
        """Put other content in the place of a post's; its props are replaced, so that no button of before stays."""
        await self.rest.ask(self.rest.api.posts.patch_post(id_, message=post.message, props=post.props(mark)))

    async def _uploaded(self, channel: str, files: Iterable[Upload]) -> list[str]:
        """Upload files, and return their ids; what no post takes, the server drops by itself."""
        ids = []
        for one in files:
            said = await self.rest.ask(
                self.rest.api.files.upload_file(files=(one.name, one.data, one.media_type), channel_id=channel)
            )
            infos = at(said, "file_infos")
            ids += [text_at(info, "id") for info in infos] if isinstance(infos, list) else []
        return ids

    async def _standing(self, key: str, channel: str, since: datetime) -> Standing | None:
        """Look for the first part of a message by its key, and for what continues it."""
        home = await self.home()
        for one in await self.history.since(channel, int(since.timestamp() * 1000)):
            mark = ours(one, home.bot)
            if mark is not None and mark.get("key") == key and "part" not in mark:
                alone = mark.get("of", 1) == 1 and not mark.get("files")
                return Standing(text_at(one, "id"), channel, mark) if alone else await self._thread(text_at(one, "id"), home)
        return None

    async def _thread(self, post: str, home: Home) -> Standing:
        """Return what stands of the message that begins a thread.

        Raises:
            PlatformError: lasting when it is not there, or not ours.
        """
        if not is_id(post):
            raise PlatformError("no such post", lasting=True)
        posts = await self.history.thread(post)
        first = next((one for one in posts if one.get("id") == post), None)
        mark = ours(first, home.bot) if first is not None else None
        if first is None or mark is None:
            raise PlatformError("no post of the bot's", lasting=True)
        own = [one for one in posts if (found := ours(one, home.bot)) is not None and found.get("key") == mark.get("key")]
        parts = {int(number): text_at(one, "id") for one in own if (number := at(one, "props", "pagt", "part"))}
        files = frozenset(file for one in own for file in _files(one))
        return Standing(post, text_at(first, "channel_id"), mark, text_at(first, "root_id"), parts, files)


def _whole(files: Iterable[Upload]) -> list[Upload]:
    """Return the files the server takes: it refuses an empty one, and nobody misses it."""
    return [one for one in files if one.data]


def _files(post: Post) -> Iterable[tuple[str, int]]:
    """Return the names and sizes of a post's files."""
    infos = at(post, "metadata", "files")
    return ((text_at(one, "name"), int(at(one, "size") or 0)) for one in infos) if isinstance(infos, list) else ()
