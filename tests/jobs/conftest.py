"""What the tests of jobs stand on."""

import pytest

from tests.jobs.scripted import Post, Scripted


@pytest.fixture
def post(store):
    """A way to owe things to Ana on scripted platforms, on each database."""
    return lambda *platforms, **more: Post(store, *(platforms or (Scripted(),)), **more)
