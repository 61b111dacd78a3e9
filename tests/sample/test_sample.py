"""What the sample year comes to when the real program lives through it."""

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from bot.chat.message import File
from bot.chat.plain import plain
from bot.chat.request import Account, Call, Place
from bot.domain.outbox import Delivery, Kind
from bot.sample.cast import CHANNEL
from bot.sample.people import who
from storage.records import Records
from storage.tables import AuditRow, InitiativeRow, OutboxRow

ZONE = ZoneInfo("Europe/Copenhagen")
UNITS = ["ea", "naerpoliti", "forebyggelse", "osa", "ssp", "eki", "krimforebyg", "cbe", "cba", "buf", "sikkerby"]
NOBODY_THERE = "krimforebyg"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def asked(world, alias: str, line: str, language: str | None = None):
    place = Place("local", f"d_{who(alias)}", direct=True)
    return world.pagt.dispatch.answer(Call(Account("local", who(alias)), place, line, spoken_in=language))


@pytest.fixture
def records(world):
    with world.pagt.store.read() as installation:
        yield installation.within("koebenhavn", actor="test", now=world.workspace.now())


def rows(records: Records, table):
    return records.session.exec(select(table)).all()


def test_it_is_friday_the_20th_of_november_and_time_runs_on(world):
    now = world.workspace.now()
    assert at("2026-11-20T10:00") <= now < at("2026-11-20T10:00") + timedelta(minutes=5)
    assert world.workspace.now() > now


def test_what_is_due_next_is_the_half_way_nudge(records):
    assert records.duties.next_due() == at("2026-11-24T09:00")
    due_then = {subject for (_, subject), due in records.duties.all().items() if due == records.duties.next_due()}
    assert {subject for subject in due_then if ":" in subject} == {
        f"2026-Q4:{unit}" for unit in ("ea", "osa", "cbe", "buf", "krimforebyg")
    }


@pytest.mark.parametrize(
    ("period", "opened", "missing", "noted"),
    [
        ("2026-Q1", "2026-02-17", {"krimforebyg"}, {"late": {"ea"}, "on_behalf": set(), "unchanged": {"naerpoliti"}}),
        ("2026-Q2", "2026-05-18", set(), {"late": set(), "on_behalf": {"krimforebyg"}, "unchanged": {"osa"}}),
        ("2026-Q3", "2026-08-18", {"ea"}, {"late": {"buf"}, "on_behalf": {"krimforebyg"}, "unchanged": {"cba"}}),
        (
            "2026-Q4",
            "2026-11-17",
            {"ea", "osa", "krimforebyg", "cbe", "buf"},
            {"late": set(), "on_behalf": set(), "unchanged": set()},
        ),
    ],
)
def test_the_rounds(records, period, opened, missing, noted):
    round_ = records.rounds.by_period(period)
    replies = records.rounds.replies(round_)
    assert round_.opened_at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M") == f"{opened} 09:00"
    assert round_.asked_by is None  # a rule did
    assert round_.open == (period == "2026-Q4")
    assert {one.unit for one in replies} == set(UNITS) - missing
    assert {note: {one.unit for one in replies if getattr(one, note)} for note in noted} == noted


def test_the_initiatives(records):
    every = rows(records, InitiativeRow)
    assert Counter(one.state.value for one in every if one.withdrawn_at is None) == {
        "active": 8,
        "adjusted": 3,
        "closed": 3,
        "paused": 1,
        "planned": 1,
    }
    assert [one.number for one in every if one.withdrawn_at] == [11]
    assert [one.number for one in every if one.confidential] == [10]
    assert [one.number for one in every if one.national] == [12]
    assert [one.number for one in every if one.silent_on(at("2026-11-20T10:00").date(), 90)] == [9]
    assert {track for one in every for track in records.initiatives.full(one).tracks} == {
        "forebyggelse",
        "bekaempelse",
        "eksterne",
        "viden",
    }


def test_three_of_the_years_four_meetings_are_held_and_minuted_and_the_fourth_is_near(records, world):
    meetings = records.meetings.all()
    assert [(one.ref, one.on.isoformat(), one.state.value) for one in meetings] == [
        ("M-1", "2026-03-03", "held"),
        ("M-2", "2026-06-01", "held"),
        ("M-3", "2026-09-01", "held"),
        ("M-4", "2026-12-01", "convened"),
    ]
    assert all("godkendt" in asked(world, "chair", f"/møde referat {one.ref}", "da").message.headline for one in meetings[:3])
    said = plain(asked(world, "chair", "/møde liste", "da").message)
    assert "3 af 4 møder afholdt" in said


def test_one_briefing_is_delivered_and_two_are_on_their_way(world, records):
    said = plain(asked(world, "facilitator", "/orientering liste", "da").message)
    assert "1 af 3 er givet" in said
    found = records.briefings.of_year(2026)
    assert {duty: one.state.value for duty, one in found.items()} == {
        "fokus-sikkerby": "on_agenda",
        "fokus-oeu": "handed_in",
        "status-oeu": "delivered",
    }
    assert found["status-oeu"].entered_by != found["status-oeu"].confirmed_by
    assert "bagud" not in said


@pytest.mark.parametrize("name", ["status", "fokus-sikkerby", "fokus-oeu"])
def test_a_newcomer_gets_the_documents_that_were_handed_in(world, name):
    given = asked(world, "reader", f"/orientering dokument {name}", "da").message
    names = [part.name for part in given.parts if isinstance(part, File)]
    assert [one.rpartition(".")[2] for one in names] == ["docx", "md"]
    assert "Dette er det, der blev indleveret" in plain(given)


def test_the_parties_were_asked_for_next_years_focus_areas_and_three_were_chosen(world):
    said = plain(asked(world, "chair", "/fokus liste", "da").message)
    assert "Fokusområder 2027: 3 valgt, 4 i alt" in said


def test_nobody_was_told_that_the_year_is_behind(records):
    late = [row.step for row in rows(records, OutboxRow) if row.subject.startswith(("briefing:", "annual-status:"))]
    assert len(late) > 30
    assert [step for step in late if ":late" in step or step.startswith("overdue")] == []


def test_units_have_joined_and_left(records):
    moves = [
        (one.ref, entry.verb, entry.unit)
        for one in rows(records, InitiativeRow)
        for entry in records.initiatives.history(one)
        if entry.verb in {"join", "leave"}
    ]
    assert moves == [
        ("I-1", "join", "naerpoliti"),
        ("I-3", "leave", "forebyggelse"),
        ("I-7", "join", "cbe"),
        ("I-14", "join", "sikkerby"),
    ]


def test_most_have_seen_the_news(records):
    every = [one for one in rows(records, InitiativeRow) if one.withdrawn_at is None]
    seen = [set(records.initiatives.full(one).seen_by) for one in every]
    assert all(NOBODY_THERE not in units for units in seen)
    assert sum(map(len, seen)) > len(every) * len(UNITS) / 2
    assert "osa" not in seen[-1]  # The newcomer has a button to press.


def test_every_message_has_gone_out_and_nothing_was_refused(world, records):
    outbox = rows(records, OutboxRow)
    assert {row.state for row in outbox} <= {Delivery.SENT, Delivery.SUPERSEDED}
    assert not any(post.refused for user in world.workspace.users.all() for post in world.workspace.posts.seen(user.id))


@pytest.mark.parametrize(
    ("period", "second", "third"),
    [
        ("2026-Q1", {"ea", "osa", "eki", "cbe"}, {"ea", "cbe"}),
        ("2026-Q2", {"ea", "osa", "cbe", "cba"}, {"ea", "cbe", "cba"}),
        ("2026-Q3", {"ea", "osa", "forebyggelse", "cba", "buf"}, {"ea", "cba", "buf"}),
        ("2026-Q4", set(), set()),
    ],
)
def test_each_nudge_went_out_once_and_only_to_the_silent(world, records, period, second, third):
    nudges = [row for row in rows(records, OutboxRow) if row.kind is Kind.NUDGE and row.due == period and not row.edits]
    by_step = {
        step: [row.subject.split(":")[2] for row in nudges if row.step == step and row.state is Delivery.SENT]
        for step in ("0:representative", "1:representative", "2:deputy")
    }
    assert {step: sorted(units) for step, units in by_step.items()} == {
        "0:representative": sorted(set(UNITS) - {NOBODY_THERE}),
        "1:representative": sorted(second),
        "2:deputy": sorted(third),
    }
    posted = Counter(row["key"] for row in world.workspace.database.rows("SELECT key FROM post WHERE key IS NOT NULL"))
    assert {posted[row.key] for row in nudges if row.state is Delivery.SENT} == {1}


def test_a_nudge_that_was_answered_has_become_a_receipt(world):
    headlines = [post.message.headline for post in world.workspace.posts.seen(who("osa"), f"d_{who('osa')}") if post.message]
    assert "Status 2026-Q3: OSA har svaret" in headlines
    assert [one for one in headlines if one.startswith("Status") and one.endswith("?")] == [
        "Status 2026-Q4: hvordan går det hos OSA?"
    ]


def test_the_facilitator_is_told_of_the_party_with_nobody_to_ask(world):
    said = [plain(post.message) for post in world.workspace.posts.seen(who("facilitator")) if post.message]
    assert len([one for one in said if one.startswith("Status ") and "ingen at spørge" in one and "Krimforebyggelse" in one]) == 4


def test_the_channel_holds_three_digests_and_talk_between_them(world):
    posts = world.workspace.posts.roots(who("chair"), CHANNEL)
    digests = [post for post in posts if post.author is None and post.message.headline.startswith("Status ")]
    assert [post.message.headline.split(":")[0] for post in digests] == ["Status 2026-Q1", "Status 2026-Q2", "Status 2026-Q3"]
    assert [bool(post.edited_at) for post in digests] == [True, False, True]  # Late answers mended them.
    assert sum(post.author is not None for post in posts) >= 10
    assert [post.at for post in posts] == sorted(post.at for post in posts)


SECTIONS = {
    "da": """Kræver beslutning (2) | Sidder fast (4) | Vurderes forskelligt (1) | Fremdrift (6) | Brug for hjælp (1) | Stille (1)
        | Bemærkninger (1) | Mangler svar: Efterretning og Analyse, OSA, Krimforebyggelse, Jobcenter CBE og BUF""",
    "en": """Needs a decision (2) | Stuck (4) | Seen differently (1) | Moved (6) | Needs help (1) | Silent (1)
        | Remarks (1) | Not answered: Efterretning og Analyse, OSA, Krimforebyggelse, Jobcenter CBE, and BUF""",
}


@pytest.mark.parametrize("language", SECTIONS)
def test_the_first_digest_is_worth_reading(world, language):
    said = plain(asked(world, "chair", "/status digest", language).message)
    wanted = [one.strip() for one in SECTIONS[language].split("|")]
    places = {one: said.find(one) for one in wanted}
    assert -1 not in places.values(), places
    assert list(places.values()) == sorted(places.values())


def test_a_closed_rounds_digest_stays_about_its_own_time(world):
    said = plain(asked(world, "chair", "/status digest 2026-Q1 all").message)
    assert "I-6 Fælles seminar" in said
    assert "I-15" not in said  # registered in September
    assert "I-9" not in said  # registered after the round; silent only since the summer
    assert "planlagt" not in "".join(line for line in said.splitlines() if line.startswith("  OSA"))


def test_a_newcomers_answer_changes_the_digest(world):
    desk = world.stage.desk
    nudge = next(
        post for post in reversed(world.workspace.posts.seen(who("osa"))) if post.message and "Q4" in post.message.headline
    )
    before = plain(asked(world, "chair", "/status digest").message)
    asyncio.run(desk.say(who("osa"), nudge.room, "I-4: To medarbejdere er fast kontakt.", thread=nudge.id))
    after = plain(asked(world, "chair", "/status digest").message)
    assert "6 af 11" in before.splitlines()[0]
    assert "7 af 11" in after.splitlines()[0]
    assert "OSA: To medarbejdere er fast kontakt." in after


def test_what_a_newcomer_has_not_read_is_little(world):
    unread = {user.id: sum(world.workspace.rooms.unread(user.id).values()) for user in world.workspace.users.all()}
    assert unread[who("osa")] == 1
    assert max(unread.values()) <= 2


def test_the_trail_goes_through_the_year_without_turning_back(records):
    times = [row.at for row in rows(records, AuditRow)]
    assert times == sorted(times)
    assert times[0].astimezone(ZONE).date().isoformat() == "2026-01-05"
    assert {row.actor for row in rows(records, AuditRow)} >= {"sample", "rule"}
