"""What follows from an answered call, on every chat service alike: who is owed something is told, and what somebody's clocks are is kept."""

from dataclasses import dataclass, field

import pytest

from bot.chat.request import Account, Call, Place
from bot.platforms.greeter import Greets
from bot.registry import Registry, all_commands

WHO, HERE = Account("slack", "T1/U1"), Place("slack", "D1", direct=True)


@dataclass
class Door:
    """Stands in for what a greeter is given, and remembers what was asked of it."""

    asked: list[tuple] = field(default_factory=list)
    woken: int = 0
    name: str = "slack"

    def lives(self, user, zone):
        self.asked.append((user, zone))

    def welcome(self, _call):
        return None

    async def after(self):
        self.woken += 1

    async def run(self, function, *arguments):
        return function(*arguments)


@pytest.fixture
def door():
    return Door()


@pytest.fixture
async def greeter(door):
    found = Greets(run=door.run, reception=door, registry=Registry(all_commands()), platform=door, after=door.after)
    await found.follow(Call(WHO, HERE, "/help"), "da")  # The first word of somebody wakes delivery: they may be owed a welcome.
    door.woken = 0
    return found


@pytest.mark.parametrize(
    ("line", "how", "wakes"),
    [
        ("/status digest", "typed", False),
        ("/meeting list", "pressed", False),
        ("/help", "typed", False),
        ("/initiative seen I-1", "pressed", True),
        ("/meeting convene 2027-03-11T10:00", "pressed", True),
        ("I-1 aktiv: det går", "said", True),  # Words may be an answer.
        ("/no such thing", "typed", False),
    ],
)
async def test_only_what_may_have_changed_something_wakes_delivery(greeter, door, line, how, wakes):
    await greeter.follow(Call(WHO, HERE, line, how=how), "da")
    assert door.woken == wakes


async def test_the_clocks_of_somebody_we_know_are_kept_when_they_are_others_than_before(greeter, door):
    for zone in ("Europe/London", "Europe/London", "", "America/Nuuk"):
        await greeter.follow(Call(WHO, HERE, "/help", zone=zone), "da")
    assert door.asked == [("T1/U1", "Europe/London"), ("T1/U1", "America/Nuuk")]
    await greeter.follow(Call(Account("slack", "T1/U2"), HERE, "/help", zone="Europe/London"), None)
    assert len(door.asked) == 2  # Of a stranger nothing is kept.


async def test_somebody_is_spoken_to_as_they_were_last(greeter):
    assert greeter.known_language("T1/U1") == "da"
    await greeter.follow(Call(WHO, HERE, "/help"), "en")
    assert greeter.known_language("T1/U1", "da") == greeter.language(Call(WHO, HERE, "/help")) == "en"
    assert (greeter.known_language("T1/U9"), greeter.known_language("T1/U9", "en")) == ("da", "en")
