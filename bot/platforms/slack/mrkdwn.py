"""Our small Markdown → Slack's mrkdwn, pure. Every text is escaped here, once; only a template's own links and mentions are live.

Slack reads `<…>` as a mention or a link and nothing else (slack.md §6), so `&`, `<` and `>` are all there is to escape.
It has no escape for `*`, `_`, `~` and backticks: in what a person wrote they may change the look of a word, never its meaning.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from markdown_it.token import Token

from bot.chat.markdown import tokens
from bot.chat.message import shortened
from bot.platforms.slack.limits import SECTION
from bot.reserved_names import short, spelt, typed_as

APART = "\u200b"  # Between a word and a mark of ours, so that Slack still sees the mark.
LONGEST_URL = 2_000
_USER = re.compile(r"[UW][A-Z0-9]{1,30}\Z")
_CHANNEL = re.compile(r"[CG][A-Z0-9]{1,30}\Z")
_IN_URL = re.compile(r"[\s<>|\"'`\\^{}]")
_SPAN = re.compile(r"(?<!\\)`(/[^`\\]+)`")
_TYPED = re.compile(r"(?<![^\s(“”\"„«])/((?=[^\W\d_]{3})[^\W\d_]+)")
_WORDS = re.compile(r"\s*\S{1,400}|\s+\Z")


def nobody(_href: str) -> str | None:
    """Know nobody: every mention is just a name."""
    return None


@dataclass(frozen=True)
class Drawing:
    """What drawing needs besides the message.

    `resolve` turns `person:17` into `U0456` (or `T0123/U0456`) and `place:3` into `C0123`; none for one who is not in Slack.
    `root` and `prefix` are how the commands are called there.
    """

    resolve: Callable[[str], str | None] = nobody
    root: str = "pagt"
    prefix: str = ""

    def spelt(self, markdown: str) -> str:
        """Return marked text with the commands in its code spans written as they are typed here."""
        return _SPAN.sub(lambda found: f"`{self._prefixed(found[1])}`", spelt(markdown, "slack", self.root))

    def sentence(self, text: str) -> str:
        """Return plain text with every command in it written as it is typed here."""
        return _TYPED.sub(lambda found: self._prefixed(typed_as(found[0], "slack", self.root)), text)

    def _prefixed(self, command: str) -> str:
        noun, *rest = command.removeprefix("/").split(maxsplit=1)
        return f"/{self.prefix}{' '.join([noun, *rest])}" if short(noun, "slack") and noun != self.root else command


PLAINLY = Drawing()


def escape(text: str) -> str:
    """Return a text that Slack shows as it is typed."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def within(text: str, longest: int) -> str:
    """Return a text escaped and cut so that it fits; the cut is made before the escaping, so no entity is split."""
    if len(safe := escape(text)) <= longest:
        return safe
    room = longest - 1
    for place, letter in enumerate(text):
        room -= len(escape(letter))
        if room < 0:
            return escape(text[:place].rstrip()) + "…"
    raise AssertionError


def quoting(text: str) -> str:
    """Return a line that may begin with `>` so that Slack does not take it for a quotation."""
    return APART + text if text.startswith("&gt;") else text


def mention(account: str | None) -> str | None:
    """Return the mention of an account that Slack gave us; none for anything else."""
    user = (account or "").rpartition("/")[2]
    return f"<@{user}>" if _USER.match(user) else None


def texts(markdown: str, drawing: Drawing = PLAINLY, longest: int = SECTION) -> list[str]:
    """Return Markdown of ours as mrkdwn, in as many texts as it takes for each to fit, cut between lines where that is possible."""
    done: list[str] = []
    current = ""
    for line in _lines(tokens(drawing.spelt(markdown)), drawing):
        for piece in _fitting(line, longest):
            if current and len(current) + 1 + len(piece) > longest:
                done.append(current)
                current = piece
            else:
                current = f"{current}\n{piece}" if current else piece
    return [text for one in (*done, current) if (text := one.strip("\n")).strip()]


@dataclass(frozen=True)
class _Run:
    """Some text in one style; `live` is a link or mention, which stands for itself."""

    text: str
    marks: str = ""
    live: str = ""

    @property
    def cost(self) -> int:
        """How long it may become: its marks, and what keeps them apart from letters."""
        return len(self.live or escape(self.text)) + (2 * len(self.marks) + 2 if self.marks else 0)


@dataclass
class _Lists:
    """How deep in lists the text stands, and the sign of the next item."""

    signs: list[str] = field(default_factory=list)
    lead: str = ""

    def opened(self, token: Token) -> None:
        self.signs.append("" if token.type.startswith("ordered") else "◦" if self.signs else "•")

    def item(self, token: Token) -> None:
        self.lead = self.signs[-1] or f"{token.info}."

    def indent(self) -> str:
        return "    " * (len(self.signs) - 1)

    def taken(self) -> str:
        """Return what stands before a line: an item's sign once, then as much room."""
        if not self.signs:
            return ""
        lead, self.lead = self.lead, ""
        return f"{self.indent()}{lead} " if lead else f"{self.indent()}  "


def _lines(tokens: Iterable[Token], drawing: Drawing) -> Iterator[Sequence[_Run]]:
    """Yield the lines of a text, an empty one between paragraphs."""
    lists = _Lists()
    for token in tokens:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                lists.opened(token)
            case "bullet_list_close" | "ordered_list_close":
                lists.signs.pop()
                if not lists.signs:
                    yield ()
            case "list_item_open":
                lists.item(token)
            case "inline":
                for line in _runs(token.children or (), drawing):
                    yield (_Run(lists.taken()), *line)
            case "paragraph_close" if not token.hidden and not lists.signs:
                yield ()
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
                marks.append("*" if token.type == "strong_open" else "_")
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
                style = "`" if token.type == "code_inline" else "".join(dict.fromkeys(marks))
                line.append(_Run(" " if token.type in {"softbreak", "hardbreak"} else token.content, style))
    yield line


def _live(href: str, words: str, drawing: Drawing) -> str:
    """Return a link of a template as Slack takes it: a mention, a channel or a page; empty when it is only words."""
    if href.startswith(("person:", "place:")):
        known = drawing.resolve(unquote(href))
        if href.startswith("person:"):
            return mention(known) or ""
        return f"<#{known}>" if known and _CHANNEL.match(known) else ""
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    url = escape(_IN_URL.sub(lambda found: f"%{ord(found[0]):02X}", href))
    if parts.scheme not in {"http", "https"} or not parts.netloc or len(url) > LONGEST_URL:
        return ""
    label = within(shortened(words, 300), 500)
    return f"<{url}|{label}>" if label else f"<{url}>"


def _fitting(line: Sequence[_Run], longest: int) -> Iterator[str]:
    """Yield a line, in several pieces when it is too long for one text."""
    piece: list[_Run] = []
    cost = 0
    for run in _words(line) if sum(one.cost for one in line) > longest else line:
        if piece and cost + run.cost > longest:
            yield _rendered(piece)
            piece, cost = [], 0
        piece.append(run)
        cost += run.cost
    yield _rendered(piece)


def _words(line: Sequence[_Run]) -> Iterator[_Run]:
    """Yield the words of a line, each in its style; a very long one in pieces."""
    for run in line:
        if run.live:
            yield run
        else:
            yield from (_Run(word, run.marks) for word in _WORDS.findall(run.text))


def _rendered(line: Sequence[_Run]) -> str:
    """Return a line of runs as mrkdwn; neighbours in the same style share their marks."""
    merged: list[_Run] = []
    for run in line:
        if merged and not run.live and not merged[-1].live and merged[-1].marks == run.marks:
            merged[-1] = _Run(merged[-1].text + run.text, run.marks)
        else:
            merged.append(run)
    said = ""
    for run in merged:
        said = _beside(said, _marked(run))
    return quoting(said.rstrip())


def _beside(before: str, after: str) -> str:
    """Put two pieces side by side; a mark is only seen by Slack where no letter touches it from outside."""
    if before and after and ((before[-1] in "*_`" and after[0].isalnum()) or (before[-1].isalnum() and after[0] in "*_`")):
        return f"{before}{APART}{after}"
    return before + after


def _marked(run: _Run) -> str:
    """Return a run between its marks, which may not touch a space inside."""
    if run.live:
        return run.live
    core = run.text.strip()
    if not run.marks or not core:
        return escape(run.text)
    lead, _, trail = run.text.partition(core)
    return f"{lead}{run.marks}{escape(core)}{run.marks[::-1]}{trail}"
