"""What the bot says about focus areas of a year: the form, the list, and what became of each. What is chosen is decided elsewhere."""

from collections.abc import Mapping, Sequence

from bot.chat.form import Choice, Field, Form, Long, Short
from bot.chat.message import Button, Buttons, Message, Option, Part, Table, facts, text
from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import Duty, DutyRule
from bot.domain.focus import LONGEST_REASON, LONGEST_RESULT, LONGEST_SIGN, LONGEST_TITLE, USUAL_MOST, Focus, FocusArea, State
from bot.words.decision import field as decision_field
from bot.words.decision import latest, minutes_of, where
from bot.words.initiative import short, shorts, track_numbers, tracks
from bot.words.language import N_, _, number, pgettext, say, t
from bot.words.meeting import under
from bot.words.party_fields import whose

STATES: Mapping[State, str] = {
    State.PROPOSED: N_("proposed"),
    State.CHOSEN: N_("chosen"),
    State.DROPPED: N_("not chosen"),
}


def new_form(agreement: Agreement, *, year: int, lead: str, may_lead: Sequence[str], parties: Sequence[str]) -> Form:
    """Ask for a proposal."""
    fields: tuple[Field, ...] = (
        Short(
            name="title",
            label=_("Headline"),
            required=True,
            longest=LONGEST_TITLE,
            hint=_("A few words that a committee understands."),
            aliases=("title", "titel", "overskrift"),
        ),
        Long(
            name="reason",
            label=_("Reason"),
            required=True,
            longest=LONGEST_REASON,
            hint=_("Why just this, next year. It becomes public: no persons, and no police methods."),
            aliases=("begrundelse", "hvorfor", "why"),
        ),
        *whose(agreement, "units", lead=lead, may_lead=may_lead, parties=parties),
        Short(
            name="initiatives",
            label=_("Initiatives that carry it"),
            longest=200,
            hint=_("Their numbers, as in I-2, I-7."),
            aliases=("initiatives", "indsatser"),
        ),
        Short(
            name="sign",
            label=_("Expected sign of progress"),
            longest=LONGEST_SIGN,
            hint=_("How the group will see in a year that it helped."),
            aliases=("sign", "tegn", "mål"),
        ),
        Choice(
            name="year",
            label=_("Year"),
            required=True,
            options=tuple(Option(str(one), str(one)) for one in (year, year - 1)),
            value=str(year),
            aliases=("år",),
        ),
    )
    return Form(title=_("New focus area"), command="/focus new", fields=fields, submit=_("Propose"))


def report_form(one: FocusArea) -> Form:
    """Ask what was done about it."""
    return Form(
        title=_("Follow-up"),
        command=f"/focus report {one.ref}",
        fields=(
            Long(
                name="result",
                label=_("What was done"),
                required=True,
                longest=LONGEST_RESULT,
                value=one.result,
                hint=_("A few sentences for the annual status. It becomes public: no persons."),
                aliases=("resultat", "gjort"),
            ),
        ),
        submit=_("Save"),
        intro=t("**{ref} {title}**", ref=one.ref, title=one.title),
    )


def proposed(agreement: Agreement, one: Focus) -> Message:
    """Confirm a proposal."""
    area = one.area
    said = t(
        _("The operative group chooses among the proposals; {year} has {count} at most as a rule."),
        year=area.year,
        count=USUAL_MOST,
    )
    return Message(
        say(_("Proposed {ref} {title}"), ref=area.ref, title=area.title),
        (_facts(agreement, one), text(said), Buttons((_list(area.year),))),
    )


def the_list(agreement: Agreement, year: int, found: Sequence[Focus], *, propose: bool) -> Message:
    """List a year's focus areas, chosen and proposed."""
    buttons = [Button(_("Propose a focus area"), "/focus new", "primary")] if propose else []
    if not found:
        none = text(t(_("None is proposed yet. The operative group chooses among what the parties propose.")))
        return Message(say(_("Focus areas {year}: none yet"), year=year), (none, *_row(buttons)))
    rows = tuple(
        (
            one.area.ref,
            one.area.title,
            _(STATES[one.area.state]),
            short(agreement, one.area.lead),
            track_numbers(agreement, one.tracks),
            where(one.area.decision),
        )
        for one in found
    )
    columns = (_("No."), _("Headline"), pgettext("column", "State"), _("Lead"), _("Track"), _("Decision"))
    chosen = sum(one.area.state is State.CHOSEN for one in found)
    headline = say(
        _("Focus areas {year}: {chosen} chosen, {count} in all"), year=year, chosen=number(chosen), count=number(len(found))
    )
    showing = [Button(say(_("Show {one}"), one=one.area.ref), f"/focus show {one.area.ref}") for one in found[:20]]
    return Message(headline, (Table("", columns, rows), *_row([*showing, *buttons])))


def _row(buttons: Sequence[Button]) -> tuple[Part, ...]:
    return (Buttons(tuple(buttons)),) if buttons else ()


def shown(agreement: Agreement, one: Focus, *, may_report: bool, may_decide: bool) -> Message:
    """Show one focus area."""
    area = one.area
    parts: list[Part] = [text(t("{reason}", reason=area.reason)), _facts(agreement, one)]
    if area.result:
        parts.append(text(t(_("**What was done**")), t("{result}", result=area.result)))
    buttons = []
    if may_decide and area.state is not State.CHOSEN:
        buttons.append(Button(_("Chosen at a meeting"), f"/focus choose {area.ref}", "primary"))
    if may_report and area.state is State.CHOSEN:
        buttons.append(Button(_("Tell what was done"), f"/focus report {area.ref}"))
    buttons += [*minutes_of(area.decision), _list(area.year)]
    return Message(
        say("{ref} {title}", ref=area.ref, title=area.title),
        (*parts, Buttons(tuple(buttons)), under(agreement, _duty(agreement))),
    )


def choose_form(one: FocusArea, command: str, title: str, recent: Sequence[str]) -> Form:
    """Ask where it was decided."""
    return Form(
        title=title,
        command=command,
        fields=(decision_field(),),
        submit=_("Save"),
        intro="\n\n".join(filter(None, (t("**{ref} {title}**", ref=one.ref, title=one.title), latest(recent)))),
    )


def decided(one: FocusArea) -> Message:
    """Confirm that a meeting chose it, or did not."""
    said = (
        _("{ref} {title} is a focus area of {year}")
        if one.state is State.CHOSEN
        else _("{ref} {title} was not chosen for {year}")
    )
    return Message(
        say(said, ref=one.ref, title=one.title, year=one.year),
        (text(t(_("Decided: {decision}"), decision=where(one.decision))), Buttons((_list(one.year),))),
    )


def reported(one: FocusArea) -> Message:
    """Confirm a follow-up."""
    return Message(
        say(_("Kept: what was done about {ref} {title}"), ref=one.ref, title=one.title),
        (
            text(t("{result}", result=one.result), t(_("It stands in the status for {year}."), year=one.year)),
            Buttons((_list(one.year),)),
        ),
    )


def _facts(agreement: Agreement, one: Focus) -> Part:
    area = one.area
    others = [unit for unit in one.units if unit != area.lead]
    return facts(
        {
            _("Year"): str(area.year),
            pgettext("column", "State"): _(STATES[area.state]),
            _("Tracks"): tracks(agreement, one.tracks),
            _("Lead"): short(agreement, area.lead),
            _("Also taking part"): shorts(agreement, others),
            _("Initiatives that carry it"): ", ".join(f"I-{one_}" for one_ in one.initiatives),
            _("Expected sign of progress"): area.sign,
            _("Decision"): where(area.decision),
        }
    )


def _list(year: int) -> Button:
    return Button(say(_("Focus areas {year}"), year=year), f"/focus list {year}")


def _duty(agreement: Agreement) -> Duty | None:
    return next(iter(agreement.duties_of(DutyRule.BRIEFING)), None)
