"""What hangs on initiatives: their tracks, units and actors, and which units have seen one. The questions for it are made once."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, Table, bindparam, literal, true, union_all
from sqlalchemy import select as made
from sqlmodel import Session

from bot.domain.initiative import Initiative, Registered
from storage.asking import ask, connection_of, table_of
from storage.tables import InitiativeActorRow, InitiativePartyRow, InitiativeSeenRow, InitiativeTrackRow

MANY = 500  # From here on all links of the agreement are read at once: cheaper than naming every initiative.
_seen, _track = table_of(InitiativeSeenRow), table_of(InitiativeTrackRow)
_part, _actor = table_of(InitiativePartyRow), table_of(InitiativeActorRow)


def _links(which: Callable[[ColumnElement[Any]], ColumnElement[bool]], *, seen: bool = False) -> CompoundSelect[Any]:
    """Return the question for what hangs on initiatives, each kind in the order in which it was made; `which` says on which.

    With `seen`, who has seen the news as well, which for many would be most of the answer.
    """

    def kind(name: str, table: Table, place: ColumnElement[Any], value: ColumnElement[str]) -> Select[Any]:
        owner = table.c.initiative_id
        mine = made(literal(name).label("kind"), owner.label("owner"), place.label("place"), value.label("name")).where(
            table.c.agreement_id == bindparam("agreement")
        )
        return mine.where(which(owner))

    return union_all(
        kind("track", _track, literal(0), _track.c.track),
        kind("unit", _part, _part.c.id, _part.c.unit).where(_part.c.left_on.is_(None)),
        kind("actor", _actor, _actor.c.position, _actor.c.name),
        *((kind("seen", _seen, literal(0), _seen.c.unit),) if seen else ()),
    ).order_by("owner", "place")


_ONE = _links(lambda owner: owner == bindparam("initiative"), seen=True)
_SOME = _links(lambda owner: owner.in_(bindparam("initiatives", expanding=True)))
_ALL = _links(lambda _: true())


def with_links(session: Session, agreement_id: str, initiatives: Mapping[int, Initiative]) -> list[Registered]:
    """Put tracks, units and actors to the initiatives of an agreement, given by their rows, in one question however many there are."""
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for kind, id_, _place, name in _links_of(session, agreement_id, list(initiatives)):
        found[kind, id_].append(name)
    return [
        Registered(
            one,
            tuple(sorted(found["track", id_])),
            tuple(dict.fromkeys([unit for unit in found["unit", id_] if unit == one.lead] + found["unit", id_])),
            tuple(found["actor", id_]),
            tuple(sorted(found["seen", id_])) if len(initiatives) == 1 else None,
            id_,
            agreement_id,
        )
        for id_, one in initiatives.items()
    ]


def _links_of(session: Session, agreement_id: str, ids: Sequence[int]) -> Iterable[Any]:
    """Return what hangs on these initiatives; on all there are, where they are many."""
    if len(ids) == 1:
        return ask(session, _ONE, agreement=agreement_id, initiative=ids[0])
    if len(ids) >= MANY:
        return ask(session, _ALL, agreement=agreement_id)
    return connection_of(session).execute(_SOME, {"agreement": agreement_id, "initiatives": ids})
