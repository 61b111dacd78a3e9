"""The heartbeat: one line a working day in the channel of those who look after Pagt."""

import pytest

from bot.chat.message import from_json
from bot.chat.plain import plain
from bot.domain.outbox import Delivery
from bot.jobs.heartbeat import Heartbeat
from bot.platforms.platform import Address
from tests.jobs.scripted import REFUSED, Scripted
from tests.program import at

CHANNEL = "slack:C0ADMIN1"


def beating(program, channel=CHANNEL):
    return Heartbeat(program.pagt.store, lambda: program.now, channel)


def owed(program):
    return program.asked(lambda records: [one for one in records.outbox.waiting_for("koebenhavn") if one.subject == "heartbeat"])


def test_it_comes_once_a_working_day_however_many_replicas_there_are(program):
    program.now = at("2026-01-13T08:59")
    one, other = beating(program), beating(program)
    assert [one.once(), other.once()] == [False, False]
    program.now = at("2026-01-13T09:00")
    assert [one.once(), other.once(), one.once(), beating(program).once()] == [True, False, False, False]
    program.now = at("2026-01-14T12:00")
    assert [one.once(), other.once()] == [True, False]
    assert len(owed(program)) == 2


@pytest.mark.parametrize("day", ["2026-01-17T12:00", "2026-01-18T12:00", "2026-04-06T12:00"])
def test_it_keeps_quiet_on_days_nobody_works(program, day):
    program.now = at(day)
    assert not beating(program).once()


def test_without_a_channel_there_is_none(program):
    program.now = at("2026-01-13T12:00")
    assert not beating(program, None).once()


def test_it_says_what_there_is_to_look_at(program):
    program.now = at("2026-02-16T09:00")
    program.tick()
    with program.pagt.store.begin() as installation:
        row = installation.outbox.claim(1)[0]
        row.state = Delivery.UNCERTAIN
        installation.session.add(row)
    beating(program).once()
    said = plain(from_json(owed(program)[0].message))
    assert "Pagt kører" in said
    assert "1 besked" in said
    assert "pagt outbox" in said
    assert "10 beskeder venter" in said


@pytest.mark.parametrize(("script", "state"), [([], Delivery.SENT), ([REFUSED], Delivery.FAILED)])
def test_it_goes_into_its_channel_or_is_told_of(program, script, state):
    program.now = at("2026-01-13T12:00")
    beating(program).once()
    slack = Scripted("slack", send=script)
    key = owed(program)[0].key
    platforms = program.pagt.deliver.platforms
    platforms["slack"] = slack
    program.deliver()
    assert program.asked(lambda records: records.outbox.by_key(key).state) is state
    if state is Delivery.SENT:
        assert [to for _, to, _ in slack.posts.values()] == [Address("place", "C0ADMIN1")]
