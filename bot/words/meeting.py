"""What the bot says about meetings: previews, confirmations, lists. How a year counts is worded in meeting_count.py."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.chat.markdown import Markdown, joined, listed
from bot.chat.message import Button, Buttons, Facts, Message, Part, Table, facts, shortened, text
from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import Duty, Label
from bot.domain.meeting import Kind, Meeting, Plan, State
from bot.domain.meeting_year import Count
from bot.domain.when import Reading, Remark
from bot.words import meeting_count as counts
from bot.words import when
from bot.words.language import N_, _, day, moment, pgettext, say, spoken, t

KINDS: Mapping[Kind, str] = {
    Kind.ORDINARY: N_("ordinary meeting"),
    Kind.AD_HOC: N_("ad hoc meeting"),
    Kind.SEMINAR: N_("seminar"),
    Kind.NETWORK: N_("network meeting"),
}
STATES: Mapping[State, str] = {State.CONVENED: N_("convened"), State.HELD: N_("held"), State.CANCELLED: N_("cancelled")}
VERBS: Mapping[str, str] = {
    "convene": N_("convened"),
    "record": N_("recorded as held"),
    "move": N_("moved from {was_on}"),
    "relocate": N_("given another place"),
    "displace": N_("place removed"),
    "cancel": N_("cancelled"),
    "hold": N_("confirmed as held"),
    "attendance": N_("attendance corrected"),
}


SHORT_TITLE = 40


@dataclass(frozen=True)
class Before:
    """What is shown before a meeting is set: its zone, remarks on its day, and what it does to the count of each year it touches."""

    zone: ZoneInfo
    remarks: Sequence[Remark] = ()
    before: Sequence[Count] = ()
    after: Sequence[Count] = ()


def kind(value: Kind) -> str:
    """Return a kind of meeting in words."""
    return _(KINDS[value])


def called(meeting: Meeting | Plan) -> str:
    """Return what a meeting is called without its number: its title, else its kind."""
    return meeting.title or kind(meeting.kind)


def titled(meeting: Meeting) -> str:
    """Return what a meeting is called: "M-3 ordinary meeting". A long title is cut, so that the day fits beside it in a headline."""
    return f"{meeting.ref} {shortened(called(meeting), SHORT_TITLE)}"


def whole_title(meeting: Meeting) -> str:
    """Return a title that is cut in headlines; none where it stands there whole."""
    return meeting.title if len(meeting.title) > SHORT_TITLE else ""


def about(meeting: Meeting) -> tuple[Facts, ...]:
    """Return what is to be known of a meeting besides its name and day, where there is anything."""
    found = facts({_("Title"): whole_title(meeting), _("Place"): meeting.place, _("Together with"): meeting.jointly_with})
    return (found,) if found.facts else ()


def at(meeting: Meeting | Plan, zone: ZoneInfo | None = None) -> str:
    """Return when a meeting is, as an accepted date is echoed: "tirsdag d. 1. december 2026 kl. 10.00 (uge 49)".

    A plan does not say in which zone it is meant; a meeting does.
    """
    there = ZoneInfo(meeting.zone) if isinstance(meeting, Meeting) else zone
    return when.echo(Reading(meeting.on, meeting.starts, meeting.ends), there)


def preview(plan: Plan, found: Before, *, command: str, change: str) -> Message:
    """Echo a meeting before it is convened, with the button that does it."""
    return Message(
        say(_("Convene {kind} on {at}?"), kind=kind(plan.kind), at=at(plan, found.zone)),
        (
            _planned(plan),
            text(listed(t("{said}", said=one) for one in _said(found))),
            Buttons((Button(_("Convene"), command, "primary"), Button(_("Change"), change))),
        ),
    )


def move_preview(meeting: Meeting, plan: Plan, found: Before, *, command: str, change: str) -> Message:
    """Echo a move before it is done, with what it does to the count, and the button that does it."""
    told = t(_("It is set for {was} now. Everybody invited is asked again whether they come."), was=at(meeting))
    place = t(_("New place: {place}."), place=plan.place) if plan.place else t(_("It has no place for now."))
    told = told if plan.place == meeting.place else joined([told, place], " ")
    return Message(
        say(_("Move {meeting} to {at}?"), meeting=titled(meeting), at=at(plan, found.zone)),
        (
            text(told, listed(t("{said}", said=one) for one in _said(found))),
            Buttons((Button(_("Move"), command, "primary"), Button(_("Change"), change))),
        ),
    )


def relocate_preview(meeting: Meeting, place: str, *, command: str, change: str) -> Message:
    """Echo another place before it is set, with the button that sets it."""
    until_now = t(_("Until now: {place}."), place=meeting.place) if meeting.place else Markdown("")
    told = t(_("The day is as before: {at}. Everybody who knows of the meeting is told, and answers still hold."), at=at(meeting))
    asked = _("Hold {meeting} here: {place}?") if place else _("Leave {meeting} without a place for now?")
    does = _("Change the place") if place else _("Remove the place")
    return Message(
        say(asked, meeting=titled(meeting), place=place),
        (text(until_now, told), Buttons((Button(does, command, "primary"), Button(_("Change"), change)))),
    )


def placed(meeting: Meeting) -> str:
    """Say where a meeting is held from now on."""
    said = _("New place for {meeting}: {place}") if meeting.place else _("The place of {meeting} is not settled any more")
    return say(said, meeting=titled(meeting), place=meeting.place)


def _said(found: Before) -> list[str]:
    return [*map(when.remark, found.remarks), *counts.effect(found.before, found.after)]


def convened(agreement: Agreement, meeting: Meeting, counted: Count | None, *, invited: int) -> Message:
    """Confirm that a meeting is convened."""
    said = t(_("{count} people are invited."), count=invited)
    return Message(
        say(_("Convened: {meeting}, {at}"), meeting=titled(meeting), at=at(meeting)),
        (
            _facts(agreement, meeting),
            text(said if invited else Markdown(""), _count(counted)),
            Buttons((show_button(meeting), Button(_("Move"), f"/meeting move {meeting.ref}"))),
        ),
    )


def moved(meeting: Meeting, was: str, counted: Count | None) -> Message:
    """Confirm that a meeting was moved."""
    return Message(
        say(_("Moved: {meeting}, {at}"), meeting=titled(meeting), at=at(meeting)),
        (
            text(t(_("It was set for {was}. Answers for that day are void."), was=was), _count(counted)),
            Buttons((show_button(meeting),)),
        ),
    )


def relocated(meeting: Meeting) -> Message:
    """Confirm that a meeting is held elsewhere, or nobody knows where."""
    told = t(_("The day is as before: {at}. Everybody who knows of the meeting is told, and answers still hold."), at=at(meeting))
    return Message(placed(meeting), (text(told), Buttons((show_button(meeting),))))


def cancelled(meeting: Meeting, why: str, counted: Count | None) -> Message:
    """Confirm that a meeting was called off."""
    return Message(
        say(_("Cancelled: {meeting}, {at}"), meeting=titled(meeting), at=at(meeting)),
        (text(t("{why}", why=why), _count(counted)), Buttons((Button(_("Plan another"), "/meeting plan"), show_button(meeting)))),
    )


def held(meeting: Meeting, counted: Count | None) -> Message:
    """Confirm that a meeting was held."""
    return Message(
        say(_("Held: {meeting}, {at}"), meeting=titled(meeting), at=at(meeting)),
        (text(_count(counted)), Buttons((attendance_button(meeting), minutes_button(meeting), show_button(meeting)))),
    )


def answer_button(meeting: Meeting, units: Sequence[str]) -> Button:
    """Return the way to answer for one's unit; who speaks for several is asked which."""
    unit = f" {units[0]}" if len(units) == 1 else ""
    return Button(_("Answer"), f"/meeting answer {meeting.ref}{unit}", "primary")


def attendance_button(meeting: Meeting) -> Button:
    """Return the way to confirm who was represented."""
    return Button(_("Who was there?"), f"/meeting attendance {meeting.ref}", "primary")


def minutes_button(meeting: Meeting) -> Button:
    """Return the way to a meeting's minutes."""
    return Button(_("The minutes"), f"/meeting minutes {meeting.ref}")


def paper_button(meeting: Meeting, now: datetime) -> Button:
    """Return the way to what is on paper: the agenda before a meeting, the minutes from then on."""
    if meeting.starts_at > now or meeting.state is State.CANCELLED:
        return Button(_("The agenda"), f"/meeting agenda {meeting.ref}")
    return minutes_button(meeting)


def _count(counted: Count | None) -> Markdown:
    return t("{said}", said=counts.reason(counted)) if counted else Markdown("")


def table(meetings: Sequence[Meeting], counted: Count | None, *, year: str, may_convene: bool) -> Message:
    """List a year's meetings, with how the year counts."""
    said = text(_count(counted), *(t("{said}", said=one) for one in (counts.health(counted) if counted else ())))
    buttons = Buttons((Button(_("Plan a meeting"), "/meeting plan", "primary"),)) if may_convene else None
    rest: tuple[Part, ...] = (said, *((buttons,) if buttons else ()))
    if not meetings:
        return Message(say(_("No meetings in {year}"), year=year), rest)
    columns = (_("No."), _("When"), _("Meeting"), pgettext("column", "State"))
    rows = tuple((one.ref, at(one), called(one), _(STATES[one.state])) for one in meetings)
    return Message(say(_("Meetings in {year}"), year=year), (Table("", columns, rows), *rest))


@dataclass(frozen=True)
class Entry:
    """One line of a meeting's history: when, who, what, where it stood until then, and why."""

    at: datetime
    by: str
    verb: str
    was_on: str
    why: str


def shown(
    agreement: Agreement, meeting: Meeting, history: Sequence[Entry], *, more: Sequence[Part] = (), buttons: Sequence[Button] = ()
) -> Message:
    """Show one meeting. `more` is what other parts of the program know of it: who comes, its agenda."""
    parts: list[Part] = [_facts(agreement, meeting), *more]
    parts.append(text(t(_("**History**")), listed(_line(one, agreement.zone) for one in history)))
    if buttons:
        parts.append(Buttons(tuple(buttons)))
    return Message(say(_("{meeting}, {at}"), meeting=titled(meeting), at=at(meeting)), tuple(parts))


def _line(one: Entry, zone: ZoneInfo) -> Markdown:
    what = say(_(VERBS[one.verb]), was_on=one.was_on)
    said = t(_("**{when}** {what}, by {by}"), when=moment(one.at, zone), what=what, by=one.by)
    return t("{said}: {why}", said=said, why=one.why) if one.why else said


def change_buttons(meeting: Meeting, now: datetime) -> list[Button]:
    """Return what whoever runs the group may do with a meeting now."""
    if meeting.state is not State.CONVENED:
        return []
    ref = meeting.ref
    cancel = Button(_("Cancel the meeting"), f"/meeting cancel {ref}", "danger")
    if meeting.unconfirmed(now):
        return [Button(_("It was held"), f"/meeting held {ref}", "primary"), cancel]
    return [Button(_("Move"), f"/meeting move {ref}"), cancel]


def under(agreement: Agreement, duty: Duty | None) -> Part:
    """Return the line that names the duty a message stands on, and whether it is the agreement's or only our own rule."""
    if duty is None:
        return text()
    heading = agreement.clause(duty.clause).heading.text(spoken())
    if duty.label is Label.AGREEMENT:
        return text(t(_("*The agreement: {heading}*"), heading=heading))
    said = t(_("*House rule: {duty}. It serves the agreement's clause “{heading}”.*"), duty=duty.name(spoken()), heading=heading)
    return text(said)


def _planned(plan: Plan) -> Facts:
    return facts({_("Title"): plan.title, _("Place"): plan.place, _("Together with"): plan.jointly_with})


def _facts(agreement: Agreement, meeting: Meeting) -> Facts:
    return facts(
        {
            _("Title"): whole_title(meeting),
            _("When"): at(meeting),
            _("Kind"): kind(meeting.kind),
            pgettext("column", "State"): _(STATES[meeting.state]),
            _("Place"): meeting.place,
            _("Together with"): meeting.jointly_with,
            _("Convened"): day(meeting.convened_at.astimezone(agreement.zone).date()),
        }
    )


def show_button(meeting: Meeting) -> Button:
    """Return the way to a meeting."""
    return Button(_("Show"), f"/meeting show {meeting.ref}")
