"""What stands on a person's own page: what waits for them, their unit's initiatives, what comes next, and the duties of the year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.chat.markdown import Markdown, listed
from bot.chat.message import Button, Buttons, Message, Part, text
from bot.domain.action import Action
from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import Duty, DutyPeriod, DutyRule, Label
from bot.domain.briefing import Deliverable
from bot.domain.initiative import Initiative, Registered
from bot.domain.meeting import Meeting
from bot.domain.meeting_year import Count
from bot.domain.person import Member
from bot.domain.status import Round
from bot.words import action as actions
from bot.words import briefing as briefings
from bot.words import meeting_count as counts
from bot.words import welcome as newcomers
from bot.words.initiative import short, shorts, state
from bot.words.invitation import answer_buttons
from bot.words.language import _, day, moment, ngettext, number, say, spoken, t
from bot.words.meeting import at, titled
from bot.words.minutes import comment_buttons
from bot.words.person import who_you_are

MOST_LISTED = 8


@dataclass(frozen=True)
class Waiting:
    """What somebody is asked for: rounds their units have not answered, news not seen, parties without a voice."""

    unanswered: Sequence[tuple[Round, str]] = ()
    unseen: Sequence[Initiative] = ()
    unseen_in_all: int = 0
    silent: Sequence[str] = ()  # for those who run the group: the parties the open round still waits for
    unheard: Sequence[str] = ()  # and the parties with nobody to speak for them
    invitations: Sequence[tuple[Meeting, str]] = ()  # meetings to come that their units have not answered
    actions: Sequence[Action] = ()  # what they, or for those who run the group anybody, should have done or are to do
    minutes: Sequence[tuple[Meeting, str, datetime]] = ()  # minutes their units have said nothing to, and until when they may
    passages: Sequence[tuple[Deliverable, str]] = ()  # drafts with passages that the unit has not agreed to
    confirm: Sequence[Deliverable] = ()  # briefings whose evidence somebody else entered
    overdue: Sequence[Deliverable] = ()  # briefings that the agreement owes and that are not delivered


@dataclass(frozen=True)
class Picture:
    """Everything a person's own page is made of."""

    waiting: Waiting = field(default_factory=Waiting)
    initiatives: Mapping[str, Sequence[Registered]] = field(default_factory=dict)  # by unit
    round: Round | None = None  # the open one
    next_opening: datetime | None = None
    next_meeting: Meeting | None = None
    meetings: Count | None = None  # this year's
    briefings: Mapping[str, str] = field(default_factory=dict)  # by duty: how far this year's has come
    ended: date | None = None  # the day the agreement ceased to hold


def stranger(agreement: Agreement, facilitators: Sequence[str]) -> Message:
    """Tell somebody without a role what this is and what to try."""
    buttons = Buttons((Button(_("What can I do?"), "/help"), Button(_("Who am I here?"), "/whoami")))
    return Message(_("Hello, I am Pagt"), (text(newcomers.stranger(agreement, facilitators)), buttons))


def welcome(agreement: Agreement, member: Member, facilitators: Sequence[str]) -> Message:
    """Welcome somebody whom others have named here already, at their first word: what this is, who they are, what to try."""
    if not member.roles:
        return stranger(agreement, facilitators)
    buttons = Buttons((Button(_("What waits for me?"), "/home", "primary"), Button(_("What can I do?"), "/help")))
    what = t(_("I keep the agreement “{title}” alive: I remind, gather and remember."), title=agreement.name(spoken()))
    how = t(
        _("Write to me here as you would type a command, for example `initiative list` or `status digest`; no slash is needed.")
    )
    return Message(_("Hello, I am Pagt"), (text(t("{what} {who}", what=what, who=who_you_are(agreement, member)), how), buttons))


def page(agreement: Agreement, member: Member, picture: Picture, today: date) -> Message:
    """Show a person's own page."""
    parts: list[Part] = [text(who_you_are(agreement, member))]
    if picture.ended is not None:
        over = t(
            _("**The agreement was repealed and has not been in force since {since}.** Everything can still be read."),
            since=day(picture.ended),
        )
        parts.append(text(over))
    parts += _waiting(agreement, picture.waiting)
    for unit, mine in picture.initiatives.items():
        parts += _initiatives(agreement, unit, mine)
    if picture.ended is None:
        parts.append(text(t(_("**What comes next**")), listed([*_meeting(picture), _next(agreement, picture)])))
        parts.append(text(t(_("**What the agreement asks in {year}**"), year=today.year), _duties(agreement, picture)))
    registers = picture.ended is None and member.may("initiative.register")
    first = (Button(_("New initiative"), "/initiative new", "primary"),) if registers else ()
    if picture.next_meeting is not None:
        first = (*first, Button(_("The next meeting"), f"/meeting show {picture.next_meeting.ref}"))
    parts.append(Buttons((*first, Button(_("All initiatives"), "/initiative list"), Button(_("What can I do?"), "/help"))))
    return Message(agreement.name(spoken()), tuple(parts))


def _waiting(agreement: Agreement, waiting: Waiting) -> list[Part]:
    """Show what somebody is asked for, each with the button that answers it."""
    parts: list[Part] = []
    for round_, unit in waiting.unanswered:
        until = moment(round_.closes_at, agreement.zone)
        said = t(_("Status {period} for {unit}, before {until}"), period=round_.period, unit=short(agreement, unit), until=until)
        command = f"/status reply {unit} {round_.period}"
        parts += [
            text(said),
            Buttons((Button(_("Answer"), command, "primary"), Button(_("Unchanged"), f"{command} {_('unchanged')}"))),
        ]
    for meeting, unit in waiting.invitations:
        said = t(_("Does {unit} come? {meeting}, {at}"), unit=short(agreement, unit), meeting=titled(meeting), at=at(meeting))
        parts += [text(said), answer_buttons(meeting, unit)]
    for meeting, unit, until_ in waiting.minutes:
        said = t(
            _("Minutes of {meeting}, for comments until {until}"), meeting=titled(meeting), until=moment(until_, agreement.zone)
        )
        parts += [
            text(said),
            Buttons((*comment_buttons(meeting.ref, unit), Button(_("Show the minutes"), f"/meeting minutes {meeting.ref}"))),
        ]
    parts += _actions(agreement, waiting.actions)
    if waiting.unseen:
        lead = ngettext(
            "{count} initiative you have not seen yet:", "{count} initiatives you have not seen yet:", waiting.unseen_in_all
        )
        parts.append(text(t(lead, count=number(waiting.unseen_in_all)), listed(map(_titled, waiting.unseen))))
        parts.append(
            Buttons(tuple(Button(say(_("Seen: {ref}"), ref=one.ref), f"/initiative seen {one.ref}") for one in waiting.unseen))
        )
    parts += _briefings(agreement, waiting)
    if waiting.silent:
        parts.append(text(t(_("The open round still waits for {units}."), units=shorts(agreement, waiting.silent))))
    if waiting.unheard:
        missing = t(_("Nobody speaks for {units} yet: `/party contact UNIT PERSON`."), units=shorts(agreement, waiting.unheard))
        parts.append(text(missing))
    nothing = [] if parts else [text(t(_("Nothing. You are up to date.")))]
    return [text(t(_("**What waits for you**"))), *parts, *nothing]


def _actions(agreement: Agreement, mine: Sequence[Action]) -> list[Part]:
    """Show what is to be done, each with the button that closes it."""
    if not mine:
        return []
    lead = ngettext("{count} action to be done:", "{count} actions to be done:", len(mine))
    shown = mine[:MOST_LISTED]
    more = len(mine) - len(shown)
    rest = t(ngettext("… and {count} more.", "… and {count} more.", more), count=number(more)) if more else Markdown("")
    lines = listed(actions.line(agreement, one) for one in shown)
    return [text(t(lead, count=number(len(mine))), lines, rest), Buttons(tuple(actions.done_button(one) for one in shown))]


def _briefings(agreement: Agreement, waiting: Waiting) -> list[Part]:
    """Show what somebody is asked for along the yearly briefings."""
    parts: list[Part] = []
    for one, unit in waiting.passages:
        said = t(
            _("{unit}'s passages in {name} wait for your agreement"),
            unit=short(agreement, unit),
            name=briefings.name(agreement, one),
        )
        parts += [text(said), Buttons((Button(_("Read and agree"), f"/briefing show {briefings.ref(one)}", "primary"),))]
    for one in waiting.confirm:
        said = t(_("{name} waits for a second person to confirm its evidence"), name=briefings.name(agreement, one))
        parts += [text(said), Buttons((Button(_("Confirm the evidence"), f"/briefing confirm {briefings.ref(one)}", "primary"),))]
    if waiting.overdue:
        lines = [
            t("{name} ({state})", name=briefings.name(agreement, one), state=briefings.state(one)) for one in waiting.overdue
        ]
        showing = (briefings.show_button(agreement, one) for one in waiting.overdue)
        parts += [text(t(_("**Overdue by the agreement**")), listed(lines)), Buttons(tuple(showing))]
    return parts


def _initiatives(agreement: Agreement, unit: str, mine: Sequence[Registered]) -> list[Part]:
    """Show a unit's open initiatives."""
    heading = t(_("**Initiatives of {unit}**"), unit=short(agreement, unit))
    if not mine:
        return [text(heading, t(_("None is open.")))]
    lines = [
        t("{titled} ({state})", titled=_titled(one.initiative), state=state(one.initiative.state)) for one in mine[:MOST_LISTED]
    ]
    more = len(mine) - MOST_LISTED
    rest = t(ngettext("… and {count} more.", "… and {count} more.", more), count=number(more)) if more > 0 else Markdown("")
    return [text(heading, listed(lines), rest)]


def _titled(one: Initiative) -> Markdown:
    return t("**{ref}** {title}", ref=one.ref, title=one.title)


def _next(agreement: Agreement, picture: Picture) -> Markdown:
    """Say which round is open, or when the next one opens."""
    if picture.round is not None:
        until = moment(picture.round.closes_at, agreement.zone)
        return t(_("The status round {period} is open until {until}."), period=picture.round.period, until=until)
    if picture.next_opening is not None:
        return t(_("The next status round opens {at}."), at=moment(picture.next_opening, agreement.zone))
    return t(_("No status round is planned."))


def _meeting(picture: Picture) -> list[Markdown]:
    """Say which meeting comes next."""
    one = picture.next_meeting
    return [t(_("The next meeting: {meeting}, {at}."), meeting=titled(one), at=at(one))] if one else []


def _duties(agreement: Agreement, picture: Picture) -> Markdown:
    """List what the agreement itself asks for each year, with the clause it stands on and how it stands."""
    yearly = [one for one in agreement.duties if one.label is Label.AGREEMENT and one.period is DutyPeriod.YEAR]
    return listed(_duty(agreement, one, picture) for one in yearly)


def _duty(agreement: Agreement, one: Duty, picture: Picture) -> Markdown:
    said = t(_("{duty} (clause “{clause}”)"), duty=one.name(spoken()), clause=agreement.clause(one.clause).heading.text(spoken()))
    counted = picture.meetings if one.rule is DutyRule.AT_LEAST_MEETINGS else None
    told = counts.figures(counted) if counted is not None else picture.briefings.get(one.id, "")
    return t("{line}: {told}", line=said, told=told) if told else said
