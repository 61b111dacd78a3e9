"""The year as a script: reads year/*.toml into steps in the order of time. Playing them is for history.py."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import TypeAlias
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator, model_validator

from bot.domain import toml_lines
from bot.sample.people import NobodyCalledError, called, people

APART = timedelta(minutes=13)  # How far apart the people of one event act: nobody presses a button at the same instant.
EVERYBODY = "*"
Filled: TypeAlias = "dict[str, str | bool]"


class SampleError(Exception):
    """The sample world cannot be made; the text names the file and the line that is wrong, or says why else."""


class Event(BaseModel):
    """What one person, or several one after the other, do at a local time. Exactly one of the deeds is given.

    line       typed to the bot, in their own conversation with it; with `form` the form that opens is filled and sent
    answer     a period: they press "Answer" below the nudge and send `form`, or write `words` in its thread
    unchanged  a period: they press "Unchanged" below the nudge
    seen       an initiative, as `I-3`: they press "Seen" below its news
    press      how a button's command begins: they press it, in the latest message of their conversation that has it; with
               `form` the form that opens is filled and sent
    post       said to colleagues in the agreement's channel
    reads      they look through what is new
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    at: datetime
    who: tuple[str, ...]
    line: str = ""
    answer: str = ""
    unchanged: str = ""
    seen: str = ""
    press: str = ""
    post: str = ""
    reads: bool = False
    form: Filled = {}
    words: str = ""

    @field_validator("who", mode="before")
    @classmethod
    def _known(cls, value: object) -> tuple[str, ...]:
        named = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        if not named:
            raise ValueError("Write an alias of people.toml, or several in [ ].")
        if named == [EVERYBODY]:
            return tuple(one.alias for one in people())
        try:
            return tuple(called(str(one)).alias for one in named)
        except NobodyCalledError as nobody:
            raise ValueError(str(nobody)) from None

    @model_validator(mode="after")
    def _does_one_thing(self) -> "Event":
        if sum(map(bool, (self.line, self.answer, self.unchanged, self.seen, self.press, self.post, self.reads))) != 1:
            raise ValueError("Write exactly one of line, answer, unchanged, seen, press, post and reads.")
        if self.answer and bool(self.form) == bool(self.words):
            raise ValueError("Write an answer's `form` or its `words`.")
        if (self.form or self.words) and not (self.answer or ((self.line or self.press) and not self.words)):
            raise ValueError("`form` belongs to a line, a press or an answer, `words` to an answer.")
        return self

    @property
    def owes(self) -> bool:
        """Whether others may be owed something for it."""
        return bool(self.line or self.answer or self.unchanged or self.press)


@dataclass(frozen=True)
class Step:
    """One person's part of an event, at its instant (aware). `place` is where it is written, `key` names it for good."""

    at: datetime
    alias: str
    event: Event
    place: str
    key: str


@cache
def steps(zone: ZoneInfo) -> tuple[Step, ...]:
    """Return the whole year, first to last.

    Raises:
        SampleError: naming the line of an event that cannot be meant.
    """
    found = [step for name, text in parts() for step in read_part(name, text, zone)]
    return tuple(sorted(found, key=lambda step: step.at))


def parts() -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each part of the year."""
    found = (one for one in files(__package__).joinpath("year").iterdir() if one.name.endswith(".toml"))
    for one in sorted(found, key=lambda part: part.name):
        yield one.name, one.read_text(encoding="utf-8")


def read_part(name: str, text: str, zone: ZoneInfo) -> Iterator[Step]:
    """Yield the steps of one part of the year, in the order of its events.

    Raises:
        SampleError: naming the line of an event that cannot be meant.
    """
    try:
        told = tomllib.loads(text).get("events", [])
    except tomllib.TOMLDecodeError as wrong:
        raise SampleError(f"{name}: {wrong}") from None
    lines = toml_lines.lines(text)
    for number, one in enumerate(told):
        place = f"{name}, line {lines['events', number]}"
        event = _event(one, place)
        for turn, alias in enumerate(event.who):
            at = event.at.replace(tzinfo=zone) + turn * APART
            yield Step(at, alias, event, place, f"sample:{name.removesuffix('.toml')}:{number}:{alias}")


def _event(told: Mapping[str, object], place: str) -> Event:
    try:
        return Event.model_validate(told)
    except ValidationError as wrong:
        first = wrong.errors(include_url=False)[0]
        key = ".".join(map(str, first["loc"]))
        raise SampleError(f"{place}: {key + ': ' if key else ''}{first['msg']}") from None
