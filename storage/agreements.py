"""Agreements and their versions: which text holds on which day. Reading a file is for bot/domain/agreement_file.py."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from sqlmodel import Session, col, select

from bot.domain.agreement import Agreement
from storage.audit import Audit
from storage.tables import AgreementRow, AgreementVersionRow


@dataclass(frozen=True)
class Agreements:
    """All agreements of the installation."""

    session: Session

    def ids(self) -> Sequence[str]:
        """Return the agreements' ids in alphabetical order."""
        return self.session.exec(select(AgreementRow.id).order_by(AgreementRow.id)).all()

    def lock(self, agreement_id: str) -> None:
        """Let changes to one agreement happen one after the other, until this transaction ends; SQLite does that by itself."""
        if self.session.get_bind().dialect.name != "sqlite":
            mine = select(AgreementRow.id).where(AgreementRow.id == agreement_id)
            self.session.exec(mine.with_for_update(key_share=True)).all()  # Rows that point to the agreement may still be added.

    def on(self, agreement_id: str, day: date) -> Agreement | None:
        """Return the text that holds on a day: the newest version in effect, or the first there is."""
        versions = select(AgreementVersionRow).where(AgreementVersionRow.agreement_id == agreement_id)
        in_effect = versions.where(AgreementVersionRow.effective_from <= day).order_by(
            col(AgreementVersionRow.effective_from).desc(), col(AgreementVersionRow.number).desc()
        )
        row = self.session.exec(in_effect.limit(1)).first()
        row = row or self.session.exec(versions.order_by(col(AgreementVersionRow.number)).limit(1)).first()
        return _parsed(row.sha256, row.content) if row else None

    def at(self, agreement_id: str, instant: datetime) -> Agreement | None:
        """Return the text that holds at an instant: a day begins where the agreement lives."""
        found = self.on(agreement_id, instant.date())
        day = instant.astimezone(found.zone).date() if found else instant.date()
        return found if day == instant.date() else self.on(agreement_id, day)

    def versions(self, agreement_id: str) -> Sequence[AgreementVersionRow]:
        """Return every version, first to last."""
        mine = select(AgreementVersionRow).where(AgreementVersionRow.agreement_id == agreement_id)
        return self.session.exec(mine.order_by(col(AgreementVersionRow.number))).all()

    def latest(self, agreement_id: str) -> Agreement | None:
        """Return the newest version, in effect or not."""
        row = self._newest(agreement_id)
        return _parsed(row.sha256, row.content) if row else None

    def add_version(self, agreement: Agreement, *, effective_from: date, now: datetime, by: str = "operator") -> int:
        """Keep a new text of an agreement and return its version number; the same text for the same day changes nothing."""
        self.lock(agreement.id)
        before, sha256 = self._newest(agreement.id), agreement.sha256()
        if before is not None and (before.sha256, before.effective_from) == (sha256, effective_from):
            return before.number
        if before is None:
            self.session.add(AgreementRow(id=agreement.id, loaded_at=now))
            self.session.flush()
        row = AgreementVersionRow(
            agreement_id=agreement.id,
            number=before.number + 1 if before else 1,
            effective_from=effective_from,
            sha256=sha256,
            content=agreement.canonical_json(),
            loaded_at=now,
        )
        self.session.add(row)
        Audit(self.session, agreement.id, by, now).add(
            "load", f"agreement:{agreement.id}", before=_facts(before) if before else {}, after=_facts(row)
        )
        return row.number

    def loaded_at(self, agreement_id: str) -> datetime:
        """Return when an agreement was first loaded: from then on anything is asked of anybody."""
        return self.session.exec(select(AgreementRow.loaded_at).where(AgreementRow.id == agreement_id)).one()

    def _newest(self, agreement_id: str) -> AgreementVersionRow | None:
        mine = select(AgreementVersionRow).where(AgreementVersionRow.agreement_id == agreement_id)
        return self.session.exec(mine.order_by(col(AgreementVersionRow.number).desc()).limit(1)).first()


def _facts(row: AgreementVersionRow) -> dict[str, object]:
    return row.model_dump(mode="json", include={"number", "effective_from", "sha256"})


@lru_cache(maxsize=64)
def _parsed(_sha256: str, content: str) -> Agreement:
    """Read a stored version once; versions never change, so the result may be kept."""
    return Agreement.model_validate_json(content)
