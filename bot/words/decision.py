"""What the bot says about decisions (Danish: beslutninger): what may become of a point, the log of them, and how one is cited."""

from collections.abc import Mapping, Sequence

from bot.chat.form import Short
from bot.chat.markdown import Markdown
from bot.chat.message import Button, Buttons, Message, Table, text
from bot.domain.agreement import Agreement
from bot.domain.minutes import Decision, Outcome
from bot.words.agenda import cited, cited_ref, name_of
from bot.words.language import LANGUAGES, N_, _, any_of, day, ngettext, number, say, speaking, t

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.APPROVED: N_("approved"),
    Outcome.ENDORSED: N_("endorsed"),
    Outcome.NOTED: N_("taken note of"),
    Outcome.DISCUSSED: N_("discussed"),
    Outcome.DEFERRED: N_("deferred"),
    Outcome.NOTHING: N_("nothing to report"),
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


def log(agreement: Agreement, decisions: Sequence[Decision], *, page: int, pages: int, total: int) -> Message:
    """List what was decided, newest first: the decision log."""
    if not decisions:
        return Message(_("Nothing is decided yet"), (text(t(_("Record a decision with `/meeting decision M-3 4`."))),))
    rows = tuple(
        (
            cited(one.meeting, one.point),
            day(one.on, weekday=False),
            name_of(agreement, one.key, one.title),
            outcome(one.outcome),
            one.text,
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


def field(recent: Sequence[str] = ()) -> Short:
    """Return the field that asks where something was decided; the latest decisions stand beside it."""
    return Short(
        name="decision",
        label=_("Decision"),
        required=True,
        longest=200,
        hint=say(_("As in {recent}; or “written round” and its date."), recent=any_of(recent))
        if recent
        else _("The meeting and the item, as in M-3 item 4; or “written round” and its date."),
        aliases=("beslutning", "møde", "meeting"),
    )


def where(decision: str) -> str:
    """Return where something was decided, as people cite it: "M-3.4" is "M-3 pkt. 4", and a round in writing stands as it was typed."""
    return cited_ref(decision)
