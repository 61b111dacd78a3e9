"""Delivery against a platform that does what a script says: what becomes of a message, when it is tried again, what is read back."""

import asyncio
import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.message import Message
from bot.domain.outbox import Delivery, Kind, Notice, to_person, to_place
from bot.domain.status import Answer
from bot.jobs.deliver import MOST_READ_BACKS, MOST_WHEN_REFUSED, Deliver
from bot.platforms.platform import Address, PlatformError
from storage.tables import AccountRow
from tests.storage import sample

NOW = sample.NOW
REFUSED = PlatformError("account_inactive", lasting=True)
SLOW_DOWN = PlatformError("ratelimited", wait=timedelta(seconds=40))
DROPPED = PlatformError("connection dropped", arrived=None)
DOWN = PlatformError("service_unavailable")
NEVER = "never answers"
TAKES_THEN_DROPS = "takes it, then the connection drops"


class Scripted:
    """A platform that follows a script, one entry per call of a verb; after its end it does what it is asked."""

    def __init__(self, name="slack", send=(), update=(), find=()):
        self.name = name
        self.posts, self.calls = {}, []
        self.script = {"send": list(send), "update": list(update), "find": list(find)}
        self.before_send = None

    async def _play(self, verb):
        self.calls.append(verb)
        entry = self.script[verb].pop(0) if self.script[verb] else None
        if entry == NEVER:
            await asyncio.sleep(3600)
        if isinstance(entry, Exception):
            raise entry
        return entry

    async def send(self, key, to, message):
        if self.before_send:
            await self.before_send()
        entry = await self._play("send")
        reference = f"{to.id}/{len(self.posts) + 1}"
        self.posts[reference] = (key, to, message)
        if entry == TAKES_THEN_DROPS:
            raise DROPPED
        return reference

    async def update(self, at, message):
        await self._play("update")
        key, to, _ = self.posts[at]
        self.posts[at] = (key, to, message)

    async def find(self, key, to, since):
        await self._play("find")
        assert datetime.now(UTC) - timedelta(minutes=3) < since < datetime.now(UTC)
        return next((at for at, (mark, where, _) in self.posts.items() if (mark, where) == (key, to)), None)

    async def open_form(self, form, trigger):
        raise NotImplementedError

    @property
    def texts(self):
        """What stands there, in the order it came."""
        return [message.headline for _, _, message in self.posts.values()]


class Post:
    """An agreement that owes things to Ana, and delivery to scripted platforms."""

    def __init__(self, store, *platforms, **more):
        self.store = store
        self.platform = platforms[0]
        more = {"owed": lambda _records, _row: True, "timeout": timedelta(milliseconds=60), **more}
        self.deliver = Deliver(store, {one.name: one for one in platforms}, lambda: NOW, **more)
        sample.agreements(store)
        with store.begin() as installation:
            records = sample.within(installation)
            self.ana = records.people.meet("slack", "U-ana", name="Ana", language="da").id

    def account(self, platform, user):
        with self.store.begin() as installation:
            installation.session.add(AccountRow(agreement_id="kbh", platform=platform, user=user, person_id=self.ana))

    def owe(self, text="Status?", **other):
        given = {"to": to_person(self.ana), "kind": Kind.NUDGE, "subject": "round:2027-Q1:osa", "due": "2027-Q1"}
        notice = Notice(agreement_id="kbh", message=Message(text), **{**given, **other})
        with self.store.begin() as installation:
            assert sample.within(installation).outbox.add(notice)
        return notice.key

    def row(self, key):
        with self.store.read() as installation:
            return installation.outbox.by_key(key)

    def change(self, key, **values):
        with self.store.begin() as installation:
            row = installation.outbox.by_key(key)
            for name, value in values.items():
                setattr(row, name, value)
            installation.session.add(row)

    def wait_over(self, key):
        """Let the time pass for which a message was put off; return how long that was, from now."""
        row = self.row(key)
        self.change(key, not_before=None)
        return row.not_before - datetime.now(UTC)

    async def until_settled(self, key, most=100):
        """Deliver, each wait passed over, until a message stays as it is; return how often it was in hand."""
        for times in range(1, most + 1):
            await self.deliver.once()
            if self.row(key).state is not Delivery.PENDING:
                return times
            self.wait_over(key)
        return most


def about(wait, seconds):
    """Tell whether a wait, of which a moment has passed, was of so many seconds."""
    return seconds - 5 < wait.total_seconds() <= seconds


@pytest.fixture
def post(store):
    return lambda *platforms, **more: Post(store, *(platforms or (Scripted(),)), **more)


async def test_a_message_is_sent_once_and_known_by_where_it_landed(post):
    post = post()
    key = post.owe()
    assert await post.deliver.all() == 1
    row = post.row(key)
    assert (row.state, row.reference, row.platform, row.place, row.attempt) == (Delivery.SENT, "U-ana/1", "slack", "U-ana", 1)
    assert post.platform.posts == {"U-ana/1": (key, Address("person", "U-ana"), Message("Status?"))}
    assert await post.deliver.all() == 0
    assert post.platform.calls == ["send"]


@pytest.mark.parametrize(
    ("entry", "waits", "in_doubt"),
    [
        (SLOW_DOWN, 40, False),
        (DOWN, 5, False),
        (DROPPED, 5, True),
        (NEVER, 5, True),
        (TAKES_THEN_DROPS, 5, True),
        (RuntimeError("a bug"), 5, True),
    ],
)
async def test_a_failed_send_waits_and_is_looked_for_only_if_it_may_have_arrived(post, entry, waits, in_doubt):
    post = post(Scripted(send=[entry]))
    key = post.owe()
    assert await post.deliver.all() == 1
    row = post.row(key)
    assert (row.state, row.platform is not None) == (Delivery.PENDING, in_doubt)
    assert row.last_error
    assert about(post.wait_over(key), waits)
    assert await post.deliver.all() == 1
    assert post.platform.calls == ["send", *(["find"] if in_doubt else []), *(["send"] if entry != TAKES_THEN_DROPS else [])]
    assert post.row(key).state is Delivery.SENT
    assert post.platform.texts == ["Status?"]


async def test_waits_double_up_to_half_an_hour(post):
    post = post(Scripted(send=[DOWN] * 12))
    key = post.owe()
    waits = []
    for _ in range(12):
        await post.deliver.once()
        waits.append(post.wait_over(key))
    expected = [5, 10, 20, 40, 80, 160, 320, 640, 1280, 1800, 1800, 1800]
    assert all(map(about, waits, expected)), waits
    assert await post.deliver.all() == 1
    assert post.row(key).state is Delivery.SENT


async def test_a_refusal_for_good_is_not_tried_again(post):
    post = post(Scripted(send=[REFUSED]))
    key = post.owe()
    await post.deliver.all()
    assert (post.row(key).state, post.row(key).last_error) == (Delivery.FAILED, "account_inactive")
    assert await post.deliver.all() == 0


async def test_a_refusal_of_which_nobody_knows_whether_it_arrived_is_for_the_operator(post):
    post = post(Scripted(send=[PlatformError("token revoked while sending", arrived=None, lasting=True)]))
    key = post.owe()
    await post.deliver.all()
    assert post.row(key).state is Delivery.UNCERTAIN


async def test_where_one_account_is_gone_the_next_is_tried(post):
    slack, mattermost = Scripted("slack", send=[REFUSED]), Scripted("mattermost")
    post = post(slack, mattermost)
    post.account("mattermost", "ana")
    key = post.owe()
    await post.deliver.all()
    row = post.row(key)
    assert (row.state, row.platform, row.reference) == (Delivery.SENT, "mattermost", "ana/1")
    assert slack.posts == {}


async def test_where_every_account_is_gone_it_failed(post):
    post = post(Scripted("slack", send=[REFUSED]), Scripted("mattermost", send=[PlatformError("no such user", lasting=True)]))
    post.account("mattermost", "ana")
    key = post.owe()
    await post.deliver.all()
    assert (post.row(key).state, post.row(key).last_error) == (Delivery.FAILED, "no such user")


async def test_a_preferred_account_is_taken_first(post):
    slack, mattermost = Scripted("slack"), Scripted("mattermost")
    post = post(slack, mattermost)
    with post.store.begin() as installation:
        account = AccountRow(agreement_id="kbh", platform="mattermost", user="ana", person_id=post.ana, preferred=True)
        installation.session.add(account)
    post.owe()
    await post.deliver.all()
    assert (slack.texts, mattermost.texts) == ([], ["Status?"])


async def test_a_platform_that_is_not_connected_now_is_waited_for(post):
    post = post(Scripted("mattermost"))
    key = post.owe()
    await post.deliver.all()
    assert (post.row(key).state, post.row(key).last_error) == (Delivery.PENDING, "slack is not connected")
    post.deliver.platforms["slack"] = Scripted("slack")
    post.wait_over(key)
    await post.deliver.all()
    assert post.row(key).state is Delivery.SENT


async def test_somebody_without_an_account_cannot_be_told(post):
    post = post()
    key = post.owe(to=to_person("p_nobody"))
    await post.deliver.all()
    assert (post.row(key).state, post.row(key).last_error) == (Delivery.FAILED, "the person has no account on any platform")


@pytest.mark.parametrize(
    ("outsiders", "closed", "bound", "state"),
    [
        (False, True, True, Delivery.SENT),
        (True, False, True, Delivery.SENT),
        (True, True, True, Delivery.FAILED),
        (False, False, False, Delivery.FAILED),
    ],
)
async def test_a_channel_gets_what_may_be_read_there_while_it_is_bound(post, outsiders, closed, bound, state):
    post = post()
    with post.store.begin() as installation:
        places = sample.within(installation).places
        place = places.bind("slack", "C1", direct=False, outsiders=outsiders)
    key = post.owe(to=to_place(place.id), closed=closed, kind=Kind.DIGEST)
    if not bound:
        with post.store.begin() as installation:
            places = sample.within(installation).places
            places.release(places.by_id(place.id))
    await post.deliver.all()
    assert post.row(key).state is state
    assert [to for _, to, _ in post.platform.posts.values()] == [Address("place", "C1")] * (state is Delivery.SENT)


async def test_what_is_no_longer_owed_is_not_sent(post):
    post = post(owed=lambda _records, row: row.step == "still")
    gone, still = post.owe(step="gone"), post.owe(step="still")
    await post.deliver.all()
    assert (post.row(gone).state, post.row(still).state) == (Delivery.SUPERSEDED, Delivery.SENT)


async def test_what_is_called_back_while_in_doubt_is_found_or_given_up_but_not_sent_again(post):
    for entry, state in ((TAKES_THEN_DROPS, Delivery.SENT), (DROPPED, Delivery.SUPERSEDED)):
        platform = Scripted(send=[entry])
        one = post(platform) if entry == TAKES_THEN_DROPS else one
        one.deliver.platforms["slack"] = platform
        key = one.owe(subject=f"round:{state}")
        await one.deliver.once()
        with one.store.begin() as installation:
            assert sample.within(installation).outbox.supersede("kbh", f"round:{state}") == 0
        one.wait_over(key)
        await one.deliver.all()
        assert one.row(key).state is state
        assert platform.calls == ["send", "find"]


async def test_a_send_killed_before_it_was_marked_is_found_by_its_key(post):
    post = post()
    key = post.owe()
    await post.deliver.all()
    post.change(key, state=Delivery.SENDING, lease_until=datetime(2020, 1, 1, tzinfo=UTC), reference=None)
    await post.deliver.all()
    row = post.row(key)
    assert (row.state, row.reference, row.attempt) == (Delivery.SENT, "U-ana/1", 2)
    assert post.platform.calls == ["send", "find"]


async def test_a_worker_killed_before_it_chose_where_to_send_asks_nobody(post):
    post = post()
    key = post.owe()
    post.change(key, state=Delivery.SENDING, attempt=1, lease_until=datetime(2020, 1, 1, tzinfo=UTC))
    await post.deliver.all()
    assert post.platform.calls == ["send"]
    assert post.row(key).state is Delivery.SENT


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        (PlatformError("missing_scope", lasting=True), MOST_WHEN_REFUSED),
        (DOWN, MOST_READ_BACKS),
        (NEVER, MOST_READ_BACKS),
    ],
)
async def test_a_message_nobody_can_tell_of_becomes_uncertain_and_is_never_guessed(sqlite_store, answers, asked):
    post = Post(sqlite_store, Scripted(send=[DROPPED], find=[answers] * 100), timeout=timedelta(milliseconds=5))
    key = post.owe()
    await post.until_settled(key)
    assert post.platform.calls == ["send", *["find"] * asked]
    row = post.row(key)
    assert row.state is Delivery.UNCERTAIN
    assert re.match("cannot find out whether it arrived: ", row.last_error)


async def test_read_backs_are_spread_over_about_a_day(sqlite_store):
    post = Post(sqlite_store, Scripted(send=[DROPPED], find=[DOWN] * 100))
    key, waited = post.owe(), timedelta()
    await post.deliver.once()
    while post.row(key).state is Delivery.PENDING:
        waited += post.wait_over(key)
        await post.deliver.once()
    assert timedelta(hours=23) < waited < timedelta(hours=26)


async def test_a_read_back_that_was_answered_starts_the_count_anew(post):
    post = post(Scripted(send=[DROPPED, DROPPED], find=[DOWN, DOWN]))
    key = post.owe()
    for expected in (0, 1, 2, 0):
        await post.deliver.once()
        assert post.row(key).unanswered == expected
        post.wait_over(key)
    await post.deliver.all()
    assert post.row(key).state is Delivery.SENT
    assert post.platform.calls == ["send", "find", "find", "find", "send", "find", "send"]


async def test_in_doubt_the_platform_it_went_to_is_asked_even_if_another_is_preferred_by_then(post):
    slack, mattermost = Scripted("slack", send=[TAKES_THEN_DROPS]), Scripted("mattermost")
    post = post(slack, mattermost)
    key = post.owe()
    await post.deliver.once()
    with post.store.begin() as installation:
        installation.session.add(AccountRow(agreement_id="kbh", platform="mattermost", user="ana", person_id=post.ana, preferred=True))
    post.wait_over(key)
    await post.deliver.all()
    assert post.row(key).platform == "slack"
    assert mattermost.calls == []


async def test_a_worker_that_lost_its_lease_while_sending_overwrites_nothing(post):
    post = post(Scripted(send=[DOWN]))
    key = post.owe()

    async def another_worker_takes_it():
        post.change(key, attempt=7, last_error="theirs")

    post.platform.before_send = another_worker_takes_it
    await post.deliver.once()
    row = post.row(key)
    assert (row.state, row.attempt, row.last_error) == (Delivery.SENDING, 7, "theirs")


async def test_a_worker_that_slept_through_its_lease_sends_nothing(post):
    post = post(lease=timedelta(seconds=1), timeout=timedelta(seconds=2))
    key = post.owe()
    await post.deliver.once()
    assert post.platform.calls == []
    row = post.row(key)
    assert (row.state, row.platform) == (Delivery.SENDING, "slack")


async def test_one_failure_stops_no_other(post):
    post = post(Scripted(send=[RuntimeError("a bug"), REFUSED, NEVER]))
    keys = [post.owe(step=str(number)) for number in range(6)]
    await post.deliver.all()
    states = [post.row(key).state for key in keys]
    assert sorted(states) == sorted([Delivery.SENT] * 3 + [Delivery.PENDING] * 2 + [Delivery.FAILED])


async def test_a_message_that_cannot_be_read_is_kept_for_a_program_that_can(post):
    post = post()
    key = post.owe()
    post.change(key, message='{"headline": "x", "parts": [{"kind": "hologram"}]}')
    await post.deliver.all()
    assert (post.row(key).state, post.row(key).last_error) == (Delivery.PENDING, "internal")


# Edits: a message that takes the place of one that stands there.


async def test_an_edit_waits_for_its_original_and_takes_its_place(post):
    post = post(Scripted(send=[DOWN]))
    original = post.owe()
    edit = post.owe("Tak", step="answered", edits=original)
    await post.deliver.all()
    assert {post.row(key).state for key in (original, edit)} == {Delivery.PENDING}
    assert post.row(edit).last_error == "what it takes the place of has not gone out yet"
    for key in (original, edit):
        post.wait_over(key)
        await post.deliver.all()
    assert {post.row(key).state for key in (original, edit)} == {Delivery.SENT}
    assert post.platform.texts == ["Tak"]
    assert post.platform.calls == ["send", "send", "update"]


@pytest.mark.parametrize("became", [Delivery.FAILED, Delivery.SUPERSEDED])
async def test_an_edit_of_what_never_went_out_is_given_up(post, became):
    post = post()
    original = post.owe()
    post.change(original, state=became)
    edit = post.owe("Tak", step="answered", edits=original)
    nothing = post.owe("Tak", step="of nothing", edits="0" * 64)
    await post.deliver.all()
    assert {post.row(key).state for key in (edit, nothing)} == {Delivery.SUPERSEDED}
    assert post.platform.calls == []


async def test_an_edit_goes_to_where_its_original_stands_whatever_is_preferred_now(post):
    slack, mattermost = Scripted("slack"), Scripted("mattermost")
    post = post(slack, mattermost)
    original = post.owe()
    await post.deliver.all()
    with post.store.begin() as installation:
        installation.session.add(AccountRow(agreement_id="kbh", platform="mattermost", user="ana", person_id=post.ana, preferred=True))
    post.owe("Tak", step="answered", edits=original)
    await post.deliver.all()
    assert (slack.texts, mattermost.calls) == (["Tak"], [])


@pytest.mark.parametrize("entry", [DOWN, DROPPED, NEVER, SLOW_DOWN])
async def test_an_edit_that_was_not_taken_is_sent_again_without_reading_back(post, entry):
    post = post(Scripted(update=[entry]))
    original = post.owe()
    await post.deliver.all()
    edit = post.owe("Tak", step="answered", edits=original)
    await post.deliver.all()
    assert about(post.wait_over(edit), 40 if entry is SLOW_DOWN else 5)
    await post.deliver.all()
    assert post.row(edit).state is Delivery.SENT
    assert post.platform.texts == ["Tak"]
    assert post.platform.calls == ["send", "update", "update"]


async def test_an_edit_of_a_message_that_was_deleted_fails(post):
    post = post(Scripted(update=[PlatformError("message_not_found", lasting=True)]))
    original = post.owe()
    await post.deliver.all()
    edit = post.owe("Tak", step="answered", edits=original)
    await post.deliver.all()
    assert post.row(edit).state is Delivery.FAILED


async def test_of_several_edits_only_the_newest_counts(post):
    post = post(Scripted(update=[DOWN]))
    original = post.owe()
    await post.deliver.all()
    old = post.owe("Gammelt", step="answered 1", edits=original)
    await post.deliver.all()
    new = post.owe("Nyt", step="answered 2", edits=original)
    post.change(new, created_at=post.row(old).created_at + timedelta(seconds=1))
    await post.deliver.all()
    post.wait_over(old)
    await post.deliver.all()
    assert (post.row(old).state, post.row(new).state) == (Delivery.SUPERSEDED, Delivery.SENT)
    assert post.platform.texts == ["Nyt"]


async def test_a_newer_edit_waits_for_an_older_one_on_its_way(post):
    post = post()
    original = post.owe()
    await post.deliver.all()
    old, new = (post.owe(text, step=f"answered {text}", edits=original) for text in ("Gammelt", "Nyt"))
    post.change(old, state=Delivery.SENDING, attempt=1, lease_until=datetime(2999, 1, 1, tzinfo=UTC))
    post.change(new, created_at=post.row(old).created_at + timedelta(seconds=1))
    await post.deliver.all()
    assert (post.row(new).state, post.row(new).last_error) == (Delivery.PENDING, "an older edit is on its way")


async def test_an_edit_with_closed_content_stays_out_of_a_channel_where_outsiders_read_by_now(post):
    post = post()
    with post.store.begin() as installation:
        place = sample.within(installation).places.bind("slack", "C1", direct=False, outsiders=False)
    original = post.owe(to=to_place(place.id), kind=Kind.DIGEST)
    await post.deliver.all()
    with post.store.begin() as installation:
        sample.within(installation).places.bind("slack", "C1", direct=False, outsiders=True)
    edit = post.owe("Lukket", to=to_place(place.id), kind=Kind.DIGEST, step="late", edits=original, closed=True)
    await post.deliver.all()
    assert post.row(edit).state is Delivery.FAILED
    assert post.platform.texts == ["Status?"]


async def test_a_nudge_is_not_sent_to_a_unit_that_has_answered(store):
    platform = Scripted()
    sample.agreements(store)
    with store.begin() as installation:
        ana = sample.within(installation).people.meet("slack", "U-ana", name="Ana", language="da")
        records = sample.within(installation, actor=ana.id)
        row = records.rounds.start(sample.round_())
        given = {"to": to_person(ana.id), "kind": Kind.NUDGE, "due": "2027-Q1", "message": Message("Status?")}
        notices = {unit: Notice(agreement_id="kbh", subject=f"round:2027-Q1:{unit}", **given) for unit in ("osa", "bif")}
        for notice in notices.values():
            records.outbox.add(notice)
        records.rounds.answer(row, sample.reply(ana.id), Answer(), {})
    await Deliver(store, {"slack": platform}, lambda: NOW).all()
    with store.read() as installation:
        states = {unit: installation.outbox.by_key(notice.key).state for unit, notice in notices.items()}
    assert states == {"osa": Delivery.SUPERSEDED, "bif": Delivery.SENT}
