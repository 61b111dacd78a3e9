"""Which words a platform keeps for itself, and how a command is typed there instead. No wording beyond that lives here.

Messages write every command neutrally, as `/status digest` in a code span; a platform's shapes call `spelt` when they draw it.
Slack refuses a whole manifest with a reserved name in it, and Mattermost answers 400 (slack.md §1, mattermost.md §1.2). What
stands after the root command is always free, and in a direct message the words alone are enough everywhere.
"""

import re
from collections.abc import Mapping

RESERVED: Mapping[str, frozenset[str]] = {
    "local": frozenset(),
    "slack": frozenset(
        ["archive", "away", "call", "collapse", "commands", "debug", "dm", "dnd", "expand", "feed", "feedback", "help", "invite", "join", "kick", "kill", "leave", "me", "msg", "mute", "open", "prefs", "pro", "remind", "remove", "rename", "search", "send", "shortcuts", "shrug", "star", "status", "topic", "unarchive", "who"]
    ),
    "mattermost": frozenset(
        ["away", "code", "collapse", "dnd", "echo", "expand", "exportlink", "groupmsg", "header", "help", "invite", "invite_people", "join", "kick", "leave", "logout", "marketplace", "me", "msg", "mute", "offline", "online", "open", "purpose", "remove", "rename", "search", "secure-connection", "settings", "share-channel", "shortcuts", "shrug", "status", "test"]
    ),
}
_COMMAND = re.compile(r"(`)/(?=[^\W\d_])([^`]+)(`)")


def reserved(noun: str, platform: str) -> bool:
    """Tell whether a platform keeps a word for a command of its own; one we do not know keeps none."""
    return noun.casefold() in RESERVED.get(platform, frozenset())


def typed_as(command: str, platform: str, root: str = "pagt") -> str:
    """Return how a command, as "status digest", is typed in a channel of a platform.

    The local workspace takes it as written. Elsewhere it stands behind the root command, which is never reserved and takes
    every word in both languages.
    """
    bare = command.strip().removeprefix("/")
    if platform == "local" or bare.split(maxsplit=1)[:1] == [root]:
        return f"/{bare}"
    return f"/{root} {bare}"


def ways(command: str, platform: str, root: str = "pagt") -> tuple[str, ...]:
    """Return every way to type a command on a platform, the one that always works first; the last is for a direct message."""
    bare = command.strip().removeprefix("/")
    if platform == "local":
        return (f"/{bare}", f"/{root} {bare}", bare)
    noun, _, rest = bare.partition(" ")
    short = () if not rest or reserved(noun, platform) or not noun.isascii() else (f"/{bare}",)
    hyphened = (f"/{root}-{bare}",) if rest and noun.isascii() and not short else ()
    return (f"/{root} {bare}", *short, *hyphened, f"@{root} {bare}", bare)


def spelt(markdown: str, platform: str, root: str = "pagt") -> str:
    """Return marked text with every command in a code span written as it is typed on a platform.

    What a person wrote never stands in a code span of ours (chat/markdown.py escapes it), so it stays as it is.
    """
    return _COMMAND.sub(lambda found: f"`{typed_as(found[2], platform, root)}`", markdown)
