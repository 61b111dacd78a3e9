"""The outbox as those see it who owe something: what one agreement owes to somebody, and what a message that was sent is about.

Carrying messages out is for storage/deliveries.py.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, false, or_, text
from sqlalchemy import select as made
from sqlmodel import Session, col, select, update

from bot.chat.message import Message, from_json, to_json
from bot.chat.plain import plain
from bot.domain.outbox import GIVEN_UP, UNDELIVERED, Delivery, Kind, Notice
from storage.asking import add_once, ask, connection_of, table_of
from storage.clock import now_in
from storage.tables import OutboxRow
from storage.tables.outbox import UNSETTLED

_row = table_of(OutboxRow).c
_PLANNED = made(_row.subject, _row.step).where(_row.agreement_id == bindparam("agreement"), _row.due == bindparam("due"))
# Whether an earlier step of the same occurrence of a duty may still be called back.
_EARLIER = (
    _PLANNED.where(_row.subject == bindparam("subject"), _row.kind == bindparam("kind"), _row.step != bindparam("step"))
    .where(text(UNSETTLED))
    .limit(1)
)


class Told(NamedTuple):
    """A message of one occurrence, whatever became of it: what it is about, which step it is, and to whom."""

    subject: str
    step: str
    recipient: str
    superseded: bool


@dataclass(frozen=True)
class Outbox:
    """The messages one agreement owes. Asking it for another agreement's is a mistake of the program: `ValueError`."""

    session: Session
    agreement_id: str

    def add(self, notice: Notice, duty_id: int | None = None) -> bool:
        """Owe a message, for a duty when there is one; the same debt again changes nothing. Tell whether it is new."""
        self._mine(notice.agreement_id)
        connection = connection_of(self.session)
        values = {
            "key": notice.key,
            "agreement_id": notice.agreement_id,
            "kind": notice.kind,
            "subject": notice.subject,
            "due": notice.due,
            "step": notice.step,
            "duty_id": duty_id,
            "recipient": str(notice.to),
            "message": to_json(notice.message),
            "closed": notice.closed,
            "edits": notice.edits,
            "state": Delivery.PENDING,
            "attempt": 0,
            "unanswered": 0,
            "failures": 0,
            "turns": 0,
            "recalled": False,
            "created_at": now_in(connection.dialect.name),
        }
        new = add_once(connection, OutboxRow, values)
        if new and duty_id is not None and notice.kind is Kind.NUDGE:
            self._supersede_steps(notice)
        return new

    def supersede(self, agreement_id: str, subject: str) -> int:
        """Call back what is owed about a subject; tell how many messages that had not set out.

        One that is on its way, or may have arrived, is not sent again. Edits of what stands there are left to go out.
        """
        return self._call_back(agreement_id, col(OutboxRow.subject) == subject)

    def supersede_about(self, agreement_id: str, subjects: str) -> int:
        """Call back what is owed about every subject that begins so, as `supersede` does for one."""
        return self._call_back(agreement_id, col(OutboxRow.subject).startswith(subjects, autoescape=True))

    def _supersede_steps(self, newer: Notice) -> None:
        """Call back what the same occurrence of a duty owed before this step: after an outage people hear the latest word only."""
        about = {
            "agreement": newer.agreement_id,
            "due": newer.due,
            "subject": newer.subject,
            "kind": newer.kind,
            "step": newer.step,
        }
        if not ask(self.session, _EARLIER, **about):
            return
        older = and_(
            col(OutboxRow.subject) == newer.subject,
            col(OutboxRow.due) == newer.due,
            col(OutboxRow.kind) == newer.kind,
            col(OutboxRow.step) != newer.step,
        )
        self._call_back(newer.agreement_id, older)

    def supersede_edits(self, keys: Sequence[str]) -> int:
        """Call back the edits of messages that have not gone out, since a newer one says it all; tell how many."""
        return self.session.exec(
            update(OutboxRow)
            .where(col(OutboxRow.agreement_id) == self.agreement_id, col(OutboxRow.edits).in_(keys))
            .where(col(OutboxRow.state) == Delivery.PENDING)
            .values(state=Delivery.SUPERSEDED)
        ).rowcount

    def planned(self, agreement_id: str, due: str) -> dict[str, frozenset[str]]:
        """Return the steps that stand in the outbox for one occurrence, by subject, whatever became of them."""
        self._mine(agreement_id)
        found: dict[str, set[str]] = defaultdict(set)
        for subject, step in ask(self.session, _PLANNED, agreement=agreement_id, due=due):
            found[subject].add(step)
        return {subject: frozenset(steps) for subject, steps in found.items()}

    def told(self, agreement_id: str, due: str) -> frozenset[Told]:
        """Return every message that stands in the outbox for one occurrence, also those that were called back."""
        self._mine(agreement_id)
        rows = self.session.exec(
            select(OutboxRow.subject, OutboxRow.step, OutboxRow.recipient, OutboxRow.state)
            .where(OutboxRow.agreement_id == agreement_id, OutboxRow.due == due)
            .where(col(OutboxRow.edits).is_(None))
        ).all()
        return frozenset(Told(subject, step, to, state is Delivery.SUPERSEDED) for subject, step, to, state in rows)

    def about(self, agreement_id: str, platform: str, reference: str) -> OutboxRow | None:
        """Return the message that stands at a reference, so that words in its thread are known to be about it."""
        self._mine(agreement_id)
        return self.session.exec(
            select(OutboxRow)
            .where(OutboxRow.agreement_id == agreement_id, OutboxRow.platform == platform, OutboxRow.reference == reference)
            .where(col(OutboxRow.edits).is_(None))
        ).first()

    def waiting_for(self, agreement_id: str) -> Sequence[OutboxRow]:
        """Return what is owed and has not gone out, first to last."""
        self._mine(agreement_id)
        mine = select(OutboxRow).where(OutboxRow.agreement_id == agreement_id, OutboxRow.state == Delivery.PENDING)
        return self.session.exec(mine.order_by(col(OutboxRow.created_at), col(OutboxRow.key))).all()

    def by_key(self, key: str) -> OutboxRow | None:
        """Return a message by its key."""
        return self.session.exec(
            select(OutboxRow).where(OutboxRow.agreement_id == self.agreement_id, OutboxRow.key == key)
        ).first()

    def delivered(self, agreement_id: str, subject: str) -> Sequence[OutboxRow]:
        """Return what stands somewhere about a subject, or may stand there, first to last: what an edit takes the place of."""
        return self._standing(agreement_id, col(OutboxRow.subject) == subject)

    def delivered_about(self, agreement_id: str, subjects: str) -> Sequence[OutboxRow]:
        """Return what stands somewhere about every subject that begins so, as `delivered` does for one."""
        return self._standing(agreement_id, col(OutboxRow.subject).startswith(subjects, autoescape=True))

    def before(self, agreement_id: str, recipient: str, dues: Collection[str]) -> Sequence[OutboxRow]:
        """Return what stands before somebody about these occurrences, or may stand there, first to last."""
        return self._standing(agreement_id, and_(col(OutboxRow.recipient) == recipient, col(OutboxRow.due).in_(dues)))

    def latest(self, standing: Sequence[OutboxRow]) -> dict[str, OutboxRow]:
        """Return what messages say by now, by their keys: the latest edit, also one that is still to go out, else itself."""
        for sent in standing:
            self._mine(sent.agreement_id)
        keys = [sent.key for sent in standing]
        edits = select(OutboxRow).where(OutboxRow.agreement_id == self.agreement_id, col(OutboxRow.edits).in_(keys))
        owed = edits.where(OutboxRow.state != Delivery.SUPERSEDED).order_by(col(OutboxRow.created_at))
        said = {sent.key: sent for sent in standing}
        return said | {row.edits: row for row in self.session.exec(owed).all() if row.edits}

    def forget(self, subjects: Sequence[str], message: Message) -> int:
        """Let go of what was said about subjects and their parts, where nothing is to happen with it any more; tell of how many.

        That something was said, when and to whom, stays; `message` takes the place of the words. What was given up is called back, so that
        nobody sends it again without them, and the news that it did not get through goes the same way, since it quotes them.
        """
        about = (or_(col(OutboxRow.subject) == one, col(OutboxRow.subject).startswith(f"{one}:")) for one in subjects)
        said = self._over(or_(false(), *about))
        keys = [row.key for row in (*said, *self._quoting(said))]
        mine = update(OutboxRow).where(col(OutboxRow.agreement_id) == self.agreement_id, col(OutboxRow.key).in_(keys))
        self.session.exec(mine.where(col(OutboxRow.state).in_(GIVEN_UP)).values(state=Delivery.SUPERSEDED))
        return self.session.exec(mine.values(message=to_json(message))).rowcount

    def _quoting(self, said: Sequence[OutboxRow]) -> list[OutboxRow]:
        """Return the news that one of these messages did not get through."""
        headlines = {from_json(row.message).headline for row in said}
        news = self._over(col(OutboxRow.subject).in_({f"{UNDELIVERED}{row.recipient}" for row in said}))
        return [row for row in news if any(one in plain(from_json(row.message)) for one in headlines)]

    def _over(self, which: ColumnElement[bool]) -> Sequence[OutboxRow]:
        """Return the messages with which nothing is to happen any more unless somebody settles them."""
        over = col(OutboxRow.state).in_([Delivery.SENT, Delivery.SUPERSEDED, *GIVEN_UP])
        mine = select(OutboxRow).where(OutboxRow.agreement_id == self.agreement_id, which, over)
        return self.session.exec(mine).all()

    def _standing(self, agreement_id: str, which: ColumnElement[bool]) -> Sequence[OutboxRow]:
        self._mine(agreement_id)
        there = col(OutboxRow.state).in_([Delivery.SENT, Delivery.SENDING, Delivery.UNCERTAIN])
        return self.session.exec(
            select(OutboxRow)
            .where(OutboxRow.agreement_id == agreement_id, which)
            .where(or_(there, _in_doubt()), col(OutboxRow.edits).is_(None))
            .order_by(col(OutboxRow.created_at), col(OutboxRow.key))
        ).all()

    def _call_back(self, agreement_id: str, which: ColumnElement[bool]) -> int:
        self._mine(agreement_id)
        owed = update(OutboxRow).where(col(OutboxRow.agreement_id) == agreement_id, which, col(OutboxRow.edits).is_(None))
        not_set_out = and_(col(OutboxRow.state) == Delivery.PENDING, col(OutboxRow.platform).is_(None))
        called_back = self.session.exec(owed.where(not_set_out).values(state=Delivery.SUPERSEDED)).rowcount
        on_its_way = or_(col(OutboxRow.state) == Delivery.SENDING, _in_doubt())
        self.session.exec(owed.where(on_its_way).values(recalled=True))
        return called_back

    def _mine(self, agreement_id: str) -> None:
        if agreement_id != self.agreement_id:
            raise ValueError(f"the outbox of {self.agreement_id!r} was asked for {agreement_id!r}")


def _in_doubt() -> ColumnElement[bool]:
    """Return what tells a waiting message that may have arrived from one that has certainly not."""
    return and_(col(OutboxRow.state) == Delivery.PENDING, col(OutboxRow.platform).is_not(None))
