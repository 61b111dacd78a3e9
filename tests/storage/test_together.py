"""Changes that wait for SQLite's one writer share a commit; each is whole by itself, and nobody hears of one that was not kept."""

import asyncio
import threading
from contextlib import suppress

import pytest
from sqlalchemy import event, insert, text
from sqlalchemy.exc import IntegrityError, InvalidRequestError, OperationalError
from sqlmodel import select

from storage import together
from storage.tables import DutyRow
from tests.storage import sample


@pytest.fixture
def kept(sqlite_store):
    """An SQLite store whose commits are counted, with a way to let many changes wait at once."""
    sample.agreements(sqlite_store)
    return Kept(sqlite_store)


class Kept:
    def __init__(self, store):
        self.store, self.commits, self.failing, self.runs = store, 0, 0, []
        event.listen(store.engine, "commit", self._commit)

    def _commit(self, _connection):
        self.commits += 1
        if self.failing:
            self.failing -= 1
            raise OperationalError("COMMIT", None, Exception("database or disk is full"))

    async def together(self, *works):
        """Let all of these wait while the writer is busy, then let it go on."""
        go = threading.Event()
        busy = asyncio.ensure_future(self.store.run(go.wait, 10))
        waiting = [asyncio.ensure_future(self.store.share(work)) for work in works]
        await asyncio.sleep(0)
        go.set()
        outcomes = await asyncio.gather(*waiting, return_exceptions=True)
        await busy
        return outcomes

    def owe(self, subject, *, fail=None):
        def work():
            self.runs.append(subject)
            with self.store.begin() as installation:
                sample.within(installation).duties.set("together", subject, None)
                if fail is not None:
                    raise fail
            return subject

        return work

    def seen(self):
        with self.store.read() as installation:
            rows = installation.session.exec(select(DutyRow.subject).where(DutyRow.kind == "together").order_by(DutyRow.id))
            return list(rows)


async def test_what_waits_shares_one_commit(kept):
    names = [str(number) for number in range(20)]
    assert await kept.together(*map(kept.owe, names)) == names
    assert kept.seen() == names
    assert kept.commits == 1


async def test_one_alone_is_committed_at_once(kept):
    assert await kept.store.share(kept.owe("1")) == "1"
    assert kept.commits == 1


async def test_one_that_fails_takes_nothing_of_the_others_with_it(kept):
    no = KeyError("no")
    assert await kept.together(kept.owe("1"), kept.owe("2", fail=no), kept.owe("3")) == ["1", no, "3"]
    assert kept.seen() == ["1", "3"]
    assert kept.runs == ["1", "2", "1", "2", "3"]  # What the second had changed undid all of it, and each was done anew.


async def test_one_that_fails_before_it_changes_anything_does_so_among_the_others(kept):
    def refused():
        kept.runs.append("refused")
        with kept.store.begin() as installation:
            installation.session.add(DutyRow(agreement_id="koebenhavn", kind="together", subject="never flushed"))
            raise KeyError("no")

    one, no, two = await kept.together(kept.owe("1"), refused, kept.owe("2"))
    assert (one, type(no), two) == ("1", KeyError, "2")
    assert kept.runs == ["1", "refused", "2"]
    assert (kept.seen(), kept.commits) == (["1", "2"], 1)


async def test_nothing_that_one_has_looked_at_is_there_for_the_next(kept):
    found = []

    def looks():
        with kept.store.begin() as installation:
            session = installation.session
            found.append((len(session.identity_map), session.exec(select(DutyRow)).one()))

    await kept.together(kept.owe("1"), looks, looks)
    (before, first), (later, second) = found
    assert (before, later) == (0, 0)
    assert first is not second


async def test_of_two_that_write_the_same_unique_row_the_second_hears_of_it_and_the_others_are_kept(kept):
    def writes(subject):
        def work():
            kept.runs.append(subject)
            with kept.store.begin() as installation:  # Without looking first, as a mistake of ours would.
                installation.session.add(DutyRow(agreement_id="kbh", kind="together", subject=subject))
            return subject

        return work

    one, two, clash, three = await kept.together(*map(writes, ["1", "2", "2", "3"]))
    assert (one, two, three) == ("1", "2", "3")
    assert isinstance(clash, IntegrityError)
    assert kept.seen() == ["1", "2", "3"]
    assert kept.runs == ["1", "2", "2", *"1223"]
    assert await kept.store.share(kept.owe("4")) == "4"


async def test_one_that_goes_on_after_it_was_undone_leaves_nobody_out(kept):
    def writes():
        with kept.store.begin() as installation:
            installation.session.add(DutyRow(agreement_id="kbh", kind="together", subject="1"))

    def goes_on():  # As a mistake of ours would.
        with kept.store.begin() as installation:
            installation.session.add(DutyRow(agreement_id="kbh", kind="together", subject="1"))
            with suppress(IntegrityError):
                installation.session.flush()
            installation.session.rollback()
            installation.session.add(DutyRow(agreement_id="kbh", kind="together", subject="2"))

    one, two, broken, three = await kept.together(writes, kept.owe("0"), goes_on, kept.owe("3"))
    assert (one, two, type(broken), three) == (None, "0", InvalidRequestError, "3")
    assert kept.seen() == ["1", "0", "3"]


async def test_one_statement_that_is_thought_better_of_is_undone(kept):
    def writes():
        kept.runs.append("writes")
        with kept.store.write() as connection:
            connection.execute(insert(DutyRow).values(agreement_id="kbh", kind="together", subject="2"))
            raise KeyError("no")

    one, no, three = await kept.together(kept.owe("1"), writes, kept.owe("3"))
    assert (one, type(no), three) == ("1", KeyError, "3")
    assert kept.seen() == ["1", "3"]


async def test_what_is_to_be_undone_is_heard_of_once(kept):
    heard = []

    def refused():
        try:
            kept.owe("2", fail=KeyError("no"))()
        except KeyError as no:
            heard.append(no)

    await kept.together(kept.owe("1"), refused)
    assert (len(heard), kept.runs, kept.seen()) == (1, ["1", "2", "1", "2"], ["1"])


@pytest.mark.parametrize("first", ["changes", "asks"])
async def test_a_change_begun_amid_a_question_is_kept_also_when_others_have_changed_something_before(kept, first):
    def asks_and_changes():
        with kept.store.read() as installation:
            installation.session.exec(select(DutyRow)).all()
            assert kept.owe("2")() == "2"
            return installation.session.exec(select(DutyRow.subject).where(DutyRow.kind == "together")).all()

    others = kept.owe("1") if first == "changes" else kept.seen
    outcome = await kept.together(others, asks_and_changes, kept.owe("3"))
    assert not any(isinstance(one, BaseException) for one in outcome), outcome
    assert kept.seen() == (["1"] if first == "changes" else []) + ["2", "3"]


async def test_each_sees_what_was_done_before_it_and_a_question_still_changes_nothing(kept):
    def asks():
        with kept.store.read() as installation:
            found = list(installation.session.exec(select(DutyRow.subject)))
            with pytest.raises(OperationalError, match="readonly"):
                installation.session.connection().execute(text("UPDATE duty SET subject = 'spoilt'"))
        return found

    def changes_and_asks():
        kept.owe("2")()
        return asks()

    assert await kept.together(kept.owe("1"), asks, changes_and_asks, kept.owe("3")) == ["1", ["1"], ["1", "2"], "3"]
    assert kept.seen() == ["1", "2", "3"]
    assert kept.commits == 1


async def test_what_is_changed_while_a_question_is_still_open_is_kept(kept):
    def asks_and_changes():
        with kept.store.read() as asked:
            before = list(asked.session.exec(select(DutyRow.subject)))
            kept.owe("2")()
            with pytest.raises(OperationalError, match="readonly"):
                asked.session.connection().execute(text("UPDATE duty SET subject = 'spoilt'"))
        return before

    assert await kept.together(kept.owe("1"), asks_and_changes, kept.owe("3")) == ["1", ["1"], "3"]
    assert kept.seen() == ["1", "2", "3"]
    assert kept.commits == 1


async def test_when_the_shared_commit_fails_each_is_done_anew_alone(kept):
    kept.failing = 1
    assert await kept.together(kept.owe("1"), kept.owe("2")) == ["1", "2"]
    assert kept.runs == ["1", "2", "1", "2"]
    assert kept.seen() == ["1", "2"]
    assert kept.commits == 3


async def test_when_the_database_undoes_everything_nothing_that_was_done_before_is_forgotten(kept):
    def undone():
        kept.runs.append("undone")
        with kept.store.begin() as installation:
            installation.session.connection().execute(text("ROLLBACK"))  # As SQLite does by itself when the disk is full.

    first, _, last = await kept.together(kept.owe("1"), undone, kept.owe("3"))
    assert (first, last) == ("1", "3")
    assert kept.runs == ["1", "undone", "1", "undone", "3"]
    assert kept.seen() == ["1", "3"]


@pytest.mark.parametrize("way", ["read", "begin", "write"])
async def test_when_the_database_undoes_everything_nobody_goes_on_in_what_is_left_of_it(kept, way):
    def undone():
        kept.runs.append("undone")
        with kept.store.begin() as installation:
            installation.session.connection().execute(text("ROLLBACK"))

    def undone_and_goes_on():
        with suppress(OperationalError):  # Alone, there is nothing left to commit.
            undone()
        with getattr(kept.store, way)() as again:
            connection = again if way == "write" else again.session.connection()
            connection.execute(text("SELECT 1"))

    outcomes = await kept.together(kept.owe("1"), undone_and_goes_on, kept.owe("3"))
    assert outcomes == ["1", None, "3"]
    assert kept.seen() == ["1", "3"]
    assert kept.runs == ["1", "undone", "1", "undone", "3"]


async def test_one_that_goes_on_after_all_was_undone_keeps_nothing_of_it(kept):
    def goes_on():
        kept.runs.append("goes on")
        if kept.runs.count("goes on") > 1:
            return "alone"
        with kept.store.write() as connection:
            with suppress(KeyError):
                kept.owe("never", fail=KeyError("no"))()
            connection.execute(text("SELECT 1"))  # Which begins another transaction.
        return "with the others"

    assert await kept.together(kept.owe("1"), goes_on, kept.owe("3")) == ["1", "alone", "3"]
    assert kept.seen() == ["1", "3"]


async def test_one_that_wants_to_be_alone_ends_a_group(kept):
    go = threading.Event()
    busy = asyncio.ensure_future(kept.store.run(go.wait, 10))
    waiting = [
        asyncio.ensure_future(way(kept.owe(name)))
        for way, name in ((kept.store.share, "1"), (kept.store.share, "2"), (kept.store.run, "3"), (kept.store.share, "4"))
    ]
    await asyncio.sleep(0)
    go.set()
    assert await asyncio.gather(*waiting) == ["1", "2", "3", "4"]
    await busy
    assert kept.commits == 3


async def test_one_nobody_waits_for_any_more_is_not_begun(kept):
    go = threading.Event()
    busy = asyncio.ensure_future(kept.store.run(go.wait, 10))
    gone, stays = (asyncio.ensure_future(kept.store.share(kept.owe(name))) for name in "12")
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.sleep(0)
    go.set()
    await stays
    await busy
    assert kept.seen() == ["2"]


async def test_what_one_alone_does_in_several_steps_is_one_commit_too(kept):
    def noted_and_done():
        return kept.owe("noted")(), kept.owe("done")()

    assert await kept.store.share(noted_and_done) == ("noted", "done")
    assert (kept.seen(), kept.commits) == (["noted", "done"], 1)


async def test_what_one_alone_does_is_done_anew_when_its_commit_fails(kept):
    kept.failing = 1
    assert await kept.store.share(kept.owe("1")) == "1"
    assert (kept.seen(), kept.runs) == (["1"], ["1", "1"])


async def test_one_alone_that_can_not_be_kept_hears_of_it(kept):
    kept.failing = 2
    with pytest.raises(OperationalError):
        await kept.store.share(kept.owe("1"))
    assert kept.seen() == []


async def test_whatever_breaks_the_writer_the_next_have_their_turn(kept, monkeypatch):
    def broken(_shared):
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(together.Shared, "commit", broken)
        assert list(map(type, await kept.together(kept.owe("1"), kept.owe("2")))) == [MemoryError, MemoryError]
    assert await kept.store.share(kept.owe("3")) == "3"
    assert kept.seen() == ["3"]


async def test_on_postgres_each_has_a_transaction_of_its_own(postgres_store):
    sample.agreements(postgres_store)
    kept = Kept(postgres_store)
    assert await kept.together(kept.owe("1"), kept.owe("2")) == ["1", "2"]
    assert kept.commits == 2
