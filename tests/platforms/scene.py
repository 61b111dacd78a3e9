"""One story, every platform: the same people before Slack, Mattermost and the local workspace do the same, and read what came of it.

What each platform makes of it is in scene_slack.py, scene_mattermost.py and scene_local.py; a story knows only what stands here.
"""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from time import monotonic
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from bot.acts.meeting_duties import officers_changed
from bot.app import Pagt
from bot.domain.person import Appointment
from bot.domain.role import Role
from bot.reserved_names import typed_as
from bot.words.language import _, speaking

ZONE = ZoneInfo("Europe/Copenhagen")
# Who is there, and what they are. Two languages are spoken: by Dina and Bo the one, by the others the other.
CAST: Mapping[str, tuple[str, Role | None, str | None]] = {
    "anna": ("Anna Holm", Role.REPRESENTATIVE, "eki"),
    "bo": ("Bo Lund", Role.REPRESENTATIVE, "osa"),
    "bodil": ("Bodil Ravn", Role.DEPUTY, "osa"),
    "carla": ("Carla Friis", Role.CHAIR, None),
    "dina": ("Dina Juhl", Role.FACILITATOR, None),
}
FIRST_TONGUE = ("dina", "bo")
PATIENCE_S = 20.0
ADDRESS = "https://pagt.example.dk"  # Where calendars reach the program.


@dataclass(frozen=True)
class Letter:
    """A message as its reader sees it now, after edits."""

    text: str
    buttons: Sequence[str]
    raw: Any = field(repr=False)

    @property
    def headline(self) -> str:
        """Its first line."""
        return self.text.strip().splitlines()[0]


@dataclass(frozen=True)
class Came:
    """What came of something somebody did: the words they read, the form before them, and what is wrong beside its fields."""

    text: str = ""
    form: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Scene(ABC):
    """Everybody before one platform; people go by their first names."""

    program: Pagt
    tongues: tuple[str, str]
    platform: ClassVar[str]

    # What people do.

    @abstractmethod
    async def types(self, who: str, line: str, *, alone: bool = False) -> Came:
        """Type a command in the agreement's channel, or `alone` in one's own conversation with the bot."""

    @abstractmethod
    async def presses_on(self, who: str, letter: Letter, label: str) -> Came:
        """Press a button."""

    @abstractmethod
    async def chooses_in(self, who: str, letter: Letter, label: str) -> Came:
        """Choose an option of a message's menu."""

    @abstractmethod
    async def submits(self, who: str, **values: Any) -> Came:
        """Send the form before somebody: choices by their value, several as a tuple; what is not named stays as it is shown."""

    @abstractmethod
    async def writes_under(self, who: str, letter: Letter, words: str) -> Came:
        """Write words in the thread of a message."""

    @abstractmethod
    async def writes(self, who: str, words: str) -> Came:
        """Write words to the bot, in one's own conversation with it and under nothing."""

    def answered(self, who: str, said: Iterable[str]) -> bool:
        """Tell whether anything was said to somebody besides that it takes a moment, as it does on a busy machine."""
        return any(one.strip() != self.word(who, "Working on it …") for one in said)

    # What stands before them.

    @abstractmethod
    def letters(self, who: str) -> list[Letter]:
        """Return what the bot has said to somebody alone, in their own conversation or in the channel; oldest first."""

    @abstractmethod
    def board(self) -> list[Letter]:
        """Return what the bot has said in the agreement's channel."""

    @abstractmethod
    def complaints(self) -> list[str]:
        """Return what the platform would not take, or took and could not show."""

    # The clock.

    def ticks(self) -> None:
        """Let a second pass, as one does between two things that people do."""
        self.forward(self.program.now() + timedelta(seconds=1))

    @abstractmethod
    def forward(self, to: datetime) -> None:
        """Let it be later."""

    async def day(self, day: str, at: str = "09:00") -> None:
        """Let it be another day, and what falls due happen."""
        self.forward(datetime.combine(datetime.fromisoformat(day), time.fromisoformat(at), ZONE))
        await self.program.settle()

    # In whose language.

    def tongue(self, who: str) -> str:
        """Return the language somebody is spoken to in."""
        return self.tongues[who not in FIRST_TONGUE]

    def word(self, who: str, msgid: str, **facts: object) -> str:
        """Return a text of the bot as somebody reads it."""
        with speaking(self.tongue(who)):
            return _(msgid).format(**facts)

    def either(self, who: str, danish: str, english: str) -> str:
        """Return what somebody types or reads, who speaks one of the two."""
        return danish if self.tongue(who) == "da" else english

    def line(self, who: str, command: str, words: str = "") -> str:
        """Return a command as somebody types it there, in their language."""
        found = self.program.registry.find(command)
        assert found is not None, command
        return typed_as(f"{found[0].called(self.tongue(who))} {words}".strip(), self.platform)

    async def asks(self, who: str, command: str, words: str = "", *, alone: bool = False) -> Came:
        """Type a command by its English name, in one's own language."""
        return await self.types(who, self.line(who, command, words), alone=alone)

    async def presses(self, who: str, label: str, words: str = "", **facts: object) -> Came:
        """Press the newest button of a label that somebody sees, of a message with these words."""
        wanted = self.word(who, label, **facts)
        return await self.presses_on(who, await self.letter(who, words, button=wanted), wanted)

    async def letter(self, who: str, *words: str, button: str = "") -> Letter:
        """Wait for a message to somebody with all these words and a button, and return the newest."""
        return await _newest(lambda: self.letters(who), words, button)

    async def notice(self, *words: str) -> Letter:
        """Wait for a message in the channel with all these words, and return the newest."""
        return await _newest(self.board, words)


async def _newest(letters: Callable[[], list[Letter]], words: Sequence[str], button: str = "") -> Letter:
    end = monotonic() + PATIENCE_S
    while not (
        found := [
            one for one in letters() if all(word in one.text for word in words) and (button or None) in (None, *one.buttons)
        ]
    ):
        assert monotonic() < end, f"no {words!r} with {button!r}; only {[(one.text, one.buttons) for one in letters()]}"
        await asyncio.sleep(0.01)
    return found[-1]


def settled_in(program: Pagt, platform: str, accounts: Mapping[str, str], room: str, tongues: tuple[str, str]) -> None:
    """Let everybody be known in their language, hold their role, and share a channel."""
    now, program.found.at = program.now(), ADDRESS
    with program.store.begin() as installation:
        records = installation.within("koebenhavn", actor="test", now=now)
        agreement = records.agreement()
        assert agreement is not None
        for first, (name, role, unit) in CAST.items():
            tongue = tongues[first not in FIRST_TONGUE]
            known = records.people.behind(platform, accounts[first])
            person = known or records.people.meet(platform, accounts[first], name=name, language=tongue)
            records.people.speak(person, tongue)
            if known is None and role is not None:
                records.people.appoint(Appointment(person_id=person.id, role=role, unit=unit, since=date(2026, 1, 1)))
            records.people.welcomed(person, now)
        records.places.bind(platform, room, direct=False, outsiders=False)
        officers_changed(records, agreement)
