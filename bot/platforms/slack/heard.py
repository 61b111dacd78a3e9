"""What people wrote in Slack → the words they typed, pure. Slack wraps mentions and addresses in `<…>` and escapes three letters.

A person keeps their id, as `<@U0456>`, so that commands can tell who is meant; everything else becomes what a reader sees.
"""

import re
from collections.abc import Iterable

_WRAPPED = re.compile(r"<([^<>]*)>")
_USER = re.compile(r"@([UW][A-Z0-9]{1,30})\Z")


def words(text: str) -> str:
    """Return a text of a command or a message as it was typed."""
    opened = _WRAPPED.sub(lambda found: _unwrapped(found[1]), text)
    return unescaped(opened).replace("\u00a0", " ").strip()


def unescaped(text: str) -> str:
    """Return a text without Slack's three entities; each is read once, so that `&amp;lt;` stays `&lt;`."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def without_mention(text: str, users: Iterable[str]) -> tuple[str, int]:
    """Return a raw text without the mentions of some users, and how many there were."""
    named = "|".join(map(re.escape, users))
    found, count = re.subn(rf"[ \t]*<@(?:{named})(?:\|[^<>]*)?>[ \t]*[,:]?[ \t]*", " ", text) if named else (text, 0)
    return found.strip(), count


def _unwrapped(inside: str) -> str:
    """Return what a reader sees of one token."""
    target, _, label = inside.partition("|")
    if user := _USER.match(target):
        return f"<@{user[1]}>"
    if target.startswith("#"):
        return f"#{label or target[1:]}"
    if target.startswith("!"):
        return _special(target[1:], label)
    plain = target.removeprefix("mailto:").removeprefix("tel:")
    if not label or label == plain or re.sub(r"^https?://", "", target).rstrip("/") == label.rstrip("/"):
        return label or plain
    return f"{label} ({plain})"


def _special(target: str, label: str) -> str:
    """Return what a reader sees of `<!here>`, of a group, or of a date."""
    if target.startswith("date"):
        return label
    return "@" + (label.removeprefix("@") or target.partition("^")[2] or target)
