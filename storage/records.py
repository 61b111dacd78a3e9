"""What a transaction gives: Installation (all agreements) and Records (one agreement, one actor, one instant).

The questions themselves stand in the file of their noun. Nothing here reads a clock.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlmodel import Session

from bot.domain.agreement import Agreement
from storage.actions import Actions
from storage.agendas import Agendas
from storage.agreements import Agreements
from storage.attendance import Attendances
from storage.audit import Audit
from storage.briefings import Briefings
from storage.decisions import Decisions
from storage.deliveries import Deliveries
from storage.digests import Digests
from storage.duties import Duties
from storage.feeds import Feeds
from storage.focuses import Focuses
from storage.handled import Handled
from storage.initiatives import Initiatives
from storage.known import Accounts
from storage.meetings import Meetings
from storage.minutes import MinutesOfMeetings
from storage.outbox import Outbox
from storage.people import People
from storage.places import Places
from storage.polls import Polls
from storage.rounds import Rounds
from storage.turns import Turns
from storage.yearly import Yearly

RULE = "rule"  # The actor of what the agreement's rules do by themselves.


@dataclass(frozen=True)
class Installation:
    """A transaction over everything that lives in this database; `changes` says that it may write."""

    session: Session
    changes: bool = False

    @cached_property
    def agreements(self) -> Agreements:
        """The agreements and their versions."""
        return Agreements(self.session)

    @cached_property
    def accounts(self) -> Accounts:
        """Who is behind an account, under which agreements."""
        return Accounts(self.session)

    @cached_property
    def outbox(self) -> Deliveries:
        """What is to go out to anybody; what an agreement owes is asked within it."""
        return Deliveries(self.session)

    @cached_property
    def handled(self) -> Handled:
        """What has been done already."""
        return Handled(self.session)

    def within(self, agreement_id: str, *, actor: str, now: datetime) -> "Records":
        """Return the records of one agreement, for one actor at one instant of agreement time.

        In a transaction that may write, changes to one agreement happen one after the other from here on, so that none is
        made on a state that has passed.
        """
        if self.changes:
            self.agreements.lock(agreement_id)
        return Records(self.session, agreement_id, actor, now)


@dataclass(frozen=True)
class Records:
    """A transaction within one agreement; every question it answers is about that agreement only."""

    session: Session
    agreement_id: str
    actor: str
    now: datetime

    def agreement(self) -> Agreement | None:
        """Return the text that holds now, where one was loaded."""
        return Agreements(self.session).at(self.agreement_id, self.now)

    @cached_property
    def audit(self) -> Audit:
        """The trail of changes."""
        return Audit(self.session, self.agreement_id, self.actor, self.now)

    @cached_property
    def people(self) -> People:
        """People, their accounts and appointments."""
        return People(self.session, self.agreement_id, self.audit)

    @cached_property
    def places(self) -> Places:
        """Channels and direct conversations."""
        return Places(self.session, self.agreement_id, self.audit)

    @cached_property
    def initiatives(self) -> Initiatives:
        """Initiatives and all that hangs on them."""
        return Initiatives(self.session, self.agreement_id, self.audit)

    @cached_property
    def rounds(self) -> Rounds:
        """Status rounds and the answers to them."""
        return Rounds(self.session, self.agreement_id, self.audit)

    @cached_property
    def briefings(self) -> Briefings:
        """The yearly briefings, and the days the bodies that receive them meet."""
        return Briefings(self.session, self.agreement_id, self.audit)

    @cached_property
    def focuses(self) -> Focuses:
        """Focus areas of a year."""
        return Focuses(self.session, self.agreement_id, self.audit)

    @cached_property
    def turns(self) -> Turns:
        """The decisions about the agreement's life."""
        return Turns(self.session, self.agreement_id, self.audit)

    @cached_property
    def yearly(self) -> Yearly:
        """What happened in a period."""
        return Yearly(self.session, self.agreement_id)

    @cached_property
    def meetings(self) -> Meetings:
        """Meetings, and the wishes for one."""
        return Meetings(self.session, self.agreement_id, self.audit)

    @cached_property
    def attendance(self) -> Attendances:
        """Who comes to a meeting, and who came."""
        return Attendances(self.session, self.agreement_id, self.audit)

    @cached_property
    def polls(self) -> Polls:
        """Polls for a date."""
        return Polls(self.session, self.agreement_id, self.audit)

    @cached_property
    def agendas(self) -> Agendas:
        """The points of each meeting, and those that wait for one."""
        return Agendas(self.session, self.agreement_id, self.audit)

    @cached_property
    def minutes(self) -> MinutesOfMeetings:
        """What became of each point, and how far the minutes are."""
        return MinutesOfMeetings(self.session, self.agreement_id, self.audit)

    @cached_property
    def decisions(self) -> Decisions:
        """Decisions, by the point or the initiative others know them by."""
        return Decisions(self.session, self.agreement_id)

    @cached_property
    def actions(self) -> Actions:
        """What meetings agreed to be done."""
        return Actions(self.session, self.agreement_id, self.audit)

    @cached_property
    def digests(self) -> Digests:
        """How initiatives stand after a round."""
        return Digests(self.session, self.agreement_id)

    @cached_property
    def duties(self) -> Duties:
        """What is owed, and when something is to happen about it next."""
        return Duties(self.session, self.agreement_id)

    @cached_property
    def outbox(self) -> Outbox:
        """The messages owed."""
        return Outbox(self.session, self.agreement_id)

    @cached_property
    def feeds(self) -> Feeds:
        """Calendar feeds."""
        return Feeds(self.session, self.agreement_id, self.audit)
