"""What a party answers to an invitation (Danish: tilmelding): yes, a substitute, or regrets. Who really came is in attendance.py.

An answer is a party's, not a person's: the last one stands, whoever of the unit gave it. Why somebody cannot come is neither asked
nor kept (domain.md §4.2), so what stands behind a no is dropped at the door. Who answered, and who was to come instead, is kept for some
time after the minutes are approved; from then on only the party's answer stands (domain.md §2.4).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from sqlmodel import Field

from bot.domain.agreement import Agreement
from bot.domain.meeting import Meeting, State
from bot.domain.minutes import Minutes
from bot.domain.plain import Plain

FORGETS = "meeting.forget"
LONGEST_SUBSTITUTE = 80


class Coming(StrEnum):
    """What a party answers; a substitute (Danish: stedfortræder) is the one who comes instead, this time."""

    YES = "yes"
    SUBSTITUTE = "substitute"
    NO = "no"


COMES = frozenset({Coming.YES, Coming.SUBSTITUTE})


class Rsvp(Plain):
    """A party's answer to one appointment of a meeting; one given for an earlier appointment is void."""

    free_text: ClassVar[frozenset[str]] = frozenset({"substitute"})

    unit: str = Field(max_length=40)
    sequence: int = Field(ge=0, description="The appointment it answers; a moved meeting asks anew.")
    answer: Coming
    substitute: str = Field(default="", max_length=LONGEST_SUBSTITUTE, description="Who comes instead, where it was said.")
    at: datetime
    by: str | None = Field(max_length=32, description="None once it is no longer kept who it was.")
    on_behalf: bool = Field(default=False, description="Entered by the facilitator for a unit without chat.")

    @property
    def comes(self) -> bool:
        """Whether somebody of the unit will be there."""
        return self.answer in COMES


@dataclass(frozen=True)
class Said:
    """An answer as it was typed: what it means, who comes instead, and whether words were left out of it."""

    answer: Coming
    substitute: str = ""
    dropped: bool = False


@dataclass(frozen=True)
class Words:
    """The phrases people answer with, in every language at once; they come from the wording.

    `instead` are the phrases that follow a name ("Camilla comes instead").
    """

    phrases: Mapping[Coming, Sequence[str]]
    instead: Sequence[str]


def settled_at(meeting: Meeting, minutes: Minutes) -> datetime | None:
    """Return when a meeting's answers had served: its minutes approved, or, where there will be none, its end; none before that."""
    if meeting.state is State.CANCELLED:
        return meeting.cancelled_at
    return minutes.approved_at or (meeting.held_at if not meeting.counts and not minutes.sent else None)


def kept_until(agreement: Agreement, settled_on: date) -> datetime:
    """Return until when it is kept who answered."""
    return agreement.days().end_of(settled_on + timedelta(days=agreement.house.meetings.answers_kept_days))


def void(answers: Iterable[Rsvp], sequence: int) -> dict[str, Rsvp]:
    """Return the answers that hold for one appointment, by unit; those to another one are void and left out."""
    return {one.unit: one for one in answers if one.sequence == sequence}


def read_rsvp(text: str, words: Words) -> Said | None:
    """Read an answer: `ja`, `nej`, `kommer ikke`, `stedfortræder Camilla Friis`, `Camilla kommer i stedet`; none when it is none.

    What follows a yes or a no behind a comma or a full stop is dropped, unless it names who comes instead.
    """
    said = " ".join(text.split()).strip(" .!")
    if found := _instead(said, words.instead):
        return Said(Coming.SUBSTITUTE, _name(_without_answer(found, words)))
    for answer, phrase in sorted(_phrases(words), key=lambda pair: -len(pair[1])):
        rest = _after(said, phrase)
        if rest is None:
            continue
        if answer is Coming.SUBSTITUTE:
            return Said(answer, _name(rest))
        if not rest:
            return Said(answer)
        if rest[0] in ",.;:!?–-(":
            return Said(answer, dropped=True)
    return None


def _phrases(words: Words) -> list[tuple[Coming, str]]:
    return [(answer, phrase) for answer, phrases in words.phrases.items() for phrase in phrases]


def _after(text: str, phrase: str) -> str | None:
    """Return what stands behind a phrase that a text begins with, none when it begins otherwise."""
    found = re.match(rf"{re.escape(phrase)}(?!\w)", text, re.IGNORECASE)
    return text[found.end() :].strip() if found else None


def _instead(text: str, phrases: Sequence[str]) -> str:
    """Return the words before "kommer i stedet"."""
    for phrase in phrases:
        found = re.fullmatch(rf"(.*\w)\W*\s{re.escape(phrase)}", text, re.IGNORECASE)
        if found:
            return found[1]
    return ""


def _without_answer(text: str, words: Words) -> str:
    """Take a leading "nej," from a name."""
    for _answer, phrase in sorted(_phrases(words), key=lambda pair: -len(pair[1])):
        rest = _after(text, phrase)
        if rest and rest[0] in ",.;:!–-":
            return rest
    return text


def _name(text: str) -> str:
    return text.strip(" ,.;:!–-()")
