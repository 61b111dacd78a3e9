"""Reading an agreement from its file's text, and saying everything that is wrong with it at once, line by line.

Text in, object out: who opens the file and who shows the problems is for the command line. The sentences here are for the
person at the shell who writes the file; they are English, as compilers' are.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from difflib import get_close_matches
from typing import get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from typing_extensions import override

from bot.domain import toml_lines
from bot.domain.agreement import Agreement
from bot.domain.agreement_checks import Flaw, Place, flaws
from bot.domain.agreement_parts import Names


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake: the line it stands on (from 1), the dotted key, and a sentence that says what to write."""

    line: int
    key: str
    sentence: str

    @override
    def __str__(self) -> str:
        return f"line {self.line}: {self.key}: {self.sentence}" if self.key else f"line {self.line}: {self.sentence}"


DEEPEST = 20
_TOO_DEEP = Problem(1, "", "Write fewer tables and arrays inside each other.")


class AgreementFileError(Exception):
    """The text is no agreement; `problems` holds every mistake, in the order of the lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))


def read_agreement(text: str) -> Agreement:
    """Read an agreement from the text of a TOML file.

    Raises:
        AgreementFileError: with all problems at once; mistakes of TOML itself hide the others, and come alone.
    """
    text = text.removeprefix("\N{BYTE ORDER MARK}").replace("\r\n", "\n")
    data = _toml(text)
    found = [*flaws(data), *_unknown_country(data)]
    try:
        agreement = Agreement.model_validate_json(json.dumps(data, default=_plain))
    except ValidationError as wrong:
        found += [_flaw(one) for one in wrong.errors(include_url=False) if not _told_elsewhere(one)]
    else:
        if not found:
            return agreement
    raise AgreementFileError(_located(found, data, text))


def _toml(text: str) -> dict[str, object]:
    try:
        data = tomllib.loads(text)
        if _depth(data) <= DEEPEST:
            return data
        problem = _TOO_DEEP
    except tomllib.TOMLDecodeError as wrong:
        problem = _not_toml(str(wrong), text)
    except ValueError:  # what int() says of a number that is longer than any could be
        start = re.search(r"[\d_]{1000}", text)
        problem = Problem(text.count("\n", 0, start.start() if start else 0) + 1, "", "Write a number with fewer digits.")
    except RecursionError:
        problem = _TOO_DEEP
    raise AgreementFileError([problem])


def _not_toml(said: str, text: str) -> Problem:
    """Take the line out of tomllib's message; the end of the document is its last line."""
    at = re.search(r" ?\(at (?:line (\d+), column \d+|end of document)\)", said)
    line = int(at[1]) if at and at[1] else text.rstrip("\n").count("\n") + 1
    said = said.replace(at[0], "") if at else said
    return Problem(line, "", f"This is not TOML: {said[:1].lower()}{said[1:]}.")


def _depth(data: object) -> int:
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return 1 + max(map(_depth, inner), default=0)


def _plain(value: object) -> str:
    """Give TOML's dates and times the form JSON knows."""
    assert isinstance(value, date | time)
    return value.isoformat()


def _unknown_country(data: Mapping[str, object]) -> list[Flaw]:
    calendar = data.get("calendar")
    country = calendar.get("country") if isinstance(calendar, Mapping) else None
    if not isinstance(country, str) or not re.fullmatch("[A-Z]{2}", country):
        return []
    from holidays.registry import COUNTRIES  # noqa: PLC0415  # heavy, and only needed where a file is read

    known = {code for _, code, *_ in COUNTRIES.values()}
    if country in known:
        return []
    return [Flaw(("calendar", "country"), f"No public holidays are known for {country!r}. Write a country's two letters, as DK.")]


def _located(found: Iterable[Flaw], data: Mapping[str, object], text: str) -> list[Problem]:
    lines = toml_lines.lines(text)
    problems = []
    for one in found:
        also = f" (The other is in line {_line(one.other, lines)}.)" if one.other else ""
        problems.append(Problem(_line(one.place, lines), _dotted(one.place, data), one.sentence + also))
    return list(dict.fromkeys(problems))


def _line(place: Place, lines: Mapping[Place, int]) -> int:
    """Return the line of a place, or of the nearest thing around it when it is missing."""
    return next((lines[place[:length]] for length in range(len(place), 0, -1) if place[:length] in lines), 1)


def _dotted(place: Place, data: object) -> str:
    """Write a place as a dotted key: elements by their id where they have one (`units.osa.short`), else counted from 1."""
    parts: list[str] = []
    for step in place:
        data = _inside(data, step)
        name = data.get("id") if isinstance(data, Mapping) and isinstance(step, int) else None
        if isinstance(step, str):
            parts.append(step)
        elif isinstance(name, str) and place[-1] != "id":
            parts.append(name)
        else:
            parts[-1] += f"[{step + 1}]"
    return ".".join(parts)


def _inside(data: object, step: str | int) -> object:
    if isinstance(data, Mapping):
        return data.get(step)
    return data[step] if isinstance(data, list) and isinstance(step, int) and step < len(data) else None


def _flaw(wrong: ErrorDetails) -> Flaw:
    """Turn what pydantic found into a sentence that says what to write."""
    place, context = wrong["loc"], wrong.get("ctx", {})
    match wrong["type"]:
        case "missing":
            return Flaw(place, f"Write {_as_written(place)}: {_field_at(place).description}.")
        case "extra_forbidden":
            return Flaw(place, _unknown_key(place))
        case "value_error":
            return Flaw(place, str(context["error"]))
        case "string_pattern_mismatch":
            wanted = _field_at(place).description
        case "model_type" | "model_attributes_type":
            wanted = "a table in { }"
        case kind:
            wanted = next((said for start, said in _WANTED if kind.startswith(start)), "another value").format(**context)
    return Flaw(place, f"Write {wanted}, not {_short(wrong['input'])}.")


_WANTED = (  # by the beginning of pydantic's name for the mistake
    ("enum", "one of {expected}"),
    ("literal_error", "one of {expected}"),
    ("int", "a whole number without quotation marks"),
    ("float", "a number without quotation marks"),
    ("bool", "true or false without quotation marks"),
    ("string", "a text in quotation marks"),
    ("date", "a date as 2026-01-31"),
    ("time", 'a time of day as "08:00"'),
    ("tuple", "an array in [ ]"),
    ("too_short", "at least {min_length} of them"),
    ("greater_than_equal", "a number of at least {ge}"),
    ("less_than_equal", "a number of at most {le}"),
    ("less_than", "a number below {lt}"),
    ("finite_number", "a finite number"),
)


def _told_elsewhere(wrong: ErrorDetails) -> bool:
    """Tell whether a mistake is reported by what it consists of: the whole by `flaws`, a short array by its bad elements."""
    return not wrong["loc"] or (wrong["type"] == "too_short" and len(wrong["input"]) >= wrong["ctx"]["min_length"])


def _short(value: object, most: int = 40) -> str:
    shown = json.dumps(value, ensure_ascii=False, default=str)
    return shown if len(shown) <= most else f"{shown[: most - 1]}…"


def _as_written(place: Place) -> str:
    """Show how a missing part is written: a table, an array of tables, both languages, or a plain value."""
    key, known = str(place[-1]), _field_at(place)
    model = _model_in(known)
    header = ".".join(one for one in place if isinstance(one, str))
    if model is Names:
        return f'`{key} = {{ da = "…", en = "…" }}`'
    if model is not None:
        return f"`[[{header}]]`" if get_origin(known.annotation) is tuple else f"`[{header}]`"
    return f"`{key} = …`"


def _unknown_key(place: Place) -> str:
    model = _model_at(place[:-1])
    known = sorted(model.model_fields) if model else []
    meant = get_close_matches(str(place[-1]), known, n=1)
    hint = f"Did you mean `{meant[0]}`?" if meant else f"Known here: {', '.join(known)}."
    return f"Nobody reads `{place[-1]}`; remove it. {hint}"


def _field_at(place: Place) -> FieldInfo:
    """Find the field that a known key stands for; that of an array's element is the array's."""
    *around, key = (one for one in place if isinstance(one, str))
    model = _model_at(tuple(around))
    assert model is not None
    return model.model_fields[key]


def _model_at(place: Place) -> type[BaseModel] | None:
    """Find the class that the data at a place is read into."""
    model: type[BaseModel] | None = Agreement
    for step in place:
        if isinstance(step, str):
            known = model.model_fields.get(step) if model else None
            model = _model_in(known) if known else None
    return model


def _model_in(known: FieldInfo) -> type[BaseModel] | None:
    candidates = [known.annotation, *get_args(known.annotation)]
    return next((one for one in candidates if isinstance(one, type) and issubclass(one, BaseModel)), None)
