"""A status round: what every party is asked once a quarter, and what it answers. The ladder of nudges is in nudge.py.

The agreement asks the parties to meet and discuss the latest development and the need for new or adjusted initiatives
(clause "mødes løbende"); that it is prepared by a round of written answers is a house rule.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlmodel import Field

from bot.domain.initiative import State
from bot.domain.plain import Plain
from bot.refusal import Refusal

LONGEST_SENTENCE = 400
LONGEST_NEED = 800


class Round(Plain):
    """One round of questions to every party."""

    period: str = Field(max_length=12, description="The quarter it is about, as `2027-Q1`; a second one is `2027-Q1-2`.")
    opened_at: datetime
    closes_at: datetime = Field(description="The last instant an answer counts as in time.")
    closed_at: datetime | None = None
    asked_by: str | None = Field(default=None, max_length=32, description="Who asked; empty when a house rule did.")

    @property
    def open(self) -> bool:
        """Whether answers still count as in time."""
        return self.closed_at is None


class Reply(Plain):
    """What one unit answers to a round; one per unit, corrected until the round closes, marked late after that."""

    free_text: ClassVar[frozenset[str]] = frozenset({"help_needed", "new_needs", "remark"})

    unit: str = Field(max_length=40)
    at: datetime
    by: str = Field(max_length=32)
    on_behalf: bool = Field(default=False, description="Entered by the facilitator for a unit without chat.")
    late: bool = False
    unchanged: bool = Field(default=False, description="The whole answer is `no change`.")
    help_needed: str = Field(default="", max_length=LONGEST_NEED)
    new_needs: str = Field(default="", max_length=LONGEST_NEED, description="A need for a new or adjusted initiative.")
    remark: str = Field(default="", max_length=LONGEST_NEED)


class Line(Plain):
    """What a unit's answer says of one initiative."""

    free_text: ClassVar[frozenset[str]] = frozenset({"progress", "obstacles"})

    state: State
    previous: State | None = Field(default=None, description="How it stood when the unit first answered this round.")
    progress: str = Field(default="", max_length=LONGEST_SENTENCE)
    obstacles: str = Field(default="", max_length=LONGEST_SENTENCE)

    @property
    def changes(self) -> bool:
        """Whether the state is another than it was."""
        return self.previous is not None and self.previous is not self.state

    @property
    def tells(self) -> bool:
        """Whether it says more than that nothing changed."""
        return bool(self.progress or self.obstacles) or self.changes


class Answer(Plain):
    """A unit's answer as it comes in: lines by initiative number, and the needs. Outside data enters through this class."""

    lines: dict[int, Line] = Field(default_factory=dict)
    help_needed: str = Field(default="", max_length=LONGEST_NEED)
    new_needs: str = Field(default="", max_length=LONGEST_NEED)
    remark: str = Field(default="", max_length=LONGEST_NEED)

    @property
    def moves(self) -> bool:
        """Whether any line says more than that nothing changed."""
        return any(line.tells for line in self.lines.values())

    @property
    def empty(self) -> bool:
        """Whether it says nothing at all."""
        return not (self.lines or self.help_needed or self.new_needs or self.remark)


def next_period(quarter: str, taken: Iterable[str]) -> str:
    """Return the period of a new round: the quarter's label, or with a running number when that is taken."""
    used = set(taken)
    if quarter not in used:
        return quarter
    count = 2
    while f"{quarter}-{count}" in used:
        count += 1
    return f"{quarter}-{count}"


UNCHANGED = re.compile(
    r"^\W*(?:u\s*(?:æ|ae)ndre(?:t|de)|ingen\s+ændring(?:er)?|intet\s+nyt|ikke\s+noget\s+nyt|som\s+sidst|no\s+changes?|unchanged|nothing\s+new|same)\W*$",
    re.IGNORECASE,
)
# "I" alone is Danish for "in": "I 3 skoler kører det" is no initiative, "I-3" and "I3" are.
_LINE = re.compile(
    r"^[-*•]?\s*(?:I\s*[-–#]\s*|I(?=\d)|(?:indsats|initiative)\s*[-–#]?\s*)(\d{1,9})(?!\d)\s*[:.,–-]?\s*(.*)$", re.IGNORECASE
)


@dataclass(frozen=True)
class Words:
    """The words people use for states and for parts of an answer; they come from the wording, in every language at once."""

    states: Mapping[str, State]
    obstacle: Sequence[str]
    help: Sequence[str] = ()
    need: Sequence[str] = ()


def read_answer(text: str, numbers: Sequence[int], states: Mapping[int, State], words: Words) -> Answer:
    """Read an answer typed as words in a thread, a direct message or behind `/status reply`.

    Lines that start with `I-7` speak of that initiative: an optional state first, then what moved, and after
    "hindring:" or "obstacle:" what stands in the way. A line that starts with "hjælp:" or "behov:" tells of a need. Words
    without an id speak of the unit's only initiative, or become the answer's remark when it has several: nothing written is lost.
    """
    told: dict[int | str, list[str]] = {}
    about: int | str = "remark"
    for typed in text.splitlines():
        row = typed.strip()
        found = _LINE.match(row)
        if found and int(found[1]) in numbers:
            about, row = int(found[1]), found[2]
            told.setdefault(about, [])
        else:
            about, row = _need(row, words) or (about, row)
        if row:
            told.setdefault(about, []).append(row)
    lines = {number: _lines(rows, states[number], words) for number, rows in told.items() if isinstance(number, int)}
    if not lines and len(numbers) == 1 and "remark" in told:
        lines = {numbers[0]: _lines([" ".join(told.pop("remark"))], states[numbers[0]], words)}
    rest = {name: fitting("\n".join(told.get(name, ())), LONGEST_NEED) for name in ("help_needed", "new_needs", "remark")}
    return Answer(lines=lines, **rest)


def numbers_in(text: str) -> list[int]:
    """Return the numbers of the initiatives that lines of a text start with."""
    return [int(found[1]) for row in text.splitlines() if (found := _LINE.match(row.strip()))]


def _need(row: str, words: Words) -> tuple[str, str] | None:
    """Read `hjælp: we lack rooms` into the field it fills and the words after the colon."""
    name, colon, rest = row.partition(":")
    for field, spoken in (("help_needed", words.help), ("new_needs", words.need)):
        if colon and " ".join(name.split()).casefold() in spoken:
            return field, rest.strip()
    return None


def _lines(rows: Sequence[str], state: State, words: Words) -> Line:
    """Read what was said of one initiative, in one line or several."""
    progress, obstacles = [], []
    for row in rows:
        state, moved, hindered = _line(row, state, words)
        progress.append(moved)
        obstacles.append(hindered)
    return Line(
        state=state,
        progress=fitting(" ".join(filter(None, progress)), LONGEST_SENTENCE),
        obstacles=fitting(" ".join(filter(None, obstacles)), LONGEST_SENTENCE),
    )


def _line(text: str, state: State, words: Words) -> tuple[State, str, str]:
    """Read `active: sensors are up; obstacle: no power` into its parts."""
    rest = text.strip()
    for word, meant in words.states.items():
        found = re.match(rf"{re.escape(word)}\s*(?:[:;,.–-]\s*|$)", rest, re.IGNORECASE)
        if found:
            state, rest = meant, rest[found.end() :]
            break
    split = re.split(
        rf"(?:^|[;,.]\s*|\s)(?:{'|'.join(map(re.escape, words.obstacle))})\s*:\s*", rest, maxsplit=1, flags=re.IGNORECASE
    )
    obstacles = split[1].strip() if len(split) > 1 else ""
    progress = split[0].strip().rstrip(";,").strip() if obstacles else split[0].strip()
    return state, "" if UNCHANGED.match(progress) else progress, obstacles


def fitting(text: str, longest: int) -> str:
    """Return a text that fits.

    Raises:
        Refusal: when it does not; cutting what somebody wrote would change what they say.
    """
    if len(text) > longest:
        raise Refusal("too_long", length=len(text), longest=longest)
    return text
