"""What the status digest says (Danish: statusoverblik): what needs a decision first, then what moved, what is stuck, who is missing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from bot.chat.markdown import Markdown, joined, listed
from bot.chat.message import Button, Buttons, Message, Part, Table, Text, text
from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import DutyRule
from bot.domain.briefing import Deliverable
from bot.domain.digest import Digest, Entry, Said
from bot.domain.status import Line
from bot.words import action as actions
from bot.words import briefing as briefings
from bot.words.initiative import clause, short, shorts, state, told, track_numbers
from bot.words.language import _, day, moment, ngettext, number, say, spoken, t

T = TypeVar("T")
MOST = 8


@dataclass(frozen=True)
class Section(Generic[T]):
    """A heading and its items, worded only as far as they are shown: a digest of ten thousand names eight of each."""

    title: str
    items: Sequence[T]
    worded: Callable[[T], Markdown]

    def text(self, most: int | None) -> Text | None:
        """Return the section, cut after so many items; nothing when it has none."""
        if not self.items:
            return None
        left = len(self.items) - len(self.items[:most])
        rest = t(ngettext("… and {count} more.", "… and {count} more.", left), count=number(left)) if left else Markdown("")
        heading = t("**{title}** ({count})", title=self.title, count=number(len(self.items)))
        return text(joined([heading, listed(self.worded(item) for item in self.items[:most]), rest]))


def shown(
    agreement: Agreement, found: Digest, entries: Mapping[int, Entry], *, for_channel: bool = False, most: int | None = MOST
) -> Message:
    """Return a digest: a headline that stands alone, then its sections, each cut after `most`; `entries` holds what they name."""
    period = found.round.period
    sections = _sections(agreement, found, entries)
    texts = [section.text(most) for section in sections]
    cut = most is not None and any(len(section.items) > most for section in sections)
    buttons = [Button(_("Show all"), f"/status digest {period} {_('all')}")] if cut else []
    parts: list[Part] = [
        text(_when(agreement, found)),
        *filter(None, texts),
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
        say(ngettext("{count} initiative", "{count} initiatives", len(found.initiatives)), count=number(len(found.initiatives))),
        say(ngettext("{count} decision", "{count} decisions", found.decisions), count=number(found.decisions))
        if found.decisions
        else "",
        say(_("{count} moved"), count=number(len(found.only_moved))) if found.only_moved else "",
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
    closed_at = found.round.closed_at or found.round.closes_at
    if closed_at > found.round.closes_at:  # A rule closes it the morning after; what people were promised is the deadline.
        return t(_("The answers were due {until}."), until=moment(found.round.closes_at, agreement.zone))
    return t(_("The round closed {at}."), at=moment(closed_at, agreement.zone))


def _sections(agreement: Agreement, found: Digest, entries: Mapping[int, Entry]) -> list[Section[Any]]:
    """Return the sections with their items, those that need somebody first."""

    def said(one: Said) -> Markdown:
        return _said(agreement, one)

    def each(worded: Callable[[Agreement, Entry], Markdown]) -> Callable[[int], Markdown]:
        return lambda one: worded(agreement, entries[one])

    def decided(one: Said | int) -> Markdown:
        return said(one) if isinstance(one, Said) else _orphan(agreement, entries[one])

    return [
        Section(_("Needs a decision"), [*found.wanted, *found.orphans], decided),
        Section(_("Overdue by the agreement"), found.overdue, partial(_overdue, agreement)),
        Section(_("Stuck"), found.stuck, each(_entry)),
        Section(_("Seen differently"), found.differing, each(_differing)),
        Section(_("Moved"), found.only_moved, each(_entry)),
        Section(_("Needs help"), found.help_needed, said),
        Section(_("Silent"), found.silent, each(_silent)),
        Section(_("Remarks"), found.remarks, said),
        Section(_("Open actions"), found.actions, partial(actions.line, agreement)),
    ]


def _entry(agreement: Agreement, one: Entry) -> Markdown:
    """Return an initiative with what its lead says, then what others say beside it."""
    lead = one.initiative.lead
    lines = [
        _line(agreement, unit, line, by_lead=unit == lead) for unit, line in sorted(one.lines, key=lambda pair: pair[0] != lead)
    ]
    return joined([_title(agreement, one), *(line for line in lines if line)], between="\\\n")


def _title(agreement: Agreement, one: Entry) -> Markdown:
    return t(
        _("**{ref} {title}** · {unit} · track {tracks} · {state}"),
        ref=one.initiative.ref,
        title=one.initiative.title,
        unit=short(agreement, one.initiative.lead),
        tracks=track_numbers(agreement, one.tracks),
        state=state(one.state),
    )


def _line(agreement: Agreement, unit: str, line: Line, *, by_lead: bool) -> Markdown:
    said = told(line)
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


def _overdue(agreement: Agreement, one: Deliverable) -> Markdown:
    clause_ = agreement.clause(agreement.duty(one.duty).clause).heading.text(spoken())
    return t(
        _("**{name}** · {state} (clause “{clause}”)"),
        name=briefings.name(agreement, one),
        state=briefings.state(one),
        clause=clause_,
    )


def _said(agreement: Agreement, one: Said) -> Markdown:
    return t("**{unit}:** {text}", unit=short(agreement, one.unit), text=one.text)


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
