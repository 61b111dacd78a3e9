"""Tables of how fast platforms may be spoken to: known to all replicas, and of no agreement in particular."""

from datetime import datetime

from sqlmodel import Field

from bot.domain.plain import Plain


class PaceRow(Plain, table=True):
    """One bucket of turns: a conversation's, or a whole workspace's. `rests_until` is what the platform itself asked for.

    `written_at` is when that was: what stands there from later than now is of a clock that was set back, and holds nobody up.
    """

    __tablename__ = "pace"
    bucket: str = Field(primary_key=True, max_length=120)
    full_at: datetime = Field(index=True)
    rests_until: datetime | None = None
    written_at: datetime
