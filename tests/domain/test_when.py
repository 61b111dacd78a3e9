"""Typed dates: the table of phrases, how they are typed, what is asked about and with which facts, and where now stands."""

import subprocess
import sys
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain.when import Question, Reading, read_when

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NOW = datetime(2026, 11, 25, 14, 30, tzinfo=COPENHAGEN)  # a Wednesday
TODAY = NOW.date()
PHRASES = [
    tuple(line.split("\t", 1))
    for line in Path(__file__).with_name("when_phrases.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def read(text, now=NOW, **more):
    return read_when(text, now=now, calendar_zone=COPENHAGEN, **more)


def shown(answer):
    if isinstance(answer, Question):
        return f"NO\t{answer.code}"
    return f"{answer.iso}/{answer.ends:%H:%M}" if answer.ends else answer.iso


# --- the table


@pytest.mark.parametrize(("phrase", "expected"), PHRASES, ids=[phrase for phrase, _ in PHRASES])
def test_a_phrase_is_read_right_or_asked_about(phrase, expected):
    assert shown(read(phrase)) == expected


def test_the_table_is_long_and_says_each_phrase_once():
    assert len({phrase for phrase, _ in PHRASES}) == len(PHRASES) >= 200


def test_the_heavy_libraries_are_loaded_only_when_a_text_needs_them():
    script = """
import sys
from datetime import datetime
from zoneinfo import ZoneInfo
from bot.domain.when import read_when
zone = ZoneInfo("Europe/Copenhagen")
for text in ("tirsdag d. 1. december kl. 10", "næste tirsdag", "hurtigst muligt", "1. decmber", "2026 December 1"):
    read_when(text, now=datetime(2026, 11, 25, tzinfo=zone), calendar_zone=zone)
    print({"dateparser", "holidays"} & sys.modules.keys() or "none")
"""
    root = Path(__file__).parents[2]
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=root)
    assert run.stdout.splitlines() == ["none"] * 4 + ["{'dateparser'}"]


# --- how it is typed


@pytest.mark.parametrize(
    "text",
    [
        "  i   morgen\tkl.\n14 ",
        "I MORGEN KL. 14",
        "i\u00a0morgen\u2009kl.\u202f14",
        "\u200ei morgen kl. \u200f14\ufeff",
        "i mor\u00adgen kl. 14",
        "i morgen kl. \u0661\u0664",  # Arabic-Indic digits
        "ｉ ｍｏｒｇｅｎ ｋｌ． １４",
        "i morgen kl. 14.",
        "i morgen, kl. 14",
    ],
)
def test_odd_blanks_invisible_marks_and_other_digits_change_nothing(text):
    assert read(text) == Reading(date(2026, 11, 26), time(14))


def test_a_danish_letter_may_be_composed_of_two_or_written_without():
    sunday = Reading(date(2026, 11, 29))
    assert read("søndag") == read("soendag") == read("sondag") == sunday
    assert read("om to ma\u030aneder") == read("om to maaneder") == Reading(date(2027, 1, 25))


@pytest.mark.parametrize(
    "text",
    [
        "1\x005. marts",  # a control character parts the figures
        "\u202e1. marts",  # an override would show one date and mean another
        "1² marts",
        "½ marts",
        "1\u20442",  # a fraction, not 1 February
        "1\u0301. marts",
        "① marts",
        "\u33e0",  # the sign for the first day, in one character
    ],
)
def test_what_is_not_plainly_a_number_is_not_taken_for_one(text):
    assert read(text).code == "unknown"


def test_nothing_typed_is_its_own_question():
    assert read("").code == read(" \u200b\t\x00").code == "empty"


@pytest.mark.parametrize("unit", ["1 ", "1.", "1-", "mandag ", "( ", "uge 1 ", "kl. ", "- ", "a\u0301\u0323", "10:00-", "1. 1. "])
def test_a_text_too_long_to_be_a_date_is_not_tried(unit):
    assert read(unit * 10_000).code == "too_long"
    assert isinstance(read((unit * 200)[:200]), Question)


def test_the_first_word_not_understood_is_told():
    assert read("tirsdag d. 1. decmber kl. 10 i kantinen").facts == {"word": "decmber"}
    assert len(read("x" * 150).facts["word"]) == 30


# --- languages


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("fredag", "da", "2026-11-27"),
        ("Friday", "da", "NO\tunknown"),
        ("Friday", "en", "2026-11-27"),
        ("fredag", "en", "NO\tunknown"),
        ("om to uger", "da", "2026-12-09"),
        ("2027-03-05 10:00", "da", "2027-03-05T10:00"),
        ("2026 December 1", "en", "2026-12-01"),
        ("marts 27", "da", "NO\tday_or_year"),
    ],
)
def test_only_the_words_of_the_languages_asked_for_are_known(text, language, expected):
    assert shown(read(text, languages=(language,))) == expected


def test_an_unknown_language_is_a_mistake_of_the_program():
    with pytest.raises(ValueError, match="tlh"):
        read("fredag", languages=("da", "tlh"))


def test_a_naive_now_is_a_mistake_of_the_program():
    with pytest.raises(ValueError, match="zone"):
        read("fredag", now=NOW.replace(tzinfo=None))


# --- questions and what they offer


def choices(answer):
    return [shown(choice) for choice in answer.facts["choices"]]


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("næste tirsdag kl. 10-12", ["2026-12-01T10:00/12:00", "2026-12-08T10:00/12:00"]),
        ("onsdag", ["2026-11-25", "2026-12-02"]),
        ("onsdag kl. 16", ["2026-11-25T16:00", "2026-12-02T16:00"]),
        ("onsdag kl. 10", ["2026-12-02T10:00"]),  # this morning is over
        ("mandag om en uge", ["2026-11-30", "2026-12-07"]),
        ("27-03-28", ["2028-03-27", "2027-03-28"]),
        ("uge 49", ["2026-11-30", "2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04"]),
        ("uge 48", ["2026-11-25", "2026-11-26", "2026-11-27"]),  # Monday and Tuesday are over
        ("uge 1 2028 kl. 9", [f"2028-01-{day:02}T09:00" for day in range(3, 8)]),
        ("næste uge", ["2026-11-30", "2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04"]),
    ],
)
def test_a_question_offers_what_may_be_meant(text, offered):
    assert choices(read(text)) == offered


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("tirsdag 14", {"hour": 14}),
        ("Tuesday at 3", {"hour": 3}),
        ("02.03", {"number": 2, "month": 3}),
        ("marts 2027", {"month": 3, "year": 2027}),
        ("inden udgangen af marts", {"month": 3}),
        ("2027", {"year": 2027}),
        ("den 15.", {"number": 15}),
        ("december 27", {"number": 27, "month": 12}),
        ("tirsdag d. 3. november", {"day": date(2027, 11, 3), "weekday": 1}),
        ("tirsdag d. 1. december (uge 48)", {"day": date(2026, 12, 1), "week": 48}),
        ("i morgen d. 1/12", {"day": date(2026, 11, 26), "other": date(2026, 12, 1)}),
        ("femte mandag i juni 2027", {"nth": 5, "weekday": 0, "month": 6, "year": 2027}),
        ("29. februar", {"number": 29, "month": 2, "year": 2027}),
        ("mandag i uge 53 2027", {"week": 53, "year": 2027}),
        ("i dag kl. 9", {"day": TODAY, "starts": time(9)}),
        ("i går", {"day": date(2026, 11, 24)}),
        ("1.2.2030", {"day": date(2030, 2, 1), "limit": date(2028, 11, 25)}),
        ("kl. 15", {"starts": time(15)}),
        ("tirsdag kl. 12-10", {"starts": time(12), "ends": time(10)}),
        ("28. marts 2027 kl. 02.30", {"day": date(2027, 3, 28), "time": time(2, 30)}),
        ("31. oktober 2027 kl. 01-02.30", {"day": date(2027, 10, 31), "time": time(2, 30)}),
        ("man", {"weekday": 0}),
        ("i aften", {"day": TODAY}),
    ],
)
def test_a_question_tells_the_facts_it_is_about(text, facts):
    assert read(text).facts == facts


# --- where now stands


@pytest.mark.parametrize(
    ("now", "text", "expected"),
    [
        ("2026-11-25T14:30", "i dag kl. 14.30", "NO\tpast"),
        ("2026-11-25T14:29", "i dag kl. 14.30", "2026-11-25T14:30"),
        ("2026-12-31T23:59", "i morgen", "2027-01-01"),
        ("2026-12-31T23:59", "31/12", "2026-12-31"),
        ("2027-01-01T00:00", "31/12", "2027-12-31"),
        ("2027-01-01T12:00", "lørdag i uge 53", "2027-01-02"),
        ("2027-01-01T12:00", "mandag i uge 53", "NO\tpast"),
        ("2027-01-04T12:00", "mandag i uge 53", "NO\tno_such_week"),
        ("2027-01-03T12:00", "mandag i uge 1", "2027-01-04"),
        ("2027-01-31T12:00", "om en måned", "2027-02-28"),
        ("2027-11-01T12:00", "29. februar", "2028-02-29"),
        ("2027-10-30T12:00", "sidste fredag i oktober", "2028-10-27"),
        ("2026-11-29T12:00", "torsdag i næste uge", "2026-12-03"),
        ("2026-11-30T12:00", "torsdag i næste uge", "2026-12-10"),
        ("2026-11-25T14:30", "25. november 2028", "2028-11-25"),
        ("2026-11-25T14:30", "26. november 2028", "NO\ttoo_far"),
        ("2027-10-31T02:30", "i dag kl. 03", "2027-10-31T03:00"),
    ],
)
def test_the_same_words_mean_another_day_on_another_day(now, text, expected):
    assert shown(read(text, datetime.fromisoformat(now).replace(tzinfo=COPENHAGEN))) == expected


def test_today_is_the_local_one_whatever_zone_now_comes_in():
    late = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
    assert read("i dag", late) == Reading(date(2026, 11, 26))
