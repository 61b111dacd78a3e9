"""Tables of initiatives and what hangs on them: tracks, units, actors, history, who has seen the news."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from bot.domain.initiative import Initiative, State, Work
from storage.tables.columns import Owned, one_of

_STILL_IN = text("left_on IS NULL")
_STANDS = text("withdrawn_at IS NULL")


class _OfInitiative(Owned):
    """What hangs on an initiative. Its index names both: with one on the agreement alone, SQLite reads all there is of it."""

    agreement_id: str = Field(foreign_key="agreement.id", max_length=40)


class InitiativeRow(Initiative, Owned, table=True):
    """An initiative."""

    __tablename__ = "initiative"
    __table_args__ = (
        UniqueConstraint("agreement_id", "number"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_on_follows_starts_on"),
        Index("ix_initiative_stands", "agreement_id", "confidential", sqlite_where=_STANDS),  # Counted by.
    )
    id: int | None = Field(default=None, primary_key=True)
    registered_by: str = Field(foreign_key="person.id")
    state: State = Field(default=State.PLANNED, sa_type=one_of(State))
    work: Work = Field(default=Work.JOINT, sa_type=one_of(Work))
    searchable: str = Field(sa_type=Text, description="Title and purpose casefolded, since SQLite's LIKE knows only ASCII case.")


class InitiativeTrackRow(_OfInitiative, table=True):
    """A track an initiative serves."""

    __tablename__ = "initiative_track"
    __table_args__ = (Index("ix_initiative_track_agreement_id", "agreement_id", "initiative_id"),)
    initiative_id: int = Field(foreign_key="initiative.id", primary_key=True)
    track: str = Field(max_length=40, primary_key=True)


class InitiativePartyRow(_OfInitiative, table=True):
    """A unit's part in an initiative, from a day to a day; a unit that comes back gets a new row."""

    __tablename__ = "initiative_party"
    __table_args__ = (
        Index("ix_initiative_party_agreement_id", "agreement_id", "initiative_id"),
        CheckConstraint("left_on IS NULL OR left_on >= joined_on", name="left_on_follows_joined_on"),
        Index("ux_initiative_party_current", "initiative_id", "unit", unique=True, sqlite_where=_STILL_IN),
    )
    id: int | None = Field(default=None, primary_key=True)
    initiative_id: int = Field(foreign_key="initiative.id", index=True)
    unit: str = Field(max_length=40, index=True)
    joined_on: date
    left_on: date | None = None


class InitiativeActorRow(_OfInitiative, table=True):
    """An external actor (an organisation, never a person) that an initiative works with."""

    __tablename__ = "initiative_actor"
    __table_args__ = (Index("ix_initiative_actor_agreement_id", "agreement_id", "initiative_id"),)
    initiative_id: int = Field(foreign_key="initiative.id", primary_key=True)
    position: int = Field(primary_key=True)
    name: str = Field(max_length=100)


class InitiativeChangeRow(_OfInitiative, table=True):
    """One entry of an initiative's history that people read; the audit trail keeps its own."""

    __tablename__ = "initiative_change"
    __table_args__ = (Index("ix_initiative_change_agreement_id", "agreement_id", "initiative_id"),)
    id: int | None = Field(default=None, primary_key=True)
    initiative_id: int = Field(foreign_key="initiative.id", index=True)
    at: datetime
    by: str | None = Field(default=None, foreign_key="person.id")
    verb: str = Field(max_length=20)
    state: State | None = Field(default=None, sa_type=one_of(State))
    unit: str | None = Field(default=None, max_length=40)
    why: str = Field(default="", sa_type=Text)


class InitiativeSeenRow(_OfInitiative, table=True):
    """A unit has seen the news of an initiative."""

    __tablename__ = "initiative_seen"
    __table_args__ = (Index("ix_initiative_seen_agreement_id", "agreement_id", "initiative_id"),)
    initiative_id: int = Field(foreign_key="initiative.id", primary_key=True)
    unit: str = Field(max_length=40, primary_key=True)
    by: str = Field(foreign_key="person.id")
    at: datetime
