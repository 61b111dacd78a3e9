"""What the bot says when somebody comes or goes: to a stranger, to who has just been appointed, and to who has handed over."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.chat.markdown import Markdown, listed
from bot.chat.message import Button, Buttons, Message, text
from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import DutyPeriod, DutyRule, Label
from bot.domain.role import OF_A_UNIT, Role
from bot.domain.status import Round
from bot.words import office as offices
from bot.words.language import N_, _, all_of, moment, ngettext, say, spoken, t

MOST_LISTED = 6


@dataclass(frozen=True)
class Handover:
    """How things stand on the day somebody takes an office; names only, no rows."""

    unit: str = ""
    by: str = ""
    followed: Sequence[str] = ()
    initiatives: Sequence[tuple[str, str]] = ()  # spoken id and title
    round: Round | None = None  # open, and not answered by the unit
    first_time: bool = True


def stranger(agreement: Agreement, facilitators: Sequence[str]) -> Markdown:
    """Say in three sentences what this is and what to try."""
    authorities = all_of(one.name(spoken()) for one in agreement.authorities)
    what = t(
        _("I keep the agreement “{title}” between {authorities} alive."),
        title=agreement.name(spoken()),
        authorities=authorities,
    )
    does = t(
        _(
            "The parties tell each other here what they start, and say once a quarter how it is going; I remind, gather and remember."
        )
    )
    ask = (
        t(_("Ask {names} to appoint you"), names=all_of(facilitators))
        if facilitators
        else t(_("Ask the facilitator to appoint you"))
    )
    then = t(_("{ask}, or try `/whoami` and `/language da` in the meantime."), ask=ask)
    return t("{what} {does} {then}", what=what, does=does, then=then)


def appointed(agreement: Agreement, role: Role, picture: Handover) -> Message:
    """Tell the new holder who they are now, what that asks of them, how things stand, and what to type."""
    office = offices.office(agreement, role, picture.unit or None)
    asks = _ASKS[role](agreement, picture.unit)
    parts = [
        text(_intro(agreement, picture), t(_("**What that asks of you**")), listed(asks)),
        text(*_standing(agreement, picture)),
    ]
    buttons = [Button(_("What can I do?"), "/help")]
    if picture.unit:
        buttons.insert(0, Button(say(_("Show {unit}"), unit=_short(agreement, picture.unit)), f"/party show {picture.unit}"))
    if picture.round is not None and role in OF_A_UNIT:
        buttons.insert(0, Button(_("Answer the status round"), f"/status reply {picture.unit}", "primary"))
    shown = [part for part in parts if part.markdown]
    return Message(say(_("You are now {office}"), office=office), (*shown, Buttons(tuple(buttons))))


def relieved(agreement: Agreement, role: Role, unit: str, successor: str) -> Message:
    """Tell the former holder that it is over, who goes on, and that nothing more is asked of them."""
    office = offices.office(agreement, role, unit or None)
    if successor:
        said = t(
            _("{successor} is {office} from today. What you entered stays, and I have told {successor} how things stand."),
            successor=successor,
            office=office,
        )
    else:
        said = t(_("That holds from today. What you entered stays."))
    thanks = t(_("There is nothing you need to do. Thank you for your part in it."))
    return Message(say(_("You are no longer {office}"), office=office), (text(said, thanks),))


def _intro(agreement: Agreement, picture: Handover) -> Markdown:
    """Say who appointed them, whom they follow, and, the first time, what this is."""
    sentences = []
    if picture.first_time:
        sentences.append(t(_("I am Pagt, and I keep the agreement “{title}” alive."), title=agreement.name(spoken())))
    if picture.by in picture.followed:
        sentences.append(t(_("{by} has appointed you as successor."), by=picture.by))
    elif picture.by and picture.followed:
        sentences.append(t(_("{by} has appointed you; you follow {former}."), by=picture.by, former=all_of(picture.followed)))
    elif picture.by:
        sentences.append(t(_("{by} has appointed you."), by=picture.by))
    elif picture.followed:
        sentences.append(t(_("You follow {former}."), former=all_of(picture.followed)))
    return Markdown(" ".join(sentences))


def _standing(agreement: Agreement, picture: Handover) -> list[Markdown]:
    """Tell how things stand for a unit: its open initiatives, and a status round it has not answered."""
    if not picture.unit:
        return []
    unit, count = _short(agreement, picture.unit), len(picture.initiatives)
    if not count:
        said = [t(_("{unit} takes part in no open initiative."), unit=unit)]
    else:
        known = [t("**{ref}** {title}", ref=ref, title=title) for ref, title in picture.initiatives[:MOST_LISTED]]
        if count > MOST_LISTED:
            rest = count - MOST_LISTED
            known.append(t(ngettext("and {count} more", "and {count} more", rest), count=rest))
        lead = ngettext("{unit} takes part in {count} open initiative:", "{unit} takes part in {count} open initiatives:", count)
        said = [t(lead, unit=unit, count=count), listed(known)]
    if picture.round is not None:
        until = moment(picture.round.closes_at, agreement.zone)
        said.append(
            t(
                _("The status round {period} is open until {until}, and {unit} has not answered."),
                period=picture.round.period,
                until=until,
                unit=unit,
            )
        )
    return said


def _short(agreement: Agreement, unit: str) -> str:
    return agreement.unit(unit).short


def _within(name: str) -> str:
    """Return a name that begins with an article as it stands within a sentence."""
    return f"{name[:1].lower()}{name[1:]}" if name.startswith(("Den ", "The ")) else name


def _never() -> Markdown:
    return t(_("Never write names, CPR numbers or anything else about citizens here."))


def _of_representative(agreement: Agreement, unit: str) -> list[Markdown]:
    short = _short(agreement, unit)
    asks = [
        t(
            _("When {unit} starts an initiative, register it with `/initiative new`. I tell the other parties."),
            unit=short,
        ),
        t(_("When others register one, I tell you here; one tap on *Seen* is enough.")),
        t(_("Once a quarter I ask how your initiatives are going. “Unchanged” is one tap.")),
    ]
    yearly = [
        duty.count
        for duty in agreement.duties_of(DutyRule.AT_LEAST_MEETINGS)
        if duty.period is DutyPeriod.YEAR and duty.label is Label.AGREEMENT and duty.count
    ]
    if yearly:
        met = ngettext(
            "You speak for {unit} in {body}, which meets at least {count} time a year.",
            "You speak for {unit} in {body}, which meets at least {count} times a year.",
            yearly[0],
        )
        asks.append(t(met, unit=short, body=_within(agreement.running_body.name(spoken())), count=yearly[0]))
    return [*asks, _never()]


def _of_deputy(agreement: Agreement, unit: str) -> list[Markdown]:
    short = _short(agreement, unit)
    return [
        t(_("You step in for the representative of {unit}; I turn to you when the representative is silent."), unit=short),
        t(_("You may register initiatives and answer status rounds for {unit}, just as the representative may."), unit=short),
        t(_("As long as the representative answers, you hear nothing from me.")),
        _never(),
    ]


def _plainly(*msgids: str) -> Callable[[Agreement, str], list[Markdown]]:
    """Return lines that are the same for every agreement and unit."""
    return lambda _agreement, _unit: [*(t(_(one)) for one in msgids), _never()]


_ASKS: Mapping[Role, Callable[[Agreement, str], list[Markdown]]] = {
    Role.REPRESENTATIVE: _of_representative,
    Role.DEPUTY: _of_deputy,
    Role.FACILITATOR: _plainly(
        N_("You set things up: `/agreement setup` in the agreement's channel, then a representative for each party."),
        N_("The quarter's status round opens and closes by itself; `/status ask` opens one outside its turn."),
        N_("You may answer for a unit that is not in chat: `/status reply`, followed by the unit."),
        N_("I tell you which parties are silent, once I have nudged them without an answer."),
    ),
    Role.FACILITATOR_DEPUTY: _plainly(
        N_("You may do what the facilitator may, except hand out roles."),
        N_("I turn to you when the facilitator has not reacted."),
        N_("`/party list` shows who speaks for each party."),
    ),
    Role.CHAIR: _plainly(
        N_("You may read everything. `/status digest` shows how the initiatives stand, whenever you ask."),
        N_("When a status round closes, its digest is posted in the agreement's channel."),
        N_("I turn to you only when nobody else has reacted."),
    ),
    Role.READER: _plainly(
        N_("You may read the initiatives and the status digest: `/initiative list` and `/status digest`."),
        N_("I never nudge you."),
    ),
    Role.ADMIN: _plainly(
        N_("You look after the installation: `/agreement setup` in the agreement's channel appoints the facilitator."),
        N_("You see who speaks for each party, with `/party list`, but not their initiatives."),
        N_("Appoint another administrator before you leave: `/agreement appoint`."),
    ),
}
