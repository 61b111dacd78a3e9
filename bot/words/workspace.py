"""What the local workspace says around the conversation: labels, hints and warnings of the page. What the bot says is in other files."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.words.language import _, clock_time, moment, ngettext, number, say, spoken


def labels() -> Mapping[str, str]:
    """Return the page's fixed words, by the name under which a template knows them."""
    return {
        **_around(),
        **_conversation(),
        **_clock(),
        **_forms(),
    }


def _around() -> Mapping[str, str]:
    return {
        "skip": _("Go to the message field"),
        "menu": _("Menu"),
        "places": _("Channels and conversations"),
        "channels": _("Channels"),
        "direct": _("Direct messages"),
        "you_are": _("You are"),
        "change_person": _("Change person"),
        "choose_person": _("Who do you want to be?"),
        "outsiders": _("External actors read along here"),
        "outsiders_short": _("External"),
        "language": _("Language"),
        "theme": _("Switch between light and dark"),
        "local": _("Practice workspace: everything stays on this machine."),
        "offline": _("The connection is lost. Trying again …"),
        "gone": _("That is no longer here. The page shows what is."),
        "failed": _("It could not be sent. Your text is still here; try again."),
        "too_large": _("That is too long to send."),
        "close": _("Close"),
        "not_found": _("There is nothing here."),
        "home": _("Go to the workspace"),
    }


def _conversation() -> Mapping[str, str]:
    return {
        "bot": _("bot"),
        "messages": _("Messages"),
        "new": _("New"),
        "new_below": _("New messages below"),
        "older": _("Show earlier messages"),
        "edited": _("(edited)"),
        "only_you": _("Only visible to you"),
        "hide": _("Hide"),
        "refused": _("Nothing was changed"),
        "thread": _("Thread"),
        "reply_in_thread": _("Reply in thread"),
        "reply_here": _("Write a reply in the thread"),
        "also_bot": _("Pagt is in this channel. Write @pagt to speak to it, or / for commands."),
        "direct_topic": _("Your conversation with Pagt. Only you can see it."),
        "start_direct": _("Here you talk with Pagt. Write what you want to know, or / to see the commands."),
        "start_channel": _("The channel begins here."),
        "send": _("Send"),
        "working": _("Pagt is working on it …"),
        "commands": _("Commands"),
        "composer_keys": _("Enter sends, Shift + Enter makes a new line, / shows the commands."),
        "choose": _("Choose"),
        "choose_one": _("Choose …"),
    }


def _clock() -> Mapping[str, str]:
    return {
        "time": _("Agreement time"),
        "time_help": _("The clock of this workspace. It can only be moved forward."),
        "forward": _("Move the clock forward"),
        "day": _("+1 day"),
        "week": _("+1 week"),
        "due": _("To the next thing due"),
        "moving": _("The clock is moving …"),
    }


def _forms() -> Mapping[str, str]:
    return {
        "required_mark": _("* must be filled in"),
        "cancel": _("Cancel"),
        "look_again": _("Some of it needs another look"),
        "none_chosen": _("None chosen"),
        "discard_question": _("Throw away what you have written?"),
        "discard": _("Throw away"),
        "keep": _("Keep writing"),
    }


def write_to(room: str) -> str:
    """Return the name of the field in which a person writes to a channel."""
    return say(_("Write in #{room}"), room=room)


def write_to_bot() -> str:
    """Return the name of the field in which a person writes to the bot."""
    return _("Write to Pagt")


def unread(count: int) -> str:
    """Return how many messages are unread, for those who hear the page."""
    return say(ngettext("{count} unread message", "{count} unread messages", count), count=number(count))


def replies(count: int) -> str:
    """Return how many replies a thread has."""
    return say(ngettext("{count} reply", "{count} replies", count), count=number(count))


def last_reply(when: datetime, zone: ZoneInfo) -> str:
    """Return when the last reply came."""
    return say(_("latest {when}"), when=short_moment(when, zone))


def short_moment(instant: datetime, zone: ZoneInfo) -> str:
    """Return an instant in few letters: "man. 23. nov. 2026 kl. 09.00", "Mon 23 Nov 2026 at 09:00"."""
    from babel.dates import format_date  # noqa: PLC0415  # Heavy; loaded where used.

    local = instant.astimezone(zone)
    pattern = "EEE d. MMM y" if spoken() == "da" else "EEE d MMM y"
    return say(_("{day} at {time}"), day=format_date(local.date(), pattern, locale=spoken()), time=clock_time(local.time()))


def next_due(when: datetime | None, zone: ZoneInfo) -> str:
    """Return what the clock's third button moves to."""
    return say(_("Next: {when}"), when=moment(when, zone)) if when else _("Nothing is due.")


def table_name(caption: str) -> str:
    """Return the name of a table that can be scrolled sideways."""
    return caption or _("Table")


def said_by(name: str, what: str) -> str:
    """Return a new message as it is read aloud."""
    return say(_("{name}: {what}"), name=name, what=what)


def not_loopback(host: str) -> str:
    """Return why the workspace does not listen where it was told to."""
    return say(
        _("The workspace has no passwords, so it listens only on this machine: 127.0.0.1, ::1 or localhost, not {host}."),
        host=host,
    )
