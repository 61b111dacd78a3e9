"""What the bot says on its own initiative about minutes: to the parties, to the channel, and to whoever is to write or approve them."""

from collections.abc import Sequence

from bot.chat.markdown import listed
from bot.chat.message import Button, Buttons, Menu, Message, text
from bot.domain.agreement import Agreement
from bot.domain.meeting import Meeting
from bot.words import action as actions
from bot.words.agenda import house_rule
from bot.words.language import _, moment, ngettext, number, say, t
from bot.words.meeting import titled
from bot.words.minutes import Reader, Record, comment_buttons, comments, shown


def for_comments(agreement: Agreement, record: Record, units: Sequence[str]) -> Message:
    """Ask whoever speaks for parties what they say to the minutes; what their parties are to do stands first."""
    mine = [one for one in record.actions if one.unit in units and one.open]
    own = [t(_("**What you are to do**")), listed(actions.line(agreement, one) for one in mine)] if mine else []
    buttons = [button for unit in units for button in comment_buttons(record.meeting.ref, unit)] if len(units) == 1 else []
    parts = list(shown(agreement, record, Reader()).parts[:2])
    asking = Buttons(tuple(buttons)) if buttons else Buttons((Button(_("Comment"), f"/meeting comment {record.meeting.ref}"),))
    rule = house_rule(
        say(
            _("The parties have {days} days for comments; whoever is silent by then has none."),
            days=agreement.house.meetings.minutes_comment_days,
        )
    )
    return Message(
        say(_("Minutes of {meeting}: have you any remarks?"), meeting=titled(record.meeting)),
        (*([text(*own)] if own else []), *parts, asking, rule),
    )


def out_for_comments(agreement: Agreement, record: Record) -> Message:
    """Tell the channel that minutes are out for comments."""
    assert record.minutes.comments_until is not None
    until = moment(record.minutes.comments_until, agreement.zone)
    return Message(
        say(_("The minutes of {meeting} are out for comments"), meeting=titled(record.meeting)),
        (
            text(t(_("The parties have them, and may comment until {until}."), until=until)),
            Buttons((Button(_("Show the minutes"), f"/meeting minutes {record.meeting.ref}"),)),
        ),
    )


def published(agreement: Agreement, record: Record, *, outsiders: bool) -> Message:
    """Post approved minutes."""
    whole = shown(agreement, record, Reader(outsiders=outsiders))
    return Message(whole.headline, tuple(part for part in whole.parts if not isinstance(part, Menu)))


def to_draft(agreement: Agreement, meeting: Meeting, unwritten: int) -> Message:
    """Remind whoever runs the group that the minutes are to be drafted."""
    left = ngettext("{count} item is not recorded yet.", "{count} items are not recorded yet.", unwritten)
    said = t(left, count=number(unwritten)) if unwritten else t(_("Every item is recorded. They can go out for comments."))
    return Message(
        say(_("The minutes of {meeting} are to be drafted"), meeting=titled(meeting)),
        (
            text(said),
            Buttons((Button(_("Go on with the minutes"), f"/meeting minutes {meeting.ref}", "primary"),)),
            house_rule(
                say(_("Minutes are drafted within {days} days of the meeting."), days=agreement.house.meetings.minutes_draft_days)
            ),
        ),
    )


def to_approve(agreement: Agreement, record: Record) -> Message:
    """Tell whoever runs the group that the time for comments is over."""
    count = sum(bool(one.text) for one in record.comments)
    said = t(ngettext("{count} comment has come in.", "{count} comments have come in.", count), count=number(count))
    return Message(
        say(_("The minutes of {meeting} can be approved"), meeting=titled(record.meeting)),
        (
            text(said if count else t(_("Nobody has had any remarks."))),
            *comments(agreement, record),
            Buttons(
                (
                    Button(_("Approve"), f"/meeting approve {record.meeting.ref}", "primary"),
                    Button(_("Go on with the minutes"), f"/meeting minutes {record.meeting.ref}"),
                )
            ),
            house_rule(_("Minutes are approved once the parties have had time for comments, or at the next meeting.")),
        ),
    )
