"""The yearly briefings: deliverables, their history, passages, remarks and documents, and the days the receiving bodies meet."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, delete, insert, select

from bot.domain.briefing import Deliverable, State
from bot.domain.passage import Comment, Passage, Regenerated, Written
from storage.audit import Audit, facts_of, hashed
from storage.tables import BodyDateRow, BriefingCommentRow, BriefingDocumentRow, BriefingEventRow, BriefingRow, PassageRow

_MINE = BriefingRow.agreement_id == bindparam("agreement")
_OF_YEAR = select(BriefingRow).where(_MINE, BriefingRow.year == bindparam("year")).order_by(col(BriefingRow.id))
_LAST = select(col(BriefingRow.duty), col(BriefingRow.delivered_on)).where(
    _MINE, BriefingRow.year < bindparam("before"), BriefingRow.state == State.DELIVERED
)
_PASSAGES = (
    select(PassageRow)
    .where(PassageRow.agreement_id == bindparam("agreement"), PassageRow.briefing_id == bindparam("briefing"))
    .order_by(col(PassageRow.position), col(PassageRow.id))
)
_DATES = (
    select(col(BodyDateRow.body), col(BodyDateRow.on))
    .where(BodyDateRow.agreement_id == bindparam("agreement"))
    .order_by(col(BodyDateRow.body), col(BodyDateRow.on))
)


@dataclass(frozen=True)
class Briefings:
    """The yearly deliverables of one agreement."""

    session: Session
    agreement_id: str
    audit: Audit

    def find(self, duty: str, year: int) -> BriefingRow | None:
        """Return a deliverable of a year, if anything has been written down about it."""
        mine = select(BriefingRow).where(BriefingRow.agreement_id == self.agreement_id, BriefingRow.duty == duty)
        return self.session.exec(mine.where(BriefingRow.year == year)).first()

    def of_year(self, year: int) -> Mapping[str, BriefingRow]:
        """Return what is written down of a year's deliverables, by duty."""
        rows = self.session.exec(_OF_YEAR, params={"agreement": self.agreement_id, "year": year}).all()
        return {row.duty: row for row in rows}

    def years(self) -> Sequence[int]:
        """Return the years of which anything is written down, first to last."""
        mine = select(BriefingRow.year).where(BriefingRow.agreement_id == self.agreement_id)
        return self.session.exec(mine.distinct().order_by(col(BriefingRow.year))).all()

    def open_years(self) -> Sequence[int]:
        """Return the years with a deliverable that is not delivered."""
        mine = select(BriefingRow.year).where(BriefingRow.agreement_id == self.agreement_id, BriefingRow.state != State.DELIVERED)
        return self.session.exec(mine.distinct().order_by(col(BriefingRow.year))).all()

    def last_delivered(self, before: int) -> Mapping[str, date]:
        """Return when each duty was last fulfilled in the years before one."""
        found: dict[str, date] = {}
        for duty, on in self.session.exec(_LAST, params={"agreement": self.agreement_id, "before": before}).all():
            if on is not None:
                found[duty] = max(on, found.get(duty, on))
        return found

    def last_period(self, duty: str, before: int) -> date | None:
        """Return the last day that the deliverable of an earlier year told of."""
        mine = select(col(BriefingRow.period_last)).where(
            BriefingRow.agreement_id == self.agreement_id, BriefingRow.duty == duty, BriefingRow.year < before
        )
        told = mine.where(col(BriefingRow.period_last).is_not(None), col(BriefingRow.handed_in_at).is_not(None))
        return self.session.exec(told.order_by(col(BriefingRow.year).desc()).limit(1)).first()

    def begin(self, plain: Deliverable) -> BriefingRow:
        """Write down that a deliverable is owed."""
        row = BriefingRow.model_validate(plain, update={"agreement_id": self.agreement_id})
        self.session.add(row)
        self.session.flush()
        self.audit.add("begin", f"briefing:{row.key}", after=facts_of(row, Deliverable))
        return row

    def change(
        self, row: BriefingRow, verb: str, *, by: str | None, told: Mapping[str, Any] | None = None, **values: Any
    ) -> None:
        """Change a deliverable; `told` is what its history says beside the verb: a day, words, a digest."""
        assert row.id is not None
        self.audit.mine(row)
        before = facts_of(row, Deliverable)
        row.sqlmodel_update(values)
        self.session.add(row)
        self.session.add(
            BriefingEventRow(
                agreement_id=self.agreement_id, briefing_id=row.id, verb=verb, at=self.audit.at, by=by, **(told or {})
            )
        )
        after = facts_of(row, Deliverable)
        changed = {name for name in after if after[name] != before[name]}
        self.audit.add(
            verb,
            f"briefing:{row.key}",
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )
        self.session.flush()

    def events(self, row: BriefingRow) -> Sequence[BriefingEventRow]:
        """Return what happened to a deliverable, first to last."""
        mine = select(BriefingEventRow).where(
            BriefingEventRow.agreement_id == self.agreement_id, BriefingEventRow.briefing_id == row.id
        )
        return self.session.exec(mine.order_by(col(BriefingEventRow.id))).all()

    # The draft.

    def passages(self, row: BriefingRow) -> Sequence[PassageRow]:
        """Return the passages of a draft in the order of the document."""
        return self.session.exec(_PASSAGES, params={"agreement": self.agreement_id, "briefing": row.id}).all()

    def write(self, row: BriefingRow, now: Regenerated) -> None:
        """Bring a draft to what the records say now; what people wrote stays theirs."""
        self.audit.mine(row)
        known = {one.key: one for one in self.passages(row)}
        for place, plain, written in now.kept:
            held = known[plain.key]
            held.sqlmodel_update(
                {"position": place, "generated": written.text, "unit": written.unit, "sources": " ".join(written.sources)}
            )
            self.session.add(held)
        self.session.add_all(self._new(row, place, written) for place, written in now.new)
        for plain in now.gone:
            self.session.delete(known[plain.key])
        self.session.flush()
        hashes = {one.key: one.sha256 for one in self.passages(row)}
        self.audit.add("write", f"briefing:{row.key}", after={"passages": hashes})

    def _new(self, row: BriefingRow, place: int, written: Written) -> PassageRow:
        plain = Passage.model_validate({"key": written.key, "position": place, "unit": written.unit, "generated": written.text})
        owned = {"agreement_id": self.agreement_id, "briefing_id": row.id, "sources": " ".join(written.sources)}
        return PassageRow.model_validate(plain, update=owned)

    def rewrite(self, passage: PassageRow, text: str | None, *, by: str) -> None:
        """Put a person's words in the place of what the records say; none gives the records the word again."""
        self.audit.mine(passage)
        before = passage.sha256
        passage.edited, passage.edited_by, passage.edited_at = text, by, self.audit.at
        passage.edited_over = hashed(passage.generated).removeprefix("sha256:") if text is not None else ""
        self.session.add(passage)
        self.audit.add("rewrite", f"passage:{passage.key}", before={"sha256": before}, after={"sha256": passage.sha256})
        self.session.flush()

    def agree(self, passages: Iterable[PassageRow], *, by: str) -> None:
        """Note that a unit agrees to the very words of its passages."""
        for one in passages:
            self.audit.mine(one)
            one.agreed_to, one.agreed_at, one.agreed_by = one.sha256, self.audit.at, by
            self.session.add(one)
            self.audit.add("agree", f"passage:{one.key}", after={"unit": one.unit, "sha256": one.agreed_to})
        self.session.flush()

    def comment(self, row: BriefingRow, plain: Comment) -> None:
        """Keep a remark on a draft."""
        self.audit.mine(row)
        self.session.add(
            BriefingCommentRow.model_validate(plain, update={"agreement_id": self.agreement_id, "briefing_id": row.id})
        )
        self.audit.add("comment", f"briefing:{row.key}", after=facts_of(plain, Comment))
        self.session.flush()

    def comments(self, row: BriefingRow) -> Sequence[BriefingCommentRow]:
        """Return the remarks on a draft, first to last."""
        mine = select(BriefingCommentRow).where(
            BriefingCommentRow.agreement_id == self.agreement_id, BriefingCommentRow.briefing_id == row.id
        )
        return self.session.exec(mine.order_by(col(BriefingCommentRow.id))).all()

    # What was handed in.

    def keep(self, row: BriefingRow, content: str, *, docx_sha256: str, markdown_sha256: str) -> None:
        """Keep what was handed in, so that what was delivered can be proved."""
        assert row.id is not None
        self.audit.mine(row)
        self.session.add(
            BriefingDocumentRow(
                agreement_id=self.agreement_id,
                briefing_id=row.id,
                at=self.audit.at,
                content=content,
                docx_sha256=docx_sha256,
                markdown_sha256=markdown_sha256,
            )
        )
        self.audit.add("keep", f"briefing:{row.key}", after={"docx": docx_sha256, "markdown": markdown_sha256})
        self.session.flush()

    def document(self, row: BriefingRow) -> BriefingDocumentRow | None:
        """Return what was handed in last."""
        mine = select(BriefingDocumentRow).where(
            BriefingDocumentRow.agreement_id == self.agreement_id, BriefingDocumentRow.briefing_id == row.id
        )
        return self.session.exec(mine.order_by(col(BriefingDocumentRow.id).desc()).limit(1)).first()

    # The days the bodies meet.

    def dates(self) -> Mapping[str, Sequence[date]]:
        """Return the days each body meets, as imported, in order."""
        found: dict[str, list[date]] = defaultdict(list)
        for body, on in self.session.exec(_DATES, params={"agreement": self.agreement_id}).all():
            found[body].append(on)
        return found

    def set_dates(self, body: str, days: Sequence[date]) -> None:
        """Say on which days a body meets, in the place of what was known."""
        before = list(self.dates().get(body, ()))
        if before == list(days):
            return
        self.session.exec(
            delete(BodyDateRow).where(col(BodyDateRow.agreement_id) == self.agreement_id, col(BodyDateRow.body) == body)
        )
        if days:
            rows = [{"agreement_id": self.agreement_id, "body": body, "on": one} for one in days]
            self.session.exec(insert(BodyDateRow), params=rows)
        self.audit.add("dates", f"body:{body}", before={"days": before}, after={"days": list(days)})
