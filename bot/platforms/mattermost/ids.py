"""How the rest of Pagt names what is in Mattermost: accounts, places, references. What a payload says of them is read in call_shapes.py.

- An account is the user's id, 26 letters and digits, the same in every team of the server.
- A place is the channel's id; a direct conversation is a channel as well, whose name is the two users' ids.
- A reference is the post's id. The id of a thread's first post makes `Call.thread`, so that it equals the reference delivery kept.
"""

import re

NAME = "mattermost"
_ID = re.compile(r"[a-z0-9]{26}\Z")
_DIRECT = re.compile(r"([a-z0-9]{26})__([a-z0-9]{26})\Z")


def is_id(text: str) -> bool:
    """Tell whether a text is an id as the server makes them."""
    return _ID.match(text) is not None


def two_of(channel_name: str) -> tuple[str, str] | None:
    """Return the users of a direct conversation, from its name; none for the name of any other channel."""
    found = _DIRECT.match(channel_name)
    return (found[1], found[2]) if found else None
