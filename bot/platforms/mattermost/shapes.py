"""Neutral message → Mattermost posts, pure: no network, no clock, no database. Each kind of part has one `case`.

What a person wrote is escaped or stands in a text that Mattermost does not read, and nothing is left out: what does not fit into
one post continues in its thread, or is a file. Forms are drawn in form_shapes.py; answers to what comes in, in answer_shapes.py.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, assert_never

from bot.chat.markdown import code, joined, listed, marked
from bot.chat.message import Button, Buttons, Fact, Facts, File, Menu, Message, Part, Picture, Table, Text, shortened
from bot.chat.plain import unmarked
from bot.platforms.mattermost.limits import ACTION_NAME, FIELD
from bot.platforms.mattermost.marked import PLAINLY, Drawing, texts
from bot.platforms.mattermost.parcel import MARK, Parcel, Piece, Upload, shared_out
from bot.platforms.mattermost.plainly import cleaned, lines_of, one_line
from bot.platforms.mattermost.table_shapes import drawn_table

NOTHING = "–"
SHORT = 40  # Letters of a value that stands beside another.


def parcel(message: Message, drawing: Drawing = PLAINLY) -> Parcel:
    """Return a message as Mattermost takes it: the post, what continues in its thread, and files."""
    pieces, files = [_headline(message, drawing)], []
    for number, part in enumerate(message.parts):
        drawn, left = _part(part, number, drawing)
        pieces += drawn
        files += left
    first, *rest = shared_out(pieces, drawing.longest)
    return Parcel(first, tuple(rest), tuple(files))


def whole_text(message: Message, drawing: Drawing = PLAINLY) -> str:
    """Return a message as one text, for an answer that holds no attachments; what could be pressed is written as what can be typed."""
    typed = replace(drawing, offer=None)
    parts = [_listed(part) if isinstance(part, Facts) else part for part in message.parts]
    pieces = [piece for number, part in enumerate(parts) for piece in _part(part, number, typed)[0]]
    said = _headline(message, typed).text
    for piece in pieces:
        if len(said) + len(piece.text) + 4 > drawing.longest:
            return f"{said}\n\n…"
        said = f"{said}\n\n{piece.text}"
    return said


def headline(message: Message, drawing: Drawing = PLAINLY) -> str:
    """Return the headline as one line of Markdown."""
    return one_line(drawing.sentence(message.headline)) or NOTHING


def _headline(message: Message, drawing: Drawing) -> Piece:
    """Return the headline: above something, or a sentence that stands alone."""
    said = headline(message, drawing)
    return Piece(text=f"**{said}**" if message.parts else said)


def _part(part: Part, number: int, drawing: Drawing) -> tuple[list[Piece], list[Upload]]:  # noqa: PLR0911  # One return for each part.
    """Return what one part becomes: pieces, files or both."""
    match part:
        case Text():
            return _text(part.markdown, drawing), []
        case Facts():
            return list(_facts(part, drawing)), []
        case Table():
            return drawn_table(part, drawing.longest)
        case Buttons():
            return _buttons(part.buttons, number, drawing), []
        case Menu():
            return _menu(part, number, drawing), []
        case Picture():
            described = _text(marked("*{it}*", it=part.description), drawing) if part.description.strip() else []
            return described, [Upload(part.name, part.media_type, part.data)]
        case File():
            return [], [Upload(part.name, part.media_type, part.data)]
        case _:
            assert_never(part)


def _text(markdown: str, drawing: Drawing) -> list[Piece]:
    plain = cleaned(unmarked(drawing.spelt(markdown)))
    return [
        Piece(text=text, plain="" if number else plain)
        for number, text in enumerate(texts(markdown, drawing, drawing.longest - MARK - 2))
    ]


def _facts(part: Facts, drawing: Drawing) -> Iterator[Piece]:
    """Yield labelled values side by side; one that is too long for that stands as text of its own."""
    fields: list[dict[str, Any]] = []
    plain: list[str] = []
    for fact in part.facts:
        drawn = _fact(fact)
        if len(drawn["value"]) > FIELD:
            yield from _fields(fields, plain)
            fields, plain = [], []
            yield from _text(marked("**{label}**\\\n{value}", label=fact.label, value=fact.value), drawing)
            continue
        fields.append(drawn)
        plain.append(f"{drawn['title']}: {' '.join(cleaned(fact.value).split())}")
    yield from _fields(fields, plain)


def _listed(part: Facts) -> Text:
    """Return labelled values as lines of text."""
    lines = [marked("**{label}:** {value}", label=one.label, value=" ".join(one.value.split()) or NOTHING) for one in part.facts]
    return Text(joined(lines, "\\\n"))


def _fields(fields: Sequence[dict[str, Any]], plain: Sequence[str]) -> Iterator[Piece]:
    if fields:
        yield Piece(fields=tuple(fields), plain="\n".join(plain))


def _fact(fact: Fact) -> dict[str, Any]:
    """Return one labelled value. The server looks for mentions in the value; the label it shows as it is."""
    value = "\n".join(lines_of(fact.value)) or NOTHING
    short = len(fact.value) <= SHORT and "\n" not in value
    return {"title": " ".join(cleaned(fact.label).split()), "value": value, "short": short}


def _buttons(buttons: Sequence[Button], number: int, drawing: Drawing) -> list[Piece]:
    """Return a row of buttons, or what can be typed instead."""
    if drawing.offer is None:
        return _typed([(one.label, one.command) for one in buttons], drawing)
    actions = [
        {
            "id": f"press{number}x{place}",
            "type": "button",
            "name": action_name(one.label),
            **({} if one.style == "plain" else {"style": one.style}),
            "integration": drawing.offer(one.command, ()),
        }
        for place, one in enumerate(buttons)
    ]
    return [Piece(actions=tuple(actions))] if actions else []


def _menu(part: Menu, number: int, drawing: Drawing) -> list[Piece]:
    """Return a menu, or what can be typed instead."""
    if not part.options:
        return []
    if drawing.offer is None:
        return _typed([(one.label, f"{part.command} {one.value}".strip()) for one in part.options], drawing)
    options = [{"text": action_name(one.label or one.value), "value": one.value or " "} for one in part.options]
    action = {
        "id": f"menu{number}",
        "type": "select",
        "name": action_name(part.label),
        "options": options,
        "integration": drawing.offer(part.command, tuple(one["value"] for one in options)),
    }
    return [Piece(actions=(action,))]


def _typed(commands: Sequence[tuple[str, str]], drawing: Drawing) -> list[Piece]:
    lines = [joined([marked("{label}:", label=label), code(command)], " ") for label, command in commands if command]
    return _text(listed(lines), drawing)


def action_name(text: str) -> str:
    """Return a text as a button or an option shows it, as plain text and never empty."""
    return shortened(cleaned(text), ACTION_NAME) or "…"
