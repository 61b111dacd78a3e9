"""A second migration such as may come, and rows for it: for the tests and for bench/, as long as there is only a first one.

It adds columns, fills one of them from another, checks what is in them, and makes an index. SQLite builds two tables anew for that,
one of which the other points to.
"""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from sqlalchemy import insert, text

from storage import migrate
from storage.store import Store
from storage.tables import AgreementRow, AuditRow, DutyRow, OutboxRow

TABLES = ("agreement", "duty", "outbox", "audit")
NOW = datetime(2027, 2, 1, 9, tzinfo=UTC)
MANY = 5_000
SECOND = '''"""Second."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("duty", schema=None) as batch_op:
        batch_op.add_column(sa.Column("skipped", sa.Integer(), nullable=False, server_default="0"))
        batch_op.create_check_constraint("ck_duty_skipped", "skipped >= 0")

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("arrived_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.alter_column("last_error", existing_type=sqlmodel.sql.sqltypes.AutoString(length=300), type_=sa.Text())
    op.execute("UPDATE outbox SET arrived_at = sent_at")

    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index("ix_audit_actor_at", ["actor", "at"], unique=False)
'''


def folder(within: Path) -> Path:
    """Return a folder of migrations that has both."""
    made = Path(shutil.copytree(migrate.FOLDER, within / "migrations", ignore=shutil.ignore_patterns("__pycache__")))
    (made / "versions" / "0002_second.py").write_text(SECOND, encoding="utf-8")
    return made


def fill(store: Store, count: int) -> None:
    """Keep so many rows: a fifth are duties, three tenths messages of theirs, the rest the trail of what was done."""
    duties, messages = count // 5, count * 3 // 10
    with store.engine.begin() as connection:
        connection.execute(insert(AgreementRow), [{"id": "kbh", "loaded_at": NOW}])
        for table, rows in (
            (DutyRow, _duties(duties)),
            (OutboxRow, _messages(messages, duties)),
            (AuditRow, _trail(count - duties - messages)),
        ):
            while some := list(islice(rows, MANY)):
                connection.execute(insert(table), some)
        if not store.sqlite:
            connection.execute(text("SELECT setval('duty_id_seq', :most), setval('audit_id_seq', :most)"), {"most": count + 1})


def _duties(count: int) -> Iterator[dict[str, object]]:
    for number in range(1, count + 1):
        due = NOW + timedelta(hours=number)
        yield {"id": number, "agreement_id": "kbh", "kind": "round.unit", "subject": f"2027-Q1:{number}", "next_due": due}


def _messages(count: int, duties: int) -> Iterator[dict[str, object]]:
    same = {"agreement_id": "kbh", "kind": "nudge", "due": "2027-Q1", "state": "sent", "created_at": NOW, "sent_at": NOW}
    same |= {"attempt": 1, "unanswered": 0, "failures": 0, "turns": 0, "recalled": False, "closed": False, "platform": "slack"}
    message = '{"headline": "Hvordan går det?", "body": "' + "Svar med ét ord, eller tryk på Uændret. " * 8 + '"}'
    for number in range(count):
        own = {"key": f"{number:064x}", "subject": f"round:2027-Q1:{number}", "recipient": f"person:p_{number}"}
        yield same | own | {"step": "1:unit", "message": message, "duty_id": 1 + number % duties, "reference": f"D{number}/1.0"}


def _trail(count: int) -> Iterator[dict[str, object]]:
    for number in range(count):
        what = {"actor": f"p_{number % 50}", "verb": "register", "object": f"initiative:{number}"}
        yield what | {
            "agreement_id": "kbh",
            "at": NOW,
            "before": "{}",
            "after": '{"title": "sha256:0123456789abcdef", "state": "planned"}',
        }


def counted(store: Store) -> dict[str, int]:
    """Return how many rows there are in each table that it touches, and the tables that these point to."""
    with store.engine.connect() as connection:
        asked = {table: text(f"SELECT count(*) FROM {table}") for table in TABLES}  # noqa: S608  # Our own words.
        return {table: connection.execute(asked[table]).scalar_one() for table in TABLES}


def broken(store: Store) -> int:
    """Return how many messages point to a duty that is gone."""
    gone = "SELECT count(*) FROM outbox LEFT JOIN duty ON duty.id = duty_id WHERE duty_id IS NOT NULL AND duty.id IS NULL"
    with store.engine.connect() as connection:
        found: int = connection.execute(text(gone)).scalar_one()
        return found + (len(connection.exec_driver_sql("PRAGMA foreign_key_check").all()) if store.sqlite else 0)
