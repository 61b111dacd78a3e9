"""What the bot says about a poll for a date (Danish: afstemning): the question, the receipts, how it stands, and what came of it."""

from collections.abc import Sequence

from bot.chat.form import Choices, Day, Field, Form, Long
from bot.chat.markdown import Markdown, listed
from bot.chat.message import Button, Buttons, Message, Option, Part, Table, facts, shortened, text
from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import DutyRule
from bot.domain.meeting import Meeting
from bot.domain.poll import MOST, Choice, Poll, PollState, Proposal, Tally, best
from bot.domain.when import Reading, Remark
from bot.words import when
from bot.words.initiative import clause, short, shorts
from bot.words.language import N_, _, all_of, day, moment, ngettext, number, say, spoken, t
from bot.words.meeting import SHORT_TITLE, at, kind, show_button, titled
from bot.words.meeting_form import what_fields

_STATES = {PollState.OPEN: N_("open"), PollState.DECIDED: N_("decided"), PollState.WITHDRAWN: N_("withdrawn")}


def proposed(agreement: Agreement, one: Proposal) -> str:
    """Return a proposal as an accepted date is echoed."""
    return when.echo(Reading(one.on, one.starts, one.ends), agreement.zone)


def called(poll: Poll) -> str:
    """Return what a poll is about: "P-1 ordinary meeting"."""
    return say("{ref} {title}", ref=poll.ref, title=shortened(poll.title or kind(poll.kind), SHORT_TITLE))


def new_form() -> Form:
    """Return the form that opens a poll."""
    example = {"da": "torsdag d. 11. marts kl. 10-12"}.get(spoken(), "Thursday 11 March 10:00-12:00")
    fields: tuple[Field, ...] = (
        Long(
            name="proposals",
            label=_("Proposals"),
            hint=say(_("One day and time on each line, as in: {example}. Up to {most}."), example=example, most=MOST),
            required=True,
            longest=800,
            aliases=("proposals", "forslag", "dates", "datoer"),
        ),
        Day(
            name="last_day",
            label=_("Answers by"),
            hint=_("A week on, if you leave it empty."),
            aliases=("by", "senest", "svarfrist"),
        ),
        *what_fields(),
    )
    intro = t(_("Every party is asked when it can. You pick the day, which convenes the meeting."))
    return Form(title=_("Find a day"), command="/meeting poll", fields=fields, submit=_("Ask the parties"), intro=intro)


def opened(
    agreement: Agreement, poll: Poll, options: Sequence[tuple[Proposal, Sequence[Remark]]], *, told: int, nobody_at: Sequence[str]
) -> Message:
    """Confirm that a poll is open, with what is to be said of each proposal."""
    said = ngettext("{count} person is asked now.", "{count} people are asked now.", told)
    lacking = (
        t(_("Nobody to ask yet at {units}: `/party contact UNIT PERSON`."), units=shorts(agreement, nobody_at))
        if nobody_at
        else Markdown("")
    )
    lines = listed(
        t(
            "**{number}** {proposed} {remarks}",
            number=one.position,
            proposed=proposed(agreement, one),
            remarks=" ".join(map(when.remark, found)),
        )
        for one, found in options
    )
    return Message(
        say(
            _("Asked: {poll}, {count} proposals, answers by {day}"),
            poll=called(poll),
            count=len(options),
            day=day(poll.closes_on),
        ),
        (text(lines, t(said, count=number(told)), lacking), Buttons((_show(poll),))),
    )


def question(agreement: Agreement, poll: Poll, options: Sequence[Proposal], unit: str, *, again: bool) -> Message:
    """Ask a party when it can."""
    name = short(agreement, unit)
    about = facts({_("Title"): poll.title if len(poll.title) > SHORT_TITLE else "", _("Place"): poll.place})
    headline = _("Last day to answer: when can {unit}? {poll}") if again else _("When can {unit}? {poll}")
    how = t(_("You can also write in this thread: the numbers that suit, as in `1, 3`, or `all` or `none`."))
    lines = listed(t("**{number}** {proposed}", number=one.position, proposed=proposed(agreement, one)) for one in options)
    return Message(
        say(headline, unit=name, poll=called(poll)),
        (
            *((about,) if about.facts else ()),
            text(lines, t(_("Please answer by {day}."), day=day(poll.closes_on))),
            Buttons(
                (
                    Button(_("All suit"), f"/meeting vote {poll.ref} {unit} all", "primary"),
                    Button(_("Choose …"), f"/meeting vote {poll.ref} {unit}"),
                    Button(_("None suits"), f"/meeting vote {poll.ref} {unit} none"),
                )
            ),
            text(how),
            clause(agreement, DutyRule.ALL_REPRESENTED),
        ),
    )


def vote_form(agreement: Agreement, poll: Poll, options: Sequence[Proposal], unit: str, given: Choice | None) -> Form:
    """Return the form a party chooses the days that suit it with."""
    choices = tuple(Option(f"{one.position} {proposed(agreement, one)}", str(one.position)) for one in options)
    field = Choices(
        name="can",
        label=_("Days that suit"),
        hint=_("Leave it empty if none does."),
        options=choices,
        value=given.can if given else "",
        aliases=("can", "kan", "days", "dage"),
    )
    intro = t(_("**{poll}**. You answer for {unit}."), poll=called(poll), unit=short(agreement, unit))
    command = f"/meeting vote {poll.ref} {unit}"
    return Form(title=say(_("Answer {ref}"), ref=poll.ref), command=command, fields=(field,), submit=_("Send"), intro=intro)


def choice(given: Choice, options: Sequence[Proposal]) -> str:
    """Return a party's answer in words: "1 and 3", "all", "none"."""
    if not given.positions:
        return _("none of the days")
    if len(given.positions) == len(options):
        return _("all the days")
    return say(
        ngettext("day {numbers}", "days {numbers}", len(given.positions)), numbers=all_of(map(str, sorted(given.positions)))
    )


def answered(agreement: Agreement, poll: Poll, options: Sequence[Proposal], given: Choice) -> Message:
    """Confirm a party's answer."""
    said = say(_("Noted: {unit} can make {days}"), unit=short(agreement, given.unit), days=choice(given, options))
    behalf = t(_("Entered on behalf of {unit}."), unit=short(agreement, given.unit)) if given.on_behalf else Markdown("")
    until = t(_("You can correct it until {day}."), day=day(poll.closes_on))
    return Message(said, (text(t("{poll}", poll=called(poll)), until, behalf), Buttons((_correct(poll, given.unit),))))


def receipt(agreement: Agreement, poll: Poll, options: Sequence[Proposal], given: Choice, by: str) -> Message:
    """Take the place of the question once a party has answered."""
    when_ = moment(given.at, agreement.zone)
    said = t(_("Answered by {by}, {at}."), by=by, at=when_)
    if given.on_behalf:
        said = t(_("Answered by {by} on behalf of {unit}, {at}."), by=by, unit=short(agreement, given.unit), at=when_)
    return Message(
        say(
            _("{poll}: {unit} can make {days}"), poll=called(poll), unit=short(agreement, given.unit), days=choice(given, options)
        ),
        (text(said), Buttons((_correct(poll, given.unit),))),
    )


def shown(agreement: Agreement, poll: Poll, tallies: Sequence[Tally], meeting: Meeting | None, *, may_pick: bool) -> Message:
    """Show how a poll stands: for each proposal which parties can."""
    silent = tallies[0].silent if tallies else ()
    parts: list[Part] = [_table(agreement, tallies), text(*_rest(agreement, poll, tallies, meeting))]
    if may_pick and poll.open:
        parts.append(_picks(poll, tallies))
    heard = len({unit for one in tallies for unit in (*one.can, *one.cannot)})
    return Message(
        say(
            _("{poll}: {state}, {count} of {parties} parties have answered"),
            poll=called(poll),
            state=_(_STATES[poll.state]),
            count=number(heard),
            parties=number(heard + len(silent)),
        ),
        tuple(parts),
    )


def _rest(agreement: Agreement, poll: Poll, tallies: Sequence[Tally], meeting: Meeting | None) -> list[Markdown]:
    leader = best(tallies)
    silent = tuple(dict.fromkeys(unit for one in tallies for unit in one.silent))
    cannot = t(
        _("Most can on {proposed}. Not then: {units}."),
        proposed=proposed(agreement, leader.proposal),
        units=shorts(agreement, leader.cannot),
    )
    return [
        t(_("It led to {meeting}, {at}."), meeting=titled(meeting), at=at(meeting)) if meeting else Markdown(""),
        cannot if poll.open and leader.can and leader.cannot else Markdown(""),
        t(_("No answer: {units}."), units=shorts(agreement, silent)) if silent else Markdown(""),
    ]


def _table(agreement: Agreement, tallies: Sequence[Tally]) -> Table:
    columns = (_("No."), _("Day"), _("Can"), _("By authority"))
    rows = tuple(
        (
            str(one.proposal.position),
            proposed(agreement, one.proposal),
            f"{len(one.can)}/{one.parties}",
            ", ".join(
                f"{agreement.authority(share.authority).short} {share.represented}/{share.parties}" for share in one.shares
            ),
        )
        for one in tallies
    )
    return Table("", columns, rows)


def _picks(poll: Poll, tallies: Sequence[Tally]) -> Buttons:
    leader = best(tallies).proposal.position
    return Buttons(
        (
            *(
                Button(
                    say(_("Pick {number}"), number=one.proposal.position),
                    f"/meeting pick {poll.ref} {one.proposal.position}",
                    "primary" if one.proposal.position == leader else "plain",
                )
                for one in tallies
            ),
            Button(_("Withdraw the poll"), f"/meeting pick {poll.ref} none", "danger"),
        )
    )


def result(agreement: Agreement, poll: Poll, tallies: Sequence[Tally]) -> Message:
    """Tell those who run the group how a poll came out, so that they pick a day."""
    found = shown(agreement, poll, tallies, None, may_pick=True)
    leader = best(tallies)
    head = say(
        _("Pick a day: {poll}. {can} of {parties} parties can on {day}"),
        poll=called(poll),
        can=number(len(leader.can)),
        parties=number(leader.parties),
        day=day(leader.proposal.on),
    )
    return Message(head, (*found.parts, clause(agreement, DutyRule.FACILITATE)))


def decided(poll: Poll, meeting: Meeting) -> Message:
    """Take the place of a poll's question once a day is picked."""
    return Message(
        say(_("{poll}: the day is {at}"), poll=called(poll), at=at(meeting)),
        (
            text(t(_("The invitation to {meeting} follows."), meeting=titled(meeting))),
            Buttons((show_button(meeting),)),
        ),
    )


def withdrawn(poll: Poll) -> Message:
    """Confirm that a poll is taken back; it also takes the place of its questions."""
    return Message(say(_("{poll} is withdrawn; nothing is convened by it"), poll=called(poll)))


def _show(poll: Poll) -> Button:
    return Button(_("How it stands"), f"/meeting poll {poll.ref}")


def _correct(poll: Poll, unit: str) -> Button:
    return Button(_("Correct the answer"), f"/meeting vote {poll.ref} {unit}")
