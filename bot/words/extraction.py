"""How the texts to translate are found in the code: Babel's method for our Python files. What the texts say is in the other files.

Babel reads Python as tokens, and so it misses a command's help, which is the first line of its handler's docstring
(bot/registry.py), and before Python 3.12 every call inside an f-string; and it takes the "right" of `_(RIGHTS[facts["right"]])`
for a text. This method reads the syntax tree instead, and leaves to Babel only what a tree does not hold: the comments.
"""

import ast
from collections.abc import Collection, Iterator, Mapping
from io import BytesIO
from typing import IO, Any, TypeAlias

from babel.messages.extract import extract_python

# The line, the function that marks the text (None where none does), its arguments (None for one that is no text), and the comments.
Found: TypeAlias = tuple[int, str | None, tuple[str | None, ...], list[str]]


def extract(
    fileobj: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[Found]:
    """Yield every text to translate of a Python file, as pyproject.toml asks under `[[tool.babel.mappings]]`.

    Raises:
        SyntaxError: when the file is not Python.
    """
    source = fileobj.read()
    comments = _comments(source, keywords, comment_tags, options)
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.FunctionDef(decorator_list=decorators) if any(map(_declares, decorators)):
                if text := _first_line(ast.get_docstring(node)):
                    yield node.lineno, None, (text,), []
            case ast.Call(func=ast.Name(id=name), args=arguments) if name in keywords:
                texts = tuple(map(_text, arguments))
                if any(texts):
                    yield node.lineno, name, texts, comments.get(texts[0] or "", [])


def _declares(decorator: ast.expr) -> bool:
    """Tell whether a decorator is `@command(…)`."""
    match decorator:
        case ast.Call(func=ast.Name(id="command")):
            return True
        case _:
            return False


def _first_line(docstring: str | None) -> str:
    """Return what bot/registry.py takes for the help text."""
    lines = (docstring or "").strip().splitlines()
    return lines[0] if lines else ""


def _text(argument: ast.expr) -> str | None:
    """Return an argument that is a text, whole; adjacent literals are one."""
    match argument:
        case ast.Constant(value=str(text)):
            return text
        case _:
            return None


def _comments(
    source: bytes, keywords: Mapping[str, Any], comment_tags: Collection[str], options: Mapping[str, Any]
) -> dict[str, list[str]]:
    """Return what stands above a text for its translators, by the text."""
    read: Any = extract_python  # Its annotation names the fields of a later step, in another order.
    found = read(BytesIO(source), keywords, comment_tags, options)
    return {texts if isinstance(texts, str) else texts[0]: said for _line, _name, texts, said in found if texts and said}
