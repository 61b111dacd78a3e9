"""Opens what the shell works on: the settings, the database with its tables up to date, and the workspace where there is one."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.app import Pagt, pagt
from bot.platforms.local.platform import LocalPlatform
from bot.platforms.local.workspace import Workspace
from bot.settings import Settings, SettingsProblem, read_settings
from storage.migrate import migrate

WORKSPACE = "workspace.db"


class NotReady(Exception):  # noqa: N818  # It ends a command with a sentence, not with a traceback.
    """Something a person has to put right before the shell can work; the text says what."""


@dataclass(frozen=True)
class Opened:
    """The program over the data folder; `workspace` is there when the data folder is a local workspace's."""

    pagt: Pagt
    settings: Settings
    workspace: Workspace | None


@contextmanager
def opened(*, demo: bool = False, may_lack: Collection[str] = ()) -> Iterator[Opened]:
    """Open the data folder; a workspace in it lends its clock and its platform. A demo makes one where there is none.

    `may_lack` are settings that the command is about to make.

    Raises:
        NotReady: when the settings or the folder are not as they have to be.
    """
    try:
        settings = read_settings(may_lack=may_lack)
        if demo:
            settings = Settings.for_demo(settings.data)
        settings.prepare()
    except SettingsProblem as problem:
        raise NotReady(str(problem)) from None
    file = settings.data / WORKSPACE
    workspace = Workspace(file) if demo or file.exists() else None
    now: Callable[[], datetime] = workspace.now if workspace else _real_time
    platforms = {LocalPlatform.name: LocalPlatform(workspace)} if workspace else {}
    secret = settings.secret.get_secret_value() if settings.secret else ""
    program = pagt(settings.database_url, platforms, now, root=settings.command, secret=secret, public_url=settings.public_url)
    try:
        migrate(program.store)
        yield Opened(program, settings, workspace)
    finally:
        program.close()
        if workspace:
            workspace.close()


def _real_time() -> datetime:
    return datetime.now(UTC)
