"""Alembic's way in. It runs inside the transaction that storage/migrate.py opened, on its connection, and nowhere else."""

from alembic import context

from storage.tables.columns import tell_postgres
from storage.tables.every import metadata

tell_postgres(metadata)
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite changes most things of a table only by building it anew.
    transactional_ddl=True,  # The transaction is ours (BEGIN IMMEDIATE on SQLite), so a migration killed half-way leaves nothing.
    compare_server_default=True,
)
context.run_migrations()
