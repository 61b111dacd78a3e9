"""A message in the neutral vocabulary: what all platforms can draw, small on purpose. Drawing happens in each shapes.py.

Limits that any platform would refuse are enforced here, so that none surprises (slack.md §4, mattermost.md §4.2 and §5).
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter, field_validator
from pydantic.dataclasses import dataclass

from bot.chat.markdown import Markdown

_FROZEN = ConfigDict(extra="forbid", ser_json_bytes="base64", val_json_bytes="base64")
LONGEST_HEADLINE = 150
LONGEST_LABEL = 75
LONGEST_COMMAND = 1900


def shortened(text: str, longest: int) -> str:
    """Cut a text at a word so that it fits, ending in an ellipsis."""
    flat = " ".join(text.split())
    if len(flat) <= longest:
        return flat
    cut = flat[: longest - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[longest // 2 :] else cut).rstrip(" ,.;:") + "…"


@dataclass(frozen=True, config=_FROZEN)
class Text:
    """A few paragraphs or a list, in the Markdown of chat/markdown.py."""

    markdown: str
    kind: Literal["text"] = "text"


@dataclass(frozen=True, config=_FROZEN)
class Fact:
    """One labelled value, both plain text."""

    label: str
    value: str


@dataclass(frozen=True, config=_FROZEN)
class Facts:
    """Labelled values side by side; at most ten, as Slack's section fields."""

    facts: Annotated[tuple[Fact, ...], Field(max_length=10)]
    kind: Literal["facts"] = "facts"


@dataclass(frozen=True, config=_FROZEN)
class Table:
    """Rows of plain text under named columns."""

    caption: str
    columns: Annotated[tuple[str, ...], Field(max_length=20)]
    rows: tuple[tuple[str, ...], ...]
    kind: Literal["table"] = "table"


@dataclass(frozen=True, config=_FROZEN)
class Button:
    """A command behind a word: pressing it is the same as typing the command."""

    label: str
    command: Annotated[str, Field(max_length=LONGEST_COMMAND)]
    style: Literal["plain", "primary", "danger"] = "plain"

    @field_validator("label")
    @classmethod
    def _fits(cls, label: str) -> str:
        return shortened(label, LONGEST_LABEL)


@dataclass(frozen=True, config=_FROZEN)
class Buttons:
    """A row of buttons."""

    buttons: Annotated[tuple[Button, ...], Field(max_length=25)]
    kind: Literal["buttons"] = "buttons"


@dataclass(frozen=True, config=_FROZEN)
class Option:
    """One choice: what is shown, what is sent, and what else a person may type for it."""

    label: str
    value: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, config=_FROZEN)
class Menu:
    """A choice that runs a command: choosing sends `command` followed by the option's value."""

    label: str
    command: str
    options: Annotated[tuple[Option, ...], Field(max_length=100)]
    kind: Literal["menu"] = "menu"


@dataclass(frozen=True, config=_FROZEN)
class Picture:
    """A picture with its description for those who do not see it."""

    name: str
    media_type: str
    data: bytes
    description: str
    kind: Literal["picture"] = "picture"


@dataclass(frozen=True, config=_FROZEN)
class File:
    """Something to take away."""

    name: str
    media_type: str
    data: bytes
    kind: Literal["file"] = "file"


Part = Text | Facts | Table | Buttons | Menu | Picture | File


@dataclass(frozen=True, config=_FROZEN)
class Message:
    """What is said: a headline that stands alone on a lock screen, then parts."""

    headline: str
    parts: tuple[Part, ...] = ()

    @field_validator("headline")
    @classmethod
    def _one_line(cls, headline: str) -> str:
        return shortened(headline, LONGEST_HEADLINE)


_MESSAGE = TypeAdapter(Message)


def to_json(message: Message) -> str:
    """Return the message as the outbox stores it."""
    return _MESSAGE.dump_json(message).decode()


def from_json(stored: str) -> Message:
    """Read a message back from the outbox."""
    return _MESSAGE.validate_json(stored)


def text(*paragraphs: Markdown) -> Text:
    """Return a Text of these paragraphs, leaving out empty ones."""
    return Text("\n\n".join(paragraph for paragraph in paragraphs if paragraph))


def facts(pairs: Mapping[str, str]) -> Facts:
    """Return Facts of label and value, leaving out empty values."""
    return Facts(tuple(Fact(label, value) for label, value in pairs.items() if value))
