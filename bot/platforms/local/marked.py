"""Our small Markdown → HTML, pure. Only the tags named here are ever written, and every text is shown as typed."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from bot.chat.markdown import tokens

if TYPE_CHECKING:
    from markdown_it.token import Token

# Characters that draw nothing or break a page are shown as their pictures: a bell as ␇.
_PICTURES = {code: 0x2400 + code for code in range(0x20) if code not in {0x09, 0x0A, 0x0D}} | {0x7F: 0x2421}
# `dir="auto"` lets each block run in the direction of its own letters, and ends any turning at its edge.
_TAGS = {
    "paragraph_open": Markup('<p dir="auto">'),
    "paragraph_close": Markup("</p>"),
    "bullet_list_open": Markup('<ul dir="auto">'),
    "bullet_list_close": Markup("</ul>"),
    "ordered_list_open": Markup('<ol dir="auto">'),
    "ordered_list_close": Markup("</ol>"),
    "list_item_open": Markup('<li dir="auto">'),
    "list_item_close": Markup("</li>"),
    "strong_open": Markup("<strong>"),
    "strong_close": Markup("</strong>"),
    "em_open": Markup("<em>"),
    "em_close": Markup("</em>"),
    "hardbreak": Markup("<br>\n"),
    "softbreak": Markup("\n"),
}


def visible(text: object) -> object:
    """Return a text with its control characters made visible; anything else as it is."""
    return text.translate(_PICTURES) if isinstance(text, str) and not isinstance(text, Markup) else text


def said(text: str) -> Markup:
    """Return what a person wrote: every character as typed."""
    return escape(visible(text))


def marked_up(markdown: str) -> Markup:
    """Return Markdown of ours as HTML."""
    return _tokens(tokens(markdown))


def _tokens(tokens: "Iterable[Token]") -> Markup:
    """Return tokens as HTML; a link's closing tag follows from its opening one, since links do not nest."""
    pieces: list[Markup] = []
    closing = Markup()
    for token in tokens:
        if token.type == "link_open":
            opening, closing = _link(str(token.attrGet("href") or ""))
            pieces.append(opening)
        elif token.type == "link_close":
            pieces.append(closing)
        elif not token.hidden:  # A hidden paragraph is the text of a tight list's item.
            pieces.append(_one(token))
    return Markup().join(pieces)


def _one(token: "Token") -> Markup:
    """Return one token as HTML."""
    if token.type == "inline":
        return _tokens(token.children or ())
    if token.type == "code_inline":
        return Markup("<code>{}</code>").format(visible(token.content))
    if token.type == "ordered_list_open" and (start := token.attrGet("start")):
        return Markup('<ol dir="auto" start="{}">').format(start)
    return _TAGS.get(token.type) or said(token.content)


def _link(href: str) -> tuple[Markup, Markup]:
    """Return a link's tags: a mention of a person or a channel, a page on the web, or just its words."""
    scheme = _scheme(href)
    if scheme in {"http", "https"}:
        return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">').format(href), Markup("</a>")
    kind = {"person": "mention", "place": "mention channel"}.get(scheme, "words")
    return Markup('<span class="{}"><bdi>').format(kind), Markup("</bdi></span>")


def _scheme(href: str) -> str:
    """Return what an address starts with; empty when it cannot be taken apart."""
    try:
        return urlsplit(href).scheme.lower()
    except ValueError:
        return ""
