"""A platform that takes nothing for a while: the facilitator is told elsewhere, once, and the same message says when it is over."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.outbox import Delivery
from bot.domain.person import Appointment
from bot.domain.role import Role
from bot.jobs.unreachable import Watch
from bot.platforms.platform import PlatformError
from storage.outages import Outages
from storage.tables import AgreementVersionRow
from tests.jobs.scripted import DOWN, DROPPED, Scripted
from tests.storage import sample
from tests.storage.sample import NOW

SUBJECT = "unreachable:slack"
SHUT_OUT = PlatformError("invalid_auth")


@pytest.fixture
def outage(post):
    return lambda *errors, **more: Outage(post, errors or (DOWN,) * 40, **more)


class Outage:
    """Ana is on Slack, which fails as ordered; Dina, who runs the group, is on both or wherever `dina` says."""

    def __init__(self, post, errors, dina=("slack", "mattermost"), role=Role.FACILITATOR):
        self.slack, self.mattermost = Scripted("slack", send=errors), Scripted("mattermost")
        self.post = post(self.slack, self.mattermost)
        self.platforms = {"slack": self.slack, "mattermost": self.mattermost}
        text = sample.copenhagen().model_copy(update={"id": "kbh"})
        facts = {"number": 1, "effective_from": text.in_force_from, "sha256": text.sha256(), "content": text.canonical_json()}
        with self.post.store.begin() as installation:
            installation.session.add(AgreementVersionRow(agreement_id="kbh", loaded_at=NOW, **facts))
        self.ids = {}
        for name, places in (("Dina", dina), ("Ada", ("mattermost",))):
            self.meet(name, places, role if name == "Dina" else Role.ADMIN)

    def meet(self, name, places, role):
        with self.post.store.begin() as installation:
            records = sample.within(installation)
            person = records.people.meet(places[0], f"U-{name}", name=name, language="da")
            for other in places[1:]:
                records.people.link(person.id, other, f"U-{name}", NOW)
            records.people.appoint(Appointment(person_id=person.id, role=role, since=date(2026, 1, 1)))
            self.ids[name] = person.id

    def watch(self):
        return Watch(self.post.store, self.platforms, lambda: NOW).once()

    async def lasts(self, key, minutes=11):
        """Let a message have been owed for so long, tried in vain."""
        await self.post.deliver.once()
        self.post.change(key, created_at=datetime.now(UTC) - timedelta(minutes=minutes), not_before=None)

    def told(self):
        with self.post.store.read() as installation:
            return list(Outages(installation.session).told([SUBJECT]))


async def test_the_facilitator_is_told_once_and_not_on_the_platform_that_is_away(outage):
    outage = outage()
    key = outage.post.owe()
    await outage.lasts(key, minutes=2)
    assert outage.watch() == 0  # Nobody is bothered with a moment.
    await outage.lasts(key)
    assert outage.watch() == 1
    await outage.post.deliver.all()
    assert outage.mattermost.texts == ["Jeg kan ikke komme i forbindelse med Slack"]
    assert [to.id for _, to, _ in outage.mattermost.posts.values()] == ["U-Dina"]
    await outage.lasts(outage.post.owe("Another", subject="another"))
    assert outage.watch() == 0
    assert outage.post.row(key).state is Delivery.PENDING


async def test_when_it_is_over_the_same_message_says_so_and_the_next_outage_is_told_of_again(outage):
    outage = outage(*(DOWN,) * 2)
    key = outage.post.owe()
    await outage.lasts(key)
    outage.watch()
    await outage.post.deliver.once()
    outage.post.wait_over(key)
    await outage.post.deliver.all()
    assert outage.slack.texts == ["Status?"]
    assert outage.watch() == 1
    assert outage.watch() == 0
    await outage.post.deliver.all()
    assert outage.mattermost.texts == ["Slack virker igen"]
    outage.slack.script["send"] = [DOWN] * 9
    again = outage.post.owe("Again", subject="again")
    with outage.post.store.begin() as installation:  # What got through did so before that.
        row = installation.outbox.by_key(key)
        row.sent_at = datetime.now(UTC) - timedelta(minutes=30)
        installation.session.add(row)
    await outage.lasts(again)
    assert outage.watch() == 1
    await outage.post.deliver.all()
    assert outage.mattermost.texts == ["Slack virker igen", "Jeg kan ikke komme i forbindelse med Slack"]


async def test_one_message_that_does_not_get_through_is_no_outage(outage):
    outage = outage(DOWN, DOWN)
    key = outage.post.owe()
    await outage.lasts(key)
    await outage.post.deliver.once()
    outage.post.owe("Another", subject="another")
    await outage.post.deliver.all()
    assert outage.slack.texts == ["Another"]
    assert outage.watch() == 0


async def test_news_that_is_over_before_it_went_out_never_goes_out(outage):
    outage = outage(DOWN)
    outage.mattermost.script["send"] = [DOWN] * 9
    key = outage.post.owe()
    await outage.lasts(key)
    assert outage.watch() == 1
    await outage.post.deliver.all()
    assert outage.slack.texts == ["Status?"]
    assert [row.state for row in outage.told()] == [Delivery.PENDING]
    assert outage.watch() == 0
    assert outage.told() == []


@pytest.mark.parametrize(
    ("error", "headline"),
    [
        (SHUT_OUT, "Slack lukker mig ikke ind"),
        (DROPPED, "Jeg kan ikke komme i forbindelse med Slack"),
        (None, "Jeg er ikke længere forbundet til Slack"),
    ],
)
async def test_the_reason_says_who_can_mend_it(outage, error, headline):
    outage = outage(*[error or DOWN] * 9)
    if error is None:
        del outage.platforms["slack"], outage.post.deliver.platforms["slack"]
    outage.slack.script["find"] = [error] * 9
    await outage.lasts(outage.post.owe())
    assert outage.watch() == 1
    await outage.post.deliver.all()
    assert outage.mattermost.texts == [headline]


async def test_whoever_comes_next_is_told_where_the_facilitator_is_on_that_platform_only(outage):
    outage = outage(dina=("slack",))
    await outage.lasts(outage.post.owe())
    assert outage.watch() == 1
    await outage.post.deliver.all()
    assert [to.id for _, to, _ in outage.mattermost.posts.values()] == ["U-Ada"]


async def test_where_nobody_can_be_told_elsewhere_nobody_is_told(outage):
    outage = outage()
    del outage.platforms["mattermost"]
    await outage.lasts(outage.post.owe())
    assert outage.watch() == 0
