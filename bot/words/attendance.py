"""What the bot says about who was represented (Danish: fremmøde): one meeting in a line, a year in a table, and who misses running."""

from collections.abc import Mapping, Sequence

from bot.chat.form import Choices, Field, Form, Short
from bot.chat.markdown import Markdown, joined, listed
from bot.chat.message import Button, Buttons, Message, Part, Table, text
from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import DutyRule
from bot.domain.attendance import Attendance, Cell, Headline, Matrix, Row, attended
from bot.domain.meeting import LONGEST_WHY, Meeting, State
from bot.words.initiative import clause, short, shorts, units
from bot.words.language import N_, _, all_of, day, ngettext, number, pgettext, say, short_day, spoken, t
from bot.words.meeting import at, show_button, titled

MOST_COLUMNS = 12
_CELLS: Mapping[Cell, str] = {
    Cell.PRESENT: N_("yes"),
    Cell.PROXY: N_("by proxy"),
    Cell.REGRETS: N_("regrets"),
    Cell.ABSENT: N_("absent"),
    Cell.NOT_EXPECTED: "–",
    Cell.UNCONFIRMED: "?",
}


def line(agreement: Agreement, found: Headline, *, afterwards: bool = False) -> str:
    """Return a meeting in one line: "9/11 parties; KP 4/4, KK 5/7; regrets 1, no reply 1"."""
    parties = say(_("{represented}/{parties} parties"), represented=found.represented, parties=found.parties)
    if found.proxies:
        proxies = say(_("{count} by proxy"), count=number(len(found.proxies)))
        parties = f"{parties} ({proxies})"
    shares = ", ".join(f"{agreement.authority(one.authority).short} {one.represented}/{one.parties}" for one in found.shares)
    silent = _("absent {count}") if afterwards else _("no reply {count}")
    away = [
        say(template, count=number(len(those)))
        for template, those in ((_("regrets {count}"), found.regrets), (silent, found.silent))
        if those
    ]
    return "; ".join(filter(None, (parties, shares, ", ".join(away))))


def who(agreement: Agreement, meeting: Meeting, found: Headline, *, afterwards: bool) -> Markdown:
    """Return the meeting's line, and under it which parties are away; what was answered says little once the meeting was held."""
    if meeting.state is State.HELD and not afterwards:
        return t(_("Nobody has confirmed yet who was represented."))
    silent = _("Absent without a word: {units}.") if afterwards else _("No answer: {units}.")
    return joined(
        [
            t("**{line}**", line=line(agreement, found, afterwards=afterwards)),
            t(_("By proxy: {units}."), units=shorts(agreement, found.proxies)) if found.proxies else Markdown(""),
            t(_("Regrets: {units}."), units=shorts(agreement, found.regrets)) if found.regrets else Markdown(""),
            t(silent, units=shorts(agreement, found.silent)) if found.silent else Markdown(""),
        ]
    )


def presence(agreement: Agreement, meeting: Meeting, records: Mapping[str, Attendance]) -> dict[str, str]:
    """Return who was represented, as minutes print it: parties by authority, who stood for which, and who stayed away.

    Only parties are named, never who was there for them; nothing is returned while nobody has confirmed it.
    """
    if not records:
        return {}
    found = attended(agreement, meeting.on, records)
    told = {_("Represented"): line(agreement, found, afterwards=True)}
    expected = [one for one in agreement.units_on(meeting.on) if one.id not in (*found.regrets, *found.silent)]
    for share in found.shares:
        mine = [_represented(agreement, records[one.id]) for one in expected if one.authority == share.authority]
        told[agreement.authority(share.authority).name(spoken())] = all_of(mine) if mine else _("nobody")
    told[_("Regrets")] = shorts(agreement, found.regrets) if found.regrets else ""
    told[_("Absent without a word")] = shorts(agreement, found.silent) if found.silent else ""
    return {label: said for label, said in told.items() if said}


def _represented(agreement: Agreement, one: Attendance) -> str:
    """Return a party that was represented, and by which party where it was by proxy."""
    if one.proxy is None:
        return short(agreement, one.unit)
    return say(_("{unit} (by {proxy})"), unit=short(agreement, one.unit), proxy=short(agreement, one.proxy))


def form(
    agreement: Agreement, meeting: Meeting, *, present: Sequence[str], proxies: Mapping[str, str], answers: str, needs_why: bool
) -> Form:
    """Return the form that confirms who was represented, as the answers or an earlier confirmation have it."""
    expected = [one.id for one in agreement.units_on(meeting.on)]
    fields: list[Field] = [
        Choices(
            name="present",
            label=_("Represented"),
            hint=_("The parties somebody was there for, on site or online."),
            options=units(agreement, expected),
            value=",".join(one for one in expected if one in present),
            aliases=("present", "there", "til stede", "repræsenteret", "mødt"),
        ),
        Short(
            name="proxies",
            label=_("By proxy"),
            hint=_("Only if that was said: the party, “by”, and the one that stood for it, as in: eki by krimforebyg"),
            longest=300,
            value=proxies_typed(agreement, proxies),
            aliases=("proxy", "proxies", "fuldmagt", "ved fuldmagt"),
        ),
    ]
    if needs_why:
        fields.append(
            Short(
                name="why",
                label=_("Why it is corrected"),
                hint=_(
                    "The minutes are approved, so a correction needs a reason. It stands in the meeting's history. No persons."
                ),
                required=True,
                longest=LONGEST_WHY,
                aliases=("why", "hvorfor", "fordi", "because"),
            )
        )
    intro = joined([t(_("**{meeting}**, {at}."), meeting=titled(meeting), at=at(meeting)), t("{said}", said=answers)])
    return Form(
        title=say(_("Attendance {ref}"), ref=meeting.ref),
        command=f"/meeting attendance {meeting.ref}",
        fields=tuple(fields),
        submit=_("Confirm"),
        intro=intro,
    )


def proxies_typed(agreement: Agreement, proxies: Mapping[str, str]) -> str:
    """Return proxies as somebody types them: "EKI by Krimforebyggelse"."""
    said = _("{unit} by {proxy}")
    return ", ".join(say(said, unit=short(agreement, unit), proxy=short(agreement, by)) for unit, by in proxies.items())


def answered_so_far(agreement: Agreement, found: Headline) -> str:
    """Return what the form says of the answers it is filled from."""
    return say(_("Filled in from the answers: {line}. Change what turned out otherwise."), line=line(agreement, found))


def confirmed(agreement: Agreement, meeting: Meeting, found: Headline, *, changed: bool) -> Message:
    """Confirm the attendance of a meeting."""
    headline = _("Attendance at {ref}: {line}") if changed else _("Attendance at {ref} stands already: {line}")
    return Message(
        say(headline, ref=meeting.ref, line=line(agreement, found, afterwards=True)),
        (
            text(
                t("{meeting}, {at}", meeting=titled(meeting), at=at(meeting)),
                t(_("All parties were represented.")) if found.whole else _who_was_away(agreement, found),
                Markdown("") if found.whole else t(_("The meeting counts all the same.")),
            ),
            Buttons((Button(_("Correct"), f"/meeting attendance {meeting.ref}"), Button(_("The year"), "/meeting attendance"))),
            clause(agreement, DutyRule.ALL_REPRESENTED),
        ),
    )


def _who_was_away(agreement: Agreement, found: Headline) -> Markdown:
    return joined(
        [
            t(_("Regrets: {units}."), units=shorts(agreement, found.regrets)) if found.regrets else Markdown(""),
            t(_("Absent without a word: {units}."), units=shorts(agreement, found.silent)) if found.silent else Markdown(""),
        ]
    )


def on_record(agreement: Agreement, meeting: Meeting, found: Headline, *, confirmed: bool) -> Message:
    """Show the attendance of one meeting, or who has answered so far."""
    said = who(agreement, meeting, found, afterwards=confirmed)
    buttons = (show_button(meeting), Button(_("The year"), "/meeting attendance"))
    return Message(
        say(_("{meeting}, {at}"), meeting=titled(meeting), at=at(meeting)),
        (text(said), Buttons(buttons), clause(agreement, DutyRule.ALL_REPRESENTED)),
    )


def table(agreement: Agreement, found: Matrix, *, year: str, unconfirmed: Sequence[Meeting], may_confirm: bool) -> Message:
    """Show a year: party by meeting. A gap is shown, and takes no meeting away."""
    parts: list[Part] = []
    if found.meetings:
        columns, rows = _cells(agreement, found)
        parts.append(Table("", columns, rows))
        if any(Cell.NOT_EXPECTED in row.cells for row in found.rows):
            parts.append(text(t(_("–: was no party on that day."))))
    waiting = [one for one in unconfirmed if may_confirm][:4]
    if unconfirmed:
        refs = ", ".join(one.ref for one in unconfirmed)
        parts.append(text(t(_("Not confirmed yet: {refs}."), refs=refs)))
    if waiting:
        parts.append(
            Buttons(
                tuple(
                    Button(say(_("Confirm {ref}"), ref=one.ref), f"/meeting attendance {one.ref}", "primary") for one in waiting
                )
            )
        )
    parts.append(clause(agreement, DutyRule.ALL_REPRESENTED))
    return Message(_year(found, year), tuple(parts))


def _year(found: Matrix, year: str) -> str:
    """Return a year in one line: "2027: 4 meetings held; 2 with all parties represented"."""
    held = ngettext("{year}: {count} meeting held", "{year}: {count} meetings held", len(found.meetings))
    said = say(held, year=year, count=number(len(found.meetings)))
    whole = say(_("{count} with all parties represented"), count=number(found.whole))
    confirmed = any(row.expected for row in found.rows)
    return f"{said}; {whole}" if confirmed else said


def _cells(agreement: Agreement, found: Matrix) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return the columns and rows; of very many meetings the latest."""
    shown = found.meetings[-MOST_COLUMNS:]
    columns = (
        _("Party"),
        *(say("{ref} {day}", ref=one.ref, day=short_day(one.on, weekday=False)) for one in shown),
        pgettext("column", "In all"),
    )
    rows = tuple(
        (
            _row_name(agreement, row, found),
            *(_(_CELLS[cell]) for cell in row.cells[-MOST_COLUMNS:]),
            f"{row.represented}/{row.expected}",
        )
        for row in found.rows
    )
    return columns, rows


def _row_name(agreement: Agreement, row: Row, found: Matrix) -> str:
    """Return a party's name, with its membership where it was not a party all along."""
    name, span = short(agreement, row.unit), row.membership
    first, last = found.meetings[0].on, found.meetings[-1].on
    since = span is not None and span.joined is not None and span.joined > first and span.joined
    left = span is not None and span.left is not None and span.left <= last and span.left
    if since and left:
        return say(_("{unit} ({since} to {left})"), unit=name, since=day(since, weekday=False), left=day(left, weekday=False))
    if since:
        return say(_("{unit} (from {since})"), unit=name, since=day(since, weekday=False))
    return say(_("{unit} (until {left})"), unit=name, left=day(left, weekday=False)) if left else name


def misses(agreement: Agreement, meeting: Meeting, found: Mapping[str, int]) -> Message:
    """Tell those who run the group which parties have missed several meetings running."""
    lines = listed(
        t(
            ngettext("{unit}: {count} meeting running", "{unit}: {count} meetings running", count),
            unit=short(agreement, unit),
            count=number(count),
        )
        for unit, count in found.items()
    )
    head = say(_("{count} parties have missed several meetings running"), count=number(len(found)))
    if len(found) == 1:
        ((unit, running),) = found.items()
        head = say(_("{unit} has missed {count} meetings running"), unit=short(agreement, unit), count=number(running))
    return Message(
        head,
        (
            text(
                t(_("Up to and with {meeting}, {at}:"), meeting=titled(meeting), at=at(meeting)),
                lines,
                t(_("The meetings count all the same. A word with the party, or another deputy, may help.")),
            ),
            Buttons((Button(_("The year"), "/meeting attendance"),)),
            clause(agreement, DutyRule.ALL_REPRESENTED),
        ),
    )


def misses_no_more(meeting: Meeting) -> Message:
    """Take the place of that news when the attendance was corrected."""
    said = t(_("The attendance was corrected, so no party has missed several meetings running."))
    return Message(
        say(_("Attendance at {ref} was corrected"), ref=meeting.ref),
        (text(said), Buttons((Button(_("The year"), "/meeting attendance"),))),
    )
