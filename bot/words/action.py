"""What the bot says about actions (Danish: aktionspunkter): the list, the nudge until one is closed, and what takes its place then."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.chat.form import Day, Field, Form, Party, Person, Short
from bot.chat.markdown import Markdown
from bot.chat.message import Button, Buttons, Message, Part, Table, text
from bot.domain.action import LONGEST_TASK, Action, State
from bot.domain.agreement import Agreement
from bot.domain.house_rules import Addressee
from bot.words.initiative import short, units
from bot.words.language import N_, _, day, ngettext, number, pgettext, say, t

# What people write behind an action's number, in either language.
DONE_WORDS = frozenset({"done", "closed", "finished", "udført", "færdig", "klaret", "lukket", "gjort"})
DROP_WORDS = frozenset({"drop", "dropped", "cancel", "bortfald", "bortfalder", "bortfaldet", "opgiv", "opgivet", "udgår"})
DUE_WORDS = frozenset({"due", "by", "postpone", "frist", "udsæt", "udskyd", "inden"})


def state(value: State) -> str:
    """Return how an action stands, in a word."""
    match value:
        case State.OPEN:
            return pgettext("action", "open")
        case State.DONE:
            return pgettext("action", "done")
        case State.DROPPED:
            return pgettext("action", "dropped")


def _cited(action: Action) -> str:
    return say(_("M-{meeting} item {point}"), meeting=action.meeting, point=action.point)


def line(agreement: Agreement, action: Action, *, cite: bool = True) -> Markdown:
    """Return an action on one line: what, who, by when, and where it was agreed unless it stands there."""
    said = t(
        _("**{ref}** {unit}, by {due}: {task}") if action.open else _("**{ref}** {unit}, {state}: {task}"),
        ref=action.ref,
        unit=short(agreement, action.unit),
        due=day(action.due_on, weekday=False),
        state=state(action.state),
        task=action.task,
    )
    return t("{said} ({cited})", said=said, cited=_cited(action)) if cite else said


def done_button(action: Action) -> Button:
    """Return the button that says that an action is done."""
    return Button(say(_("Done: {ref}"), ref=action.ref), f"/meeting action {action.ref} done")


def agreed(agreement: Agreement, action: Action, person: str, *, following: Sequence[Button] = ()) -> Message:
    """Confirm that an action is written down, with its last day echoed."""
    who = (
        say(_("{unit} ({person})"), unit=short(agreement, action.unit), person=person)
        if person
        else short(agreement, action.unit)
    )
    return Message(
        say(_("{ref} for {who}, by {due}"), ref=action.ref, who=who, due=day(action.due_on, week=True)),
        (
            text(
                t("{task}", task=action.task),
                t(_("Agreed in {cited}. It is followed up until it is closed."), cited=_cited(action)),
            ),
            Buttons((*following, Button(_("Another action"), f"/meeting action M-{action.meeting} {action.point}"))),
        ),
    )


def table(agreement: Agreement, actions: Sequence[Action], today: date, *, heading: str, everything: bool) -> Message:
    """List actions, those due first at the top."""
    if not actions:
        said = t(_("Write one down while you minute a meeting: `/meeting action M-3 4`."))
        return Message(_("No actions found") if everything else _("No action is open"), (text(said),))
    late = sum(one.overdue(today) for one in actions)
    counted = say(ngettext("{count} action", "{count} actions", len(actions)), count=number(len(actions)))
    overdue = say(ngettext("{count} overdue", "{count} overdue", late), count=number(late)) if late else ""
    columns = (_("No."), _("What"), _("Party"), _("By"), pgettext("column", "State"), _("Agreed in"))
    rows = tuple(
        (one.ref, one.task, short(agreement, one.unit), day(one.due_on, weekday=False), _standing(one, today), _cited(one))
        for one in actions
    )
    headline = " · ".join(filter(None, (f"{heading}: {counted}" if heading else counted, overdue)))
    hint = t(_("Close one with `/meeting action A-4 done`, or give it another day with `/meeting action A-4 due 15 April`."))
    return Message(headline, (Table("", columns, rows), text(hint)))


def _standing(action: Action, today: date) -> str:
    return pgettext("action", "overdue") if action.overdue(today) else state(action.state)


def shown(agreement: Agreement, action: Action, person: str, *, may_close: bool) -> Message:
    """Show one action."""
    lines = [t("{task}", task=action.task), t(_("Agreed in {cited}."), cited=_cited(action))]
    if person:
        lines.append(t(_("{person} does it."), person=person))
    if action.result:
        lines.append(t("{result}", result=action.result))
    if action.open:
        headline = say(
            _("{ref} for {who}, by {due}"), ref=action.ref, who=short(agreement, action.unit), due=day(action.due_on, week=True)
        )
    else:
        headline = say(
            _("{ref} for {who}: {state}"), ref=action.ref, who=short(agreement, action.unit), state=state(action.state)
        )
    parts: list[Part] = [text(*lines)]
    if action.open and may_close:
        parts.append(Buttons((done_button(action),)))
    return Message(headline, tuple(parts))


def closed(action: Action) -> Message:
    """Confirm that an action is closed; it also takes the place of the nudges that were sent about it."""
    said = _("{ref} is done") if action.state is State.DONE else _("{ref} is dropped")
    task = t("{task} ({cited})", task=action.task, cited=_cited(action))
    return Message(say(said, ref=action.ref), (text(task, t("{result}", result=action.result)),))


def postponed(agreement: Agreement, action: Action, was: date) -> Message:
    """Confirm another last day, echoed."""
    headline = say(
        _("{ref} for {who}, by {due}"), ref=action.ref, who=short(agreement, action.unit), due=day(action.due_on, week=True)
    )
    said = t(_("It was to be done by {was}. Reminders follow the new day."), was=day(was))
    return Message(headline, (text(t("{task}", task=action.task), said),))


def nudge(agreement: Agreement, action: Action, to: Addressee, today: date) -> Message:
    """Remind somebody of an action that is not closed; above the representative it is said why they are asked."""
    unit = short(agreement, action.unit)
    left = (action.due_on - today).days
    facts = {"ref": action.ref, "unit": unit, "due": day(action.due_on)}
    if left < 0:
        headline = say(_("{ref} is overdue: {unit} was to have it done by {due}"), **facts)
    elif left == 0:
        headline = say(_("{ref} is due today: {unit}"), **facts)
    else:
        headline = say(_("{ref} is due {due}: {unit}"), **facts)
    before = _BEFORE.get(to)
    asked = t(_(before), unit=unit) if before else Markdown("")
    how = t(_("If it is done, say so; if not, give it another day: `/meeting action {ref} due 15 April`."), ref=action.ref)
    return Message(
        headline,
        (
            text(t("{task} ({cited})", task=action.task, cited=_cited(action)), asked, how),
            Buttons(
                (
                    Button(_("It is done"), f"/meeting action {action.ref} done", "primary"),
                    Button(_("Show"), f"/meeting action {action.ref}"),
                )
            ),
            text(
                t(
                    _(
                        "*House rule: Actions are followed up until they are closed, and stand on the next agenda. It breaks no agreement when one is late.*"
                    )
                )
            ),
        ),
    )


_BEFORE: Mapping[Addressee, str] = {
    Addressee.DEPUTY: N_("The representative of {unit} has not closed it, so I ask you."),
    Addressee.FACILITATOR: N_("Neither the representative nor the deputy of {unit} has closed it, so I ask you."),
    Addressee.FACILITATOR_DEPUTY: N_("Neither the representative nor the deputy of {unit} has closed it, so I ask you."),
    Addressee.CHAIR: N_("Neither the representative nor the deputy of {unit} has closed it, so I ask you."),
}


def task_fields(agreement: Agreement, parties: Sequence[str], *, required: bool) -> tuple[Field, ...]:
    """Return the fields that write an action down."""
    return (
        Short(
            name="task",
            label=_("What is to be done"),
            longest=LONGEST_TASK,
            required=required,
            hint=_("What a party does, no person's case."),
            aliases=("what", "action", "hvad", "aktion", "opgave"),
        ),
        Party(
            name="owner",
            label=_("Party that does it"),
            required=required,
            options=units(agreement, parties),
            aliases=("owner", "party", "unit", "ansvarlig", "part", "enhed"),
        ),
        Day(name="due", label=_("Done by"), required=required, coming=True, aliases=("due", "by", "frist", "inden", "senest")),
    )


def action_form(agreement: Agreement, meeting: int, point: int, *, parties: Sequence[str], locked: bool) -> Form:
    """Return the form that writes an action down under a point; minutes that stand fast ask why."""
    fields: tuple[Field, ...] = (
        *task_fields(agreement, parties, required=True),
        Person(
            name="who",
            label=_("Member of staff"),
            hint=_("Where one person does it. Staff only, never a citizen."),
            aliases=("person", "hvem"),
        ),
        *((why_field(),) if locked else ()),
    )
    title = say(_("Action, M-{meeting} item {point}"), meeting=meeting, point=point)
    return Form(title=title, command=f"/meeting action M-{meeting} {point}", fields=fields, submit=_("Write it down"))


def why_field() -> Short:
    """Return the field that asks why minutes that stand fast are changed."""
    return Short(
        name="why",
        label=_("Why the change"),
        required=True,
        longest=500,
        hint=_("The minutes are approved. The reason stays with them."),
        aliases=("why", "reason", "hvorfor", "begrundelse", "fordi"),
    )
