"""errbot: a message through its own `process_message` to a command that answers, on its test backend."""

import logging
import tempfile
from pathlib import Path

from errbot import BotPlugin, botcmd
from errbot.backends.test import TestBot, TestPerson
from timed import told

PLUG = "[Core]\nName = Ping\nModule = ping\n[Python]\nVersion = 3\n"
CODE = """
from errbot import BotPlugin, botcmd


class Ping(BotPlugin):
    @botcmd
    def initiative_ping(self, _message, args):
        return "pong"
"""
assert BotPlugin
assert botcmd

with tempfile.TemporaryDirectory() as folder:
    (Path(folder) / "ping.plug").write_text(PLUG, encoding="utf-8")
    (Path(folder) / "ping.py").write_text(CODE, encoding="utf-8")
    testbot = TestBot(extra_plugin_dir=folder, loglevel=logging.ERROR)
    testbot.start()
    bot = testbot.bot
    bot.bot_config.BOT_ASYNC = False
    logging.disable(logging.CRITICAL)

    async def once() -> None:
        """Ask for the command once."""
        message = bot.build_message("!initiative ping I-7")
        message.frm, message.to = TestPerson("bench"), bot.bot_identifier
        bot.process_message(message)
        assert bot.outgoing_message_queue.get(timeout=5) == "pong"

    told(once)
    logging.disable(logging.NOTSET)
    testbot.stop()
