"""The heartbeat: one line a working day in the channel of those who look after Pagt, so that its silence is noticed.

It goes out like any other message, and so only once, however many replicas there are.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.domain.outbox import Delivery, Kind, Notice, Recipient
from bot.words import heartbeat as words
from bot.words.language import speaking
from storage.records import RULE
from storage.store import Store

SUBJECT = "heartbeat"


class Clock(Protocol):
    """Tells what time it is under the agreements."""

    def __call__(self) -> datetime:
        """Return the instant."""


@dataclass
class Heartbeat:
    """The channel it goes to, as `slack:C0123`; without one there is none."""

    store: Store
    now: Clock
    channel: str | None
    _done: date | None = None

    def once(self) -> bool:
        """Owe today's heartbeat when its time has come; tell whether it is new."""
        if self.channel is None:
            return False
        now = self.now()
        if self._done == now.date():  # In UTC, which is near enough not to ask the database at every beat.
            return False
        with self.store.read() as installation:
            agreement_id = next(iter(installation.agreements.ids()), None)
            agreement = installation.agreements.at(agreement_id, now) if agreement_id is not None else None
            counted, next_due = installation.outbox.counted(), None
            if agreement is not None:
                next_due = installation.within(agreement.id, actor=RULE, now=now).duties.next_due()
        if agreement is None:
            return False
        days, today = agreement.days(), now.astimezone(agreement.zone).date()
        if not days.is_working_day(today) or now < days.at(today, agreement.house.working_hours.nudge_at):
            return False
        with speaking(agreement.language):
            message = words.heartbeat(
                agreement,
                waiting=counted.get(Delivery.PENDING, 0),
                doubtful=counted.get(Delivery.UNCERTAIN, 0),
                next_due=next_due,
            )
        to = Recipient("channel", self.channel)
        notice = Notice(
            agreement_id=agreement.id, kind=Kind.NOTICE, subject=SUBJECT, due=today.isoformat(), to=to, message=message
        )
        with self.store.begin() as installation:
            new = installation.within(agreement.id, actor=RULE, now=now).outbox.add(notice)
        self._done = now.date()
        return new
