"""The forms about minutes: what is recorded of a point, and what a party says to it. What the answers mean is for bot/commands/minutes.py."""

from collections.abc import Sequence

from bot.chat.form import Choice, Field, Form, Long, Party, Short
from bot.chat.markdown import Markdown, joined
from bot.chat.message import Option
from bot.domain.agenda import Agenda, Origin, Point, Treatment
from bot.domain.agreement import Agreement
from bot.domain.meeting import Meeting
from bot.domain.minutes import LONGEST_COMMENT, LONGEST_DECISION, LONGEST_SUMMARY, Entry, Outcome
from bot.words.action import task_fields, why_field
from bot.words.agenda import aggregate_only, cited, name
from bot.words.decision import outcome, outcomes_by_word
from bot.words.initiative import units
from bot.words.language import _, say, t

_USUAL = {Treatment.DECISION: Outcome.APPROVED, Treatment.DISCUSSION: Outcome.DISCUSSED, Treatment.BRIEFING: Outcome.NOTED}


def outcomes() -> tuple[Option, ...]:
    """Return the outcomes as choices, under every word for them."""
    words = outcomes_by_word()
    return tuple(
        Option(outcome(one).capitalize(), one.value, tuple(word for word, meant in words.items() if meant is one))
        for one in Outcome
    )


def decision_form(
    agreement: Agreement,
    meeting: Meeting,
    place: int,
    point: Point,
    *,
    entry: Entry | None,
    initiatives: str,
    parties: Sequence[str],
    locked: bool,
) -> Form:
    """Return the form that records a point, as it stands; an action may be written down with it."""
    fields: tuple[Field, ...] = (
        Choice(
            name="outcome",
            label=_("Outcome"),
            required=True,
            options=outcomes(),
            value=(entry.outcome if entry else _USUAL[point.treatment]).value,
            aliases=("resultat", "udfald"),
        ),
        Long(
            name="decision",
            label=_("Decision"),
            longest=LONGEST_DECISION,
            hint=_("What was decided, so that others can stand on it."),
            value=entry.decision if entry else "",
            aliases=("beslutning",),
        ),
        Long(
            name="summary",
            label=_("Summary"),
            longest=LONGEST_SUMMARY,
            hint=_("A few sentences at most. No persons."),
            value=entry.summary if entry else "",
            aliases=("note", "resumé", "drøftelse"),
        ),
        Short(
            name="initiatives",
            label=_("Initiatives"),
            longest=200,
            hint=_("Which it is about, as in I-7, I-9."),
            value=initiatives,
            aliases=("indsatser", "indsats", "initiative"),
        ),
        *task_fields(agreement, parties, required=False),
        *((why_field(),) if locked else ()),
    )
    return Form(
        title=cited(meeting.number, place),
        command=f"/meeting decision {meeting.ref} {place}",
        fields=fields,
        submit=_("Record"),
        intro=joined([t("**{name}**", name=name(agreement, point)), t("{note}", note=point.note), _only(agreement, point)]),
    )


def _only(agreement: Agreement, point: Point) -> Markdown:
    standing = (one for one in agreement.house.meetings.standing_items if point.key == f"{Origin.STANDING}:{one.id}")
    return aggregate_only(agreement) if any(one.aggregate_only for one in standing) else Markdown("")


def comment_form(agreement: Agreement, meeting: Meeting, agenda: Agenda, *, unit: str, may_speak: Sequence[str]) -> Form:
    """Return the form in which a party says what it has to the minutes."""
    whole = Option(_("The whole"), "0", ("alt", "all"))
    points = tuple(
        Option(f"{place} {name(agreement, point)}"[:75], str(place), (f"pkt. {place}",)) for place, point in agenda.numbered
    )
    fields: tuple[Field, ...] = (
        Choice(
            name="point", label=_("Item"), required=True, options=(whole, *points), value="0", aliases=("punkt", "pkt", "item")
        ),
        Long(
            name="text",
            label=_("Comment"),
            longest=LONGEST_COMMENT,
            hint=_("Leave it empty when you have no remarks."),
            aliases=("bemærkning", "kommentar", "tekst"),
        ),
        Party(
            name="unit",
            label=_("Party"),
            required=True,
            options=units(agreement, may_speak),
            value=unit,
            aliases=("party", "part", "enhed"),
        ),
    )
    return Form(
        title=say(_("Minutes of {ref}"), ref=meeting.ref),
        command=f"/meeting comment {meeting.ref}",
        fields=fields,
        submit=_("Send"),
    )
