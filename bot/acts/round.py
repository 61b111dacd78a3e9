"""Opening, closing and answering a status round: the same whether a person asked or a rule did."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from bot.acts.digest import digest_of, entries
from bot.acts.mend import Mender
from bot.domain import round as rules
from bot.domain.agreement import Agreement
from bot.domain.calendar import Quarter
from bot.domain.meeting_ladder import ordinary_in
from bot.domain.outbox import Kind, Notice, to_place
from bot.domain.status import Reply, Round
from bot.words import digest as digest_words
from bot.words import nudge as words
from bot.words.language import speaking
from storage.records import Records
from storage.tables import RoundRow


def next_opening(records: Records, agreement: Agreement) -> rules.Opening:
    """Return which round a rule opens next, and when: before the quarter's ordinary meeting, where there is one."""

    def meeting(quarter: Quarter) -> date | None:
        found = ordinary_in(quarter, records.meetings.between(quarter.first, quarter.last))
        return found.on if found else None

    return rules.next_to_open(agreement, records.now, records.rounds.periods(), meeting)


def open_by_rule(records: Records, agreement: Agreement) -> None:
    """Open the quarter's round if its moment has come, and say when the next one's comes."""
    upcoming = next_opening(records, agreement)
    if upcoming.opens_at <= records.now:
        last_day = rules.last_day_before(agreement, records.now, upcoming.meeting)
        closes_at = rules.closing(agreement, records.now, last_day)
        start(records, agreement, Round(period=upcoming.quarter.label, opened_at=records.now, closes_at=closes_at))
    else:
        records.duties.set(rules.OPENS, upcoming.quarter.label, upcoming.opens_at)


def meetings_changed(records: Records, agreement: Agreement) -> None:
    """Set anew when the next round opens, since it goes by the quarter's ordinary meeting."""
    records.duties.end([(one.kind, one.subject) for one in records.duties.of(rules.OPENS)])
    upcoming = next_opening(records, agreement)
    records.duties.set(rules.OPENS, upcoming.quarter.label, upcoming.opens_at)


def start(records: Records, agreement: Agreement, plain: Round) -> RoundRow:
    """Open a round and set what it owes; a quarter whose round somebody asks for is not opened by its rule any more."""
    row = records.rounds.start(plain)
    today = records.now.astimezone(agreement.zone).date()
    records.duties.set_all(rules.moments_at_start(agreement, plain, [unit.id for unit in agreement.units_on(today)]))
    records.duties.end([(rules.OPENS, plain.period)])
    upcoming = next_opening(records, agreement)
    records.duties.set(rules.OPENS, upcoming.quarter.label, upcoming.opens_at)
    return row


def contacts_changed(records: Records, unit: str | None) -> None:
    """Let the next tick look anew at what open rounds owe, since those they speak to for a unit, or above it, are others now."""
    for row in records.rounds.open():
        moments = {(rules.WATCHES, row.period): records.now}
        if unit is not None and records.rounds.reply(row, unit) is None:
            moments[rules.ASKS_UNIT, rules.unit_subject(row.period, unit)] = records.now
        records.duties.set_all(moments)


def close(records: Records, agreement: Agreement, row: RoundRow) -> int:
    """Close a round, call back what it still owes, and owe its digest to the agreement's channels; return the new messages."""
    records.rounds.close(row)
    units = [unit.id for unit in agreement.units]
    records.duties.end(rules.moments_at_end(row, units))
    for subject in [rules.message_subject(row.period), *(rules.message_subject(row.period, unit) for unit in units)]:
        records.outbox.supersede(records.agreement_id, subject)
    return sum(records.outbox.add(notice) for notice in _digests(records, agreement, row))


def answered(records: Records, agreement: Agreement, row: RoundRow, reply: Reply) -> None:
    """Stop asking a unit that has answered, turn the nudges it was sent into a receipt, and mend a digest already posted."""
    subject = rules.message_subject(row.period, reply.unit)
    records.duties.end([(rules.ASKS_UNIT, rules.unit_subject(row.period, reply.unit))])
    if row.open:
        records.duties.set(rules.WATCHES, row.period, records.now)  # There may be nobody left to tell of.
    name = records.people.names([reply.by]).get(reply.by, "")
    said = partial(words.receipt, agreement, row, reply, name)
    Mender(records, agreement).mend(subject, f"answered {reply.at.isoformat()}", said)
    if not row.open:
        for notice in _digests(records, agreement, row, mended=f"late {reply.unit} {reply.at.isoformat()}"):
            records.outbox.add(notice)


def _digests(records: Records, agreement: Agreement, row: RoundRow, mended: str = "") -> Iterator[Notice]:
    """Yield the digest for each of the agreement's channels; with `mended`, which says by what, as an edit of the one posted."""
    subject = rules.message_subject(row.period)
    for place in records.places.channels():
        assert place.id is not None
        with speaking(agreement.language):
            found = digest_of(records, agreement, row, outsiders=place.outsiders)
            named = entries(records, row, found, digest_words.MOST)
            message = digest_words.shown(agreement, found, named, for_channel=True)
        posted = Notice(
            agreement_id=records.agreement_id,
            kind=Kind.DIGEST,
            subject=subject,
            due=row.period,
            to=to_place(place.id),
            message=message,
            closed=found.confidential,
        )
        if not mended:
            yield posted
        elif records.outbox.by_key(posted.key) is not None:
            records.outbox.supersede_edits([posted.key])
            yield Notice(**{**vars(posted), "step": mended, "edits": posted.key})
