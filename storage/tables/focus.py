"""Tables of focus areas and what hangs on them: tracks, units, and the initiatives that carry them."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from bot.domain.focus import FocusArea, State
from storage.tables.columns import Owned, one_of


class FocusRow(FocusArea, Owned, table=True):
    """A focus area of a year."""

    __tablename__ = "focus_area"
    __table_args__ = (UniqueConstraint("agreement_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    state: State = Field(default=State.PROPOSED, sa_type=one_of(State))
    proposed_by: str = Field(foreign_key="person.id")
    result_by: str | None = Field(default=None, foreign_key="person.id")


class FocusTrackRow(Owned, table=True):
    """A track a focus area belongs to."""

    __tablename__ = "focus_track"
    focus_id: int = Field(foreign_key="focus_area.id", primary_key=True)
    track: str = Field(max_length=40, primary_key=True)


class FocusUnitRow(Owned, table=True):
    """A unit that takes part in a focus area; the lead has position 0."""

    __tablename__ = "focus_unit"
    focus_id: int = Field(foreign_key="focus_area.id", primary_key=True)
    position: int = Field(primary_key=True)
    unit: str = Field(max_length=40)


class FocusInitiativeRow(Owned, table=True):
    """An initiative that carries a focus area."""

    __tablename__ = "focus_initiative"
    focus_id: int = Field(foreign_key="focus_area.id", primary_key=True)
    initiative_id: int = Field(foreign_key="initiative.id", primary_key=True, index=True)
