"""Reads what a digest is made of: how all initiatives stand, told in a few columns, and in full only those that are shown."""

from bot.acts.briefing import overdue
from bot.domain.action import Wanted
from bot.domain.agreement import Agreement
from bot.domain.digest import Digest, Entry, bounds, digest
from storage.records import Records
from storage.tables import RoundRow


def digest_of(records: Records, agreement: Agreement, round_: RoundRow, *, outsiders: bool = False) -> Digest:
    """Return the digest of a round; with `outsiders`, without the initiatives that are not for them."""
    within = bounds(agreement, round_, records.now.astimezone(agreement.zone).date())
    return digest(
        agreement,
        round_,
        within.day,
        standings=records.digests.standings(round_, within, confidential=not outsiders),
        replies=records.rounds.replies(round_),
        actions=records.actions.page(Wanted(confidential=not outsiders)),
        overdue=[one.deliverable for one in overdue(records, agreement, within.day)],
    )


def entries(records: Records, round_: RoundRow, found: Digest, most: int | None) -> dict[int, Entry]:
    """Return the initiatives that a digest names when each of its sections is cut after so many."""
    shown = found.shown(most)
    lines = records.rounds.lines(round_, shown)
    return {
        one.initiative.number: Entry(one.initiative, one.tracks, tuple(lines.get(one.initiative.number, ())))
        for one in records.initiatives.numbered(shown)
    }
