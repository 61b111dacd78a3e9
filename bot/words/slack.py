"""What the bot says only in Slack: around its forms, while it works, and where a conversation cannot hold an answer."""

from bot.chat.form import Form
from bot.chat.markdown import Markdown
from bot.chat.message import LONGEST_COMMAND, Button, Buttons, Message, text
from bot.words.language import _, say, t


def working() -> str:
    """Say that an answer is on its way; it claims nothing, since nothing is done yet."""
    return _("Working on it …")


def still_working() -> Message:
    """Say the same in a window that waits."""
    return Message(working(), (text(t(_("You may close this window; the answer comes as a message."))),))


def open_form(form: Form, line: str) -> Message:
    """Offer a form to whoever asked for it in plain words: only a press can open a window in Slack."""
    wrong = [t("{sentence}", sentence=one) for one in form.errors.values() if one]
    said = t(_("This needs a few answers. Press the button to open the form."))
    button = Button(_("Open the form"), line if len(line) <= LONGEST_COMMAND else form.command, "primary")
    return Message(form.title, (text(*wrong, said), Buttons((button,))))


def whole_in_direct() -> Markdown:
    """Say where the rest of an answer stands that is longer than a private answer in a channel can be."""
    return t(_("All of it is in our direct messages."))


def too_old() -> Message:
    """Say that a button or a form is of another time."""
    said = t(_("It belongs to something that is over. Write “help” to me to see what you can do now."))
    return Message(_("I do not know that button any more"), (text(said),))


def nothing_to_bring() -> str:
    """Say beside a form's field that the message held nothing that may be taken over."""
    return _("That looks like a CPR number, so it was taken out. Persons do not belong here.")


def not_installed() -> str:
    """Say that the app is not installed where somebody asks."""
    return _("Pagt is not installed in this workspace any more. Whoever looks after it can install it again.")


def broken(reference: str) -> str:
    """Say that something went wrong on the way to an answer; by then a change may have been made, so nothing is claimed."""
    said = _("Something went wrong, reference {reference}. It may have been saved all the same: look before you try again.")
    return say(said, reference=reference)


def installed(team: str) -> tuple[str, str]:
    """Say in a browser that the app is installed."""
    return (
        _("Pagt is installed"),
        say(_("Pagt now lives in {team}. Go back to Slack and write “help” to it."), team=team or "Slack"),
    )


def not_installed_now() -> tuple[str, str]:
    """Say in a browser that installing did not work."""
    return (
        _("Pagt was not installed"),
        _("The way back from Slack was too old, or it was cancelled. Open the link you were given once more."),
    )


def no_such_link() -> tuple[str, str]:
    """Say in a browser that a link for installing is not ours."""
    return (
        _("This link does not install Pagt"),
        _("Ask whoever runs Pagt for the link: “pagt doctor” prints it."),
    )
