"""What the bot says about a person's calendar feed: what it is, its address (once), and that it is closed."""

from datetime import date

from bot.chat.markdown import Markdown, code, listed
from bot.chat.message import Button, Buttons, Message, text
from bot.words.language import _, day, say, t


def none() -> Message:
    """Offer a feed to somebody who has none."""
    return Message(
        _("Your meetings in your own calendar"),
        (
            text(
                t(
                    _(
                        "I can give you a secret address. Your calendar subscribes to it once and follows every meeting and deadline from then on."
                    )
                ),
                t(_("Whoever knows the address can read when and where the meetings are, so it is for you alone.")),
            ),
            Buttons((Button(_("Give me an address"), "/calendar new", "primary"),)),
        ),
    )


def has_one(since: date) -> Message:
    """Tell somebody that they have a feed, and what they can do about it."""
    return Message(
        _("Your calendar follows the meetings"),
        (
            text(
                t(
                    _(
                        "You have had an address since {day}. I keep only a fingerprint of it, so I cannot show it again;"
                        " a new one closes the old."
                    ),
                    day=day(since, weekday=False),
                )
            ),
            _change(),
        ),
    )


def given(address: str, *, closed: bool) -> Message:
    """Show somebody the address of their feed, once."""
    how = [
        t(_("**Outlook:** Calendar → Add calendar → Subscribe from web")),
        t(_("**Google:** Other calendars → + → From URL")),
        t(_("**iPhone and Mac:** Add calendar → Add subscription calendar")),
    ]
    return Message(
        _("This is the address of your calendar"),
        (
            text(code(address)),
            text(
                t(_("Copy it into your calendar, and tell it to nobody. I show it only now.")),
                t(_("The old address no longer works.")) if closed else Markdown(""),
                listed(how),
            ),
            _change(),
        ),
    )


def given_before() -> Message:
    """Answer a second delivery of the same wish: the address was in the first answer, and is kept nowhere."""
    return Message(_("You have got the address already"), (text(t(_("If you did not see it, ask for a new one."))), _change()))


def closed(*, was_open: bool) -> Message:
    """Confirm that a person's feed is closed."""
    if not was_open:
        return Message(_("You have no calendar address"), (Buttons((_new(),)),))
    said = t(_("Calendars that know it find nothing there any more. Remove the subscription there too."))
    return Message(_("Your calendar address is closed"), (text(said), Buttons((_new(),))))


def not_here() -> Message:
    """Say that there are no feeds where nobody can reach the program from outside."""
    said = t(
        _("Calendars cannot reach me here yet: whoever runs me has to say under which address I am found (PAGT_PUBLIC_URL).")
    )
    files = t(_("Every invitation comes with a calendar file all the same."))
    return Message(_("I have no calendar addresses to give"), (text(said, files),))


def name(agreement: str) -> str:
    """Return what the calendar is called in a person's list of calendars."""
    return say(_("Meetings and deadlines: {agreement}"), agreement=agreement)


def _change() -> Buttons:
    return Buttons((_new(), Button(_("Close it"), "/calendar close", "danger")))


def _new() -> Button:
    return Button(_("New address"), "/calendar new")
