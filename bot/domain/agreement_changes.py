"""What loading a new version of an agreement would change: facts only, for words/ to show. Storing it is for storage."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.agreement import Agreement


class ChangeKind(StrEnum):
    """How something differs between two versions."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    REORDERED = "reordered"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: where, as a dotted path (`units.osa.short`), and the plain JSON value before and after.

    A whole element that came or went is one change with all its values; an order that changed gives the elements' keys.
    """

    kind: ChangeKind
    path: str
    old: object = None
    new: object = None


def changes(old: Agreement | None, new: Agreement) -> list[Change]:
    """Return every difference, in the order of the file; none exactly when the two are equal. Without `old` all is added."""
    before = old.model_dump(mode="json") if old else {}
    after = new.model_dump(mode="json")
    found: list[Change] = []
    for key, value in after.items():
        was = before.get(key, [] if isinstance(value, list) else None)
        found += _between((key,), was, value)
    return found


def _between(path: tuple[str, ...], old: object, new: object) -> Iterator[Change]:
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in new:
            yield from _between((*path, key), old[key], new[key])
    elif (
        isinstance(old, list) and isinstance(new, list) and (were := _keyed(old)) is not None and (are := _keyed(new)) is not None
    ):
        yield from _elements(path, were, are)
    elif old is None or new is None:
        kind = ChangeKind.ADDED if old is None else ChangeKind.REMOVED
        yield Change(kind, ".".join(path), old, new)
    else:
        yield Change(ChangeKind.CHANGED, ".".join(path), old, new)


def _elements(path: tuple[str, ...], old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[Change]:
    for key, value in old.items():
        if key not in new:
            yield Change(ChangeKind.REMOVED, ".".join((*path, key)), old=value)
    for key, value in new.items():
        if key in old:
            yield from _between((*path, key), old[key], value)
        else:
            yield Change(ChangeKind.ADDED, ".".join((*path, key)), new=value)
    stayed, stand = [key for key in old if key in new], [key for key in new if key in old]
    if stayed != stand:
        yield Change(ChangeKind.REORDERED, ".".join(path), stayed, stand)


def _keyed(elements: Sequence[object]) -> dict[str, object] | None:
    """Give elements by what tells them apart, so that one put in between does not shift the rest; none if nothing does."""
    keyed = {_key(one): one for one in elements if isinstance(one, Mapping)}
    return None if None in keyed or len(keyed) != len(elements) else {str(key): one for key, one in keyed.items()}


def _key(element: Mapping[str, object]) -> str | None:
    if "id" in element:
        return str(element["id"])
    if "duty" in element:
        return str(element["duty"])
    if "first" in element:
        return f"{element['first']}/{element['last']}"
    if "month" in element and "names" in element:
        return f"{element['month']:02}-{element['day']:02}"
    return None
