"""A platform that takes nothing for a while: whoever runs the group is told elsewhere, once, and the same message says when it is over.

What is looked at stands in the database, so that a restart or another replica tells nobody a second time: an outage begins with
what last got through, and ends when something does again. A message that a platform refuses for good is for undelivered.py.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.agreement import Agreement
from bot.domain.outbox import UNREACHABLE, Delivery, Kind, Notice, Recipient, to_person
from bot.domain.role import Role
from bot.jobs.destination import NeverMind, reached
from bot.platforms.platform import Platform
from bot.words import unreachable as words
from bot.words.language import speaking_to
from bot.words.person import PLATFORM_NAMES
from storage.agreements import Agreements
from storage.outages import Outages
from storage.records import Records
from storage.store import Store
from storage.tables import OutboxRow, PersonRow

GRACE = timedelta(minutes=10)  # Shorter outages are nobody's concern: what is owed goes out by itself.
ACTOR = "deliver"
SUBJECTS = {f"{UNREACHABLE}:{name}": name for name in PLATFORM_NAMES}


@dataclass(frozen=True)
class Watch:
    """Watches what delivery achieves, and adds to the outbox what has to be said about it."""

    store: Store
    platforms: Mapping[str, Platform]
    now: Callable[[], datetime]
    grace: timedelta = GRACE

    def once(self) -> int:
        """Tell of platforms that take nothing, and of those that do again; return how many messages that makes."""
        with self.store.read() as installation:
            outages = Outages(installation.session)
            concerned = {row.agreement_id for row in (*outages.waiting(self.grace), *outages.told(SUBJECTS))}
        return sum(map(self._one, sorted(concerned)))

    def _one(self, agreement_id: str) -> int:
        """Look at one agreement, in a transaction of its own."""
        with self.store.begin() as installation:
            records = installation.within(agreement_id, actor=ACTOR, now=self.now())
            agreement = Agreements(records.session).on(agreement_id, records.now.date())
            if agreement is None:
                return 0
            outages = Outages(records.session)
            added = sum(
                _end(records, agreement, row, outages) for row in outages.told(SUBJECTS) if row.agreement_id == agreement_id
            )
            waiting: dict[str, list[OutboxRow]] = defaultdict(list)
            for row in outages.waiting(self.grace):
                if row.agreement_id == agreement_id and (name := _bound_for(records, row)) is not None:
                    waiting[name].append(row)
            return added + sum(self._tell(records, agreement, name, rows) for name, rows in waiting.items())

    def _tell(self, records: Records, agreement: Agreement, name: str, rows: Sequence[OutboxRow]) -> int:
        """Owe the news of an outage to whoever runs the group and can be told elsewhere, unless something got through meanwhile."""
        last = Outages(records.session).got_through(name)
        vain = [row for row in rows if last is None or last < row.created_at]
        if not vain:
            return 0
        outage = words.Outage(name, vain[0].created_at, len(vain), vain[-1].last_error or "")
        told = 0
        for person in self._told_elsewhere(records, agreement, name):
            with speaking_to(person):
                message = words.unreachable(outage, agreement.zone)
            told += records.outbox.add(
                Notice(
                    agreement_id=agreement.id,
                    kind=Kind.NOTICE,
                    subject=f"{UNREACHABLE}:{name}",
                    due=_stamp(last),
                    to=to_person(person.id),
                    message=message,
                )
            )
        return told

    def _told_elsewhere(self, records: Records, agreement: Agreement, name: str) -> Sequence[PersonRow]:
        """Return the facilitators, or whoever comes next, of whom somebody is found on another platform that is connected."""
        today = records.now.astimezone(agreement.zone).date()
        others = self.platforms.keys() - {name}
        for role in (Role.FACILITATOR, Role.FACILITATOR_DEPUTY, Role.ADMIN):
            found = [
                one
                for one in records.people.holding(role, today)
                if any(account.platform in others for account in records.people.accounts(one.id))
            ]
            if found:
                return found
        return ()


def _end(records: Records, agreement: Agreement, row: OutboxRow, outages: Outages) -> int:
    """Let the news of an outage that is over say so, or never go out; return how many messages that makes."""
    name = SUBJECTS[row.subject]
    last = outages.got_through(name)
    if last is None or row.due == _stamp(last):
        return 0
    if row.state is not Delivery.SENT:
        records.outbox.supersede(agreement.id, row.subject)
        return 0
    person = records.people.by_id(Recipient.read(row.recipient).id)
    with speaking_to(person, agreement.language):
        message = words.back(name, last, agreement.zone)
    return records.outbox.add(
        Notice(
            agreement_id=agreement.id,
            kind=Kind.NOTICE,
            subject=row.subject,
            due=row.due,
            to=Recipient.read(row.recipient),
            message=message,
            step="over",
            edits=row.key,
        )
    )


def _bound_for(records: Records, row: OutboxRow) -> str | None:
    """Return the platform that a message waits for; none when it has nowhere to go, which delivery settles."""
    if row.platform is not None:
        return row.platform
    with suppress(NeverMind):
        return next((one.platform for one in reached(records, row)), None)
    return None


def _stamp(last: datetime | None) -> str:
    """Name an outage by what got through before it."""
    return f"{last:%Y-%m-%dT%H:%M:%S.%f}" if last is not None else "never"
