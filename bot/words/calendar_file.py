"""What stands in calendar files: how a meeting or a deadline is called in people's calendars, and the few lines under it."""

from bot.domain.agreement import Agreement
from bot.domain.briefing import Deliverable
from bot.domain.briefing_dates import Step
from bot.domain.meeting import Meeting
from bot.words.briefing import STEPS, body, name, ref
from bot.words.language import _, say, spoken
from bot.words.meeting import called, kind


def summary(meeting: Meeting) -> str:
    """Return what a meeting is called in a calendar."""
    return f"{meeting.ref} {called(meeting)}"


def description(agreement: Agreement, meeting: Meeting) -> str:
    """Return the lines under a meeting: what it is, whose it is, and where it is answered."""
    lines = [
        say(_("{kind} under “{agreement}”"), kind=kind(meeting.kind).capitalize(), agreement=agreement.name(spoken())),
        say(_("Together with {body}"), body=meeting.jointly_with) if meeting.jointly_with else "",
        "" if meeting.ends else _("When it ends is not set; an hour is a guess."),
        say(_("Answer in the chat: write “{command}” to Pagt."), command=say(_("meeting show {ref}"), ref=meeting.ref)),
    ]
    return "\n".join(line for line in lines if line)


def step(agreement: Agreement, one: Deliverable, of: Step) -> str:
    """Return what a step of a briefing is called in a calendar."""
    return say("{step}: {name}", step=_(STEPS[of]), name=name(agreement, one))


def last_day(agreement: Agreement, one: Deliverable) -> str:
    """Return what the last day of a briefing is called in a calendar."""
    return say(_("Last day: {name}"), name=name(agreement, one))


def about_step(agreement: Agreement, one: Deliverable, *, known: bool) -> str:
    """Return the lines under a day of a briefing: to whom it goes, and where more is told."""
    lines = [
        say(_("To {body}, under “{agreement}”"), body=body(agreement, one), agreement=agreement.name(spoken())),
        "" if known else _("The body's own date is not known yet; a house rule stands in for it."),
        say(_("More in the chat: write “{command}” to Pagt."), command=say(_("briefing show {ref}"), ref=ref(one))),
    ]
    return "\n".join(line for line in lines if line)


def organiser(agreement: Agreement) -> str:
    """Return who invites: the authority that plans and facilitates the meetings, as the agreement has it."""
    return agreement.facilitating_authority.name(spoken())


def group(agreement: Agreement) -> str:
    """Return who is invited: the body that runs the agreement."""
    return agreement.running_body.name(spoken())
