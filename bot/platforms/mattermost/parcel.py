"""How the pieces of a message are shared out over a post, its thread and its files so that Mattermost takes all of them.

Text comes first, in the post's own message: there it is searched, and shown whole, while a client folds a long attachment away.
From the first labelled value or button on everything stands in attachments, which keep the order. What a piece looks like is for
shapes.py.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from bot.platforms.mattermost.limits import ATTACHMENTS, FALLBACK, MESSAGE

Attachment: TypeAlias = dict[str, Any]
MARK = 20  # Room for "1/12 …" in a message that is continued.


@dataclass(frozen=True)
class Post:
    """One post: its message, and what stands under it."""

    message: str
    attachments: tuple[Attachment, ...] = ()

    def props(self, payload: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the props of the post, with a mark of ours; they replace all that stood there before."""
        return {"attachments": list(self.attachments), **({"pagt": dict(payload)} if payload else {})}


@dataclass(frozen=True)
class Upload:
    """A file to upload beside a post."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True)
class Parcel:
    """A message as Mattermost takes it: the post itself, what continues in its thread, and files."""

    first: Post
    thread: tuple[Post, ...] = ()
    files: tuple[Upload, ...] = ()


@dataclass(frozen=True)
class Piece:
    """What belongs together: text, labelled values or actions. `plain` is what a notification says of it."""

    text: str = ""
    fields: tuple[Attachment, ...] = ()
    actions: tuple[Attachment, ...] = ()
    plain: str = ""

    @property
    def cost(self) -> int:
        """How much room it takes."""
        labelled = sum(len(one["title"]) + len(one["value"]) for one in self.fields)
        return len(self.text) + labelled + sum(len(str(one)) for one in self.actions)


@dataclass
class _Filling:
    """A post being filled."""

    room: int
    message: str = ""
    below: list[Attachment] = field(default_factory=list)
    under: int = ATTACHMENTS

    def takes(self, piece: Piece) -> bool:
        """Tell whether a piece still fits."""
        if piece.text and not self.below:
            return len(self.message) + 2 + len(piece.text) <= self.room
        return piece.cost <= self.under

    def add(self, piece: Piece) -> None:
        """Take a piece in, where the order is kept: an attachment shows its text, then its values, then its actions."""
        if piece.text and not self.below:
            self.message = f"{self.message}\n\n{piece.text}" if self.message else piece.text
            return
        self.under -= piece.cost
        last = self.below[-1] if self.below else {}
        if piece.text or (piece.fields and "actions" in last) or not self.below:
            last = {}
            self.below.append(last)
        for name, more in (("text", piece.text), ("fields", piece.fields), ("actions", piece.actions)):
            if more:
                last[name] = more if name == "text" else [*last.get(name, ()), *more]
        if piece.plain:
            last["fallback"] = f"{last['fallback']}\n{piece.plain}" if "fallback" in last else piece.plain

    def post(self) -> Post:
        """Return the post."""
        return Post(self.message, tuple({**one, "fallback": one.get("fallback", "")[:FALLBACK]} for one in self.below))


def shared_out(pieces: Iterable[Piece], longest: int = MESSAGE) -> list[Post]:
    """Return the post, then those in its thread; each but an only one says which it is. Actions stay with the first."""
    posts, end = [_Filling(longest - MARK)], False
    for piece in pieces:
        if piece.actions:
            posts[0].add(piece)
        elif posts[-1].takes(piece):
            posts[-1].add(piece)
        else:
            posts.append(_Filling(longest - MARK))
            posts[-1].add(piece)
            end = True
    if end:
        _numbered(posts)
    return [one.post() for one in posts]


def _numbered(posts: Sequence[_Filling]) -> None:
    """Mark posts that belong together; the marks are numbers only, so they need no language."""
    count = len(posts)
    for number, post in enumerate(posts, 1):
        mark = f"*{number}/{count}*"
        if number == 1:
            post.message = f"{post.message}\n\n{mark} …"
        else:
            post.message = f"… {mark}\n\n{post.message}" if post.message else f"… {mark}"
