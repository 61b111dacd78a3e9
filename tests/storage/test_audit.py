"""Every change of state leaves a row in the trail, in the same transaction."""

from contextlib import suppress

from sqlmodel import func, select

from bot.domain.outbox import Delivery
from storage.tables import AuditRow, OutboxRow
from tests.storage import sample
from tests.storage.taken_back import taken_back
from tests.storage.worlds import CHANGES, build

# What leaves none, and why.
WITHOUT = {
    **dict.fromkeys(["Duties.set", "Duties.set_all", "Duties.end"], "a duty's next moment follows from what is in the trail"),
    **dict.fromkeys(
        ["Outbox.add", "Outbox.supersede"], "a message follows from a change or a rule, and its row tells its own story"
    ),
    **dict.fromkeys(["Outbox.supersede_about", "Outbox.supersede_edits"], "as above"),
    "Outbox.forget": "that the answers it told of are let go of is in the trail",
}


def trail(installation):
    return installation.session.exec(select(func.count()).select_from(AuditRow).where(AuditRow.agreement_id == "ours")).one()


def owed(records):
    said = select(OutboxRow.key, OutboxRow.message).where(OutboxRow.agreement_id == "ours").order_by(OutboxRow.key)
    return records.duties.all(), [one.key for one in records.outbox.waiting_for("ours")], records.session.exec(said).all()


def test_only_changes_that_exist_are_excused():
    assert WITHOUT.keys() <= CHANGES.keys()


def test_a_change_leaves_its_trace_with_actor_and_instant(store):
    with store.rehearse() as installation:
        world = build(installation, "ours")
        records = sample.within(installation, "ours", actor=world.person.id)
        before = trail(installation)
        for name in CHANGES.keys() - WITHOUT.keys():
            with taken_back(installation):
                CHANGES[name](records, world)
                installation.session.flush()
                newest = installation.session.exec(select(AuditRow).order_by(AuditRow.id.desc())).first()
                assert trail(installation) > before, name
                assert (newest.actor, newest.at, newest.agreement_id) == (world.person.id, sample.NOW, "ours"), name


def test_what_is_excused_does_change_something_else(store):
    with store.rehearse() as installation:
        world = build(installation, "ours")
        records = sample.within(installation, "ours", actor=world.person.id)
        world.message.state, world.message.platform = Delivery.PENDING, None
        for name in WITHOUT:
            with taken_back(installation):
                if name == "Outbox.supersede_edits":
                    records.outbox.add(sample.notice("ours", step="edit", edits=world.message.key))
                if name == "Outbox.forget":
                    world.message.state = Delivery.SENT
                installation.session.flush()
                before = owed(records)
                CHANGES[name](records, world)
                installation.session.flush()
                installation.session.expire_all()
                assert owed(records) != before, name


def test_a_change_that_fails_leaves_no_trace(store):
    with store.begin() as installation:
        build(installation, "ours")
        before = trail(installation)
    with suppress(KeyError), store.begin() as installation:
        sample.within(installation, "ours").people.meet("slack", "U9", name="Nine", language="da")
        installation.session.flush()
        assert trail(installation) == before + 1
        raise KeyError
    with store.read() as installation:
        assert trail(installation) == before
