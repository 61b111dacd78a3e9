"""The page as one person sees it: which facts its templates are given, worded in that person's language. No request is read here."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Literal
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.platforms.feed import Feed
from bot.platforms.local.desk import Desk
from bot.platforms.local.form_shapes import drawn_form
from bot.platforms.local.marked import visible
from bot.platforms.local.post import Post
from bot.platforms.local.room import Room
from bot.platforms.local.shapes import TEMPLATES, macro
from bot.platforms.local.timeline import Line, Timeline
from bot.platforms.local.user import User
from bot.words import language
from bot.words import workspace as words

Theme = Literal["", "light", "dark"]


@dataclass(frozen=True)
class Hint:
    """A command as the composer offers it: without its slash, what may stand behind it, and what it does."""

    command: str
    usage: str = ""
    help: str = ""


@dataclass(frozen=True)
class Parts:
    """What the app gives the page.

    `hints` is asked with a user's id and language, `speak` told of a new language. `forward` moves the clock and lets what
    falls due happen; `next_due` is the next instant anything does. `agreement` is the title in the sidebar. `feed` finds a
    calendar feed by its secret.
    """

    desk: Desk
    zone: ZoneInfo
    hints: Callable[[str, str], Sequence[Hint]]
    forward: Callable[[datetime], Awaitable[None]]
    next_due: Callable[[], Awaitable[datetime | None]]
    speak: Callable[[str, str], Awaitable[None]]
    agreement: str = ""
    feed: Feed | None = None


@dataclass(frozen=True)
class Now:
    """The clock as it is shown."""

    words: str
    short: str
    next: datetime | None
    next_words: str


@dataclass(frozen=True)
class Entry:
    """A room in the sidebar."""

    room: Room
    unread: int
    words: str


@dataclass(frozen=True)
class View:
    """Everything page.html shows."""

    me: User
    room: Room
    base: str
    language: str
    theme: Theme
    title: str
    name: str
    agreement: str
    topic: str
    write_here: str
    upto: int
    clock: Now
    places: Sequence[Entry]
    people: Sequence[tuple[str, Sequence[User]]]
    lines: Sequence[Line]
    older: bool
    hints: Sequence[Hint]
    panel: Markup
    form: Markup


@dataclass(frozen=True)
class Page:
    """One person's page. Everything is read in their language: call it inside `speaking`."""

    parts: Parts
    me: User

    @property
    def timeline(self) -> Timeline:
        """What this person sees of what has been said."""
        return Timeline(self.parts.desk.workspace, self.parts.zone, self.me)

    def whole(self, room: Room, thread: Post | None, *, theme: Theme, hints: Sequence[Hint], due: datetime | None) -> str:
        """Return the page."""
        workspace = self.parts.desk.workspace
        upto = workspace.database.latest()  # Read first: what happens meanwhile comes twice rather than never.
        lines, older = self.timeline.room(room.id)
        places = self.places()
        name = "Pagt" if room.direct else f"#{room.name}"
        view = View(
            me=self.me,
            room=room,
            base=self.timeline.base,
            language=language.spoken(),
            theme=theme,
            title=f"{name} · Pagt",
            name=name,
            agreement=self.parts.agreement,
            topic=self.topic(room),
            write_here=words.write_to_bot() if room.direct else words.write_to(room.name),
            upto=upto,
            clock=self.now(due),
            places=places,
            people=by_authority(workspace.users.all()),
            lines=lines,
            older=older,
            hints=hints,
            panel=self.thread(thread) if thread else Markup(),
            form=self.form(),
        )
        return TEMPLATES.get_template("page.html").render(view=view, t=words.labels())

    def before(self, room: Room, post: Post) -> Markup:
        """Return the lines of a room before a post, with the way to still earlier ones."""
        lines, older = self.timeline.room(room.id, before=post)
        t = words.labels()
        if older:
            way = macro("post.html", "older", lines[0], self.timeline.base, t)
        else:
            way = macro("post.html", "start", room, self.topic(room), t)
        return way + macro("post.html", "posts", lines, self.timeline.base, t)

    def topic(self, room: Room) -> str:
        """Return what a room is for."""
        return words.labels()["direct_topic"] if room.direct else room.topic or words.labels()["also_bot"]

    def places(self) -> Sequence[Entry]:
        """Return the sidebar's rooms."""
        rooms = self.parts.desk.workspace.rooms
        unread = rooms.unread(self.me.id)
        return [
            Entry(one, unread.get(one.id, 0), words.unread(unread[one.id]) if one.id in unread else "")
            for one in rooms.open_to(self.me.id)
        ]

    def now(self, due: datetime | None) -> Now:
        """Return the clock, and the next instant anything is due."""
        zone = self.parts.zone
        now = self.parts.desk.workspace.now()
        return Now(language.moment(now, zone), words.short_moment(now, zone), due, words.next_due(due, zone))

    def thread(self, root: Post) -> Markup:
        """Return a thread for the panel."""
        workspace = self.parts.desk.workspace
        upto = workspace.database.latest()
        room = workspace.rooms.by_id(root.room)
        timeline = self.timeline
        html = TEMPLATES.get_template("thread.html").render(
            me=self.me,
            base=timeline.base,
            root=timeline.root(root),
            replies=timeline.replies(root.id),
            place="Pagt" if room is None or room.direct else f"#{room.name}",
            upto=upto,
            t=words.labels(),
        )
        return Markup(html)  # noqa: S704  # a template escapes all it is given

    def form(self) -> Markup:
        """Return the form before this person, if there is one."""
        workspace = self.parts.desk.workspace
        opened = workspace.forms.of(self.me.id)
        if opened is None:
            return Markup()
        return drawn_form(opened, f"{self.timeline.base}/forms/{opened.id}", workspace.users.all())

    def post(self, post: Post) -> Markup:
        """Return a new post as it stands among its neighbours."""
        place = "thread" if post.thread else "room"
        return macro("post.html", "post", self.timeline.line(post), self.timeline.base, words.labels(), place)

    def edited(self, post: Post, *, root: bool = False) -> Markup:
        """Return a post that takes the place of itself, in its room or thread, or at the top of its own thread."""
        place = "root" if root else "thread" if post.thread else "room"
        return macro("post.html", "post", self.timeline.again(post, root=root), self.timeline.base, words.labels(), place)

    def under(self, post: Post) -> Markup:
        """Return what is said of a post's thread below it."""
        return macro("post.html", "under", self.timeline.line(post), self.timeline.base, words.labels())

    def side(self, room: str) -> Markup:
        """Return the sidebar's lists as seen from a room."""
        return macro("side.html", "side", self.places(), self.timeline.base, room, words.labels())

    def shown_time(self, now: Now) -> Markup:
        """Return the time, in full and for a small window."""
        return macro("clock.html", "shown", now)

    def due(self, now: Now) -> Markup:
        """Return the button that moves the clock to the next thing due."""
        return macro("clock.html", "due", now, words.labels())

    def announced(self, post: Post) -> Markup:
        """Return a new post as it is read aloud."""
        author = self.parts.desk.workspace.users.by_id(post.author) if post.author else None
        what = post.message.headline if post.message else post.text[:200]
        return Markup("{}").format(visible(words.said_by(author.name if author else "Pagt", what)))


def by_authority(people: Sequence[User]) -> Sequence[tuple[str, Sequence[User]]]:
    """Return people in groups, in the order in which their authorities first appear."""
    order = {name: place for place, name in enumerate(dict.fromkeys(one.authority for one in people))}
    ordered = sorted(people, key=lambda one: order[one.authority])
    return [(name, tuple(found)) for name, found in groupby(ordered, key=lambda one: one.authority)]


def after(now: datetime, step: Literal["day", "week"], zone: ZoneInfo) -> datetime:
    """Return the same time of day a day or a week later; where the clock is put forward that hour, the hour after."""
    later = now.astimezone(zone) + timedelta(days=7 if step == "week" else 1)
    return max(now, datetime.fromtimestamp(later.timestamp(), zone))
