"""What whoever runs the group is told when a message could not be delivered: which, to whom, why, and what to do about it."""

from collections.abc import Mapping

from bot.chat.markdown import Markdown, escaped
from bot.chat.message import Message, text
from bot.words.language import N_, _, t

# By the platform's own word for its refusal; each says what a person can do.
REASONS: Mapping[str, str] = {
    "not_in_channel": N_("I am not in the channel. Write **/invite @pagt** there, and it works again from the next message on."),
    "channel_not_found": N_(
        "I cannot see the channel. If it is private, invite me with **/invite @pagt**; if it is gone, bind another one with `/agreement setup`."
    ),
    "is_archived": N_("The channel is archived. Open it again, or bind another one with `/agreement setup`."),
    "account_inactive": N_("The account is closed. If somebody has taken over, appoint them with `/party contact UNIT PERSON`."),
    "user_disabled": N_("The account is closed. If somebody has taken over, appoint them with `/party contact UNIT PERSON`."),
    "user_not_found": N_("There is no such account any more. Appoint whoever has taken over with `/party contact UNIT PERSON`."),
    "user_not_visible": N_("We share no channel with them, so I may not write to them. Invite them to the agreement's channel."),
    "messages_tab_disabled": N_(
        "The app takes no direct messages. Whoever looks after Slack switches on the messages tab of Pagt."
    ),
    "restricted_action": N_("The workspace does not let me post there. Whoever looks after Slack can allow it."),
}


def channel(place: str) -> Markdown:
    """Name a channel so that a platform may link to it; elsewhere it is just the words."""
    return Markdown(f"[{escaped(_('the agreement’s channel'))}](place:{place})")


def admin_channel(called: str) -> Markdown:
    """Name the channel that PAGT_ADMIN_CHANNEL names."""
    return t(_("the channel {name} of those who look after Pagt"), name=called)


def in_doubt(headline: str, recipient: Markdown) -> Message:
    """Tell of a message of which the platform could not say for long whether it arrived."""
    lead = t(
        _("It cannot be found out whether “{headline}” has reached {recipient}: the chat service could not be asked."),
        headline=headline,
        recipient=recipient,
    )
    step = t(
        _("So it is not sent again by itself. Ask {recipient}; whoever looks after Pagt then settles it with `pagt outbox`."),
        recipient=recipient,
    )
    return Message(_("A message may not have arrived"), (text(lead, step),))


def not_delivered(headline: str, recipient: Markdown, reason: str) -> Message:
    """Tell which message did not get through, and what mends it."""
    known = REASONS.get(reason)
    lead = t(_("“{headline}” could not be delivered to {recipient}."), headline=headline, recipient=recipient)
    why = (
        t(_(known))
        if known
        else t(_("The reason given is: {reason}. Whoever looks after Pagt finds more with `pagt doctor`."), reason=reason)
    )
    after = t(_("What was missed stays missed in chat, but not in the lists: `/status show` and `/initiative list` have it."))
    return Message(_("A message did not get through"), (text(lead, why, after),))
