"""A meeting's day and time asked for in Mattermost: by one picker where the server has it, typed where not, and always echoed before it is set."""

from contextlib import asynccontextmanager

import pytest

from tests.platforms.fake_mattermost.eras import V10_11, V11_1, V11_10
from tests.platforms.fake_mattermost.fake import FakeMattermost
from tests.platforms.fake_mattermost.seen import said
from tests.platforms.mattermost_stage import NOW, linked, staged
from tests.platforms.waiting import until

LONDON = {"useAutomaticTimezone": "false", "automaticTimezone": "Europe/Copenhagen", "manualTimezone": "Europe/London"}
THURSDAY = "torsdag d. 11. marts 2027 kl. 10.00"


@asynccontextmanager
async def planning(era, tmp_path, sqlite_template, timezone=None):
    """Let the facilitator open the form that plans a meeting."""
    async with FakeMattermost(era).running() as fake, staged(tmp_path, sqlite_template, fake, listen=False) as stage:
        if timezone is not None:
            stage.dina.timezone = timezone
        room = fake.adds_channel("samarbejde", [stage.anna, stage.dina]).id
        asked = await fake.types(stage.dina.id, room, "/pagt meeting plan")
        assert asked.dialog is not None, asked.said + asked.error
        yield stage, asked
        assert not fake.complaints, fake.complaints


@pytest.mark.parametrize(
    ("era", "timezone", "answers"),
    [
        (V10_11, None, {"day": "torsdag d. 11. marts 2027", "starts": "kl. 10"}),
        (V11_1, None, {"starts": "2027-03-11T10:00"}),
        (V11_10, None, {"starts": "2027-03-11T10:00"}),
        (V11_1, LONDON, {"starts": "2027-03-11T09:00"}),  # Such a server shows the person's own clock,
        (V11_10, LONDON, {"starts": "2027-03-11T10:00"}),  # and a newer one the agreement's.
    ],
    ids=["typed", "picked-11.1", "picked-11.10", "picked-11.1-london", "picked-11.10-london"],
)
async def test_the_day_is_the_same_however_it_was_given_and_is_echoed_first(era, timezone, answers, tmp_path, sqlite_template):
    async with planning(era, tmp_path, sqlite_template, timezone) as (stage, _asked):
        sent = await stage.fake.submits(stage.dina.id, **answers)
        assert not sent.error
        assert sent.dialog is None, sent.dialog
        preview = await sent.until("Indkald")
        assert THURSDAY in preview
        assert ("09.00 hos dig" in preview) == (timezone is not None)


async def test_the_clocks_that_the_server_knows_are_kept_for_what_somebody_is_told_later(tmp_path, sqlite_template):
    async with planning(V10_11, tmp_path, sqlite_template, LONDON) as (stage, _asked):
        room = stage.fake.adds_channel("møder", [stage.anna, stage.dina]).id
        stage.anna.timezone = {"useAutomaticTimezone": "true", "automaticTimezone": "America/New_York"}
        met = await stage.fake.types(stage.anna.id, room, "/pagt whoami")
        await met.until("Anna Holm")
        await until(lambda: kept(stage, stage.anna) == "America/New_York")
        assert kept(stage, stage.bo) == ""
        done = await stage.fake.types(stage.dina.id, room, "/pagt meeting convene 2027-03-11T10:00-12:00")
        assert "(09.00–11.00 hos dig)" in await done.until("Indkaldt")
        assert "(04.00–06.00 hos dig)" in said(await stage.told(stage.anna, "Kommer"), stage.fake.state)
        assert "hos dig" not in said(await stage.told(stage.bo, "Kommer"), stage.fake.state)


def kept(stage, user):
    """Return by which clocks somebody lives, as it is kept for what they are told of later."""
    with stage.program.store.read() as installation:
        return installation.within("koebenhavn", actor="test", now=NOW).people.behind("mattermost", user.id).zone


async def test_the_end_is_typed_beside_what_was_picked(tmp_path, sqlite_template):
    async with planning(V11_10, tmp_path, sqlite_template) as (stage, _asked):
        sent = await stage.fake.submits(stage.dina.id, starts="2027-03-11T10:00", ends="12")
        assert "kl. 10.00–12.00" in await sent.until("Indkald")


@pytest.mark.parametrize(
    ("starts", "said"),
    [
        ("2027-10-31T00:30:00Z", "to gange"),  # The picker chose one of two hours that look the same; the person did not.
        ("2026-03-11T09:00:00Z", "onsdag d. 11. marts 2026"),
        (None, "Dag skal udfyldes"),
    ],
    ids=["twice", "over", "nothing"],
)
async def test_what_cannot_be_meant_is_asked_about_beside_the_picker(starts, said, tmp_path, sqlite_template):
    async with planning(V11_10, tmp_path, sqlite_template) as (stage, _asked):
        sent = await stage.fake.submits(stage.dina.id, starts=starts)
        assert sent.dialog is not None, sent.said
        assert said in sent.dialog.errors["starts"]
        again = await stage.fake.submits(stage.dina.id, starts="2027-03-11T10:00")
        assert THURSDAY in await again.until("Indkald")


async def test_a_server_that_was_updated_meanwhile_is_asked_by_what_it_can_now(tmp_path, sqlite_template):
    async with FakeMattermost(V10_11).running() as fake, staged(tmp_path, sqlite_template, fake) as stage:
        room = fake.adds_channel("samarbejde", [stage.anna, stage.dina]).id
        before = await fake.types(stage.dina.id, room, "/pagt meeting plan")
        assert "text" in kinds(before.dialog)
        await fake.goes_away()
        fake.state.era = V11_10
        await fake.comes_back()
        await linked(fake, 2)
        after = await fake.types(stage.dina.id, room, "/pagt meeting plan")
        assert "datetime" in kinds(after.dialog)


def kinds(opened):
    """Return what an open dialog asks by: the types of its fields."""
    return [one["type"] for one in opened.dialog["elements"]]
