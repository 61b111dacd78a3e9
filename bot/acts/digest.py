"""Reads what a digest is made of, in a number of queries that does not grow with the initiatives."""

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
    )
