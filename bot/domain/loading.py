"""What loading a text of an agreement would do, given the versions there are. Reading the file and storing it is elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.agreement import Agreement
from bot.domain.agreement_changes import Change, changes
from bot.refusal import Refusal

# What rows refer to by id, for good: such a thing may be renamed, and a unit may leave, but its id stays in the file.
_FOR_GOOD = ("authorities", "administrations", "units", "bodies", "tracks", "clauses", "duties")


@dataclass(frozen=True)
class Version:
    """A text that is loaded: its number, counted from 1, and the day from which it holds."""

    number: int
    effective_from: date
    agreement: Agreement


@dataclass(frozen=True)
class Plan:
    """What loading a text would do.

    `replaces` is the number of the version that would hold on that day otherwise, and `later` are the versions that take over
    afterwards: they do not hold what this one changes. Without changes nothing is to be done; `number` is then that version's.
    """

    agreement: Agreement
    number: int
    effective_from: date
    changes: Sequence[Change]
    replaces: int | None = None
    later: tuple[tuple[int, date], ...] = ()

    @property
    def new(self) -> bool:
        """Whether the agreement itself is new here."""
        return self.replaces is None


def planned(agreement: Agreement, versions: Sequence[Version], today: date) -> Plan:
    """Return what loading the text would do to the versions there are.

    It holds from its `effective_from`. Without one, an agreement's first version holds from the day it came into force, and a
    later one from the day it is loaded, which no rule of the agreement says: it is ours.

    Raises:
        Refusal: `effective_too_early` when the version in force began later than this one would; `ids_gone` when a unit, a
            clause or anything else that rows refer to has lost its id.
    """
    if not versions:
        return Plan(agreement, 1, agreement.effective_from or agreement.in_force_from, changes(None, agreement))
    order = sorted(versions, key=lambda one: (one.effective_from, one.number))
    in_force = _holding(order, today)
    effective = agreement.effective_from or max(today, in_force.effective_from)
    before = _holding(order, effective)
    if before.agreement == agreement:
        return Plan(agreement, before.number, before.effective_from, (), replaces=before.number)
    if effective < in_force.effective_from:
        raise Refusal("effective_too_early", effective=effective, earliest=in_force.effective_from, number=in_force.number)
    if gone := _gone(order, agreement):
        raise Refusal("ids_gone", ids=gone)
    later = tuple((one.number, one.effective_from) for one in order if one.effective_from > effective)
    number = max(one.number for one in order) + 1
    return Plan(agreement, number, effective, changes(before.agreement, agreement), replaces=before.number, later=later)


def _holding(order: Sequence[Version], day: date) -> Version:
    """Return the version that holds on a day: the newest in effect, or the first there is, as storage reads it."""
    begun = [one for one in order if one.effective_from <= day]
    return begun[-1] if begun else min(order, key=lambda one: one.number)


def _gone(versions: Sequence[Version], new: Agreement) -> list[str]:
    """Return the ids that rows may refer to and that the new text does not hold, as `units.osa`."""
    gone: dict[str, None] = {}
    for table in _FOR_GOOD:
        known = {one.id for one in getattr(new, table)}
        for version in versions:
            gone |= {f"{table}.{one.id}": None for one in getattr(version.agreement, table) if one.id not in known}
    return list(gone)
