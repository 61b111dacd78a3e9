"""What stands in calendar files: how a meeting is called in people's calendars, and the few lines under it."""

from bot.domain.agreement import Agreement
from bot.domain.meeting import Meeting
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


def organiser(agreement: Agreement) -> str:
    """Return who invites: the authority that plans and facilitates the meetings, as the agreement has it."""
    return agreement.facilitating_authority.name(spoken())


def group(agreement: Agreement) -> str:
    """Return who is invited: the body that runs the agreement."""
    return agreement.running_body.name(spoken())
