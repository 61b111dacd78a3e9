"""What happens with each thing a person does in Mattermost: carried to dispatch, and its answer carried back. In time.

Commands, buttons and forms are answered on the request within a second and a half; until the change is committed nothing is claimed,
and what takes longer is answered later by another way.
"""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from bot.chat.form import Form
from bot.chat.plain import plain
from bot.chat.request import Call, Reply
from bot.platforms.mattermost import answer_shapes as shapes
from bot.platforms.mattermost.answers import Answers, To
from bot.platforms.mattermost.call_shapes import Pressed, Submitted
from bot.platforms.mattermost.form_shapes import meta_of, next_step, refused
from bot.platforms.mattermost.greeter import Greeter
from bot.platforms.patience import Late, Patience
from bot.words import slack as words
from bot.words.language import speaking

Answered: TypeAlias = tuple[Call, Reply]


@dataclass(frozen=True)
class Desk:
    """Takes what people do. `ask` is dispatch, run off the event loop."""

    ask: Callable[[Call], Awaitable[Reply]]
    answers: Answers
    greeter: Greeter
    patience: Patience

    async def command(self, call: Call, trigger: str, respond: str | None) -> dict[str, Any]:
        """Take a slash command and return its answer."""
        to = To(call, self.greeter.language(call), respond=respond)
        outcome = await self.patience.wait(self._answered(to))
        if isinstance(outcome, Late):
            outcome.then(lambda late: self._later(to, late, trigger))
            with speaking(to.language):
                return shapes.command_text(words.working())
        to, reply = self._known(to, outcome), outcome[1]
        if reply.form is not None and await self._opened(to, reply.form, trigger):
            return {}
        message = self._offered(to, reply.form).message if reply.form is not None else reply.message
        return await self.answers.on_command(to, message) if message is not None else {}

    async def pressed(self, press: Pressed) -> dict[str, Any]:
        """Take a pressed button or a chosen option and return its answer."""
        to = To(press.call, self.greeter.language(press.call), post=press.post or None)
        outcome = await self.patience.wait(self._answered(to))
        if isinstance(outcome, Late):
            outcome.then(lambda late: self._later(to, late, press.trigger))
            with speaking(to.language):
                return shapes.press_text(words.working())
        to, reply = self._known(to, outcome), outcome[1]
        if reply.form is not None and await self._opened(to, reply.form, press.trigger):
            return {}
        message = self._offered(to, reply.form).message if reply.form is not None else reply.message
        return await self.answers.on_press(to, message) if message is not None else {}

    async def submitted(self, sent: Submitted) -> tuple[dict[str, Any], bool]:
        """Take a filled form; return what its dialog does, and whether what it asked for is done."""
        to = To(sent.call, self.greeter.language(sent.call), post=sent.meta.post)
        outcome = await self.patience.wait(self._answered(to))
        if isinstance(outcome, Late):
            to = replace(to, respond=self.answers.way_back(sent.meta.mark))
            outcome.then(lambda late: self._later(to, late, ""))
            return {}, True
        to, reply = self._known(to, outcome), outcome[1]
        if reply.form is not None:
            return await self._form_again(to, reply.form, sent, wrong=reply.refused), False
        if reply.refused and reply.message is not None:
            return {"error": plain(reply.message)}, False
        to = replace(to, respond=self.answers.way_back(sent.meta.mark))
        self.patience.begin(self._say(to, reply))
        return {}, True

    async def said(self, call: Call) -> None:
        """Take words, and answer them to the end: only then they are done.

        Raises:
            PlatformError: when they cannot be answered now.
        """
        to = To(call, self.greeter.language(call))
        outcome = await self.patience.wait(self._answered(to))
        late = await outcome.outcome() if isinstance(outcome, Late) else outcome
        await self._say(self._known(to, late), late[1])

    async def _answered(self, to: To) -> Answered:
        """Find out who and where it is, ask, and let what follows from it happen."""
        call = await self.greeter.introduced(to.call)
        reply = await self.ask(call)
        self.patience.begin(self.greeter.follow(call, reply.language))
        return call, reply

    def _known(self, to: To, outcome: Answered) -> To:
        """Return whom the answer goes to, now that it is known who they are."""
        call, reply = outcome
        return replace(to, call=call, language=self.greeter.language(call), replaces=reply.replaces)

    async def _later(self, to: To, outcome: Answered, trigger: str) -> None:
        """Carry what came of something that took long."""
        to, reply = self._known(to, outcome), outcome[1]
        if reply.form is not None and trigger and await self._opened(to, reply.form, trigger):
            return
        await self._say(to, reply)

    async def _opened(self, to: To, form: Form, trigger: str) -> bool:
        """Open a form; what is sent with it is done once, which is what its mark is for."""
        meta = meta_of(to.call, form, secrets.token_hex(16), post=to.post)
        return await self.answers.open(to, form, trigger, meta)

    async def _form_again(self, to: To, form: Form, sent: Submitted, *, wrong: bool) -> dict[str, Any]:
        """Answer a submission with its form as it needs another look, or with the form that follows."""
        asking = await self.answers.platform.asking(form)
        if wrong:
            picked = set(form.names()) - set(sent.call.values or {}) if asking.version.dates else set()
            return refused(form, asking.drawing, picked=picked)
        step = next_step(form, replace(sent.meta, mark=secrets.token_hex(16)), asking)
        if step is None:
            await self._say(to, Reply(form=form))
        return step or {}

    def _offered(self, to: To, form: Form) -> Reply:
        """Offer a form that could not be opened by itself."""
        with speaking(to.language):
            return Reply(words.open_form(form, to.call.line))

    async def _say(self, to: To, reply: Reply) -> None:
        """Say what came out of it."""
        message = self._offered(to, reply.form).message if reply.form is not None else reply.message
        if message is not None:
            await self.answers.say(to, message)
