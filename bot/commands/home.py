"""The command that shows a person's own page (Danish: hjem). Slack's Home tab is the same page, kept fresh."""

from bot.acts.meeting_count import count_of
from bot.chat.request import Reply, Request
from bot.domain import round as rules
from bot.domain.meeting_year import year_of
from bot.domain.role import FACILITATORS, Role
from bot.registry import command
from bot.words import home as words
from storage.news import unseen_by
from storage.records import Records
from storage.tables import RoundRow

MOST_UNSEEN = 5


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
    picture = words.Picture(
        waiting=_waiting(request, records, current),
        initiatives={
            unit: [one for one in records.initiatives.of_unit(unit) if not (outsiders and one.initiative.confidential)]
            for unit in units
        },
        round=current,
        next_opening=records.duties.next_of(rules.OPENS),
        next_meeting=coming[0] if coming else None,
        meetings=count_of(records, request.agreement, year_of(request.agreement, request.today)) if reads else None,
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
    return words.Waiting(
        unanswered=[(current, unit) for unit in units if unit not in answered] if current is not None else (),
        unseen=shown,
        unseen_in_all=count if len(shown) == len(news) else len(shown),
        silent=[unit for unit in parties if unit not in answered] if current is not None else (),
        unheard=[unit for unit in parties if unit not in heard],
    )
