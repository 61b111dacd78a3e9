"""Whom a text calls, by the server's own rule: the oracle of the tests about mentions, and the reason a person's phone rings here.

The server parses Markdown, but no emphasis, tables or HTML; joins the text nodes that stand side by side; splits them at everything
but letters, digits and `: . - _ @`; and looks the words up. Code is skipped, and what escapes and entities stood for is read.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.platforms.fake_mattermost.eras import Era

EVERYBODY = frozenset({"@here", "@channel", "@all"})
_RULES = (
    "text",
    "newline",
    "escape",
    "backticks",
    "link",
    "image",
    "autolink",
    "entity",
    "balance_pairs",
    "fragments_join",
    "text_join",
)
_BLOCKS = ("paragraph", "list", "blockquote", "code", "fence", "reference", "normalize", "block", "inline")
_PARSER = MarkdownIt("zero").enable([*_RULES, *_BLOCKS], ignoreInvalid=True)
_ENDS = ".-:_"


def called(text: str, names: Iterable[str]) -> set[str]:
    """Return which names a text calls: `@here`, `@channel`, `@all`, and those of `names`, as `@anna` or a word somebody watches for."""
    keywords = {name.lower() for name in names} | EVERYBODY
    return {found for piece in _pieces(_PARSER.parse(text)) for word in _words(piece) for found in _meant(word, keywords)}


def fields_of(post: Any, era: Era) -> list[str]:
    """Return the texts of a post in which the server looks for mentions, given as its JSON."""
    found = [post.get("message") or ""]
    for one in (post.get("props") or {}).get("attachments") or ():
        found += [one.get("pretext") or "", one.get("text") or ""]
        if era.field_mentions:
            found += [value for field in one.get("fields") or () if isinstance(value := field.get("value"), str)]
    return [one for one in found if one]


def _pieces(tokens: Iterable[Token]) -> Iterator[str]:
    """Yield the texts between two nodes of another kind."""
    for token in tokens:
        if token.type != "inline":
            continue
        piece = ""
        for child in _flat(token.children or ()):
            if child.type in {"text", "text_special"}:
                piece += child.content
            else:
                yield piece
                piece = ""
        yield piece


def _flat(tokens: Iterable[Token]) -> Iterator[Token]:
    """Yield tokens, and those of an image's description, which is read as well."""
    for token in tokens:
        yield token
        if token.type == "image":
            yield from _flat(token.children or ())


def _words(text: str) -> Iterator[str]:
    word = ""
    for letter in text:
        if letter in ":.-_@" or unicodedata.category(letter)[0] in "LN":
            word += letter
        elif word:
            yield word
            word = ""
    if word:
        yield word


def _meant(word: str, keywords: set[str]) -> Iterator[str]:
    if word.startswith(":") and word.endswith(":"):
        return
    word = word.lstrip(":.-_")
    shorter = word
    while shorter:
        if shorter.lower() in keywords:
            yield shorter.lower()
            return
        if shorter[-1] not in _ENDS:
            break
        shorter = shorter[:-1]
    if re.search(r"[.\-:]", word) and not word.startswith("@"):
        yield from (one.lower() for one in re.split(r"[.\-:]", word) if one.lower() in keywords)
