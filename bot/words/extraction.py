"""How the texts to translate are found in the code: Babel's method for our Python files. What the texts say is in the other files.

Two kinds of text escape Babel's own reading of Python. A command's help is the first line of its handler's docstring
(bot/registry.py), and a call inside an f-string is invisible to it before Python 3.12. `make messages` uses this one for both.
"""

import ast
from collections.abc import Collection, Iterator, Mapping
from io import BytesIO
from typing import IO, Any, TypeAlias

from babel.messages.extract import extract_python

# A line number, the function that marks the text (None for a text by itself), the text or texts, the translators' comments.
Found: TypeAlias = tuple[int, str | None, str | tuple[str, ...], list[str]]


def extract(
    fileobj: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[Found]:
    """Yield every text to translate of a Python file, as pyproject.toml asks under `[[tool.babel.mappings]]`.

    Raises:
        SyntaxError: when the file is not Python.
    """
    source = fileobj.read()
    yield from extract_python(BytesIO(source), keywords, comment_tags, dict(options))  # type: ignore[arg-type]  # Babel types its options for its own methods only.
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.FunctionDef() if any(map(_declares, node.decorator_list)):
                if text := _first_line(ast.get_docstring(node)):
                    yield node.lineno, None, text, []
            case ast.JoinedStr():
                yield from _inside(node, keywords)


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


def _inside(formatted: ast.JoinedStr, keywords: Mapping[str, Any]) -> Iterator[Found]:
    """Yield the texts marked in the fields of an f-string; where Babel has found them already, one more finding adds nothing."""
    for node in ast.walk(formatted):
        match node:
            case ast.Call(func=ast.Name(id=name), args=arguments) if name in keywords:
                texts = tuple(one.value for one in arguments if isinstance(one, ast.Constant) and isinstance(one.value, str))
                if texts:
                    yield node.lineno, name, texts if len(texts) > 1 else texts[0], []
