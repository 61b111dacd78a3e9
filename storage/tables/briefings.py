"""Tables of the yearly briefings: the deliverables, their history, passages, remarks and documents, and the days the bodies meet."""

from datetime import date, datetime

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field

from bot.domain.briefing import Deliverable, Event, Outcome, State
from bot.domain.passage import Comment, Passage
from storage.tables.columns import Owned, one_of


class BriefingRow(Deliverable, Owned, table=True):
    """A yearly deliverable of one year."""

    __tablename__ = "briefing"
    __table_args__ = (UniqueConstraint("agreement_id", "duty", "year"),)
    id: int | None = Field(default=None, primary_key=True)
    state: State = Field(default=State.PLANNED, sa_type=one_of(State))
    outcome: Outcome | None = Field(default=None, sa_type=one_of(Outcome))
    handed_in_by: str | None = Field(default=None, foreign_key="person.id")
    entered_by: str | None = Field(default=None, foreign_key="person.id")
    confirmed_by: str | None = Field(default=None, foreign_key="person.id")


class BriefingEventRow(Event, Owned, table=True):
    """One entry of a deliverable's history; a correction is another one."""

    __tablename__ = "briefing_event"
    id: int | None = Field(default=None, primary_key=True)
    briefing_id: int = Field(foreign_key="briefing.id", index=True)
    by: str | None = Field(default=None, foreign_key="person.id")


class PassageRow(Passage, Owned, table=True):
    """A passage of a deliverable's draft, with the records its figures come from."""

    __tablename__ = "briefing_passage"
    __table_args__ = (UniqueConstraint("briefing_id", "key"),)
    id: int | None = Field(default=None, primary_key=True)
    briefing_id: int = Field(foreign_key="briefing.id", index=True)
    sources: str = Field(default="", sa_type=Text, description="References of records, parted by spaces.")
    edited_by: str | None = Field(default=None, foreign_key="person.id")
    agreed_by: str | None = Field(default=None, foreign_key="person.id")


class BriefingCommentRow(Comment, Owned, table=True):
    """A remark on a draft."""

    __tablename__ = "briefing_comment"
    id: int | None = Field(default=None, primary_key=True)
    briefing_id: int = Field(foreign_key="briefing.id", index=True)
    by: str = Field(foreign_key="person.id")


class BriefingDocumentRow(Owned, table=True):
    """What was handed in: the whole document as data, and the digests of the two files made of it."""

    __tablename__ = "briefing_document"
    id: int | None = Field(default=None, primary_key=True)
    briefing_id: int = Field(foreign_key="briefing.id", index=True)
    at: datetime
    content: str = Field(sa_type=Text)
    docx_sha256: str = Field(max_length=64)
    markdown_sha256: str = Field(max_length=64)


class BodyDateRow(Owned, table=True):
    """A day on which a body that receives briefings meets, as somebody imported it."""

    __tablename__ = "body_date"
    body: str = Field(max_length=40, primary_key=True)
    on: date = Field(primary_key=True)
    agreement_id: str = Field(foreign_key="agreement.id", max_length=40, primary_key=True)
