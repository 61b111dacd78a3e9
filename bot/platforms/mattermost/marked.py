"""Our small Markdown → Mattermost's, pure. Only a template's own marks, links and mentions are live; how the rest stays as typed is in plainly.py.

A line break is a line break there, so a soft one becomes a space. A mention is written as the user name, because that is all the
server and its clients look for.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from bot.chat.markdown import tokens
from bot.chat.message import shortened
from bot.platforms.mattermost.limits import MESSAGE
from bot.platforms.mattermost.plainly import APART, cleaned, line_start, plainly
from bot.platforms.runs import CODE, Run, lines_of, merged, on_the_web, packed, words_of
from bot.reserved_names import short, spelt, spelt_plainly

if TYPE_CHECKING:
    from markdown_it.token import Token

_MARKS = {"strong": "**", "em": "*"}
_USERNAME = re.compile(r"(?!(?:all|channel|here)\Z)[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?\Z")
_CHANNEL = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?\Z")
_IN_URL = re.compile(r"[\s<>|\"'`\\^{}()\[\]@*~$_]")
_SPAN = re.compile(r"(?<!\\)`(/[^`\\]+)`")
_NOT_AFTER_A_MARK = '"<'  # The web client opens no emphasis before these.
_JOINS = re.compile(r"[\w@:.\-]|&#95;")  # The entity is an underscore once the server looks.
_JOINED = re.compile(r"(?:[\w@:.\-]|&#95;)\Z")


def nobody(_href: str) -> str | None:
    """Know nobody: every mention is just a name."""
    return None


@dataclass(frozen=True)
class Drawing:
    """What drawing needs besides the message.

    `resolve` turns `person:17` into the user name `anna.holm` and `place:3` into the channel's name `town-square`; none for one
    who is not there. `root` and `prefix` are how the commands are called. `longest` is how many characters a post may have.
    `offer` returns what a button carries for its command, and a menu for its command and values; without it, what could be
    pressed is written as what can be typed.
    """

    resolve: Callable[[str], str | None] = nobody
    root: str = "pagt"
    prefix: str = ""
    longest: int = MESSAGE
    offer: Callable[[str, Sequence[str]], Mapping[str, Any]] | None = None

    def spelt(self, markdown: str) -> str:
        """Return marked text with the commands in its code spans written as they are typed here."""
        return _SPAN.sub(lambda found: f"`{self.prefixed(found[1])}`", spelt(markdown, "mattermost", self.root))

    def sentence(self, text: str) -> str:
        """Return plain text with every command in it written as it is typed here."""
        return spelt_plainly(text, "mattermost", self.root, self.prefixed)

    def prefixed(self, command: str) -> str:
        """Return a command with the prefix that its own name, but not the root command, has here."""
        noun, *rest = command.removeprefix("/").split(maxsplit=1)
        return f"/{self.prefix}{' '.join([noun, *rest])}" if short(noun, "mattermost") and noun != self.root else command


PLAINLY = Drawing()


def mention(username: str | None) -> str | None:
    """Return the mention of a user name that the server gave us; none for anything that is not one, or that calls a whole channel."""
    return f"@{username}" if username and _USERNAME.match(username) else None


def texts(markdown: str, drawing: Drawing = PLAINLY, longest: int | None = None) -> list[str]:
    """Return Markdown of ours as Mattermost's, in as many texts as it takes for each to fit, cut between lines where that is possible."""
    longest = longest or drawing.longest
    lines = _lines(tokens(cleaned(drawing.spelt(markdown))), drawing)
    done = packed((piece for line in lines for piece in _fitting(line, longest)), longest)
    # A text that began with a deep item of a list would be taken for code.
    return [text for one in done if (text := one.strip("\n").lstrip(" ").rstrip())]


def _cost(run: Run) -> int:
    """Return how long a run may become, at most."""
    return len(run.live or (run.text if run.marks == CODE else plainly(run.text))) + 2 * len(run.marks) + 10


@dataclass(frozen=True)
class _Line:
    """A line: what stands before it, which its own pieces repeat as room, and its runs."""

    lead: str
    runs: Sequence[Run]


@dataclass
class _Lists:
    """The lists the text stands in: for each the sign of its present item, and whether that sign is still to be written."""

    signs: list[str] = field(default_factory=list)
    fresh: bool = False

    def item(self, token: "Token") -> None:
        """Begin an item: a number keeps its own, everything else is a dash."""
        self.signs[-1] = f"{token.info}. " if token.info else "- "
        self.fresh = True

    def taken(self) -> str:
        """Return what stands before a line: an item's sign once, then as much room."""
        *outer, own = self.signs or [""]
        sign, self.fresh = own if self.fresh else " " * len(own), False
        return " " * sum(map(len, outer)) + sign


def _lines(tokens: "Iterable[Token]", drawing: Drawing) -> Iterator[_Line]:
    """Yield the lines of a text, an empty one between paragraphs."""
    lists = _Lists()
    for token in tokens:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                lists.signs.append("")
            case "bullet_list_close" | "ordered_list_close":
                lists.signs.pop()
                if not lists.signs:
                    yield _Line("", ())
            case "list_item_open":
                lists.item(token)
            case "inline":
                for runs in lines_of(token.children or (), _MARKS, partial(_live, drawing)):
                    yield _Line(lists.taken(), runs)
            case "paragraph_close" if not lists.signs:
                yield _Line("", ())
            case _:
                pass


def _live(drawing: Drawing, href: str, words: str) -> str:
    """Return a link of a template as Mattermost takes it: a mention, a channel or a page; empty when it is only words."""
    if href.startswith(("person:", "place:")):
        known = drawing.resolve(unquote(href))
        if href.startswith("person:"):
            return mention(known) or ""
        return f"~{known}" if known and _CHANNEL.match(known) else ""
    url = _IN_URL.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace")), href)
    if not on_the_web(href, url):
        return ""
    label = plainly(" ".join(shortened(cleaned(words), 300).split()))
    return f"[{label}]({url})" if label else f"<{url}>"


def _fitting(line: _Line, longest: int) -> Iterator[str]:
    """Yield a line, in several pieces when it is too long for one text."""
    piece: list[Run] = []
    lead, cost = line.lead, len(line.lead)
    for run in words_of(line.runs, code=False) if sum(map(_cost, line.runs)) + cost > longest else line.runs:
        if piece and cost + _cost(run) > longest:
            yield _rendered(lead, piece)
            lead = " " * len(line.lead)
            piece, cost = [], len(lead)
        piece.append(run)
        cost += _cost(run)
    yield _rendered(lead, piece)


def _rendered(lead: str, runs: Sequence[Run]) -> str:
    """Return a line of runs as Markdown; neighbours in the same style share their marks."""
    whole = merged(runs, code=False)
    said = ""
    for run in whole:
        said = _beside(said, _marked(run), run)
    if whole and not whole[0].live and not whole[0].marks:
        said = line_start(said)
    return f"{lead}{said.strip()}".rstrip()


def _beside(before: str, after: str, run: Run) -> str:
    """Put two pieces side by side: no mark may touch another, and no letter a mention."""
    if not before or not after:
        return before + after
    marks_touch = before[-1] in "*`" and after[0] in "*`"
    name_grows = (run.live[:1] in ("@", "~") and _JOINED.search(before)) or (_NAMED.search(before) and _JOINS.match(after))
    return f"{before}{APART}{after}" if marks_touch or name_grows else before + after


_NAMED = re.compile(r"[@~][a-z0-9._-]+\Z")


def _marked(run: Run) -> str:
    """Return a run between its marks, which may not touch a space inside."""
    if run.live:
        return run.live
    core = run.text.strip()
    if run.marks == CODE:
        return f"`{' '.join(cleaned(core).replace('`', ' ').split())}`" if core else ""
    if not run.marks or not core:
        return plainly(run.text)
    lead, _, trail = run.text.partition(core)
    inner = plainly(core) if core.strip("- ") else line_start(plainly(core))  # Dashes between marks would be a rule.
    return f"{lead}{run.marks}{APART if inner[0] in _NOT_AFTER_A_MARK else ''}{inner}{run.marks[::-1]}{trail}"
