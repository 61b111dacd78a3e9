"""What the bot says about a status round: the question, the nudges, the receipts. The digest has a file of its own."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.chat.markdown import Markdown, joined, listed
from bot.chat.message import Button, Buttons, Message, text
from bot.domain.agreement import Agreement
from bot.domain.initiative import State
from bot.domain.status import Answer, Line, Reply, Round
from bot.words.initiative import short, shorts, state, told
from bot.words.language import LANGUAGES, _, all_of, moment, ngettext, number, say, speaking, t
from bot.words.nudge import correct, until

MOST_NAMED = 12


def answered(
    agreement: Agreement,
    round_: Round,
    reply: Reply,
    answer: Answer,
    *,
    titles: Mapping[int, str],
    more: Button | None = None,
) -> Message:
    """Echo an answer as it was understood, so that a mistake is seen at once."""
    unit = short(agreement, reply.unit)
    if reply.unchanged:
        headline = say(_("Saved: {unit} has no changes in {period}"), unit=unit, period=round_.period)
    else:
        headline = say(_("Saved: {unit}'s status for {period}"), unit=unit, period=round_.period)
    lines = listed(_line(number_, titles.get(number_, ""), line) for number_, line in answer.lines.items())
    quiet = [f"I-{number_}" for number_ in titles if number_ not in answer.lines]
    rest = t(_("Unchanged: {refs}."), refs=all_of(quiet)) if quiet and not more else Markdown("")
    needs = joined(
        [
            t(_("**Need for help:** {text}"), text=answer.help_needed) if answer.help_needed else Markdown(""),
            t(_("**Need for a new or adjusted initiative:** {text}"), text=answer.new_needs)
            if answer.new_needs
            else Markdown(""),
            t(_("**Remark:** {text}"), text=answer.remark) if answer.remark else Markdown(""),
        ]
    )
    late = t(_("The round had closed, so the answer is shown as late.")) if reply.late else Markdown("")
    behalf = t(_("Entered on behalf of {unit}."), unit=unit) if reply.on_behalf else Markdown("")
    buttons = ((more,) if more else ()) + (correct(reply.unit, round_),)
    return Message(headline, (text(lines, rest, needs, behalf, late or until(agreement, round_)), Buttons(buttons)))


def _line(number_: int, title: str, line: Line) -> Markdown:
    facts = {"ref": f"I-{number_}", "title": title, "state": state(line.state), "told": told(line)}
    return t("**{ref}** {title} ({state}): {told}" if facts["told"] else "**{ref}** {title} ({state})", **facts)


def is_this_the_answer(agreement: Agreement, round_: Round, unit: str, said: str, *, instead: Sequence[Button] = ()) -> Message:
    """Ask before words in a direct conversation are taken as a unit's answer; `instead` is what else they may have meant."""
    name = short(agreement, unit)
    return Message(
        say(_("Is that {unit}'s status for {period}?"), unit=name, period=round_.period),
        (
            text(t("{said}", said=said)),
            Buttons(
                (
                    Button(_("Yes, save it"), f"/status reply {unit} {round_.period} {said}", "primary"),
                    Button(_("No, show the form"), f"/status reply {unit} {round_.period}"),
                    *instead,
                )
            ),
        ),
    )


def next_page(unit: str, round_: Round, page: int) -> Button:
    """Return the button to the form's next page."""
    return Button(_("Continue"), f"/status reply {unit} {round_.period} {_('page')} {page}", "primary")


def opened(agreement: Agreement, round_: Round, asked: int, without: Sequence[str]) -> Message:
    """Confirm that a round is open."""
    said = ngettext("{count} party is asked now, by direct message.", "{count} parties are asked now, by direct message.", asked)
    lacking = (
        t(_("Nobody to ask yet at {units}: `/party contact UNIT PERSON`."), units=shorts(agreement, without))
        if without
        else Markdown("")
    )
    return Message(
        say(
            _("Status round {period} is open until {until}"), period=round_.period, until=moment(round_.closes_at, agreement.zone)
        ),
        (text(t(said, count=asked), lacking),),
    )


def closed(round_: Round, answered_: int, parties: int, *, posted: bool) -> Message:
    """Confirm that a round is closed, and say where its digest is."""
    if posted:
        said = t(_("The digest is posted in the agreement's channel. Later answers are shown as late."))
    else:
        said = t(_("No channel belongs to the agreement, so the digest is posted nowhere: `/status digest` shows it."))
    return Message(
        say(
            _("Status round {period} is closed: {count} of {parties} parties answered"),
            period=round_.period,
            count=answered_,
            parties=parties,
        ),
        (text(said),),
    )


def where_it_stands(
    agreement: Agreement, round_: Round, answers: Sequence[tuple[str, datetime]], missing: Sequence[str]
) -> Message:
    """Tell who has answered a round and who has not."""
    lines = listed(t("{unit}: {at}", unit=short(agreement, unit), at=moment(at, agreement.zone)) for unit, at in answers)
    ends = moment(round_.closed_at or round_.closes_at, agreement.zone)
    when = t(_("The round is open until {until}."), until=ends) if round_.open else t(_("The round closed {at}."), at=ends)
    total = len(answers) + len(missing)
    return Message(
        say(
            _("Status {period}: {count} of {parties} parties have answered"),
            period=round_.period,
            count=number(len(answers)),
            parties=number(total),
        ),
        (
            text(
                when,
                lines,
                t(_("Still missing: {units}."), units=shorts(agreement, missing))
                if missing
                else t(_("All parties have answered.")),
            ),
        ),
    )


def state_words() -> dict[str, State]:
    """Return the words people of either language use for the states, longest first, so that none hides another."""
    found: dict[str, State] = {}
    for language in LANGUAGES:
        with speaking(language):
            found |= {state(one): one for one in State}
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


# In either language, whatever is being spoken: people answer as they think, and a colon follows.
HELP_WORDS = ("hjælp", "brug for hjælp", "behov for hjælp", "help", "help needed", "need for help")
NEED_WORDS = ("behov", "nye behov", "behov for nye indsatser", "need", "needs", "new needs", "need for new initiatives")
OBSTACLE_WORDS = ("hindringer", "hindring", "forhindring", "udfordring", "obstacles", "obstacle", "blocker", "blocked")
