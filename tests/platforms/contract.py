"""What every platform promises, as tests: a platform's own test file makes a Subject of it and inherits them.

What a person reads at a reference is asked of the platform's far end (the page, or the fake service), never of the code that sent it.
"""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from bot.chat.markdown import marked
from bot.chat.message import Button, Buttons, Fact, Facts, Message, Part, Table, text
from bot.platforms.platform import Address, Platform, PlatformError
from tests.platforms.scripted import HOSTILE, every_part


@dataclass(frozen=True)
class Subject:
    """A platform under test: whom it can reach, whom it cannot, and what a person reads there."""

    platform: Platform
    person: Address
    place: Address
    strangers: tuple[Address, ...]
    nowhere: str  # a reference in the platform's own form at which nothing stands
    read: Callable[[str], Awaitable[str]]  # the words at a reference, as a person reads them


def long_ago() -> datetime:
    return datetime.now(UTC) - timedelta(hours=1)


class PlatformContract(ABC):
    @pytest.fixture
    @abstractmethod
    def subject(self) -> Subject: ...

    @pytest.fixture(params=["person", "place"])
    def to(self, request, subject) -> Address:
        return getattr(subject, request.param)

    async def test_what_is_sent_is_found_by_its_key(self, subject, to):
        reference = await subject.platform.send("key-1", to, Message("Hello"))
        await subject.platform.send("key-2", to, Message("Something else"))
        assert await subject.platform.find("key-1", to, long_ago()) == reference
        assert "Hello" in await subject.read(reference)

    async def test_a_key_that_was_never_sent_is_not_found(self, subject, to):
        await subject.platform.send("key-1", to, Message("Hello"))
        assert await subject.platform.find("key-2", to, long_ago()) is None

    async def test_a_key_is_looked_for_where_it_was_to_go(self, subject):
        await subject.platform.send("key-1", subject.person, Message("Hello"))
        assert await subject.platform.find("key-1", subject.place, long_ago()) is None

    async def test_the_same_key_sent_twice_is_found(self, subject, to):
        sent = [await subject.platform.send("key-1", to, Message("Hello")) for _ in range(2)]
        assert await subject.platform.find("key-1", to, long_ago()) in sent

    async def test_an_update_takes_the_place_of_what_stood_there(self, subject, to):
        reference = await subject.platform.send("key-1", to, Message("Before"))
        await subject.platform.update(reference, Message("After"))
        shown = await subject.read(reference)
        assert "After" in shown
        assert "Before" not in shown
        assert await subject.platform.find("key-1", to, long_ago()) == reference

    async def test_whoever_is_not_there_is_a_lasting_refusal(self, subject):
        for stranger in subject.strangers:
            with pytest.raises(PlatformError) as refused:
                await subject.platform.send("key-1", stranger, Message("Hello"))
            assert refused.value.lasting
            assert refused.value.arrived is False

    async def test_an_update_of_nothing_is_a_lasting_refusal(self, subject):
        with pytest.raises(PlatformError) as refused:
            await subject.platform.update(subject.nowhere, Message("Hello"))
        assert refused.value.lasting

    async def test_every_kind_of_part_is_drawn(self, subject, to):
        message = every_part()
        assert {type(part) for part in message.parts} == set(get_args(Part))
        shown = await subject.read(await subject.platform.send("key-1", to, message))
        for words in (
            *("Everything at once", "Some marked words for", "Ada", "first", "second", "Track", "Prevention", "Initiatives"),
            *("Unit", "Active", "OSA", "12", "Seen", "Another unit", "SSP", "The year as a wheel", "minutes.docx"),
        ):
            assert words in shown, words

    @pytest.mark.parametrize("hostile", HOSTILE, ids=lambda text: ascii(text[:20]))
    async def test_what_a_person_wrote_is_shown_as_text(self, subject, to, hostile):
        short = hostile[:70]
        message = Message(
            hostile,
            (
                text(marked("They wrote: {it}", it=hostile)),
                Facts((Fact(short, hostile),)),
                Table(hostile, (hostile, "b"), ((hostile, "1"),)),
                Buttons((Button(hostile, "/x"),)),
            ),
        )
        shown = _plain(await subject.read(await subject.platform.send("key-1", to, message)))
        assert _plain(hostile) in shown


def _plain(text: str) -> str:
    """Return the letters and signs of a text; a platform may draw blanks and control characters in its own way."""
    return "".join(one for one in text if one.isprintable() and not one.isspace() and not "\u2400" <= one <= "\u2426")
