"""Calendar files: the one that goes with an invitation, a move or a cancellation, and what stands in a person's feed."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias
from zoneinfo import ZoneInfo

from bot.acts.briefing import Owed, owed_in
from bot.chat.message import File, Message
from bot.domain.agreement import Agreement
from bot.domain.briefing import Deliverable
from bot.domain.briefing_dates import Marked, Step, marked_days
from bot.domain.feed import digest, same
from bot.domain.meeting import Meeting, State, instant
from bot.domain.person import Member
from bot.words import calendar_file as words
from bot.words import feed as feed_words
from bot.words.language import speaking_to, spoken
from storage.feeds import feed_at
from storage.records import Records
from storage.store import Store

if TYPE_CHECKING:
    from bot.documents.calendar_file import Entry, Sender

# What a feed is made of: each source gives what one person may see of it.
Source: TypeAlias = "Callable[[Records, Agreement, Member], Sequence[Entry]]"
GUESSED = timedelta(hours=1)  # How long a meeting is taken to be whose end nobody has set.
LOOKS_BACK = timedelta(days=366)
FOR_PARTIES = frozenset({Step.PROPOSE, Step.CHECK_CLOSES, Step.MEETS})


def attached(message: Message, agreement: Agreement, meeting: Meeting, at: datetime) -> Message:
    """Return a message about a meeting with the meeting as a calendar file."""
    return replace(message, parts=(*message.parts, file(agreement, meeting, at)))


def file(agreement: Agreement, meeting: Meeting, at: datetime) -> File:
    """Return a meeting as a file for people's calendars, in the language being spoken: one that is called off takes it out of them."""
    from bot.documents.calendar_file import MEDIA_TYPE, Method, written  # noqa: PLC0415  # Heavy; loaded where used.

    method = Method.CANCEL if meeting.state is State.CANCELLED else Method.REQUEST
    data = written(method, (_entry(agreement, meeting),), _sender(agreement), at)
    return File(f"{meeting.ref}.ics", MEDIA_TYPE, data)


def feed(store: Store, secret: str, now: datetime) -> bytes | None:
    """Return the feed behind a secret; none for one that is nobody's, was closed, or whose owner may see no meetings any more."""
    from bot.documents.calendar_file import Method, written  # noqa: PLC0415  # Likewise.

    with store.read() as installation:
        row = feed_at(installation.session, digest(secret))
        if row is None or not same(row.digest, secret):
            return None
        records = installation.within(row.agreement_id, actor=row.person_id, now=now)
        agreement = installation.agreements.at(row.agreement_id, now)
        person = records.people.by_id(row.person_id)
        if agreement is None or person is None:
            return None
        member = records.people.member(person, now.astimezone(agreement.zone).date())
        if not member.may("meeting.read"):
            return None
        with speaking_to(person):
            entries = tuple(entry for source in SOURCES for entry in source(records, agreement, member))
            return written(Method.PUBLISH, entries, _sender(agreement), now, name=feed_words.name(agreement.name(spoken())))


def _meetings(records: Records, agreement: Agreement, _member: Member) -> "Sequence[Entry]":
    """Return the meetings of the last year and all to come; one that is called off is gone from a feed by itself."""
    since = records.now.astimezone(agreement.zone).date() - LOOKS_BACK
    found = [one for one in records.meetings.all() if one.on >= since and one.state is not State.CANCELLED]
    return [_entry(agreement, one) for one in found]


def _briefings(records: Records, agreement: Agreement, member: Member) -> "Sequence[Entry]":
    """Return the days of the briefings that are owed and not delivered: all of them, or those that ask something of the parties."""
    if not member.may("briefing.read"):
        return ()
    today = records.now.astimezone(agreement.zone).date()
    years = (*(year for year in records.briefings.open_years() if year < today.year), today.year, today.year + 1)
    runs, found = member.may("briefing.run"), []
    for year in years:
        owed = {one.plan.duty: one for one in owed_in(records, agreement, year) if not one.deliverable.delivered}
        days = marked_days({duty: one.plan for duty, one in owed.items()})
        found += [_deadline(agreement, owed[one.duty].deliverable, one) for one in days if runs or one.step in FOR_PARTIES]
        found += [_last_day(agreement, one) for one in owed.values() if runs]
    return found


SOURCES: tuple[Source, ...] = (_meetings, _briefings)


def _deadline(agreement: Agreement, one: Deliverable, marked: Marked) -> "Entry":
    """Return a step of a briefing as a whole day."""
    from bot.documents.calendar_file import Entry, uid  # noqa: PLC0415  # Likewise.

    return Entry(
        uid=uid(agreement.id, "briefing", one.key, marked.step.value),
        starts=marked.on,
        ends=marked.on,
        summary=words.step(agreement, one, marked.step),
        description=words.about_step(agreement, one, known=marked.known),
    )


def _last_day(agreement: Agreement, one: Owed) -> "Entry":
    """Return the day after which a briefing is late."""
    from bot.documents.calendar_file import Entry, uid  # noqa: PLC0415  # Likewise.

    late_after = one.plan.late_after
    return Entry(
        uid=uid(agreement.id, "briefing", one.plan.key, "late"),
        starts=late_after,
        ends=late_after,
        summary=words.last_day(agreement, one.deliverable),
        description=words.about_step(agreement, one.deliverable, known=True),
    )


def _entry(agreement: Agreement, meeting: Meeting) -> "Entry":
    from bot.documents.calendar_file import Entry, uid  # noqa: PLC0415  # Likewise.

    zone = ZoneInfo(meeting.zone)
    ends = instant(meeting.on, meeting.ends, meeting.zone) if meeting.ends else meeting.starts_at + GUESSED
    return Entry(
        # The instant it was convened tells it from the same number in another installation of the same agreement.
        uid=uid(agreement.id, meeting.number, meeting.convened_at.astimezone(UTC).isoformat()),
        starts=meeting.starts_at.astimezone(zone),
        ends=ends.astimezone(zone),
        summary=words.summary(meeting),
        description=words.description(agreement, meeting),
        place=meeting.place,
        sequence=meeting.sequence,
        cancelled=meeting.state is State.CANCELLED,
    )


def _sender(agreement: Agreement) -> "Sender":
    from bot.documents.calendar_file import Sender  # noqa: PLC0415  # Likewise.

    return Sender(agreement.id, words.organiser(agreement), words.group(agreement))
