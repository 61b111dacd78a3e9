"""`pagt migrate`: brings the tables up to date. Opening the data folder does it; this says what was done."""

from bot.shell.complain import complain
from bot.shell.open import NotReady, opened


def migrate() -> int:
    """Print that the tables are up to date."""
    try:
        with opened() as ready:
            print(f"{ready.pagt.store.url.render_as_string(hide_password=True)} is up to date")  # noqa: T201  # The shell prints.
            return 0
    except NotReady as problem:
        return complain(str(problem))
