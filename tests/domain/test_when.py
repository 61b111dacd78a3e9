"""Typed dates: the table of phrases, what is asked about and with which facts, and what must hold of any text whatever."""

import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bot.domain.calendar import Calendar, months_from
from bot.domain.when import Question, Reading, read_day, read_when, remarks

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NOW = datetime(2026, 11, 25, 14, 30, tzinfo=COPENHAGEN)  # a Wednesday
TODAY = NOW.date()
PHRASES = [
    tuple(line.split("\t", 1))
    for line in Path(__file__).with_name("when_phrases.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]

MONTHS = ["januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december"]
ENGLISH_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
WEEKDAYS = ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"]
ENGLISH_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
ORDINALS = ["første", "anden", "tredje", "fjerde", "femte"]


def read(text, now=NOW, **more):
    return read_when(text, now=now, calendar_zone=COPENHAGEN, **more)


def read_any_day(text, **more):
    return read_day(text, now=NOW, calendar_zone=COPENHAGEN, past_ok=True, **more)


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


# --- forms that want a day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-10-01", date(2026, 10, 1)),
        ("1/10-2026", date(2026, 10, 1)),
        ("1. oktober 2026", date(2026, 10, 1)),
        ("1.10.26", date(2026, 10, 1)),
        ("1. oktober i år", date(2026, 10, 1)),
        ("i går", date(2026, 11, 24)),
        ("i forgårs", date(2026, 11, 23)),
        ("for to uger siden", date(2026, 11, 11)),
        ("i fredags", date(2026, 11, 20)),
        ("i onsdags", date(2026, 11, 18)),
        ("3 months ago", date(2026, 8, 25)),
        ("mandag i uge 40 2026", date(2026, 9, 28)),
        ("mandag i denne uge", date(2026, 11, 23)),
        ("første mandag i juni 2026", date(2026, 6, 1)),
        ("2026 October 1", date(2026, 10, 1)),
        ("i morgen", date(2026, 11, 26)),
        ("førstkommende fredag", date(2026, 11, 27)),
        ("25. november 2016", date(2016, 11, 25)),
    ],
)
def test_a_day_may_be_past_where_past_days_are_welcome(text, day):
    assert read_any_day(text) == day


@pytest.mark.parametrize(
    ("text", "code", "offered"),
    [
        ("1. oktober", "no_year", ["2026-10-01", "2027-10-01"]),
        ("1/12", "no_year", ["2025-12-01", "2026-12-01"]),
        ("d. 3.12", "no_year", ["2025-12-03", "2026-12-03"]),
        ("29. februar", "no_year", ["2024-02-29"]),
        ("mandag d. 5. oktober", "no_year", ["2026-10-05", "2027-10-05"]),
        ("første mandag i juni", "no_year", ["2026-06-01", "2027-06-07"]),
        ("mandag i uge 40", "no_year", ["2026-09-28", "2027-10-04"]),
        ("Tue Dec 1", "no_year", ["2025-12-01", "2026-12-01"]),
        ("fredag", "past_or_coming", ["2026-11-20", "2026-11-27"]),
        ("sidste fredag", "ambiguous_last", ["2026-11-20", "2026-11-13"]),
        ("last Wednesday", "ambiguous_last", ["2026-11-18", "2026-11-11"]),
        ("27-03-25", "ambiguous_order", ["2025-03-27", "2027-03-25"]),
        ("1. oktober 2026 kl. 10", "has_time", ["2026-10-01"]),
    ],
)
def test_where_past_days_are_welcome_more_is_asked_about(text, code, offered):
    answer = read_any_day(text)
    assert answer.code == code
    assert choices(answer) == offered


def test_a_day_ten_years_back_is_the_limit():
    assert read_any_day("24. november 2016") == Question("too_far", {"day": date(2016, 11, 24), "limit": date(2016, 11, 25)})
    assert read_any_day("12/11/10").code == "too_far"


def test_a_form_that_wants_a_day_to_come_takes_no_past_one_and_no_time():
    assert read_day("1/12", now=NOW, calendar_zone=COPENHAGEN) == date(2026, 12, 1)
    assert read_day("i går", now=NOW, calendar_zone=COPENHAGEN).code == "past"
    assert read_day("1/12 kl. 0", now=NOW, calendar_zone=COPENHAGEN).code == "has_time"


# --- remarks


OURS = Calendar(COPENHAGEN, closed_periods=(("Juleferie", date(2026, 12, 21), date(2027, 1, 1)),))


@pytest.mark.parametrize(
    ("reading", "codes"),
    [
        (Reading(date(2026, 12, 9), time(10), time(12)), []),
        (Reading(date(2026, 12, 8)), ["short_notice"]),
        (Reading(date(2026, 12, 12)), ["weekend"]),
        (Reading(date(2026, 12, 25)), ["holiday", "closed_period"]),
        (Reading(date(2026, 12, 24)), ["closed_day", "closed_period"]),
        (Reading(date(2026, 12, 22)), ["closed_period"]),
        (Reading(date(2027, 5, 16)), ["holiday", "weekend"]),
        (Reading(date(2027, 6, 5)), ["closed_day", "weekend"]),
        (Reading(date(2027, 1, 6), time(6, 59)), ["outside_hours"]),
        (Reading(date(2027, 1, 6), time(7), time(18)), []),
        (Reading(date(2027, 1, 6), time(18)), ["outside_hours"]),
        (Reading(date(2027, 1, 6), time(16), time(18, 1)), ["outside_hours"]),
        (Reading(date(2027, 1, 6), time(0)), ["outside_hours"]),
    ],
)
def test_an_accepted_date_is_remarked_upon(reading, codes):
    assert [remark.code for remark in remarks(reading, OURS, 14, NOW)] == codes


def test_a_remark_tells_the_facts_it_is_about():
    assert [remark.facts for remark in remarks(Reading(date(2026, 12, 26), time(19)), OURS, 40, NOW, "en")] == [
        {"name": "Second Day of Christmas"},
        {"name": "Juleferie"},
        {"weekday": 5},
        {"starts": time(19), "ends": None},
        {"days": 31, "notice_days": 40},
    ]


def test_the_notice_counts_from_the_local_day():
    late = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
    assert [remark.code for remark in remarks(Reading(date(2026, 12, 9)), OURS, 14, late)] == ["short_notice"]


# --- what must hold of any date


COMING = st.dates(TODAY + timedelta(days=1), months_from(TODAY, 24))
WITHIN_A_YEAR = st.dates(TODAY + timedelta(days=1), TODAY + timedelta(days=364))
CLOCKS = st.tuples(st.integers(4, 21), st.integers(0, 59)).map(lambda typed: time(*typed))  # no change of clocks is at that hour


def english_ordinal(number):
    return f"{number}{'th' if 10 <= number <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


STYLES = {
    "2026-12-01": lambda day: day.isoformat(),
    "1/12/2026": lambda day: f"{day.day}/{day.month}/{day.year}",
    "01/12/2026": lambda day: f"{day:%d/%m/%Y}",
    "1.12.2026": lambda day: f"{day.day}.{day.month}.{day.year}",
    "01.12.26": lambda day: f"{day:%d.%m.%y}",
    "1. 12. 2026": lambda day: f"{day.day}. {day.month}. {day.year}",
    "01-12-2026": lambda day: f"{day:%d-%m-%Y}",
    "1/12-26": lambda day: f"{day.day}/{day.month}-{day:%y}",
    "d. 1. december 2026": lambda day: f"d. {day.day}. {MONTHS[day.month - 1]} {day.year}",
    "1. dec. 2026": lambda day: f"{day.day}. {MONTHS[day.month - 1][:3]}. {day.year}",
    "tirsdag d. 1. december 2026": lambda day: f"{WEEKDAYS[day.weekday()]} d. {day.day}. {MONTHS[day.month - 1]} {day.year}",
    "tirsdag d. 1/12-2026": lambda day: f"{WEEKDAYS[day.weekday()]} d. {day.day}/{day.month}-{day.year}",
    "tirs. 1/12 2026": lambda day: f"{WEEKDAYS[day.weekday()][:3]}. {day.day}/{day.month} {day.year}",
    "1 December 2026": lambda day: f"{day.day} {ENGLISH_MONTHS[day.month - 1]} {day.year}",
    "December 1, 2026": lambda day: f"{ENGLISH_MONTHS[day.month - 1]} {day.day}, {day.year}",
    "Tuesday, December 1st, 2026": lambda day: (
        f"{ENGLISH_WEEKDAYS[day.weekday()]}, {ENGLISH_MONTHS[day.month - 1]} {english_ordinal(day.day)}, {day.year}"
    ),
    "tirsdag i uge 49 2026": lambda day: f"{WEEKDAYS[day.weekday()]} i uge {day.isocalendar().week} {day.isocalendar().year}",
    "første tirsdag i december 2026": lambda day: (
        f"{ORDINALS[(day.day - 1) // 7]} {WEEKDAYS[day.weekday()]} i {MONTHS[day.month - 1]} {day.year}"
    ),
    "om 6 dage": lambda day: f"om {(day - TODAY).days} dage",
}
YEARLESS = {
    "1/12": lambda day: f"{day.day}/{day.month}",
    "d. 1.12": lambda day: f"d. {day.day}.{day.month}",
    "den 1. december": lambda day: f"den {day.day}. {MONTHS[day.month - 1]}",
    "tirsdag den 1. december": lambda day: f"{WEEKDAYS[day.weekday()]} den {day.day}. {MONTHS[day.month - 1]}",
    "December 1st": lambda day: f"{ENGLISH_MONTHS[day.month - 1]} {english_ordinal(day.day)}",
    "Tue 1 Dec": lambda day: f"{ENGLISH_WEEKDAYS[day.weekday()][:3]} {day.day} {ENGLISH_MONTHS[day.month - 1][:3]}",
    "uge 49, tirsdag": lambda day: f"uge {day.isocalendar().week}, {WEEKDAYS[day.weekday()]}",
}
CLOCK_STYLES = {
    "kl. 9.05": lambda clock: f"kl. {clock.hour}.{clock.minute:02}",
    "kl. 09:05": lambda clock: f"kl. {clock:%H:%M}",
    "kl. 0905": lambda clock: f"kl. {clock:%H%M}",
    "at 9:05 AM": lambda clock: f"at {clock.hour % 12 or 12}:{clock:%M %p}",
}


def typed_so(style, day):
    text = STYLES[style](day)
    # Where two readings are both possible the person is asked, which is right, and tested above.
    assume(not text.startswith("om ") or (day - TODAY).days <= 999)
    return text


@given(COMING, st.sampled_from(sorted(STYLES)))
@settings(max_examples=400)
def test_any_day_in_any_style_reads_back_as_itself(day, style):
    assert read(typed_so(style, day)) == Reading(day)


@given(WITHIN_A_YEAR, st.sampled_from(sorted(YEARLESS)))
@settings(max_examples=300)
def test_any_day_of_the_year_to_come_reads_back_without_its_year(day, style):
    assume(
        not (style.startswith("uge") and day.isocalendar().week == TODAY.isocalendar().week and day > TODAY + timedelta(days=7))
    )
    assert read(YEARLESS[style](day)) == Reading(day)


@given(COMING, CLOCKS, st.sampled_from(sorted(STYLES)), st.sampled_from(sorted(CLOCK_STYLES)), st.booleans())
@settings(max_examples=400)
def test_any_time_in_any_style_reads_back_before_or_after_the_day(day, clock, style, clock_style, first):
    parts = (CLOCK_STYLES[clock_style](clock), typed_so(style, day))
    assert read(" ".join(parts if first else reversed(parts))) == Reading(day, clock)


@given(COMING, CLOCKS, CLOCKS)
def test_what_is_echoed_can_be_typed(day, starts, ends):
    assume(starts < ends)
    week = day.isocalendar().week
    dansk = (
        f"{WEEKDAYS[day.weekday()]} d. {day.day}. {MONTHS[day.month - 1]} {day.year} kl. {starts:%H.%M}-{ends:%H.%M} (uge {week})"
    )
    english = f"{ENGLISH_WEEKDAYS[day.weekday()]} {day.day} {ENGLISH_MONTHS[day.month - 1]} {day.year}, {starts:%H:%M}–{ends:%H:%M} (week {week})"
    assert read(dansk) == read(english) == Reading(day, starts, ends)


@given(COMING, st.integers(1, 6))
def test_a_weekday_that_is_not_the_dates_is_never_passed_over(day, off):
    wrong = WEEKDAYS[(day.weekday() + off) % 7]
    assert read(f"{wrong} d. {day.day}/{day.month}-{day.year}").code == "weekday_conflict"


# --- what must hold of any text


PIECES = st.sampled_from(
    [
        "på",
        "d.",
        "den",
        "i",
        "om",
        "uge",
        "uger",
        "dage",
        "måned",
        "mandag",
        "tirsdag",
        "fredag",
        "man",
        "kl.",
        "fra",
        "til",
        "-",
        ",",
        ".",
        ":",
        "/",
        "(",
        ")",
        "december",
        "marts",
        "jul",
        "may",
        "næste",
        "denne",
        "første",
        "sidste",
        "to",
        "en",
        "år",
        "at",
        "on",
        "in",
        "the",
        "of",
        "next",
        "last",
        "Monday",
        "Friday",
        "am",
        "pm",
        "noon",
        "week",
        "weeks",
        "i",
        "dag",
        "i",
        "morgen",
        "tomorrow",
        "formiddag",
        "siden",
        "ago",
        "eller",
    ]
) | st.sampled_from(
    [
        "1",
        "2",
        "3",
        "9",
        "10",
        "14",
        "24",
        "26",
        "27",
        "31",
        "2026",
        "2027",
        "9.30",
        "10:00",
        "10-12",
        "1/12",
        "3/12-26",
        "1.12",
        "02.03",
        "1.12.2026",
        "2027-03-05",
        "0930",
    ]
)
TALK = st.lists(PIECES, min_size=1, max_size=6).map(" ".join) | st.text("0123456789./-: kldenmardcuig'", max_size=25)
MUTATED = st.builds(
    lambda phrase, at, letter, cut: phrase[: at % (len(phrase) + 1)] + letter + phrase[at % (len(phrase) + 1) + cut :],
    st.sampled_from([phrase for phrase, _ in PHRASES]),
    st.integers(0, 60),
    st.sampled_from(list("0123456789.:/-, ")) | st.just(" kl. ") | PIECES,
    st.integers(0, 1),
)


def numbers_of(reading):
    """Every number that may stand in a text for what was read."""
    day = reading.day
    week = day.isocalendar()
    found = {day.day, day.month, day.year, day.year % 100, week.week, week.year, (day.day - 1) // 7 + 1}
    found |= {abs((day - TODAY).days), round(abs((day - TODAY).days) / 7)}
    months = (day.year - TODAY.year) * 12 + day.month - TODAY.month
    found |= {months, months // 12, week.week - TODAY.isocalendar().week}
    for clock in filter(None, (reading.starts, reading.ends)):
        found |= {clock.hour, (clock.hour - 1) % 12 + 1, clock.minute, clock.hour * 100 + clock.minute, 0}
    return found


@given(TALK | MUTATED | st.text(max_size=40))
@example("24. december kl. 10")
@example("1. juni kl. 10:00-12:00")
@settings(max_examples=3000, deadline=None)
def test_whatever_is_accepted_is_to_come_and_holds_every_number_typed(text):
    answer = read(text)
    if isinstance(answer, Question):
        return
    assert TODAY <= answer.day <= months_from(TODAY, 24)
    assert answer.starts is None or datetime.combine(answer.day, answer.starts, COPENHAGEN) > NOW
    assert answer.ends is None or answer.ends > answer.starts
    assert {int(number) for number in re.findall(r"[0-9]+", text)} <= numbers_of(answer)


@given(TALK | MUTATED)
@settings(max_examples=500, deadline=None)
def test_a_day_wanted_by_a_form_is_the_day_a_meeting_would_get_or_a_question(text):
    day, answer = read_any_day(text), read(text)
    if isinstance(day, date) and isinstance(answer, Reading):
        assert answer == Reading(day)


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text):
    assert isinstance(read(text), Reading | Question)


@given(st.dates(date(2026, 1, 1), date(2034, 12, 31)), st.integers(0, 23), st.integers(0, 59))
@example(date(2027, 3, 28), 2, 30)
@example(date(2027, 10, 31), 2, 30)
def test_an_accepted_time_is_on_the_clock_exactly_once(day, hour, minute):
    now = datetime.combine(day - timedelta(days=1), time(12), COPENHAGEN)
    answer = read(f"{day.isoformat()} kl. {hour}.{minute:02}", now)
    local = datetime.combine(day, time(hour, minute), COPENHAGEN)
    exists = local.astimezone(UTC).astimezone(COPENHAGEN).replace(tzinfo=None) == local.replace(tzinfo=None)
    twice = exists and local.utcoffset() != local.replace(fold=1).utcoffset()
    assert shown(answer) == ("NO\texists_twice" if twice else f"{local:%Y-%m-%dT%H:%M}" if exists else "NO\tdoes_not_exist")
