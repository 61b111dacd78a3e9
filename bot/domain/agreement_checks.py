"""What must hold across an agreement's data: references, unique ids, clear names. What one value must be is for its own class.

The checks read plain data (as TOML or JSON gives it) and step over whatever has the wrong shape, so that one run can report
these mistakes together with those of shape.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from typing_extensions import override

from bot.domain.spoken_names import folded

Place = tuple[str | int, ...]
Data = Mapping[str, object]

_TABLES = ("authorities", "administrations", "units", "bodies", "tracks", "clauses", "duties")
# Where an id stands (`*` is every element of an array), and the table it must be found in.
_REFERENCES: tuple[tuple[Place, str], ...] = (
    (("administrations", "*", "authority"), "authorities"),
    (("units", "*", "authority"), "authorities"),
    (("units", "*", "administration"), "administrations"),
    (("units", "*", "successors", "*"), "units"),
    (("bodies", "*", "clause"), "clauses"),
    (("tracks", "*", "clause"), "clauses"),
    (("duties", "*", "clause"), "clauses"),
    (("duties", "*", "to"), "bodies"),
    (("house", "parties_decided_by"), "bodies"),
    (("house", "repeal_recommended_by"), "bodies"),
    (("house", "express_consent", "*"), "authorities"),
    (("house", "meetings", "standing_items", "*", "clause"), "clauses"),
    (("house", "briefings", "*", "duty"), "duties"),
    (("house", "briefings", "*", "prepared_with"), "duties"),
    (("house", "briefings", "*", "submitted_by"), "administrations"),
)
_UNIQUE: tuple[Place, ...] = (
    *((table, "*", "id") for table in _TABLES),
    ("tracks", "*", "number"),
    ("house", "meetings", "standing_items", "*", "id"),
    ("house", "briefings", "*", "duty"),
)


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that does not hold: where, what to write instead, and the other place it is about, if any."""

    place: Place
    sentence: str
    other: Place | None = None

    @override
    def __str__(self) -> str:
        return f"{'.'.join(map(str, self.place))}: {self.sentence}"


def flaws(data: Data) -> list[Flaw]:
    """Return everything that does not hold across the agreement's data, in no particular order."""
    return [
        *_broken_references(data),
        *(flaw for path in _UNIQUE for flaw in _repeated(_found(data, path))),
        *(
            flaw
            for place, _ in _found(data, ("tracks", "*"))
            for flaw in _repeated(_found(data, (*place, "sub_focus", "*", "id")))
        ),
        *_unclear_names(data, "units", ("id", "short", "aliases")),
        *_unclear_names(data, "tracks", ("id", "number", "aliases")),
        *_marked(data, ("authorities", "*", "facilitates"), 1),
        *_marked(data, ("bodies", "*", "runs_agreement"), 1),
        *_marked(data, ("bodies", "*", "may_repeal"), 0),
        *_foreign_administrations(data),
        *_briefings_of_no_deliverable(data),
        *_effective_too_early(data),
    ]


def _found(data: object, path: Place, done: Place = ()) -> Iterator[tuple[Place, object]]:
    """Give every value that stands at the path, with its place; an absent or misshapen part gives nothing."""
    if not path:
        if data is not None:
            yield done, data
    elif path[0] == "*":
        if isinstance(data, Sequence) and not isinstance(data, str):
            for index, one in enumerate(data):
                yield from _found(one, path[1:], (*done, index))
    elif isinstance(path[0], int):
        if isinstance(data, Sequence) and path[0] < len(data):
            yield from _found(data[path[0]], path[1:], (*done, path[0]))
    elif isinstance(data, Mapping):
        yield from _found(data.get(path[0]), path[1:], (*done, path[0]))


def _strings(data: Data, path: Place) -> Iterator[tuple[Place, str]]:
    return ((place, value) for place, value in _found(data, path) if isinstance(value, str))


def _broken_references(data: Data) -> Iterator[Flaw]:
    known = {table: [value for _, value in _strings(data, (table, "*", "id"))] for table in _TABLES}
    for path, table in _REFERENCES:
        for place, value in _strings(data, path):
            if value not in known[table]:
                yield Flaw(place, f"There is no {value!r} among the {table}. Write {_choice(value, table, known[table])}.")


def _choice(value: str, table: str, ids: Sequence[str], most: int = 6) -> str:
    """Say which ids could be written: those spelt alike, else the first few."""
    if not ids:
        return f"[[{table}]] first"
    alike = get_close_matches(value, ids, n=3) or ids[:most]
    return f"the id of one of them, as {', '.join(alike)}"


def _repeated(values: Iterator[tuple[Place, object]]) -> Iterator[Flaw]:
    first: dict[object, Place] = {}
    for place, value in values:
        if not isinstance(value, str | int):
            continue
        if value in first:
            yield Flaw(place, f"{value!r} is taken already. Write another {place[-1]}.", first[value])
        first.setdefault(value, place)


def _unclear_names(data: Data, table: str, keys: Sequence[str]) -> Iterator[Flaw]:
    """Find names that two units (or tracks) would answer to, once case, accents and spaces are gone; each pair once."""
    first: dict[str, Place] = {}
    for row, _ in _found(data, (table, "*")):
        own = {key: place for place, name in reversed(_names_at(data, row, keys)) if (key := folded(name))}
        for key, place in own.items():
            taken = first.setdefault(key, place)
            same_id = place[-1] == taken[-1] in {"id", "number"} and _value(data, place) == _value(data, taken)  # told already
            if taken is not place and not same_id:
                name = _value(data, place)
                yield Flaw(place, f"{name!r} cannot be told from a name of another of the {table}. Write another name.", taken)


def _names_at(data: Data, row: Place, keys: Sequence[str]) -> list[tuple[Place, str]]:
    paths = [path for key in keys for path in ((*row, key), (*row, key, "*"))]
    found = [one for path in (*paths, (*row, "names", "da"), (*row, "names", "en")) for one in _found(data, path)]
    return [(place, str(value)) for place, value in found if isinstance(value, str | int)]


def _value(data: Data, place: Place) -> object:
    return next((value for _, value in _found(data, place)), None)


def _marked(data: Data, path: Place, least: int) -> Iterator[Flaw]:
    """Check that a mark stands on one element of a table, or, where `least` is 0, on none or one."""
    rows = [place for place, _ in _found(data, path[:2])]
    marked = [place for place, value in _found(data, path) if value is not False]  # misshapen ones are reported as such
    for place in marked[1:]:
        yield Flaw(place, f"Write `{path[-1]} = true` on one of the {path[0]} only.", marked[0])
    if rows and len(marked) < least:
        yield Flaw(rows[0], f"Write `{path[-1]} = true` on one of the {path[0]}.")


def _foreign_administrations(data: Data) -> Iterator[Flaw]:
    authority_of = {}
    for place, _ in _found(data, ("administrations", "*")):
        authority_of[_value(data, (*place, "id"))] = _value(data, (*place, "authority"))
    for place, administration in _strings(data, ("units", "*", "administration")):
        own = _value(data, (*place[:2], "authority"))
        parent = authority_of.get(administration, own)
        if parent != own:
            yield Flaw(place, f"The administration {administration!r} belongs to the authority {parent!r}, the unit to {own!r}.")


def _briefings_of_no_deliverable(data: Data) -> Iterator[Flaw]:
    rules = {_value(data, (*place, "id")): _value(data, (*place, "rule")) for place, _ in _found(data, ("duties", "*"))}
    for key in ("duty", "prepared_with"):
        for place, duty in _strings(data, ("house", "briefings", "*", key)):
            if rules.get(duty) not in {None, "briefing", "annual_status"}:
                yield Flaw(place, f"The duty {duty!r} is no briefing. Write one with rule briefing or annual_status.")
            if key == "prepared_with" and duty == _value(data, (*place[:-1], "duty")):
                yield Flaw(place, "A briefing is not prepared with itself. Remove the line, or write another duty.")


def _effective_too_early(data: Data) -> Iterator[Flaw]:
    start, effective = data.get("in_force_from"), data.get("effective_from")
    if start is not None and effective is not None and type(start) is type(effective) and str(effective) < str(start):
        yield Flaw(("effective_from",), f"Write {start} or a later day: no version holds before the agreement is in force.")
