"""What happens with each thing a person does in Slack: understood, carried to dispatch, and its answer carried back. In time.

A command, a button and a form are acknowledged within a second and a half, with the answer when it is there by then; until the
change is committed nothing is claimed. Words are acknowledged when they are answered, and are sent again by Slack if that fails.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import structlog

from bot.chat.form import Form
from bot.chat.plain import plain
from bot.chat.request import Call, Reply
from bot.domain import guard
from bot.platforms.patience import Late, Patience
from bot.platforms.platform import PlatformError
from bot.platforms.slack import call_shapes as shapes
from bot.platforms.slack.answers import Answers, To
from bot.platforms.slack.asking import Workspace
from bot.platforms.slack.form_shapes import Meta, meta_of, refused
from bot.platforms.slack.greeter import Greeter
from bot.platforms.slack.heard import words as words_of
from bot.platforms.slack.reading import at, text_at
from bot.words import slack as words
from bot.words.language import speaking

log = structlog.get_logger()
Payload: TypeAlias = Mapping[str, Any]
Answered: TypeAlias = tuple[Call, Reply]


@dataclass(frozen=True)
class Desk:
    """Takes what people do in Slack. `ask` is dispatch, run off the event loop."""

    ask: Callable[[Call], Awaitable[Reply]]
    answers: Answers
    greeter: Greeter
    patience: Patience
    root: str = "pagt"
    prefix: str = ""

    async def command(self, payload: Payload, workspace: Workspace) -> dict[str, Any]:
        """Take a slash command and return what its acknowledgement says."""
        call = shapes.call_of_command(payload, self.bot(workspace))
        if call is None:
            return {"response_type": "ephemeral", "text": self._too_old(payload)}
        to = self._to(workspace, call, respond=text_at(payload, "response_url") or None)
        outcome = await self.patience.wait(self._answered(to))
        if isinstance(outcome, Late):
            if await self._waiting(to, outcome, text_at(payload, "trigger_id")):
                return {}
            with speaking(to.language):
                return {"response_type": "ephemeral", "text": words.working()}
        to, reply = self._known(to, outcome), outcome[1]
        if reply.form is not None:
            if await self.answers.open(
                to, reply.form, text_at(payload, "trigger_id"), meta_of(to.call, reply.form, respond=to.respond)
            ):
                return {}
            reply = self._offered(to, reply.form)
        if reply.message is None:
            return {}
        acknowledgement, after = await self.answers.acknowledged(to, reply.message)
        if after is not None:
            self.patience.begin(after)
        return acknowledgement

    async def action(self, payload: Payload, workspace: Workspace) -> None:
        """Take a pressed button or a chosen option."""
        call = shapes.call_of_action(payload, self.bot(workspace))
        respond, trigger = text_at(payload, "response_url") or None, text_at(payload, "trigger_id")
        if call is None:
            if respond is not None:
                await self.answers.webhook(respond, {"replace_original": False, "text": self._too_old(payload)})
            return
        press, at_home = shapes.pressed(payload), text_at(payload, "view", "type") == "home"
        stays = at_home or (call.place.direct and not press.ephemeral)
        to = self._to(workspace, call, respond=respond, stays=stays)
        post = None if press.ephemeral else press.post
        outcome = await self.patience.wait(self._answered(to))
        if isinstance(outcome, Late):
            if not await self._waiting(to, outcome, trigger, post):
                with speaking(to.language):
                    self.patience.begin(self.answers.say_text(to, words.working()))
            return
        to, reply = self._known(to, outcome), outcome[1]
        if reply.form is not None and await self.answers.open(
            to, reply.form, trigger, meta_of(to.call, reply.form, post=post, respond=respond)
        ):
            return
        if at_home and reply.message is not None and await self.answers.open(to, reply.message, trigger):
            return
        self.patience.begin(self._say(to, reply))

    async def submission(self, payload: Payload, workspace: Workspace) -> dict[str, Any]:
        """Take a filled form and return what its acknowledgement does with the window."""
        call, meta = shapes.call_of_submission(payload, self.bot(workspace)), shapes.meta_of_submission(payload)
        if call is None or meta is None:
            return {"response_action": "clear"}
        stays = meta.place.id.startswith(("U", "W")) or (meta.place.direct and meta.post is not None)
        to = self._to(workspace, call, respond=meta.respond, stays=stays)
        outcome = await self.patience.wait(self._answered(to))
        if isinstance(outcome, Late):
            outcome.then(lambda late: self._into(self._known(to, late), text_at(payload, "view", "id"), late[1], meta))
            return {"response_action": "update", "view": await self.answers.waiting(to)}
        to, reply = self._known(to, outcome), outcome[1]
        if reply.form is not None:
            drawing = await self.answers.platform.drawing([reply.form])
            return refused(reply.form, meta, drawing)
        if reply.refused and reply.message is not None and (block := _first_input(payload)):
            return {"response_action": "errors", "errors": {block: plain(reply.message)[:2000]}}
        self.patience.begin(self._say(to, reply))
        return {"response_action": "clear"}

    async def shortcut(self, payload: Payload, workspace: Workspace) -> None:
        """Take the shortcut on a message: a new initiative, with what the message says to begin with."""
        call = shapes.call_of_shortcut(payload, self.bot(workspace))
        if call is None:
            return
        said = words_of(text_at(payload, "message", "text"))
        to = self._to(workspace, replace(call, line=guard.masked(call.line)), respond=text_at(payload, "response_url") or None)
        outcome = await self.patience.wait(self._answered(to))
        trigger = text_at(payload, "trigger_id")
        if isinstance(outcome, Late):
            outcome.then(lambda late: self._say(self._known(to, late), late[1]))
            return
        to, reply = self._known(to, outcome), outcome[1]
        if reply.form is not None:
            form = _brought(reply.form, said, to.language)
            if await self.answers.open(to, form, trigger, meta_of(to.call, form, respond=to.respond)):
                return
        self.patience.begin(self._say(to, reply))

    async def said(self, call: Call, workspace: Workspace) -> None:
        """Take words, and answer them to the end: only then they are acknowledged.

        Raises:
            PlatformError: when they cannot be answered now.
        """
        to = self._to(workspace, call, stays=call.place.direct)
        outcome = await self.patience.wait(self._answered(to))
        if isinstance(outcome, Late):
            with speaking(to.language):
                self.patience.begin(self.answers.say_text(to, words.working()))
            outcome = await outcome.outcome()
        await self._say(self._known(to, outcome), outcome[1])

    def bot(self, workspace: Workspace) -> shapes.Bot:
        """Return who the bot is in a workspace."""
        return shapes.Bot(workspace.id, workspace.bot_user, self.root, self.prefix)

    def _to(self, workspace: Workspace, call: Call, *, respond: str | None = None, stays: bool = False) -> To:
        return To(workspace, call, self.greeter.language(call), respond=respond, stays=stays)

    async def _answered(self, to: To) -> Answered:
        """Find out who and where it is, ask, and let what follows from it happen."""
        call = await self.greeter.introduced(to.call, to.workspace)
        reply = await self.ask(call)
        self.patience.begin(self.greeter.follow(call, reply.language))
        return call, reply

    def _known(self, to: To, outcome: Answered) -> To:
        """Return whom the answer goes to, now that it is known who they are."""
        call, reply = outcome
        replaces = reply.replaces and to.respond is not None
        return To(to.workspace, call, self.greeter.language(call), respond=to.respond, replaces=replaces, stays=to.stays)

    def _too_old(self, payload: Payload) -> str:
        """Say of what is not understood that it is over, in the language of whoever did it."""
        with speaking(self.greeter.known_language(shapes.acted(payload))):
            return plain(words.too_old())

    def _offered(self, to: To, form: Form) -> Reply:
        """Offer a form that could not be opened by itself."""
        with speaking(to.language):
            return Reply(words.open_form(form, to.call.line))

    async def _say(self, to: To, reply: Reply) -> None:
        """Say what came out of it."""
        message = self._offered(to, reply.form).message if reply.form is not None else reply.message
        if message is not None:
            await self.answers.say(to, message)

    async def _waiting(self, to: To, late: Late[Answered], trigger: str, post: str | None = None) -> bool:
        """Let somebody wait: in a window, when a form may come of it. Tell whether they know by now that it is being worked on."""
        window = None
        if self.greeter.opens(to.call.line):
            with speaking(to.language):
                window = await self.answers.open(to, words.still_working(), trigger)
        if window is None:
            late.then(lambda outcome: self._say(self._known(to, outcome), outcome[1]))
            return False
        opened = window
        late.then(lambda outcome: self._into(self._known(to, outcome), opened, outcome[1], _meta(outcome, to.respond, post)))
        return True

    async def _into(self, to: To, window: str, reply: Reply, meta: Meta | None) -> None:
        """Put what came of it into the window that waits; a message also where it stays."""
        shown = reply.form or reply.message
        if shown is None:
            return
        drawn_anew = replace(meta, drawn=meta.drawn + 1) if meta is not None else None
        try:
            await self.answers.show(to, window, shown, drawn_anew)
        except PlatformError as error:
            log.info("slack.window_gone", reason=str(error))
            await self._say(to, reply)
        else:
            if reply.form is None:
                await self._say(to, reply)


def _meta(outcome: Answered, respond: str | None, post: str | None) -> Meta | None:
    call, reply = outcome
    return meta_of(call, reply.form, post=post, respond=respond) if reply.form is not None else None


def _brought(form: Form, said: str, language: str) -> Form:
    """Return the form of a new initiative with a message's words as its purpose; a CPR number is taken out, and that is said."""
    longest = next((one.longest for one in form.fields if one.name == "purpose"), 0)
    filled = form.filled({"purpose": guard.masked(said)[:longest]})
    if not guard.find(said):
        return filled
    with speaking(language):
        return filled.refused({"purpose": words.nothing_to_bring()})


def _first_input(payload: Payload) -> str:
    """Return the block of a form's first field, beside which a refusal of the whole form is shown."""
    blocks = at(payload, "view", "blocks")
    return (
        next((text_at(one, "block_id") for one in blocks if text_at(one, "type") == "input"), "")
        if isinstance(blocks, list)
        else ""
    )
