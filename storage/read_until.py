"""Up to where a platform has been read, so that what was written while nobody listened is looked for from there."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from storage.asking import insert_into
from storage.tables import ReadRow


@dataclass(frozen=True)
class ReadUntil:
    """The marks of all platforms, each in milliseconds of that platform's own clock."""

    session: Session

    def mark(self, platform: str) -> int | None:
        """Return up to where a platform has been read; none before the first time."""
        return self.session.exec(select(ReadRow.until_ms).where(ReadRow.platform == platform)).first()

    def reached(self, platform: str, until_ms: int) -> None:
        """Move the mark forward; it never goes back, whoever is slower."""
        new = insert_into(ReadRow, self.session.get_bind().dialect.name).values({"platform": platform, "until_ms": until_ms})
        further = new.on_conflict_do_update(
            index_elements=["platform"],
            set_={"until_ms": new.excluded.until_ms},
            where=col(ReadRow.until_ms) < new.excluded.until_ms,
        )
        self.session.exec(further)
