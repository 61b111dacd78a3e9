"""Two organisations in Slack: partners, guests, shared channels, and who never learns or does what is not theirs."""

from datetime import date

import pytest

from bot.chat.message import Message
from bot.domain.outbox import Kind, Notice, to_place
from bot.domain.person import Appointment
from bot.domain.role import Role
from storage.places import place_at
from tests.platforms.fake_slack.fake import HOST, PARTNER, FakeSlack
from tests.platforms.fake_slack.sent import Sent
from tests.platforms.fake_slack.wire import COMMANDS, EVENTS, INTERACTIVE
from tests.platforms.slack_stage import ANNA, BO, CARLA, DINA, EVA, FINN, staged
from tests.platforms.waiting import until

OPEN, SHARED, GUESTS = "C0ALLE01", "C0DELT01", "C0GAEST1"
PER, GUEST = "U0PERPO1", "U0GUEST1"


@pytest.fixture
async def fake():
    async with FakeSlack(pace=0.0).running() as made:
        made.user(PER, "Per Politi", PARTNER)
        yield made


@pytest.fixture(params=["socket", "http"])
async def stage(request, fake, tmp_path, sqlite_template):
    async with staged(tmp_path, sqlite_template, request.param, fake=fake) as made:
        fake.user(GUEST, "Gerda Gæst", guest="restricted")
        fake.channel(OPEN, "alle", [ANNA, BO, CARLA, DINA])
        fake.channel(SHARED, "delt", [ANNA, CARLA, DINA, PER])
        fake.channel(GUESTS, "gaester", [ANNA, CARLA, DINA, GUEST])
        yield made


async def register(stage, title, *, confidential):
    await stage.fake.types(ANNA, OPEN, f"/initiative new {title}")
    facts = {"purpose": "x", "tracks": ["1 Forebyggelse"], "lead": "EKI", "confidential": confidential}
    sent = await stage.fake.submits(ANNA, **facts)
    await sent.until(title)


def place(stage, channel):
    with stage.program.store.read() as installation:
        return place_at(installation.session, "slack", channel)


async def appointed(stage, user, team, unit):
    """Let somebody speak for a unit."""
    with stage.program.store.begin() as installation:
        records = installation.within("koebenhavn", actor="test", now=stage.now)
        person = records.people.meet("slack", f"{team}/{user}", name=user, language="da")
        records.people.appoint(Appointment(person_id=person.id, role=Role.REPRESENTATIVE, unit=unit, since=date(2026, 1, 1)))


async def test_a_partner_cannot_type_a_command_but_does_all_of_it_with_a_mention(stage):
    fake = stage.fake
    await appointed(stage, PER, PARTNER, "naerpoliti")
    typed = await fake.types(PER, SHARED, "/initiative list")
    assert "not a valid command" in typed.error
    asked = await fake.says(PER, SHARED, "@pagt initiative new Fælles patrulje")
    await asked.until("Åbn formularen")
    await fake.presses(PER, asked.answers[-1], "Åbn formularen")
    sent = await fake.submits(PER, purpose="x", tracks=["1 Forebyggelse"], lead="Nærpoliti")
    await sent.until("I-1 Fælles patrulje")
    assert all(one.only_for == PER for one in sent.answers if one.channel == SHARED)


async def test_nobody_gains_a_role_by_sharing_a_channel(stage):
    fake = stage.fake
    for words in ("initiative list", "status digest", "party list", "initiative new X", "agreement setup"):
        seen = await fake.says(PER, SHARED, f"@pagt {words}")
        await until(lambda seen=seen: seen.answers)
        assert "udpege dig" in seen.said or "kender dig ikke" in seen.said, seen.said
        assert "I-1" not in seen.said
    with stage.program.store.read() as installation:
        assert not installation.accounts.known("slack", f"{PARTNER}/{PER}", ("slack", "")).people


async def test_the_same_user_id_in_another_team_is_somebody_else(stage):
    fake = stage.fake
    sender = Sent(fake.state, fake.app(), fake.server.url)
    payload = sender.command(fake.state.users[DINA], fake.state.channels[OPEN], "/pagt", "status ask") | {"team_id": PARTNER}
    answered = await fake.wire.deliver(COMMANDS, payload)
    assert not answered.lost
    with stage.program.store.read() as installation:
        assert not installation.within("koebenhavn", actor="", now=stage.now).rounds.open()


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        (COMMANDS, {"team_id": "T0FREMMED"}),
        (COMMANDS, {"team_id": ""}),
        (EVENTS, {"team_id": "T0FREMMED", "authorizations": [{"team_id": "T0FREMMED", "enterprise_id": None}]}),
        (EVENTS, {"team_id": "T0FREMMED", "authorizations": []}),
    ],
    ids=["command", "command of no team", "event", "event without authorizations"],
)
async def test_what_comes_from_a_workspace_without_the_app_reaches_no_handler(stage, kind, change):
    asked = []
    desk = stage.server.services[0].desk
    object.__setattr__(desk, "ask", asked.append)
    fake, sender = stage.fake, Sent(stage.fake.state, stage.fake.app(), stage.fake.server.url)
    if kind is COMMANDS:
        payload = sender.command(fake.state.users[ANNA], fake.state.channels[OPEN], "/pagt", "help")
    else:
        event = {
            "type": "message",
            "channel": stage.dm(ANNA),
            "channel_type": "im",
            "user": ANNA,
            "text": "help",
            "ts": fake.clock.stamp(),
        }
        payload = sender.event(event)
    answered = await fake.wire.deliver(kind, payload | change)
    assert not answered.lost
    assert asked == []


async def test_what_another_app_signed_or_sent_is_refused(fake, tmp_path, sqlite_template):
    async with staged(tmp_path, sqlite_template, "socket", fake=fake) as stage:
        fake.channel(OPEN, "alle", [ANNA])
        desk = stage.server.services[0].desk
        object.__setattr__(desk, "ask", None)
        payload = Sent(fake.state, fake.app(), fake.server.url).command(
            fake.state.users[ANNA], fake.state.channels[OPEN], "/pagt", "help"
        )
        answered = await fake.wire.deliver(COMMANDS, payload | {"api_app_id": "A0ANOTHER"})
        assert answered.body is None


@pytest.mark.parametrize(("channel", "outsiders"), [(OPEN, False), (SHARED, True), (GUESTS, True)])
async def test_a_channel_knows_who_reads_along_when_it_is_bound(stage, channel, outsiders):
    await stage.fake.types(DINA, channel, "/agreement setup")
    bound = await stage.fake.submits(DINA)
    await until(lambda: bound.answers)
    await until(lambda: place(stage, channel) is not None)
    assert place(stage, channel).outsiders is outsiders


@pytest.mark.parametrize(("channel", "shown"), [(OPEN, True), (SHARED, False), (GUESTS, False)])
async def test_confidential_initiatives_are_never_shown_where_outsiders_read_along(stage, channel, shown):
    await register(stage, "Hemmelig sag", confidential=True)
    for asked in (
        await stage.fake.types(CARLA, channel, "/initiative list"),
        await stage.fake.says(CARLA, channel, "@pagt initiative list"),
    ):
        await until(lambda asked=asked: asked.answers)
        assert ("Hemmelig sag" in asked.said) is shown


async def test_closed_content_is_not_posted_in_a_shared_channel_and_the_digest_there_is_without_it(stage):
    await register(stage, "Hemmelig sag", confidential=True)
    await register(stage, "Åben sag", confidential=False)
    await stage.fake.types(DINA, SHARED, "/agreement setup")
    await stage.fake.submits(DINA)
    await until(lambda: place(stage, SHARED) is not None)
    with stage.program.store.begin() as installation:
        records = installation.within("koebenhavn", actor="test", now=stage.now)
        notice = Notice(
            "koebenhavn", Kind.NOTICE, "initiative:1", "x", to_place(place(stage, SHARED).id), Message("Lukket"), closed=True
        )
        records.outbox.add(notice)
    await stage.fake.types(DINA, OPEN, "/pagt status ask")
    await stage.fake.types(DINA, OPEN, "/pagt status close")
    await until(lambda: any("2027-Q1" in one.said for one in stage.fake.messages(SHARED)))
    said = "\n".join(one.said for one in stage.fake.messages(SHARED))
    assert "Lukket" not in said
    assert "Hemmelig sag" not in said


async def test_a_channel_that_is_shared_later_is_closed_at_once(stage):
    fake = stage.fake
    await fake.types(DINA, OPEN, "/agreement setup")
    await fake.submits(DINA)
    await until(lambda: place(stage, OPEN) is not None)
    assert place(stage, OPEN).outsiders is False
    fake.state.channels[OPEN].shared_with.add(PARTNER)
    await fake.happens({"type": "channel_shared", "channel": OPEN, "connected_team_id": PARTNER})
    await until(lambda: place(stage, OPEN).outsiders)
    fake.state.channels[OPEN].shared_with.clear()
    await fake.happens({"type": "channel_unshared", "channel": OPEN, "previously_connected_team_id": PARTNER})
    await until(lambda: not place(stage, OPEN).outsiders)


async def test_a_guest_who_joins_later_closes_the_channel(stage):
    fake = stage.fake
    await fake.types(DINA, OPEN, "/agreement setup")
    await fake.submits(DINA)
    await until(lambda: place(stage, OPEN) is not None)
    fake.state.channels[OPEN].members.add(GUEST)
    await fake.happens({"type": "member_joined_channel", "channel": OPEN, "user": GUEST, "channel_type": "C", "team": HOST})
    await until(lambda: place(stage, OPEN).outsiders)


async def test_where_slack_does_not_tell_who_reads_along_outsiders_are_taken_to(stage):
    await register(stage, "Hemmelig sag", confidential=True)
    stage.server.services[0].desk.greeter.rooms.forget(OPEN)
    stage.fake.faults.error("conversations.info", "internal_error", times=9)
    seen = await stage.fake.types(CARLA, OPEN, "/initiative list")
    await until(lambda: seen.answers)
    assert "Hemmelig sag" not in seen.said


async def test_a_channel_keeps_its_agreement_under_a_new_id(stage):
    fake = stage.fake
    await fake.types(DINA, OPEN, "/agreement setup")
    await fake.submits(DINA)
    await until(lambda: place(stage, OPEN) is not None)
    row = place(stage, OPEN).id
    fake.state.channels["C0NYID01"] = fake.state.channels.pop(OPEN)
    fake.state.channels["C0NYID01"].id = "C0NYID01"
    await fake.happens({"type": "channel_id_changed", "old_channel_id": OPEN, "new_channel_id": "C0NYID01"})
    await until(lambda: place(stage, "C0NYID01") is not None)
    assert place(stage, "C0NYID01").id == row
    assert place(stage, OPEN) is None


async def test_a_partner_is_nudged_in_a_direct_message_and_answers_in_its_thread(stage):
    fake = stage.fake
    await appointed(stage, PER, PARTNER, "naerpoliti")
    await fake.types(DINA, OPEN, "/pagt status ask")
    direct = fake.state.direct(PER, fake.app().bot_user).id
    nudge = (await until(lambda: [one for one in fake.messages(direct) if "2027-Q1" in one.said]))[0]
    seen = await fake.says(PER, direct, "uændret", thread=nudge.ts)
    await seen.until("Gemt")
    pressed = await fake.presses(
        PER, (await until(lambda: [one for one in fake.messages(direct) if "har svaret" in one.said]))[0], "Ret svaret"
    )
    await until(lambda: pressed.view is not None)


async def test_a_partner_named_in_a_command_is_met_under_their_own_team(stage):
    fake = stage.fake
    seen = await fake.types(DINA, SHARED, "/party contact naerpoliti @per.politi")
    await until(lambda: seen.answers)
    with stage.program.store.read() as installation:
        assert list(installation.accounts.known("slack", f"{PARTNER}/{PER}", ("slack", "")).people) == ["koebenhavn"]


async def test_a_grid_has_one_account_for_a_person_in_all_its_workspaces(fake, tmp_path, sqlite_template):
    fake.team(HOST, "Københavns Kommune", "E0KBH001")
    async with staged(tmp_path, sqlite_template, "http", fake=fake) as stage:
        fake.channel(OPEN, "alle", [ANNA, FINN, EVA])
        with stage.program.store.begin() as installation:
            records = installation.within("koebenhavn", actor="test", now=stage.now)
            records.people.meet("slack", f"E0KBH001/{EVA}", name="Eva Skov", language="da")
        seen = await fake.types(EVA, OPEN, "/pagt whoami")
        await until(lambda: seen.answers)
        assert "Du er Eva Skov" in seen.said


async def test_interaction_of_a_partner_under_their_own_team_is_let_in_and_checked(stage):
    fake = stage.fake
    asked = await fake.says(PER, SHARED, "@pagt whoami")
    await until(lambda: asked.answers)
    message = asked.answers[-1]
    sender = Sent(fake.state, fake.app(), fake.server.url)
    element = next(one for block in message.blocks if block["type"] == "actions" for one in block["elements"])
    payload = sender.action(fake.state.users[PER], message, element, "b", None) | {"team": {"id": PARTNER, "domain": "x"}}
    before = len(fake.state.messages)
    answered = await fake.wire.deliver(INTERACTIVE, payload)
    assert answered.status == 200
    await until(lambda: len(fake.state.messages) > before)
