"""What the bot says about the agreement's life: its repeal recommended, rejected, withdrawn or decided. Which may follow is decided elsewhere."""

from collections.abc import Sequence

from bot.chat.form import Choice, Day, Form
from bot.chat.message import Button, Buttons, Message, Option, Text, text
from bot.domain.agreement import Agreement
from bot.domain.repeal import Turn, Turned
from bot.words.decision import TURNS, latest, where
from bot.words.decision import field as decision_field
from bot.words.language import _, day, say, spoken, t


def recommend_form(agreement: Agreement, recent: Sequence[str]) -> Form:
    """Ask where repeal was recommended."""
    by = agreement.house.repeal_recommended_by
    said = t(
        _("{body} recommends, and {repealing} decides. That is all that changes: the agreement stays in force until then."),
        body=agreement.body(by).name(spoken()) if by else agreement.running_body.name(spoken()),
        repealing=_repealing(agreement),
    )
    return Form(
        title=_("Recommend repeal"),
        command="/agreement recommend",
        fields=(decision_field(),),
        submit=_("Note it"),
        intro="\n\n".join(filter(None, (said, latest(recent)))),
    )


def repeal_form(agreement: Agreement) -> Form:
    """Ask what the body that may repeal decided."""
    turns = (Turn.REPEALED, Turn.REJECTED, Turn.WITHDRAWN)
    return Form(
        title=_("Decision on repeal"),
        command="/agreement repeal",
        fields=(
            Choice(
                name="turn",
                label=_("What was decided"),
                required=True,
                options=tuple(Option(_(TURNS[one]), one.value) for one in turns),
                aliases=("udfald",),
            ),
            decision_field(),
            Day(name="on", label=_("Date"), required=True, aliases=("day", "dag", "dato")),
            Day(
                name="ends_on",
                label=_("Holds no longer from"),
                hint=_("Only where it is repealed. What falls due before that day stays owed."),
                aliases=("ends", "ophører", "fra"),
            ),
        ),
        submit=_("Note it"),
        intro=t(_("The agreement is repealed by {body}, upon a recommendation."), body=_repealing(agreement)),
    )


def _repealing(agreement: Agreement) -> str:
    body = agreement.repealing_body
    return body.name(spoken()) if body else agreement.running_body.name(spoken())


def turned(one: Turned, history: Text) -> Message:
    """Confirm a turn, with all that came before it."""
    ends = (
        t(_("It holds no longer from {day}. What falls due before that day stays owed."), day=day(one.ends_on))
        if one.ends_on
        else t("")
    )
    decided = t(_("Decided: {decision}"), decision=where(one.decision))
    return Message(
        _(TURNS[one.turn]), (text(decided, ends), history, Buttons((Button(_("Show the agreement"), "/agreement show"),)))
    )


def line(one: Turned) -> str:
    """Return a turn in a line."""
    return say(
        _("{day}: {turn} ({decision})"), day=day(one.on, weekday=False), turn=_(TURNS[one.turn]), decision=where(one.decision)
    )
