"""Typed dates: what must hold of any date in any style, and of any text whatever."""

import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bot.domain.calendar import months_from
from bot.domain.when import Question, Reading, read_day, read_when

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NOW = datetime(2026, 11, 25, 14, 30, tzinfo=COPENHAGEN)  # a Wednesday
TODAY = NOW.date()
PHRASES = [
    line.split("\t")[0]
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


@given(COMING, st.sampled_from(sorted(STYLES)))
@settings(max_examples=400)
def test_any_day_in_any_style_reads_back_as_itself(day, style):
    assert read(STYLES[style](day)) == Reading(day)


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
    parts = (CLOCK_STYLES[clock_style](clock), STYLES[style](day))
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
    st.sampled_from(PHRASES),
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
@settings(max_examples=1000, deadline=None)
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
    assert getattr(answer, "code", None) == ("exists_twice" if twice else None if exists else "does_not_exist")
    assert not exists or twice or answer == Reading(day, time(hour, minute))
