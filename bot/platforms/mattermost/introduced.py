"""Our small Markdown → the words above a dialog, pure. Clients escape entities there before they read Markdown, so marks are kept off by backslashes.

Only the person who opened the dialog sees it, and nobody is called from it.
"""

import re
from typing import TYPE_CHECKING

from bot.chat.markdown import tokens
from bot.platforms.mattermost.marked import Drawing
from bot.platforms.mattermost.plainly import cleaned, silenced

if TYPE_CHECKING:
    from markdown_it.token import Token

_MARKS = re.compile(r"([*_`\[\]~|\\])")
_AT_LINE_START = re.compile(r"(\d{0,9})([#+\-=.)>])")
_STYLES = {"strong_open": "**", "strong_close": "**", "em_open": "*", "em_close": "*", "softbreak": " ", "hardbreak": "\n"}


def introduction(markdown: str, drawing: Drawing) -> str:
    """Return Markdown of ours as a dialog's introduction; a link is only its words there."""
    lines: list[str] = []
    depth, item = 0, False
    for token in tokens(drawing.spelt(markdown)):
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                depth += 1
            case "bullet_list_close" | "ordered_list_close":
                depth -= 1
                lines += [] if depth else [""]
            case "list_item_open":
                item = True
            case "inline":
                lead = f"{'  ' * (depth - 1)}{'- ' if item else '  '}" if depth else ""
                words = "".join(map(_words, token.children or ())).split("\n")
                lines.append(lead + ("\n" + " " * len(lead)).join(map(_line, words)))
                item = False
            case "paragraph_close" if not depth:
                lines.append("")
            case _:
                pass
    return "\n".join(lines).strip("\n")


def _words(token: "Token") -> str:
    if token.type == "code_inline":
        return f"`{cleaned(token.content)}`"
    return _STYLES.get(token.type) or _MARKS.sub(r"\\\1", silenced(token.content))


def _line(line: str) -> str:
    return _AT_LINE_START.sub(r"\1\\\2", line.lstrip(), count=1) if _AT_LINE_START.match(line.lstrip()) else line.lstrip()
