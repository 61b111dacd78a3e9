"""A message or a form as plain text: for the terminal, for notifications, and wherever a platform shows no markup."""

from collections.abc import Callable, Iterable
from itertools import zip_longest
from typing import TYPE_CHECKING, assert_never
from unicodedata import east_asian_width

from bot.chat.form import Choice, Choices, Form
from bot.chat.markdown import is_plain, tokens
from bot.chat.message import Buttons, Facts, File, Menu, Message, Part, Picture, Table, Text

if TYPE_CHECKING:
    from markdown_it.token import Token


def plain(message: Message) -> str:
    """Return a whole message as lines of text."""
    return "\n\n".join(filter(None, [message.headline, *map(plain_part, message.parts)]))


def unmarked(markdown: str) -> str:
    """Return Markdown of ours as the words it shows."""
    return markdown if is_plain(markdown) else laid_out(tokens(markdown), _shown)


def _shown(line: "Token") -> list[str]:
    words = ("\n" if one.type in {"softbreak", "hardbreak"} else one.content for one in line.children or ())
    return "".join(words).replace("\u200b", "").split("\n")


def laid_out(found: "Iterable[Token]", lines_in: "Callable[[Token], Iterable[str]]", bullet: str = "•") -> str:
    """Return tokens of ours as lines of text, those of a list behind a bullet; `lines_in` says what stands in each."""
    lines: list[str] = []
    depth, item = 0, False
    for token in found:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                depth += 1
            case "bullet_list_close" | "ordered_list_close":
                depth -= 1
                lines += [] if depth else [""]
            case "list_item_open":
                item = True
            case "inline":
                lead = f"{'  ' * (depth - 1)}{bullet if item else ' '} " if depth else ""
                lines.append(lead + ("\n" + " " * len(lead)).join(lines_in(token)))
                item = False
            case "paragraph_close" if not depth:
                lines.append("")
            case _:
                pass
    return "\n".join(lines).strip("\n")


def plain_part(part: Part) -> str:  # noqa: PLR0911  # One case a part.
    """Return one part of a message as lines of text."""
    match part:
        case Text():
            return unmarked(part.markdown)
        case Facts():
            widest = max((len(one.label) for one in part.facts), default=0) + 1
            return "\n".join(f"{one.label + ':':<{widest}} {one.value}" for one in part.facts)
        case Table():
            return _table(part)
        case Buttons():
            return "\n".join(f"[{one.label}] {one.command}" for one in part.buttons)
        case Menu():
            return "\n".join(f"[{part.label}: {one.label}] {part.command} {one.value}" for one in part.options)
        case Picture():
            return part.description
        case File():
            return f"({part.name})"
        case _:
            assert_never(part)


def _width(text: str) -> int:
    if max(text, default="") < "\u1100":  # No letter before Hangul is wide.
        return len(text)
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in text)


def _table(table: Table) -> str:
    """Return a table with columns as wide as their widest cell."""
    rows = [table.columns, *table.rows]
    widths = [max(map(_width, column)) for column in zip_longest(*rows, fillvalue="")]
    lines = [
        "  ".join(cell + " " * (wide - _width(cell)) for cell, wide in zip(row, widths, strict=False)).rstrip() for row in rows
    ]
    lines.insert(1, "  ".join("─" * wide for wide in widths))
    return "\n".join([table.caption, *lines] if table.caption else lines)


def plain_form(form: Form) -> str:
    """Return a form as a person at a terminal needs it: what can be typed behind the command, and what is wrong so far."""
    lines = [form.title]
    if form.intro:
        lines.append(unmarked(form.intro))
    if "" in form.errors:
        lines.append(f"! {form.errors['']}")
    for field in form.fields:
        lines.append(f"{'*' if field.required else ' '} {field.label}: {field.value}".rstrip())
        if field.hint:
            lines.append(f"      {field.hint}")
        if isinstance(field, Choice | Choices) and field.options:
            lines.append("      " + " | ".join(option.label for option in field.options))
        if field.name in form.errors:
            lines.append(f"    ! {form.errors[field.name]}")
    example = "; ".join(f"{field.label.casefold()}: …" for field in form.fields if field.required)
    lines.append(f"→ {form.command} … ; {example}")
    return "\n".join(lines)
