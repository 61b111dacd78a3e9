"""What the bot says to those who are to come to a meeting: the invitation, a move, a cancellation."""

from bot.chat.message import Button, Buttons, Message, facts, text
from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import DutyRule
from bot.domain.meeting import Meeting
from bot.words.initiative import clause
from bot.words.language import _, say, t
from bot.words.meeting import at, titled


def invitation(agreement: Agreement, meeting: Meeting) -> Message:
    """Invite somebody to a meeting."""
    return _invited(agreement, meeting, say(_("Invitation: {meeting}, {at}"), meeting=titled(meeting), at=at(meeting)))


def moved(agreement: Agreement, meeting: Meeting) -> Message:
    """Tell somebody that a meeting was moved, and ask anew."""
    return _invited(agreement, meeting, say(_("Moved: {meeting} is now {at}"), meeting=titled(meeting), at=at(meeting)))


def _invited(agreement: Agreement, meeting: Meeting, headline: str) -> Message:
    return Message(
        headline,
        (
            facts({_("Place"): meeting.place, _("Together with"): meeting.jointly_with}),
            Buttons((Button(_("Show"), f"/meeting show {meeting.ref}"),)),
            clause(agreement, DutyRule.ALL_REPRESENTED),
        ),
    )


def called_off(agreement: Agreement, meeting: Meeting, why: str) -> Message:
    """Tell somebody that a meeting is called off."""
    return Message(
        say(_("Cancelled: {meeting}, {at}"), meeting=titled(meeting), at=at(meeting)),
        (text(t("{why}", why=why)), clause(agreement, DutyRule.ALL_REPRESENTED)),
    )


def superseded(meeting: Meeting) -> Message:
    """Take the place of an invitation to a day that no longer holds."""
    return Message(
        say(_("{meeting} no longer stands on that day"), meeting=titled(meeting)),
        (text(t(_("See the newer message."))), Buttons((Button(_("Show"), f"/meeting show {meeting.ref}"),))),
    )
