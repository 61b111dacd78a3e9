"""The command that shows a person's own page (Danish: hjem). Slack's Home tab is the same page, kept fresh."""

from dataclasses import replace
from datetime import datetime

from bot.acts.briefing import open_now, overdue, owed_in
from bot.acts.meeting_count import count_of
from bot.chat.request import Reply, Request
from bot.domain import round as rules
from bot.domain.action import Action, Wanted
from bot.domain.briefing import State
from bot.domain.meeting import Meeting
from bot.domain.meeting_year import year_of
from bot.domain.passage import consent
from bot.domain.repeal import ended
from bot.domain.role import FACILITATORS, Role
from bot.registry import command
from bot.words import briefing as briefing_words
from bot.words import home as words
from storage.news import unseen_by
from storage.records import Records
from storage.tables import RoundRow

MOST_UNSEEN = 5
MOST_INVITATIONS = 3


@command("home", danish="hjem", may="person.self", aliases=("forside",))
def home(request: Request, records: Records) -> Reply:
    """Show what waits for you, your unit's initiatives, and what comes next."""
    if not request.by.roles:
        facilitators = [one.name for one in records.people.holding(Role.FACILITATOR, request.today)]
        return Reply(words.stranger(request.agreement, facilitators))
    open_ = records.rounds.open()
    current = open_[-1] if open_ else None
    outsiders = request.call.place.outsiders
    units = request.by.units if request.by.may("initiative.read") else ()
    reads = request.by.may("meeting.read")
    coming = records.meetings.coming(request.now)[:1] if reads else []
    over = ended(records.turns.all(), request.today)
    picture = words.Picture(
        waiting=_waiting(request, records, current) if over is None else _of_briefings(request, records),
        initiatives={
            unit: [one for one in records.initiatives.of_unit(unit) if not (outsiders and one.initiative.confidential)]
            for unit in units
        },
        round=current,
        next_opening=records.duties.next_of(rules.OPENS),
        next_meeting=coming[0] if coming else None,
        meetings=count_of(records, request.agreement, year_of(request.agreement, request.today)) if reads else None,
        briefings=_how_far(request, records) if request.by.may("briefing.read") else {},
        ended=over,
    )
    return Reply(words.page(request.agreement, request.by, picture, request.today))


def _waiting(request: Request, records: Records, current: RoundRow | None) -> words.Waiting:
    """Find what this person is asked for."""
    units = [unit for unit in request.by.units if request.by.may("status.reply", [unit])]
    answered = {one.unit for one in records.rounds.replies(current)} if current is not None else set()
    news, count = unseen_by(records.session, records.agreement_id, units, MOST_UNSEEN) if units else ((), 0)
    shown = [one for one in news if not (one.confidential and request.call.place.outsiders)]
    runs = bool(request.by.roles & FACILITATORS)
    parties = [unit.id for unit in request.agreement.units_on(request.today)] if runs else []
    heard = {unit for unit, _role in records.people.contacts(request.today)} if runs else set()
    return replace(
        _of_briefings(request, records),
        unanswered=[(current, unit) for unit in units if unit not in answered] if current is not None else (),
        unseen=shown,
        unseen_in_all=count if len(shown) == len(news) else len(shown),
        silent=[unit for unit in parties if unit not in answered] if current is not None else (),
        unheard=[unit for unit in parties if unit not in heard],
        invitations=_invitations(request, records),
        actions=_actions(request, records),
        minutes=_minutes(request, records),
    )


def _invitations(request: Request, records: Records) -> list[tuple[Meeting, str]]:
    """Find the meetings to come that a person's units have not answered, the next ones first."""
    units = [unit for unit in request.by.units if request.by.may("meeting.answer", [unit])]
    coming = records.meetings.coming(request.now)[:MOST_INVITATIONS] if units else ()
    answers = records.attendance.answers_to(coming)
    return [
        (one, unit)
        for one in coming
        for unit in units
        if request.agreement.unit(unit).is_party(one.on) and unit not in answers.get(one.number, ())
    ]


def _actions(request: Request, records: Records) -> list[Action]:
    """Find what this person is to do, or is to see done: for those who run the group, what is overdue anywhere."""
    runs, outsiders = bool(request.by.roles & FACILITATORS), request.call.place.outsiders
    found = records.actions.page(Wanted(confidential=not outsiders)) if request.by.may("meeting.read") else ()
    return [
        one
        for one in found
        if one.unit in request.by.units or one.person == request.by.id or (runs and one.overdue(request.today))
    ]


def _minutes(request: Request, records: Records) -> list[tuple[Meeting, str, datetime]]:
    """Find the minutes this person's units have said nothing to yet."""
    units = [unit for unit in request.by.units if request.by.may("minutes.comment", [unit])]
    found: list[tuple[Meeting, str, datetime]] = []
    for meeting in records.minutes.waiting() if units else ():
        until, heard = records.minutes.of(meeting).comments_until, {one.unit for one in records.minutes.comments(meeting)}
        expected = {unit.id for unit in request.agreement.units_on(meeting.on)}
        found += [(meeting, unit, until) for unit in units if until is not None and unit in expected - heard]
    return found


def _of_briefings(request: Request, records: Records) -> words.Waiting:
    """Find what this person is asked for along the yearly briefings."""
    if not request.by.may("briefing.read"):
        return words.Waiting()
    open_ = [one.deliverable for one in open_now(records, request.agreement, request.today)]
    mine = [unit for unit in request.by.units if request.by.may("briefing.agree", [unit])]
    passages = []
    for one in open_:
        row = records.briefings.find(one.duty, one.year) if mine and one.state in {State.DRAFT, State.COMMENTED} else None
        if row is not None:
            waiting = consent(request.agreement, records.briefings.passages(row)).open
            passages += [(one, unit) for unit in mine if unit in waiting]
    may_confirm = bool(request.by.roles & (FACILITATORS | {Role.CHAIR}))
    return words.Waiting(
        passages=passages,
        confirm=[one for one in open_ if may_confirm and one.waits_for_confirmation and one.entered_by != request.by.id],
        overdue=[one.deliverable for one in overdue(records, request.agreement, request.today)] if may_confirm else (),
    )


def _how_far(request: Request, records: Records) -> dict[str, str]:
    """Return how far each of this year's briefings has come, by duty."""
    return {
        one.plan.duty: briefing_words.state(one.deliverable) for one in owed_in(records, request.agreement, request.today.year)
    }
