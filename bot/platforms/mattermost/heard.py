"""What people wrote in Mattermost → the words they typed, pure. A mention there is no more than an `@` and a user name."""

import re
from collections.abc import Callable

from bot.platforms.mattermost.plainly import APART

_MENTION = re.compile(r"(?<![\w@])@([A-Za-z0-9][A-Za-z0-9._-]{0,63})")
_ENDS = "._-"  # What may end a sentence, or a user name.


def words(text: str) -> str:
    """Return a text as it was typed; what was copied from a message of ours has no width between its letters any more."""
    return text.replace("\u00a0", " ").replace(APART, "").strip()


def without_mention(text: str, name: str) -> tuple[str, int]:
    """Return a text without the mentions of a user name, and how many there were."""
    if not name:
        return text.strip(), 0
    wanted = rf"[ \t]*(?<![\w@])@{re.escape(name)}(?![\w@]|[.-]\w)[ \t]*[,:]?[ \t]*"
    found, count = re.subn(wanted, " ", text, flags=re.IGNORECASE)
    return found.strip(), count


def first_mentioned(text: str) -> str | None:
    """Return the user name a text begins by addressing."""
    found = _MENTION.match(text.lstrip())
    return found[1].lower() if found else None


def mentions(text: str) -> frozenset[str]:
    """Return every user name that a text may mention: a name's last sign may be the sentence's."""
    found = {one.lower() for one in _MENTION.findall(text)}
    return frozenset(found | {one.rstrip(_ENDS) for one in found})


def with_each_mention(text: str, written: Callable[[str], str | None]) -> str:
    """Return a text in which each mention is written anew by its user name; one of which nothing is known stays as it is."""

    def one(found: re.Match[str]) -> str:
        name = found[1].lower()
        for candidate in (name, name.rstrip(_ENDS)):
            if (anew := written(candidate)) is not None:
                return f"{anew}{name[len(candidate) :]}"
        return found[0]

    return _MENTION.sub(one, text)
