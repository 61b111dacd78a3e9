"""`pagt backup` and `pagt restore`: the whole database into a file, and back into an empty one, of either kind."""

from pathlib import Path

from bot.shell.complain import complain
from bot.shell.open import NotReady, opened
from bot.words import backup as words
from bot.words.language import speaking
from storage import copying
from storage.migrate import NewerDatabaseError


def backup(file: Path, *, language: str) -> int:
    """Write a backup and say how much it holds."""
    try:
        with speaking(language), opened() as ready:
            try:
                rows = copying.backup(ready.pagt.store, file)
            except FileExistsError:
                return complain(words.exists(str(file)))
            except OSError as error:
                return complain(words.not_written(str(file), error.strerror or str(error)))
            print(words.written(str(file), rows))  # noqa: T201  # The shell speaks by printing.
            return 0
    except NotReady as problem:
        return complain(str(problem))


def restore(file: Path, *, language: str) -> int:
    """Bring a backup into an empty database and say how much it held."""
    try:
        with speaking(language), opened() as ready:
            where = ready.pagt.store.url.render_as_string(hide_password=True)
            try:
                rows = copying.restore(ready.pagt.store, file)
            except copying.NotABackupError:
                return complain(words.no_backup(str(file)))
            except copying.NotEmptyError:
                return complain(words.not_empty(where))
            except NewerDatabaseError as problem:
                return complain(str(problem))
            print(words.restored(where, rows))  # noqa: T201  # The shell speaks by printing.
            return 0
    except NotReady as problem:
        return complain(str(problem))
