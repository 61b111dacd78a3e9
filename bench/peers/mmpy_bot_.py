"""mmpy_bot: a post through its own event handler to a function that answers."""

import asyncio
import json
import re
from types import SimpleNamespace

from mmpy_bot.event_handler import EventHandler
from mmpy_bot.function import listen_to
from mmpy_bot.plugins import Plugin
from mmpy_bot.settings import Settings
from timed import told

answers: list[None] = []  # One for each.


class Driver:
    """Stands where Mattermost would."""

    username, user_id = "pagt", "bot"

    def reply_to(self, *_: object, **__: object) -> None:
        """Take an answer."""
        answers.append(None)


class Ping(Plugin):
    """The plugin that answers."""

    @listen_to(r"^initiative\s+ping(.*)$", re.IGNORECASE)
    async def ping(self, message, _rest):
        """Answer."""
        self.driver.reply_to(message, "pong")


DRIVER = Driver()
PLUGIN = Ping()
PLUGIN.driver = DRIVER
Ping.ping.plugin = PLUGIN
MANAGER = SimpleNamespace(message_listeners={Ping.ping.matcher: [Ping.ping]}, webhook_listeners={})
HANDLER = EventHandler(DRIVER, Settings(), MANAGER)
POST = json.dumps({"id": "p", "channel_id": "c", "user_id": "u", "message": "@pagt initiative ping I-7", "root_id": ""})


async def once() -> None:
    """Ask for the command once."""
    data = {"post": POST, "mentions": '["bot"]', "channel_type": "O", "channel_name": "bench", "sender_name": "@bench"}
    before = len(answers)
    await HANDLER._handle_post({"event": "posted", "data": data})  # noqa: SLF001  # Its door for what comes over the socket.
    while len(answers) == before:  # It starts a task, and does not wait for it.
        await asyncio.sleep(0)


told(once)
