"""Channels and direct conversations with the bot, and what of them a person has not read yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.platforms.local.database import Database, plain_id


@dataclass(frozen=True)
class Room:
    """A channel that everybody is in, or one person's direct conversation with the bot (`user` says whose)."""

    id: str
    name: str = ""
    topic: str = ""
    outsiders: bool = False
    user: str | None = None

    def __post_init__(self) -> None:
        """Refuse an id that could not stand in an address, an element's id and an event's name alike."""
        plain_id(self.id)

    @property
    def direct(self) -> bool:
        """Whether only one person and the bot are here."""
        return self.user is not None


@dataclass(frozen=True)
class Rooms:
    """All rooms, channels in the order in which they were added."""

    database: Database

    def add(self, room: Room) -> Room:
        """Add a channel; the same id again renews its name, topic and whether outsiders read along."""
        with self.database.begin() as connection:
            connection.execute(
                """INSERT INTO room (id, name, topic, outsiders, user) VALUES (?, ?, ?, ?, NULL)
                ON CONFLICT (id) DO UPDATE SET name = excluded.name, topic = excluded.topic, outsiders = excluded.outsiders""",
                [room.id, room.name, room.topic, room.outsiders],
            )
            self.database.note("people")
        return room

    def by_id(self, room: str) -> Room | None:
        """Return a room."""
        found = self.database.row(f"{_ROOMS} WHERE id = ?", [room])
        return _room(dict(found)) if found else None

    def direct(self, user: str) -> Room | None:
        """Return a person's direct conversation with the bot."""
        found = self.database.row(f"{_ROOMS} WHERE user = ?", [user])
        return _room(dict(found)) if found else None

    def open_to(self, user: str) -> Sequence[Room]:
        """Return what stands in a person's sidebar: the channels, then their direct conversation."""
        rows = self.database.rows(f"{_ROOMS} WHERE user IS NULL OR user = ? ORDER BY user IS NOT NULL, number", [user])
        return [_room(dict(row)) for row in rows]

    def read(self, user: str, room: str) -> None:
        """Mark all that stands in a room as read by a person."""
        with self.database.begin() as connection:
            changed = connection.execute(
                """INSERT INTO mark (user, room, post)
                SELECT ?, ?, max(number) FROM post WHERE room = ? HAVING max(number) IS NOT NULL
                ON CONFLICT (user, room) DO UPDATE SET post = excluded.post WHERE excluded.post > mark.post""",
                [user, room, room],
            ).rowcount
            if changed > 0:
                self.database.note("read", room=room, user=user)

    def mark(self, user: str, room: str) -> int:
        """Return the number of the last post a person has read in a room, 0 when none."""
        found = self.database.row("SELECT post FROM mark WHERE user = ? AND room = ?", [user, room])
        return found["post"] if found else 0

    def unread(self, user: str) -> Mapping[str, int]:
        """Return how many posts of others a person has not read, by room; answers to their own doing do not count."""
        rows = self.database.rows(
            """SELECT post.room, count(*) AS count FROM post
            JOIN room ON room.id = post.room AND (room.user IS NULL OR room.user = :user)
            LEFT JOIN mark ON mark.room = post.room AND mark.user = :user
            WHERE post.number > coalesce(mark.post, 0) AND post.author IS NOT :user AND post.only_for IS NULL
            GROUP BY post.room""",
            {"user": user},
        )
        return {row["room"]: row["count"] for row in rows}


_ROOMS = "SELECT id, name, topic, outsiders, user FROM room"


def _room(row: dict[str, object]) -> Room:
    return Room(**{**row, "outsiders": bool(row["outsiders"])})  # type: ignore[arg-type]  # the columns are the fields
