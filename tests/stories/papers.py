"""What stories of agendas and minutes share: a meeting with its agenda, and how it is held and minuted."""

from tests.stories.test_meetings import convened, headlines

HELD, DRAFTED, APPROVED = "2026-03-12", "2026-03-19", "2026-03-27"
DUE, OUT = "2026-02-27", "2026-03-05"  # the working day after items are due, and the day the agenda goes out

__all__ = [
    "APPROVED",
    "DRAFTED",
    "DUE",
    "HELD",
    "OUT",
    "convened",
    "headlines",
    "held",
    "numbers",
    "out_for_comments",
    "place",
    "point",
]


def point(talk, person, title, words="", **where):
    """Submit a point in one line."""
    kind = {"da": "til: beslutning", "en": "for: decision"}[talk.language]
    answer = talk.says(person, "meeting item", "; ".join(filter(None, (title, kind, words))), **where)
    assert not answer.refused, answer.text
    return answer


def numbers(talk, number=1):
    """The points of a meeting by their numbers, as the facilitator is shown them."""
    lines = talk.says("facilitator", "meeting agenda", f"M-{number}").text.splitlines()
    found = [line.removeprefix("• ").split(" · ")[0].split(" ", 1) for line in lines if line.startswith("• ")]
    return {int(place): title for place, title in found}


def place(talk, title, number=1):
    """The number a point has."""
    return next(place for place, called in numbers(talk, number).items() if called == title)


def held(talk, number=1):
    """Let a meeting be over and confirmed."""
    talk.bot.day(HELD, "13:00")
    assert not talk.says("facilitator", "meeting held", f"M-{number}").refused


def out_for_comments(talk, *decisions):
    """Let a meeting be held, a few of its points be recorded, and the minutes go out."""
    held(talk)
    for decision in decisions:
        answer = talk.says("facilitator", "meeting decision", f"M-1 {decision}")
        assert not answer.refused, answer.text
    assert not talk.says("facilitator", "meeting send", "M-1").refused
    for person in ("osa", "eki", "facilitator"):
        talk.bot.heard(person)
    talk.bot.heard("chair", channel=True)
