"""`pagt outbox`: an operator sees what nobody can tell of, and settles it with one of two commands."""

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.domain.outbox import Delivery, Kind
from bot.jobs import settle
from bot.platforms.platform import PlatformError
from tests.jobs.scripted import DROPPED, REFUSED, Post, Scripted
from tests.storage.sample import NOW

LOST = PlatformError("missing_scope", lasting=True)


@pytest.fixture
async def post(sqlite_store):
    """One message in doubt, one refused."""
    post = Post(sqlite_store, Scripted(send=[DROPPED], find=[LOST] * 3))
    post.doubtful = post.owe("Hvordan går det?", kind=Kind.NUDGE)
    await post.until_settled(post.doubtful)
    post.platform.script["send"] = [REFUSED]
    post.refused = post.owe("Nyt om skolen", kind=Kind.NOTICE, due="another")
    await post.deliver.all()
    assert [post.row(key).state for key in (post.doubtful, post.refused)] == [Delivery.UNCERTAIN, Delivery.FAILED]
    return post


def typed(post, *words):
    data = post.store.url.database.removesuffix("/pagt.db")
    return CliRunner().invoke(main, ["outbox", *words], env={"PAGT_DATA": data, "PAGT_DATABASE_URL": "", "PAGT_SECRET": ""})


@pytest.mark.parametrize(
    ("language", "doubt", "refused"),
    [
        ("da", "Ingen kan se, om de her er nået frem.", "De her blev afvist og er ikke nået frem."),
        ("en", "Nobody can tell whether these arrived.", "These were refused, and did not arrive."),
    ],
)
def test_it_lists_what_is_in_doubt_and_what_was_refused(post, language, doubt, refused):
    answer = typed(post, "--lang", language)
    assert answer.exit_code == 1
    assert doubt in answer.output
    assert refused in answer.output
    for key, headline in ((post.doubtful, "Hvordan går det?"), (post.refused, "Nyt om skolen")):
        line = next(one for one in answer.output.splitlines() if key[:12] in one)
        assert headline in line
        assert "Ana" in line


async def test_what_has_not_arrived_is_sent_again_once(post):
    answer = typed(post, "--lang", "en", "resend", post.doubtful[:12])
    assert (answer.exit_code, answer.output) == (
        0,
        "“Hvordan går det?” is sent to Ana again, at the next beat of pagt run.\n",
    )
    before = len(post.platform.calls)
    await post.deliver.all()
    assert post.row(post.doubtful).state is Delivery.SENT
    assert post.platform.calls[before:] == ["send"]
    assert post.platform.texts == ["Hvordan går det?"]


async def test_what_has_arrived_is_not_sent_again(post):
    answer = typed(post, "arrived", post.doubtful[:12])
    assert answer.exit_code == 0
    before = len(post.platform.calls)
    await post.deliver.all()
    assert post.row(post.doubtful).state is Delivery.SENT
    assert post.platform.calls[before:] == []
    assert "Intet er i tvivl." in typed(post).output


async def test_what_was_refused_can_be_tried_again(post):
    assert typed(post, "resend", post.refused[:12]).exit_code == 0
    await post.deliver.all()
    assert post.row(post.refused).state is Delivery.SENT


@pytest.mark.parametrize("key", ["nothing", "", "abc"])
def test_a_key_that_names_no_message_changes_nothing(post, key):
    answer = typed(post, "--lang", "en", "resend", key)
    assert answer.exit_code == 1
    assert f"No such message is waiting to be settled: {key}." in answer.output


def test_a_refused_message_cannot_be_taken_as_delivered(post):
    with pytest.raises(settle.NotSettled):
        settle.arrived(post.store, post.refused, NOW)
    assert post.row(post.refused).state is Delivery.FAILED


def test_settling_leaves_a_trail(post):
    settle.resend(post.store, post.doubtful, NOW)
    with post.store.read() as installation:
        trail = installation.within("kbh", actor="", now=NOW).audit.of(f"outbox:{post.doubtful}")
    assert [(one.actor, one.verb) for one in trail] == [("operator", "settle")]
