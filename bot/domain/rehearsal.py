"""One message of a rehearsal: what would be sent, when, to whom, and why. Working it out is for jobs/simulate.py."""

from dataclasses import dataclass
from datetime import datetime

from bot.chat.message import Message
from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import DutyRule, Label


@dataclass(frozen=True)
class Expected:
    """One message that would go out."""

    at: datetime
    to: str
    message: Message
    agreement: Agreement
    rule: DutyRule | None

    @property
    def clause(self) -> str | None:
        """The id of the clause it stands on."""
        duty = next(iter(self.agreement.duties_of(self.rule)), None) if self.rule else None
        return duty.clause if duty else None

    @property
    def house_rule(self) -> bool:
        """Whether that it is sent is a house rule rather than the agreement's."""
        duty = next(iter(self.agreement.duties_of(self.rule)), None) if self.rule else None
        return duty is None or duty.label is Label.HOUSE
