"""The tables: each row class inherits its plain class from bot/domain. No question is asked here.

Every row belongs to an agreement, but for what is known before anybody knows which (arrivals.py, mattermost.py, paces.py, slack.py). Plain `datetime`
fields refuse naive times and come back as aware UTC (sqlmodel ≥ 0.0.45).
What only one platform asks for is not here but in its own file, and all tables together are in every.py.
A column added here needs a migration: `make migration` (storage/migrations/__main__.py).
"""

from storage.tables.actions import ActionRow
from storage.tables.agendas import AgendaRow, PointRow
from storage.tables.agreements import AgreementRow, AgreementVersionRow, PlaceRow, TurnRow
from storage.tables.arrivals import ArrivalRow, ReadRow
from storage.tables.attendance import AttendanceRow, RsvpRow, SnoozeRow
from storage.tables.briefings import (
    BodyDateRow,
    BriefingCommentRow,
    BriefingDocumentRow,
    BriefingEventRow,
    BriefingRow,
    PassageRow,
)
from storage.tables.feeds import FeedRow
from storage.tables.focus import FocusInitiativeRow, FocusRow, FocusTrackRow, FocusUnitRow
from storage.tables.initiatives import (
    InitiativeActorRow,
    InitiativeChangeRow,
    InitiativePartyRow,
    InitiativeRow,
    InitiativeSeenRow,
    InitiativeTrackRow,
)
from storage.tables.meetings import MeetingChangeRow, MeetingRow, MeetingWishRow
from storage.tables.minutes import DecidedInitiativeRow, EntryRow, MinutesChangeRow, MinutesCommentRow, MinutesRow
from storage.tables.outbox import DutyRow, OutboxRow
from storage.tables.paces import PaceRow
from storage.tables.people import AccountRow, AppointmentRow, PersonRow
from storage.tables.polls import ChoiceRow, PollRow, ProposalRow
from storage.tables.rounds import LineRow, ReplyRow, RoundRow
from storage.tables.trail import AuditRow, HandledRow

__all__ = [
    "AccountRow",
    "ActionRow",
    "AgendaRow",
    "AgreementRow",
    "AgreementVersionRow",
    "AppointmentRow",
    "ArrivalRow",
    "AttendanceRow",
    "AuditRow",
    "BodyDateRow",
    "BriefingCommentRow",
    "BriefingDocumentRow",
    "BriefingEventRow",
    "BriefingRow",
    "ChoiceRow",
    "DecidedInitiativeRow",
    "DutyRow",
    "EntryRow",
    "FeedRow",
    "FocusInitiativeRow",
    "FocusRow",
    "FocusTrackRow",
    "FocusUnitRow",
    "HandledRow",
    "InitiativeActorRow",
    "InitiativeChangeRow",
    "InitiativePartyRow",
    "InitiativeRow",
    "InitiativeSeenRow",
    "InitiativeTrackRow",
    "LineRow",
    "MeetingChangeRow",
    "MeetingRow",
    "MeetingWishRow",
    "MinutesChangeRow",
    "MinutesCommentRow",
    "MinutesRow",
    "OutboxRow",
    "PaceRow",
    "PassageRow",
    "PersonRow",
    "PlaceRow",
    "PointRow",
    "PollRow",
    "ProposalRow",
    "ReadRow",
    "ReplyRow",
    "RoundRow",
    "RsvpRow",
    "SnoozeRow",
    "TurnRow",
]
