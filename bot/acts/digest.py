"""Reads what a digest is made of, in a number of queries that does not grow with the initiatives."""

from datetime import date

from bot.acts.briefing import overdue
from bot.domain.action import Wanted
from bot.domain.agreement import Agreement
from bot.domain.digest import Digest, digest
from bot.domain.initiative import Selection
from storage.records import Records
from storage.tables import RoundRow


def digest_of(records: Records, agreement: Agreement, round_: RoundRow, *, outsiders: bool = False) -> Digest:
    """Return the digest of a round; with `outsiders`, without the initiatives that are not for them."""
    today = records.now.astimezone(agreement.zone).date()
    return digest(
        agreement,
        round_,
        today,
        initiatives=records.initiatives.page(Selection(confidential=not outsiders)),
        replies=records.rounds.replies(round_),
        lines=records.rounds.lines(round_),
        actions=records.actions.page(Wanted(confidential=not outsiders)),
        overdue=[one.deliverable for one in overdue(records, agreement, _day_of(agreement, round_, today))],
    )


def _day_of(agreement: Agreement, round_: RoundRow, today: date) -> date:
    """Return the day a digest is about: a closed round stays about its own time."""
    return min(today, round_.closed_at.astimezone(agreement.zone).date()) if round_.closed_at is not None else today
