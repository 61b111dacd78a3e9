"""Neutral message → Block Kit, pure: no network, no clock, no database. Each kind of part has one `case`.

What a person wrote is escaped or stands in a text that Slack does not read, and nothing is left out: what does not fit into one
message continues in its thread, or is a file. Forms are drawn in form_shapes.py; what comes in is read in call_shapes.py.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from slack_sdk.models.blocks import Option, PlainTextObject, StaticSelectElement

from bot.chat.markdown import marked
from bot.chat.message import Button, Buttons, Fact, Facts, File, Menu, Message, Part, Picture, Table, Text, shortened
from bot.chat.message import Option as Choice
from bot.chat.plain import plain_part, unmarked
from bot.platforms.slack.limits import (
    ACTIONS,
    BUTTON_LABEL,
    BUTTON_VALUE,
    FALLBACK,
    FIELD,
    FIELDS,
    HEADER,
    IDENTIFIER,
    OPTION_LABEL,
    OPTION_VALUE,
    PLACEHOLDER,
    VIEW_BLOCKS,
)
from bot.platforms.slack.mrkdwn import PLAINLY, Drawing, escape, quoting, texts, within
from bot.platforms.slack.parcel import Attachment, Block, Parcel, Piece, Post, as_dict, as_typed, cost, packed, shared_out
from bot.platforms.slack.table_shapes import drawn_table, small_table
from bot.platforms.table_file import file_name

PRESS = "press"  # How the action id of a button of ours begins; the button's value is the command.
MENU = "menu"  # And that of a menu: what follows is the command, to which the chosen value is added.
NOTHING = "–"
MOST_IN_ONE = 8_000  # Characters of one block before it is split.


def parcel(message: Message, drawing: Drawing = PLAINLY) -> Parcel:
    """Return a message as Slack takes it: the message, what continues in its thread, and files."""
    table = _largest(message)
    said = drawing.sentence(message.headline)
    pieces, files = [_headline(message, said)], []
    for number, part in enumerate(message.parts):
        drawn, left = _part(part, number, drawing, as_table=part is table)
        pieces += drawn
        files += left
    name = file_name(message.headline, "txt")
    posts, whole = shared_out(pieces, name)
    text = _fallback(said, message.parts, drawing)
    first, *rest = posts
    files += (
        [] if whole else [Attachment(name, "text/plain", _plainly(said, message.parts, drawing).encode("utf-8-sig"))]
    )  # All of it.
    thread = tuple(
        Post(within(f"{message.headline} ({number}/{len(posts)})", FALLBACK), tuple(blocks))
        for number, blocks in enumerate(rest, 2)
    )
    return Parcel(Post(text, tuple(first)), thread, tuple(files))


def blocks(message: Message, drawing: Drawing = PLAINLY) -> list[Block]:
    """Return the blocks of a message itself; what does not fit there is in its parcel."""
    return list(parcel(message, drawing).first.blocks)


def _fallback(headline: str, parts: Iterable[Part], drawing: Drawing) -> str:
    """Return the text that notifications and screen readers show instead of the blocks: the headline, then all that is said."""
    return within(_plainly(headline, [part for part in parts if not isinstance(part, Buttons | Menu)], drawing), FALLBACK)


def _plainly(headline: str, parts: Iterable[Part], drawing: Drawing) -> str:
    """Return a headline and these parts below it, without any marks."""
    said = (unmarked(drawing.spelt(one.markdown)) if isinstance(one, Text) else plain_part(one) for one in parts)
    return "\n".join(filter(None, [headline or NOTHING, "\n\n".join(filter(None, said))]))


def home(messages: Sequence[Message], drawing: Drawing = PLAINLY) -> Block:
    """Return messages as a Home tab; what is more than it takes is left to commands, and a mark says that there is more."""
    drawn: list[Block] = []
    for message in messages:
        drawn += _headline(message, drawing.sentence(message.headline)).blocks
        for number, part in enumerate(message.parts):
            drawn += [block for piece in _at_home(part, number, drawing) for block in piece.blocks]
    if len(drawn) > VIEW_BLOCKS:
        drawn = [*drawn[: VIEW_BLOCKS - 1], section("…")]
    return {"type": "home", "blocks": [{**block, "block_id": f"home-{place}"} for place, block in enumerate(drawn)]}


def _at_home(part: Part, number: int, drawing: Drawing) -> list[Piece]:
    """Return a part as the Home tab takes it, where there are neither tables nor files."""
    if isinstance(part, Table):
        small = small_table(part)
        rows = [Text(marked("{row}", row=" · ".join(filter(None, row)))) for row in part.rows]
        return [small] if small else [piece for row in rows for piece in _text(row.markdown, drawing)]
    return _part(part, number, drawing, as_table=False)[0]


def _largest(message: Message) -> Table | None:
    """Return the table that is drawn as one, since Slack takes only one."""
    tables = [part for part in message.parts if isinstance(part, Table)]
    return max(tables, key=lambda one: sum(len(cell) for row in (one.columns, *one.rows) for cell in row), default=None)


def _headline(message: Message, headline: str) -> Piece:
    """Return the headline: a header above something, or a sentence that stands alone."""
    said = shortened(headline, HEADER) or NOTHING
    return packed([{"type": "header" if message.parts else "section", "text": as_typed(said)}])


def _part(  # noqa: PLR0911  # One return for each part.
    part: Part, number: int, drawing: Drawing, *, as_table: bool
) -> tuple[list[Piece], list[Attachment]]:
    """Return what one part becomes: blocks, files or both."""
    match part:
        case Text():
            return _text(part.markdown, drawing), []
        case Facts():
            return list(_facts(part, drawing)), []
        case Table():
            small = None if as_table else small_table(part)
            return ([small], []) if small else drawn_table(part)
        case Buttons():
            return list(_rows(part.buttons, number)), []
        case Menu():
            return list(_menu(part, number)), []
        case Picture():
            return [], [Attachment(part.name, part.media_type, part.data, part.description)]
        case File():
            return [], [Attachment(part.name, part.media_type, part.data)]
        case _:
            assert_never(part)


def _mrkdwn(text: str) -> Block:
    """Return mrkdwn in which Slack makes no links of its own."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _text(markdown: str, drawing: Drawing) -> list[Piece]:
    return [packed([section(text)]) for text in texts(markdown, drawing)]


def section(mrkdwn: str) -> Block:
    """Return a section of mrkdwn that Slack neither links nor folds away."""
    return {"type": "section", "text": _mrkdwn(mrkdwn), "expand": True}


def _facts(part: Facts, drawing: Drawing) -> Iterator[Piece]:
    """Yield labelled values side by side; one that is too long for that stands as text of its own."""
    fields: list[Block] = []
    length = 0
    for fact in part.facts:
        drawn = _fact(fact)
        if len(drawn) > FIELD:
            yield from _fields(fields)
            fields, length = [], 0
            yield from _text(marked("**{label}**\\\n{value}", label=fact.label, value=fact.value), drawing)
            continue
        if len(fields) == FIELDS or length + len(drawn) > MOST_IN_ONE:
            yield from _fields(fields)
            fields, length = [], 0
        fields.append(_mrkdwn(drawn))
        length += len(drawn)
    yield from _fields(fields)


def _fields(fields: Sequence[Block]) -> Iterator[Piece]:
    if fields:
        yield packed([{"type": "section", "fields": list(fields)}])


def _fact(fact: Fact) -> str:
    label = " ".join(escape(fact.label).split())
    value = "\n".join([quoting(escape(line)) for line in fact.value.strip().splitlines()]) or NOTHING
    return f"*{label}*\n{value}" if label else value


def _rows(buttons: Sequence[Button], number: int) -> Iterator[Piece]:
    """Yield rows of buttons, each no longer than Slack takes."""
    row: list[Block] = []
    for place, button in enumerate(buttons):
        element = _button(button, f"{PRESS}:{number}:{place}")
        if row and (len(row) == ACTIONS or cost(_actions([*row, element])) > MOST_IN_ONE):
            yield packed([_actions(row)], stays=True)
            row = []
        row.append(element)
    if row:
        yield packed([_actions(row)], stays=True)


def _actions(elements: Sequence[Block]) -> Block:
    return {"type": "actions", "elements": list(elements)}


def _button(button: Button, action: str) -> Block:
    label = as_typed(shortened(button.label, BUTTON_LABEL) or "…")
    value = {"value": button.command} if button.command else {}
    style = {"style": button.style} if button.style != "plain" else {}
    return {"type": "button", "text": label, "action_id": action, **value, **style}


def _menu(part: Menu, number: int) -> Iterator[Piece]:
    """Yield a menu; one whose command or values are longer than a menu holds becomes buttons."""
    action = f"{MENU}:{number}:{part.command}"
    if not part.options:
        return
    if len(action) > IDENTIFIER or any(len(one.value) > OPTION_VALUE or not one.value for one in part.options):
        commands = [(one.label, f"{part.command} {one.value}".strip()) for one in part.options]
        fitting = [Button(label, command) for label, command in commands if len(command) <= BUTTON_VALUE - 100]
        yield from _rows(fitting, number)
        return
    select = StaticSelectElement(
        placeholder=PlainTextObject(text=shortened(part.label, PLACEHOLDER) or "…", emoji=False),
        action_id=action,
        options=[option(one) for one in part.options],
    )
    yield packed([_actions([as_dict(select)])], stays=True)


def option(one: Choice, *, longest: int = OPTION_LABEL) -> Option:
    """Return an option of a menu; a value Slack would not hold is sent as its label, which a form's door reads as well."""
    label = shortened(one.label or one.value, longest) or NOTHING
    value = one.value if 0 < len(one.value) <= OPTION_VALUE else label
    return Option(text=PlainTextObject(text=label, emoji=False), value=value)
