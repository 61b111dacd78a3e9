"""What the bot says about the agreement itself: what it asks, what is only our own rule, and its clauses word for word."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.chat.markdown import Markdown, listed
from bot.chat.message import Button, Buttons, Facts, Menu, Message, Option, facts, text
from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import Clause, Duty, DutyPeriod, DutyRule, Label
from bot.domain.meeting import Meeting
from bot.domain.meeting_year import Count
from bot.domain.role import Role
from bot.words import meeting_count as counts
from bot.words import office as offices
from bot.words.language import _, all_of, clock_time, day, ngettext, number, say, spoken, t
from bot.words.meeting import at, titled

MOST_OPTIONS = 100


@dataclass(frozen=True)
class Version:
    """One version of the text: its number, and the day from which it holds."""

    number: int
    since: date


@dataclass(frozen=True)
class Standing:
    """How things stand today: the version in force and those to come, who holds which office, and the live evidence."""

    version: Version
    coming: Sequence[Version] = ()
    offices: Sequence[tuple[Role, Sequence[str]]] = ()
    initiatives: tuple[int, int] | None = None  # registered, and of these open; None for who may not read them
    round: tuple[str, int, int] | None = None  # the latest round's period, how many have answered, and how many were asked
    meetings: Count | None = None  # this year's
    next_meeting: Meeting | None = None
    ends_on: date | None = None  # the first day it no longer holds, where it was repealed


def shown(agreement: Agreement, standing: Standing, today: date) -> Message:
    """Show the agreement: its parties, tracks, pledges with live evidence, our own rules, and a way to its clauses."""
    ours = [one for one in agreement.duties if one.label is Label.HOUSE]
    theirs = [one for one in agreement.duties if one.label is Label.AGREEMENT]
    pledges = text(t(_("**What the agreement asks**")), listed(_pledge(agreement, one, standing) for one in theirs))
    rules = text(
        t(_("**House rules** – our own; neglecting one breaks no agreement")),
        listed([*(_pledge(agreement, one, standing) for one in ours), *_timings(agreement)]),
    )
    tracks = text(t(_("**Tracks**")), listed(_track(agreement, one.id) for one in agreement.tracks))
    reading = Buttons((Button(_("Read the clauses"), "/agreement clause"),))
    parts = (_facts(agreement, standing, today), tracks, pledges, rules, reading)
    return Message(agreement.name(spoken()), parts)


def _facts(agreement: Agreement, standing: Standing, today: date) -> Facts:
    since = day(agreement.in_force_from, weekday=False)
    if agreement.in_force_from_is_sample:
        since = say(_("{day} (a sample: the text bears no date)"), day=since)
    by_authority = [
        say(_("{count} in {authority}"), count=number(len(units)), authority=authority.name(spoken()))
        for authority in agreement.authorities
        if (units := agreement.units_of(authority.id, today))
    ]
    version = say(_("{number}, since {day}"), number=standing.version.number, day=day(standing.version.since, weekday=False))
    coming = (say(_("{number} from {day}"), number=one.number, day=day(one.since, weekday=False)) for one in standing.coming)
    held = {offices.role(role).capitalize(): all_of(names) for role, names in standing.offices}
    repealing = agreement.repealing_body
    return facts(
        {
            _("In force since"): since,
            _("Repealed from"): day(standing.ends_on, weekday=False) if standing.ends_on else "",
            _("Version of the text"): version,
            _("Coming versions"): all_of(coming),
            _("Parties"): all_of(by_authority),
            _("Run by"): agreement.running_body.name(spoken()),
            _("Facilitated by"): agreement.facilitating_authority.name(spoken()),
            _("May be repealed by"): repealing.name(spoken()) if repealing else "",
            **held,
        }
    )


def _track(agreement: Agreement, id_: str) -> Markdown:
    one = agreement.track(id_)
    return t("**{number} {name}**: {focus}", number=one.number, name=one.name(spoken()), focus=one.focus.text(spoken()))


def _pledge(agreement: Agreement, duty: Duty, standing: Standing) -> Markdown:
    """Return a duty with the clause it stands on and, where there is any, what shows that it is lived."""
    clause = agreement.clause(duty.clause).heading.text(spoken())
    said = t(_("**{duty}** (clause “{clause}”)"), duty=duty.name(spoken()), clause=clause)
    evidence = _evidence(duty, standing)
    return t("{said}: {evidence}", said=said, evidence=evidence) if evidence else said


def _evidence(duty: Duty, standing: Standing) -> str:
    if duty.rule is DutyRule.INFORM and standing.initiatives is not None:
        registered, open_ = standing.initiatives
        said = ngettext(
            "{count} initiative registered, {open} open now", "{count} initiatives registered, {open} open now", registered
        )
        return say(said, count=number(registered), open=number(open_))
    if duty.rule is DutyRule.AT_LEAST_MEETINGS and duty.period is DutyPeriod.YEAR and standing.meetings is not None:
        return counts.figures(standing.meetings)
    if duty.rule is DutyRule.AT_LEAST_MEETINGS and duty.period is DutyPeriod.QUARTER and standing.next_meeting is not None:
        return say(_("the next is {meeting}, {at}"), meeting=titled(standing.next_meeting), at=at(standing.next_meeting))
    if duty.rule is DutyRule.STATUS_ROUND and standing.round is not None:
        period, answered, asked = standing.round
        return say(_("the latest is {period}, answered by {answered} of {asked}"), period=period, answered=answered, asked=asked)
    return ""


def _timings(agreement: Agreement) -> list[Markdown]:
    """Return our own offsets that people meet, each in one line."""
    house = agreement.house
    hours = house.working_hours
    open_days = house.status_round.open_days
    silent = house.silent_after_days
    return [
        t(
            ngettext("A status round is open for {count} day.", "A status round is open for {count} days.", open_days),
            count=open_days,
        ),
        t(
            ngettext(
                "An initiative nobody has told of for {count} day is silent.",
                "An initiative nobody has told of for {count} days is silent.",
                silent,
            ),
            count=silent,
        ),
        t(
            _("I nudge on working days between {starts} and {ends}."),
            starts=clock_time(hours.starts),
            ends=clock_time(hours.ends),
        ),
    ]


def clause(agreement: Agreement, one: Clause) -> Message:
    """Show a clause word for word, with what follows from it and its neighbours."""
    place = agreement.clauses.index(one)
    section = next((found.section for found in reversed(agreement.clauses[: place + 1]) if found.section), None)
    paragraphs = [t("{text}", text=one.printed)]
    if spoken() != "da":
        paragraphs.append(t(_("*The Danish text is the agreement's own; the heading is a gloss of ours.*")))
    owed = [duty for duty in agreement.duties if duty.clause == one.id]
    follows = {label: [duty.name(spoken()) for duty in owed if duty.label is label] for label in Label}
    about = facts(
        {
            _("Section"): section.text(spoken()) if section else "",
            _("The agreement asks"): all_of(follows[Label.AGREEMENT]),
            _("House rule"): all_of(follows[Label.HOUSE]),
            _("Cited as"): one.id,
        }
    )
    turning = []
    if place:
        turning.append(Button(_("Previous clause"), f"/agreement clause {agreement.clauses[place - 1].id}"))
    if place + 1 < len(agreement.clauses):
        turning.append(Button(_("Next clause"), f"/agreement clause {agreement.clauses[place + 1].id}"))
    return Message(one.heading.text(spoken()), (text(*paragraphs), about, Buttons(tuple(turning))))


def clauses(agreement: Agreement) -> Message:
    """Offer all clauses to read."""
    count = len(agreement.clauses)
    return Message(
        say(ngettext("The agreement has {count} clause", "The agreement has {count} clauses", count), count=number(count)),
        (_menu(agreement),),
    )


def _menu(agreement: Agreement) -> Menu:
    options = tuple(
        Option(f"{place}. {one.heading.text(spoken())}", one.id)
        for place, one in enumerate(agreement.clauses[:MOST_OPTIONS], start=1)
    )
    return Menu(_("Read a clause"), "/agreement clause", options)
