"""What whoever runs the group is told when a platform takes nothing any more, and what takes that message's place when it does again."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.chat.message import Message, text
from bot.words.language import _, moment, ngettext, number, say, t
from bot.words.person import platform

# How the platforms say that they do not let the bot in: waiting alone mends none of these.
SHUT_OUT = ("401", "403", "invalid_auth", "not_authed", "token_", "account_inactive", "not installed", "missing_scope")


@dataclass(frozen=True)
class Outage:
    """A platform that takes nothing: since when, how many messages wait, and the reason that was given last."""

    platform: str
    since: datetime
    waiting: int
    reason: str


def unreachable(outage: Outage, zone: ZoneInfo) -> Message:
    """Tell that a platform takes nothing, what that means, and what mends it."""
    name = platform(outage.platform)
    waits = t(
        ngettext(
            "Since {since}, nothing that I have for {platform} gets through: {count} message waits.",
            "Since {since}, nothing that I have for {platform} gets through: {count} messages wait.",
            outage.waiting,
        ),
        since=moment(outage.since, zone),
        platform=name,
        count=number(outage.waiting),
    )
    safe = t(
        _(
            "Nothing is lost: they go out by themselves, once each, when it works again. Until then I may not be able to answer there; everywhere else I work as usual."
        )
    )
    return Message(say(_headline(outage.reason), platform=name), (text(waits, safe, t(_step(outage.reason), platform=name)),))


def back(name: str, until: datetime, zone: ZoneInfo) -> Message:
    """Tell that a platform takes messages again."""
    said = t(
        _(
            "Since {until}, messages get through again. What waited has been sent, or is being sent now; you need not do anything."
        ),
        until=moment(until, zone),
    )
    return Message(say(_("{platform} works again"), platform=platform(name)), (text(said),))


def _headline(reason: str) -> str:
    if _not_set_up(reason):
        return _("I am no longer connected to {platform}")
    return _("{platform} does not let me in") if _shut_out(reason) else _("I cannot reach {platform}")


def _step(reason: str) -> str:
    if _not_set_up(reason):
        return _(
            "Whoever looks after Pagt has to give it its settings for {platform} again; `pagt doctor` says which are missing."
        )
    if _shut_out(reason):
        return _("Whoever looks after Pagt has to give it a new key for {platform}; `pagt doctor` says which.")
    return _("If {platform} works for you, tell whoever looks after Pagt; `pagt doctor` finds what is in the way.")


def _not_set_up(reason: str) -> bool:
    return reason.endswith("is not connected")


def _shut_out(reason: str) -> bool:
    return reason.removeprefix("cannot find out whether it arrived: ").startswith(SHUT_OUT)
