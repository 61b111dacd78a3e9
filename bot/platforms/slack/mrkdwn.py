"""Our small Markdown → Slack's mrkdwn, pure. Every text is escaped here, once; only a template's own links and mentions are live.

Slack reads `<…>` as a mention or a link and nothing else (slack.md §6), so `&`, `<` and `>` are all there is to escape.
It has no escape for `*`, `_`, `~` and backticks: in what a person wrote they may change the look of a word, never its meaning.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import unquote

from bot.chat.markdown import is_plain, tokens
from bot.chat.message import shortened
from bot.platforms.runs import Run, lines_of, merged, on_the_web, packed, words_of
from bot.platforms.slack.limits import SECTION
from bot.reserved_names import short, spelt, typed_as

if TYPE_CHECKING:
    from markdown_it.token import Token

APART = "\u200b"  # Between a word and a mark of ours, so that Slack still sees the mark.
_MARKS = {"strong": "*", "em": "_"}
_USER = re.compile(r"[UW][A-Z0-9]{1,30}\Z")
_CHANNEL = re.compile(r"[CG][A-Z0-9]{1,30}\Z")
_IN_URL = re.compile(r"[\s<>|\"'`\\^{}]")
_SPAN = re.compile(r"(?<!\\)`(/[^`\\]+)`")
_TYPED = re.compile(r"(?<![^\s(“”\"„«])/((?=[^\W\d_]{3})[^\W\d_]+)")


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
        if "`" not in markdown:
            return markdown
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
    if len(markdown) <= longest and is_plain(markdown):
        return [markdown]
    lines = _lines(tokens(drawing.spelt(markdown)), drawing)
    done = packed((piece for line in lines for piece in _fitting(line, longest)), longest)
    return [text for one in done if (text := one.strip("\n")).strip()]


def _cost(run: Run) -> int:
    """Return how long a run may become: its marks, and what keeps them apart from letters."""
    return len(run.live or escape(run.text)) + (2 * len(run.marks) + 2 if run.marks else 0)


@dataclass
class _Lists:
    """How deep in lists the text stands, and the sign of the next item."""

    signs: list[str] = field(default_factory=list)
    lead: str = ""

    def opened(self, token: "Token") -> None:
        self.signs.append("" if token.type.startswith("ordered") else "◦" if self.signs else "•")

    def item(self, token: "Token") -> None:
        self.lead = self.signs[-1] or f"{token.info}."

    def indent(self) -> str:
        return "    " * (len(self.signs) - 1)

    def taken(self) -> str:
        """Return what stands before a line: an item's sign once, then as much room."""
        if not self.signs:
            return ""
        lead, self.lead = self.lead, ""
        return f"{self.indent()}{lead} " if lead else f"{self.indent()}  "


def _lines(tokens: "Iterable[Token]", drawing: Drawing) -> Iterator[Sequence[Run]]:
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
                for line in lines_of(token.children or (), _MARKS, partial(_live, drawing)):
                    yield (Run(lists.taken()), *line)
            case "paragraph_close" if not token.hidden and not lists.signs:
                yield ()
            case _:
                pass


def _live(drawing: Drawing, href: str, words: str) -> str:
    """Return a link of a template as Slack takes it: a mention, a channel or a page; empty when it is only words."""
    if href.startswith(("person:", "place:")):
        known = drawing.resolve(unquote(href))
        if href.startswith("person:"):
            return mention(known) or ""
        return f"<#{known}>" if known and _CHANNEL.match(known) else ""
    url = escape(_IN_URL.sub(lambda found: f"%{ord(found[0]):02X}", href))
    if not on_the_web(href, url):
        return ""
    label = within(shortened(words, 300), 500)
    return f"<{url}|{label}>" if label else f"<{url}>"


def _fitting(line: Sequence[Run], longest: int) -> Iterator[str]:
    """Yield a line, in several pieces when it is too long for one text."""
    if sum(map(_cost, line)) <= longest:
        yield _rendered(line)
        return
    piece: list[Run] = []
    cost = 0
    for run in words_of(line, code=True):
        if piece and cost + _cost(run) > longest:
            yield _rendered(piece)
            piece, cost = [], 0
        piece.append(run)
        cost += _cost(run)
    yield _rendered(piece)


def _rendered(line: Sequence[Run]) -> str:
    """Return a line of runs as mrkdwn; neighbours in the same style share their marks."""
    said = ""
    for run in merged(line, code=True):
        said = _beside(said, _marked(run))
    return quoting(said.rstrip())


def _beside(before: str, after: str) -> str:
    """Put two pieces side by side; a mark is only seen by Slack where no letter touches it from outside."""
    if before and after and ((before[-1] in "*_`" and after[0].isalnum()) or (before[-1].isalnum() and after[0] in "*_`")):
        return f"{before}{APART}{after}"
    return before + after


def _marked(run: Run) -> str:
    """Return a run between its marks, which may not touch a space inside."""
    if run.live:
        return run.live
    core = run.text.strip()
    if not run.marks or not core:
        return escape(run.text)
    lead, _, trail = run.text.partition(core)
    return f"{lead}{run.marks}{escape(core)}{run.marks[::-1]}{trail}"
