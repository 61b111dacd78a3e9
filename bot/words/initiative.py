"""What the bot says about initiatives. Which ones, and who may see them, is decided elsewhere."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bot.chat.form import Check, Choice, Choices, Day, Field, Form, Long, Party, Short
from bot.chat.markdown import Markdown, listed
from bot.chat.message import Button, Buttons, Facts, Message, Option, Part, Table, Text, facts, text
from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import DutyRule
from bot.domain.initiative import (
    LONGEST_PURPOSE,
    LONGEST_TITLE,
    Initiative,
    Registered,
    State,
    Work,
)
from bot.domain.person import Person
from bot.domain.status import Line
from bot.words.language import N_, _, all_of, day, moment, ngettext, number, pgettext, say, spoken, t

STATES: Mapping[State, str] = {
    State.PLANNED: N_("planned"),
    State.ACTIVE: N_("active"),
    State.ADJUSTED: N_("adjusted"),
    State.PAUSED: N_("paused"),
    State.CLOSED: N_("closed"),
}
WORKS: Mapping[Work, str] = {Work.CORE: N_("core operations"), Work.JOINT: N_("joint work")}
LONGEST_WHY = 500


def state(value: State) -> str:
    """Return a state in words."""
    return _(STATES[value])


def states() -> tuple[Option, ...]:
    """Return the states as choices."""
    return tuple(Option(state(one).capitalize(), one.value) for one in State)


def units(agreement: Agreement, ids: Sequence[str]) -> tuple[Option, ...]:
    """Return units as choices, under everything they are called."""
    return tuple(Option(agreement.unit(one).short, one, tuple(agreement.unit(one).spoken)) for one in ids)


def short(agreement: Agreement, unit: str) -> str:
    """Return a unit's short name."""
    return agreement.unit(unit).short


def shorts(agreement: Agreement, ids: Sequence[str]) -> str:
    """Return units' short names as a list in words."""
    return all_of(short(agreement, one) for one in ids)


def tracks(agreement: Agreement, ids: Sequence[str]) -> str:
    """Return tracks as "1 Forebyggelse og 4 Vidensdeling"."""
    found = [agreement.track(one) for one in ids]
    return all_of(f"{one.number} {one.name(spoken())}" for one in found)


def new_form(
    agreement: Agreement, *, title: str, lead: str, today: date, may_lead: Sequence[str], parties: Sequence[str]
) -> Form:
    """Return the form that registers an initiative."""
    fields: tuple[Field, ...] = (
        Short(name="title", label=_("Title"), required=True, longest=LONGEST_TITLE, value=title, aliases=("titel",)),
        Long(
            name="purpose",
            label=_("Purpose"),
            longest=LONGEST_PURPOSE,
            hint=_("What it is to achieve. No persons, and no police methods."),
            aliases=("formål",),
        ),
        Choices(
            name="tracks",
            label=_("Tracks"),
            required=True,
            options=tuple(
                Option(f"{one.number} {one.name(spoken())}", one.id, (str(one.number), *one.spoken)) for one in agreement.tracks
            ),
            aliases=("track", "spor"),
        ),
        Party(
            name="lead",
            label=_("Lead unit"),
            required=True,
            options=units(agreement, may_lead),
            value=lead,
            aliases=("lead", "leder", "ansvarlig"),
        ),
        Choices(
            name="participants",
            label=_("Also taking part"),
            options=units(agreement, parties),
            aliases=("with", "med", "deltagere"),
        ),
        Short(
            name="actors",
            label=_("External actors"),
            longest=1000,
            hint=_("Organisations only, never persons; separate them with commas."),
            aliases=("external", "eksterne", "aktører"),
        ),
        Day(name="starts_on", label=_("Starts"), required=True, value=today.isoformat(), aliases=("start",)),
        Day(name="ends_on", label=_("Expected end"), aliases=("end", "ends", "slut")),
        Choice(
            name="work",
            label=_("Kind of work"),
            required=True,
            options=tuple(Option(_(WORKS[one]).capitalize(), one.value) for one in Work),
            value=Work.JOINT.value,
            aliases=("work", "drift"),
        ),
        Check(
            name="national",
            label=_("National matter"),
            hint=_("Concerns national cooperation or legislation."),
            aliases=("national",),
        ),
        Check(
            name="confidential",
            label=_("Confidential"),
            hint=_("Not shown in rooms where people of other organisations read along."),
            aliases=("fortrolig",),
        ),
    )
    intro = t(
        _(
            "There is no field for money: the agreement sets no funds aside, and each party pays within its own budget (clause “Økonomi”)."
        )
    )
    return Form(title=_("New initiative"), command="/initiative new", fields=fields, submit=_("Register"), intro=intro)


def update_form(one: Initiative) -> Form:
    """Return the form that changes an initiative's state."""
    return Form(
        title=say(_("Update {ref}"), ref=one.ref),
        command=f"/initiative update {one.ref}",
        fields=(
            Choice(name="state", label=_("State"), required=True, options=states(), value=one.state.value, aliases=("tilstand",)),
            Long(
                name="why",
                label=_("Why"),
                required=True,
                longest=LONGEST_WHY,
                hint=_("One or two sentences that everybody can read in the history."),
                aliases=("hvorfor", "fordi", "because"),
            ),
        ),
        submit=_("Update"),
        intro=t(_("**{ref} {title}** is {state} now."), ref=one.ref, title=one.title, state=state(one.state)),
    )


def registered(agreement: Agreement, row: Registered, told: int) -> Message:
    """Confirm a registration and say who is told."""
    one = row.initiative
    said = ngettext("{count} other party is told.", "{count} other parties are told.", told)
    return Message(
        say(_("Registered {ref} {title}"), ref=one.ref, title=one.title),
        (_facts(agreement, row), text(t(said, count=told)), Buttons((_show(one), _change(one)))),
    )


def news(agreement: Agreement, row: Registered, by: Person, unit: str) -> Message:
    """Tell a party of a new initiative, once, as the agreement asks."""
    one = row.initiative
    said = t(
        _(
            "{by} has registered an initiative that {lead} leads. The parties of the agreement inform each other of what they start."
        ),
        by=by.name,
        lead=short(agreement, one.lead),
    )
    return Message(
        say(_("New initiative {ref}: {title}"), ref=one.ref, title=one.title),
        (
            text(said, t("{purpose}", purpose=one.purpose)),
            _facts(agreement, row),
            Buttons((Button(_("Seen"), f"/initiative seen {one.ref} {unit}", "primary"), _show(one))),
            clause(agreement, DutyRule.INFORM),
        ),
    )


def clause(agreement: Agreement, rule: DutyRule) -> Text:
    """Return the line that names the clause a message stands on, found by the duty it fulfils."""
    duty = next(iter(agreement.duties_of(rule)), None)
    if duty is None:
        return text()
    return text(t(_("*The agreement: {heading}*"), heading=agreement.clause(duty.clause).heading.text(spoken())))


def shown(
    agreement: Agreement,
    row: Registered,
    *,
    unseen: Sequence[str],
    said: Sequence[tuple[str, str, datetime, Line]],
    may_change: bool,
) -> Message:
    """Show one initiative and its latest status."""
    one = row.initiative
    parts: list[Part] = [text(t("{purpose}", purpose=one.purpose)), _facts(agreement, row)]
    if said:
        parts.append(text(t(_("**Latest status**")), listed(_said(agreement, *entry) for entry in said)))
    if unseen:
        parts.append(text(t(_("Not seen yet by {units}."), units=shorts(agreement, unseen))))
    if may_change and one.withdrawn_at is None:
        parts.append(Buttons((_change(one), Button(_("History"), f"/initiative history {one.ref}"))))
    else:
        parts.append(Buttons((Button(_("History"), f"/initiative history {one.ref}"),)))
    return Message(say("{ref} {title}", ref=one.ref, title=one.title), tuple(parts))


def table(
    agreement: Agreement, rows: Sequence[Registered], *, total: int, page: int, pages: int, command: str, heading: str = ""
) -> Message:
    """List initiatives, a page at a time."""
    if not rows:
        return Message(
            _("No initiatives found"),
            (text(t(_("Register one with `/initiative new`, or list them all with `/initiative list`."))),),
        )
    lines = tuple(
        (
            one.initiative.ref,
            one.initiative.title,
            state(one.initiative.state),
            short(agreement, one.initiative.lead),
            ", ".join(str(agreement.track(track).number) for track in one.tracks),
            day(one.initiative.heard_on, weekday=False),
        )
        for one in rows
    )
    columns = (_("No."), _("Title"), pgettext("column", "State"), _("Lead"), _("Track"), _("Last heard of"))
    counted = say(ngettext("{count} initiative", "{count} initiatives", total), count=number(total))
    turning = []
    if page > 1:
        turning.append(Button(_("Previous page"), f"{command} {_('page')} {page - 1}"))
    if page < pages:
        turning.append(Button(_("Next page"), f"{command} {_('page')} {page + 1}"))
    caption = say(_("Page {page} of {pages}"), page=page, pages=pages) if pages > 1 else ""
    parts = (Table(caption, columns, lines), *((Buttons(tuple(turning)),) if turning else ()))
    return Message(f"{heading}: {counted}" if heading else counted, parts)


def updated(one: Initiative, why: str) -> Message:
    """Confirm a change of state."""
    return Message(
        say(_("{ref} {title} is now {state}"), ref=one.ref, title=one.title, state=state(one.state)),
        (text(t("{why}", why=why)), Buttons((_show(one),))),
    )


def joined(agreement: Agreement, one: Initiative, unit: str) -> Message:
    """Confirm that a unit takes part."""
    return Message(say(_("{unit} takes part in {ref} {title}"), unit=short(agreement, unit), ref=one.ref, title=one.title))


def left(agreement: Agreement, one: Initiative, unit: str) -> Message:
    """Confirm that a unit no longer takes part."""
    return Message(
        say(_("{unit} no longer takes part in {ref} {title}"), unit=short(agreement, unit), ref=one.ref, title=one.title)
    )


def withdrawn(one: Initiative) -> Message:
    """Confirm that an initiative was taken back."""
    return Message(
        say(_("{ref} {title} is withdrawn"), ref=one.ref, title=one.title),
        (text(t(_("It leaves the lists and the digest, and stays in the log."))),),
    )


def seen(agreement: Agreement, row: Registered, unit: str, *, first: bool, unseen: Sequence[str]) -> Message:
    """Confirm that a unit has seen the news; it takes the place of the news, without its button."""
    one = row.initiative
    said = (
        t(_("Seen by {unit}."), unit=short(agreement, unit))
        if first
        else t(_("{unit} had seen it already."), unit=short(agreement, unit))
    )
    waiting = t(_("Not seen yet by {units}."), units=shorts(agreement, unseen)) if unseen else t(_("All parties have seen it."))
    return Message(
        say(_("New initiative {ref}: {title}"), ref=one.ref, title=one.title),
        (text(t("{purpose}", purpose=one.purpose)), _facts(agreement, row), text(said, waiting), Buttons((_show(one),))),
    )


def history(
    agreement: Agreement, one: Initiative, entries: Sequence[tuple[datetime, str, str, State | None, str | None, str]]
) -> Message:
    """Tell what happened to an initiative: when, who, what, and why."""
    lines = []
    for at, by, verb, now, unit, why in entries:
        what = say(_(VERBS[verb]), state=state(now) if now else "", unit=short(agreement, unit) if unit else "")
        said = t(_("**{when}** {what}, by {by}"), when=moment(at, agreement.zone), what=what, by=by)
        lines.append(t("{said}: {why}", said=said, why=why) if why else said)
    return Message(say(_("History of {ref} {title}"), ref=one.ref, title=one.title), (text(listed(lines)),))


VERBS: Mapping[str, str] = {
    "register": N_("registered as {state}"),
    "update": N_("state set to {state}"),
    "join": N_("{unit} joined"),
    "leave": N_("{unit} left"),
    "withdraw": N_("withdrawn"),
}


def _facts(agreement: Agreement, row: Registered) -> Facts:
    one = row.initiative
    others = [unit for unit in row.units if unit != one.lead]
    yes = _("yes")
    return facts(
        {
            pgettext("column", "State"): state(one.state) if one.withdrawn_at is None else _("withdrawn"),
            _("Lead"): short(agreement, one.lead),
            _("Also taking part"): shorts(agreement, others),
            _("Tracks"): tracks(agreement, row.tracks),
            _("External actors"): all_of(row.actors),
            _("Starts"): day(one.starts_on),
            _("Expected end"): day(one.ends_on) if one.ends_on else "",
            _("Kind of work"): _(WORKS[one.work]),
            _("National matter"): yes if one.national else "",
            _("Confidential"): yes if one.confidential else "",
        }
    )


def _said(agreement: Agreement, period: str, unit: str, _at: datetime, line: Line) -> Markdown:
    told = [line.progress, say(_("obstacle: {text}"), text=line.obstacles) if line.obstacles else ""]
    return t(
        "{period} {unit}: {state}{told}",
        period=period,
        unit=short(agreement, unit),
        state=state(line.state),
        told="".join(f"; {one}" for one in told if one),
    )


def _show(one: Initiative) -> Button:
    return Button(_("Show"), f"/initiative show {one.ref}")


def _change(one: Initiative) -> Button:
    return Button(_("Update"), f"/initiative update {one.ref}")
