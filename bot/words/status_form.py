"""The form a unit answers a status round with: three fields per initiative, and the two needs."""

from collections.abc import Mapping, Sequence

from bot.chat.form import Choice, Field, Form, Long
from bot.chat.markdown import Markdown, joined
from bot.domain.agreement import Agreement
from bot.domain.initiative import Registered
from bot.domain.status import LONGEST_NEED, LONGEST_SENTENCE, Line, Reply, Round
from bot.words.initiative import short, states
from bot.words.language import _, say, t


def reply_form(
    agreement: Agreement,
    round_: Round,
    unit: str,
    initiatives: Sequence[Registered],
    *,
    given: Mapping[int, Line],
    before: Reply | None,
    page: int,
    pages: int,
) -> Form:
    """Return the form a unit answers with: three fields per initiative, and the two needs."""
    fields: list[Field] = []
    for one in initiatives:
        fields.extend(_fields(one, given.get(one.initiative.number)))
    fields += [
        Long(
            name="help_needed",
            label=_("Need for help"),
            longest=LONGEST_NEED,
            value=before.help_needed if before else "",
            hint=_("From the other parties. Leave empty if none."),
            aliases=("help", "hjælp"),
        ),
        Long(
            name="new_needs",
            label=_("Need for new initiatives"),
            longest=LONGEST_NEED,
            value=before.new_needs if before else "",
            hint=_("Or for adjusted ones: the operative group discusses them."),
            aliases=("need", "behov"),
        ),
    ]
    where = f" {_('page')} {page}" if page > 1 else ""
    counted = t(_("Page {page} of {pages}."), page=page, pages=pages) if pages > 1 else Markdown("")
    intro = joined(
        [
            t(
                _("{unit}, {period}. No persons, no police methods. What you leave as it is counts as unchanged."),
                unit=short(agreement, unit),
                period=round_.period,
            ),
            counted,
        ]
    )
    command = f"/status reply {unit} {round_.period}{where}"
    return Form(
        title=say(_("Status {period}"), period=round_.period),
        command=command,
        fields=tuple(fields),
        submit=_("Send"),
        intro=intro,
    )


def _fields(one: Registered, given: Line | None) -> tuple[Field, ...]:
    ref, number_ = one.initiative.ref, one.initiative.number
    now = given.state if given else one.initiative.state
    return (
        Choice(
            name=f"state{number_}",
            label=say(_("{ref} State"), ref=ref),
            required=True,
            options=states(),
            value=now.value,
            hint=one.initiative.title,
            aliases=(ref,),
        ),
        Long(
            name=f"progress{number_}",
            label=say(_("{ref} Progress"), ref=ref),
            longest=LONGEST_SENTENCE,
            value=given.progress if given else "",
        ),
        Long(
            name=f"obstacles{number_}",
            label=say(_("{ref} Obstacles"), ref=ref),
            longest=LONGEST_SENTENCE,
            value=given.obstacles if given else "",
        ),
    )
