"""The scene in Slack: what people type, press and fill in there, and what they read. What a story may know is in scene.py."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

from typing_extensions import override

from bot.platforms.slack.manifest import manifest
from tests.platforms import slack_stage
from tests.platforms.fake_slack.fake import HOST, FakeSlack
from tests.platforms.fake_slack.filling import shown_in
from tests.platforms.fake_slack.seen import Seen
from tests.platforms.fake_slack.state import Json, Message
from tests.platforms.scene import CAST, FIRST_TONGUE, PATIENCE_S, Came, Letter, Scene, settled_in
from tests.platforms.slack_stage import ANNA, BO, CARLA, DINA, ROOM
from tests.platforms.waiting import until

ACCOUNTS = {"anna": ANNA, "bo": BO, "bodil": "U0BODIL1", "carla": CARLA, "dina": DINA}
LOCALES = {"da": "da-DK", "en": "en-GB"}


@dataclass
class InSlack(Scene):
    """Everybody in one Slack workspace."""

    platform: ClassVar[str] = "slack"
    stage: slack_stage.Stage

    @property
    def fake(self) -> FakeSlack:
        """The workspace."""
        return self.stage.fake

    @override
    async def types(self, who: str, line: str, *, alone: bool = False) -> Came:
        user = ACCOUNTS[who]
        return await self._came(who, await self.fake.types(user, self.stage.dm(user) if alone else ROOM, line))

    @override
    async def presses_on(self, who: str, letter: Letter, label: str) -> Came:
        return await self._came(who, await self.fake.presses(ACCOUNTS[who], letter.raw, label))

    @override
    async def chooses_in(self, who: str, letter: Letter, label: str) -> Came:
        return await self._came(who, await self.fake.chooses(ACCOUNTS[who], letter.raw, label))

    @override
    async def submits(self, who: str, **values: Any) -> Came:
        given = {name: [*value] if isinstance(value, tuple) else value for name, value in values.items()}
        return await self._came(who, await self.fake.submits(ACCOUNTS[who], **given))

    @override
    async def writes_under(self, who: str, letter: Letter, words: str) -> Came:
        return await self._came(who, await self.fake.says(ACCOUNTS[who], letter.raw.channel, words, thread=letter.raw.ts))

    @override
    async def writes(self, who: str, words: str) -> Came:
        user = ACCOUNTS[who]
        return await self._came(who, await self.fake.says(user, self.stage.dm(user), words))

    @override
    def letters(self, who: str) -> list[Letter]:
        user = ACCOUNTS[who]
        where = self.stage.dm(user)
        return [_letter(one) for one in self.fake.state.messages if one.bot_id and (one.channel == where or one.only_for == user)]

    @override
    def board(self) -> list[Letter]:
        return [_letter(one) for one in self.fake.messages(ROOM) if one.bot_id]

    @override
    def complaints(self) -> list[str]:
        return [str(one) for one in (*self.fake.refused, *self.fake.undelivered)]

    @override
    def forward(self, to: datetime) -> None:
        self.stage.now = to.astimezone(UTC)

    async def _came(self, who: str, seen: Seen) -> Came:
        """Wait for what comes of an act, and let what is owed go out."""
        self.ticks()
        said = lambda: [one.said for one in seen.answers if one.only_for or one.channel != ROOM]  # noqa: E731  # Not news for all.
        await until(lambda: self.answered(who, said()) or seen.error or seen.view, PATIENCE_S)
        assert not seen.error, f"{who}: {seen.error} {self.fake.refused}"
        await self.program.settle()
        view = seen.view
        text = "\n".join(said())
        if view is None:
            return Came(text)
        wrong = {block.partition("~")[0]: said for block, said in view.errors.items()}
        fields = {name.partition("~")[0]: value for name, value in shown_in(view).items()}
        return Came(text, view.said, fields, wrong)


def _letter(message: Message) -> Letter:
    labels = [one["text"]["text"] for block in message.blocks for one in _elements(block) if one["type"] == "button"]
    return Letter(message.said, labels, message)


def _elements(block: Json) -> list[Json]:
    return list(block.get("elements", ())) if block["type"] == "actions" else []


@asynccontextmanager
async def in_slack(folder: Path, template: Path, mode: str, tongues: tuple[str, str]) -> AsyncIterator[InSlack]:
    """Set the scene in Slack, over Socket Mode or HTTP."""
    async with FakeSlack(pace=0.0).running() as fake:
        for first, (name, _, _) in CAST.items():
            fake.user(ACCOUNTS[first], name, locale=LOCALES[tongues[first not in FIRST_TONGUE]])
        async with slack_stage.staged(folder, template, mode, fake=fake) as stage:
            fake.configured(manifest(stage.program.registry))
            fake.channel(ROOM, "samarbejde", list(ACCOUNTS.values()))
            settled_in(stage.program, "slack", {first: f"{HOST}/{user}" for first, user in ACCOUNTS.items()}, ROOM, tongues)
            yield InSlack(stage.program, tongues, stage)
