"""What the bot says on its own initiative in a status round: the question, the reminders, the receipt that takes their place."""

from collections.abc import Sequence

from bot.chat.markdown import Markdown, listed
from bot.chat.message import Button, Buttons, Message, Text, text
from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import DutyRule
from bot.domain.initiative import Registered
from bot.domain.status import Reply, Round
from bot.words.initiative import clause, short, shorts, state
from bot.words.language import _, moment, ngettext, number, say, t

MOST_NAMED = 12


def nudge(agreement: Agreement, round_: Round, unit: str, initiatives: Sequence[Registered], *, first: bool) -> Message:
    """Ask one unit how it goes; `first` is the opening question, later ones only go to the silent."""
    name, until = short(agreement, unit), moment(round_.closes_at, agreement.zone)
    if first:
        headline = say(_("Status {period}: how is it going at {unit}?"), period=round_.period, unit=name)
    else:
        headline = say(_("Reminder: {unit} has not answered status {period} yet"), period=round_.period, unit=name)
    asked = t(
        _("Please answer by {until}. One sentence of progress and one of obstacles for each initiative is enough."), until=until
    )
    mine = listed(_one(one) for one in initiatives[:MOST_NAMED])
    more = len(initiatives) - MOST_NAMED
    rest = t(ngettext("… and {count} more.", "… and {count} more.", more), count=more) if more > 0 else Markdown("")
    none = t(_("{unit} has no initiatives now; say whether you need help or a new or adjusted initiative."), unit=name)
    how = t(_("Answer with the form, press *Unchanged*, or write in this thread, for example: `I-7 active: …; obstacle: …`"))
    return Message(
        headline,
        (
            text(asked, mine if initiatives else none, rest),
            Buttons(
                (
                    Button(_("Answer"), f"/status reply {unit} {round_.period}", "primary"),
                    Button(_("Unchanged"), f"/status reply {unit} {round_.period} {_('unchanged')}"),
                )
            ),
            text(how),
            _clause(agreement),
        ),
    )


def _one(one: Registered) -> Markdown:
    facts = {"ref": one.initiative.ref, "title": one.initiative.title, "state": state(one.initiative.state)}
    return t("**{ref}** {title} ({state})", **facts)


def _clause(agreement: Agreement) -> Text:
    return clause(agreement, DutyRule.DISCUSS)


def receipt(agreement: Agreement, round_: Round, reply: Reply, by: str) -> Message:
    """Take the place of a nudge once the unit has answered."""
    unit, at = short(agreement, reply.unit), moment(reply.at, agreement.zone)
    said = t(_("Answered by {by}, {at}."), by=by, at=at)
    if reply.on_behalf:
        said = t(_("Answered by {by} on behalf of {unit}, {at}."), by=by, unit=unit, at=at)
    return Message(
        say(_("Status {period}: {unit} has answered"), period=round_.period, unit=unit),
        (text(said, Markdown("") if reply.late else until(agreement, round_)), Buttons((correct(reply.unit, round_),))),
    )


def without_contact(agreement: Agreement, round_: Round, units: Sequence[str]) -> Message:
    """Tell the facilitator which parties nobody can be asked at."""
    lacking = ngettext(
        "Status {period}: {count} party has nobody to ask", "Status {period}: {count} parties have nobody to ask", len(units)
    )
    return Message(
        say(lacking, period=round_.period, count=number(len(units))),
        (
            text(
                t(_("No representative and no deputy: {units}."), units=shorts(agreement, units)),
                t(_("Appoint one with `/party contact UNIT PERSON`, or answer on their behalf with `/status reply UNIT`.")),
            ),
            _clause(agreement),
        ),
    )


def still_silent(agreement: Agreement, round_: Round, units: Sequence[str], parties: int) -> Message:
    """Tell those above the units which ones have not answered, shortly before the round closes."""
    count = number(parties - len(units))
    return Message(
        say(
            _("Status {period}: {count} of {parties} parties have answered"),
            period=round_.period,
            count=count,
            parties=number(parties),
        ),
        (
            text(
                t(_("Still missing: {units}."), units=shorts(agreement, units)),
                t(
                    _("The round closes {until}. You may answer on a unit's behalf with `/status reply UNIT`."),
                    until=moment(round_.closes_at, agreement.zone),
                ),
            ),
            Buttons((Button(_("Show the digest so far"), f"/status digest {round_.period}"),)),
            _clause(agreement),
        ),
    )


def until(agreement: Agreement, round_: Round) -> Markdown:
    """Say how long an answer can be corrected, while the round is open."""
    if not round_.open:
        return Markdown("")
    return t(_("You can correct it until {until}."), until=moment(round_.closes_at, agreement.zone))


def correct(unit: str, round_: Round) -> Button:
    """Return the button that opens a unit's answer again."""
    return Button(_("Correct the answer"), f"/status reply {unit} {round_.period}")
