"""Tables of the agreements themselves: which there are, their versions, and the places that belong to them."""

from datetime import date, datetime

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field

from bot.domain.plain import Plain
from bot.domain.repeal import Turn, Turned
from storage.tables.columns import Owned, one_of


class AgreementRow(Plain, table=True):
    """An agreement that lives in this installation."""

    __tablename__ = "agreement"
    id: str = Field(primary_key=True, max_length=40)
    loaded_at: datetime


class AgreementVersionRow(Owned, table=True):
    """One text of an agreement, as loaded; never changed, the next version follows it."""

    __tablename__ = "agreement_version"
    __table_args__ = (UniqueConstraint("agreement_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    number: int
    effective_from: date
    sha256: str = Field(max_length=64)
    content: str = Field(sa_type=Text)
    loaded_at: datetime


class TurnRow(Turned, Owned, table=True):
    """A decision about the agreement's life: its repeal recommended, rejected or decided."""

    __tablename__ = "agreement_turn"
    id: int | None = Field(default=None, primary_key=True)
    turn: Turn = Field(sa_type=one_of(Turn))
    by: str = Field(foreign_key="person.id")


class PlaceRow(Owned, table=True):
    """A channel bound to an agreement, or a direct conversation that has chosen one.

    With `headline_only` a channel is told that there is news, and not what it says: the stricter authority hosts the text.

    A number is never given twice: what was owed to a channel that was let go must not reach the next one.
    """

    __tablename__ = "place"
    __table_args__ = (UniqueConstraint("platform", "place"), {"sqlite_autoincrement": True})
    id: int | None = Field(default=None, primary_key=True)
    platform: str = Field(max_length=20)
    place: str = Field(max_length=80)
    direct: bool = False
    outsiders: bool = False
    headline_only: bool = False
