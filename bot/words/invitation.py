"""What the bot says to those who are to come to a meeting: the invitation, the receipt in its place, a move, a cancellation."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.chat.markdown import Markdown, listed
from bot.chat.message import Button, Buttons, Facts, File, Message, facts, text
from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import DutyRule
from bot.domain.meeting import Meeting
from bot.domain.rsvp import Coming, Rsvp, Said
from bot.words.initiative import clause, short
from bot.words.language import N_, _, moment, say, t
from bot.words.meeting import about, at, placed, show_button, titled

_ASKED = {
    "": N_("Does {unit} come? One tap is enough. Nobody asks why you cannot."),
    "moved": N_("It was moved, so earlier answers are void. Does {unit} come?"),
    "deputy": N_("{name} cannot come. Can you take part for {unit} instead?"),
    "substitute": N_("{name} says that a substitute comes for {unit}. Is it you?"),
    "again": N_("Nobody at {unit} has said yes yet. Can you take part, or do you know who does?"),
}


@dataclass(frozen=True)
class Asked:
    """Whom an invitation asks: for which unit, as what, and whose place they would take."""

    unit: str
    how: str = ""  # a key of `_ASKED`
    name: str = ""


def invitation(agreement: Agreement, meeting: Meeting, asked: Asked) -> Message:
    """Invite somebody for a party, or ask anew."""
    headline = {
        "moved": _("Moved: {meeting} is now {at}"),
        "again": _("Who comes for {unit}? {meeting}, {at}"),
    }.get(asked.how, _("Invitation: {meeting}, {at}"))
    unit = short(agreement, asked.unit)
    how = t(_("You can also write in this thread: `yes`, `no`, or `substitute` and a name."))
    return Message(
        say(headline, meeting=titled(meeting), at=at(meeting), unit=unit),
        (
            *about(meeting),
            text(t(_(_ASKED[asked.how]), unit=unit, name=asked.name)),
            answer_buttons(meeting, asked.unit),
            text(how),
            clause(agreement, DutyRule.ALL_REPRESENTED),
        ),
    )


def for_information(agreement: Agreement, meeting: Meeting, *, moved: bool = False) -> Message:
    """Tell somebody who stands for no party, or the channel, that a meeting is convened or moved."""
    headline = _("Moved: {meeting} is now {at}") if moved else _("Convened: {meeting}, {at}")
    said = t(_("Those who speak for the parties are asked whether they come."))
    return Message(
        say(headline, meeting=titled(meeting), at=at(meeting)),
        (*about(meeting), text(said), Buttons((show_button(meeting),)), clause(agreement, DutyRule.ALL_REPRESENTED)),
    )


def answer_buttons(meeting: Meeting, unit: str) -> Buttons:
    """Return the three answers, each one tap; they answer the appointment as it stands now, and no later one."""
    command = f"/meeting answer {meeting.ref}.{meeting.sequence} {unit}"
    return Buttons(
        (
            Button(_("Yes"), f"{command} yes", "primary"),
            Button(_("No"), f"{command} no"),
            Button(_("Substitute"), f"{command} substitute"),
        )
    )


_ANSWERS = {
    Coming.YES: N_("{unit} comes"),
    Coming.NO: N_("{unit} sends regrets"),
    Coming.SUBSTITUTE: N_("{unit} sends a substitute"),
}


def answer(agreement: Agreement, given: Rsvp) -> str:
    """Return an answer in words: "OSA comes", "OSA sends a substitute (Camilla Friis)"."""
    return _in_words(agreement, given.unit, given)


def _in_words(agreement: Agreement, unit: str, given: Rsvp | Said) -> str:
    said = say(_(_ANSWERS[given.answer]), unit=short(agreement, unit))
    return say("{said} ({name})", said=said, name=given.substitute) if given.substitute else said


def which(agreement: Agreement, waiting: Sequence[tuple[Meeting, str]], said: Said) -> Message:
    """Ask which invitation an answer is meant for, where several wait for one."""
    lines = listed(
        t("{meeting}, {at}", meeting=titled(meeting), at=at(meeting)) for meeting in {m.ref: m for m, _unit in waiting}.values()
    )
    buttons = tuple(answer_button(agreement, meeting, unit, said) for meeting, unit in waiting)
    return Message(_("Which invitation do you answer?"), (text(lines), Buttons(buttons)))


def answer_button(agreement: Agreement, meeting: Meeting, unit: str, said: Said) -> Button:
    """Return the button that answers one invitation so."""
    label = say("{meeting}: {said}", meeting=meeting.ref, said=_in_words(agreement, unit, said))
    command = f"/meeting answer {meeting.ref}.{meeting.sequence} {unit} {said.answer} {said.substitute}"
    return Button(label, command.strip())


def receipt(agreement: Agreement, meeting: Meeting, given: Rsvp, by: str) -> Message:
    """Take the place of an invitation once its party has answered."""
    when = moment(given.at, agreement.zone)
    said = t(_("Answered by {by}, {at}."), by=by, at=when)
    if given.on_behalf:
        said = t(_("Answered by {by} on behalf of {unit}, {at}."), by=by, unit=short(agreement, given.unit), at=when)
    return Message(
        say("{meeting}: {said}", meeting=titled(meeting), said=answer(agreement, given)),
        (
            facts({_("When"): at(meeting), _("Place"): meeting.place}),
            text(said),
            Buttons((_correct(meeting, given.unit), show_button(meeting))),
        ),
    )


@dataclass(frozen=True)
class Aftermath:
    """What follows from an answer: who is invited instead, and whether words were left out of what was stored."""

    deputy: str = ""  # the name of the deputy who is invited now
    no_deputy: bool = False  # the unit has nobody to invite instead
    dropped: bool = False
    changed: bool = True


def answered(agreement: Agreement, meeting: Meeting, given: Rsvp, found: Aftermath) -> Message:
    """Confirm an answer; regrets ask who comes instead."""
    headline = _("Noted: {said} to {meeting}") if found.changed else _("Noted already: {said} to {meeting}")
    asks = not given.comes or (given.answer is Coming.SUBSTITUTE and not given.substitute)
    who = Button(_("Name a substitute"), f"/meeting answer {meeting.ref} {given.unit} {Coming.SUBSTITUTE} ?", "primary")
    buttons = (*((who,) if asks else ()), _correct(meeting, given.unit))
    return Message(
        say(headline, said=answer(agreement, given), meeting=meeting.ref),
        (
            text(
                t("{at}", at=at(meeting)),
                _instead(agreement, given, found) if asks else Markdown(""),
                t(_("Only the answer is kept, not the rest of what you wrote.")) if found.dropped else Markdown(""),
                t(_("Entered on behalf of {unit}."), unit=short(agreement, given.unit)) if given.on_behalf else Markdown(""),
            ),
            Buttons(buttons),
        ),
    )


def _instead(agreement: Agreement, given: Rsvp, found: Aftermath) -> Markdown:
    """Ask who comes instead, and say who is invited meanwhile."""
    unit = short(agreement, given.unit)
    if found.deputy:
        return t(
            _("Who comes instead? {name}, the deputy, is invited now. If it is somebody else, say who with the button."),
            name=found.deputy,
        )
    if found.no_deputy:
        return t(_("Who comes instead? {unit} has no deputy to invite, so say who it is with the button."), unit=unit)
    return t(_("Who comes instead? Say who it is with the button."))


def _correct(meeting: Meeting, unit: str) -> Button:
    return Button(_("Correct the answer"), f"/meeting answer {meeting.ref} {unit}")


def called_off(agreement: Agreement, meeting: Meeting, why: str, *, asked: bool) -> Message:
    """Tell somebody that a meeting is called off; `asked` when they stand for a party and were invited."""
    unneeded = t(_("You need not answer the invitation.")) if asked else Markdown("")
    return Message(
        say(_("Cancelled: {meeting}, {at}"), meeting=titled(meeting), at=at(meeting)),
        (text(t("{why}", why=why), unneeded), clause(agreement, DutyRule.ALL_REPRESENTED)),
    )


def cancelled(meeting: Meeting) -> Message:
    """Take the place of an invitation or a reminder once the meeting is called off; nothing is left to press but the meeting."""
    return Message(
        say(_("Cancelled: {meeting}, {at}"), meeting=titled(meeting), at=at(meeting)), (Buttons((show_button(meeting),)),)
    )


def superseded(meeting: Meeting, *, asked: bool) -> Message:
    """Take the place of an invitation or a reminder for a day that no longer holds; `asked` when it asks for an answer."""
    said = _("This message was about an earlier day.")
    if asked:
        said = _("This message was about an earlier day. Please answer the new one.")
    return Message(
        say(_("Moved: {meeting} is now {at}"), meeting=titled(meeting), at=at(meeting)),
        (text(t(said)), Buttons((show_button(meeting),))),
    )


def relocated(agreement: Agreement, meeting: Meeting, why: str) -> Message:
    """Tell somebody who knows of a meeting that it is held elsewhere."""
    said = t(_("The day is as before: {at}. Answers that were given still hold."), at=at(meeting))
    return Message(
        placed(meeting),
        (text(t("{why}", why=why), said), Buttons((show_button(meeting),)), clause(agreement, DutyRule.ALL_REPRESENTED)),
    )


def elsewhere(message: Message, place: str) -> Message:
    """Return a message that stands somewhere with another place in it, or none; a file that went with it stays where it is."""
    known = {fact.label: fact.value for part in message.parts if isinstance(part, Facts) for fact in part.facts}
    rest = [part for part in message.parts if not isinstance(part, Facts | File)]
    found = facts({**known, _("Place"): place})
    return replace(message, parts=(*((found,) if found.facts else ()), *rest))


def not_expected(agreement: Agreement, meeting: Meeting, unit: str) -> Message:
    """Tell whoever was invited that their party is not expected on the new day, since it is no party then."""
    said = t(_("{unit} is not a party to the agreement on that day, so nobody is expected."), unit=short(agreement, unit))
    return Message(
        say(_("Moved: {meeting} is now {at}"), meeting=titled(meeting), at=at(meeting)),
        (text(said), Buttons((show_button(meeting),))),
    )


def forgotten() -> Message:
    """Take the place of what was said about an invitation or a poll, where it is no longer kept who answered; nobody reads it."""
    return Message(_("What was said here is no longer kept."))
