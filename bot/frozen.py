"""`dataclass` for values, made in a third of the time: Pagt has some hundreds of frozen classes, and makes all of them at each start.

The standard library writes six functions of source for a frozen class and compiles each. Here only `__init__` is compiled, as fast
to call as before; comparing, hashing, showing and refusing to change are the same for all of them, so they are written once below.
What a class looks like from outside is the same, which tests/test_frozen.py holds against the standard library.
"""

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]
_KEY = "__compared__"  # What of a value counts when it is compared.
_ABSENT: Any = object()


def _equal(self: Any, other: Any) -> Any:
    if other.__class__ is not self.__class__:
        return NotImplemented
    return self.__compared__(self) == self.__compared__(other)


def _hash(self: Any) -> int:
    return hash(self.__compared__(self))


@recursive_repr()
def _shown(self: Any) -> str:
    said = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in dataclasses.fields(self) if one.repr)
    return f"{self.__class__.__qualname__}({said})"


def _set(_self: object, name: str, _value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _delete(_self: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


_SHARED = {"__eq__": _equal, "__hash__": _hash, "__repr__": _shown, "__setattr__": _set, "__delattr__": _delete}


def _frozen(cls: type, *, kw_only: bool) -> Any:
    """Make a class a value: its fields are the standard library's, and so are `replace`, `fields` and `asdict` of it."""
    own = vars(cls)
    given = {name for name in _SHARED if own.get(name) is not None}
    if "__eq__" in given and "__hash__" not in own:
        given.add("__hash__")
    made: Any = dataclasses.dataclass(cls, init=False, repr=False, eq=False, kw_only=kw_only)
    fields = dataclasses.fields(made)
    compared = [one.name for one in fields if one.compare]
    setattr(made, _KEY, staticmethod(attrgetter(*compared) if compared else _nothing))
    for name, shared in _SHARED.items():
        if name not in given:
            setattr(made, name, shared)
    if "__init__" not in own:
        made.__init__ = _init(made, fields)
    return made


def _nothing(_self: object) -> tuple[()]:
    return ()


def _init(made: type, fields: tuple[dataclasses.Field[Any], ...]) -> Callable[..., None]:
    """Compile `__init__`: what is given is set past the refusal to change."""
    known: dict[str, Any] = {"_set": object.__setattr__, "_ABSENT": _ABSENT}
    taken: list[str] = []
    named: list[str] = []
    lines: list[str] = []
    for one in fields:
        value = one.name
        if one.default_factory is not dataclasses.MISSING:
            known[f"_make_{one.name}"] = one.default_factory
            made_anew = f"_make_{one.name}()"
            value = f"{made_anew} if {one.name} is _ABSENT else {one.name}" if one.init else made_anew
        if one.init:
            default = ""
            if one.default_factory is not dataclasses.MISSING:
                default = "=_ABSENT"
            elif one.default is not dataclasses.MISSING:
                known[f"_else_{one.name}"] = one.default
                default = f"=_else_{one.name}"
            (named if one.kw_only else taken).append(f"{one.name}{default}")
        elif one.default_factory is dataclasses.MISSING:
            continue
        lines.append(f" _set(self, {one.name!r}, {value})")
    if hasattr(made, "__post_init__"):
        lines.append(" self.__post_init__()")
    signature = ", ".join(["self", *taken, *(["*", *named] if named else [])])
    found: dict[str, Any] = {}
    exec("\n".join([f"def __init__({signature}):", *(lines or [" pass"])]), known, found)  # noqa: S102  # As the standard library does.
    init: Callable[..., None] = found["__init__"]
    init.__qualname__ = f"{made.__qualname__}.__init__"
    return init


if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls: type | None = None, /, *, frozen: bool = False, kw_only: bool = False, **others: bool) -> Any:
        """Make a class as `dataclasses.dataclass` does; one that is frozen, and asks for nothing rare, in the short way."""
        if not frozen or others:
            return dataclasses.dataclass(cls, frozen=frozen, kw_only=kw_only, **others)

        def short(cls: type) -> Any:
            return _frozen(cls, kw_only=kw_only)

        return short if cls is None else short(cls)
