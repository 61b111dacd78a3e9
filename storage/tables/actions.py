"""The table of actions."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from bot.domain.action import Action, State
from storage.tables.columns import Owned, one_of


class ActionRow(Action, Owned, table=True):
    """An action that a meeting agreed."""

    __tablename__ = "action"
    __table_args__ = (UniqueConstraint("agreement_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    unit: str = Field(max_length=40, index=True)
    person: str | None = Field(default=None, foreign_key="person.id")
    agreed_by: str = Field(foreign_key="person.id")
    closed_by: str | None = Field(default=None, foreign_key="person.id")
    state: State = Field(default=State.OPEN, sa_type=one_of(State))
