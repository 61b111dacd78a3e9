"""Which options are meant by what stands in a form's field. How they are offered is for each platform's shapes."""

from collections.abc import Sequence

from bot.chat.message import Option


def meant(values: Sequence[str], options: Sequence[Option]) -> tuple[list[Option], list[Option]]:
    """Return which options are chosen, by value, label or alias, and all options, with what was typed and is none of them."""
    chosen: list[Option] = []
    offered = list(options)
    for value in filter(None, (one.strip() for one in values)):
        names = value.casefold()
        found = next(
            (one for one in offered if names in {name.casefold() for name in (one.value, one.label, *one.aliases)}), None
        )
        if found is None:
            offered.append(found := Option(value, value))
        if found not in chosen:
            chosen.append(found)
    return chosen, offered
