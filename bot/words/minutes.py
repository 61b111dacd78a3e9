"""What the bot says about minutes and decisions (Danish: referat, beslutning): point by point, from the draft until they stand fast."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.chat.markdown import Markdown, joined, listed
from bot.chat.message import Button, Buttons, Menu, Message, Option, Part, text
from bot.domain.action import Action
from bot.domain.agenda import Agenda, Origin, Point
from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import DutyRule
from bot.domain.attendance import Attendance
from bot.domain.initiative import Initiative
from bot.domain.meeting import Meeting, State
from bot.domain.minutes import Comment, Entry, Minutes, Outcome, Stage
from bot.words import action as actions
from bot.words.agenda import cited, cited_ref, name
from bot.words.attendance import presence
from bot.words.decision import Rests, outcome, resting
from bot.words.initiative import clause, short, shorts
from bot.words.language import _, day, moment, ngettext, number, say, t
from bot.words.meeting import attendance_button, titled

MOST_OFFERED = 25


@dataclass(frozen=True)
class Correction:
    """Something that was changed after the minutes were approved: when, which point (none: the attendance), by whom, why."""

    at: datetime
    point: int | None
    by: str
    why: str


@dataclass(frozen=True)
class Record:
    """A meeting's minutes as they are shown: what is recorded by the points' numbers, and what parties say to it."""

    meeting: Meeting
    agenda: Agenda
    minutes: Minutes
    entries: Mapping[int, Entry] = field(default_factory=dict)
    initiatives: Mapping[int, Sequence[Initiative]] = field(default_factory=dict)
    actions: Sequence[Action] = ()
    comments: Sequence[Comment] = ()
    silent: Sequence[str] = ()  # parties that have said nothing to them yet
    corrections: Sequence[Correction] = ()
    attendance: Mapping[str, Attendance] = field(default_factory=dict)  # who was represented, by party
    rests: Mapping[int, Sequence[Rests]] = field(default_factory=dict)  # what rests on a decision, by its point

    @property
    def unwritten(self) -> tuple[tuple[int, Point], ...]:
        """The points of which nothing is recorded."""
        return tuple((place, point) for place, point in self.agenda.numbered if point.live and place not in self.entries)


@dataclass(frozen=True)
class Reader:
    """Who reads minutes, and where."""

    outsiders: bool = False
    writes: bool = False
    unit: str = ""  # the party they may speak for, where it is one


def shown(agreement: Agreement, record: Record, reader: Reader) -> Message:
    """Show a meeting's minutes, point by point, with what the reader may do about them."""
    represented = presence(agreement, record.meeting, record.attendance)
    lines = joined([t("**{label}:** {said}", label=label, said=said) for label, said in represented.items()], between="\\\n")
    parts: list[Part] = [text(t("{said}", said=_stage(agreement, record)), lines)]
    parts.append(text(listed(_entry(agreement, record, place, point, reader) for place, point in record.agenda.numbered)))
    parts += comments(agreement, record)
    parts += _corrections(agreement, record)
    parts += _tools(agreement, record, reader)
    return Message(headline(record), (*parts, clause(agreement, DutyRule.DISCUSS)))


def headline(record: Record) -> str:
    """Return what minutes are called, and how far they are."""
    said = {
        Stage.DRAFT: _("Draft minutes of {meeting}, {day}"),
        Stage.COMMENTS: _("Minutes of {meeting}, {day}, for comments"),
        Stage.APPROVED: _("Minutes of {meeting}, {day}, approved"),
    }[record.minutes.stage]
    return say(said, meeting=titled(record.meeting), day=day(record.meeting.on))


def approval(agreement: Agreement, record: Record) -> str:
    """Return when and how minutes were approved; nothing while they are not."""
    minutes = record.minutes
    if minutes.approved_at is None:
        return ""
    at = moment(minutes.approved_at, agreement.zone)
    if minutes.approved_in:
        return say(_("Approved in {ref}, {at}."), ref=cited_ref(minutes.approved_in), at=at)
    return say(_("Approved {at}, after the parties' comments."), at=at)


def _stage(agreement: Agreement, record: Record) -> str:
    minutes = record.minutes
    if minutes.approved_at is not None:
        return approval(agreement, record)
    if minutes.comments_until is not None:
        return say(
            _("Comments are welcome until {until}. After that they are approved."),
            until=moment(minutes.comments_until, agreement.zone),
        )
    left = len(record.unwritten)
    if not left:
        return _("Every item is recorded. They can go out for comments.")
    return say(ngettext("{count} item is not recorded yet.", "{count} items are not recorded yet.", left), count=number(left))


def _entry(agreement: Agreement, record: Record, place: int, point: Point, reader: Reader) -> Markdown:
    """Return what is recorded of a point, and what was agreed under it."""
    called = t("**{number}** {name}", number=place, name=name(agreement, point, outsiders=reader.outsiders))
    if reader.outsiders and point.confidential:
        return called
    entry = record.entries.get(place)
    if entry is None:
        return joined([called, _unrecorded(record, point)], between="\\\n")
    head = t("{called} · *{outcome}*", called=called, outcome=outcome(entry.outcome))
    about = [one for one in record.initiatives.get(place, ()) if not (reader.outsiders and one.confidential)]
    under = [
        t("{decision}", decision=entry.decision),
        t("{summary}", summary=entry.summary),
        t(_("About {initiatives}"), initiatives=", ".join(f"{one.ref} {one.title}" for one in about)) if about else Markdown(""),
        *(actions.line(agreement, one, cite=False) for one in record.actions if one.point == place),
        resting(agreement, record.rests.get(place, ())),
    ]
    return joined([head, *(one for one in under if one)], between="\\\n")


def _unrecorded(record: Record, point: Point) -> Markdown:
    if not point.live:
        return t(_("*struck*"))
    return t(_("*not reached*")) if record.minutes.sent else t(_("*not recorded yet*"))


def comments(agreement: Agreement, record: Record) -> list[Part]:
    """Return what parties say to the minutes, while they may."""
    if record.minutes.stage is not Stage.COMMENTS:
        return []
    said = [one for one in record.comments if one.text]
    content = [one.unit for one in record.comments if not one.text]
    lines = [t(_("**Comments**")), listed(_comment(agreement, one) for one in said)] if said else []
    if content:
        lines.append(t(_("No remarks: {units}."), units=shorts(agreement, list(dict.fromkeys(content)))))
    if record.silent:
        lines.append(t(_("Not heard from yet: {units}."), units=shorts(agreement, record.silent)))
    return [text(*lines)] if lines else []


def _comment(agreement: Agreement, one: Comment) -> Markdown:
    about = say(_("item {point}"), point=one.point) if one.point else ""
    who = ", ".join(filter(None, (short(agreement, one.unit), about)))
    return t("**{who}:** {said}", who=who, said=one.text)


def _corrections(agreement: Agreement, record: Record) -> list[Part]:
    """Return what was changed after the minutes were approved, and why."""
    if not record.corrections:
        return []
    lines = [t("{said}", said=correction(agreement, one)) for one in record.corrections]
    return [text(t("**{heading}**", heading=_("Corrected after the approval")), listed(lines))]


def correction(agreement: Agreement, one: Correction, *, named: bool = True) -> str:
    """Return what was corrected, when and why; in a document nobody is named."""
    about = say(_("item {point}"), point=one.point) if one.point is not None else _("the attendance")
    when = moment(one.at, agreement.zone)
    if not named:
        return say(_("{when}, {about}: {why}"), when=when, about=about, why=one.why)
    return say(_("{when}, {about}, by {by}: {why}"), when=when, about=about, by=one.by, why=one.why)


def _tools(agreement: Agreement, record: Record, reader: Reader) -> list[Part]:
    """Return what the reader may do about the minutes now."""
    ref, stage = record.meeting.ref, record.minutes.stage
    buttons: list[Button] = []
    parts: list[Part] = []
    if reader.writes and stage is not Stage.APPROVED:
        parts.append(_menu(agreement, record))
    if reader.writes and record.meeting.state is State.CONVENED:
        buttons.append(Button(_("It was held"), f"/meeting held {ref}", "primary"))
    elif reader.writes and record.meeting.counts and not record.attendance:
        buttons.append(attendance_button(record.meeting))
    if reader.writes and stage is Stage.DRAFT and record.meeting.state is State.HELD:
        buttons.append(Button(_("Send out for comments"), f"/meeting send {ref}", "plain" if record.unwritten else "primary"))
    if stage is Stage.COMMENTS:
        if reader.unit:
            buttons += comment_buttons(ref, reader.unit)
        if reader.writes:
            buttons.append(Button(_("Approve"), f"/meeting approve {ref}"))
    buttons.append(Button(_("As a file"), f"/meeting minutes {ref} {_('file')}"))
    return [*parts, Buttons(tuple(buttons))]


def _menu(agreement: Agreement, record: Record) -> Menu:
    options = [
        Option(f"{place} {name(agreement, point)}"[:75], str(place)) for place, point in record.agenda.numbered if point.live
    ]
    return Menu(_("Record an item"), f"/meeting decision {record.meeting.ref}", tuple(options[:MOST_OFFERED]))


def comment_buttons(ref: str, unit: str) -> list[Button]:
    """Return the buttons a party answers minutes with."""
    return [
        Button(_("No remarks"), f"/meeting comment {ref} {unit} {_('no remarks')}", "primary"),
        Button(_("Comment"), f"/meeting comment {ref} {unit}"),
    ]


def recorded(agreement: Agreement, record: Record, place: int, *, agreed: Sequence[Action] = ()) -> Message:
    """Confirm what was recorded of a point, and lead to the next one."""
    point, entry = record.agenda.at(place), record.entries[place]
    about = record.initiatives.get(place, ())
    lines = [
        t("**{name}**", name=name(agreement, point)),
        t("{decision}", decision=entry.decision),
        t("{summary}", summary=entry.summary),
        t(_("About {initiatives}"), initiatives=", ".join(f"{one.ref} {one.title}" for one in about)) if about else Markdown(""),
        *(actions.line(agreement, one, cite=False) for one in agreed),
    ]
    return Message(
        say("{cited}: {outcome}", cited=cited(record.meeting.number, place), outcome=outcome(entry.outcome)),
        (text(*lines), Buttons(tuple(_following(agreement, record, place)))),
    )


def _following(agreement: Agreement, record: Record, place: int) -> list[Button]:
    """Return the way on: an action under this point, the next point that is not recorded, or the whole."""
    ref = record.meeting.ref
    buttons = [Button(_("Add an action"), f"/meeting action {ref} {place}")]
    following = next((one for one in record.unwritten if one[0] > place), None) or next(iter(record.unwritten), None)
    if following is not None and not record.minutes.locked:
        number_, point = following
        called = say(_("Next: {number} {name}"), number=number_, name=name(agreement, point))
        buttons.insert(0, Button(called, f"/meeting decision {ref} {number_}", "primary"))
        if point.origin is Origin.STANDING:
            nothing = say(_("{number}: nothing to report"), number=number_)
            buttons.append(Button(nothing, f"/meeting decision {ref} {number_} {outcome(Outcome.NOTHING)}"))
    return [*buttons, Button(_("Show the minutes"), f"/meeting minutes {ref}")]


def sent(record: Record, told: int, nobody_at: str) -> Message:
    """Confirm that minutes go out for comments."""
    said = ngettext("{count} party is asked for comments.", "{count} parties are asked for comments.", told)
    lacking = t(_("Nobody to ask at {units}."), units=nobody_at) if nobody_at else Markdown("")
    return Message(
        say(_("The minutes of {meeting} are out for comments"), meeting=titled(record.meeting)),
        (
            text(t(said, count=number(told)), lacking),
            Buttons((Button(_("Show the minutes"), f"/meeting minutes {record.meeting.ref}"),)),
        ),
    )


def commented(agreement: Agreement, record: Record, comment: Comment) -> Message:
    """Confirm what a party says to the minutes; it also takes the place of the question."""
    about = say(_("item {point}"), point=comment.point) if comment.point else ""
    said = t("{text}", text=comment.text) if comment.text else t(_("No remarks."))
    late = t(_("The time for comments is over, but the minutes are not approved yet.")) if comment.late else Markdown("")
    who = short(agreement, comment.unit)
    return Message(
        say(_("Minutes of {meeting}: {who} has answered"), meeting=titled(record.meeting), who=who),
        (
            text(t("**{about}:** {said}", about=about.capitalize(), said=said) if about else said, late),
            Buttons(
                (
                    Button(_("Comment on more"), f"/meeting comment {record.meeting.ref} {comment.unit}"),
                    Button(_("Show the minutes"), f"/meeting minutes {record.meeting.ref}"),
                )
            ),
        ),
    )


def approved(agreement: Agreement, record: Record) -> Message:
    """Confirm that minutes stand fast."""
    said = t(_("From now on every change gives its reason and stays visible."))
    return Message(
        say(_("The minutes of {meeting} are approved"), meeting=titled(record.meeting)),
        (
            text(t("{said}", said=_stage(agreement, record)), said),
            Buttons((Button(_("Show the minutes"), f"/meeting minutes {record.meeting.ref}"),)),
        ),
    )
