"""The questions for what hangs on initiatives, made once: their tracks, units and actors, and which units have seen one."""

from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, Table, bindparam, literal, union_all
from sqlalchemy import select as made

from storage.asking import table_of
from storage.tables import InitiativeActorRow, InitiativePartyRow, InitiativeSeenRow, InitiativeTrackRow

_seen, _track = table_of(InitiativeSeenRow), table_of(InitiativeTrackRow)
_part, _actor = table_of(InitiativePartyRow), table_of(InitiativeActorRow)
SAW = made(_seen.c.unit).where(_seen.c.agreement_id == bindparam("agreement"), _seen.c.initiative_id == bindparam("initiative"))


def _links(*, some: bool) -> CompoundSelect[Any]:
    """Return the question for what hangs on initiatives, each kind in the order in which it was made: of some, or of all."""

    def kind(name: str, table: Table, place: ColumnElement[Any], value: ColumnElement[str]) -> Select[Any]:
        owner = table.c.initiative_id
        mine = made(literal(name).label("kind"), owner.label("owner"), place.label("place"), value.label("name")).where(
            table.c.agreement_id == bindparam("agreement")
        )
        return mine.where(owner.in_(bindparam("initiatives", expanding=True))) if some else mine

    return union_all(
        kind("track", _track, literal(0), _track.c.track),
        kind("unit", _part, _part.c.id, _part.c.unit).where(_part.c.left_on.is_(None)),
        kind("actor", _actor, _actor.c.position, _actor.c.name),
    ).order_by("owner", "place")


SOME_LINKS, LINKS = _links(some=True), _links(some=False)
