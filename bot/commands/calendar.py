"""The command by which a person gets a calendar feed of their own, changes its address, and closes it."""

import secrets
from collections.abc import Callable

from bot.chat.request import Reply, Request
from bot.domain.feed import SECRET_BYTES, digest, path
from bot.domain.spoken_names import folded
from bot.refusal import Refusal
from bot.registry import Command, command
from bot.words import feed as words
from bot.words.language import N_
from storage.records import Records

_NEW = frozenset({"new", "ny", "renew", "forny"})
_CLOSE = frozenset({"close", "luk", "off", "revoke", "stop"})


def calendar_at(address: Callable[[], str]) -> Command:
    """Return the command for a program that is found at an address; the app puts its own in with `registry.replaced`.

    Where the address is empty nobody is given a feed, but one that was given can be closed.
    """

    @command(
        "calendar",
        danish="kalender",
        may="meeting.read",
        usage=N_("[new|close]"),
        changes=True,
        lasts=True,
        aliases=("person calendar", "person kalender"),
    )
    def calendar(request: Request, records: Records) -> Reply:
        """Have your meetings in your own calendar: get a secret address, change it, or close it."""
        wanted = folded(request.words)
        if wanted in _CLOSE:
            return Reply(words.closed(was_open=records.feeds.close(request.by.id)))
        if wanted and wanted not in _NEW:
            raise Refusal("no_such_calendar_wish", text=request.words[:40])
        row = records.feeds.of(request.by.id)
        if not wanted and row is not None:
            return Reply(words.has_one(row.since.astimezone(request.agreement.zone).date()))
        if not address():
            return Reply(words.not_here())
        if not wanted:
            return Reply(words.none())
        secret = secrets.token_urlsafe(SECRET_BYTES)
        records.feeds.give(request.by.id, digest(secret))
        return Reply(words.given(f"{address()}{path(secret)}", closed=row is not None), again=words.given_before())

    return calendar


calendar = calendar_at(lambda: "")
