"""How blocks are shared out over a message, its thread and its files so that Slack takes all of them. What a block looks like is in shapes.py."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

from bot.platforms.slack.limits import BLOCKS, CHARACTERS, TABLES

Block: TypeAlias = dict[str, Any]
# What stays with the message may not push everything else into the thread.
MOST_STAYING = 6_000
_as_json = json.JSONEncoder(ensure_ascii=False).encode
MOST_POSTS = 10  # More than that is a file to read, not a thread.


@dataclass(frozen=True)
class Post:
    """One Slack message: its blocks, and the text that notifications and screen readers show instead of them."""

    text: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Attachment:
    """A file to upload beside a message; `description` is for those who do not see a picture."""

    name: str
    media_type: str
    data: bytes
    description: str = ""


@dataclass(frozen=True)
class Parcel:
    """A message as Slack takes it: the message itself, what continues in its thread, and files."""

    first: Post
    thread: tuple[Post, ...] = ()
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True)
class Piece:
    """Blocks that belong together; what `stays` is kept with the message however long the rest is, what comes `later` is not."""

    blocks: tuple[Block, ...]
    stays: bool = False
    later: bool = False

    @cached_property
    def cost(self) -> int:
        """How many of Slack's characters it takes."""
        return sum(map(cost, self.blocks))

    @property
    def tables(self) -> int:
        """How many tables it holds."""
        return sum(block["type"] == "table" for block in self.blocks)


@dataclass
class _Filling:
    """A message being filled."""

    room: int
    places: int
    blocks: list[Block] = field(default_factory=list)
    tables: int = 0

    def takes(self, piece: Piece) -> bool:
        """Tell whether a piece still fits."""
        return (
            piece.cost <= self.room
            and len(piece.blocks) <= self.places
            and (not piece.tables or piece.tables + self.tables <= TABLES)
        )

    def add(self, piece: Piece) -> None:
        """Take a piece in."""
        self.blocks += piece.blocks
        self.room -= piece.cost
        self.places -= len(piece.blocks)
        self.tables += piece.tables


def cost(block: Block) -> int:
    """Return how many of Slack's characters a block takes: its JSON, but only the words of a table, which has a limit of its own."""
    if block["type"] == "table":
        return sum(len(cell["text"]) for row in block["rows"] for cell in row)
    return len(_as_json(block))


def shared_out(pieces: Iterable[Piece], rest: str) -> tuple[list[list[Block]], bool]:
    """Return the blocks of the message, then those of each message in its thread; and whether that is all.

    Each but an only one says which it is, and the last names `rest`, a file, when it is not all.
    """
    pieces = list(pieces)
    if _small(pieces):
        return [[block for piece in pieces for block in piece.blocks]], True
    posts, end = _filled(sorted(pieces, key=lambda one: one.later))
    whole, posts = len(posts) <= MOST_POSTS, posts[:MOST_POSTS]
    if len(posts) > 1:
        posts[0].insert(end, _mark(f"1/{len(posts)} …"))
        for number, post in enumerate(posts[1:], 2):
            post.insert(0, _mark(f"… {number}/{len(posts)}"))
    if not whole:
        posts[-1].append(_mark(f"… {rest}"))
    return posts, whole


def _small(pieces: Sequence[Piece]) -> bool:
    """Tell whether all of it is sure to fit into one message, as most answers do: a look at the whole is cheaper than at each piece."""
    blocks = [block for piece in pieces for block in piece.blocks]
    plain = not any(piece.later or piece.tables for piece in pieces)
    return plain and len(blocks) < BLOCKS and len(_as_json(blocks)) <= CHARACTERS - 100


def _filled(pieces: Sequence[Piece]) -> tuple[list[list[Block]], int]:
    """Return the pieces in as many messages as they take, and where in the first of them the rest would have followed."""
    staying = [one for one in pieces if one.stays]
    if sum(one.cost for one in staying) > MOST_STAYING:
        staying = []
    first = _Filling(CHARACTERS - sum(one.cost for one in staying) - 100, BLOCKS - sum(len(one.blocks) for one in staying) - 1)
    posts, end = [first], None
    for piece in pieces:
        if piece in staying:
            first.blocks += piece.blocks
        elif posts[-1].takes(piece) and not (piece.later and posts[-1] is first):
            posts[-1].add(piece)
        else:
            end = len(first.blocks) if end is None else end
            posts.append(_Filling(CHARACTERS - 300, BLOCKS - 2))
            posts[-1].add(piece)
    return [post.blocks for post in posts], end or 0


def _mark(text: str) -> Block:
    """Return a line in small grey letters; it is numbers only, so it needs no language."""
    return {"type": "context", "elements": [as_typed(text)]}


def as_typed(text: str) -> Block:
    """Return a text that Slack reads nothing in.

    What every message has is written out like this: slack_sdk's models take longer than all the rest of an answer.
    """
    return {"type": "plain_text", "text": text, "emoji": False}


def as_dict(model: Any) -> Block:
    """Return one of slack_sdk's models as Slack takes it."""
    found: Block = model.to_dict()
    return found


def packed(blocks: Sequence[Block], *, stays: bool = False, later: bool = False) -> Piece:
    """Return blocks that belong together."""
    return Piece(tuple(blocks), stays, later)
