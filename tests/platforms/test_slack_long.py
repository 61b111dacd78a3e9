"""What is long arrives whole in Slack: a digest of 120 initiatives, asked for and posted, in both modes."""

from datetime import timedelta

import pytest

from bot.domain.initiative import Proposal
from tests.platforms.slack_stage import ANNA, CARLA, DINA, ROOM
from tests.platforms.waiting import until

MANY = 120


@pytest.fixture
async def crowded(stage):
    """A hundred and twenty initiatives; made off the event loop, since a link that is not read for so long is taken for dead."""
    await stage.program.store.run(crowd, stage)
    return stage


def crowd(stage):
    with stage.program.store.begin() as installation:
        records = installation.within("koebenhavn", actor="test", now=stage.now)
        by = records.people.behind("slack", f"T0KBH/{ANNA}").id
        for number in range(1, MANY + 1):
            proposal = Proposal(
                title=f"Indsats nummer {number:03} med et ganske langt navn",
                tracks=("forebyggelse",),
                lead="eki",
                starts_on=stage.now.date(),
            )
            row = records.initiatives.register(proposal, by=by, today=stage.now.date() - timedelta(days=200))
            records.initiatives.seen(row, "osa", by=by)


def titles(said):
    return sum(f"I-{number} " in said or f"I-{number}\n" in said for number in range(1, MANY + 1))


async def test_all_of_a_digest_reaches_whoever_asks_for_it(crowded):
    fake = crowded.fake
    await fake.types(DINA, ROOM, "/pagt status ask")
    seen = await fake.types(CARLA, ROOM, "/pagt status digest all")
    assert seen.ack_s < 2.5
    await until(lambda: titles(crowded.heard(CARLA) + seen.said) == MANY)
    assert not fake.refused


async def test_a_long_list_pages_and_every_page_is_taken(crowded):
    seen = await crowded.fake.types(ANNA, ROOM, "/initiative list")
    await until(lambda: titles(seen.said) >= 20)
    assert not crowded.fake.refused


async def test_the_digest_in_the_channel_is_taken_with_all_that_belongs_to_it(crowded):
    fake = crowded.fake
    await fake.types(DINA, ROOM, "/agreement setup")
    await fake.submits(DINA)
    await fake.types(DINA, ROOM, "/pagt status ask")
    await fake.types(DINA, ROOM, "/pagt status close")
    posted = await until(lambda: [one for one in fake.messages(ROOM) if one.bot_id and one.metadata and "2027-Q1" in one.said])
    digest = posted[0]
    pressed = await fake.presses(CARLA, digest, "Vis alt")
    await until(lambda: titles(crowded.heard(CARLA) + pressed.said) == MANY)
