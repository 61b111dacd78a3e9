"""`pagt load`: shows what a file would change in an agreement, asks, and keeps it as a new version."""

import sys
from pathlib import Path

import click

from bot.chat.plain import plain
from bot.domain.agreement_file import AgreementFileError
from bot.loading import apply
from bot.loading import plan as planned
from bot.refusal import Refusal
from bot.shell.complain import complain
from bot.shell.open import NotReady, Opened, opened
from bot.words import loading as words
from bot.words.language import _, speaking
from bot.words.refusal import sentence


def load(file: Path, *, yes: bool, language: str) -> int:
    """Load a file; 0 when it is loaded or was already, 1 when it cannot be or the answer was no."""
    try:
        with opened() as ready, speaking(language):
            return _load(ready, file.read_text(encoding="utf-8"), yes=yes)
    except AgreementFileError as error:
        return complain("\n".join(f"{file}, {problem}" for problem in error.problems))
    except Refusal as no:
        with speaking(language):
            return complain(sentence(no))
    except (NotReady, OSError, UnicodeDecodeError) as problem:
        return complain(f"{file}: not UTF-8 text" if isinstance(problem, UnicodeDecodeError) else str(problem))


def _load(ready: Opened, text: str, *, yes: bool) -> int:
    """Show, ask and load."""
    now = ready.pagt.now()
    plan = planned(ready.pagt.store, text, now)
    print(plain(words.planned(plan)))  # noqa: T201  # The shell speaks by printing.
    if plan.changes and not yes and not (sys.stdin.isatty() and click.confirm(_("Load it?"))):
        return complain(_("Nothing was loaded. Run it again with --yes to load it without being asked."))
    if plan.changes:
        print(plain(words.loaded(plan, apply(ready.pagt.store, plan, now))))  # noqa: T201  # Likewise.
    return 0
