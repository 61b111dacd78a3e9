"""How somebody is mentioned in words that a platform handed over: `<@ID>` or `<@ID|name>`. Whom that is, commands/people_named.py finds out."""

import re

MENTION = re.compile(r"<@([^\s|>]{1,60})(?:\|([^>]{0,120}))?>")


def by_name(text: str) -> str:
    """Return words with everybody mentioned in them by their name, where the platform told it: an account's id is nothing to read or keep."""
    return MENTION.sub(lambda found: (found[2] or "").strip() or found[0], text) if "<@" in text else text
