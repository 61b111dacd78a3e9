"""A value of ours looks from outside as the standard library makes it, whatever its fields are."""

import copy
import dataclasses
import inspect
import pickle
from dataclasses import FrozenInstanceError, asdict, field, fields, replace

import pytest

from bot import frozen

MAKERS = {"ours": frozen.dataclass, "theirs": dataclasses.dataclass}


class Plain:
    """Two fields, one of which may be left out."""

    name: str
    number: int = 3


class Full:
    """Everything a field can be here."""

    first: str
    made: list[int] = field(default_factory=list)
    aside: str = field(default="", compare=False, repr=False)
    worked_out: int = field(init=False, repr=False)
    empty: dict[str, int] = field(init=False, default_factory=dict)
    named: int = field(default=1, kw_only=True)

    def __post_init__(self):
        object.__setattr__(self, "worked_out", len(self.first))


class Own:
    """What is written in the class stays."""

    name: str

    def __eq__(self, other):
        return isinstance(other, Own) and self.name.casefold() == other.name.casefold()

    def __hash__(self):
        return hash(self.name.casefold())

    def __repr__(self):
        return "own"


def made(maker, cls, **wishes):
    """A class of its own, made by a maker."""
    written = {name: one for name, one in vars(cls).items() if name not in {"__dict__", "__weakref__"}}
    return MAKERS[maker](frozen=True, **wishes)(type(cls.__name__, cls.__bases__, written))


@frozen.dataclass(frozen=True)
class Kept:
    name: str


def told(cls, *values, **named):
    """What can be told of a value, as far as both makers must agree on it."""
    one, same = cls(*values, **named), cls(*values, **named)
    hashable = cls.__name__ != "Full"  # Whose list has no hash.
    return {
        "shown": repr(one),
        "equal": (one == same, one == values, one != same),
        "hashed": hash(one) == hash(same) if hashable else None,
        "fields": [(it.name, it.init, it.compare, it.repr, it.kw_only) for it in fields(one)],
        "as a dict": asdict(one),
        "replaced": asdict(replace(one, **{fields(one)[0].name: "other"})),
        "copied": copy.copy(one) == one,
        "matched": cls.__match_args__,
        "called with": [(it.name, it.kind) for it in inspect.signature(cls).parameters.values()],
        "document": cls.__doc__,
    }


@pytest.mark.parametrize(
    ("cls", "values", "named", "wishes"),
    [
        (Plain, ("a",), {}, {}),
        (Plain, ("a", 4), {}, {}),
        (Plain, (), {"name": "a", "number": 5}, {"kw_only": True}),
        (Full, ("abc",), {}, {}),
        (Full, ("abc", [1], "aside"), {"named": 2}, {}),
        (Own, ("a",), {}, {}),
    ],
)
def test_a_value_is_what_the_standard_library_makes_of_it(cls, values, named, wishes):
    ours, theirs = (told(made(maker, cls, **wishes), *values, **named) for maker in MAKERS)
    assert ours == theirs


@pytest.mark.parametrize("maker", MAKERS)
def test_nothing_of_a_value_can_be_changed(maker):
    one = made(maker, Full)("abc")
    for change in (
        lambda: setattr(one, "first", "x"),
        lambda: delattr(one, "first"),
        lambda: setattr(one, "worked_out", 1),
    ):
        with pytest.raises(FrozenInstanceError):
            change()
    assert one.first == "abc"


@pytest.mark.parametrize("maker", MAKERS)
def test_what_differs_or_is_of_another_class_is_not_equal_and_what_is_left_aside_does_not_count(maker):
    cls, other = made(maker, Full), made(maker, Full)
    assert cls("a") != cls("b")
    assert cls("a") != other("a")
    assert cls("a", [], "x") == cls("a", [], "y")
    with pytest.raises(TypeError, match="unhashable"):
        hash(cls("a"))


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("values", [(), ("a", 1, 2)])
def test_too_few_and_too_many_values_are_refused(maker, values):
    with pytest.raises(TypeError):
        made(maker, Plain)(*values)


@pytest.mark.parametrize("maker", MAKERS)
def test_each_value_gets_a_list_of_its_own(maker):
    cls = made(maker, Full)
    assert cls("a").made is not cls("a").made


def test_a_value_can_be_pickled():
    assert pickle.loads(pickle.dumps(Kept("a"))) == Kept("a")  # noqa: S301  # Our own.


def test_what_is_not_frozen_or_asks_for_something_rare_is_the_standard_librarys():
    @frozen.dataclass
    class Open:
        name: str

    @frozen.dataclass(frozen=True, order=True, slots=True)
    class Ordered:
        name: str

    one = Open("a")
    one.name = "b"
    assert (one.name, Ordered("a") < Ordered("b"), Ordered.__slots__) == ("b", True, ("name",))


def test_a_value_may_inherit_from_another():
    @frozen.dataclass(frozen=True)
    class More(Kept):
        number: int = 2

    assert repr(More("a")).endswith("More(name='a', number=2)")
    assert More("a") != Kept("a")
    assert hash(More("a")) == hash(More("a", 2))
