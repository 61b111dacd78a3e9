"""A message in the neutral vocabulary: what all platforms can draw, small on purpose. Drawing happens in each shapes.py.

Limits that any platform would refuse are enforced here, so that none surprises (slack.md §4, mattermost.md §4.2 and §5).
"""

from collections.abc import Mapping, Sized
from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic import ConfigDict, TypeAdapter

from bot.chat.markdown import Markdown

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


class _Kept:
    """What is stored as JSON. It is checked as it is read back; what our own code puts together, mypy has checked, and its limits it checks itself."""

    __pydantic_config__: ClassVar = ConfigDict(extra="forbid", ser_json_bytes="base64", val_json_bytes="base64", defer_build=True)


def _within(things: Sized, most: int) -> None:
    """Refuse more than any platform draws.

    Raises:
        ValueError: which is a mistake of ours.
    """
    if len(things) > most:
        raise ValueError(f"{len(things)} are more than the {most} that can be drawn")


@dataclass(frozen=True)
class Text(_Kept):
    """A few paragraphs or a list, in the Markdown of chat/markdown.py."""

    markdown: str
    kind: Literal["text"] = "text"


@dataclass(frozen=True)
class Fact(_Kept):
    """One labelled value, both plain text."""

    label: str
    value: str


@dataclass(frozen=True)
class Facts(_Kept):
    """Labelled values side by side; at most ten, as Slack's section fields."""

    facts: tuple[Fact, ...]
    kind: Literal["facts"] = "facts"

    def __post_init__(self) -> None:
        """Keep to the limit."""
        _within(self.facts, 10)


@dataclass(frozen=True)
class Table(_Kept):
    """Rows of plain text under named columns."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: Literal["table"] = "table"

    def __post_init__(self) -> None:
        """Keep to the limit."""
        _within(self.columns, 20)


@dataclass(frozen=True)
class Button(_Kept):
    """A command behind a word: pressing it is the same as typing the command."""

    label: str
    command: str
    style: Literal["plain", "primary", "danger"] = "plain"

    def __post_init__(self) -> None:
        """Let the label fit, and keep to the limit of a command."""
        _within(self.command, LONGEST_COMMAND)
        object.__setattr__(self, "label", shortened(self.label, LONGEST_LABEL))


@dataclass(frozen=True)
class Buttons(_Kept):
    """A row of buttons."""

    buttons: tuple[Button, ...]
    kind: Literal["buttons"] = "buttons"

    def __post_init__(self) -> None:
        """Keep to the limit."""
        _within(self.buttons, 25)


@dataclass(frozen=True)
class Option(_Kept):
    """One choice: what is shown, what is sent, and what else a person may type for it."""

    label: str
    value: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Menu(_Kept):
    """A choice that runs a command: choosing sends `command` followed by the option's value."""

    label: str
    command: str
    options: tuple[Option, ...]
    kind: Literal["menu"] = "menu"

    def __post_init__(self) -> None:
        """Keep to the limit."""
        _within(self.options, 100)


@dataclass(frozen=True)
class Picture(_Kept):
    """A picture with its description for those who do not see it."""

    name: str
    media_type: str
    data: bytes
    description: str
    kind: Literal["picture"] = "picture"


@dataclass(frozen=True)
class File(_Kept):
    """Something to take away."""

    name: str
    media_type: str
    data: bytes
    kind: Literal["file"] = "file"


Part = Text | Facts | Table | Buttons | Menu | Picture | File


@dataclass(frozen=True)
class Message(_Kept):
    """What is said: a headline that stands alone on a lock screen, then parts."""

    headline: str
    parts: tuple[Part, ...] = ()

    def __post_init__(self) -> None:
        """Let the headline fit on one line."""
        object.__setattr__(self, "headline", shortened(self.headline, LONGEST_HEADLINE))


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
