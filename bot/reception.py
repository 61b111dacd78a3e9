"""What a platform asks and tells beyond a call: has this come before, who is new, who reads along, what waits for an answer.

Synchronous, as dispatch is; a platform runs it off the event loop by `Store.run`. Nothing here sends anything.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.caller import agreement_meant, known_of
from bot.chat.message import Message
from bot.chat.request import Account, Call
from bot.domain.agreement import Agreement
from bot.domain.outbox import Kind, Notice, to_person
from bot.domain.role import Role
from bot.refusal import Refusal
from bot.words import home as words
from bot.words.language import speaking, speaking_to
from storage.arrivals import Arrivals, Taken, first
from storage.places import place_at
from storage.reached import Reached
from storage.records import Installation, Records
from storage.store import Store
from storage.tables import PersonRow
from storage.trouble import Trouble, trouble_of

T = TypeVar("T")

log = structlog.get_logger()
__all__ = ["KEPT", "Reception", "Taken"]

KEPT = timedelta(days=30)  # Longer than any platform repeats itself, and than replies are looked for.
LONGEST_NAME = 120
PLATFORM = "platform"  # The actor of what a platform tells us of itself.


@dataclass(frozen=True)
class Reception:
    """One platform's desk at the door."""

    platform: str
    store: Store
    now: Callable[[], datetime]

    def take(self, key: str) -> Taken:
        """Take a delivery in hand, unless it is done or somebody has it."""

        def take(installation: Installation) -> Taken:
            return Arrivals(installation.session).take(self.platform, key)

        return self._kept(take, Taken.MINE)

    def first(self, key: str) -> bool:
        """Tell, once for every key, that it has not been here before."""

        def ask() -> bool:
            with self.store.write() as connection:
                return first(connection, self.platform, key)

        return self._going_on(ask, otherwise=True)

    def done(self, key: str) -> None:
        """Remember that a delivery has been answered."""
        self._kept(lambda installation: Arrivals(installation.session).done(self.platform, key), None)

    def release(self, key: str) -> None:
        """Give a delivery back that could not be worked on."""
        self._kept(lambda installation: Arrivals(installation.session).release(self.platform, key), None)

    def forget(self, key: str) -> None:
        """Let a delivery come again as if it had never come."""
        self._kept(lambda installation: Arrivals(installation.session).forget(self.platform, key), None)

    def _kept(self, work: Callable[[Installation], T], otherwise: T) -> T:
        """Do something in a transaction; where the database can keep nothing, go on without."""

        def kept() -> T:
            with self.store.begin() as installation:
                return work(installation)

        return self._going_on(kept, otherwise)

    def _going_on(self, keep: Callable[[], T], otherwise: T) -> T:
        """Keep something; where the database can keep nothing, go on without.

        Then what is asked for is still answered, and a change is refused in words (dispatch.py); that no change is made twice
        does not hang on this, but on what is remembered with the change (storage/handled.py).
        """
        try:
            return keep()
        except SQLAlchemyError as error:
            trouble = trouble_of(error)
            if trouble not in {Trouble.FULL, Trouble.READ_ONLY}:
                raise
            log.error("storage.trouble", why=trouble)  # noqa: TRY400  # It is no fault of the code's.
            return otherwise

    def tidy(self) -> int:
        """Forget deliveries that nobody will repeat; tell how many."""
        with self.store.begin() as installation:
            installation.handled.forget_before(self.now() - KEPT)
            return Arrivals(installation.session).forget_older_than(KEPT)

    def resolve(self, named: frozenset[str]) -> Mapping[str, str]:
        """Return what the platform calls those that a message names, as `person:p_17` and `place:3`; whoever is not here is left out."""
        people = {one.removeprefix("person:") for one in named if one.startswith("person:")}
        places = {int(row) for one in named if one.startswith("place:") and (row := one.removeprefix("place:")).isdecimal()}
        with self.store.read() as installation:
            reached = Reached(installation.session, self.platform)
            found = {f"person:{person}": user for person, user in reached.users(people).items()}
            return found | {f"place:{row}": place for row, place in reached.places(places).items()}

    def language(self, user: str) -> str | None:
        """Return the language somebody is spoken to in; none for whom we do not know."""
        with self.store.read() as installation:
            return Reached(installation.session, self.platform).language(user)

    def lives(self, user: str, zone: str) -> None:
        """Keep the zone that the platform knows somebody to live by, unless they have chosen one; of whom we do not know, nothing."""

        def keep(installation: Installation) -> None:
            Reached(installation.session, self.platform).lives(user, zone)

        self._kept(keep, None)

    def asks(self, reference: str) -> bool:
        """Tell whether the message at a reference is one of ours that asks for an answer."""
        with self.store.read() as installation:
            return Reached(installation.session, self.platform).asks(reference)

    def asked_lately(self, within: timedelta) -> Sequence[str]:
        """Return the references of what went out lately and asks for an answer, newest first."""
        with self.store.read() as installation:
            return Reached(installation.session, self.platform).asked_since(datetime.now(UTC) - within)

    def channels(self) -> Mapping[str, bool]:
        """Return the channels that are bound to an agreement, and whether outsiders are known to read along there."""
        with self.store.read() as installation:
            return {place: outsiders for _, place, outsiders in Reached(installation.session, self.platform).channels()}

    def reads_along(self, place: str, *, outsiders: bool) -> None:
        """Keep whether people of other organisations, or guests, read along in a channel that is bound to an agreement."""
        if self.channels().get(place, outsiders) == outsiders:  # As nearly always: then nobody waits for the writer.
            return

        def keep(installation: Installation) -> None:
            row = place_at(installation.session, self.platform, place)
            if row is not None and not row.direct and row.outsiders != outsiders:
                records = installation.within(row.agreement_id, actor=PLATFORM, now=self.now())
                records.places.bind(self.platform, place, direct=False, outsiders=outsiders)

        self._kept(keep, None)

    def moved(self, before: str, after: str) -> None:
        """Follow a conversation that the platform gave another id."""
        self._kept(lambda installation: Reached(installation.session, self.platform).moved(before, after), None)

    def welcome(self, call: Call) -> tuple[str, Message] | None:
        """Welcome whoever is here for the first time.

        Somebody we know is owed the welcome like any other message. Of a stranger nothing is kept, so it is returned to be sent,
        with the key that marks it; `done` says that it was.
        """
        try:
            with self.store.begin() as installation:
                agreement_id = agreement_meant(installation, call, known_of(installation, call))
                agreement = installation.agreements.on(agreement_id, self.now().date())
                if agreement is None:
                    return None
                records = installation.within(agreement_id, actor=PLATFORM, now=self.now())
                person = records.people.behind(call.account.platform, call.account.user)
                if person is not None:
                    _named(records, person, call)
                    self._owe_welcome(records, agreement, person)
                    return None
                key = _welcome_key(agreement_id, call.account)
                if Arrivals(installation.session).take(self.platform, key) is not Taken.MINE:
                    return None
                with speaking(call.language or agreement.language):
                    return key, words.stranger(agreement, _facilitators(records, agreement))
        except Refusal:  # It is not clear which agreement they mean; they are asked that first.
            return None
        except SQLAlchemyError as error:
            if trouble_of(error) not in {Trouble.FULL, Trouble.READ_ONLY}:
                raise
            return None

    def _owe_welcome(self, records: Records, agreement: Agreement, person: PersonRow) -> None:
        """Owe somebody we know the welcome, once."""
        if person.welcomed_at is not None:
            return
        member = records.people.member(person, self.now().astimezone(agreement.zone).date())
        with speaking_to(person):
            said = words.welcome(agreement, member, _facilitators(records, agreement))
        records.outbox.add(
            Notice(
                agreement_id=records.agreement_id,
                kind=Kind.NOTICE,
                subject=f"welcome:{person.id}",
                due="first",
                to=to_person(person.id),
                message=said,
            )
        )
        records.people.welcomed(person, self.now())


def _named(records: Records, person: PersonRow, call: Call) -> None:
    """Give somebody whom we know by their account's id only (PAGT_ADMIN) the name the platform knows."""
    if call.name and person.name in {call.account.user, call.account.user.rpartition("/")[2]}:
        person.name = call.name[:LONGEST_NAME]
        records.session.add(person)
        records.audit.add("name", f"person:{person.id}")


def _facilitators(records: Records, agreement: Agreement) -> Sequence[str]:
    today = records.now.astimezone(agreement.zone).date()
    return [one.name for one in records.people.holding(Role.FACILITATOR, today)]


def _welcome_key(agreement_id: str, account: Account) -> str:
    return f"welcome:{agreement_id}:{account.user}"
