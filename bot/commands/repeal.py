"""Commands about the agreement's life: note that repeal was recommended, and what became of it. Every turn is kept."""

from datetime import time

from bot.acts.briefing import all_changed
from bot.chat.form import Form
from bot.chat.markdown import listed
from bot.chat.message import text
from bot.chat.request import Reply, Request
from bot.commands.decision_named import decision_read, read_elsewhere, recent
from bot.domain.repeal import REPEAL, TAKES_EFFECT, Turn, Turned, may_follow
from bot.refusal import Refusal
from bot.registry import command
from bot.words import repeal as words
from bot.words.language import t
from storage.records import Records


def recommend_form(request: Request, records: Records) -> Form:
    """Ask where repeal was recommended."""
    may_follow(records.turns.all(), Turn.RECOMMENDED, request.today)
    return words.recommend_form(request.agreement, recent(request, records))


@command("agreement recommend", danish="aftale indstil", may="agreement.repeal", form=recommend_form, changes=True, lasts=True)
def recommend(request: Request, records: Records) -> Reply:
    """Note that repeal of the agreement was recommended; it stays in force until it is decided."""
    return _turned(request, records, Turn.RECOMMENDED)


def repeal_form(request: Request, records: Records) -> Form:
    """Ask what was decided; there has to be a recommendation."""
    may_follow(records.turns.all(), Turn.REPEALED, request.today)
    return words.repeal_form(request.agreement)


@command(
    "agreement repeal",
    danish="aftale ophæv",
    may="agreement.repeal",
    form=repeal_form,
    changes=True,
    lasts=True,
    aliases=("aftale ophaev",),
)
def repeal(request: Request, records: Records) -> Reply:
    """Note what was decided about a recommended repeal: repealed, rejected or withdrawn."""
    return _turned(request, records, Turn(request.filled.text("turn")))


def _turned(request: Request, records: Records, turn: Turn) -> Reply:
    """Keep a turn, and let everything that falls due be planned anew.

    Raises:
        Refusal: beside the field that needs another look, or when the turn cannot come now.
    """
    before = list(records.turns.all())
    may_follow(before, turn, request.today)
    try:
        read = decision_read if turn is Turn.RECOMMENDED else read_elsewhere  # The other turns are another body's.
        decision = read(request, records, request.filled.text("decision"))
    except Refusal as no:
        raise Refusal.of_fields({"decision": no}) from None
    on, ends_on = request.filled.day("on") or request.today, request.filled.day("ends_on")
    if turn is Turn.REPEALED and ends_on is None:
        raise Refusal.of_fields({"ends_on": Refusal("day_needed", example="30-06-2027")})
    one = Turned(
        turn=turn,
        on=on,
        decision=decision,
        ends_on=ends_on if turn is Turn.REPEALED else None,
        at=request.now,
        by=request.by.id,
    )
    records.turns.add(one)
    all_changed(records)
    if one.ends_on is not None:
        records.duties.set(TAKES_EFFECT, REPEAL, max(request.now, request.agreement.days().at(one.ends_on, time())))
    history = text(listed(t("{line}", line=words.line(each)) for each in (*before, one)))
    return Reply(words.turned(one, history))
