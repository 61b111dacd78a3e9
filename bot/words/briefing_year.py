"""What a draft says of the year's records: meetings, tracks, parties, external actors, adaptations.

The passages that speak to the receiving body, and those about focus areas, stand in briefing_passages.py; what every figure is
counted from in briefing_figures.py.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.chat.message import shortened
from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import Track
from bot.domain.briefing import is_about_focus
from bot.domain.briefing_dates import Plan
from bot.domain.initiative import State
from bot.domain.passage import Written
from bot.domain.yearly import Followed, Met, Year
from bot.words.briefing import inside
from bot.words.initiative import state
from bot.words.language import _, all_of, day, ngettext, number, quoted, say, spoken

LONGEST_RESULT = 260
LONGEST_LIST = 2600  # Below what a form holds, so that every passage can be changed in one.
CELL = " | "
TABLE = "table:"


@dataclass(frozen=True)
class Draft:
    """What a draft is written from."""

    agreement: Agreement
    plan: Plan
    year: Year

    @property
    def about_focus(self) -> bool:
        """Whether it tells of the coming year's focus areas."""
        return is_about_focus(self.agreement, self.plan.duty)

    @property
    def body(self) -> str:
        """The name of the body that receives it."""
        to = self.agreement.duty(self.plan.duty).to
        return self.agreement.body(to).name(spoken()) if to else ""


def period(first: date, last: date) -> str:
    """Return a period in words; a year that both days share is said once."""
    began = day(first, weekday=False)
    if first.year == last.year:
        began = began.removesuffix(f" {first.year}")
    return say(_("{first} to {last}"), first=began, last=day(last, weekday=False))


def in_short(year: Year) -> str:
    """Say in a sentence or two how many initiatives there were and what became of them."""
    total = year.all_initiatives.value
    if not total:
        return _("No initiatives are registered for the period. The parties' daily work goes on within their own operations.")
    said = ngettext(
        "In the period the cooperation comprised {count} initiative.",
        "In the period the cooperation comprised {count} initiatives.",
        total,
    )
    counts = [
        say(_("{count} started"), count=number(year.started.value)) if year.started.value else "",
        say(_("{count} were adjusted"), count=number(year.became(State.ADJUSTED).value))
        if year.became(State.ADJUSTED).value
        else "",
        say(_("{count} were closed"), count=number(year.became(State.CLOSED).value)) if year.became(State.CLOSED).value else "",
    ]
    told = all_of(filter(None, counts))
    return " ".join(filter(None, (say(said, count=number(total)), say(_("Of these {counts}."), counts=told) if told else "")))


def meetings(draft: Draft) -> Iterator[Written]:
    """Yield how often the body that runs the agreement met, and the table of its meetings."""
    year = draft.year
    if not year.counted.value:
        none = _("No meetings of {body} are recorded for the period.")
        yield Written("meetings", say(none, body=inside(draft.agreement.running_body.name(spoken()))))
        return
    said = ngettext(
        "{body} held {count} meeting in the period.", "{body} held {count} meetings in the period.", year.counted.value
    )
    sentences = [say(said, body=draft.agreement.running_body.name(spoken()), count=number(year.counted.value))]
    sentences += representation(year)
    yield Written("meetings", " ".join(sentences), None, year.counted.refs)
    rows = [(_("Meeting"), _("Date"), _("Kind"), _("Parties represented"))]
    rows += [
        (
            one.ref,
            day(one.on, weekday=False),
            one.kind,
            _represented(one),
        )
        for one in year.meetings
    ]
    yield Written(f"{TABLE}meetings", "\n".join(CELL.join(row) for row in rows), None, tuple(one.ref for one in year.meetings))


def representation(year: Year) -> list[str]:
    """Return at how many of the counted meetings every party was represented, as far as anybody confirmed it."""
    full, total, unknown = (one.value for one in (year.fully_represented, year.counted, year.not_noted))
    if full == total:
        return [_("Every party was represented at all of them.")]
    said = []
    if unknown < total:
        at_some = ngettext(
            "Every party was represented at {count} of them.", "Every party was represented at {count} of them.", full
        )
        said.append(say(at_some, count=number(full)) if full else _("Every party was represented at none of them."))
    if unknown:
        not_known = ngettext(
            "Who was represented is not recorded for {count} meeting.",
            "Who was represented is not recorded for {count} meetings.",
            unknown,
        )
        said.append(say(not_known, count=number(unknown)))
    return said


def _represented(one: Met) -> str:
    """Return how many parties were represented at a meeting; a seminar or network meeting owes no party a seat."""
    if one.represented is None:
        return _("not noted") if one.counts else "–"
    said = say(_("{count} of {all}"), count=one.represented, all=one.expected)
    return say(_("{represented} ({count} by proxy)"), represented=said, count=number(one.proxies)) if one.proxies else said


def track(draft: Draft, one: Track) -> Iterator[Written]:
    """Yield what was done under a track: a passage for each unit that leads anything there."""
    mine = draft.year.of_track(draft.agreement, one.id)
    if not mine:
        yield Written(f"track:{one.id}", _("No initiatives under this track in the period."))
        return
    leads = [unit.id for unit in draft.agreement.units if any(own.lead == unit.id for own in mine)]
    for unit in leads:
        yield from _of_unit(draft, one, unit, [own for own in mine if own.lead == unit])


def _of_unit(draft: Draft, track: Track, unit: str, mine: Sequence[Followed]) -> Iterator[Written]:
    """Yield what one unit's initiatives under a track came to: one line each, in as many passages as a form can hold."""
    lines = [_line(draft, track, one) for one in sorted(mine, key=lambda one: one.registered.initiative.number)]
    chunks: list[list[int]] = [[]]
    for place, line in enumerate(lines):
        if chunks[-1] and sum(len(lines[one]) + 1 for one in chunks[-1]) + len(line) > LONGEST_LIST:
            chunks.append([])
        chunks[-1].append(place)
    ordered = sorted(mine, key=lambda one: one.registered.initiative.number)
    for count, chunk in enumerate(chunks):
        key = f"track:{track.id}/{unit}" + (f"/{count + 1}" if count else "")
        yield Written(key, "\n".join(lines[one] for one in chunk), unit, tuple(ordered[one].ref for one in chunk))


def _line(draft: Draft, track: Track, one: Followed) -> str:
    """Return an initiative in one line: its title, its state, the other tracks it serves, and what was last said of it."""
    initiative = one.registered.initiative
    others = sorted(draft.agreement.track(other).number for other in one.tracks if other != track.id)
    about = [state(initiative.state)]
    if others:
        about.append(say(ngettext("also track {tracks}", "also tracks {tracks}", len(others)), tracks=all_of(map(str, others))))
    said = shortened(one.result, LONGEST_RESULT) if one.result else _("no status was given in the period.")
    return f"- {initiative.title} ({', '.join(about)}): {ended(said)}"


def ended(text: str) -> str:
    """End a sentence that somebody left open."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def tracks(draft: Draft, ids: Sequence[str]) -> str:
    """Return tracks by their numbers, as "track 1" or "tracks 1 and 4"."""
    numbers = sorted(draft.agreement.track(one).number for one in ids)
    return say(ngettext("track {tracks}", "tracks {tracks}", len(numbers)), tracks=all_of(map(str, numbers)))


def parties(draft: Draft) -> Written:
    """Tell who joined and who left, and how many parties there are."""
    agreement, year = draft.agreement, draft.year
    counts = [
        say(_("{count} in {authority}"), count=number(len(units)), authority=one.name(spoken()))
        for one in agreement.authorities
        if (units := agreement.units_of(one.id, year.last))
    ]
    sentences = [
        say(_("{unit} joined the agreement on {day}."), unit=agreement.unit(unit).name(spoken()), day=day(on, weekday=False))
        for unit, on in year.joined
    ]
    sentences += [
        say(_("{unit} left the agreement on {day}."), unit=agreement.unit(unit).name(spoken()), day=day(on, weekday=False))
        for unit, on in year.left
    ]
    if not sentences:
        sentences = [_("The parties are the same as at the beginning of the period.")]
    parties = agreement.units_on(year.last)
    total = say(_("There are {count} parties: {counts}."), count=number(len(parties)), counts=all_of(counts))
    return Written("parties", " ".join((*sentences, total)), None, tuple(f"unit:{one.id}" for one in parties))


def external(draft: Draft) -> Written:
    """Tell which external actors the initiatives involve: organisations, never persons."""
    actors = draft.year.actors
    if not actors:
        return Written("external", _("No external actors are registered with the period's initiatives."))
    said = ngettext(
        "The initiatives involve {count} external actor: {actors}.",
        "The initiatives involve {count} external actors: {actors}.",
        len(actors),
    )
    refs = tuple(dict.fromkeys(ref for found in actors.values() for ref in found))
    return Written("external", say(said, count=number(len(actors)), actors=all_of(actors)), None, refs)


def knowledge(draft: Draft) -> Written:
    """Tell of seminars and network meetings."""
    count = draft.year.events.value
    if not count:
        return Written("knowledge", _("No joint seminars or network meetings are recorded for the period."))
    said = ngettext(
        "{count} joint seminar or network meeting was held in the period.",
        "{count} joint seminars and network meetings were held in the period.",
        count,
    )
    return Written("knowledge", say(said, count=number(count)), None, draft.year.events.refs)


def national(draft: Draft) -> Written:
    """Tell which initiatives concern national cooperation."""
    mine = [one for one in draft.year.initiatives if one.registered.initiative.national]
    if not mine:
        return Written("national", _("No initiatives in the period concern national cooperation or legislation."))
    said = ngettext(
        "{count} initiative concerns national cooperation or legislation: {titles}.",
        "{count} initiatives concern national cooperation or legislation: {titles}.",
        len(mine),
    )
    titles = all_of(quoted(one.registered.initiative.title) for one in mine)
    return Written("national", say(said, count=number(len(mine)), titles=titles), None, draft.year.national.refs)


def adaptations(draft: Draft) -> Written:
    """Tell what was adjusted or paused, and why."""
    lines, refs = [], []
    for one in draft.year.initiatives:
        for change in one.changes:
            if change.state in {State.ADJUSTED, State.PAUSED}:
                facts = {"title": one.registered.initiative.title, "state": state(change.state)}
                when = day(change.on, weekday=False)
                why = ended(shortened(change.why, LONGEST_RESULT)) if change.why else ""
                lines.append(f"- {say(_('{title} was {state} on {day}.'), **facts, day=when)} {why}".strip())
                refs.append(one.ref)
    if not lines:
        return Written("adaptations", _("No initiatives were adjusted or paused in the period."))
    if sum(len(line) + 1 for line in lines) > LONGEST_LIST:
        kept = max(1, LONGEST_LIST // (max(map(len, lines)) + 1))
        more = len(lines) - kept
        lines = [*lines[:kept], f"- {say(ngettext('and {count} more.', 'and {count} more.', more), count=number(more))}"]
    return Written("adaptations", "\n".join(lines), None, tuple(dict.fromkeys(refs)))
