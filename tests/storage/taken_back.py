"""One change after the other, each on the same world: building a world costs a hundred times what a change does."""

from collections.abc import Iterator
from contextlib import contextmanager

from storage.records import Installation


@contextmanager
def taken_back(installation: Installation) -> Iterator[None]:
    """Undo, in the end, what is done within; rows that are held are read anew."""
    session = installation.session
    session.flush()
    savepoint = session.begin_nested()
    try:
        yield
    finally:
        savepoint.rollback()
        session.expire_all()
