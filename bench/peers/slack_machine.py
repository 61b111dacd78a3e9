"""slack-machine: an event through its own `handle_message` to a handler that answers."""

import inspect
import logging
import re

import structlog
from machine.handlers.message_handler import generate_message_matcher, handle_message
from machine.models.core import MessageHandler, RegisteredActions
from timed import told

structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
BOT, USER, ROOM = "U0BOT", "U0BENCH", "C0BENCH"
answers: list[None] = []  # One for each.


class User:
    """Whoever asks."""

    id, name = USER, "bench"


class Client:
    """Stands where Slack would."""

    users = {USER: User}  # noqa: RUF012  # Never changed.
    channels = {ROOM: User}  # noqa: RUF012  # Likewise.

    async def send(self, *_: object, **__: object) -> None:
        """Take an answer."""
        answers.append(None)


async def ping(msg, **_):
    """Answer."""
    await msg.say("pong")


MATCHER = generate_message_matcher({})
ACTIONS = RegisteredActions()
ACTIONS.respond_to["ping"] = MessageHandler(
    class_=None,
    class_name="bench",
    function=ping,
    function_signature=inspect.signature(ping),
    regex=re.compile(r"^initiative\s+ping(?P<rest>.*)$", re.IGNORECASE),
    handle_message_changed=False,
)
CLIENT = Client()


async def once() -> None:
    """Ask for the command once."""
    event = {"type": "message", "user": USER, "channel": ROOM, "channel_type": "channel", "ts": "1.1"}
    event["text"] = f"<@{BOT}> initiative ping I-7"
    before = len(answers)
    await handle_message(event, "pagt", BOT, ACTIONS, MATCHER, CLIENT, False)
    assert len(answers) == before + 1


told(once)
