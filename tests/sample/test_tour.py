"""The README's tour in Chromium: registered by one, seen by another, answered by a third, in the chair's digest; and on to a meeting."""

import pytest

from bot.platforms.local.server import serving
from bot.shell.workspace import Guide
from tests.sample.meeting_tour import MeetingTour
from tests.sample.tour import SAYS, Tour


@pytest.mark.parametrize("language", sorted(SAYS))
async def test_a_newcomer_walks_the_tour(world, page, language):
    async with serving(Guide(world.pagt, world.workspace).parts(), "127.0.0.1", 0) as address:
        await Tour(page, address, language).walk()


@pytest.mark.parametrize("language", sorted(SAYS))
async def test_the_tour_goes_on_from_a_planned_meeting_to_four_of_four(world, page, language):
    async with serving(Guide(world.pagt, world.workspace).parts(), "127.0.0.1", 0) as address:
        await MeetingTour(page, address, language).walk()
