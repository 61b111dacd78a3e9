"""What a person sees of a room or a thread: posts as lines, with days, names and threads, worded in the language being spoken."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.platforms.local.marked import said
from bot.platforms.local.post import Post, Thread
from bot.platforms.local.shapes import At, drawn
from bot.platforms.local.user import User
from bot.platforms.local.workspace import Workspace
from bot.words import language
from bot.words import workspace as words

TOGETHER = timedelta(minutes=5)
PAGE = 60


@dataclass(frozen=True)
class Under:
    """What is said of a thread below its root."""

    words: str
    last: str


@dataclass(frozen=True)
class Line:
    """One post with all its template needs. `follows` says that its author said the line above, just before."""

    post: Post
    author: User | None
    body: Markup
    clock: str
    moment: str
    day: str = ""
    follows: bool = False
    first_new: bool = False
    thread: Under | None = None
    mine: bool = False


@dataclass(frozen=True)
class Timeline:
    """One person's view of what has been said."""

    workspace: Workspace
    zone: ZoneInfo
    me: User

    @property
    def base(self) -> str:
        """The address under which this person acts."""
        return f"/as/{self.me.id}"

    def room(self, room: str, *, before: Post | None = None) -> tuple[Sequence[Line], bool]:
        """Return the last lines of a room, or the last ones before a post, and whether there are earlier ones."""
        posts = self.workspace.posts
        found = posts.roots(self.me.id, room, before=before.number if before else None, limit=PAGE + 1)
        shown = found[-PAGE:]
        mark = self.workspace.rooms.mark(self.me.id, room) if before is None else None
        return self._lines(shown, mark), len(found) > PAGE

    def replies(self, root: str) -> Sequence[Line]:
        """Return the lines under a root."""
        return self._lines(self.workspace.posts.replies(self.me.id, root))

    def line(self, post: Post) -> Line:
        """Return one post as it stands among its neighbours."""
        return self._line(post, self.workspace.posts.before(self.me.id, post), self._threads([post]).get(post.id))

    def again(self, post: Post, *, root: bool = False) -> Line:
        """Return a post that stands on the page already; what parts it from its neighbours does too."""
        return replace(self.root(post) if root else self.line(post), day="")

    def root(self, post: Post) -> Line:
        """Return a root as it stands at the top of its thread."""
        return self._line(post, None, None)

    def _lines(self, posts: Sequence[Post], mark: int | None = None) -> Sequence[Line]:
        """Return posts as lines; the first one of others after `mark` is where the new begins."""
        threads = self._threads(posts)
        above = self.workspace.posts.before(self.me.id, posts[0]) if posts else None
        new = next((one.id for one in posts if mark is not None and self._is_new(one, mark)), None)
        lines = []
        for one in posts:
            lines.append(self._line(one, above, threads.get(one.id), first_new=one.id == new))
            above = one
        return lines

    def _is_new(self, post: Post, mark: int) -> bool:
        return 0 < mark < post.number and post.author != self.me.id and post.only_for is None

    def _threads(self, posts: Sequence[Post]) -> dict[str, Under]:
        return {root: self.under(thread) for root, thread in self.workspace.posts.threads(self.me.id, posts).items()}

    def under(self, thread: Thread) -> Under:
        """Return what is said of a thread below its root."""
        return Under(words.replies(thread.replies), words.last_reply(thread.last_at, self.zone))

    def _line(self, post: Post, above: Post | None, thread: Under | None, *, first_new: bool = False) -> Line:
        local = post.at.astimezone(self.zone)
        same_day = above is not None and above.at.astimezone(self.zone).date() == local.date()
        at = At(press=f"{self.base}/posts/{post.id}/press", files=f"{self.base}/posts/{post.id}/parts")
        return Line(
            post=post,
            author=self.workspace.users.by_id(post.author) if post.author else None,
            body=drawn(post.message, at) if post.message else Markup('<p class="said" dir="auto">{}</p>').format(said(post.text)),
            clock=language.clock_time(local.time()),
            moment=language.moment(post.at, self.zone),
            day="" if same_day or (post.thread and above is None) else language.day(local.date()),
            follows=same_day and not first_new and above is not None and _together(above, post),
            first_new=first_new,
            thread=thread,
            mine=self.me.id in {post.author, post.only_for},
        )


def _together(above: Post, post: Post) -> bool:
    """Tell whether two posts are one person's in one breath; the bot's messages stand each alone, and so does what can be hidden."""
    talk = post.author is not None and not (above.only_for or post.only_for)
    return talk and above.author == post.author and post.at - above.at <= TOGETHER
