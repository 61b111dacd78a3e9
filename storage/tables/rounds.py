"""Tables of status rounds: the rounds, the units' answers, and what an answer says of each initiative."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from bot.domain.initiative import State
from bot.domain.status import Line, Reply, Round
from storage.tables.columns import Owned, one_of


class RoundRow(Round, Owned, table=True):
    """A status round."""

    __tablename__ = "status_round"
    __table_args__ = (UniqueConstraint("agreement_id", "period"),)
    id: int | None = Field(default=None, primary_key=True)


class ReplyRow(Reply, Owned, table=True):
    """A unit's answer to a round; one per unit, corrected in place, the audit trail keeps what was."""

    __tablename__ = "status_reply"
    __table_args__ = (UniqueConstraint("round_id", "unit"),)
    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="status_round.id", index=True)
    by: str = Field(foreign_key="person.id")


class LineRow(Line, Owned, table=True):
    """What a unit's answer says of one initiative."""

    __tablename__ = "status_line"
    reply_id: int = Field(foreign_key="status_reply.id", primary_key=True)
    initiative_id: int = Field(foreign_key="initiative.id", primary_key=True, index=True)
    state: State = Field(sa_type=one_of(State))
    previous: State | None = Field(default=None, sa_type=one_of(State))
