"""Agreements and their versions: which text holds on which day. Reading a file is for bot/domain/agreement_file.py."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import bindparam
from sqlalchemy import select as made
from sqlmodel import Session, col, select

from bot.domain.agreement import Agreement
from storage.asking import ask, connection_of, table_of
from storage.audit import Audit
from storage.tables import AgreementRow, AgreementVersionRow

MOST_READ = 64
_READ: dict[str, Agreement] = {}  # By the hash of the text.
_version = table_of(AgreementVersionRow).c
_VERSIONS = (
    made(_version.number, _version.effective_from, _version.sha256)
    .where(_version.agreement_id == bindparam("agreement"))
    .order_by(_version.number)
)
_CONTENT = made(_version.content).where(_version.sha256 == bindparam("sha256")).limit(1)


class Version(NamedTuple):
    """One text an agreement has or had: its number, the first day on which it holds, and what it can be read by."""

    number: int
    effective_from: date
    sha256: str


@dataclass(frozen=True)
class Agreements:
    """All agreements of the installation."""

    session: Session

    def ids(self) -> Sequence[str]:
        """Return the agreements' ids in alphabetical order."""
        return self.session.exec(select(AgreementRow.id).order_by(AgreementRow.id)).all()

    def lock(self, agreement_id: str) -> None:
        """Let changes to one agreement happen one after the other, until this transaction ends; SQLite does that by itself."""
        if connection_of(self.session).dialect.name != "sqlite":
            mine = select(AgreementRow.id).where(AgreementRow.id == agreement_id)
            self.session.exec(mine.with_for_update(key_share=True)).all()  # Rows that point to the agreement may still be added.

    def on(self, agreement_id: str, day: date) -> Agreement | None:
        """Return the text that holds on a day: the newest version in effect, or the first there is."""
        return self._on(self._versions(agreement_id), day)

    def at(self, agreement_id: str, instant: datetime, versions: Sequence[Version] | None = None) -> Agreement | None:
        """Return the text that holds at an instant: a day begins where the agreement lives. `versions` are its texts, where they are known."""
        if versions is None:
            versions = self._versions(agreement_id)
        found = self._on(versions, instant.date())
        day = instant.astimezone(found.zone).date() if found else instant.date()
        return found if day == instant.date() else self._on(versions, day)

    def versions(self, agreement_id: str) -> Sequence[AgreementVersionRow]:
        """Return every version, first to last."""
        mine = select(AgreementVersionRow).where(AgreementVersionRow.agreement_id == agreement_id)
        return self.session.exec(mine.order_by(col(AgreementVersionRow.number))).all()

    def latest(self, agreement_id: str) -> Agreement | None:
        """Return the newest version, in effect or not."""
        row = self._newest(agreement_id)
        return self._parsed(row) if row else None

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

    def _versions(self, agreement_id: str) -> Sequence[Version]:
        return [Version(*one) for one in ask(self.session, _VERSIONS, agreement=agreement_id)]

    def _on(self, versions: Sequence[Version], day: date) -> Agreement | None:
        if not versions:
            return None
        begun = [one for one in versions if one.effective_from <= day]
        return self._parsed(max(begun, key=lambda one: (one.effective_from, one.number)) if begun else versions[0])

    def _parsed(self, version: Version | AgreementVersionRow) -> Agreement:
        """Return a stored text, read once however often it is asked for: what has the same hash is the same text."""
        found = _READ.get(version.sha256)
        if found is None:
            [text] = ask(self.session, _CONTENT, sha256=version.sha256)
            found = Agreement.model_validate_json(text.content)
            if len(_READ) >= MOST_READ:
                _READ.clear()
            _READ[version.sha256] = found
        return found

    def _newest(self, agreement_id: str) -> AgreementVersionRow | None:
        mine = select(AgreementVersionRow).where(AgreementVersionRow.agreement_id == agreement_id)
        return self.session.exec(mine.order_by(col(AgreementVersionRow.number).desc()).limit(1)).first()


def _facts(row: AgreementVersionRow) -> dict[str, object]:
    return row.model_dump(mode="json", include={"number", "effective_from", "sha256"})
