"""Who is meant when a rule speaks to those who run the group: the holder of an office, or who stands in for it, and the channels."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.chat.message import Message
from bot.domain.agreement import Agreement
from bot.domain.house_rules import Addressee
from bot.domain.outbox import Kind, Notice, Recipient, to_person, to_place
from bot.domain.person import Person
from bot.domain.role import Role
from bot.words.language import speaking_to

_STANDS_IN = {
    Addressee.FACILITATOR: (Role.FACILITATOR, Role.FACILITATOR_DEPUTY),
    Addressee.FACILITATOR_DEPUTY: (Role.FACILITATOR_DEPUTY, Role.FACILITATOR),
    Addressee.CHAIR: (Role.CHAIR, Role.FACILITATOR),
}


def officers(offices: Mapping[Role, Sequence[Person]], to: Addressee) -> Sequence[Person]:
    """Return who holds an office, or who stands in for it."""
    return next((people for role in _STANDS_IN.get(to, ()) if (people := offices.get(role))), ())


@dataclass(frozen=True)
class Readers:
    """Everybody a rung may speak to: the holders of offices, and the agreement's channels by their rows."""

    agreement: Agreement
    offices: Mapping[Role, Sequence[Person]]
    channels: Sequence[int]

    def told(self, to: Sequence[Addressee], message: Callable[[Addressee], Message]) -> Iterator[tuple[Recipient, Message]]:
        """Yield each reader once, with the message in their language."""
        seen: set[Recipient] = set()
        for one in to:
            for recipient, reader in self._of(one):
                if recipient not in seen:
                    seen.add(recipient)
                    with speaking_to(reader, self.agreement.language):
                        yield recipient, message(one)

    def notices(
        self, to: Sequence[Addressee], message: Callable[[Addressee], Message], *, subject: str, due: str, step: str
    ) -> tuple[Notice, ...]:
        """Return the nudge that each reader is owed."""
        return tuple(
            Notice(self.agreement.id, Kind.NUDGE, subject, due, recipient, said, step)
            for recipient, said in self.told(to, message)
        )

    def _of(self, to: Addressee) -> Iterator[tuple[Recipient, Person | None]]:
        if to is Addressee.CHANNEL:
            yield from ((to_place(one), None) for one in self.channels)
        else:
            yield from ((to_person(one.id), one) for one in officers(self.offices, to))
