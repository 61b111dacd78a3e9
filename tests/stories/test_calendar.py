"""Meetings in people's own calendars: the file that comes with an invitation, and the feed behind a secret address."""

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from ical.calendar_stream import IcsCalendarStream

from bot.chat.message import File
from bot.chat.request import Account, Call, Place
from bot.domain.briefing import State
from bot.domain.role import Role
from bot.sample.people import who

ZONE = ZoneInfo("Europe/Copenhagen")
HERE = "https://pagt.example"
ADDRESS = re.compile(rf"{HERE}/calendar/([A-Za-z0-9_-]{{43}})\.ics")


def calendar(data):
    return IcsCalendarStream.calendar_from_ics(data.decode())


def timed(data):
    """Return the meetings of a feed: deadlines are whole days."""
    return [one for one in calendar(data).events if isinstance(one.dtstart, datetime)]


def convened(talk, when="2026-03-12T10:00-12:00", **facts):
    words = "; ".join([when, *(f"{name}: {value}" for name, value in facts.items())])
    assert not talk.says("facilitator", "meeting convene", words).refused


def files(talk, person):
    parts = [part for post in talk.posts(person) if post.message for part in post.message.parts]
    return [one for one in parts if isinstance(one, File)]


def address(answer):
    found = ADDRESS.search(answer.text)
    assert found, answer.text
    return found[1]


def fed(talk, secret):
    return talk.bot.runner.run(talk.bot.pagt.feed(secret))


@pytest.fixture(autouse=True)
def reached(bot):
    """A program that others reach over the net."""
    bot.pagt.found.at = HERE


# The file that comes with an invitation.


def test_an_invitation_comes_with_a_file_for_the_calendar(talk):
    convened(talk, title="Nye indsatser", place="Rådhuset, værelse 101")
    (file,) = files(talk, "osa")
    assert (file.name, file.media_type) == ("M-1.ics", "text/calendar")
    found = calendar(file.data)
    (event,) = found.events
    assert found.method == "REQUEST"
    assert (event.summary, event.location, event.sequence) == ("M-1 Nye indsatser", "Rådhuset, værelse 101", 0)
    assert event.dtstart == datetime(2026, 3, 12, 10, tzinfo=ZONE)
    assert event.dtend == datetime(2026, 3, 12, 12, tzinfo=ZONE)
    assert event.organizer.common_name == {"da": "Københavns Kommune", "en": "City of Copenhagen"}[talk.language]
    assert {"da": "Svar i chatten", "en": "Answer in the chat"}[talk.language] in event.description


def test_a_move_and_a_cancellation_are_of_the_same_meeting_and_newer(dansk):
    found = []
    convened(dansk)
    for line in ("reschedule M-1 2026-03-20T13:00-15:00", "cancel M-1; why: Sygdom", "show M-1"):
        found.append(calendar(files(dansk, "eki")[-1].data))
        dansk.says("facilitator", f"meeting {line.split()[0]}", line.partition(" ")[2])
    events = [event for one in found for event in one.events]
    assert [one.method for one in found] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [event.sequence for event in events] == sorted({event.sequence for event in events})
    assert len({event.uid for event in events}) == 1
    assert [event.dtstart.day for event in events] == [12, 20, 20]
    assert events[-1].status == "CANCELLED"


def test_a_meeting_without_an_end_takes_an_hour_and_says_so(dansk):
    convened(dansk, "2026-03-12T10:00")
    (event,) = calendar(files(dansk, "osa")[0].data).events
    assert (event.dtend - event.dtstart).total_seconds() == 3600
    assert "Sluttidspunktet er ikke fastsat" in event.description


# The feed.


def test_a_person_gets_an_address_once_and_their_calendar_follows_the_meetings(talk):
    assert "https://" not in talk.says("osa", "calendar").text
    given = talk.presses("osa", "Give me an address")
    secret = address(given)
    assert timed(fed(talk, secret)) == []
    convened(talk, title="Nye indsatser")
    convened(talk, "2026-06-11T10:00-12:00")
    assert [event.summary for event in timed(fed(talk, secret))][:1] == ["M-1 Nye indsatser"]
    talk.says("facilitator", "meeting reschedule", "M-1 2026-03-20T13:00-15:00")
    talk.says("facilitator", "meeting cancel", "M-2; why: Sygdom")
    (event,) = timed(fed(talk, secret))
    assert (event.dtstart.day, event.sequence) == (20, 1)
    again = talk.says("osa", "calendar")
    assert {"da": "Din kalender følger møderne", "en": "Your calendar follows the meetings"}[talk.language] in again.text
    assert secret not in again.text


def test_the_meeting_is_the_same_in_an_invitation_and_in_a_feed(dansk):
    secret = address(dansk.says("osa", "calendar", "ny"))
    convened(dansk)
    (sent,), (followed,) = calendar(files(dansk, "osa")[0].data).events, timed(fed(dansk, secret))
    assert sent.uid == followed.uid


def test_a_feed_speaks_its_owners_language_and_names_nobody(talk):
    secret = address(talk.says("osa", "calendar", "new"))
    convened(talk)
    text = fed(talk, secret).decode().replace("\r\n ", "")
    assert "METHOD:PUBLISH" in text
    assert {"da": "X-WR-CALNAME:Møder og frister: ", "en": "X-WR-CALNAME:Meetings and deadlines: "}[talk.language] in text
    assert "ATTENDEE" not in text
    names = talk.asked(lambda records: [one.name for one in records.people.everybody()])
    assert not [name for name in names if name in text]


def test_a_new_address_closes_the_old_one_and_closing_closes_it(talk):
    first = address(talk.says("osa", "calendar", "new"))
    renewed = talk.presses("osa", "New address")
    second = address(renewed)
    assert first != second
    assert {"da": "Den gamle adresse virker ikke", "en": "The old address no longer works"}[talk.language] in renewed.text
    assert fed(talk, first) is None
    assert fed(talk, second) is not None
    talk.presses("osa", "Close it")
    assert fed(talk, second) is None
    assert not talk.says("osa", "calendar", "close").refused


def test_one_persons_address_is_not_anothers(dansk):
    mine, theirs = address(dansk.says("osa", "calendar", "ny")), address(dansk.says("eki", "calendar", "ny"))
    dansk.says("osa", "calendar", "luk")
    assert fed(dansk, mine) is None
    assert fed(dansk, theirs) is not None


def test_whoever_loses_the_last_role_finds_nothing_there_any_more(dansk):
    secret = address(dansk.says("osa", "calendar", "ny"))
    dansk.relieves("osa", Role.REPRESENTATIVE, "osa")
    assert fed(dansk, secret) is None
    dansk.appoints("osa", Role.READER)
    assert fed(dansk, secret) is not None


def test_the_secret_is_kept_nowhere_and_a_repeated_delivery_does_not_tell_it(dansk):
    call = Call(Account("local", who("osa")), Place("local", "d_u_osa", direct=True), "/kalender ny", key="delivery-1")
    first = dansk.bot.pagt.dispatch.answer(call)
    assert first.message is not None
    secret = ADDRESS.search(str(first.message))[1]
    again = dansk.bot.pagt.dispatch.answer(call)
    assert again.message.headline == "Du har allerede fået adressen"
    assert fed(dansk, secret) is not None  # The second delivery changed nothing.
    database = Path(dansk.bot.pagt.store.url.database)
    stored = b"".join(file.read_bytes() for file in database.parent.glob(f"{database.name}*"))
    assert b"feed:p_" in stored  # What is told of it is there,
    assert secret.encode() not in stored  # and how it is reached is not.


def test_without_an_address_of_its_own_the_program_gives_none(talk):
    talk.bot.pagt.found.at = ""
    answer = talk.says("osa", "calendar", "new")
    assert "PAGT_PUBLIC_URL" in answer.text
    assert talk.asked(lambda records: records.feeds.of(records.people.behind("local", who("osa")).id)) is None


def test_an_unknown_word_is_answered_with_what_to_type(talk):
    answer = talk.says("osa", "calendar", "xyz")
    assert answer.refused
    assert {"da": "/kalender ny", "en": "/calendar new"}[talk.language] in answer.text


def test_who_may_read_no_meetings_gets_no_feed(dansk):
    assert dansk.says("admin", "calendar", "ny").refused


def test_a_feed_holds_the_days_of_the_briefings_for_whoever_they_ask_something_of(talk):
    talk.fills("facilitator", "briefing dates", "oeu", dates="2026-09-22\n2026-12-01")
    runs, speaks = (address(talk.says(person, "calendar", "new")) for person in ("facilitator", "osa"))
    every = {(one.summary, str(one.dtstart)) for one in calendar(fed(talk, runs)).events}
    mine = {(one.summary, str(one.dtstart)) for one in calendar(fed(talk, speaks)).events}
    name = {"da": "Årlig status til Økonomiudvalget 2026", "en": "Annual status to the Finance Committee 2026"}[talk.language]
    assert (f"{talk.word('The body meets')}: {name}", "2026-09-22") in mine
    assert (f"{talk.word('The check ends')}: {name}", "2026-08-11") in mine
    assert (talk.word("Last day: {name}", name=name), "2026-12-31") in every
    assert mine < every
    assert not [summary for summary, _on in mine if talk.word("Handed in") in summary]
    assert talk.word("Handed in") in str(every)


def test_a_deadline_keeps_its_place_in_a_calendar_when_it_moves_and_is_gone_once_it_is_over(dansk):
    secret = address(dansk.says("facilitator", "calendar", "ny"))
    dansk.fills("facilitator", "briefing dates", "oeu", dates="2026-09-22\n2026-12-01")
    before = {one.uid: one.dtstart for one in calendar(fed(dansk, secret)).events if "Årlig status" in one.summary}
    dansk.says("facilitator", "briefing plan", "status 2026-09-29")
    after = {one.uid: one.dtstart for one in calendar(fed(dansk, secret)).events if "Årlig status" in one.summary}
    assert before.keys() == after.keys()
    assert before != after
    dansk.changed(lambda records: setattr(records.briefings.find("status-oeu", 2026), "state", State.DELIVERED))
    gone = [
        one for one in calendar(fed(dansk, secret)).events if "Økonomiudvalget 2026" in one.summary and "status" in one.summary
    ]
    assert gone == []
