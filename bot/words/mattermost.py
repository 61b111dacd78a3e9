"""What the bot says only in Mattermost: beside a button or a form that is not taken."""

from bot.words.language import _


def not_yours() -> str:
    """Say that a button was offered to somebody else."""
    return _("That was offered to somebody else. Write “help” to me to see what you can do.")


def too_old() -> str:
    """Say that a button or a form is of another time or place."""
    return _("That belongs to something that is over. Write “help” to me to see what you can do now.")
