"""`pagt when`: reads phrases as people type them, and prints the reading or the question. It opens no database."""

import sys
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.when import Question, read_when
from bot.words.language import speaking
from bot.words.when import question

ZONE = ZoneInfo("Europe/Copenhagen")


def when(text: str, *, now: datetime | None, language: str) -> int:
    """Print the reading of one phrase, or of each line of standard input for `-`."""
    moment = (now or datetime.now(ZONE).replace(tzinfo=None)).replace(tzinfo=ZONE)
    with speaking(language):
        if text != "-":
            read, found = _read(text, moment)
            print(found, file=sys.stdout if read else sys.stderr)  # The shell speaks by printing.
            return 0 if read else 1
        for line in sys.stdin:
            phrase = line.rstrip("\n")
            read, found = _read(phrase, moment)
            print(f"{phrase}\t{found}" if read else f"{phrase}\tNO\t{found}")  # noqa: T201  # Likewise.
    return 0


def _read(text: str, now: datetime) -> tuple[bool, str]:
    """Return whether a phrase was read, and the reading or the question."""
    found = read_when(text, now=now, calendar_zone=ZONE)
    if isinstance(found, Question):
        return False, question(found, text)
    return True, found.iso
