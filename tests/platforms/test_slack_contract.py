"""What every platform promises, kept by the whole program as it runs, over Socket Mode and over HTTP. Slack's own traps are in test_slack_platform.py."""

import pytest

from bot.platforms.platform import Address
from tests.platforms.contract import PlatformContract, Subject
from tests.platforms.fake_slack.fake import HOST
from tests.platforms.slack_stage import ANNA, ROOM


class TestSlackAsItRuns(PlatformContract):
    test_what_a_person_wrote_is_shown_as_text = None  # How something is drawn has nothing to do with the way in.

    @pytest.fixture
    def subject(self, stage):
        fake = stage.fake

        async def read(reference: str) -> str:
            return fake.said_at(reference).replace("*marked*", "marked")

        yield Subject(
            platform=stage.server.services[0].platform,
            person=Address("person", f"{HOST}/{ANNA}"),
            place=Address("place", ROOM),
            strangers=(Address("person", f"{HOST}/U0NOBODY"), Address("place", "C0NOWHERE")),
            nowhere=f"{ROOM}/1712345678.000100",
            read=read,
        )
        refused = {error for _, error, _ in fake.refused}
        assert refused <= {"user_not_found", "channel_not_found", "message_not_found", "thread_not_found"}
        fake.refused.clear()  # They were asked for.
