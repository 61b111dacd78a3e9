"""The table of calendar feeds: one for each person who wants one, with a digest of its secret address and never the address."""

from sqlmodel import Field

from bot.domain.feed import Feed
from storage.tables.columns import Owned


class FeedRow(Feed, Owned, table=True):
    """A person's feed."""

    __tablename__ = "feed"
    person_id: str = Field(primary_key=True, foreign_key="person.id")
    digest: str = Field(max_length=64, unique=True)
