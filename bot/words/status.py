"""What the bot says about a status round: the question, the nudges, the receipts. The digest has a file of its own."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.chat.form import Choice, Field, Form, Long
from bot.chat.markdown import Markdown, joined, listed
from bot.chat.message import Button, Buttons, Message, Text, text
from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import DutyRule
from bot.domain.initiative import Registered, State
from bot.domain.status import LONGEST_NEED, LONGEST_SENTENCE, Answer, Line, Reply, Round
from bot.words.initiative import clause, short, shorts, state, states
from bot.words.language import LANGUAGES, _, all_of, moment, ngettext, number, say, speaking, spoken, t

MOST_NAMED = 12


def nudge(
    agreement: Agreement, round_: Round, unit: str, initiatives: Sequence[Registered], *, first: bool
) -> Message:
    """Ask one unit how it goes; `first` is the opening question, later ones only go to the silent."""
    name, until = short(agreement, unit), moment(round_.closes_at, agreement.zone)
    if first:
        headline = say(_("Status {period}: how does it go for {unit}?"), period=round_.period, unit=name)
    else:
        headline = say(_("Reminder: {unit} has not answered status {period} yet"), period=round_.period, unit=name)
    asked = t(
        _("Please answer by {until}. One sentence of progress and one of obstacles for each initiative is enough."), until=until
    )
    mine = listed(_one(one) for one in initiatives[:MOST_NAMED])
    more = len(initiatives) - MOST_NAMED
    rest = t(ngettext("… and {count} more.", "… and {count} more.", more), count=more) if more > 0 else Markdown("")
    none = t(_("{unit} has no initiatives now; tell whether you need help or a new or adjusted initiative."), unit=name)
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
        (text(said, _until(agreement, round_)), Buttons((_correct(reply.unit, round_),))),
    )


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
    buttons = ((more,) if more else ()) + (_correct(reply.unit, round_),)
    return Message(headline, (text(lines, rest, needs, behalf, late or _until(agreement, round_)), Buttons(buttons)))


def _line(number_: int, title: str, line: Line) -> Markdown:
    obstacle = say(_("obstacle: {text}"), text=line.obstacles) if line.obstacles else ""
    told = "; ".join(one for one in (line.progress, obstacle) if one)
    ref = f"I-{number_}"
    if told:
        return t("**{ref}** {title}: {state}. {told}", ref=ref, title=title, state=state(line.state), told=told)
    return t("**{ref}** {title}: {state}", ref=ref, title=title, state=state(line.state))


def _until(agreement: Agreement, round_: Round) -> Markdown:
    if not round_.open:
        return Markdown("")
    return t(_("You can correct it until {until}."), until=moment(round_.closes_at, agreement.zone))


def _correct(unit: str, round_: Round) -> Button:
    return Button(_("Correct the answer"), f"/status reply {unit} {round_.period}")


def is_this_the_answer(agreement: Agreement, round_: Round, unit: str, said: str) -> Message:
    """Ask before words in a direct conversation are taken as a unit's answer."""
    name = short(agreement, unit)
    return Message(
        say(_("Is that {unit}'s status for {period}?"), unit=name, period=round_.period),
        (
            text(t("{said}", said=said)),
            Buttons(
                (
                    Button(_("Yes, save it"), f"/status reply {unit} {round_.period} {said}", "primary"),
                    Button(_("No, show the form"), f"/status reply {unit} {round_.period}"),
                )
            ),
        ),
    )


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


def closed(round_: Round, answered_: int, parties: int) -> Message:
    """Confirm that a round is closed."""
    return Message(
        say(
            _("Status round {period} is closed: {count} of {parties} parties answered"),
            period=round_.period,
            count=answered_,
            parties=parties,
        ),
        (text(t(_("The digest is posted in the agreement's channel. Later answers are shown as late."))),),
    )


def without_contact(agreement: Agreement, round_: Round, units: Sequence[str]) -> Message:
    """Tell the facilitator which parties nobody can be asked at."""
    return Message(
        say(_("Status {period}: {count} parties have nobody to ask"), period=round_.period, count=number(len(units))),
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


def where_it_stands(
    agreement: Agreement, round_: Round, answers: Sequence[tuple[str, datetime]], missing: Sequence[str]
) -> Message:
    """Tell who has answered a round and who has not."""
    lines = listed(t("{unit}: {at}", unit=short(agreement, unit), at=moment(at, agreement.zone)) for unit, at in answers)
    until = moment(round_.closes_at, agreement.zone)
    when = (
        say(_("open until {until}"), until=until)
        if round_.open
        else say(_("closed {until}"), until=moment(round_.closed_at or round_.closes_at, agreement.zone))
    )
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
                t(_("The round is {when}."), when=when),
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


OBSTACLE_WORDS = ("hindringer", "hindring", "forhindring", "udfordring", "obstacles", "obstacle", "blocker", "blocked")


def example() -> str:
    """Return an example of an answer in words."""
    return (
        "I-7 aktiv: første hold er startet; hindring: lokaler"
        if spoken() == "da"
        else "I-7 active: first group has started; obstacle: rooms"
    )
