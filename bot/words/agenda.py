"""What the bot says about agendas and their points. What is decided under a point is worded in minutes.py."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.chat.markdown import Markdown, joined, listed
from bot.chat.message import Button, Buttons, Message, Part, text
from bot.domain.action import Action
from bot.domain.agenda import Agenda, Origin, Point, Treatment, goes_out, items_due, point_in
from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import DutyRule
from bot.domain.meeting import Meeting
from bot.words import action as actions
from bot.words.initiative import clause, short
from bot.words.language import N_, _, day, ngettext, number, say, spoken, t
from bot.words.meeting import at, titled, whole_title

MOST_ACTIONS = 8
TREATMENTS: Mapping[Treatment, str] = {
    Treatment.DECISION: N_("for decision"),
    Treatment.DISCUSSION: N_("for discussion"),
    Treatment.BRIEFING: N_("for information"),
}
TITLES: Mapping[Origin, str] = {
    Origin.OPENING: N_("Approval of the agenda"),
    Origin.MINUTES: N_("Approval of the minutes of M-{what}"),
    Origin.ACTIONS: N_("Follow-up on actions"),
    Origin.ANY_OTHER: N_("Any other business"),
}


@dataclass(frozen=True)
class Picture:
    """What is shown of an agenda beside its points: open actions, whether outsiders read along, and whether the reader runs the group."""

    actions: Sequence[Action] = ()
    outsiders: bool = False
    runs: bool = False
    may_submit: bool = False


def cited(meeting: int, point: int) -> str:
    """Return a point as people cite it: "M-3 pkt. 4"."""
    return say(_("M-{meeting} item {point}"), meeting=meeting, point=point)


def cited_ref(ref: str) -> str:
    """Return a stored reference as people cite it."""
    found = point_in(ref)
    return cited(*found) if found else ref


def name_of(agreement: Agreement, key: str | None, title: str) -> str:
    """Return what a point is called: what was written, or what a rule put it there for."""
    origin, _colon, what = (key or "").partition(":")
    standing = next((one for one in agreement.house.meetings.standing_items if one.id == what), None)
    if origin == Origin.STANDING and standing is not None:
        return standing.name(spoken())
    if origin in TITLES:
        return say(_(TITLES[Origin(origin)]), what=what)
    return title or what


def name(agreement: Agreement, point: Point, *, outsiders: bool = False) -> str:
    """Return what a point is called in a room; where outsiders read along, a confidential one is only counted."""
    if outsiders and point.confidential:
        return _("Closed item")
    return name_of(agreement, point.key, point.title)


def treatment(value: Treatment) -> str:
    """Return what a point is on the agenda for."""
    return _(TREATMENTS[value])


def shown(agreement: Agreement, meeting: Meeting, agenda: Agenda, picture: Picture) -> Message:
    """Show a meeting's agenda: a draft, or as it went out."""
    headline = _("Agenda for {meeting}, {at}") if agenda.sent_at else _("Draft agenda for {meeting}, {at}")
    parts: list[Part] = [text(_deadlines(agreement, meeting, agenda), _place(meeting)), _points(agreement, agenda, picture)]
    buttons = _buttons(meeting, agenda, picture)
    if buttons:
        parts.append(Buttons(tuple(buttons)))
    return Message(say(headline, meeting=titled(meeting), at=at(meeting)), (*parts, clause(agreement, DutyRule.DISCUSS)))


def _deadlines(agreement: Agreement, meeting: Meeting, agenda: Agenda) -> Markdown:
    if agenda.sent_at:
        return Markdown("")
    due, out = items_due(agreement, meeting.on), goes_out(agreement, meeting.on)
    return t(_("Items are due by {due}. The agenda goes out on {out}."), due=day(due), out=day(out))


def _place(meeting: Meeting) -> Markdown:
    title = t(_("**Title:** {title}"), title=whole_title(meeting)) if whole_title(meeting) else Markdown("")
    place = t(_("**Place:** {place}"), place=meeting.place) if meeting.place else Markdown("")
    return joined([title, place])


def _buttons(meeting: Meeting, agenda: Agenda, picture: Picture) -> list[Button]:
    buttons = []
    if not agenda.sent_at:
        if picture.may_submit:
            buttons.append(Button(_("Submit an item"), f"/meeting item {meeting.ref}"))
        if picture.runs:
            buttons.append(Button(_("Send it now"), f"/meeting send {meeting.ref}"))
    return buttons


def _points(agreement: Agreement, agenda: Agenda, picture: Picture) -> Part:
    lines = [_line(agreement, place, point, picture) for place, point in agenda.numbered]
    return text(listed(lines), t(_("“Nothing to report” is a full answer to an item that stands on every agenda.")))


def _line(agreement: Agreement, place: int, point: Point, picture: Picture) -> Markdown:
    """Return a point with what belongs under it."""
    called = t("**{number}** {name}", number=place, name=name(agreement, point, outsiders=picture.outsiders))
    if not point.live:
        return t(_("**{number}** Struck: {name}"), number=place, name=name(agreement, point, outsiders=picture.outsiders))
    if picture.outsiders and point.confidential:
        return called
    said = ", ".join(filter(None, (treatment(point.treatment), short(agreement, point.unit) if point.unit else "")))
    head = t("{called} · {said}", called=called, said=said) if point.written else called
    return joined([head, *_under(agreement, point, picture)], between="\\\n")


def _under(agreement: Agreement, point: Point, picture: Picture) -> list[Markdown]:
    if point.origin is Origin.STANDING:
        return _standing(agreement, point)
    if point.origin is Origin.ACTIONS:
        return _open_actions(agreement, picture)
    over = t(_("Carried over from {ref}."), ref=cited_ref(point.carried_from)) if point.carried_from else Markdown("")
    late = t(_("Came after the deadline.")) if point.late else Markdown("")
    closed = t(_("Confidential.")) if point.confidential else Markdown("")
    return [one for one in (t("{note}", note=point.note), over, late, closed) if one]


def _standing(agreement: Agreement, point: Point) -> list[Markdown]:
    """Return the clause a standing item serves, and what may not be said under it."""
    item = next((one for one in agreement.house.meetings.standing_items if point.key == f"{Origin.STANDING}:{one.id}"), None)
    if item is None:
        return []
    serves = t(_("*The agreement: {heading}*"), heading=agreement.clause(item.clause).heading.text(spoken()))
    return [serves, aggregate_only(agreement)] if item.aggregate_only else [serves]


def aggregate_only(agreement: Agreement) -> Markdown:
    """Say what does not belong under an item that gives only the broad picture."""
    least = agreement.house.suppress_counts_under
    return t(_("The broad picture only: no persons, no single cases, no numbers under {least}."), least=least)


def _open_actions(agreement: Agreement, picture: Picture) -> list[Markdown]:
    seen = [one for one in picture.actions if not (picture.outsiders and one.confidential)]
    lines = [actions.line(agreement, one) for one in seen[:MOST_ACTIONS]]
    left = len(seen) - MOST_ACTIONS
    rest = t(ngettext("… and {count} more.", "… and {count} more.", left), count=number(left)) if left > 0 else Markdown("")
    return [*lines, *([rest] if rest else [])]


def preview(agreement: Agreement, meeting: Meeting, agenda: Agenda, picture: Picture, out: date) -> Message:
    """Show the facilitator the agenda once items are due, while there is time to change it."""
    count = sum(point.origin is Origin.SUBMITTED for point in agenda.points)
    submitted = ngettext("{count} submitted item", "{count} submitted items", count)
    how = t(
        _(
            "Change the order with `/meeting order {ref} 9 4` (item 9 becomes the fourth), and strike one with `/meeting strike {ref} 9`."
        ),
        ref=meeting.ref,
    )
    buttons = Buttons(
        (Button(_("Show the agenda"), f"/meeting agenda {meeting.ref}"), Button(_("Send it now"), f"/meeting send {meeting.ref}"))
    )
    return Message(
        say(
            _("The agenda for {meeting} goes out {out}: {submitted}"),
            meeting=meeting.ref,
            out=day(out),
            submitted=say(submitted, count=number(count)),
        ),
        (
            _points(agreement, agenda, picture),
            text(how if count else Markdown("")),
            buttons,
            _rule(agreement),
        ),
    )


def _rule(agreement: Agreement) -> Part:
    rules = agreement.house.meetings
    said = _("Items are due {due} days before the meeting, and the agenda goes out {out} days before.")
    return house_rule(say(said, due=rules.items_due_days, out=rules.agenda_out_days))


def house_rule(said: str) -> Part:
    """Return the line that says that something is our own rule and nothing the agreement asks."""
    return text(t(_("*House rule: {said} It breaks no agreement to depart from it.*"), said=said))


def submitted(agreement: Agreement, meeting: Meeting | None, point: Point, place: int | None) -> Message:
    """Confirm a submitted item, and say when it will be read."""
    if meeting is None:
        said = t(_("No meeting is convened that it could be put to. It goes on the agenda of the next one."))
        return Message(say(_("Submitted: {title}"), title=point.title), (text(said),))
    late = (
        t(_("The deadline was {due}; the item is marked as late."), due=day(items_due(agreement, meeting.on)))
        if point.late
        else Markdown("")
    )
    out = t(
        _("It stands as item {place} for now. The agenda goes out {out}."), place=place, out=day(goes_out(agreement, meeting.on))
    )
    added = t(_("The agenda has gone out already, so it is item {place}, after the others."), place=place)
    return Message(
        say(_("Submitted to {meeting}: {title}"), meeting=titled(meeting), title=point.title),
        (
            text(added if point.number else out, late),
            Buttons(
                (
                    Button(_("Show the agenda"), f"/meeting agenda {meeting.ref}"),
                    Button(_("Strike it"), f"/meeting strike {meeting.ref} {place}"),
                )
            ),
        ),
    )


def reordered(agreement: Agreement, meeting: Meeting, agenda: Agenda, picture: Picture) -> Message:
    """Show the agenda in its new order."""
    said = _("New order of the agenda for {meeting}, {at}")
    kept = (
        t(_("It has gone out, so every item keeps its number; they are taken in this order.")) if agenda.sent_at else Markdown("")
    )
    show = Buttons((Button(_("Show the agenda"), f"/meeting agenda {meeting.ref}"),))
    return Message(say(said, meeting=titled(meeting), at=at(meeting)), (text(kept), _points(agreement, agenda, picture), show))


def struck(agreement: Agreement, meeting: Meeting, point: Point, place: int) -> Message:
    """Confirm that an item is off the agenda."""
    said = t(_("The other items keep their numbers.")) if point.number else t(_("The items after it move up."))
    return Message(
        say(_("Struck from {meeting}: {place} {title}"), meeting=titled(meeting), place=place, title=name(agreement, point)),
        (text(said), Buttons((Button(_("Show the agenda"), f"/meeting agenda {meeting.ref}"),))),
    )


def sent(meeting: Meeting, told: int) -> Message:
    """Confirm that the agenda goes out."""
    said = ngettext("{count} person and the channel get it.", "{count} people and the channel get it.", told)
    return Message(
        say(_("The agenda for {meeting} is on its way"), meeting=titled(meeting)),
        (
            text(t(said, count=number(told)), t(_("From now on its items keep their numbers."))),
            Buttons((Button(_("Show the agenda"), f"/meeting agenda {meeting.ref}"),)),
        ),
    )
