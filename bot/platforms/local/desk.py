"""What people do in the workspace, and what they see of the answer: saying, pressing, filling in. The page and the story tests share it.

As on a real platform each thing a person does becomes one Call, marked with a delivery of its own, and the answer is
private: in a channel only the person sees it, in their direct conversation it is a post.
"""

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, ParamSpec, Protocol, TypeVar

from bot.chat.form import Value, Values
from bot.chat.message import Buttons, Menu, Message
from bot.chat.plain import plain
from bot.chat.request import Account, Call, Place, Reply
from bot.domain import guard
from bot.platforms.local.open_form import OpenForm, Step
from bot.platforms.local.platform import NAME
from bot.platforms.local.post import Draft, Post
from bot.platforms.local.room import Room
from bot.platforms.local.user import User
from bot.platforms.local.workspace import Workspace

P = ParamSpec("P")
T = TypeVar("T")
How = Literal["typed", "pressed", "submitted", "said"]


class NotHere(LookupError):  # noqa: N818  # It is an answer to the page, as 404 is.
    """There is no such person, room, post, button or form, or it is not for this person to see."""


class Run(Protocol):
    """How a synchronous function is run: `Store.run` in the app."""

    async def __call__(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run the function and wait for it."""


async def nothing() -> None:
    """Do nothing after a step."""


@dataclass(frozen=True)
class Outcome:
    """What a step left before the person: their own post, the bot's answer to it, and a form when one opened."""

    said: Post | None = None
    answer: Post | None = None
    form: OpenForm | None = None
    refused: bool = False


@dataclass(frozen=True)
class Desk:
    """Carries what people do to `answer` and writes down what comes back; `after` runs when that stands."""

    workspace: Workspace
    answer: Callable[[Call], Reply]
    after: Callable[[], Awaitable[None]] = nothing
    run: Run = asyncio.to_thread
    root: str = "pagt"

    async def say(self, user: str, room: str, text: str, *, thread: str | None = None, delivery: str | None = None) -> Outcome:
        """Say words or type a command in a room, or in the thread of a post there.

        Raises:
            NotHere: when the person cannot see the room or the post.
        """
        words = text.strip()
        who, where = self._who(user), self._where(user, room)
        above = self.post(user, thread) if thread else None
        if above is not None and above.room != room:
            raise NotHere(thread)
        if not words:
            return Outcome()
        step = Step(delivery or secrets.token_urlsafe(12), user, room, above.root if above else None)
        line, how = self._meant(words, where, step.thread)
        if how == "typed":
            reply = await self.run(self.answer, self._call(step, who, where, line, how))
            said = await self._write(self._said(step, where, words, alone=True)) if reply.form is None else None
            return await self._answered(step, where, reply, said)
        said = await self._write(self._said(step, where, words, alone=False))
        if how is None:
            await self.after()
            return Outcome(said)
        call = replace(self._call(step, who, where, line, how), addressed=line != words)
        return await self._answered(step, where, await self.run(self.answer, call), said)

    async def press(self, user: str, post: str, command: str, *, delivery: str | None = None) -> Outcome:
        """Press a button of a message, or choose from its menu: `command` is the button's, or the menu's and the option's value.

        Raises:
            NotHere: when the person cannot see the message, or it has no such button (any more).
        """
        pressed = self.post(user, post)
        if pressed.message is None or command not in commands_of(pressed.message):
            raise NotHere(command)
        who, where = self._who(user), self._where(user, pressed.room)
        step = Step(delivery or secrets.token_urlsafe(12), user, pressed.room, pressed.root, pressed.id)
        reply = await self.run(self.answer, self._call(step, who, where, command, "pressed"))
        return await self._answered(step, where, reply)

    async def submit(self, user: str, form: str, values: Values, *, delivery: str | None = None) -> Outcome:
        """Send a form; what is refused comes back with what was written in it.

        Raises:
            NotHere: when the form is not open before this person.
        """
        opened = await asyncio.to_thread(self.type, user, form, values)
        step = replace(opened.step, delivery=delivery or secrets.token_urlsafe(12))
        who, where = self._who(user), self._where(user, step.room)
        call = replace(self._call(step, who, where, opened.form.command, "submitted"), values=dict(values))
        reply = await self.run(self.answer, call)
        if reply.form is not None or reply.refused:
            asked = reply.form or opened.form.refused({"": plain(reply.message) if reply.message else ""})
            opened = await asyncio.to_thread(self.workspace.forms.change, opened, asked)
            await self.after()
            return Outcome(form=opened, refused=True)
        await asyncio.to_thread(self.workspace.forms.close, opened)
        return await self._answered(step, where, reply)

    def type(self, user: str, form: str, values: Values) -> OpenForm:
        """Keep what a person has typed into a form so far; a CPR number is masked before anything is kept.

        Raises:
            NotHere: when the form is not open before this person.
        """
        return self.workspace.forms.typed(self._form(user, form), {name: _masked(value) for name, value in values.items()})

    def dismiss(self, user: str, form: str) -> None:
        """Take away a form the person does not want; one that is gone already is gone."""
        opened = self.workspace.forms.by_id(form, user)
        if opened is not None:
            self.workspace.forms.close(opened)

    def post(self, user: str, post: str) -> Post:
        """Return a post that a person can see.

        Raises:
            NotHere: when there is none.
        """
        found = self.workspace.posts.by_id(post)
        if found is None or not found.seen_by(user):
            raise NotHere(post)
        self._where(user, found.room)
        return found

    def _meant(self, words: str, where: Room, thread: str | None) -> tuple[str, How | None]:
        """Tell what a text is: a command, words to the bot, or talk among people."""
        if words.startswith("/"):
            return words, "typed"
        spoken, mentions = self._mention.subn(" ", words)
        spoken = spoken.strip()
        if where.direct or mentions:
            return spoken or "help", "said"
        above = self.workspace.posts.by_id(thread) if thread else None
        return words, "said" if above and above.author is None else None

    @cached_property
    def _mention(self) -> re.Pattern[str]:
        return re.compile(rf"(?<![\w.@])[ \t]*@{re.escape(self.root)}(?![\w.@-])[ \t]*[,:]?[ \t]*", re.IGNORECASE)

    def _call(self, step: Step, who: User, where: Room, line: str, how: How) -> Call:
        place = Place(NAME, where.id, direct=where.direct, outsiders=where.outsiders)
        return Call(Account(NAME, who.id), place, line, how=how, thread=step.thread, name=who.name, key=step.delivery)

    def _said(self, step: Step, where: Room, words: str, *, alone: bool) -> Draft:
        return Draft(
            room=step.room,
            author=step.user,
            text=guard.masked(words),
            thread=step.thread,
            only_for=step.user if alone and not where.direct else None,
            delivery=step.delivery,
        )

    async def _answered(self, step: Step, where: Room, reply: Reply, said: Post | None = None) -> Outcome:
        """Write down what the person gets back, then let what others are owed go out."""
        answer = form = None
        await asyncio.to_thread(self.workspace.forms.stepped, step)
        if reply.form is not None:
            form = await asyncio.to_thread(self.workspace.forms.open, step, reply.form)
        if reply.message is not None:
            answer = await asyncio.to_thread(self._place, step, where, reply, reply.message)
        await self.after()
        return Outcome(said, answer, form, reply.refused)

    def _place(self, step: Step, where: Room, reply: Reply, message: Message) -> Post | None:
        """Put an answer in the place of the message whose button was pressed, or below it."""
        if reply.replaces and step.post and self.workspace.posts.edit(step.post, message):
            return self.workspace.posts.by_id(step.post)
        pressed = self.workspace.posts.by_id(step.post) if step.post else None
        return self.workspace.posts.add(
            Draft(
                room=step.room,
                message=message,
                thread=pressed.thread if pressed else step.thread,
                only_for=None if where.direct else step.user,
                refused=reply.refused,
                delivery=f"{step.delivery}:answer",
            )
        )

    async def _write(self, draft: Draft) -> Post:
        return await asyncio.to_thread(self.workspace.posts.add, draft)

    def _who(self, user: str) -> User:
        found = self.workspace.users.by_id(user)
        if found is None:
            raise NotHere(user)
        return found

    def _where(self, user: str, room: str) -> Room:
        found = self.workspace.rooms.by_id(room)
        if found is None or found.user not in {None, user}:
            raise NotHere(room)
        return found

    def _form(self, user: str, form: str) -> OpenForm:
        found = self.workspace.forms.by_id(form, user)
        if found is None:
            raise NotHere(form)
        return found


def commands_of(message: Message) -> frozenset[str]:
    """Return every command a message's buttons and menus can send."""
    found: set[str] = set()
    for part in message.parts:
        if isinstance(part, Buttons):
            found.update(one.command for one in part.buttons)
        elif isinstance(part, Menu):
            found.update(f"{part.command} {one.value}" for one in part.options)
    return frozenset(found)


def _masked(value: Value) -> Value:
    if isinstance(value, bool):
        return value
    return guard.masked(value) if isinstance(value, str) else tuple(map(guard.masked, value))
