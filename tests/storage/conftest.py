"""What the tests of storage stand on."""

import pytest

from tests.storage import sample


@pytest.fixture
def records(store):
    """The records of an agreement in a transaction that stays open, for Ana to act in."""
    sample.agreements(store)
    with store.begin() as installation:
        ana = sample.within(installation).people.meet("slack", "U1", name="Ana", language="da")
        yield sample.within(installation, actor=ana.id)
