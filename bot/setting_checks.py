"""What each setting must look like, and which need each other; sentences for the operator. Reading them is for settings.py.

A check's sentence never repeats the value: it may be a secret, or a secret put in the wrong place.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from pydantic import AfterValidator, SecretStr

SHORTEST_SECRET = 32
HIGHEST_PORT = 65_535
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
MAKE_ONE = "make a random one with: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"


class Listen(NamedTuple):
    """Where the one HTTP server listens."""

    host: str
    port: int

    @property
    def loopback(self) -> bool:
        """Whether nobody outside this machine can reach it."""
        return self.host in LOCAL_HOSTS


def listen(value: object) -> object:
    """Read `127.0.0.1:8080` or `[::1]:8080`."""
    found = re.fullmatch(r"(?:\[([0-9a-fA-F:.]+)\]|([^\s:/\[\]]+)):(\d{1,5})", value) if isinstance(value, str) else None
    if isinstance(value, str):
        if not found or int(found[3]) > HIGHEST_PORT:
            raise ValueError("write host and port, for example 127.0.0.1:8080, or 0.0.0.0:8080 to be reached from outside.")
        return Listen(found[1] or found[2], int(found[3]))
    return value


def folder(value: Path) -> Path:
    """Return a folder as a whole path, with `~` for the home folder."""
    return value.expanduser().absolute()


def web_address(value: str) -> str:
    """Check a web address, and take a last slash away."""
    parts = urlsplit(value)
    if parts.scheme not in {"https", "http"} or not parts.hostname or re.search(r"\s", value):
        raise ValueError("write a whole web address, for example https://pagt.example.dk.")
    if parts.query or parts.fragment or parts.username or parts.password:
        raise ValueError("write the address alone, without a name, a password, a ? or a # in it.")
    return value.rstrip("/")


def stripped(value: object) -> object:
    """Take away the line end that a secret read from a file often carries."""
    return value.strip() if isinstance(value, str) else value


def database(value: SecretStr) -> SecretStr:
    """Check that it is a database we can use, written so that it can be read."""
    text = value.get_secret_value()
    if not re.fullmatch(r"(?:postgres|postgresql(?:\+psycopg)?|sqlite)://\S+", text):
        raise ValueError(
            "write postgresql+psycopg://user:password@host/database, or leave it out to keep everything in PAGT_DATA."
        )
    try:
        urlsplit(text).port  # noqa: B018  # Reading it is the check.
    except ValueError:
        raise ValueError("it cannot be read. Write signs such as @ / : # in the password as %40 %2F %3A %23.") from None
    return value


def secret(value: SecretStr) -> SecretStr:
    """Refuse a secret that could be guessed."""
    text = value.get_secret_value()
    if len(text) < SHORTEST_SECRET or len(set(text)) < SHORTEST_SECRET // 4:
        raise ValueError(f"it is too easy to guess; {MAKE_ONE}")
    return value


def token(start: str, other: str) -> AfterValidator:
    """Return a check that a Slack token is of the right kind."""

    def check(value: SecretStr) -> SecretStr:
        if not re.fullmatch(rf"(?:xoxe\.)?{re.escape(start)}\S+", value.get_secret_value()):
            raise ValueError(f"it does not start with {start}, as Slack's does. One that starts with {other} belongs elsewhere.")
        return value

    return AfterValidator(check)


def admin(value: str) -> str:
    """Check that a person on a platform is named."""
    if not re.fullmatch(r"[a-z]+:\S+", value):
        raise ValueError("write platform:user, for example slack:T0123/U0456 or mattermost:anna@chat.example.dk.")
    return value


def admin_channel(value: str) -> str:
    """Check that a channel on a platform is named."""
    if not re.fullmatch(r"(?:slack:[CG][A-Z0-9]{2,30}|mattermost:[a-z0-9]{26})", value):
        raise ValueError("write slack: or mattermost: and the channel's id, for example slack:C0123456789; its details show it.")
    return value


def word(value: str) -> str:
    """Check the name of a command."""
    if not re.fullmatch(r"[a-z][a-z0-9_-]{0,19}", value):
        raise ValueError("write one lower-case word of at most 20 letters, digits, - or _.")
    return value


def prefix(value: str) -> str:
    """Check what stands before the commands' names; nothing is fine."""
    return word(value) if value else value


def slips(given: Iterable[str], known: Collection[str]) -> list[str]:
    """Return a sentence for each name that looks like a setting of ours, but is none."""
    near = {
        name: get_close_matches(name, known, n=1, cutoff=0.8) for name in given if name.startswith("PAGT_") and name not in known
    }
    return [f"{name} is not a setting. Is {found[0]} meant?" for name, found in near.items() if found]


def missing(given: Collection[str], *, to_run: bool) -> list[str]:
    """Return a sentence for each setting that others, or serving people, cannot do without."""
    slack = {name for name in given if name.startswith("SLACK_")}
    mattermost = {name for name in given if name.startswith("MATTERMOST_")}
    return [
        *(_to_run(given, slack, mattermost) if to_run else ()),
        *(_of_slack(slack) if slack else ()),
        *(
            f"{name} is missing for Mattermost. {where}"
            for name, where in _MATTERMOST.items()
            if {name} == _MATTERMOST.keys() - set(given)
        ),
    ]


_MATTERMOST = {
    "MATTERMOST_URL": "It is the server's address, such as https://chat.example.dk.",
    "MATTERMOST_TOKEN": "It is the bot's: `pagt mattermost setup` prints it.",
}
_OVER_HTTP = frozenset({"SLACK_SIGNING_SECRET", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"})


def _to_run(given: Collection[str], slack: Collection[str], mattermost: Collection[str]) -> Iterator[str]:
    """Yield what serving people needs."""
    if "PAGT_SECRET" not in given:
        yield f"PAGT_SECRET is missing. It signs buttons and encrypts tokens, the same on every replica; {MAKE_ONE}"
    if not slack and not mattermost:
        yield (
            "No platform is set up. Give SLACK_BOT_TOKEN and SLACK_APP_TOKEN, or MATTERMOST_URL and MATTERMOST_TOKEN;"
            " or look around without either: pagt demo"
        )
    elif "PAGT_PUBLIC_URL" not in given and (mattermost or not _OVER_HTTP.isdisjoint(slack)):
        yield "PAGT_PUBLIC_URL is missing. Mattermost, and Slack over HTTP, call Pagt under that address."


def _of_slack(given: Collection[str]) -> Iterator[str]:
    """Yield what Slack needs: who we are there, and how its calls come in."""
    if not {"SLACK_BOT_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"} & set(given):
        yield "SLACK_BOT_TOKEN is missing. It stands under “OAuth & Permissions” of the Slack app."
    if not {"SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"} & set(given):
        yield "SLACK_APP_TOKEN is missing (for Socket Mode), or SLACK_SIGNING_SECRET (for HTTP)."
    for one, other in (("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"), ("SLACK_CLIENT_SECRET", "SLACK_CLIENT_ID")):
        if one not in given and other in given:
            yield f"{one} is missing beside {other}."
