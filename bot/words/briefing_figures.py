"""The annex of a draft: every figure in it, with the records by which it can be counted again."""

from collections.abc import Sequence

from bot.domain.initiative import State
from bot.domain.passage import Written
from bot.words.briefing_year import CELL, TABLE, Draft
from bot.words.language import _, number, say, spoken


def figures(draft: Draft) -> Written:
    """Return the table by which every figure can be counted again."""
    rows = _rows(draft)
    head = CELL.join((_("Figure"), _("Number"), _("Counted from")))
    lines = [CELL.join((label, number(len(refs)), ", ".join(refs) or "–")) for label, refs in rows]
    sources = tuple(dict.fromkeys(ref for _label, refs in rows for ref in refs))
    return Written(f"{TABLE}figures", "\n".join((head, *lines)), None, sources)


def _rows(draft: Draft) -> list[tuple[str, Sequence[str]]]:
    """Return every figure with the records it is counted from."""
    year = draft.year
    by_track = [
        (
            say(_("Track {number} {name}"), number=one.number, name=one.name(spoken())),
            [followed.ref for followed in year.of_track(draft.agreement, one.id)],
        )
        for one in draft.agreement.tracks
    ]
    return [
        (_("Initiatives in the period"), year.all_initiatives.refs),
        (_("Started in the period"), year.started.refs),
        (_("Adjusted in the period"), year.became(State.ADJUSTED).refs),
        (_("Paused in the period"), year.became(State.PAUSED).refs),
        (_("Closed in the period"), year.became(State.CLOSED).refs),
        *by_track,
        (_("Initiatives with external actors"), [one.ref for one in year.initiatives if one.registered.actors]),
        (_("Initiatives of national cooperation"), year.national.refs),
        (_("Meetings that count"), year.counted.refs),
        (_("Of these with every party represented"), year.fully_represented.refs),
        *([(_("Of these without a record of who was represented"), year.not_noted.refs)] if year.not_noted.value else []),
        (_("Seminars and network meetings"), year.events.refs),
        (_("Focus areas of the year"), [one.area.ref for one in year.focus]),
        (_("Status rounds in the period"), [one.period for one in year.rounds]),
    ]
