"""The sample people: who they are, what they are called on the command line, and their first day. What they do is in year/."""

import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from bot.domain.role import Role

LOCAL = "local"  # the platform of the local workspace


@dataclass(frozen=True, kw_only=True)
class SamplePerson:
    """Somebody of the sample world; without a role they are known by name and speak for nobody yet."""

    alias: str
    name: str
    title: str
    authority: str
    role: Role | None = None
    unit: str | None = None
    language: str = "da"

    @property
    def user(self) -> str:
        """The account in the local workspace."""
        return f"u_{self.alias}"


class NobodyCalledError(LookupError):
    """There is no sample person of that name; the text says who there is."""


@cache
def people() -> tuple[SamplePerson, ...]:
    """Return everybody, those who run the group first."""
    told = tomllib.loads(files(__package__).joinpath("people.toml").read_text(encoding="utf-8"))["people"]
    return tuple(SamplePerson(**{**one, "role": Role(one["role"]) if "role" in one else None}) for one in told)


def called(alias: str) -> SamplePerson:
    """Return the person behind an alias or an account: `osa`, `OSA` and `u_osa` are the same.

    Raises:
        NobodyCalledError: when there is none.
    """
    wanted = alias.strip().casefold().removeprefix("u_")
    known = {one.alias: one for one in people()}
    if wanted not in known:
        near = get_close_matches(wanted, known, n=3, cutoff=0.6) or list(known)
        raise NobodyCalledError(f"No sample person is called {alias.strip()[:40]!r}. There is: {', '.join(near)}.")
    return known[wanted]


def who(alias: str) -> str:
    """Return the account behind an alias, as in `pagt say --as osa`.

    Raises:
        NobodyCalledError: when there is none.
    """
    return called(alias).user


def account_of(said: str) -> tuple[str, str]:
    """Return platform and account of whom somebody at the shell means: a sample person, or `PLATFORM:USER` as it stands.

    Raises:
        NobodyCalledError: for an alias nobody has.
    """
    platform, colon, user = said.strip().partition(":")
    return (platform, user) if colon and platform and user else (LOCAL, who(said))
