"""What the bot says to somebody with an account on two platforms: how to link them, and where they are told."""

from collections.abc import Sequence

from bot.chat.markdown import code as code_span
from bot.chat.markdown import joined
from bot.chat.message import Button, Buttons, Message, text
from bot.words.language import _, all_of, say, t
from bot.words.person import platform


def how() -> Message:
    """Tell somebody we do not know on this platform how to say who they are."""
    said = t(_("If I know you on another platform, write `/link` to me there. I answer with a code that you write to me here."))
    return Message(_("I do not know you here yet"), (text(said),))


def code(code: str, platforms: Sequence[str], minutes: int) -> Message:
    """Show the code that links another account, and where the person is found so far."""
    said = t(
        _("Write this to me on the other platform, within {minutes} minutes. Show it to nobody: who writes it is you."),
        minutes=minutes,
    )
    found = t(_("You are found on {platforms}."), platforms=all_of(platform(one) for one in platforms))
    here = Button(_("Tell me here"), "/link here")
    return Message(_("Link another account"), (text(said, joined([code_span(f"/link {code}")]), found), Buttons((here,))))


def linked(name: str, platforms: Sequence[str]) -> Message:
    """Confirm that an account is the person's too."""
    said = t(
        _("You are {name}, on {platforms}. I tell you things once, and `/link here` chooses where."),
        name=name,
        platforms=all_of(dict.fromkeys(platform(one) for one in platforms)),
    )
    return Message(_("This account is linked"), (text(said), Buttons((Button(_("Tell me here"), "/link here", "primary"),))))


def also_yours(name: str) -> Message:
    """Tell somebody, where they were known already, that an account elsewhere is theirs too, and how to take that back."""
    said = t(
        _("With a code of yours, an account on {platform} has been linked to you. Whoever uses it is you to me."),
        platform=platform(name),
    )
    after = t(_("Was that you? Then all is well: I still tell you things where I did, and `/link here` chooses another place."))
    undo = Button(_("That was not me"), f"/link remove {name}", "danger")
    return Message(say(_("You are on {platform} too now"), platform=platform(name)), (text(said, after), Buttons((undo,))))


def removed(name: str) -> Message:
    """Confirm that an account is not the person's any more."""
    said = t(
        _(
            "To me, whoever uses it is a stranger from now on. If you did not link it yourself, somebody has seen a code of yours: tell whoever looks after Pagt."
        )
    )
    return Message(say(_("The account on {platform} is no longer linked to you"), platform=platform(name)), (text(said),))


def linked_already() -> Message:
    """Say that the account is the person's already."""
    return Message(_("This account is linked already"))


def told_here(name: str) -> Message:
    """Confirm where a person is told."""
    return Message(say(_("From now on I tell you things on {platform}"), platform=platform(name)))
