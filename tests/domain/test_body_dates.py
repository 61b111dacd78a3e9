"""The days a body meets, from a list in words, a table or a calendar."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.body_dates import read_dates, replaced

NOW = datetime(2026, 11, 28, 10, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Copenhagen")
JAN, FEB = date(2027, 1, 12), date(2027, 2, 9)


def calendar(*events):
    body = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{body}END:VCALENDAR\r\n"


@pytest.mark.parametrize(
    "text",
    [
        "2027-01-12\n2027-02-09",
        "2027-01-12, 2027-02-09",
        "2027-01-12 2027-02-09",
        "12. januar 2027, 9. februar 2027",
        "12. januar 2027 og 9. februar 2027",
        "12 January 2027 and 9 February 2027",
        "12/1-2027, 9/2-2027",
        "12.01.2027; 09.02.2027",
        "tirsdag d. 12. januar 2027 kl. 15.30-18.30\ntirsdag d. 9. februar 2027 kl. 15.30-18.30",
        "12. januar, 9. februar",  # the coming ones
        "Mødeplan for Økonomiudvalget\n- 12. januar 2027\n- 9. februar 2027\n",
        "Dato;Tid;Sted\n2027-01-12;15:30;Rådhuset\n09-02-2027;15.30;Rådhuset, sal 2",
        'nr,dato,tid\n"12-01-2027",15:30\n"09-02-2027",15:30',
        "Dato\tPunkter\n12. januar 2027\t7\n9. februar 2027\t11",
        calendar("DTSTART;VALUE=DATE:20270112", "DTSTART;TZID=Europe/Copenhagen:20270209T153000\r\nSUMMARY:ØU"),
        calendar("DTSTART:20270111T233000Z", "DTSTART:20270209T143000Z"),  # an instant in UTC is a day in Copenhagen
        calendar(
            "DTSTART;VALUE=DATE:20270112",
            "DTSTART:20270209\r\nSUMMARY:Et langt\r\n  navn",
            "DTSTART:20270302\r\nSTATUS:CANCELLED",
        ),
        calendar("DTSTART:20270112", "DTSTART:20270209").replace("\r\n", " "),  # pasted into one line of chat
    ],
)
def test_days_are_read_from_what_a_facilitator_has(text):
    found = read_dates(text, NOW, ZONE)
    assert (found.days, found.unread) == ((JAN, FEB), ())


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("12. januar 2027, hver anden tirsdag 15", ("hver anden tirsdag 15",)),
        ("31-02-2027", ("31-02-2027",)),
        ("2027-01-12 2027-02-31", ("2027-01-12 2027-02-31",)),
        ("Dato;Tid\n31-02-2027;15:30\n12-01-2027;15:30", ("31-02-2027",)),
        (calendar("DTSTART:20270112\r\nRRULE:FREQ=WEEKLY\r\nSUMMARY:Hver uge"), ("Hver uge",)),
        (calendar("SUMMARY:Uden dag"), ("Uden dag",)),
        ("uge 12", ("uge 12",)),
    ],
)
def test_what_cannot_be_read_is_named(text, unread):
    assert read_dates(text, NOW, ZONE).unread == unread


def test_days_without_any_are_none():
    assert read_dates("Møderne aftales senere", NOW, ZONE).days == ()


@given(st.text(max_size=300))
def test_any_text_is_read_or_named_and_nothing_breaks(text):
    found = read_dates(text, NOW, ZONE)
    assert list(found.days) == sorted(set(found.days))


@given(st.lists(st.dates(date(2020, 1, 1), date(2035, 12, 31)), max_size=20))
def test_days_written_plainly_come_back(days):
    text = "\n".join(one.isoformat() for one in days)
    assert read_dates(text, NOW, ZONE).days == tuple(sorted(set(days)))


def test_a_new_list_stands_for_the_years_it_speaks_of_and_leaves_what_has_passed():
    known = [date(2026, 11, 3), date(2026, 12, 1), date(2026, 12, 15), date(2028, 1, 11)]
    kept, gone = replaced(known, [date(2026, 12, 8), JAN], date(2026, 11, 28))
    assert kept == (date(2026, 11, 3), date(2026, 12, 8), JAN, date(2028, 1, 11))
    assert gone == (date(2026, 12, 1), date(2026, 12, 15))
