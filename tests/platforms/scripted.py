"""A workspace with three people, two channels and a bot that answers from a script: what the tests of the local platform stand on."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.chat.form import Check, Choice, Choices, Day, Form, Long, Party, Person, Short, Time
from bot.chat.markdown import listed, marked, mention
from bot.chat.message import Button, Buttons, Fact, Facts, File, Menu, Message, Option, Picture, Table, text
from bot.chat.request import Call, Reply
from bot.platforms.local.desk import Desk
from bot.platforms.local.page import Hint, Parts
from bot.platforms.local.platform import LocalPlatform
from bot.platforms.local.room import Room
from bot.platforms.local.user import User
from bot.platforms.local.workspace import Workspace

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # a Monday, nine o'clock in Copenhagen
ZONE = ZoneInfo("Europe/Copenhagen")
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf50"
    "0f00038601805a345d9b0000000049454e44ae426082"
)
HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "</textarea></dialog><b>",
    "<!channel> <@U123> @all @channel @here",
    "[press](javascript:alert(1)) ![x](data:text/html,1) **bold** `code` <http://x>",
    "{{ 7 * 7 }} {% raw %} {# #} %(x)s {0}",
    "&lt;b&gt; &amp; &#60;",
    "\u202eesrever\u202c \u2066isolate\u2069 مرحبا",
    "bell\x07null\x00escape\x1b[31m",
    "🙂👩‍👩‍👧‍👦" * 20,
    "x" * 10_000,
    "'; DROP TABLE post; --",
    "data: x\nevent: stale\nid: 9\n\n: y\rz\u2028w",
)


def every_part() -> Message:
    """Return a message with one part of each kind."""
    return Message(
        "Everything at once",
        (
            text(
                marked("Some **marked** words for {who}.", who=mention("p_1", "Ada")), listed([marked("first"), marked("second")])
            ),
            Facts((Fact("Track", "Prevention"),)),
            Table("Initiatives", ("Unit", "Active"), (("OSA", "4"), ("EKI", "12"))),
            Buttons((Button("Seen", "/seen", "primary"), Button("Form", "/form"))),
            Menu("Another unit", "/reply", (Option("EKI", "eki"), Option("SSP", "ssp"))),
            Picture("wheel.png", "image/png", DOT, "The year as a wheel"),
            File("minutes.docx", "application/octet-stream", b"minutes"),
        ),
    )


def every_field() -> Form:
    """Return a form with one field of each kind."""
    units = (Option("OSA", "osa", ("specialafdelingen",)), Option("EKI", "eki"))
    return Form(
        "New initiative",
        "/form",
        (
            Short(name="title", label="Title", hint="In few words.", required=True),
            Long(name="purpose", label="Purpose"),
            Choice(
                name="work",
                label="Work",
                required=True,
                options=(Option("Joint", "joint"), Option("Core", "core")),
                value="joint",
            ),
            Choice(name="state", label="State", options=(Option("Planned", "planned"), Option("Active", "active"))),
            Choices(name="tracks", label="Tracks", options=(Option("1 Prevention", "1"), Option("2 Combating", "2"))),
            Party(name="lead", label="Lead", options=units),
            Person(name="contact", label="Contact"),
            Day(name="starts", label="Starts"),
            Time(name="at", label="At"),
            Check(name="closed", label="Closed content"),
        ),
        "Register",
        intro="There is no field for *money*.",
    )


@dataclass
class Script:
    """Answers calls as told, and remembers them."""

    calls: list[Call] = field(default_factory=list)
    replies: dict[str, Reply | Callable[[Call], Reply]] = field(default_factory=dict)

    def __call__(self, call: Call) -> Reply:
        """Answer a call by its line, or say back what was said."""
        self.calls.append(call)
        found = self.replies.get(call.line, Reply(Message(f"You said {call.line[:80]}")))
        return found if isinstance(found, Reply) else found(call)


@dataclass
class World:
    """A workspace, what stands before it, and what was asked of the app."""

    workspace: Workspace
    script: Script
    desk: Desk
    platform: LocalPlatform
    due: datetime | None = MORNING + timedelta(days=7)
    moved: list[datetime] = field(default_factory=list)
    spoken: list[tuple[str, str]] = field(default_factory=list)
    after: int = 0

    @property
    def parts(self) -> Parts:
        """Return what the app gives the page."""
        return Parts(self.desk, ZONE, self._hints, self._forward, self._next_due, self._speak, "The gang agreement")

    def _hints(self, _user: str, language: str) -> list[Hint]:
        help_ = {"da": "Overblikket", "en": "The overview"}[language]
        return [Hint("status digest", "[period]", help_), Hint("status reply", "[unit]", "Answer"), Hint("form", "", "A form")]

    def parts_with(self, **other: object) -> Parts:
        """Return what the app gives the page, some of it otherwise."""
        return replace(self.parts, **other)

    async def _forward(self, to: datetime) -> None:
        self.moved.append(to)
        self.workspace.clock.forward(to)

    async def _next_due(self) -> datetime | None:
        return self.due if self.due and self.due > self.workspace.now() else None

    async def _speak(self, user: str, language: str) -> None:
        self.spoken.append((user, language))


def world_in(folder: Path, *, language: str = "en") -> World:
    """Return a workspace kept in a folder; opened again, it is as it was left."""
    workspace = Workspace(folder / "workspace.db", real=lambda: MORNING)
    for user in (
        User("u_osa", "Mads Holm", "Representative, OSA", "Copenhagen Police", language),
        User("u_eki", "Amir Haddad", "Representative, EKI", "City of Copenhagen", language),
        User("u_chair", "Vibeke Storm", "Chair", "Copenhagen Police", language),
    ):
        workspace.users.add(user)
    workspace.rooms.add(Room("c_agreement", "agreement", "The agreement's own channel"))
    workspace.rooms.add(Room("c_open", "open", outsiders=True))
    script = Script()
    made: World

    async def after() -> None:
        made.after += 1

    made = World(workspace, script, Desk(workspace, script, after), LocalPlatform(workspace))
    return made
