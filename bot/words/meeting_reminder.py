"""What the bot says as a meeting draws near: to people and to the channel, to those who run the group, and about a reminder put off."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.chat.markdown import Markdown
from bot.chat.message import Button, Buttons, Message, Part, text
from bot.domain.agenda import items_due
from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import DutyRule
from bot.domain.attendance import Headline
from bot.domain.meeting import Meeting
from bot.domain.rsvp import Rsvp
from bot.words.attendance import line
from bot.words.initiative import clause, short, shorts
from bot.words.invitation import answer, answer_buttons
from bot.words.language import _, day, moment, number, say, t
from bot.words.meeting import about, at, show_button, titled

DAYS_IN_A_WEEK = 7


def until(meeting: Meeting, today: date) -> str:
    """Return how long it is until a meeting: "Today", "Tomorrow", "In 5 days", "In a week"."""
    days = (meeting.on - today).days
    if days <= 0:
        return _("Today")
    if days == 1:
        return _("Tomorrow")
    if days == DAYS_IN_A_WEEK:
        return _("In a week")
    if days % DAYS_IN_A_WEEK == 0:
        return say(_("In {count} weeks"), count=number(days // DAYS_IN_A_WEEK))
    return say(_("In {count} days"), count=number(days))


def reminder(agreement: Agreement, meeting: Meeting, today: date, *, unit: str, given: Rsvp | None, items: bool) -> Message:
    """Remind somebody of a meeting they speak for a party at. `items` says that items for the agenda are called for."""
    name = short(agreement, unit)
    asks = given is None
    said = (
        t("{said}.", said=answer(agreement, given))
        if given
        else t(_("{unit} has not answered yet. Does {unit} come?"), unit=name)
    )
    parts: list[Part] = [*about(meeting)]
    parts.append(text(said, _call_for_items(agreement, meeting) if items else Markdown("")))
    if asks:
        parts.append(answer_buttons(meeting, unit))
    later = (meeting.on - today).days > 0
    parts.append(Buttons((*_buttons(meeting, items=items), *((_snooze(meeting),) if later else ()))))
    return Message(_headline(meeting, today), (*parts, _clause(agreement)))


def in_channel(agreement: Agreement, meeting: Meeting, today: date, *, items: bool) -> Message:
    """Remind the channel of a meeting."""
    parts: list[Part] = [*about(meeting)]
    if items:
        parts.append(text(_call_for_items(agreement, meeting)))
    return Message(_headline(meeting, today), (*parts, Buttons(_buttons(meeting, items=items)), _clause(agreement)))


def _headline(meeting: Meeting, today: date) -> str:
    return say(_("{until}: {meeting}, {at}"), until=until(meeting, today), meeting=titled(meeting), at=at(meeting))


def _buttons(meeting: Meeting, *, items: bool) -> tuple[Button, ...]:
    """Return what there is to do: propose an item while they are called for, and look at the meeting."""
    propose = (Button(_("Propose an item"), f"/meeting item {meeting.ref}", "primary"),) if items else ()
    return (*propose, show_button(meeting))


def _call_for_items(agreement: Agreement, meeting: Meeting) -> Markdown:
    return t(_("Is there anything you want on the agenda? Items are due {due}."), due=day(items_due(agreement, meeting.on)))


def _snooze(meeting: Meeting) -> Button:
    return Button(_("Remind me later"), f"/meeting snooze {meeting.ref}")


def snoozed(agreement: Agreement, meeting: Meeting, until_: datetime) -> Message:
    """Confirm that a reminder is put off; it also takes the reminder's place, so that the trace is seen."""
    return Message(
        say(_("Put off: {meeting}, {at}"), meeting=titled(meeting), at=at(meeting)),
        (
            text(t(_("You will be reminded on {until}."), until=moment(until_, agreement.zone))),
            Buttons((show_button(meeting),)),
        ),
    )


def answers_so_far(
    agreement: Agreement, meeting: Meeting, today: date, found: Headline, *, asked: Sequence[str], nobody_at: Sequence[str]
) -> Message:
    """Tell those who run the group who comes, shortly before the meeting, and who is asked again."""
    said = [
        t(_("Regrets: {units}."), units=shorts(agreement, found.regrets)) if found.regrets else Markdown(""),
        t(_("No answer: {units}."), units=shorts(agreement, found.silent)) if found.silent else Markdown(""),
        t(_("Asked again now: {units}."), units=shorts(agreement, asked)) if asked else Markdown(""),
        t(_("Nobody to ask at {units}: `/party contact UNIT PERSON`."), units=shorts(agreement, nobody_at))
        if nobody_at
        else Markdown(""),
        t(_("All parties come.")) if found.whole else Markdown(""),
    ]
    return Message(
        say(_("{until}, {ref}: {line}"), until=until(meeting, today), ref=meeting.ref, line=line(agreement, found)),
        (
            text(t("{meeting}, {at}", meeting=titled(meeting), at=at(meeting)), *said),
            Buttons((show_button(meeting),)),
            _clause(agreement),
        ),
    )


def _clause(agreement: Agreement) -> Part:
    return clause(agreement, DutyRule.ALL_REPRESENTED)
