"""Calendar files, read back by `ical`, a library that did not write them: what a calendar program makes of an invitation and of a feed."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event

from bot.documents.calendar_file import DOMAIN, Entry, Method, Sender, uid, written

ZONE = ZoneInfo("Europe/Copenhagen")
NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
SENDER = Sender("koebenhavn", "Københavns Kommune", "Den operative styregruppe")
UID = uid("koebenhavn", 3, "2026-11-20")


def meeting(day="2027-03-11", **other):
    starts = datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=ZONE)
    return Entry(**{"uid": UID, "starts": starts, "ends": starts + timedelta(hours=2), "summary": "Ordinært møde", **other})


def read(method, *entries, **other):
    return IcsCalendarStream.calendar_from_ics(written(method, entries, SENDER, NOW, **other).decode())


def lines(method, *entries, **other):
    return written(method, entries, SENDER, NOW, **other).decode().replace("\r\n ", "").splitlines()


def test_an_invitation_says_what_when_and_where():
    found = read(Method.REQUEST, meeting(sequence=2, place="Rådhuset, værelse 101", description="Svar i chatten."))
    assert found.method == "REQUEST"
    (event,) = found.events
    assert isinstance(event, Event)
    assert (event.uid, event.sequence, event.status, event.transparency) == (UID, 2, "CONFIRMED", "OPAQUE")
    assert (event.summary, event.location, event.description) == ("Ordinært møde", "Rådhuset, værelse 101", "Svar i chatten.")
    assert event.dtstamp == NOW
    assert event.dtstart == datetime(2027, 3, 11, 10, tzinfo=ZONE)
    assert event.dtend == datetime(2027, 3, 11, 12, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("day", "hour"), [("2027-03-26", 9), ("2027-03-29", 8), ("2026-12-01", 9), ("2027-07-01", 8), ("2027-10-31", 9)]
)
def test_a_wall_time_is_the_instant_it_is_in_copenhagen(day, hour):
    (event,) = read(Method.REQUEST, meeting(day)).events
    assert event.dtstart.astimezone(UTC).hour == hour


def test_the_zone_stands_in_the_file_and_knows_summer_time():
    (zone,) = read(Method.REQUEST, meeting("2027-05-11")).timezones
    assert zone.tz_id == "Europe/Copenhagen"
    assert {one.tz_offset_to.offset for one in zone.standard} == {timedelta(hours=1)}
    assert {one.tz_offset_to.offset for one in zone.daylight} == {timedelta(hours=2)}
    turns = [turn for one in zone.daylight for turn in (one.dtstart, *one.rdate)]
    assert date(2027, 3, 28) in {turn.date() for turn in turns}
    assert len(written(Method.REQUEST, (meeting(),), SENDER, NOW)) < 2_000


def test_nobodys_address_is_in_it():
    found = lines(Method.REQUEST, meeting())
    addresses = [line for line in found if "@" in line]
    assert len(addresses) == 2
    assert all(line.endswith(f"@{DOMAIN}") for line in addresses)
    (event,) = read(Method.REQUEST, meeting()).events
    assert event.organizer.common_name == "Københavns Kommune"
    assert [(one.common_name, one.user_type) for one in event.attendees] == [("Den operative styregruppe", "GROUP")]


def test_a_cancellation_takes_the_meeting_out_again():
    found = read(Method.CANCEL, meeting(sequence=3, cancelled=True))
    assert found.method == "CANCEL"
    (event,) = found.events
    assert (event.uid, event.sequence, event.status) == (UID, 3, "CANCELLED")


def test_a_feed_has_a_name_and_says_how_often_to_look():
    day = date(2026, 12, 15)
    deadline = Entry(uid("x"), day, day, "Frist")
    found = lines(Method.PUBLISH, meeting(), deadline, name="Samarbejdsaftalen")
    assert "X-WR-CALNAME:Samarbejdsaftalen" in found
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT4H" in found
    assert not [line for line in found if line.startswith("ATTENDEE")]
    first, second = read(Method.PUBLISH, meeting(), deadline, name="Samarbejdsaftalen").events
    assert first.uid != second.uid
    assert (second.dtstart, second.dtend, second.transparency) == (day, day + timedelta(days=1), "TRANSPARENT")


def test_an_empty_feed_is_a_feed():
    assert read(Method.PUBLISH, name="Aftalen").events == []


def test_a_link_is_there_to_be_followed_and_a_room_is_not():
    linked = lines(Method.REQUEST, meeting(place="https://meet.example/abc"))
    assert "URL:https://meet.example/abc" in linked
    assert not [line for line in lines(Method.REQUEST, meeting(place="Rådhuset")) if line.startswith("URL")]


def test_an_id_is_the_same_for_good_and_another_for_another_meeting():
    assert uid("koebenhavn", 3) == uid("koebenhavn", 3) != uid("koebenhavn", 4)


_WRITTEN = st.text(st.characters(exclude_categories=["C"], include_characters="\n"), min_size=1, max_size=200)


@given(title=_WRITTEN, place=_WRITTEN)
def test_whatever_a_person_wrote_comes_back_as_it_was_and_adds_nothing(title, place):
    found = read(Method.REQUEST, meeting(summary=title, place=place))
    (event,) = found.events
    assert (event.summary, event.location) == (title, place)


def test_a_file_is_in_lines_that_every_program_reads():
    data = written(Method.REQUEST, (meeting(summary="Å" * 300),), SENDER, NOW)
    assert data.endswith(b"\r\n")
    assert max(map(len, data.split(b"\r\n"))) <= 75
