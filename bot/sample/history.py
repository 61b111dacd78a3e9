"""Playing the sample year through the real program: what people do, the agreement's own moments, and the delivery in between.

Nothing is written past the program, so what stands there afterwards is what it makes of such a year. Killed half-way, it goes
on where it stopped: every step carries a key of its own, and what was done under a key is not done again.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from bot.chat.message import Message
from bot.chat.plain import plain, plain_form
from bot.chat.request import Call, Reply
from bot.domain.agreement import Agreement
from bot.domain.agreement_file import read_agreement
from bot.loading import apply, plan
from bot.platforms.local.desk import Desk, Outcome, commands_of
from bot.platforms.local.post import Post
from bot.platforms.local.workspace import Workspace
from bot.sample import progress
from bot.sample.cast import CHANNEL, appoint, move_in
from bot.sample.people import LOCAL, called
from bot.sample.script import SampleError, Step, steps
from storage.store import Store

FIRST_DAY = datetime(2026, 1, 5, 8)  # noqa: DTZ001  # Local, wherever the agreement lives.
TODAY = datetime(2026, 11, 20, 10)  # noqa: DTZ001  # Likewise: the Friday on which a newcomer walks in.
_AS_FAR_BACK = 15  # Nobody presses a button further up in their conversation.


@dataclass(frozen=True)
class Stage:
    """What the year is played on: an empty database with its tables, a new workspace, and the program put together over both.

    `answer` is `Dispatch.answer`, and `settle` plans and delivers what is due; both are to run on the workspace's clock.
    """

    store: Store
    workspace: Workspace
    answer: Callable[[Call], Reply]
    settle: Callable[[], Awaitable[None]]

    @cached_property
    def desk(self) -> Desk:
        """Where the sample people say and press things."""
        return Desk(self.workspace, self.answer, run=self.store.run)


async def seed(stage: Stage, agreement_text: str) -> bool:
    """Fill the stage with the sample people and their year, up to Friday 20 November 2026, 10:00; from there the clock runs on.

    Tell whether anything was done: a stage that is seeded already stays as it is, and one whose seeding was broken off is
    completed.

    Raises:
        SampleError: when somebody else's data is there, or when the program refuses a step of the script; it names the line.
        AgreementFileError: when the text is no agreement.
    """
    agreement, begun = read_agreement(agreement_text), progress.reached(stage.workspace)
    if begun == progress.DONE:
        return False
    if begun is None:
        _begin(stage, agreement)
    with stage.store.unflushed(), stage.workspace.database.unflushed():
        await stage.store.run(_first_day, stage, agreement, agreement_text)
        year = _Year(stage, agreement)
        await year.take_up()
        for number, step in list(enumerate(steps(agreement.zone)))[begun or 0 :]:
            await year.until(step.at)
            await year.play(number, step)
        await year.end()
    return True


def _begin(stage: Stage, agreement: Agreement) -> None:
    """Start the clock of a new workspace.

    Raises:
        SampleError: when the workspace or the database has been used already.
    """
    with stage.store.read() as installation:
        known = installation.agreements.ids()
    if stage.workspace.clock.started or stage.workspace.users.all() or known:
        raise SampleError("There is something here already; the sample year needs a folder of its own (pagt demo --fresh).")
    with stage.workspace.database.begin():
        stage.workspace.clock.start(FIRST_DAY.replace(tzinfo=agreement.zone))
        progress.note(stage.workspace, 0)


def _first_day(stage: Stage, agreement: Agreement, text: str) -> None:
    """Load the agreement and appoint everybody; what stands there already stays."""
    move_in(stage.workspace, agreement)
    apply(stage.store, plan(stage.store, text, stage.workspace.now()), stage.workspace.now())
    appoint(stage.store, agreement, stage.workspace.now())


class _Year:
    """The year under way: which moments it comes past, and whether a message waits."""

    def __init__(self, stage: Stage, agreement: Agreement) -> None:
        self._stage, self._agreement = stage, agreement
        self._next: datetime | None = None

    async def take_up(self) -> None:
        """Deliver first what a seeding that was broken off had in hand."""
        await self._stage.store.run(self._let_go)
        if await self.look():
            await self._stage.settle()
            await self.look()

    async def until(self, instant: datetime) -> None:
        """Live through every moment at which the agreement owes something, up to an instant.

        Raises:
            SampleError: when a moment does not pass, which is a mistake of the program.
        """
        while self._next is not None and self._next <= instant:
            moment = self._next
            self._to(moment)
            await self._stage.settle()
            await self.look()
            if self._next == moment:
                raise SampleError(f"What is due at {moment.isoformat()} stays due.")

    async def play(self, number: int, step: Step) -> None:
        """Let a person do their part, and deliver what others are owed for it.

        Raises:
            SampleError: when the program refuses it, or the person has no such button.
        """
        self._arrive(number, step)
        outcome = await _done(self._stage, step)
        if outcome.refused:
            said = outcome.answer.message if outcome.answer else None
            form = plain_form(outcome.form.form) if outcome.form else ""
            raise SampleError(f"{step.place}: {step.alias} was refused: {plain(said) if said else form}")
        if step.event.owes and await self.look():
            await self._stage.settle()

    async def end(self) -> None:
        """Come to the day on which a newcomer walks in.

        Raises:
            SampleError: when a message has not gone out.
        """
        today = TODAY.replace(tzinfo=self._agreement.zone)
        await self.until(today)
        if waiting := await self.look():
            raise SampleError(f"{waiting} messages have not gone out.")
        with self._stage.workspace.database.begin():
            self._to(today)
            progress.note(self._stage.workspace, progress.DONE)

    async def look(self) -> int:
        """See when something is due next, and return how many messages wait."""
        self._next, waiting = await self._stage.store.run(self._owed)
        return waiting

    def _let_go(self) -> None:
        with self._stage.store.begin() as installation:
            installation.outbox.let_go()

    def _owed(self) -> tuple[datetime | None, int]:
        with self._stage.store.read() as installation:
            records = installation.within(self._agreement.id, actor="", now=self._stage.workspace.now())
            return records.duties.next_due(), installation.outbox.waiting()

    def _arrive(self, number: int, step: Step) -> None:
        """Come to a step: its time, how far the year is, and what the person has read when they act."""
        user, workspace = called(step.alias).user, self._stage.workspace
        with workspace.database.begin():
            self._to(step.at)
            progress.note(workspace, number)
            for room in workspace.rooms.open_to(user):
                workspace.rooms.read(user, room.id)

    def _to(self, instant: datetime) -> None:
        """Move the clock on; where it is there already, since playing takes time too, it stays."""
        if instant > self._stage.workspace.now():
            self._stage.workspace.clock.forward(instant)


async def _done(stage: Stage, step: Step) -> Outcome:
    """Do what a step says, the way a person does it in the workspace."""
    event, person = step.event, called(step.alias)
    room = f"d_{person.user}"
    if event.reads:
        return Outcome()
    if event.post:
        return await stage.desk.say(person.user, CHANNEL, event.post, delivery=step.key)
    if event.line:
        outcome = await stage.desk.say(person.user, room, event.line, delivery=step.key)
        return await _sent(stage, step, outcome)
    found = _button(stage, step)
    if found is None:
        if await stage.store.run(_pressed_before, stage, step):
            return Outcome()
        raise SampleError(f"{step.place}: {step.alias} has no such button")
    post, command = found
    if event.words:
        return await stage.desk.say(person.user, room, event.words, thread=post.id, delivery=step.key)
    outcome = await stage.desk.press(person.user, post.id, command, delivery=step.key)
    return await _sent(stage, step, outcome)


async def _sent(stage: Stage, step: Step, outcome: Outcome) -> Outcome:
    """Fill and send the form that opened, when the step has one."""
    if not step.event.form:
        if outcome.form:
            raise SampleError(f"{step.place}: a form opened, and the event has none:\n{plain_form(outcome.form.form)}")
        return outcome
    if outcome.form is None:
        raise SampleError(f"{step.place}: no form opened")
    if strangers := set(step.event.form) - set(outcome.form.form.names()):
        raise SampleError(f"{step.place}: the form has no {', '.join(sorted(strangers))}:\n{plain_form(outcome.form.form)}")
    values = {one.name: one.value for one in outcome.form.form.fields} | step.event.form  # A page sends every field.
    return await stage.desk.submit(called(step.alias).user, outcome.form.id, values, delivery=f"{step.key}:form")


def _button(stage: Stage, step: Step) -> tuple[Post, str] | None:
    """Find the button that a step presses, in the latest message of the person's conversation that has it, and its command."""
    event, person = step.event, called(step.alias)
    asked = f"/status reply {person.unit} {event.answer or event.unchanged}"
    wanted = f"/initiative seen {event.seen} {person.unit}" if event.seen else asked
    # "Unchanged" says so in the person's language behind the same command.
    begins = event.press or (f"{asked} " if event.unchanged else "")
    for post in reversed(stage.workspace.posts.roots(person.user, f"d_{person.user}", limit=_AS_FAR_BACK)):
        for command in _commands(post.message):
            if command.startswith(begins) if begins else command == wanted:
                return post, command
    return None


def _commands(message: Message | None) -> frozenset[str]:
    return commands_of(message) if message else frozenset()


def _pressed_before(stage: Stage, step: Step) -> bool:
    """Tell whether the button is gone because it was pressed before the seeding was broken off."""
    with stage.store.read() as installation:
        return installation.handled.answer(LOCAL, step.key) is not None
