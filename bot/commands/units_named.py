"""How a person names a unit in a command, and which unit they mean when they name none."""

from bot.chat.request import Request
from bot.domain.agreement import Agreement
from bot.refusal import Refusal


def unit_named(agreement: Agreement, words: str) -> str:
    """Return the id of the unit a text names.

    Raises:
        Refusal: with the nearest ones.
    """
    unit = agreement.find_unit(words)
    if unit is None:
        near = agreement.nearest_units(words) or agreement.units[:3]
        raise Refusal("no_such_unit", text=words[:60], near=[one.short for one in near])
    return unit.id


def leading_unit(agreement: Agreement, words: str) -> tuple[str | None, str]:
    """Split words into the unit they start with, if they do, and the rest: the longest name wins."""
    pieces = words.split()
    for count in range(min(len(pieces), 6), 0, -1):
        unit = agreement.find_unit(" ".join(pieces[:count]))
        if unit is not None:
            rest = words.split(maxsplit=count)[count:]
            return unit.id, rest[0] if rest else ""
    return None, words


def own_unit(request: Request, right: str, example: str) -> str:
    """Return the unit a person stands for, when it is only one.

    Raises:
        Refusal: asking which one, with an example of what to type.
    """
    units = request.by.units
    if len(units) == 1:
        return units[0]
    if not units:
        request.by.must(right)
        raise Refusal("no_unit", example=example)
    raise Refusal("which_unit", units=[request.agreement.unit(one).short for one in units], example=example)
