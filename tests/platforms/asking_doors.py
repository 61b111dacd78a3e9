"""Whoever asks in the kill tests of requests (killed_doors.py): people in a fake Slack, who are never killed and forget nothing.

Every question registers an initiative, as a command or as words. One that is not answered is asked again, as a proxy does, under the
signature it had, or as Slack does, signed anew; one that was answered is sent again all the same.
"""

import asyncio
import json
import os
import random
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkstemp

import aiohttp

from tests.platforms.fake_slack.fake import SIGNING_SECRET, FakeSlack
from tests.platforms.fake_slack.sent import Sent
from tests.platforms.fake_slack.state import Message
from tests.platforms.fake_slack.wire import COMMANDS, EVENTS, body_of, signature
from tests.platforms.slack_stage import ANNA, BO, ROOM, meet

SPEAKERS = (ANNA, BO)
KINDS = 3  # Two commands, then words.
STAMP = "X-Slack-Request-Timestamp"
TIMES = 4  # An event is delivered so often.
STALE_S = 240.0  # Slack's own are good for five minutes.
GIVES_UP_S = 1800.0  # With many servers that die young somebody may be unlucky for long; nobody is for ever.
OK, CONFLICT, FAILED = 200, 409, 500
NOBODY, BROKEN_OFF = 0, 1  # No server was there, or it died before it answered.
SILENT = frozenset({NOBODY, BROKEN_OFF})


@dataclass
class Question:
    """One thing somebody asks, in the shape in which Slack sends it."""

    title: str
    kind: str
    body: bytes
    content: str
    signed: list[dict[str, str]] = field(default_factory=list)  # Its headers, each time it was signed.

    @property
    def stale(self) -> bool:
        """Whether its newest signature is about to be too old for anybody: on a busy machine somebody waits for minutes."""
        return time.time() - int(self.signed[-1][STAMP]) > STALE_S

    @property
    def can_sign(self) -> bool:
        """Whether a stamp is left that is good for anybody: where servers die fast somebody signs hundreds of times in as many seconds."""
        return time.time() - int(next(self._unused())) < STALE_S

    def _unused(self) -> Iterator[str]:
        """Yield the stamps it was not signed with, newest first."""
        used, newest = {one[STAMP] for one in self.signed}, int(time.time())
        return (one for one in map(str, range(newest, 0, -1)) if one not in used)

    def sign(self) -> dict[str, str]:
        """Sign it anew: under a stamp of its own, and so with another signature."""
        stamp = next(self._unused())
        headers = {
            "Content-Type": self.content,
            STAMP: stamp,
            "X-Slack-Signature": signature(SIGNING_SECRET, stamp, self.body),
        }
        self.signed.append(headers)
        return headers


class Asking:
    """Asks so many questions at once, at any of these ports, until it is told to end by SIGTERM and everything is answered."""

    def __init__(self, ports: list[int], at_once: int) -> None:
        self.ports, self.at_once = ports[:], at_once
        self.chance = random.Random(at_once)  # noqa: S311  # The same every time.
        self.asked = 0
        self.acknowledged: list[str] = []
        self.replies: Counter[str] = Counter()
        self.ending = False
        self.fake = FakeSlack(pace=0.0)
        meet(self.fake)
        self.fake.channel(ROOM, "samarbejde", SPEAKERS)

    @asynccontextmanager
    async def _there(self) -> AsyncIterator[None]:
        """Let the fake Slack, and whoever asks, be there until the block ends; its address stays the same."""
        async with self.fake.running(), aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as self.session:
            yield

    async def begin(self, serve: Callable[[], Awaitable[Callable[[], Awaitable[None]]]]) -> None:
        """Ask each kind of question once, of a server in this process: what it loads for that, all that come after have from birth."""
        async with self._there():
            stop = await serve()
            for _ in range(KINDS):
                await self._ask()
            await stop()

    async def go(self) -> None:
        """Ask, until it is told to end."""
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.end)
        async with self._there():
            await asyncio.gather(*(self._go_on() for _ in range(self.at_once)))

    def tell(self, write: int) -> None:
        """Write the name of a file with what happened."""
        told = {"asked": self.asked, "acknowledged": self.acknowledged, "replies": self.replies, "refused": self.fake.refused}
        handle, name = mkstemp(suffix=".json")
        os.close(handle)
        Path(name).write_text(json.dumps(told), encoding="utf-8")
        os.write(write, name.encode())

    def end(self) -> None:
        """Ask nothing new."""
        self.ending = True

    async def _go_on(self) -> None:
        """Ask one question after the other."""
        while not self.ending:
            await self._ask()

    async def _ask(self) -> None:
        """Ask a question until it is answered, and send it again."""
        question = self._question()
        await self._answered(question)
        self.acknowledged.append(question.title)
        await self._sent_again(question)

    def _question(self) -> Question:
        self.asked += 1
        title = f"Indsats nummer {self.asked}"
        user = self.fake.state.users[SPEAKERS[self.asked % len(SPEAKERS)]]
        sent = Sent(self.fake.state, self.fake.app(), self.fake.server.url)
        line = f"initiative new title: {title}; tracks: 1"
        if self.asked % KINDS:
            payload, kind = sent.command(user, self.fake.state.channels[ROOM], "/pagt", line), COMMANDS
        else:
            direct = self.fake.direct(user.id)
            said = Message(self.fake.clock.stamp(), direct.id, user.id, line)
            payload, kind = sent.message_event(self.fake.state.add(said)), EVENTS
        return Question(title, kind, *body_of(kind, payload))

    async def _answered(self, question: Question) -> None:
        """Ask until it is answered."""
        until, headers, broken_off = time.monotonic() + GIVES_UP_S, question.sign(), False
        while True:
            if question.stale:
                headers = await self._signed(question)
            status, said = await self._post(question, headers)
            if status == OK and question.kind == EVENTS:
                said = self._told(question)
            if status == OK and "Registreret: I-" in said:
                return
            assert status != OK, f"{question.title} was not registered: {said[:300]}"
            assert status in {*SILENT, CONFLICT} or status >= FAILED, f"{question.title} was answered with {status}"
            assert status != CONFLICT or broken_off, f"{question.title} was turned away, and was never here"
            broken_off = status == BROKEN_OFF or (broken_off and status in SILENT)
            assert time.monotonic() < until, f"{question.title} is never answered"
            await asyncio.sleep(0.2 if status >= FAILED else self.chance.uniform(0.002, 0.02))
            if status >= CONFLICT or (status == BROKEN_OFF and self.chance.random() < 0.5):  # As often as not.
                headers = await self._signed(question)

    def _told(self, question: Question) -> str:
        """Return what the bot has said about a question that was words."""
        return "\n".join(one.said for one in self.fake.state.messages if one.bot_id and question.title in one.said)

    async def _signed(self, question: Question) -> dict[str, str]:
        while not question.can_sign:  # noqa: ASYNC110  # It is time itself that is waited for.
            await asyncio.sleep(0.1)
        return question.sign()

    async def _sent_again(self, question: Question) -> None:
        """Send what was answered once more: as it was, which is turned away, and an event as Slack does that is not sure."""
        if not question.stale and (self.at_once == 1 or self.chance.random() < 0.25):  # Now and then.
            status, said = await self._post(question, question.signed[-1])
            assert status in {*SILENT, CONFLICT}, f"{question.title} was answered, and again with {status}: {said[:300]}"
            self.replies[f"as it was: {status}"] += 1
        for _ in range(TIMES - 1 if question.kind == EVENTS else 0):
            status, _said = await self._post(question, await self._signed(question))
            assert status in {*SILENT, OK} or status >= FAILED
            self.replies[f"event again: {status}"] += 1

    async def _post(self, question: Question, headers: dict[str, str]) -> tuple[int, str]:
        """Send a request to any server."""
        url = f"http://127.0.0.1:{self.chance.choice(self.ports)}/slack/events"
        try:
            async with self.session.post(url, data=question.body, headers=headers) as response:
                return response.status, await response.text()
        except aiohttp.ClientConnectorError:
            return NOBODY, ""
        except (TimeoutError, aiohttp.ClientError):
            return BROKEN_OFF, ""
