"""The form about agendas: what is asked of somebody who submits an item. What the answers mean is for bot/commands/agenda.py."""

from collections.abc import Sequence

from bot.chat.form import Check, Choice, Field, Form, Long, Party, Short
from bot.chat.markdown import Markdown
from bot.chat.message import Option
from bot.domain.agenda import LONGEST_NOTE, LONGEST_TITLE, Treatment
from bot.domain.agreement import Agreement
from bot.words.agenda import treatment
from bot.words.initiative import units
from bot.words.language import LANGUAGES, _, speaking

_ALIASES = {
    Treatment.DECISION: ("decision", "beslutning", "afgørelse"),
    Treatment.DISCUSSION: ("discussion", "drøftelse"),
    Treatment.BRIEFING: ("briefing", "information", "orientering"),
}


def treatments() -> tuple[Option, ...]:
    """Return what an item may be for as choices, under their names in either language."""
    names: dict[Treatment, list[str]] = {one: [] for one in Treatment}
    for language in LANGUAGES:
        with speaking(language):
            for one in Treatment:
                names[one].append(treatment(one))
    return tuple(Option(treatment(one).capitalize(), one.value, (*names[one], *_ALIASES[one])) for one in Treatment)


def item_form(agreement: Agreement, *, ref: str, said: Markdown, unit: str, may_submit: Sequence[str]) -> Form:
    """Return the form that submits an item to a meeting, or to the next one. `said` tells which and until when."""
    fields: tuple[Field, ...] = (
        Short(name="title", label=_("Title"), required=True, longest=LONGEST_TITLE, aliases=("titel", "punkt", "item")),
        Choice(
            name="treatment",
            label=_("What for"),
            required=True,
            options=treatments(),
            value=Treatment.DISCUSSION.value,
            aliases=("for", "til", "kind", "type", "slags"),
        ),
        Long(
            name="note",
            label=_("Background"),
            longest=LONGEST_NOTE,
            hint=_("What the others need to know before the meeting. No persons, and no police methods."),
            aliases=("note", "why", "background", "baggrund", "hvorfor", "tekst"),
        ),
        Party(
            name="unit",
            label=_("Party"),
            required=True,
            options=units(agreement, may_submit),
            value=unit,
            aliases=("party", "part", "unit", "enhed", "fra"),
        ),
        Check(
            name="confidential",
            label=_("Confidential"),
            hint=_("Not shown in rooms where people of other organisations read along."),
            aliases=("fortrolig",),
        ),
    )
    command = f"/meeting item {ref}".strip()
    return Form(title=_("Submit an item"), command=command, fields=fields, submit=_("Submit"), intro=said)
