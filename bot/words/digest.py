"""What the status digest says (Danish: statusoverblik): what needs a decision first, then what moved, what is stuck, who is missing."""

from collections.abc import Callable, Iterable, Sequence

from bot.chat.markdown import Markdown, joined, listed
from bot.chat.message import Button, Buttons, Message, Part, Table, Text, text
from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import DutyRule
from bot.domain.digest import Digest, Entry, Said
from bot.domain.status import Line
from bot.words.initiative import clause, short, shorts, state
from bot.words.language import _, day, moment, ngettext, number, say, spoken, t

MOST = 8


def shown(agreement: Agreement, found: Digest, *, for_channel: bool = False, everything: bool = False) -> Message:
    """Return a digest: a headline that stands alone, then its sections; long ones are cut unless `everything` is asked for."""
    period = found.round.period
    most = None if everything else MOST
    sections = [_section(*one, most) for one in _sections(agreement, found)]
    cut = any(len(items) > MOST for _title, items in _sections(agreement, found)) and not everything
    buttons = [Button(_("Show all"), f"/status digest {period} {_('all')}")] if cut else []
    parts: list[Part] = [
        text(_when(agreement, found)),
        *filter(None, sections),
        _tracks(agreement, found),
        *_people(agreement, found),
    ]
    if not for_channel:
        buttons.append(Button(_("Who has answered"), f"/status show {period}"))
    if buttons:
        parts.append(Buttons(tuple(buttons)))
    return Message(_headline(found), (*parts, clause(agreement, DutyRule.DISCUSS)))


def _headline(found: Digest) -> str:
    counts = [
        say(_("{count} of {parties} parties"), count=number(len(found.answered)), parties=number(len(found.parties))),
        say(ngettext("{count} initiative", "{count} initiatives", len(found.entries)), count=number(len(found.entries))),
        say(ngettext("{count} decision", "{count} decisions", found.decisions), count=number(found.decisions))
        if found.decisions
        else "",
        say(_("{count} moved"), count=number(len(found.moved))) if found.moved else "",
        say(_("{count} stuck"), count=number(len(found.stuck))) if found.stuck else "",
        say(_("{count} silent"), count=number(len(found.silent))) if found.silent else "",
    ]
    return say(_("Status {period}: {counts}"), period=found.round.period, counts=" · ".join(filter(None, counts)))


def _when(agreement: Agreement, found: Digest) -> Markdown:
    if found.round.open:
        return t(
            _("The round is open until {until}; this is how it looks so far."),
            until=moment(found.round.closes_at, agreement.zone),
        )
    return t(_("The round closed {at}."), at=moment(found.round.closed_at or found.round.closes_at, agreement.zone))


def _sections(agreement: Agreement, found: Digest) -> list[tuple[str, list[Markdown]]]:
    """Return the sections with their items, those that need somebody first."""
    entry: Callable[[Entry], Markdown] = lambda one: _entry(agreement, one)  # noqa: E731  # Reads better than a partial here.
    decisions = [*_said(agreement, found.wanted), *(_orphan(agreement, one) for one in found.orphans)]
    moved = [one for one in found.moved if not one.stuck]
    return [
        (_("Needs a decision"), decisions),
        (_("Stuck"), [entry(one) for one in found.stuck]),
        (_("Seen differently"), [_differing(agreement, one) for one in found.differing]),
        (_("Moved"), [entry(one) for one in moved]),
        (_("Needs help"), _said(agreement, found.help_needed)),
        (_("Silent"), [_silent(agreement, one) for one in found.silent]),
        (_("Remarks"), _said(agreement, found.remarks)),
    ]


def _section(title: str, items: Sequence[Markdown], most: int | None) -> Text | None:
    if not items:
        return None
    shown_ = items[:most]
    left = len(items) - len(shown_)
    rest = t(ngettext("… and {count} more.", "… and {count} more.", left), count=left) if left else Markdown("")
    heading = t("**{title}** ({count})", title=title, count=len(items))
    return text(joined([heading, listed(shown_), rest]))


def _entry(agreement: Agreement, one: Entry) -> Markdown:
    """Return an initiative with what its lead says, then what others say beside it."""
    lead = one.initiative.lead
    told = [
        _line(agreement, unit, line, by_lead=unit == lead) for unit, line in sorted(one.lines, key=lambda pair: pair[0] != lead)
    ]
    return joined([_title(agreement, one), *(line for line in told if line)], between="\\\n")


def _title(agreement: Agreement, one: Entry) -> Markdown:
    tracks = ", ".join(str(agreement.track(track).number) for track in one.tracks)
    return t(
        _("**{ref} {title}** · {unit} · track {tracks} · {state}"),
        ref=one.initiative.ref,
        title=one.initiative.title,
        unit=short(agreement, one.initiative.lead),
        tracks=tracks,
        state=state(one.state),
    )


def _line(agreement: Agreement, unit: str, line: Line, *, by_lead: bool) -> Markdown:
    told = [
        t("{progress}", progress=line.progress) if line.progress else Markdown(""),
        t(_("*Obstacle:* {text}"), text=line.obstacles) if line.obstacles else Markdown(""),
    ]
    said = joined(told, between=" ")
    if not said or by_lead:
        return said
    return t("{unit}: {said}", unit=short(agreement, unit), said=said)


def _differing(agreement: Agreement, one: Entry) -> Markdown:
    others = ", ".join(f"{short(agreement, unit)}: {state(other)}" for unit, other in one.differing)
    return joined([_title(agreement, one), t("{others}", others=others)], between="\\\n")


def _silent(agreement: Agreement, one: Entry) -> Markdown:
    return joined(
        [_title(agreement, one), t(_("last heard of {day}"), day=day(one.initiative.heard_on, weekday=False))], between="\\\n"
    )


def _orphan(agreement: Agreement, one: Entry) -> Markdown:
    return joined([_title(agreement, one), t(_("has no lead: the unit is no longer a party"))], between="\\\n")


def _said(agreement: Agreement, said: Iterable[Said]) -> list[Markdown]:
    return [t("**{unit}:** {text}", unit=short(agreement, one.unit), text=one.text) for one in said]


def _tracks(agreement: Agreement, found: Digest) -> Table:
    """Return how each track stands: the agreement's four tracks are all to be worked on."""
    rows = tuple(
        (
            f"{agreement.track(one.track).number} {agreement.track(one.track).name(spoken())}",
            *(number(count) for count in (one.initiatives, one.moved, one.stuck, one.silent)),
        )
        for one in found.tracks
    )
    return Table(_("By track"), (_("Track"), _("Initiatives"), _("Moved"), _("Stuck"), _("Silent")), rows)


def _people(agreement: Agreement, found: Digest) -> list[Part]:
    """Return who has answered, who has not, and what is to be known of the answers."""
    behalf = [reply.unit for reply in found.replies if reply.on_behalf]
    lines = [
        t(_("**Not answered:** {units}"), units=shorts(agreement, found.missing))
        if found.missing
        else t(_("**All parties have answered.**")),
        t(_("Unchanged: {units}"), units=shorts(agreement, [one.unit for one in found.replies if one.unchanged]))
        if any(one.unchanged for one in found.replies)
        else Markdown(""),
        t(_("Answered late: {units}"), units=shorts(agreement, found.late)) if found.late else Markdown(""),
        t(_("Entered by the facilitator: {units}"), units=shorts(agreement, behalf)) if behalf else Markdown(""),
    ]
    return [text(*lines)]
