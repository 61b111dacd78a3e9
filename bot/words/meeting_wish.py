"""What the bot says about wishes for a meeting: to whoever asked, and to those who run the group."""

from bot.chat.message import Button, Buttons, Message, text
from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import DutyRule
from bot.domain.meeting import Meeting
from bot.words.initiative import clause, short
from bot.words.language import _, say, t
from bot.words.meeting import at, show_button, titled


def wished(number: int) -> Message:
    """Confirm that a meeting was asked for."""
    return Message(
        say(_("Asked for a meeting (wish {number})"), number=number),
        (text(t(_("The facilitator is told. The group meets as needed, and at least as often as the agreement says."))),),
    )


def wish(agreement: Agreement, number: int, by: str, unit: str | None, why: str) -> Message:
    """Tell those who run the group that somebody asks for a meeting."""
    who = say(_("{name} ({unit})"), name=by, unit=short(agreement, unit)) if unit else by
    return Message(
        say(_("{who} asks for a meeting"), who=who),
        (
            text(t("{why}", why=why)),
            Buttons(
                (
                    Button(_("Plan a meeting"), "/meeting plan", "primary"),
                    Button(_("Decline"), f"/meeting decline {number}"),
                )
            ),
            clause(agreement, DutyRule.AT_LEAST_MEETINGS),
        ),
    )


def wish_met(meeting: Meeting) -> Message:
    """Tell whoever asked for a meeting that one is convened."""
    return Message(
        say(_("The meeting you asked for: {meeting}, {at}"), meeting=titled(meeting), at=at(meeting)),
        (Buttons((show_button(meeting),)),),
    )


def wish_declined(why: str) -> Message:
    """Tell whoever asked for a meeting that there will be none, and why."""
    return Message(_("The meeting you asked for will not be held"), (text(t("{why}", why=why)),))


def wish_settled(number: int, meeting: Meeting | None, why: str, by: str) -> Message:
    """Take the place of a wish before those who run the group, once one of them has settled it."""
    if meeting is None:
        return Message(
            say(_("Wish {number} for a meeting was declined by {by}"), number=number, by=by), (text(t("{why}", why=why)),)
        )
    said = say(_("Wish {number} for a meeting was met: {meeting}, {at}"), number=number, meeting=titled(meeting), at=at(meeting))
    return Message(said, (Buttons((show_button(meeting),)),))


def declined(number: int) -> Message:
    """Confirm that a wish was declined."""
    return Message(say(_("Wish {number} is declined; whoever asked is told why."), number=number))
