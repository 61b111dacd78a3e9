"""The workspace: a pretend chat service in one file, `workspace.db` beside Pagt's database. What a page looks like is not for here.

It behaves as the real ones do where it matters: it keeps what it took, it does not notice the same key twice, it knows
nothing of agreements, and it can be asked afterwards what stands in it.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.platforms.local.clock import Clock, real_time
from bot.platforms.local.database import Database
from bot.platforms.local.open_form import OpenForms
from bot.platforms.local.post import Posts
from bot.platforms.local.room import Rooms
from bot.platforms.local.user import Users

FILE = "workspace.db"


class Workspace:
    """Users, rooms, posts, open forms and the clock of one workspace. `real` is what the agreement's clock runs on; tests give another."""

    def __init__(self, path: Path, real: Callable[[], datetime] = real_time) -> None:
        self.database = Database(path)
        self.clock = Clock(self.database, real)
        self.users = Users(self.database)
        self.rooms = Rooms(self.database)
        self.posts = Posts(self.database, self.clock)
        self.forms = OpenForms(self.database)

    def now(self) -> datetime:
        """Return the agreement's time in this workspace, as aware UTC."""
        return self.clock.now()

    def close(self) -> None:
        """Give the file back."""
        self.database.close()
