"""A gate on a port of this machine, what stands behind it, and good requests to send it."""

import asyncio
import json
import time
from functools import partial
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from bot.platforms.slack.entry import Replayed, entering
from bot.platforms.slack.gate import REPLAYED, Gate, Memory
from tests.platforms.fake_slack.wire import signature

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
SPOKEN = "hemmelige-ord-fra-en-borger"
COMMAND = urlencode({"command": "/pagt", "text": SPOKEN, "user_id": "U1", "team_id": "T1"}).encode()
EVENT = json.dumps({"type": "event_callback", "event": {"type": "message", "text": SPOKEN}}).encode()
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


class Door:
    """A gate on a port of this machine; `inside` is what came through, and was worked on."""

    def __init__(self):
        self.inside, self.seen, self.now = [], set(), time.time
        self.gate = Gate(SECRET, Memory(self.fresh, self.forget), self.into, clock=self.clock)
        self.status, self.asks, self.late = 200, True, None
        self.queue = self.database = partial(asyncio.sleep, 0.01)
        self.patience = 5.0

    def clock(self):
        return self.now()

    async def fresh(self, mark):
        return self.first(mark)

    def first(self, mark):
        known = mark in self.seen
        self.seen.add(mark)
        return not known

    async def forget(self, mark):
        self.seen.discard(mark)

    async def into(self, admitted):
        """Do the work of a request, and note it with that where the gate leaves it to us, as the app does."""
        work = asyncio.ensure_future(self.work(admitted))
        done, _ = await asyncio.wait({work}, timeout=self.patience)
        if not done:
            self.late = work
            return web.Response(text="working on it")
        try:
            work.result()
        except Replayed:
            return web.Response(status=REPLAYED)
        return web.Response(text="inside", status=self.status)

    async def work(self, admitted):
        """Do what a request asks for as `Slack._ask` does, after a while in a queue and another at the database."""
        await self.queue()
        entry = entering()
        if self.asks and entry.take():
            with entry.being_noted():
                await self.database()
                entry.note(self.first)
        elif self.asks:
            await entry.known()
        self.inside.append(admitted)

    def headers(self, body, content=FORM, **other):
        stamp = str(int(self.now()))
        return {
            "Content-Type": content,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature(SECRET, stamp, body),
            **other,
        }

    async def post(self, body, headers):
        async with aiohttp.ClientSession() as session, session.post(self.url, data=body, headers=headers) as answer:
            return answer.status, await answer.text()
