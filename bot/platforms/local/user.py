"""The people of the workspace: accounts with a name and a title, as a chat service has them. Their roles are Pagt's to know."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from bot.platforms.local.database import Database, plain_id

TINTS = 8


@dataclass(frozen=True)
class User:
    """An account: `u_osa`, a name, a title such as "Repræsentant, OSA", and the authority whose staff it belongs to."""

    id: str
    name: str
    title: str = ""
    authority: str = ""
    language: str = "da"

    def __post_init__(self) -> None:
        """Refuse an id that could not stand in an address, an element's id and an event's name alike."""
        plain_id(self.id)

    @property
    def initials(self) -> str:
        """The letters of the avatar: of the first and the last name."""
        words = self.name.split()
        return "".join(word[0] for word in dict.fromkeys((*words[:1], *words[-1:]))).upper() or "?"

    @property
    def tint(self) -> int:
        """The avatar's colour, 0 to 7; the same for good."""
        return zlib.crc32(self.id.encode()) % TINTS

    @property
    def direct(self) -> str:
        """The id of this person's direct conversation with the bot."""
        return f"d_{self.id}"


@dataclass(frozen=True)
class Users:
    """All accounts, in the order in which they were added."""

    database: Database

    def add(self, user: User) -> User:
        """Add an account and its direct conversation with the bot; the same id again renews name, title and authority."""
        with self.database.begin() as connection:
            connection.execute(
                """INSERT INTO user (id, name, title, authority, language) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET name = excluded.name, title = excluded.title, authority = excluded.authority""",
                [user.id, user.name, user.title, user.authority, user.language],
            )
            connection.execute(
                "INSERT INTO room (id, name, topic, outsiders, user) VALUES (?, '', '', 0, ?) ON CONFLICT DO NOTHING",
                [user.direct, user.id],
            )
            self.database.note("people")
        return user

    def all(self) -> Sequence[User]:
        """Return everybody."""
        return [User(**dict(row)) for row in self.database.rows(f"{_USERS} ORDER BY number")]

    def by_id(self, user: str) -> User | None:
        """Return an account."""
        found = self.database.row(f"{_USERS} WHERE id = ?", [user])
        return User(**dict(found)) if found else None

    def speak(self, user: str, language: str) -> None:
        """Keep the language in which a person wants the page."""
        with self.database.begin() as connection:
            connection.execute("UPDATE user SET language = ? WHERE id = ?", [language, user])
            self.database.note("people", user=user)


_USERS = "SELECT id, name, title, authority, language FROM user"
