"""Tables of what platforms have delivered: known before anybody knows what it means, and so before it belongs to an agreement."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field

from bot.domain.plain import Plain


class ArrivalRow(Plain, table=True):
    """One delivery of a platform, by a digest of what the platform calls it; `at` is the database's time."""

    __tablename__ = "arrival"
    platform: str = Field(max_length=20, primary_key=True)
    digest: str = Field(max_length=64, primary_key=True)
    at: datetime = Field(index=True)
    done: bool = False


class ReadRow(Plain, table=True):
    """Up to where a platform has been read, by its own clock: what is newer may have been written while nobody listened."""

    __tablename__ = "read"
    platform: str = Field(max_length=20, primary_key=True)
    until_ms: int = Field(sa_type=BigInteger)
