"""Where each passage of a draft stands in the document: the template that items to the City of Copenhagen's committees follow.

Indstilling, Problemstilling, Løsning, Økonomi, Videre proces, Bilag; the decision is the committee's to write. Everything here is
made of the passages alone, so that the same passages always give the same document.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.chat.document import Block, Document, Grid, Heading, Items, NewPage, Paragraph, blocks_of
from bot.domain.agreement import Agreement
from bot.domain.briefing import Deliverable, is_about_focus
from bot.domain.focus import Focus
from bot.domain.passage import Passage
from bot.words.briefing_year import CELL, TABLE, period
from bot.words.decision import where
from bot.words.language import _, day, say, spoken


@dataclass(frozen=True)
class Source:
    """What a document is made of, beside its passages."""

    agreement: Agreement
    deliverable: Deliverable
    meets: date | None  # where the body has said when
    focus: Mapping[str, Focus]  # by reference, for the headings


def document(source: Source, passages: Sequence[Passage]) -> Document:
    """Return the document of a deliverable, in the agreement's language."""
    texts = {one.key: one.text for one in passages}
    return Document(
        title=title(source.agreement, source.deliverable),
        language=source.agreement.language,
        facts=_facts(source),
        blocks=tuple(_blocks(source, texts)),
        footer=say(_("{title} · page"), title=title(source.agreement, source.deliverable)),
    )


def title(agreement: Agreement, one: Deliverable) -> str:
    """Return what the item is called."""
    if is_about_focus(agreement, one.duty):
        return say(_("Focus areas {year} – {agreement}"), year=one.year + 1, agreement=agreement.name(spoken()))
    return say(_("Status {year} – {agreement}"), year=one.year, agreement=agreement.name(spoken()))


def _facts(source: Source) -> tuple[tuple[str, str], ...]:
    agreement, one = source.agreement, source.deliverable
    to = agreement.duty(one.duty).to
    told = (
        period(one.period_first, one.period_last)
        if one.period_first and one.period_last and not is_about_focus(agreement, one.duty)
        else ""
    )
    pairs = {
        _("To"): agreement.body(to).name(spoken()) if to else "",
        _("Meeting"): day(source.meets) if source.meets else _("the date is not known yet"),
        _("Kind of item"): _("Briefing item (to be noted)"),
        _("Reporting period"): told,
        _("Approved by"): f"{agreement.running_body.name(spoken())} ({where(one.decision)})" if one.decision else "",
    }
    if not one.decision:
        pairs[_("State")] = _("Draft – not approved")
    return tuple((label, value) for label, value in pairs.items() if value)


def _blocks(source: Source, texts: Mapping[str, str]) -> Iterator[Block]:
    yield Paragraph(texts.get("lead", ""), strong=True)
    yield from _chapter(_("Recommendation"), texts, "recommendation")
    yield from _chapter(_("Problem"), texts, "problem")
    yield from _chapter(_("Solution"), texts, "solution")
    if is_about_focus(source.agreement, source.deliverable.duty):
        yield from _areas(source, texts, "focus:")
        yield from _following(source, texts)
    else:
        yield from _year(source, texts)
    yield from _chapter(_("Finances"), texts, "funding")
    yield from _chapter(_("Further process"), texts, "next")
    yield from _chapter(_("Annexes"), texts, "annexes")
    if table := texts.get(f"{TABLE}figures"):
        yield NewPage()
        yield Heading(_("Annex 1: What the figures are counted from"))
        yield Paragraph(
            _(
                "Every figure in the text can be counted again from these records. I is an initiative, M a meeting, F a focus area."
            )
        )
        yield _grid(_("Figures and their records"), table, (4, 1, 5))


def _chapter(name: str, texts: Mapping[str, str], key: str) -> Iterator[Block]:
    if texts.get(key):
        yield Heading(name)
        yield from blocks_of(texts[key])


def _section(name: str, texts: Mapping[str, str], key: str) -> Iterator[Block]:
    if texts.get(key):
        yield Heading(name, 2)
        yield from blocks_of(texts[key])


def _year(source: Source, texts: Mapping[str, str]) -> Iterator[Block]:
    """Yield the chapter of the status: what the year came to."""
    yield from _section(_("Meetings and representation"), texts, "meetings")
    if table := texts.get(f"{TABLE}meetings"):
        yield _grid(_("Meetings in the period"), table, (2, 4, 4, 4))
    yield Heading(_("The tracks"), 2)
    for track in source.agreement.tracks:
        yield Heading(say(_("Track {number}: {name}"), number=track.number, name=track.name(spoken())), 3)
        yield from _of_track(texts, track.id)
    yield from _following(source, texts)
    yield from _section(_("Parties"), texts, "parties")
    yield from _section(_("External cooperation"), texts, "external")
    yield from _section(_("Sharing of knowledge"), texts, "knowledge")
    yield from _section(_("National matters"), texts, "national")
    yield from _section(_("Adaptations"), texts, "adaptations")


def _of_track(texts: Mapping[str, str], track: str) -> Iterator[Block]:
    """Yield a track's passages; the lists of several units become one list, as long as nothing stands between them."""
    own = texts.get(f"track:{track}")
    found = [*blocks_of(own)] if own else []
    for key, text in texts.items():
        if key.startswith(f"track:{track}/"):
            found.extend(blocks_of(text))
    pending: list[str] = []
    for block in found:
        if isinstance(block, Items) and not block.numbered:
            pending.extend(block.items)
            continue
        if pending:
            yield Items(tuple(pending))
            pending = []
        yield block
    if pending:
        yield Items(tuple(pending))


def _following(source: Source, texts: Mapping[str, str]) -> Iterator[Block]:
    """Yield what was done about the focus areas of the year."""
    keys = [key for key in texts if key.startswith("followup:")]
    if not keys and "focus" not in texts:
        return
    yield Heading(say(_("Focus areas of {year}"), year=source.deliverable.year), 2)
    if "focus" in texts:
        yield from blocks_of(texts["focus"])
    for key in keys:
        yield from blocks_of(texts[key])


def _areas(source: Source, texts: Mapping[str, str], beginning: str) -> Iterator[Block]:
    """Yield the focus areas of the coming year, each under its own heading."""
    for key, text in texts.items():
        if key.startswith(beginning):
            ref = key.removeprefix(beginning)
            yield Heading(source.focus[ref].area.title if ref in source.focus else ref, 2)
            yield from blocks_of(text)


def _grid(caption: str, table: str, widths: tuple[int, ...]) -> Grid:
    head, *rows = (tuple(line.split(CELL)) for line in table.splitlines())
    return Grid(caption, head, tuple(rows), widths)
