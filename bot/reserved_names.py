"""Which words a platform keeps for itself, and how a command is typed there instead. No wording beyond that lives here.

Messages write every command neutrally, as `/status digest` in a code span; a platform's shapes call `spelt` when they draw it.
Slack refuses a whole manifest with a reserved name in it, and Mattermost answers 400 (slack.md §1, mattermost.md §1.2). What
stands after the root command is always free, and in a direct message the words alone are enough everywhere.
"""

import re
from collections.abc import Callable, Mapping

_SLACK = """
    archive away call collapse commands debug dm dnd expand feed feedback help invite join kick kill leave me msg mute open
    prefs pro remind remove rename search send shortcuts shrug star status topic unarchive who
"""
_MATTERMOST = """
    away code collapse dnd echo expand exportlink groupmsg header help invite invite_people join kick leave logout
    marketplace me msg mute offline online open purpose remove rename search secure-connection settings share-channel
    shortcuts shrug status test
"""
RESERVED: Mapping[str, frozenset[str]] = {
    "local": frozenset(),
    "slack": frozenset(_SLACK.split()),
    "mattermost": frozenset(_MATTERMOST.split()),
}
# The nouns that are commands of their own beside the root command; the rest of them, and every Danish word, stand behind it.
OWN = frozenset({"agreement", "briefing", "initiative", "meeting", "party", "status"})
# Other words that people type for a noun, each a command of its own, too: the agreement "orienterer".
ALSO: Mapping[str, str] = {"orientation": "briefing"}
_TYPED = re.compile(r"(?<![^\s(“”\"„«])/((?=[^\W\d_]{3})[^\W\d_]+)")
_COMMAND = re.compile(r"(?<!\\)`/(?=[^\W\d_])([^`\\]+)`")


def reserved(noun: str, platform: str) -> bool:
    """Tell whether a platform keeps a word for a command of its own; one we do not know keeps none."""
    return noun.casefold() in RESERVED.get(platform, frozenset())


def short(noun: str, platform: str) -> bool:
    """Tell whether a noun is a command of its own on a platform."""
    return platform == "local" or (noun.casefold() in OWN | ALSO.keys() and not reserved(noun, platform))


def typed_as(command: str, platform: str, root: str = "pagt") -> str:
    """Return how a command, as "status digest", is typed in a channel of a platform, as shortly as is sure to work."""
    bare = command.strip().removeprefix("/")
    noun = bare.split(maxsplit=1)[0] if bare else ""
    if short(noun, platform) or noun == root or noun.startswith(f"{root}-"):
        return f"/{bare}"
    return f"/{root} {bare}"


def ways(command: str, platform: str, root: str = "pagt") -> tuple[str, ...]:
    """Return every way to type a command in a channel of a platform, the shortest first.

    In a direct message to the bot the words alone are enough, on every platform.
    """
    bare = command.strip().removeprefix("/")
    noun, _, rest = bare.partition(" ")
    hyphened = (f"/{root}-{bare}",) if rest and noun.casefold() in OWN and reserved(noun, platform) else ()
    return tuple(dict.fromkeys((typed_as(bare, platform, root), f"/{root} {bare}", *hyphened, f"@{root} {bare}")))


def spelt(markdown: str, platform: str, root: str = "pagt") -> str:
    """Return marked text with every command in a code span written as it is typed on a platform.

    What a person wrote never stands in a code span of ours (chat/markdown.py escapes it), so it stays as it is.
    """
    return _COMMAND.sub(lambda found: f"`{typed_as(found[1], platform, root)}`", markdown)


def spelt_plainly(text: str, platform: str, root: str = "pagt", written: Callable[[str], str] = str) -> str:
    """Return plain text, such as a hint, with every command in it written as it is typed on a platform.

    `written` has the last word on each: it may put a prefix before it.
    """
    return _TYPED.sub(lambda found: written(typed_as(found[0], platform, root) if found[1] != root else found[0]), text)
