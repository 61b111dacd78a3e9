"""What the bot says about initiatives. Which ones, and who may see them, is decided elsewhere."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.chat.markdown import Markdown, listed
from bot.chat.message import Button, Buttons, Facts, Message, Option, Part, Table, Text, facts, text
from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import DutyRule
from bot.domain.initiative import (
    Initiative,
    Registered,
    State,
    Work,
)
from bot.domain.person import Person
from bot.domain.status import Line
from bot.words.language import LANGUAGES, N_, _, all_of, day, moment, ngettext, number, pgettext, say, speaking, spoken, t

STATES: Mapping[State, str] = {
    State.PLANNED: N_("planned"),
    State.ACTIVE: N_("active"),
    State.ADJUSTED: N_("adjusted"),
    State.PAUSED: N_("paused"),
    State.CLOSED: N_("closed"),
}
WORKS: Mapping[Work, str] = {Work.CORE: N_("core operations"), Work.JOINT: N_("joint work")}


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


def track_numbers(agreement: Agreement, ids: Sequence[str]) -> str:
    """Return tracks by their numbers, as "1, 4"."""
    return ", ".join(str(number) for number in sorted(agreement.track(one).number for one in ids))


def tracks(agreement: Agreement, ids: Sequence[str]) -> str:
    """Return tracks as "1 Forebyggelse og 4 Vidensdeling"."""
    found = sorted((agreement.track(one) for one in ids), key=lambda one: one.number)
    return all_of(f"{one.number} {one.name(spoken())}" for one in found)


def registered(agreement: Agreement, row: Registered, *, told: int, nobody_at: Sequence[str]) -> Message:
    """Confirm a registration and say who is told, and who cannot be."""
    one = row.initiative
    said = ngettext("{count} other party is told.", "{count} other parties are told.", told)
    lacking = t(_("Nobody to tell yet at {units}."), units=shorts(agreement, nobody_at)) if nobody_at else Markdown("")
    return Message(
        say(_("Registered {ref} {title}"), ref=one.ref, title=one.title),
        (_facts(agreement, row), text(t(said, count=told), lacking), Buttons((_show(one), _change(one)))),
    )


def news(agreement: Agreement, row: Registered, by: Person, units_: Sequence[str]) -> Message:
    """Tell whoever speaks for these units of a new initiative, once, as the agreement asks."""
    one = row.initiative
    seen_by = f" {units_[0]}" if len(units_) == 1 else ""  # Without a unit it is seen for all that the person speaks for.
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
            Buttons((Button(_("Seen"), f"/initiative seen {one.ref}{seen_by}", "primary"), _show(one))),
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
    decided: Sequence[Markdown] = (),
) -> Message:
    """Show one initiative and its latest status."""
    one = row.initiative
    parts: list[Part] = [text(t("{purpose}", purpose=one.purpose)), _facts(agreement, row)]
    if said:
        parts.append(text(t(_("**Latest status**")), listed(_said(agreement, *entry) for entry in said)))
    if decided:
        parts.append(text(t(_("**Decisions**")), listed(decided)))
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
            track_numbers(agreement, one.tracks),
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


def seen(agreement: Agreement, row: Registered, units_: Sequence[str], *, first: bool, unseen: Sequence[str]) -> Message:
    """Confirm that units have seen the news; it takes the place of the news, without its button."""
    one = row.initiative
    said = t(_("Seen by {unit}.") if first else _("{unit} had seen it already."), unit=shorts(agreement, units_))
    waiting = t(_("Not seen yet by {units}."), units=shorts(agreement, unseen)) if unseen else t(_("All parties have seen it."))
    return Message(
        say(_("New initiative {ref}: {title}"), ref=one.ref, title=one.title),
        (text(t("{purpose}", purpose=one.purpose)), _facts(agreement, row), text(said, waiting), Buttons((_show(one),))),
    )


def history(
    agreement: Agreement,
    one: Initiative,
    entries: Sequence[tuple[datetime, str, str, State | None, str | None, str]],
    decided: Sequence[Markdown] = (),
) -> Message:
    """Tell what happened to an initiative: when, who, what, and why."""
    lines = []
    for at, by, verb, now, unit, why in entries:
        what = say(_(VERBS[verb]), state=state(now) if now else "", unit=short(agreement, unit) if unit else "")
        said = t(_("**{when}** {what}, by {by}"), when=moment(at, agreement.zone), what=what, by=by)
        lines.append(t("{said}: {why}", said=said, why=why) if why else said)
    decisions = [text(t(_("**Decisions**")), listed(decided))] if decided else []
    return Message(say(_("History of {ref} {title}"), ref=one.ref, title=one.title), (text(listed(lines)), *decisions))


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
    facts = {"period": period, "unit": short(agreement, unit), "state": state(line.state), "told": told(line)}
    return t("{period} {unit} ({state}): {told}" if facts["told"] else "{period} {unit} ({state})", **facts)


def told(line: Line) -> Markdown:
    """Return what a unit says of an initiative: its progress, and behind it the obstacle."""
    if not line.obstacles:
        return t("{progress}", progress=line.progress)
    obstacle = t(_("*Obstacle:* {text}"), text=line.obstacles)
    end = "" if line.progress.endswith((".", "!", "?", "…")) else "."
    return t("{progress}{end} {obstacle}", progress=line.progress, end=end, obstacle=obstacle) if line.progress else obstacle


def _show(one: Initiative) -> Button:
    return Button(_("Show"), f"/initiative show {one.ref}")


def _change(one: Initiative) -> Button:
    return Button(_("Update"), f"/initiative update {one.ref}")


def states_by_word() -> dict[str, State]:
    """Return the states under every word people of either language use for them."""
    found: dict[str, State] = {}
    for language in LANGUAGES:
        with speaking(language):
            found |= {state(one).casefold(): one for one in State}
    inflected = {word + "e": one for word, one in found.items()} | {word.rstrip("t") + "t": one for word, one in found.items()}
    return {**inflected, **{one.value: one for one in State}, **found}
