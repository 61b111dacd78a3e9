"""What a platform is given of the program, so that it need not know how the program is put together."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlalchemy import Engine

from bot.chat.request import Call, Reply
from bot.platforms.off_loop import Run
from bot.reception import Reception
from bot.registry import Registry


@dataclass(frozen=True)
class Program:
    """Dispatch, reception, and a way to run them off the loop. `after` lets what others are owed go out.

    `run` may let several share a commit; what asks the `engine` itself runs `alone`.
    """

    ask: Callable[[Call], Reply]
    registry: Registry
    reception: Reception
    run: Run
    alone: Run
    after: Callable[[], Awaitable[None]]
    engine: Engine
