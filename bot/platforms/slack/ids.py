"""How the rest of Pagt names what is in Slack: accounts, places, references. What a payload says of them is read in shapes*.py.

- An account is `T0123/U0456`: user ids are unique only within a team (slack.md §7), so PAGT_ADMIN is `slack:T0123/U0456`.
- A place is the bare conversation id, `C0123` or `D0123`: a shared channel has the same one for both organisations, and a
  multi-workspace channel for every workspace of an organisation; which installation posts there is for clients.py.
- A reference is `C0123/1712345678.000100`: the conversation and the message's own stamp. The stamp of a thread's first
  message makes `Call.thread`, so that it equals the reference delivery kept.
"""

import re

NAME = "slack"
_STAMP = re.compile(r"\d{1,15}\.\d{1,9}\Z")
_ID = re.compile(r"[A-Z][A-Z0-9]{1,30}\Z")


def account(team: str, user: str) -> str:
    """Return the id of somebody's account: `T0123/U0456`."""
    return f"{team}/{user}"


def team_and_user(account_: str) -> tuple[str, str] | None:
    """Return the team and the user of an account; none for one that is not written so."""
    team, _, user = account_.partition("/")
    return (team, user) if _ID.match(team) and _ID.match(user) else None


def reference(place: str, stamp: str) -> str:
    """Return the reference of a message: `C0123/1712345678.000100`."""
    return f"{place}/{stamp}"


def place_and_stamp(reference_: str) -> tuple[str, str] | None:
    """Return the conversation and the stamp of a reference; none for one that is not written so."""
    place, _, stamp = reference_.partition("/")
    return (place, stamp) if _ID.match(place) and _STAMP.match(stamp) else None
