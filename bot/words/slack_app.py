"""What the Slack app says of itself in Slack's own lists: its description, its commands and its shortcut. Scopes are in platforms/slack/."""

from bot.words.language import _


def description() -> str:
    """Return what the app is, in a line."""
    return _("Keeps an agreement between authorities alive: initiatives, status rounds, reminders and digests.")


def long_description() -> str:
    """Return what the app does and does not do, for who decides whether to install it."""
    return "\n\n".join(
        [
            _(
                "Pagt (Danish: a pact) remembers what authorities have agreed. The parties tell each other here what they start, and answer once a quarter how it goes; Pagt reminds, gathers and remembers."
            ),
            _(
                "It answers privately, posts in a channel only what belongs to the whole agreement, and reads only what is written to it: in its direct messages, where it is mentioned, and in the threads of its own messages."
            ),
            _(
                "Everything works without a slash command too, so partners from other organisations take part on equal terms. Write “help” to it to begin."
            ),
        ]
    )


def everything() -> str:
    """Return what the root command is for."""
    return _("Everything Pagt can do, in Danish or English")


def bring() -> str:
    """Return the name of the shortcut on a message; at most 24 characters."""
    return _("Bring under agreement")


def brings() -> str:
    """Return what the shortcut does."""
    return _("Register an initiative from this message")
