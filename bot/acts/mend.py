"""Letting messages that stand somewhere say how it is now: each is edited where it stands, in the language of whoever has it."""

from collections.abc import Callable, Iterable
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

    def reader_of(self, recipient: str) -> Person | None:
        """Return the person a message is for; none for a room, which is spoken to in the agreement's language."""
        to = Recipient.read(recipient)
        return self.records.people.by_id(to.id) if to.kind == "person" else None

    def edit(self, standing: Iterable[OutboxRow], step: str, message: Callable[[], Message], *, closed: bool = False) -> None:
        """Owe an edit of each message that stands; an edit of it that has not gone out yet is overtaken by this one.

        `step` tells this change from others that may follow it.
        """
        for sent in standing:
            with speaking_to(self.reader_of(sent.recipient), self.agreement.language):
                said = message()
            self.records.outbox.supersede_edits(sent.key)
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
        self.edit(self.records.outbox.delivered(self.agreement.id, subject), step, message, closed=closed)
