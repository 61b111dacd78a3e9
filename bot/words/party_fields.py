"""The fields that forms about the parties' work share: which tracks it belongs to, who leads it and who takes part."""

from collections.abc import Sequence

from bot.chat.form import Choices, Field, Party
from bot.chat.message import Option
from bot.domain.agreement import Agreement
from bot.words.initiative import units
from bot.words.language import _, spoken


def whose(agreement: Agreement, others: str, *, lead: str, may_lead: Sequence[str], parties: Sequence[str]) -> tuple[Field, ...]:
    """Return the fields; `others` is the name of the one that asks who takes part beside the lead."""
    return (
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
            name=others,
            label=_("Also taking part"),
            options=units(agreement, parties),
            aliases=("with", "med", "deltagere"),
        ),
    )
