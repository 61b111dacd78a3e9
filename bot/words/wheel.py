"""The wheel of a year in words (Danish: årshjul): all that the picture shows, day by day, and what is written on the picture."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from bot.chat.message import Button, Buttons, Message, Part, Picture, Table, text
from bot.domain.agreement import Agreement
from bot.domain.meeting_year import Count
from bot.domain.wheel import MEETINGS, Mark, Phase, Sign, Step, Wheel
from bot.words import meeting_count as counts
from bot.words.language import N_, _, all_of, day_of_year, ngettext, pgettext, say, short_day, spoken, t
from bot.words.meeting import kind

MOST_TOLD = 8  # How many meetings the description of the picture names.
LEGEND: Mapping[Sign, str] = {
    Sign.HELD: N_("meeting held"),
    Sign.PLANNED: N_("meeting convened"),
    Sign.OTHER: N_("seminar or network meeting"),
    Sign.ROUND: N_("status round"),
    Sign.BRIEFING: N_("briefing to deliver"),
    Sign.DELIVERED: N_("briefing delivered"),
    Sign.DEADLINE: N_("deadline"),
    Sign.CLOSED: N_("closed period"),
}
STEPS: Mapping[Step, str] = {
    Step.CONVENE: N_("Last day to convene a meeting that is missing"),
    Step.ITEMS: N_("Items for the agenda of {about}"),
    Step.MINUTES: N_("Draft of the minutes of {about}"),
    Step.CHECK: N_("Checking one's own passages: {about}"),
    Step.APPROVE: N_("Approval: {about}"),
    Step.HAND_IN: N_("Hand-in: {about}"),
}
STANDS: Mapping[Sign, str] = {
    Sign.HELD: N_("held"),
    Sign.PLANNED: N_("convened"),
    Sign.BRIEFING: N_("to be delivered"),
    Sign.DELIVERED: N_("delivered"),
    Sign.DEADLINE: N_("deadline"),
    Sign.CLOSED: N_("closed period"),
}
PHASES: Mapping[Phase, str] = {Phase.OVER: N_("over"), Phase.NOW: N_("under way"), Phase.COMING: N_("to come")}


def shown(agreement: Agreement, wheel: Wheel, counted: Count, picture: Picture | None) -> Message:
    """Show a year: how it counts, its picture, and all that is on it, in the order of the days."""
    rows = [(mark.first, (when(mark), what(agreement, mark), stands(mark, wheel.today))) for mark in wheel.marks]
    if wheel.shows_today:
        rows.append((wheel.today, (short_day(wheel.today), _("Today"), "◀")))
        rows.sort(key=lambda row: row[0])  # Among others of its day, today comes last: whatever is done today is above it.
    columns = (pgettext("column", "Day"), pgettext("column", "What"), pgettext("column", "State"))
    year = wheel.year
    buttons = [Button(f"‹ {year.first.year - 1}", f"/agreement wheel {year.first.year - 1}")] * (
        year.first > agreement.in_force_from
    )
    buttons.append(Button(f"{year.first.year + 1} ›", f"/agreement wheel {year.first.year + 1}"))
    parts: list[Part] = [text(t("{said}", said=counts.reason(counted)))] if counted.needed else []
    parts += [picture] if picture else []
    parts.append(Table("", columns, tuple(row for _day, row in rows)))
    parts.append(Buttons((*buttons, Button(_("All meetings"), f"/meeting list {year.first.year}"))))
    return Message(_headline(counted), tuple(parts))


def _headline(counted: Count) -> str:
    if counted.guide or not counted.needed:
        said = ngettext("The wheel of {year}: {held} meeting held", "The wheel of {year}: {held} meetings held", counted.held)
        return say(said, year=counted.year.label, held=counted.held)
    said = _("The wheel of {year}: {held} of {needed} meetings held")
    return say(said, year=counted.year.label, held=counted.held, needed=counted.needed)


def when(mark: Mark) -> str:
    """Return the day of a mark, or its days."""
    if mark.first == mark.last:
        return short_day(mark.first)
    return f"{short_day(mark.first, weekday=False)} – {short_day(mark.last, weekday=False)}"


def what(agreement: Agreement, mark: Mark) -> str:
    """Return what a mark is."""
    match mark.sign:
        case Sign.HELD | Sign.PLANNED | Sign.OTHER:
            return f"{mark.about} {kind(mark.kind)}" if mark.kind else mark.about
        case Sign.ROUND:
            return say(_("Status round {period}"), period=mark.about)
        case Sign.BRIEFING | Sign.DELIVERED:
            return agreement.duty(mark.about).name(spoken())
        case Sign.DEADLINE:
            assert mark.step is not None
            about = (
                agreement.duty(mark.about).name(spoken()) if mark.step in {Step.CHECK, Step.APPROVE, Step.HAND_IN} else mark.about
            )
            return say(_(STEPS[mark.step]), about=about)
        case Sign.CLOSED:
            return mark.about


def stands(mark: Mark, today: date) -> str:
    """Return how a mark stands."""
    if mark.sign in {Sign.OTHER, Sign.ROUND}:
        return _(PHASES[mark.phase]) if mark.phase else ""
    if mark.sign is Sign.PLANNED and mark.phase is Phase.OVER:
        return _("convened; nobody has said yet that it was held")
    if mark.sign is Sign.BRIEFING and mark.first < today:
        return _("overdue") if mark.late else _("not delivered yet")
    return _(STANDS[mark.sign])


# What is written on the picture.


def centre(counted: Count, coming: Sequence[Mark], today: date) -> tuple[str, ...]:
    """Return the lines in the middle: how many meetings there were, and the next one or how the year ended."""
    facts = {"held": counted.held, "needed": counted.needed}
    first = say(_("{held} of {needed} meetings"), **facts)
    if counted.guide or not counted.needed:
        first = say(ngettext("{held} meeting", "{held} meetings", counted.held), held=counted.held)
    if coming:
        return first, say(_("next {day}"), day=day_of_year(coming[0].first))
    return (first, counts.standing(counted)) if counted.needed and today > counted.year.last else (first,)


def legend(wheel: Wheel) -> tuple[tuple[Sign, str], ...]:
    """Return what stands on this wheel, each with its name."""
    return tuple((sign, _(name)) for sign, name in LEGEND.items() if wheel.of(sign))


def today(wheel: Wheel) -> str:
    """Return what the needle is called."""
    return say(_("today, {day}"), day=day_of_year(wheel.today)) if wheel.shows_today else ""


def months() -> tuple[str, ...]:
    """Return the short names of the months."""
    from babel.dates import get_month_names  # noqa: PLC0415  # Heavy; loaded where used.

    names = get_month_names("abbreviated", context="stand-alone", locale=spoken())
    return tuple(names[number].rstrip(".") for number in range(1, 13))


def description(wheel: Wheel) -> str:
    """Describe the picture for those who do not see it; all of it stands in the table too."""
    meetings = wheel.of(*MEETINGS)
    named = [say(_("{day} ({state})"), day=day_of_year(one.first), state=_(LEGEND[one.sign])) for one in meetings[:MOST_TOLD]]
    said = say(_("The wheel of {year}, read as a clock with the year's first day at the top."), year=wheel.year.label)
    told = say(_("Meetings: {meetings}."), meetings=all_of([*named, *_more(meetings)])) if meetings else _("No meetings.")
    return " ".join((said, told, _("All of it stands in the table too.")))


def _more(meetings: Sequence[Mark]) -> Iterable[str]:
    left = len(meetings) - MOST_TOLD
    return [say(ngettext("{count} more", "{count} more", left), count=left)] if left > 0 else []


def file_name(wheel: Wheel) -> str:
    """Return what the picture's file is called."""
    return say(_("wheel-{year}.png"), year=wheel.year.label.replace("/", "-"))
