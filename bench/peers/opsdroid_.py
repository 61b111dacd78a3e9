"""opsdroid: a message through its own `parse` to a skill that answers."""

import asyncio

from opsdroid.cli.utils import configure_lang
from opsdroid.core import OpsDroid
from opsdroid.events import Message
from opsdroid.matchers import match_regex
from timed import rate

configure_lang({})
answers: list[None] = []  # One for each.


class Connector:
    """Stands where a platform would."""

    name, default_target, configuration = "bench", "bench", {}

    async def send(self, _event: object) -> None:
        """Take an answer."""
        answers.append(None)


@match_regex(r"^initiative\s+ping(?P<rest>.*)$", case_sensitive=False)
async def ping(_opsdroid, _config, message):
    """Answer."""
    await message.respond("pong")


async def main() -> None:
    """Measure with its loop running."""
    opsdroid = OpsDroid({"parsers": []}).__enter__()  # Only so is it the one that messages find.
    opsdroid.eventloop = asyncio.get_running_loop()
    opsdroid.skills = [ping]
    ping.config = {"name": "ping"}
    connector = Connector()

    async def once() -> None:
        before = len(answers)
        event = Message(text="initiative ping I-7", user="bench", target="bench", connector=connector)
        await asyncio.gather(*await opsdroid.parse(event))
        assert len(answers) == before + 1

    print(await rate(once))


asyncio.new_event_loop().run_until_complete(main())
