"""Writes the next migration from what differs between the tables and the migrations so far: `make migration WHAT="add a column"`.

Read what it wrote before committing it: Alembic sees neither renamed columns nor changed CHECK constraints. Until the first
release `--first` writes the first migration anew instead.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import click
from alembic import command

from storage.migrate import FOLDER, config, known, migrate
from storage.store import Store, sqlite_url


@click.command()
@click.argument("what", nargs=-1)
@click.option("--first", is_flag=True, help="Write the first migration anew; only before the first release.")
def write(what: tuple[str, ...], *, first: bool) -> None:
    """Write a migration that does WHAT."""
    message = "first" if first else " ".join(what)
    if not message:
        raise click.UsageError('Say what changes: make migration WHAT="add a column for the outcome"')
    if first and len(known()) > 1:
        raise click.UsageError("There are migrations after the first; write another one.")
    if first:
        for path in (FOLDER / "versions").glob("0001_*.py"):
            path.unlink()
    path = _written(message, f"{len(known()) + 1:04}")
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.strip().startswith("# ###")), encoding="utf-8")
    for words in (["check", "--fix"], ["format"]):
        subprocess.run([sys.executable, "-m", "ruff", *words, "--quiet", path], check=True)  # noqa: S603  # Our tool, our file.


def _written(message: str, revision: str) -> Path:
    """Compare the tables with an SQLite database that has all migrations, and write down the difference."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(sqlite_url(Path(folder) / "migrated.db"))
        migrate(store)
        with store.engine.begin() as connection:
            settings = config(connection)
            settings.set_main_option("file_template", "%%(rev)s_%%(slug)s")
            script = command.revision(settings, message, autogenerate=True, rev_id=revision)
        store.close()
    assert script is not None
    assert not isinstance(script, list)
    return Path(script.path)


if __name__ == "__main__":
    write()
