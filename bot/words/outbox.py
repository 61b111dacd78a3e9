"""What `pagt outbox` prints: messages of which nobody knows whether they arrived, those that failed, and what settles them."""

from collections.abc import Sequence

from bot.domain.outbox import Stuck
from bot.words.language import _, clock_time, day, ngettext, number, say

SHOWN_OF_A_KEY = 12


def waiting(count: int) -> str:
    """Say how many messages go out by themselves."""
    if not count:
        return _("Nothing waits to be sent.")
    return say(ngettext("{count} message waits to be sent.", "{count} messages wait to be sent.", count), count=number(count))


def in_doubt(found: Sequence[Stuck]) -> list[str]:
    """List the messages that may have arrived, and say what settles each."""
    if not found:
        return [_("Nothing is in doubt.")]
    return [
        "",
        _("Nobody can tell whether these arrived. Look in the conversation, or ask whoever they were for; then settle each:"),
        *map(_line, found),
        "",
        _("  pagt outbox arrived KEY   it is there"),
        _("  pagt outbox resend KEY    it is not there; it is sent again"),
    ]


def failed(found: Sequence[Stuck]) -> list[str]:
    """List the messages that were refused, and say how to try once more."""
    if not found:
        return []
    return [
        "",
        _("These were refused, and did not arrive. When what was in the way is mended: pagt outbox resend KEY"),
        *map(_line, found),
    ]


def _line(one: Stuck) -> str:
    at = f"{day(one.at.date())} {clock_time(one.at.time())}"
    where = f" ({one.platform})" if one.platform else ""
    return f"  {one.key[:SHOWN_OF_A_KEY]}  {at}  → {one.to}{where}: {one.headline}  [{one.why}]"


def resent(one: Stuck) -> str:
    """Say that a message is sent again."""
    return say(_("“{headline}” is sent to {to} again, at the next beat of pagt run."), headline=one.headline, to=one.to)


def taken_as_arrived(one: Stuck) -> str:
    """Say that a message counts as delivered."""
    return say(_("“{headline}” to {to} counts as delivered."), headline=one.headline, to=one.to)


def not_one(key: str, found: int) -> str:
    """Say that a key names no message, or several."""
    if found:
        return say(_("Several messages have a key that begins with {key}. Write more of it; pagt outbox lists them."), key=key)
    return say(_("No such message is waiting to be settled: {key}. pagt outbox lists them."), key=key)
