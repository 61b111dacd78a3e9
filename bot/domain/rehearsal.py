"""One message of a rehearsal: what would be sent, when, to whom, and why. Working it out is for jobs/simulate.py."""

from dataclasses import dataclass
from datetime import datetime

from bot.chat.message import Message
from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import Duty, Label


@dataclass(frozen=True)
class Expected:
    """One message that would go out."""

    at: datetime
    to: str
    message: Message
    agreement: Agreement
    duty: Duty | None

    @property
    def clause(self) -> str | None:
        """The id of the clause it stands on."""
        return self.duty.clause if self.duty else None

    @property
    def house_rule(self) -> bool:
        """Whether that it is sent is a house rule rather than the agreement's."""
        return self.duty is None or self.duty.label is Label.HOUSE
