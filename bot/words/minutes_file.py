"""Minutes as a document to take away. No person is named in it: parties are represented, parties decide, and parties do what is agreed."""

from collections.abc import Iterator

from bot.chat.document import Block, Document, Heading, Items, Paragraph
from bot.domain.action import Action
from bot.domain.agenda import Point
from bot.domain.agreement import Agreement
from bot.words.action import state
from bot.words.agenda import name
from bot.words.attendance import presence
from bot.words.decision import outcome
from bot.words.initiative import short
from bot.words.language import _, day, say, speaking, spoken
from bot.words.meeting import at, whole_title
from bot.words.minutes import Record, approval, correction, headline


def document(agreement: Agreement, record: Record, *, outsiders: bool) -> Document:
    """Return minutes as a document; where outsiders read along, confidential points are only counted."""
    with speaking(spoken()):  # It is passed on, so that no reader's own time of day stands in it.
        return Document(
            title=headline(record),
            language=spoken(),
            facts=tuple(_facts(agreement, record)),
            blocks=tuple(_blocks(agreement, record, outsiders=outsiders)),
            footer=say(_("{title} · page"), title=headline(record)),
        )


def _facts(agreement: Agreement, record: Record) -> Iterator[tuple[str, str]]:
    meeting = record.meeting
    about = {
        _("Agreement"): agreement.name(spoken()),
        _("Title"): whole_title(meeting),
        _("When"): at(meeting),
        _("Place"): meeting.place,
        _("Together with"): meeting.jointly_with,
        **presence(agreement, meeting, record.attendance),
        _("Approval"): approval(agreement, record),
    }
    yield from ((label, value) for label, value in about.items() if value)


def _blocks(agreement: Agreement, record: Record, *, outsiders: bool) -> Iterator[Block]:
    for place, point in record.agenda.numbered:
        yield Heading(f"{place}. {name(agreement, point, outsiders=outsiders)}")
        if not (outsiders and point.confidential):
            yield from _point(agreement, record, place, point, outsiders=outsiders)
    if record.corrections:
        yield Heading(_("Corrected after the approval"))
        yield Items(tuple(correction(agreement, one, named=False) for one in record.corrections))


def _point(agreement: Agreement, record: Record, place: int, point: Point, *, outsiders: bool) -> Iterator[Block]:
    """Yield what is recorded under a point."""
    entry = record.entries.get(place)
    if entry is None:
        left = _("Not reached") if record.minutes.sent else _("Not recorded yet")
        yield Paragraph(left if point.live else _("Struck"))
        return
    yield Paragraph(say(_("Outcome: {outcome}"), outcome=outcome(entry.outcome)))
    yield from (Paragraph(text) for text in (entry.decision, entry.summary) if text)
    about = [one for one in record.initiatives.get(place, ()) if not (outsiders and one.confidential)]
    if about:
        yield Items(tuple(f"{one.ref} {one.title}" for one in about))
    agreed = [one for one in record.actions if one.point == place]
    if agreed:
        yield Items(tuple(_action(agreement, one) for one in agreed))


def _action(agreement: Agreement, one: Action) -> str:
    by = say(_("by {due}"), due=day(one.due_on)) if one.open else state(one.state)
    return f"{one.ref} {short(agreement, one.unit)}, {by}: {one.task}"
