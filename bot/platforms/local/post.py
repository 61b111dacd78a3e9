"""What has been said: posts of people and of the bot, threads, edits, and answers that only one person sees."""

import re
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.chat.message import Message, from_json, to_json
from bot.platforms.local.clock import Clock
from bot.platforms.local.database import Database, instant, stamp


@dataclass(frozen=True, kw_only=True)
class Draft:
    """Something to be posted. Without an `author` it is the bot's, and `message` says it; a person's is plain `text`.

    `only_for` keeps it from everybody else. `key` is the bot's mark on what it sends; as on a real platform the same key
    may be posted twice. `delivery` says which step of a person it came from, and is posted once.
    """

    room: str
    author: str | None = None
    text: str = ""
    message: Message | None = None
    thread: str | None = None
    key: str | None = None
    only_for: str | None = None
    refused: bool = False
    delivery: str | None = None


@dataclass(frozen=True, kw_only=True)
class Post:
    """A post as it stands now. Its `id` is the reference by which the platform's callers know it."""

    id: str
    room: str
    author: str | None
    text: str
    message: Message | None
    thread: str | None
    only_for: str | None
    refused: bool
    at: datetime
    edited_at: datetime | None

    @property
    def number(self) -> int:
        """Its place in the order of all posts."""
        return number_of(self.id)

    @property
    def root(self) -> str:
        """The reference of the thread it stands in, or would start."""
        return self.thread or self.id

    def seen_by(self, user: str) -> bool:
        """Whether a person may see it, their access to the room set aside."""
        return self.only_for in {None, user}


@dataclass(frozen=True)
class Thread:
    """What stands under a root: how many replies a person can see, and when the last one came."""

    replies: int
    last_at: datetime


@dataclass(frozen=True)
class Posts:
    """All posts, oldest first."""

    database: Database
    clock: Clock

    def add(self, draft: Draft) -> Post:
        """Post something, once per delivery; a reply to a reply joins its thread."""
        with self.database.begin() as connection:
            if draft.delivery and (before := self._one("delivery = ?", draft.delivery)):
                return before
            above = self.by_id(draft.thread) if draft.thread else None
            cursor = connection.execute(
                """INSERT INTO post (room, author, text, message, thread, key, only_for, refused, delivery, at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                [
                    draft.room,
                    draft.author,
                    storable(draft.text),
                    to_json(draft.message) if draft.message else None,
                    number_of(above.root) if above else None,
                    draft.key,
                    draft.only_for,
                    draft.refused,
                    draft.delivery,
                    stamp(self.clock.now()),
                ],
            )
            assert cursor.lastrowid is not None
            self.database.note("posted", room=draft.room, post=cursor.lastrowid)
            made = self._one("number = ?", cursor.lastrowid)
            assert made is not None
            return made

    def edit(self, post: str, message: Message) -> bool:
        """Put another message in the place of one of the bot's; tell whether there is such a post."""
        with self.database.begin() as connection:
            changed = connection.execute(
                "UPDATE post SET message = ?, refused = 0, edited_at = ? WHERE number = ? AND author IS NULL",
                [to_json(message), stamp(self.clock.now()), number_of(post)],
            ).rowcount
            if changed:
                self.database.note("edited", room=self._room(post), post=number_of(post))
            return changed == 1

    def hide(self, post: str, user: str) -> bool:
        """Take away an answer that only this person sees; tell whether there was one."""
        with self.database.begin() as connection:
            room = self._room(post)
            hidden = connection.execute("DELETE FROM post WHERE number = ? AND only_for = ?", [number_of(post), user]).rowcount
            if hidden:
                self.database.note("hidden", room=room, post=number_of(post), user=user)
            return hidden == 1

    def by_id(self, post: str) -> Post | None:
        """Return the post at a reference."""
        return self._one("number = ?", number_of(post))

    def find(self, key: str, room: str, since: datetime) -> Post | None:
        """Return the first post of the bot with a key, made in a room no earlier than an instant of real time."""
        return self._one("key = ? AND room = ? AND made_at >= ? AND author IS NULL", key, room, stamp(since))

    def seen(self, user: str, room: str | None = None) -> Sequence[Post]:
        """Return all that a person can see, in one room or in all that are open to them, threads too."""
        rows = self.database.rows(
            f"""{_POSTS} JOIN room ON room.id = post.room AND (room.user IS NULL OR room.user = :user)
            WHERE (:room IS NULL OR post.room = :room) AND (only_for IS NULL OR only_for = :user) ORDER BY post.number""",
            {"user": user, "room": room},
        )
        return [_post(row) for row in rows]

    def roots(self, user: str, room: str, *, before: int | None = None, limit: int = 60) -> Sequence[Post]:
        """Return the last posts of a room that a person can see and that stand in no thread, oldest first."""
        rows = self.database.rows(
            f"""{_POSTS} WHERE room = :room AND thread IS NULL AND (only_for IS NULL OR only_for = :user)
            AND (:before IS NULL OR number < :before) ORDER BY number DESC LIMIT :limit""",
            {"user": user, "room": room, "before": before, "limit": limit},
        )
        return [_post(row) for row in reversed(rows)]

    def replies(self, user: str, root: str) -> Sequence[Post]:
        """Return what stands under a root for a person to see."""
        rows = self.database.rows(
            f"{_POSTS} WHERE thread = ? AND (only_for IS NULL OR only_for = ?) ORDER BY number", [number_of(root), user]
        )
        return [_post(row) for row in rows]

    def before(self, user: str, post: Post) -> Post | None:
        """Return the post just above one, among its neighbours on the page."""
        if post.thread is not None:
            return self._last(user, "thread = ? AND number < ?", number_of(post.thread), post.number)
        return self._last(user, "room = ? AND thread IS NULL AND number < ?", post.room, post.number)

    def threads(self, user: str, roots: Sequence[Post]) -> Mapping[str, Thread]:
        """Return the threads under these roots, by reference; a root without replies is left out."""
        marks = ", ".join("?" * len(roots))
        rows = self.database.rows(
            f"""SELECT thread, count(*) AS replies, max(at) AS last_at FROM post
            WHERE thread IN ({marks}) AND (only_for IS NULL OR only_for = ?) GROUP BY thread""",  # noqa: S608  # question marks only
            [*(one.number for one in roots), user],
        )
        return {reference(row["thread"]): Thread(row["replies"], instant(row["last_at"])) for row in rows}

    def _one(self, where: str, *facts: object) -> Post | None:
        found = self.database.row(f"{_POSTS} WHERE {where} ORDER BY number LIMIT 1", facts)
        return _post(found) if found else None

    def _last(self, user: str, where: str, *facts: object) -> Post | None:
        found = self.database.row(
            f"{_POSTS} WHERE {where} AND (only_for IS NULL OR only_for = ?) ORDER BY number DESC LIMIT 1", [*facts, user]
        )
        return _post(found) if found else None

    def _room(self, post: str) -> str | None:
        found = self.database.row("SELECT room FROM post WHERE number = ?", [number_of(post)])
        return found["room"] if found else None


_REFERENCE = re.compile(r"m([1-9][0-9]{0,14})\Z")
_POSTS = (
    "SELECT post.number, post.room, post.author, post.text, post.message, post.thread, post.only_for, post.refused,"
    " post.at, post.edited_at FROM post"
)


def reference(number: int) -> str:
    """Return the reference of a post by its number."""
    return f"m{number}"


def number_of(reference_: str) -> int:
    """Return the number behind a reference; 0, which is nobody's, for one that is none of ours."""
    found = _REFERENCE.match(reference_)
    return int(found[1]) if found else 0


def storable(text: str) -> str:
    """Return the text without halves of characters, which no file and no page can hold."""
    return text.encode("utf-8", "replace").decode()


def _post(row: sqlite3.Row) -> Post:
    return Post(
        id=reference(row["number"]),
        room=row["room"],
        author=row["author"],
        text=row["text"],
        message=from_json(row["message"]) if row["message"] else None,
        thread=reference(row["thread"]) if row["thread"] else None,
        only_for=row["only_for"],
        refused=bool(row["refused"]),
        at=instant(row["at"]),
        edited_at=instant(row["edited_at"]) if row["edited_at"] else None,
    )
