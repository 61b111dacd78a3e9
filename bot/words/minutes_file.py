"""Minutes as a document to take away, in plain Markdown. No person is named in it: parties decide, and parties do what is agreed."""

from collections.abc import Iterator

from bot.domain.action import Action
from bot.domain.agenda import Point
from bot.domain.agreement import Agreement
from bot.words.action import state
from bot.words.agenda import name
from bot.words.decision import outcome
from bot.words.initiative import short
from bot.words.language import _, day, say, speaking, spoken
from bot.words.meeting import at
from bot.words.minutes import Record, headline


def markdown(agreement: Agreement, record: Record, *, outsiders: bool) -> str:
    """Return minutes as a Markdown document; where outsiders read along, confidential points are only counted."""
    with speaking(spoken()):  # It is passed on, so that no reader's own time of day stands in it.
        blocks = [
            f"# {_plain(headline(record))}",
            _plain(agreement.name(spoken())),
            "  \n".join(_facts(record)),
            *(
                block
                for place, point in record.agenda.numbered
                for block in _point(agreement, record, place, point, outsiders=outsiders)
            ),
        ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _facts(record: Record) -> Iterator[str]:
    meeting = record.meeting
    for label, value in ((_("When"), at(meeting)), (_("Place"), meeting.place), (_("Together with"), meeting.jointly_with)):
        if value:
            yield f"**{label}:** {_plain(value)}"
    yield from map(_plain, record.presence)


def _point(agreement: Agreement, record: Record, place: int, point: Point, *, outsiders: bool) -> Iterator[str]:
    """Yield a point's heading and what is recorded under it."""
    yield f"## {place}. {_plain(name(agreement, point, outsiders=outsiders))}"
    if outsiders and point.confidential:
        return
    entry = record.entries.get(place)
    if entry is None:
        yield f"*{_('struck') if not point.live else _('not reached') if record.minutes.sent else _('not recorded yet')}*"
        return
    yield f"*{outcome(entry.outcome)}*"
    yield from (_plain(text) for text in (entry.decision, entry.summary) if text)
    about = [one for one in record.initiatives.get(place, ()) if not (outsiders and one.confidential)]
    yield "\n".join(f"- {one.ref} {_plain(one.title)}" for one in about)
    yield "\n".join(f"- {_action(agreement, one)}" for one in record.actions if one.point == place)


def _action(agreement: Agreement, one: Action) -> str:
    by = say(_("by {due}"), due=day(one.due_on)) if one.open else state(one.state)
    return f"**{one.ref}** {_plain(short(agreement, one.unit))}, {by}: {_plain(one.task)}"


def _plain(text: str) -> str:
    """Return what people wrote so that none of it becomes markup of the document."""
    return "".join(f"\\{one}" if one in "\\`*_[]<>#|" else one for one in text)
