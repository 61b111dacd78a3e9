"""Sixteen people at once before a database that can keep nothing, or who want the same thing: each is told what is true, over HTTP."""

import asyncio

import aiohttp
import pytest
from sqlmodel import func, select
from structlog.testing import capture_logs

from storage.tables import ArrivalRow, AuditRow, HandledRow, InitiativeRow, OutboxRow, RoundRow
from tests.platforms.slack_stage import ANNA, BO, DINA, ROOM, staged
from tests.platforms.waiting import until
from tests.storage.test_trouble import full, read_only

SIXTEEN = range(16)
PURPOSE = "Trygge skoleveje. " * 80  # More than the pages there are have room for.
UNCHANGED = (InitiativeRow, AuditRow, OutboxRow, HandledRow)


@pytest.fixture
async def stage(fake, tmp_path, sqlite_template):
    async with staged(tmp_path, sqlite_template, "http", fake=fake) as made:
        fake.channel(ROOM, "samarbejde", [ANNA, BO, DINA])
        yield made


async def all_at_once(stage, lines):
    """Let people type a line each, all at once; return the answers that stand there in the end, however busy the machine is."""
    seen = await asyncio.gather(*(stage.fake.types(user, ROOM, f"/pagt {line}") for user, line in lines))
    assert [one.error for one in seen] == [""] * len(lines)

    def said():
        return {answer.said for one in seen for answer in one.answers if "Arbejder på det" not in answer.said}

    await until(lambda: len(said()) == len(lines), 20)
    return said()


async def ask(stage, name):
    """Let sixteen register an initiative each, all at once."""
    line = f"initiative new title: {name} {{}}; tracks: 1; purpose: {PURPOSE}"
    return await all_at_once(stage, [((ANNA, BO)[number % 2], line.format(number)) for number in SIXTEEN])


def rows(stage, *tables):
    with stage.program.store.read() as installation:
        return [installation.session.exec(select(func.count()).select_from(table)).one() for table in tables]


async def ready(stage):
    async with aiohttp.ClientSession() as session, session.get(f"{stage.address}/readyz") as answer:
        return answer.status, await answer.text()


@pytest.mark.parametrize(("how", "why"), [(full, "full"), (read_only, "read_only")])
async def test_all_are_told_that_nothing_is_kept_and_what_they_wrote_and_it_goes_on_by_itself(stage, how, why):
    await stage.program.settle()  # What is due by rule is done.
    store, before = stage.program.store, rows(stage, *UNCHANGED)
    with capture_logs() as told:
        with how(store):
            answers = await ask(stage, "Forgæves")
            assert all("Lige nu kan intet gemmes" in said for said in answers)
            for number in SIXTEEN:  # What they wrote is given back, to be sent again.
                assert sum(f"Forgæves {number};" in said for said in answers) == 1
            assert rows(stage, *UNCHANGED) == before
            status, standing = await ready(stage)
            small_fits = how is full  # What is small may still have room in a page there is, and then it is well for that moment.
            assert small_fits or (status, '"trouble": "read_only"' in standing) == (503, True)
        assert {"event": "storage.trouble", "why": why, "command": "initiative new", "log_level": "error"} in told
        assert not [one for one in told if one["event"] == "dispatch.broken"]

        await stage.server._heart.beat()  # noqa: SLF001  # The next beat, half a minute sooner.
        await until(lambda: store.trouble is None)
        assert (await ready(stage))[0] == 200
    assert all("Registreret: I-" in said for said in await ask(stage, "Skole"))
    with store.read() as installation:
        titles = installation.session.exec(select(InitiativeRow.title)).all()
        undone = select(func.count()).select_from(ArrivalRow).where(ArrivalRow.done.is_(False))
        assert sorted(titles) == sorted(f"Skole {number}" for number in SIXTEEN)
        assert installation.session.exec(undone).one() == 0


async def test_of_two_that_ask_for_the_same_at_once_one_does_it_one_hears_of_it_and_nobody_else_loses_anything(stage):
    lines = [(BO, f"initiative new title: Indsats {number}; tracks: 1") for number in SIXTEEN]
    for place in (0, 9):
        lines.insert(place, (DINA, "status ask"))
    said = await all_at_once(stage, lines)
    assert sum("parter bliver spurgt nu" in one for one in said) == 1
    assert sum(one.startswith("Runden 2027-Q1 er åben") for one in said) == 1
    assert {one.split()[1] for one in said if "Registreret: I-" in one} == {f"I-{number + 1}" for number in SIXTEEN}
    assert rows(stage, RoundRow, InitiativeRow) == [1, len(SIXTEEN)]
