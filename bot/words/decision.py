"""What the bot says about decisions (Danish: beslutninger): what may become of a point, the log of them, and how one is cited."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias, assert_never

from bot.chat.form import Short
from bot.chat.markdown import Markdown
from bot.chat.message import Button, Buttons, Message, Table, text
from bot.domain.agenda import point_in
from bot.domain.agreement import Agreement
from bot.domain.briefing import Deliverable
from bot.domain.focus import FocusArea
from bot.domain.minutes import Decision, Outcome
from bot.domain.repeal import Turn, Turned
from bot.words import briefing as briefings
from bot.words.agenda import cited, cited_ref, name_of
from bot.words.language import LANGUAGES, N_, _, all_of, day, ngettext, number, say, speaking, t

Rests: TypeAlias = Deliverable | FocusArea | Turned
OUTCOMES: Mapping[Outcome, str] = {
    Outcome.APPROVED: N_("approved"),
    Outcome.ENDORSED: N_("endorsed"),
    Outcome.NOTED: N_("taken note of"),
    Outcome.DISCUSSED: N_("discussed"),
    Outcome.DEFERRED: N_("deferred"),
    Outcome.NOTHING: N_("nothing to report"),
}
TURNS: Mapping[Turn, str] = {
    Turn.RECOMMENDED: N_("Repeal is recommended"),
    Turn.REJECTED: N_("The recommendation is rejected; the agreement stays in force"),
    Turn.WITHDRAWN: N_("The recommendation is withdrawn; the agreement stays in force"),
    Turn.REPEALED: N_("The agreement is repealed"),
}
# What else people write for an outcome, in either language.
SPOKEN: Mapping[Outcome, tuple[str, ...]] = {
    Outcome.APPROVED: ("approve", "vedtaget", "besluttet", "decided", "godkendes"),
    Outcome.ENDORSED: ("endorse", "tiltrædes"),
    Outcome.NOTED: ("noted", "til efterretning", "tages til efterretning"),
    Outcome.DISCUSSED: ("discuss", "orienteret", "informed"),
    Outcome.DEFERRED: ("defer", "postponed", "udsættes", "udskudt"),
    Outcome.NOTHING: (
        "nothing",
        "nothing new",
        "no change",
        "intet",
        "ingen bemærkninger til punktet",
        "ikke noget nyt",
        "uændret",
    ),
}


def outcome(value: Outcome) -> str:
    """Return what became of a point, in a word or two."""
    return _(OUTCOMES[value])


def outcomes_by_word() -> dict[str, Outcome]:
    """Return the outcomes under every word people of either language use for them."""
    found = {word: one for one, words in SPOKEN.items() for word in words}
    for language in LANGUAGES:
        with speaking(language):
            found |= {outcome(one).casefold(): one for one in Outcome}
    return found


def log(
    agreement: Agreement,
    decisions: Sequence[Decision],
    rests: Mapping[str, Sequence[Rests]],
    *,
    page: int,
    pages: int,
    total: int,
) -> Message:
    """List what was decided, newest first: the decision log."""
    if not decisions:
        return Message(_("Nothing is decided yet"), (text(t(_("Record a decision with `/meeting decision M-3 4`."))),))
    rows = tuple(
        (
            cited(one.meeting, one.point),
            day(one.on, weekday=False),
            name_of(agreement, one.key, one.title),
            outcome(one.outcome),
            _with_rests(agreement, one, rests.get(one.ref, ())),
        )
        for one in decisions
    )
    counted = ngettext("{count} decision taken", "{count} decisions taken", total)
    turning = []
    if page > 1:
        turning.append(Button(_("Previous page"), f"/meeting decisions {_('page')} {page - 1}"))
    if page < pages:
        turning.append(Button(_("Next page"), f"/meeting decisions {_('page')} {page + 1}"))
    table = Table("", (_("Item"), _("Day"), _("About"), _("Outcome"), _("Decision")), rows)
    return Message(say(counted, count=number(total)), (table, *((Buttons(tuple(turning)),) if turning else ())))


def decided(decision: Decision) -> Markdown:
    """Return a decision as it stands beside what it is about: "besluttet i M-3 pkt. 4"."""
    cite = cited(decision.meeting, decision.point)
    said = t(
        _("Decided in {cited} ({day}): {outcome}"),
        cited=cite,
        day=day(decision.on, weekday=False),
        outcome=outcome(decision.outcome),
    )
    return t("{said}. {text}", said=said, text=decision.text) if decision.text else t("{said}.", said=said)


def field() -> Short:
    """Return the field that asks where something was decided."""
    return Short(
        name="decision",
        label=_("Decision"),
        required=True,
        longest=200,
        hint=_("The meeting and the item, as in M-3 item 4; or “written round” and its date."),
        aliases=("beslutning", "møde", "meeting"),
    )


def latest(recent: Sequence[str]) -> Markdown:
    """Return the latest decisions in a sentence, for whoever is to name one."""
    return t(_("Latest decisions: {recent}."), recent=all_of(recent)) if recent else Markdown("")


def where(decision: str) -> str:
    """Return where something was decided, as people cite it: "M-3.4" is "M-3 pkt. 4", and a round in writing stands as it was typed."""
    return cited_ref(decision)


def resting(agreement: Agreement, on: Sequence[Rests]) -> Markdown:
    """Return what rests on a decision: briefings approved, focus areas chosen or not, and turns of the agreement's life."""
    return t(_("On this rests: {what}"), what=", ".join(_rests(agreement, one) for one in on)) if on else Markdown("")


def _with_rests(agreement: Agreement, one: Decision, on: Sequence[Rests]) -> str:
    """Return a decision's words, and what rests on it."""
    named = ", ".join(_rests(agreement, each) for each in on)
    return f"{one.text} → {named}".strip() if named else one.text


def _rests(agreement: Agreement, one: Rests) -> str:
    match one:
        case Deliverable():
            return briefings.name(agreement, one)
        case FocusArea():
            return f"{one.ref} {one.title}"
        case Turned():
            return _(TURNS[one.turn])
        case _:
            assert_never(one)


def minutes_of(decision: str) -> tuple[Button, ...]:
    """Return the way to the minutes of the meeting that decided; none where it was decided elsewhere."""
    point = point_in(decision)
    return (Button(_("Show the minutes"), f"/meeting minutes M-{point[0]}"),) if point else ()
