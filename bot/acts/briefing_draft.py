"""Writing a draft from the year's records, and the files made of it: the step that needs both words and documents."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date

from bot.acts.briefing import lead_of, look_anew, passages_of, period_of, plans_of, shared
from bot.acts.yearly import year_of
from bot.chat import document as neutral
from bot.chat.document import Document
from bot.chat.message import File
from bot.documents import markdown
from bot.domain import briefing as rules
from bot.domain.agreement import Agreement
from bot.domain.briefing import Deliverable
from bot.domain.passage import Written, regenerated
from bot.words.briefing_document import Source, document
from bot.words.briefing_passages import AT_THE_END, OWN, written
from bot.words.briefing_year import Draft
from bot.words.language import speaking
from storage.records import Records
from storage.tables import BriefingRow

LAST = 10_000  # Behind whatever a year comes to.


def write(records: Records, agreement: Agreement, row: BriefingRow, *, by: str, today: date) -> list[BriefingRow]:
    """Write the draft, or write it anew, for a deliverable and those that share it; what people wrote stays theirs."""
    rows = [one for one in shared(records, agreement, row) if one.state in rules.WRITABLE]
    states = {one.key: rules.drafted(one) for one in rows or [row]}
    first, last = period_of(records, agreement, rows[0], today)
    picture = year_of(records, agreement, first, last, year=row.year)
    plans = plans_of(records, agreement, row.year)
    lead = lead_of(records, agreement, row)
    for one in rows:
        with speaking(agreement.language):
            passages = written(Draft(agreement, plans[one.duty], picture))
        if one.duty != lead.duty:
            passages = [passage for passage in passages if passage.key in OWN]
        _store(records, one, passages)
        records.briefings.change(
            one,
            "draft",
            by=by,
            state=states[one.key],
            drafted_at=records.now,
            period_first=first,
            period_last=last,
            decision="",
            approved_at=None,
        )
    look_anew(records, *rows)
    return rows


def _store(records: Records, row: BriefingRow, passages: list[Written]) -> None:
    """Store a new generation; the places are those of the whole document, so that what is shared falls in between."""
    found = regenerated(records.briefings.passages(row), passages)
    records.briefings.write(
        row,
        replace(
            found,
            new=tuple((_place(one.key, place), one) for place, one in found.new),
            kept=tuple((_place(now.key, place), before, now) for place, before, now in found.kept),
        ),
    )


def _place(key: str, position: int) -> int:
    """Return where a passage stands in the document: those that speak to the one body are at its two ends."""
    if key in AT_THE_END:
        return LAST + AT_THE_END.index(key)
    return OWN.index(key) if key in OWN else len(OWN) + position


@dataclass(frozen=True)
class Files:
    """A document and the two files made of it, with their digests."""

    document: Document
    docx: File
    markdown: File

    @property
    def docx_sha256(self) -> str:
        """The digest of the .docx file."""
        return hashlib.sha256(self.docx.data).hexdigest()

    @property
    def markdown_sha256(self) -> str:
        """The digest of the Markdown file."""
        return hashlib.sha256(self.markdown.data).hexdigest()


def files(records: Records, agreement: Agreement, row: Deliverable) -> Files:
    """Return the document of a deliverable as it stands: what was handed in, once it was, else the draft."""
    stored = records.briefings.find(row.duty, row.year)
    kept = records.briefings.document(stored) if stored is not None and stored.handed_in_at is not None else None
    if kept is not None and stored is not None and stored.state not in {rules.State.COMMENTED, rules.State.APPROVED}:
        return files_of(neutral.from_json(kept.content), row)
    plan = plans_of(records, agreement, row.year)[row.duty]
    areas = [*records.focuses.of_year(row.year), *records.focuses.of_year(row.year + 1)]
    with speaking(agreement.language):
        source = Source(agreement, row, plan.meets if plan.known else None, {one.area.ref: one for one in areas})
        made = document(source, passages_of(records, agreement, row))
    return files_of(made, row)


def files_of(made: Document, row: Deliverable) -> Files:
    """Return the two files of a document."""
    from bot.documents import docx  # noqa: PLC0415  # Heavy; loaded where used.

    name = f"{row.duty}-{row.year}"
    return Files(
        made,
        File(f"{name}.docx", docx.MEDIA_TYPE, docx.docx_of(made)),
        File(f"{name}.md", markdown.MEDIA_TYPE, markdown.markdown_of(made)),
    )


def hand_in(records: Records, agreement: Agreement, row: BriefingRow, *, by: str) -> Files:
    """Note that it was handed in, and keep the document and its digests, so that what was delivered can be proved."""
    state = rules.handed_in(row)
    made = files(records, agreement, row)
    records.briefings.keep(
        row, neutral.to_json(made.document), docx_sha256=made.docx_sha256, markdown_sha256=made.markdown_sha256
    )
    records.briefings.change(
        row, "hand_in", by=by, state=state, handed_in_at=records.now, handed_in_by=by, told={"sha256": made.docx_sha256}
    )
    look_anew(records, row)
    return made
