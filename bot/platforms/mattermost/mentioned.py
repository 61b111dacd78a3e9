"""Who and what a message names, looked up before it is drawn. How a mention looks is for marked.py."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.chat.form import Form
from bot.chat.message import Message
from bot.platforms.mattermost.people import People
from bot.platforms.mattermost.rest import Rest
from bot.platforms.named import Resolve, known_of
from bot.platforms.platform import PlatformError
from bot.platforms.reading import text_at


@dataclass(frozen=True)
class Mentioned:
    """Finds the user names and channel names that mentions are written with. Whoever is not found is just a name."""

    rest: Rest
    people: People
    resolve: Resolve

    async def __call__(self, said: Iterable[Message | Form]) -> Mapping[str, str]:
        """Return, for what these name, how Mattermost calls it."""
        known = await known_of(said, self.resolve)
        people = {name: id_ for name, id_ in known.items() if name.startswith("person:")}
        met = await self.people.by_ids(people.values())
        found = {name: met[id_].username for name, id_ in people.items() if id_ in met and not met[id_].gone}
        for name, id_ in known.items():
            if name.startswith("place:") and (channel := await self._channel(id_)):
                found[name] = channel
        return found

    async def _channel(self, id_: str) -> str:
        """Return a channel's name as links are written with it; empty when it cannot be asked."""
        try:
            return text_at(await self.rest.ask(self.rest.api.channels.get_channel(id_)), "name")
        except PlatformError:
            return ""
