"""What the bot says on its own initiative about meetings that are missing, and about one nobody has confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.chat.message import Button, Buttons, Message, Part, text
from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import Duty, DutyPeriod, DutyRule
from bot.domain.calendar import Quarter
from bot.domain.house_rules import Addressee
from bot.domain.meeting import Meeting
from bot.domain.meeting_year import Count, Slot
from bot.words import meeting_count as counts
from bot.words.language import N_, _, day, ngettext, say, t
from bot.words.meeting import at, attendance_button, minutes_button, show_button, titled, under

_CONVENE = frozenset({Addressee.FACILITATOR, Addressee.FACILITATOR_DEPUTY})


def quarter_name(quarter: Quarter) -> str:
    """Return a quarter in words: "1. kvartal 2027", "the first quarter of 2027"."""
    return say(_(_QUARTERS[quarter.number]), year=quarter.year)


_QUARTERS = {
    1: N_("the first quarter of {year}"),
    2: N_("the second quarter of {year}"),
    3: N_("the third quarter of {year}"),
    4: N_("the fourth quarter of {year}"),
}


@dataclass(frozen=True)
class Lacking:
    """A quarter that lacks its ordinary meeting: how its year counts, the last chance for one, and how many parties ask for one."""

    quarter: Quarter
    counted: Count
    last: Slot | None
    wishes: int


def unplanned(agreement: Agreement, lacks: Lacking, *, to: Addressee) -> Message:
    """Say that no ordinary meeting is convened for a quarter."""
    wishes = lacks.wishes
    asked = ngettext("{count} party has asked for a meeting.", "{count} parties have asked for a meeting.", wishes)
    last = t(_("There is too little time left to convene one for this quarter with the usual notice."))
    if lacks.last is not None:
        template = _("To be held in the quarter, by {hold_by}, it has to be convened by {convene_by}.")
        last = t(template, hold_by=day(lacks.last.hold_by), convene_by=day(lacks.last.convene_by))
    return Message(
        say(_("No ordinary meeting is convened for {quarter}"), quarter=quarter_name(lacks.quarter)),
        (
            text(last, t("{said}", said=counts.so_far(lacks.counted)), t(asked, count=wishes) if wishes else t("")),
            *_plan(to),
            under(agreement, _duty(agreement, DutyPeriod.QUARTER)),
        ),
    )


def planned(agreement: Agreement, quarter: Quarter, meeting: Meeting) -> Message:
    """Take the place of a nudge once the quarter has its meeting."""
    return Message(
        say(_("{quarter} has its ordinary meeting"), quarter=quarter_name(quarter).capitalize()),
        (
            text(t(_("{meeting}, {at}."), meeting=titled(meeting), at=at(meeting))),
            Buttons((show_button(meeting),)),
            under(agreement, _duty(agreement, DutyPeriod.QUARTER)),
        ),
    )


_TOO_FEW: Mapping[str, str] = {
    "unbooked": N_("The meetings of {year} are not all booked: {forecast} of {needed}"),
    "short": N_("{year} is short of meetings: {forecast} of {needed}"),
    "last": N_("Last safe day to convene a meeting: {year} has {forecast} of {needed}"),
}


def too_few(agreement: Agreement, counted: Count, step: str, *, to: Addressee) -> Message:
    """Say that a year gets too few meetings, while there is still time. `step` is which day it is said on."""
    facts = {"year": counted.year.label, "forecast": counted.forecast, "needed": counted.needed}
    return Message(
        say(_(_TOO_FEW[step]), **facts),
        (text(t("{said}", said=counts.reason(counted))), *_plan(to), under(agreement, _duty(agreement, DutyPeriod.YEAR))),
    )


def enough(agreement: Agreement, counted: Count) -> Message:
    """Take the place of that nudge once the year has its meetings."""
    return Message(
        say(_("{year} has its meetings"), year=counted.year.label),
        (text(t("{said}", said=counts.reason(counted))), under(agreement, _duty(agreement, DutyPeriod.YEAR))),
    )


def was_it_held(agreement: Agreement, meeting: Meeting) -> Message:
    """Ask whether a meeting was held: it counts only when somebody has said so."""
    return Message(
        say(_("Was {meeting} held?"), meeting=titled(meeting)),
        (
            text(t(_("It was convened for {at}. It counts when you have confirmed it."), at=at(meeting))),
            Buttons(
                (
                    Button(_("It was held"), f"/meeting held {meeting.ref}", "primary"),
                    Button(_("It was not"), f"/meeting cancel {meeting.ref}"),
                )
            ),
            under(agreement, _duty(agreement, DutyPeriod.YEAR)),
        ),
    )


def confirmed(meeting: Meeting, by: str, counted: Count | None) -> Message:
    """Take the place of the question once somebody has answered it, with what comes next."""
    count = t("{said}", said=counts.reason(counted)) if counted else t("")
    return Message(
        say(_("{meeting} was held"), meeting=titled(meeting)),
        (text(t(_("Confirmed by {by}."), by=by), count), Buttons((attendance_button(meeting), minutes_button(meeting)))),
    )


def called_off(meeting: Meeting) -> Message:
    """Take the place of the question about a meeting that was not held."""
    return Message(say(_("{meeting} was not held"), meeting=titled(meeting)))


def _plan(to: Addressee) -> tuple[Part, ...]:
    """Return the button that plans a meeting, for those who may."""
    return (Buttons((Button(_("Plan a meeting"), "/meeting plan", "primary"),)),) if to in _CONVENE else ()


def _duty(agreement: Agreement, period: DutyPeriod) -> Duty | None:
    return next((one for one in agreement.duties_of(DutyRule.AT_LEAST_MEETINGS) if one.period is period), None)
