"""One agreement whose parties sit on Slack and on Mattermost: told once, answered anywhere, and the same digest in both."""

import asyncio
import re
import shutil
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlmodel import select

from bot import loading
from bot.app import Pagt, pagt
from bot.domain.outbox import Kind
from bot.domain.person import Appointment
from bot.domain.role import Role
from bot.serve import Server
from bot.settings import Settings
from storage.store import sqlite_url
from storage.tables import OutboxRow
from tests.platforms import mattermost_stage, slack_stage
from tests.platforms.fake_mattermost.fake import FakeMattermost
from tests.platforms.fake_mattermost.seen import said
from tests.platforms.fake_slack.fake import HOST, FakeSlack

AGREEMENT = (Path(__file__).parents[2] / "agreements" / "koebenhavn.toml").read_text(encoding="utf-8")
NOW = datetime(2027, 2, 1, 9, tzinfo=UTC)
ANNA, DINA, BO = "U0ANNA01", "U0DINA01", "U0BO0001"  # in Slack
ROOM = "C0ALLE01"


@dataclass
class Both:
    """The program before both fakes. Anna (EKI) and Dina, the facilitator, are known in Slack; Bo (OSA) and Carla, the chair, in Mattermost."""

    slack: FakeSlack
    mattermost: FakeMattermost
    program: Pagt
    people: SimpleNamespace
    now: datetime = NOW

    def in_slack(self, place: str) -> str:
        return "\n".join(one.said for one in self.slack.messages(place) if one.bot_id)

    async def waits(self, words: str, where) -> str:
        """Wait until these words are read somewhere."""
        end = time.monotonic() + 8
        while words not in where():
            assert time.monotonic() < end, f"{words!r} did not come; this did: {where()!r}"
            await asyncio.sleep(0.02)
        return where()

    def later(self, by: timedelta) -> None:
        """Let time pass for what is owed and what got through; what waits may be tried again."""
        with self.program.store.begin() as installation:
            for row in installation.session.exec(select(OutboxRow)).all():
                row.created_at, row.not_before = row.created_at - by, None
                row.sent_at = row.sent_at - by if row.sent_at else None
                installation.session.add(row)

    def digests(self) -> list[str]:
        """Return the digests that the channels are owed, posted or not, before any is mended."""
        with self.program.store.read() as installation:
            rows = installation.session.exec(select(OutboxRow).where(OutboxRow.kind == Kind.DIGEST)).all()
            return [row.message for row in rows if row.edits is None]

    def outbox(self):
        with self.program.store.read() as installation:
            return installation.within("koebenhavn", actor="test", now=self.now).outbox.waiting_for("koebenhavn")


@pytest.fixture
async def both(tmp_path, sqlite_template):
    shutil.copy(sqlite_template, tmp_path / "pagt.db")
    async with FakeSlack(pace=0.0).running() as slack, FakeMattermost().running() as mattermost:
        port = mattermost_stage.free_port()
        given = {
            **slack_stage.settings_for(slack, tmp_path, "socket"),
            "PAGT_LISTEN": f"127.0.0.1:{port}",
            "PAGT_PUBLIC_URL": f"http://127.0.0.1:{port}",
            "PAGT_SECRET": mattermost_stage.SECRET,
            "MATTERMOST_URL": mattermost.url,
            "MATTERMOST_TOKEN": mattermost.bot_token,
        }
        settings, platforms = Settings(**given), {}
        program = pagt(sqlite_url(tmp_path / "pagt.db"), platforms, lambda: made.now, secret=mattermost_stage.SECRET)
        people = SimpleNamespace(
            bo=mattermost.adds_user("bo", "Bo Lund"),
            carla=mattermost.adds_user("carla", "Carla Friis"),
            dina=mattermost.adds_user("dina", "Dina Juhl"),
        )
        for user, name in ((ANNA, "Anna Holm"), (DINA, "Dina Juhl"), (BO, "Bo Lund")):
            if user not in slack.state.users:
                slack.user(user, name, HOST)
        made = Both(slack, mattermost, program, people)
        _move_in(made)
        await mattermost_stage.registered(mattermost, program, settings)
        server = Server(program, settings, platforms, slack_stage.TEMPO, mattermost_stage.TEMPO)
        await server.start()
        await slack_stage.linked(slack)
        await mattermost_stage.linked(mattermost)
        slack.channel(ROOM, "samarbejde", [ANNA, DINA, BO])
        people.room = mattermost.adds_channel("samarbejde", [people.bo, people.carla, people.dina])
        yield made
        await server.stop()
        program.close()


def _move_in(both: Both) -> None:
    program, people = both.program, both.people
    loading.apply(program.store, loading.plan(program.store, AGREEMENT, NOW), NOW)
    with program.store.begin() as installation:
        records = installation.within("koebenhavn", actor="test", now=NOW)
        for platform, user, name, role, unit in (
            ("slack", f"{HOST}/{ANNA}", "Anna Holm", Role.REPRESENTATIVE, "eki"),
            ("mattermost", people.bo.id, "Bo Lund", Role.REPRESENTATIVE, "osa"),
            ("mattermost", people.carla.id, "Carla Friis", Role.CHAIR, None),
            ("slack", f"{HOST}/{DINA}", "Dina Juhl", Role.FACILITATOR, None),
        ):
            person = records.people.meet(platform, user, name=name, language="da")
            records.people.appoint(Appointment(person_id=person.id, role=role, unit=unit, since=date(2026, 1, 1)))
            records.people.welcomed(person, NOW)


async def link_dina(both: Both) -> str:
    """Dina says in Mattermost who she is; return the code she used."""
    shown = await both.slack.types(DINA, both.slack.direct(DINA).id, "/pagt link")
    code = re.search(r"[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}", await shown.until("/pagt link "))[0]
    linked = await both.mattermost.types(both.people.dina.id, both.people.room.id, f"/pagt kobl {code}")
    await linked.until("Dina Juhl")
    return code


async def bind(both: Both) -> None:
    """Bind a channel of each platform."""
    await link_dina(both)
    bound = await both.slack.types(DINA, ROOM, "/agreement setup")
    await both.slack.submits(DINA)
    await bound.until("samarbejdsaftale")
    bound = await both.mattermost.types(both.people.dina.id, both.people.room.id, "/agreement setup")
    await both.mattermost.submits(both.people.dina.id)
    await bound.until("samarbejdsaftale")


async def register(both: Both) -> None:
    """Anna registers an initiative in Slack."""
    await both.slack.types(ANNA, ROOM, "/initiative new Åbent værksted")
    sent = await both.slack.submits(
        ANNA, purpose="Et sted at gå hen.", tracks=["1 Forebyggelse"], lead="EKI", participants=["OSA"]
    )
    await sent.until("I-1 Åbent værksted")


def posts(both: Both, channel) -> str:
    return "\n".join(
        said(one, both.mattermost.state) for one in both.mattermost.posts(channel) if one.user_id == both.mattermost.bot.id
    )


async def ask(both: Both) -> None:
    asked = await both.slack.types(DINA, ROOM, "/pagt status ask")
    await asked.until("2027-Q1")


async def beat(both: Both) -> None:
    """Let the heart beat once, whatever its clock says."""
    await both.program.store.run(both.program.watch.once)
    await both.program.deliver.all()


async def close(both: Both) -> None:
    """Let the round close."""
    both.now = NOW + timedelta(days=60)
    await both.program.settle()


async def test_registered_in_slack_seen_and_answered_in_mattermost_and_the_digest_is_equal_in_both(both):
    await bind(both)
    await register(both)
    bo = both.mattermost.direct(both.people.bo)
    await both.waits("Åbent værksted", lambda: posts(both, bo))
    news = next(one for one in both.mattermost.posts(bo) if "Åbent værksted" in said(one, both.mattermost.state))
    seen = await both.mattermost.presses(both.people.bo.id, news, "Set")
    await seen.until("OSA")
    await ask(both)
    await both.waits("2027-Q1", lambda: posts(both, bo))
    nudge = next(one for one in both.mattermost.posts(bo) if "2027-Q1" in said(one, both.mattermost.state))
    answered = await both.mattermost.says(both.people.bo.id, bo.id, "I-1 aktiv: første hold er startet", root=nudge.id)
    await answered.until("første hold er startet")
    await close(both)
    in_slack = await both.waits("første hold er startet", lambda: both.in_slack(ROOM))
    in_mattermost = await both.waits("første hold er startet", lambda: posts(both, both.people.room))
    for words in ("Åbent værksted", "OSA", "2027-Q1"):
        assert words in in_slack
        assert words in in_mattermost
    one, other = both.digests()
    assert one == other
    late = await both.slack.types(ANNA, ROOM, "/pagt status reply eki I-1 aktiv: det kom for sent")
    await late.until("det kom for sent")
    await both.waits("det kom for sent", lambda: both.in_slack(ROOM))  # What was posted is mended, in both.
    await both.waits("det kom for sent", lambda: posts(both, both.people.room))
    assert (both.in_slack(ROOM).count("Fordelt på spor"), posts(both, both.people.room).count("Fordelt på spor")) == (1, 1)


async def test_somebody_with_an_account_on_both_is_told_once_and_an_answer_in_one_closes_the_nudge_in_the_other(both):
    await bind(both)
    shown = await both.mattermost.types(both.people.bo.id, both.people.room.id, "/pagt link")
    code = re.search(r"[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}", await shown.until("/pagt link "))[0]
    await (await both.slack.types(BO, ROOM, f"/pagt link {code}")).until("Bo Lund")
    await register(both)
    await ask(both)
    bo = both.mattermost.direct(both.people.bo)
    await both.waits("2027-Q1", lambda: posts(both, bo))
    assert "2027-Q1" not in both.in_slack(both.slack.direct(BO).id)
    answered = await both.slack.types(BO, ROOM, "/pagt status reply osa unchanged")
    await answered.until("2027-Q1")
    nudge = next(one for one in both.mattermost.posts(bo) if "2027-Q1" in said(one, both.mattermost.state))
    before = said(nudge, both.mattermost.state)
    end = time.monotonic() + 8
    while nudge.edit_at == 0:
        assert time.monotonic() < end, f"the nudge still says {before!r}"
        await asyncio.sleep(0.02)
    assert said(nudge, both.mattermost.state) != before


async def test_who_prefers_the_other_account_is_told_there(both):
    await bind(both)
    shown = await both.mattermost.types(both.people.bo.id, both.people.room.id, "/pagt link")
    code = re.search(r"[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}", await shown.until("/pagt link "))[0]
    await (await both.slack.types(BO, ROOM, f"/pagt link {code}")).until("Bo Lund")
    await (await both.slack.types(BO, ROOM, "/pagt link here")).until("Slack")
    await ask(both)
    await both.waits("2027-Q1", lambda: both.in_slack(both.slack.direct(BO).id))
    assert "2027-Q1" not in posts(both, both.mattermost.direct(both.people.bo))


async def test_whoever_links_an_account_is_told_where_they_were_known_and_can_take_it_back(both):
    await link_dina(both)
    dina = both.slack.direct(DINA).id
    await both.waits("Du er nu også på Mattermost", lambda: both.in_slack(dina))
    told = next(one for one in both.slack.messages(dina) if "også på Mattermost" in one.said)
    there = both.mattermost.direct(both.people.dina)
    assert "Du er nu også på" not in posts(both, there)
    kept = await both.mattermost.types(both.people.dina.id, both.people.room.id, "/pagt kobl fjern")
    await kept.until("ikke koblet nogen konto til dig efter denne")  # Whoever got in by a code locks nobody out.
    undone = await both.slack.presses(DINA, told, "Det var ikke mig")
    await both.waits("ikke længere koblet til dig", lambda: f"{undone.said}{told.said}")
    stranger = await both.mattermost.types(both.people.dina.id, both.people.room.id, "/pagt hvem er jeg")
    await stranger.until("kender dig ikke endnu")
    with both.program.store.read() as installation:
        records = installation.within("koebenhavn", actor="test", now=NOW)
        person = records.people.behind("slack", f"{HOST}/{DINA}")
        assert [one.platform for one in records.people.accounts(person.id)] == ["slack"]


async def test_a_code_is_good_once_and_a_guess_is_nothing(both):
    used = await link_dina(both)
    for code in (used, "ABCD-EFGH-IJKL"):
        guess = await both.mattermost.types(both.people.carla.id, both.people.room.id, f"/pagt link {code}")
        await guess.until("kode")
    with both.program.store.read() as installation:
        records = installation.within("koebenhavn", actor="test", now=NOW)
        carla = records.people.behind("mattermost", both.people.carla.id)
        assert [one.platform for one in records.people.accounts(carla.id)] == ["mattermost"]


async def test_a_channel_that_gets_headlines_only_is_not_shown_the_text(both):
    await bind(both)
    shown = await both.slack.types(DINA, ROOM, "/agreement channel headline")
    await shown.until("kun")
    await register(both)
    await ask(both)
    bo = both.mattermost.direct(both.people.bo)
    await (
        await both.mattermost.types(both.people.bo.id, bo.id, "/pagt status reply osa I-1 aktiv: første hold er startet")
    ).until("hold")
    await close(both)
    await both.waits("første hold er startet", lambda: posts(both, both.people.room))
    in_slack = await both.waits("2027-Q1", lambda: both.in_slack(ROOM))
    assert "første hold er startet" not in in_slack
    assert "Åbent værksted" not in in_slack


async def test_while_one_platform_is_down_the_other_works_on_and_the_outbox_keeps_what_is_owed(both):
    await bind(both)
    await both.slack.goes_away()
    asked = await both.mattermost.types(both.people.dina.id, both.people.room.id, "/pagt status ask")
    await asked.until("2027-Q1")
    await both.waits("2027-Q1", lambda: posts(both, both.mattermost.direct(both.people.bo)))
    await both.program.deliver.all()
    await both.waits("person:", lambda: " ".join(row.recipient for row in both.outbox()))
    assert "2027-Q1" not in both.in_slack(both.slack.direct(ANNA).id)

    dina = both.mattermost.direct(both.people.dina)
    both.later(timedelta(minutes=11))
    for _ in range(2):
        both.later(timedelta())
        await beat(both)
        await both.waits("Jeg kan ikke komme i forbindelse med Slack", lambda: posts(both, dina))
    assert posts(both, dina).count("Jeg kan ikke komme i forbindelse med Slack") == 1

    await both.slack.comes_back()
    await slack_stage.linked(both.slack)
    both.later(timedelta())
    await beat(both)
    await both.waits("2027-Q1", lambda: both.in_slack(both.slack.direct(ANNA).id))
    await beat(both)
    await both.waits("Slack virker igen", lambda: posts(both, dina))
    assert "Jeg kan ikke komme i forbindelse med Slack" not in posts(both, dina)  # The same message says so now.
    assert not both.outbox()
