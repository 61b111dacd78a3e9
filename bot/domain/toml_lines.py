"""On which line of a TOML text each value stands. Reading the values is tomllib's work; only sound texts are scanned here.

tomllib keeps no positions, and a person who mends a file of some hundred lines needs them.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field

Place = tuple[str | int, ...]

_TOKEN = re.compile(
    r"""
      (?P<blank>[ \t\r]+|\#[^\n]*)
    | (?P<newline>\n)
    | (?P<quoted>\"{3}(?:\\.|[^\\])*?\"{3}\"{0,2} | '{3}.*?'{3}'{0,2} | "(?:\\.|[^"\\\n])*" | '[^'\n]*')
    | (?P<mark>[\[\]{}=,.])
    | (?P<bare>[^\s\[\]{}=,.\#"']+)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    line: int


def lines(text: str) -> dict[Place, int]:
    """Return the line (from 1) of every table, key and array element in a text that tomllib accepts.

    A place is the way to the value: keys, and for elements of arrays their index from 0, as in `("units", 3, "names", "da")`.
    """
    scan = _Scan(list(_tokens(text)))
    scan.document()
    return scan.lines


def _tokens(text: str) -> Iterator[_Token]:
    line = 1
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or ""
        if kind != "blank":
            yield _Token(kind, found.group(), line)
        line += found.group().count("\n")
    yield _Token("end", "", line)


@dataclass
class _Scan:
    """A walk over the tokens that notes where each place first appears."""

    tokens: list[_Token]
    at: int = 0
    lines: dict[Place, int] = field(default_factory=dict)
    arrays: dict[Place, int] = field(default_factory=dict)  # elements so far of each [[array of tables]]

    @property
    def now(self) -> _Token:
        return self.tokens[self.at]

    def is_mark(self, mark: str) -> bool:
        return self.now.kind == "mark" and self.now.text == mark

    def take(self) -> _Token:
        token = self.now
        self.at += 1
        return token

    def skip(self, *marks: str) -> None:
        while self.now.kind == "newline" or (self.now.kind == "mark" and self.now.text in marks):
            self.at += 1

    def note(self, place: Place, line: int) -> None:
        for length in range(1, len(place) + 1):
            self.lines.setdefault(place[:length], line)

    def document(self) -> None:
        table: Place = ()
        self.skip()
        while self.now.kind != "end":
            if self.is_mark("["):
                table = self.header()
            else:
                self.pair(table)
            self.skip()

    def header(self) -> Place:
        line = self.take().line
        several = self.is_mark("[")
        if several:
            self.take()
        *parents, last = self.key()
        place: Place = ()
        for one in parents:
            place = self.newest((*place, one))
        place = (*place, last)
        if several:
            self.arrays[place] = self.arrays.get(place, 0) + 1
        place = self.newest(place)
        self.note(place, line)
        self.skip("]")
        return place

    def newest(self, place: Place) -> Place:
        """Step into the last element of an array of tables; any other place is itself."""
        return (*place, self.arrays[place] - 1) if place in self.arrays else place

    def key(self) -> list[str]:
        parts = [_unquoted(self.take())]
        while self.is_mark("."):
            self.take()
            parts.append(_unquoted(self.take()))
        return parts

    def pair(self, table: Place) -> None:
        line = self.now.line
        place = (*table, *self.key())
        self.note(place, line)
        self.take()  # the equals sign
        self.value(place)

    def value(self, place: Place) -> None:
        if self.is_mark("["):
            self.array(place)
        elif self.is_mark("{"):
            self.inline_table(place)
        else:
            while self.now.kind in {"bare", "quoted"} or self.is_mark("."):
                self.take()

    def array(self, place: Place) -> None:
        self.take()
        self.skip()
        index = 0
        while not self.is_mark("]"):
            element = (*place, index)
            self.note(element, self.now.line)
            self.value(element)
            self.skip(",")
            index += 1
        self.take()

    def inline_table(self, place: Place) -> None:
        self.take()
        self.skip()
        while not self.is_mark("}"):
            self.pair(place)
            self.skip(",")
        self.take()


def _unquoted(key: _Token) -> str:
    return key.text if key.kind == "bare" else str(next(iter(tomllib.loads(f"{key.text} = 0"))))
