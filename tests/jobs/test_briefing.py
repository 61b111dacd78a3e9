"""What a year's briefings owe to whom, day by day: each nudge once, in working hours, never in a closed period, with its clause."""

import re
import shutil
from collections import Counter
from datetime import date, timedelta

import pytest

from bot.acts.briefing import plans_of
from bot.chat.message import from_json
from bot.chat.plain import plain
from bot.domain.outbox import Recipient
from bot.jobs.rebuild import moments_from_tables
from bot.sample.people import who
from tests.program import BEGINNING, TEXT, ZONE, Program, at, prepared, without_duties
from tests.storage.sample import copenhagen

AGREEMENT = copenhagen()
DAYS = AGREEMENT.days()
DATES = "oeu 2026-09-22, 2026-12-01, 2026-12-08, 2026-12-15"


@pytest.fixture(scope="module")
def briefed(sqlite_template, tmp_path_factory):
    """The folder of a program whose agreement owes briefings, and asks for no meetings and no status."""
    text = without_duties(without_duties(TEXT, "at_least_meetings"), "status_round")
    return prepared(tmp_path_factory.mktemp("briefed"), sqlite_template, BEGINNING, text)


@pytest.fixture
def program(briefed, tmp_path):
    program = Program(shutil.copytree(briefed, tmp_path / "data"), BEGINNING)
    yield program
    program.close()


def told(program):
    """What was said about briefings: the day, the reader's alias, the step, the message."""

    def rows(records):
        return [
            (one.subject, one.step.partition("@")[0], Recipient.read(one.recipient).id, from_json(one.message))
            for one in records.outbox.waiting_for("koebenhavn")
            if one.subject.startswith(("briefing:", "annual-status:"))
        ]

    return program.asked(rows)


def live(program, until, *, each=lambda _day: None):
    """Let the days pass at nine and at noon; return what fell due on each."""
    seen, diary = {key(one) for one in told(program)}, []
    day = program.now.astimezone(ZONE).date()
    while day <= until:
        for hour in ("09:00", "12:00"):
            program.now = at(f"{day}T{hour}")
            each(day)
            program.tick()
            new = [one for one in told(program) if key(one) not in seen]
            seen |= {key(one) for one in new}
            diary += [(day, *one) for one in new]
        day += timedelta(days=1)
    return diary


def key(one):
    return one[:3]


def test_a_year_in_which_nobody_does_anything_nudges_each_step_once_and_never_in_a_closed_period(program):
    program.says("facilitator", f"/orientering datoer {DATES}")
    diary = live(program, date(2027, 1, 8))
    assert diary
    assert all(DAYS.is_working_day(day) for day, *_ in diary)
    assert max(Counter((subject, step, reader) for _, subject, step, reader, _ in diary).values()) == 1
    steps = {(subject, step): day for day, subject, step, _, _ in diary if not re.search(r":\d+:", subject)}
    assert steps["annual-status:status-oeu:2026", "draft"] == date(2026, 6, 26)
    assert steps["briefing:fokus-sikkerby:2026", "draft"] == date(2026, 10, 5)
    assert steps["briefing:fokus-sikkerby:2026", "draft:late"] == date(2026, 10, 19)  # after the autumn break
    for subject in ("annual-status:status-oeu:2026", "briefing:fokus-sikkerby:2026", "briefing:fokus-oeu:2026"):
        assert steps[subject, "overdue"] == date(2027, 1, 4)
    overdue = {plain(message).splitlines()[2] for _, _, step, _, message in diary if step.startswith("overdue")}
    assert len(overdue) == 3
    assert all("Den var planlagt til " in one for one in overdue)  # The day is over by then.
    warned = {plain(message) for _, _, step, _, message in diary if step.startswith("warn")}
    assert all("Den er planlagt til " in one for one in warned)
    asked = {subject.rpartition(":")[2] for _, subject, step, _, _ in diary if step == "propose"}
    assert asked == {unit.id for unit in AGREEMENT.units} - {"krimforebyg"}  # where nobody speaks for the party
    for _, subject, _, _, message in diary:
        clause = "Årlig status til Økonomiudvalget" if subject.startswith("annual") else "Årlig orientering om fokusområder"
        assert clause in plain(message)


def test_a_year_in_which_everybody_does_their_part_ends_with_three_deliverables(program):
    """The simulated year: right dates, each to whoever holds the next step, and nothing overdue at its end."""
    program.says("facilitator", f"/orientering datoer {DATES}")
    program.says("osa", "/indsats ny Fælles sensorer; spor: 1; med: eki")
    done = {
        date(2026, 6, 26): [("facilitator", "/orientering udkast status"), ("osa", "/orientering tiltræd status")],
        date(2026, 8, 18): [("facilitator", "/orientering godkend status skriftlig høring")],
        date(2026, 8, 25): [("facilitator", "/orientering indlever status")],
        date(2026, 9, 16): [("facilitator", "/orientering dagsorden status pkt. 7")],
        date(2026, 9, 23): [
            ("facilitator", "/orientering forelagt status dato: 2026-09-22; punkt: pkt. 7"),
            ("chair", "/orientering bekræft status"),
        ],
        date(2026, 9, 8): [("ssp", "/fokus ny overskrift: Sommer; begrundelse: Flere; spor: 1; ansvarlig: ssp")],
        date(2026, 9, 10): [("facilitator", "/fokus vælg F-1 skriftlig høring")],
        date(2026, 10, 5): [("facilitator", "/orientering udkast fokus-oeu")],
        date(2026, 11, 2): [("facilitator", "/orientering godkend fokus-oeu skriftlig høring")],
        date(2026, 11, 9): [
            ("facilitator", "/orientering indlever fokus-sikkerby"),
            ("facilitator", "/orientering indlever fokus-oeu"),
        ],
        date(2026, 12, 1): [
            ("facilitator", "/orientering forelagt fokus-sikkerby dato: 2026-11-30; punkt: 3"),
            ("facilitator_dep", "/orientering bekræft fokus-sikkerby"),
        ],
        date(2026, 12, 16): [
            ("facilitator", "/orientering forelagt fokus-oeu dato: 2026-12-15; punkt: 9"),
            ("facilitator_dep", "/orientering bekræft fokus-oeu"),
        ],
    }

    def each(day):
        if program.now.astimezone(ZONE).hour == 12:
            for who, line in done.get(day, ()):
                reply = program.says(who, line)
                assert not reply.refused, (day, line, plain(reply.message) if reply.message else reply.form.errors)
                rebuilt(program)

    diary = live(program, date(2027, 1, 8), each=each)
    delivered = program.asked(lambda records: {duty: row.delivered_on for duty, row in records.briefings.of_year(2026).items()})
    assert delivered == {
        "fokus-sikkerby": date(2026, 11, 30),
        "fokus-oeu": date(2026, 12, 15),
        "status-oeu": date(2026, 9, 22),
    }
    steps = Counter(step for _, _, step, _, _ in diary)
    assert not steps.keys() & {"overdue", "draft:late", "approve:late", "hand_in:late", "deliver:late", "confirm"}
    next_year = program.asked(lambda records: plans_of(records, AGREEMENT, 2027)["status-oeu"])
    assert (next_year.meets, next_year.late_after, next_year.warn_on) == (date(2027, 9, 22), date(2027, 9, 22), date(2027, 7, 22))


def rebuilt(program):
    """What the tick left is what the tables say, once it has looked at what was changed."""
    program.tick()

    def both(records):
        stored = {key: moment for key, moment in records.duties.all().items() if moment is not None}
        return stored, moments_from_tables(records, records.agreement())

    stored, worked_out = program.asked(both)
    assert stored == worked_out


def headlines(program, person):
    return [post.message.headline for post in program.workspace.posts.seen(who(person)) if post.message and post.author is None]


def test_a_nudge_whose_step_was_done_meanwhile_is_not_sent_and_one_that_still_stands_is(program):
    program.says("facilitator", f"/orientering datoer {DATES}")
    program.says("osa", "/indsats ny Fælles sensorer; spor: 1; med: eki")
    program.now = at("2026-06-26T09:00")
    program.tick()
    assert [step for _, step, _, _ in told(program)] == ["draft"]
    program.says("facilitator", "/orientering udkast status")
    program.tick()
    program.deliver()
    assert not [one for one in headlines(program, "facilitator") if one.startswith("Tid til udkast")]
    assert [one for one in headlines(program, "osa") if one.startswith("Gennemgå afsnittene om OSA")]


def test_a_remark_calls_no_nudge_back_that_waits_to_go_out(program):
    program.says("osa", "/indsats ny Fælles sensorer; spor: 1; med: eki")
    program.now = at("2026-06-26T09:00")
    program.says("facilitator", "/orientering udkast status")
    program.tick()
    program.says("chair", "/orientering kommentér status kommentar: Godt")
    program.tick()
    program.deliver()
    assert [one for one in headlines(program, "osa") if one.startswith("Gennemgå afsnittene om OSA")]


def test_whoever_is_appointed_for_a_party_hears_what_nobody_could_be_asked(program):
    program.now = at("2026-09-07T09:00")
    program.tick()
    program.says("facilitator", "/part kontakt krimforebyg @u_reader")
    program.now = at("2026-09-07T10:00")
    program.tick()
    asked = {subject.rpartition(":")[2] for subject, step, _, _ in told(program) if step == "propose"}
    assert "krimforebyg" in asked
    rebuilt(program)


def test_a_party_that_has_proposed_a_focus_area_is_not_asked_to(program):
    program.says("ssp", "/fokus ny overskrift: Sommer; begrundelse: Flere; spor: 1; ansvarlig: ssp")
    program.now = at("2026-09-07T09:00")
    program.tick()
    asked = {subject.rpartition(":")[2] for subject, step, _, _ in told(program) if step == "propose"}
    assert "osa" in asked
    assert "ssp" not in asked
