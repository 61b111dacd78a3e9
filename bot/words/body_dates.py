"""What the bot says about the days on which the receiving bodies meet. Reading them is for bot/domain/body_dates.py."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.chat.form import Form, Long
from bot.chat.markdown import Markdown, listed
from bot.chat.message import Button, Buttons, Message, Part, text
from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import Body
from bot.words.language import _, all_of, day, ngettext, number, say, spoken, t

LONGEST_LIST = 3000


def form(body: Body) -> Form:
    """Ask for the days a body meets."""
    return Form(
        title=_("Meeting dates"),
        command=f"/briefing dates {body.id}",
        fields=(
            Long(
                name="dates",
                label=_("Dates"),
                required=True,
                longest=LONGEST_LIST,
                hint=_("One per line or separated by commas; or the content of a .csv or .ics file."),
                aliases=("datoer", "days", "dage"),
            ),
        ),
        submit=_("Import"),
        intro=t(
            _(
                "The days {body} meets, as it has decided them. The list stands for every year it names; days that have passed stay."
            ),
            body=body.name(spoken()),
        ),
    )


def dates(
    agreement: Agreement, known: Mapping[str, Sequence[date]], planned_on: Mapping[date, Sequence[str]], *, run: bool
) -> Message:
    """Show the days each receiving body meets, and what is planned on them."""
    parts: list[Part] = []
    receiving = dict.fromkeys(one.to for one in agreement.duties if one.to)
    for id_ in receiving:
        days = known.get(id_ or "", ())
        lines = listed(_dated(on, planned_on) for on in days)
        none = t(_("No dates known yet."))
        parts.append(text(t("**{body}**", body=agreement.body(id_ or "").name(spoken())), lines if days else none))
    if run:
        buttons = tuple(
            Button(say(_("Import: {body}"), body=agreement.body(id_ or "").short), f"/briefing dates {id_}") for id_ in receiving
        )
        parts.append(Buttons(buttons))
    return Message(_("When the receiving bodies meet"), tuple(parts))


def _dated(on: date, planned_on: Mapping[date, Sequence[str]]) -> Markdown:
    if on in planned_on:
        return t(_("{day}: **{duties}**"), day=day(on), duties=all_of(planned_on[on]))
    return t("{day}", day=day(on))


def imported(
    one: Body, days: Sequence[date], gone: Sequence[date], moved: Sequence[tuple[str, date]], quiet: Mapping[date, str]
) -> Message:
    """Confirm the days that were read, in full, since a wrong one would move everything."""
    lines = listed(_imported(on, quiet) for on in days)
    fell = t(_("No longer among them: {days}."), days=all_of(day(on) for on in gone)) if gone else Markdown("")
    planned_ = listed(t(_("{duty} is planned for {on}."), duty=duty, on=day(on)) for duty, on in moved)
    said = ngettext("{count} date read for {body}", "{count} dates read for {body}", len(days))
    return Message(say(said, count=number(len(days)), body=one.name(spoken())), (text(lines, fell, planned_),))


def _imported(on: date, quiet: Mapping[date, str]) -> Markdown:
    if on in quiet:
        return t(_("{day} – note: {closed}"), day=day(on, week=True), closed=quiet[on])
    return t("{day}", day=day(on, week=True))
