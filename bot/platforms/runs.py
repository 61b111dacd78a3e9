"""A text of our Markdown as lines of runs, each in one style: what every chat service's own renderer begins with, pure.

How a run is escaped and marked, and what a link becomes there, is for that renderer: mattermost/marked.py, slack/mrkdwn.py.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from markdown_it.token import Token

LONGEST_URL = 2_000
CODE = "`"
_WORDS = re.compile(r"\s*\S{1,400}|\s+\Z")


@dataclass(frozen=True)
class Run:
    """Some text in one style; `live` is a link or mention, and stands for itself."""

    text: str
    marks: str = ""
    live: str = ""


def lines_of(tokens: "Sequence[Token]", marks: Mapping[str, str], live: Callable[[str, str], str]) -> Iterator[Sequence[Run]]:
    """Yield the lines of one paragraph; `marks` are those of `strong` and `em`, and `live` makes a link of where it leads and its words."""
    line: list[Run] = []
    open_: list[str] = []
    link: tuple[str, int] | None = None  # where a link leads, and with which run its words begin
    for token in tokens:
        match token.type:
            case "hardbreak" if link is None:
                yield line
                line = []
            case "strong_open" | "em_open":
                open_.append(marks[token.type.removesuffix("_open")])
            case "strong_close" | "em_close":
                open_.pop()
            case "link_open":
                link = str(token.attrGet("href") or ""), len(line)
            case "link_close" if link is not None:
                href, start = link
                said = "".join(run.text for run in line[start:])
                if found := live(href, said):
                    line[start:] = [Run(said, live=found)]
                link = None
            case _:
                style = CODE if token.type == "code_inline" else "".join(dict.fromkeys(open_))
                line.append(Run(" " if token.type in {"softbreak", "hardbreak"} else token.content, style))
    yield line


def words_of(runs: Iterable[Run], *, code: bool) -> Iterator[Run]:
    """Yield the words of a line, each in its style; a very long one in pieces, and code in pieces only where it may be."""
    for run in runs:
        if run.live or (run.marks == CODE and not code):
            yield run
        else:
            yield from (Run(word, run.marks) for word in _WORDS.findall(run.text))


def merged(runs: Iterable[Run], *, code: bool) -> list[Run]:
    """Return runs of which neighbours in the same style share their marks; code beside code only where it may."""
    found: list[Run] = []
    for run in runs:
        alike = found and not run.live and not found[-1].live and found[-1].marks == run.marks
        if alike and (code or run.marks != CODE):
            found[-1] = Run(found[-1].text + run.text, run.marks)
        else:
            found.append(run)
    return found


def packed(pieces: Iterable[str], longest: int) -> list[str]:
    """Put lines together into as few texts as each may be long."""
    done: list[str] = []
    current = ""
    for piece in pieces:
        if current and len(current) + 1 + len(piece) > longest:
            done.append(current)
            current = piece
        else:
            current = f"{current}\n{piece}" if current else piece
    return [*done, current]


def on_the_web(href: str, url: str) -> bool:
    """Tell whether a link leads to a page; `url` is how it is written there."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and len(url) <= LONGEST_URL
