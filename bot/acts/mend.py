"""Letting messages that stand somewhere say how it is now: each is edited where it stands, in the language of whoever has it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.chat.message import Message
from bot.domain.agreement import Agreement
from bot.domain.outbox import Notice, Recipient
from bot.domain.person import Person
from bot.words.language import speaking_to
from storage.records import Records
from storage.tables import OutboxRow

LONGEST_STEP = 80


@dataclass(frozen=True)
class Mender:
    """What edits need: the records, and the agreement whose language rooms are spoken to in."""

    records: Records
    agreement: Agreement

    def readers_of(self, recipients: Iterable[str]) -> dict[str, Person]:
        """Return the people messages are for, by recipient; a room is none, and is spoken to in the agreement's language."""
        ids = {str(to): to.id for to in map(Recipient.read, recipients) if to.kind == "person"}
        people = self.records.people.by_ids(ids.values())
        return {recipient: people[id_] for recipient, id_ in ids.items() if id_ in people}

    def edit(
        self, standing: Sequence[OutboxRow], step: str, message: Callable[[OutboxRow], Message], *, closed: bool = False
    ) -> None:
        """Owe an edit of each message that stands; an edit of it that has not gone out yet is overtaken by this one.

        `step` tells this change from others that may follow it.
        """
        readers = self.readers_of(sent.recipient for sent in standing)
        self.records.outbox.supersede_edits([sent.key for sent in standing])
        for sent in standing:
            with speaking_to(readers.get(sent.recipient), self.agreement.language):
                said = message(sent)
            self.records.outbox.add(
                Notice(
                    agreement_id=self.agreement.id,
                    kind=sent.kind,
                    subject=sent.subject,
                    due=sent.due,
                    to=Recipient.read(sent.recipient),
                    message=said,
                    step=f"{sent.step} {step}"[:LONGEST_STEP],
                    closed=closed or sent.closed,
                    edits=sent.key,
                )
            )

    def mend(self, subject: str, step: str, message: Callable[[], Message], *, closed: bool = False) -> None:
        """Call back what has not gone out about a subject, and let what has say how it is now."""
        self.records.outbox.supersede(self.agreement.id, subject)
        self.edit(self.records.outbox.delivered(self.agreement.id, subject), step, lambda _sent: message(), closed=closed)

    def mend_parts(self, subjects: str, step: str, message: Callable[[OutboxRow], Message]) -> Sequence[OutboxRow]:
        """Do what `mend` does with every subject that begins so; return what stands."""
        self.records.outbox.supersede_about(self.agreement.id, subjects)
        standing = self.records.outbox.delivered_about(self.agreement.id, subjects)
        self.edit(standing, step, message)
        return standing
