"""Our small Markdown → Mattermost's, pure. Only a template's own marks, links and mentions are live; how the rest stays as typed is in plainly.py.

A line break is a line break there, so a soft one becomes a space. A mention is written as the user name, because that is all the
server and its clients look for.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from markdown_it.token import Token

from bot.chat.markdown import tokens
from bot.chat.message import shortened
from bot.platforms.mattermost.limits import MESSAGE
from bot.platforms.mattermost.plainly import APART, cleaned, line_start, plainly
from bot.reserved_names import short, spelt, spelt_plainly

LONGEST_URL = 2_000
_USERNAME = re.compile(r"(?!(?:all|channel|here)\Z)[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?\Z")
_CHANNEL = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?\Z")
_IN_URL = re.compile(r"[\s<>|\"'`\\^{}()\[\]@*~$_]")
_SPAN = re.compile(r"(?<!\\)`(/[^`\\]+)`")
_WORDS = re.compile(r"\s*\S{1,400}|\s+\Z")
_NOT_AFTER_A_MARK = '"<'  # The web client opens no emphasis before these.
_JOINS = re.compile(r"[\w@:.\-]")


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
    done: list[str] = []
    current = ""
    for line in _lines(tokens(cleaned(drawing.spelt(markdown))), drawing):
        for piece in _fitting(line, longest):
            if current and len(current) + 1 + len(piece) > longest:
                done.append(current)
                current = piece
            else:
                current = f"{current}\n{piece}" if current else piece
    # A text that began with a deep item of a list would be taken for code.
    return [text for one in (*done, current) if (text := one.strip("\n").lstrip(" ").rstrip())]


@dataclass(frozen=True)
class _Run:
    """Some text in one style; `live` is a link or mention, and stands for itself."""

    text: str
    marks: str = ""
    live: str = ""

    @property
    def cost(self) -> int:
        """How long it may become, at most."""
        return len(self.live or (self.text if self.marks == "`" else plainly(self.text))) + 2 * len(self.marks) + 10


@dataclass(frozen=True)
class _Line:
    """A line: what stands before it, which its own pieces repeat as room, and its runs."""

    lead: str
    runs: Sequence[_Run]


@dataclass
class _Lists:
    """The lists the text stands in: for each the sign of its present item, and whether that sign is still to be written."""

    signs: list[str] = field(default_factory=list)
    fresh: bool = False

    def item(self, token: Token) -> None:
        """Begin an item: a number keeps its own, everything else is a dash."""
        self.signs[-1] = f"{token.info}. " if token.info else "- "
        self.fresh = True

    def taken(self) -> str:
        """Return what stands before a line: an item's sign once, then as much room."""
        *outer, own = self.signs or [""]
        sign, self.fresh = own if self.fresh else " " * len(own), False
        return " " * sum(map(len, outer)) + sign


def _lines(tokens: Iterable[Token], drawing: Drawing) -> Iterator[_Line]:
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
                for runs in _runs(token.children or (), drawing):
                    yield _Line(lists.taken(), runs)
            case "paragraph_close" if not lists.signs:
                yield _Line("", ())
            case _:
                pass


def _runs(tokens: Sequence[Token], drawing: Drawing) -> Iterator[Sequence[_Run]]:
    """Yield the lines of one paragraph."""
    line: list[_Run] = []
    marks: list[str] = []
    link: tuple[str, int] | None = None  # where a link leads, and with which run its words begin
    for token in tokens:
        match token.type:
            case "hardbreak" if link is None:
                yield line
                line = []
            case "strong_open" | "em_open":
                marks.append("**" if token.type == "strong_open" else "*")
            case "strong_close" | "em_close":
                marks.pop()
            case "link_open":
                link = str(token.attrGet("href") or ""), len(line)
            case "link_close" if link is not None:
                href, start = link
                words = "".join(run.text for run in line[start:])
                if live := _live(href, words, drawing):
                    line[start:] = [_Run(words, live=live)]
                link = None
            case _:
                style = "`" if token.type == "code_inline" else "".join(sorted(set(marks)))
                line.append(_Run(" " if token.type in {"softbreak", "hardbreak"} else token.content, style))
    yield line


def _live(href: str, words: str, drawing: Drawing) -> str:
    """Return a link of a template as Mattermost takes it: a mention, a channel or a page; empty when it is only words."""
    if href.startswith(("person:", "place:")):
        known = drawing.resolve(unquote(href))
        if href.startswith("person:"):
            return mention(known) or ""
        return f"~{known}" if known and _CHANNEL.match(known) else ""
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    url = _IN_URL.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace")), href)
    if parts.scheme not in {"http", "https"} or not parts.netloc or len(url) > LONGEST_URL:
        return ""
    label = plainly(" ".join(shortened(cleaned(words), 300).split()))
    return f"[{label}]({url})" if label else f"<{url}>"


def _fitting(line: _Line, longest: int) -> Iterator[str]:
    """Yield a line, in several pieces when it is too long for one text."""
    piece: list[_Run] = []
    lead, cost = line.lead, len(line.lead)
    for run in _words(line.runs) if sum(one.cost for one in line.runs) + cost > longest else line.runs:
        if piece and cost + run.cost > longest:
            yield _rendered(lead, piece)
            lead = " " * len(line.lead)
            piece, cost = [], len(lead)
        piece.append(run)
        cost += run.cost
    yield _rendered(lead, piece)


def _words(runs: Sequence[_Run]) -> Iterator[_Run]:
    """Yield the words of a line, each in its style; a very long one in pieces."""
    for run in runs:
        if run.live or run.marks == "`":
            yield run
        else:
            yield from (_Run(word, run.marks) for word in _WORDS.findall(run.text))


def _rendered(lead: str, runs: Sequence[_Run]) -> str:
    """Return a line of runs as Markdown; neighbours in the same style share their marks."""
    merged: list[_Run] = []
    for run in runs:
        if merged and not run.live and not merged[-1].live and merged[-1].marks == run.marks != "`":
            merged[-1] = _Run(merged[-1].text + run.text, run.marks)
        else:
            merged.append(run)
    said = ""
    for run in merged:
        said = _beside(said, _marked(run), run)
    if merged and not merged[0].live and not merged[0].marks:
        said = line_start(said)
    return f"{lead}{said.strip()}".rstrip()


def _beside(before: str, after: str, run: _Run) -> str:
    """Put two pieces side by side: no mark may touch another, and no letter a mention."""
    if not before or not after:
        return before + after
    marks_touch = before[-1] in "*`" and after[0] in "*`"
    name_grows = (run.live[:1] in ("@", "~") and _JOINS.match(before[-1])) or (_NAMED.search(before) and _JOINS.match(after))
    return f"{before}{APART}{after}" if marks_touch or name_grows else before + after


_NAMED = re.compile(r"[@~][a-z0-9._-]+\Z")


def _marked(run: _Run) -> str:
    """Return a run between its marks, which may not touch a space inside."""
    if run.live:
        return run.live
    core = run.text.strip()
    if run.marks == "`":
        return f"`{' '.join(cleaned(core).replace('`', ' ').split())}`" if core else ""
    if not run.marks or not core:
        return plainly(run.text)
    lead, _, trail = run.text.partition(core)
    inner = plainly(core) if core.strip("- ") else line_start(plainly(core))  # Dashes between marks would be a rule.
    return f"{lead}{run.marks}{APART if inner[0] in _NOT_AFTER_A_MARK else ''}{inner}{run.marks[::-1]}{trail}"
