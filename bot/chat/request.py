"""What came in, and what is given back: Call (as a platform saw it), Request (understood), Reply. No platform's payload."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Literal

from bot.chat.answers import Answers
from bot.chat.form import Form, Values
from bot.chat.message import Message
from bot.domain.agreement import Agreement
from bot.domain.person import Member


@dataclass(frozen=True)
class Account:
    """Somebody's account on a platform; `user` is the platform's own id (team and user where ids are per team)."""

    platform: str
    user: str


@dataclass(frozen=True)
class Place:
    """A channel or a direct conversation. `outsiders` says that people of other organisations or guests read along."""

    platform: str
    id: str
    direct: bool = False
    outsiders: bool = False


@dataclass(frozen=True)
class Call:
    """One thing a person did, before anybody knows what it means.

    `line` is a command line with or without its slash, a pressed button's command, a form's command, or plain words.
    `thread` is the reference of the message whose thread the words stand in. `key` is what the platform calls this
    delivery, so that the same one is never done twice. `language` is what the platform knows of somebody we do not know yet,
    and `zone`, by its IANA name, where it says that they live; `spoken_in` is what this one answer is to be in, whoever asks. `addressed` says that the bot was named, so that words of
    people to each other are not taken as meant for it. `languages` are those the platform knows of the accounts the words name.
    """

    account: Account
    place: Place
    line: str
    how: Literal["typed", "pressed", "submitted", "said"] = "typed"
    values: Values | None = None
    thread: str | None = None
    name: str = ""
    language: str | None = None
    zone: str = ""
    agreement: str | None = None
    spoken_in: str | None = None
    addressed: bool = False
    key: str | None = None
    languages: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Request:
    """A call understood: who asks, under which agreement, with which words, and when."""

    call: Call
    by: Member
    agreement: Agreement
    now: datetime
    words: str = ""  # what stood after the command's name
    answers: Answers | None = None  # the form's answers, also when typed in one line
    about: str | None = None  # the subject of the thread the words stand in

    @cached_property
    def today(self) -> date:
        """The day it is where the agreement lives."""
        return self.now.astimezone(self.agreement.zone).date()

    @property
    def filled(self) -> Answers:
        """The form's answers, for a command that has a form and is run only when it is filled."""
        assert self.answers is not None
        return self.answers


@dataclass(frozen=True)
class Reply:
    """What the person gets back, once the change behind it is committed.

    `message` answers privately; with `replaces` it takes the place of the message whose button was pressed.
    `form` opens a form instead. `refused` marks an answer that changed nothing (exit status 1 in the shell). `language` is the
    one the person is spoken to in from now on; empty for somebody we do not know.
    `again` is what is kept, and said to the same delivery when it comes a second time, where the answer itself holds a secret.
    """

    message: Message | None = None
    form: Form | None = None
    replaces: bool = False
    refused: bool = False
    again: Message | None = None
    language: str | None = field(default=None, compare=False)

    def spoken_in(self, language: str | None) -> "Reply":
        """Return it with the language: what `replace` does, in a third of its time, since every answer passes here."""
        return Reply(self.message, self.form, self.replaces, self.refused, self.again, language)
