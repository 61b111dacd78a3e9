"""Our small Markdown → the words above a dialog, pure. Clients escape entities there before they read Markdown, so marks are kept off by backslashes.

Only the person who opened the dialog sees it, and nobody is called from it.
"""

import re
from typing import TYPE_CHECKING

from bot.chat.markdown import tokens
from bot.chat.plain import laid_out
from bot.platforms.mattermost.marked import Drawing
from bot.platforms.mattermost.plainly import cleaned, silenced

if TYPE_CHECKING:
    from markdown_it.token import Token

_MARKS = re.compile(r"([*_`\[\]~|\\])")
_AT_LINE_START = re.compile(r"(\d{0,9})([#+\-=.)>])")
_STYLES = {"strong_open": "**", "strong_close": "**", "em_open": "*", "em_close": "*", "softbreak": " ", "hardbreak": "\n"}


def introduction(markdown: str, drawing: Drawing) -> str:
    """Return Markdown of ours as a dialog's introduction; a link is only its words there."""
    return laid_out(tokens(drawing.spelt(markdown)), _lines, bullet="-")


def _lines(token: "Token") -> list[str]:
    return [_line(one) for one in "".join(map(_words, token.children or ())).split("\n")]


def _words(token: "Token") -> str:
    if token.type == "code_inline":
        return f"`{cleaned(token.content)}`"
    return _STYLES.get(token.type) or _MARKS.sub(r"\\\1", silenced(token.content))


def _line(line: str) -> str:
    return _AT_LINE_START.sub(r"\1\\\2", line.lstrip(), count=1) if _AT_LINE_START.match(line.lstrip()) else line.lstrip()
