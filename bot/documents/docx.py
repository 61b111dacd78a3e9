"""Documents as .docx: real styles, headings that a screen reader walks, header rows that are marked as such, and a language.

The same document always gives the same bytes: nothing of the day or the machine stands in the file, so that its digest proves it.
"""

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import Any, assert_never

import docx
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from bot.chat.document import Block, Document, Grid, Heading, Items, NewPage, Paragraph

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ALWAYS = datetime(2026, 1, 1, tzinfo=UTC)  # Word wants an instant; ours says nothing.
_FONT = "Arial"
_INK = RGBColor(0x0B, 0x24, 0x3F)
_SHADE = "E8EDF3"
_REFERENCE = re.compile(r"(?<=\b[A-Z])-(?=\d)")  # I-7 is one word, and is not to be broken at the end of a line.
_TAGS = {"da": "da-DK", "en": "en-GB"}
_PAGE_WIDTH = Cm(16)


def docx_of(document: Document) -> bytes:
    """Return a document as the bytes of a .docx file."""
    made = docx.Document()
    _set_up(made, document)
    made.add_paragraph(document.title, style="Title")
    if document.facts:
        _facts(made, document)
    for block in document.blocks:
        _add(made, block)
    written = io.BytesIO()
    made.save(written)
    return _timeless(written.getvalue())


def _add(made: Any, block: Block) -> None:
    match block:
        case Heading():
            made.add_heading(block.text, level=block.level)
        case Paragraph():
            if block.text:
                made.add_paragraph(block.text, style="Intense Quote" if block.strong else "Body Text")
        case Items():
            _items(made, block)
        case Grid():
            _grid(made, block)
        case NewPage():
            made.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
        case _:
            assert_never(block)


# What the file is, and how it looks.


def _set_up(made: Any, document: Document) -> None:
    tag = _TAGS.get(document.language, document.language)
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = Cm(2.3), Cm(2)
    about = made.core_properties
    about.title, about.language, about.author, about.last_modified_by = document.title, tag, "", ""
    about.created = about.modified = _ALWAYS.replace(tzinfo=None)
    about.comments = ""
    _language(made, tag)
    _of_today(made)
    _styles(made)
    _footer(section, document.footer)


def _language(made: Any, tag: str) -> None:
    """Say which language the whole text is in, where Word and screen readers look for it."""
    defaults = made.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    language = defaults.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        defaults.append(language)
    for name in ("w:val", "w:eastAsia"):
        language.set(qn(name), tag)


def _of_today(made: Any) -> None:
    """Let Word lay the file out by its present rules, and not in the compatibility mode that python-docx's template asks for."""
    for setting in made.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _styles(made: Any) -> None:
    """Give the styles that Word knows by name our own look, so that whoever edits the file keeps working with them."""
    looks = {
        "Normal": (11, False, None, 0, 6),
        "Body Text": (11, False, None, 0, 6),
        "List Bullet": (11, False, None, 0, 4),
        "List Number": (11, False, None, 0, 4),
        "Title": (20, True, _INK, 0, 10),
        "Heading 1": (15, True, _INK, 16, 4),
        "Heading 2": (12.5, True, _INK, 12, 3),
        "Heading 3": (11, True, _INK, 8, 2),
        "Heading 4": (11, False, _INK, 8, 2),
        "Caption": (9.5, True, _INK, 8, 3),
    }
    for name, (size, bold, colour, before, after) in looks.items():
        style = made.styles[name]
        _font(style, size, bold=bold, colour=colour)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.12
        style.paragraph_format.keep_with_next = name.startswith("Heading") or name == "Caption"
    lead = made.styles["Intense Quote"]
    _font(lead, 12, bold=False, colour=_INK)
    lead.font.italic = False
    lead.paragraph_format.left_indent = lead.paragraph_format.right_indent = Cm(0)
    lead.paragraph_format.space_before, lead.paragraph_format.space_after = Pt(12), Pt(8)
    _no_border(made.styles["Title"])
    _no_border(lead)


def _font(style: Any, size: float, *, bold: bool, colour: RGBColor | None) -> None:
    style.font.name, style.font.size, style.font.bold = _FONT, Pt(size), bold
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), _FONT)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
        fonts.attrib.pop(qn(theme), None)
    if colour is not None:
        style.font.color.rgb = colour


def _no_border(style: Any) -> None:
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _footer(section: Any, text: str) -> None:
    """Put the title and the page's number at the foot of every page."""
    foot = section.footer.paragraphs[0]
    foot.style.font.size = Pt(8.5)
    run = foot.add_run(f"{text} " if text else "")
    for kind, instruction in (("begin", None), (None, "PAGE"), ("end", None)):
        element = OxmlElement("w:instrText" if instruction else "w:fldChar")
        if instruction:
            element.text = instruction
        else:
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)  # noqa: SLF001  # python-docx has no fields; this is its documented way around.


# Lists and tables.


def _items(made: Any, block: Items) -> None:
    """Add a list; a numbered one begins at 1, whatever list stood before it."""
    style = "List Number" if block.numbered else "List Bullet"
    number = _restarted(made) if block.numbered else None
    for item in block.items:
        paragraph = made.add_paragraph(item, style=style)
        if number is not None:
            paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number  # noqa: SLF001  # As above.


def _restarted(made: Any) -> int:
    """Return a numbering like that of the style, begun anew."""
    numbering = made.part.numbering_part.numbering_definitions._numbering  # noqa: SLF001  # As above.
    style = made.styles["List Number"].element.pPr.numPr.numId.val
    abstract = next(one for one in numbering.num_lst if one.numId == style).abstractNumId.val
    num = numbering.add_num(abstract)
    num.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(num.numId)


def _grid(made: Any, block: Grid) -> None:
    """Add a table with a row of headings that is repeated on every page it reaches."""
    if block.caption:
        made.add_paragraph(block.caption, style="Caption")
    table = made.add_table(rows=1, cols=len(block.columns))
    table.style = "Table Grid"
    table.autofit = False
    shares = block.widths or (1,) * len(block.columns)
    widths = [int(_PAGE_WIDTH * share / sum(shares)) for share in shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    _fill(table.rows[0], block.columns, widths)
    _mark_header(table.rows[0])
    for row in block.rows:
        _fill(table.add_row(), row, widths)
    for row in table.rows:
        _whole(row)
    made.add_paragraph(style="Body Text").paragraph_format.space_after = Pt(2)


def _fill(row: Any, cells: tuple[str, ...], widths: list[int]) -> None:
    for cell, text, width in zip(row.cells, cells, widths, strict=True):
        cell.width = width
        cell.paragraphs[0].text = _REFERENCE.sub("\u2011", text)
        cell.paragraphs[0].paragraph_format.space_after = Pt(1)
        for run in cell.paragraphs[0].runs:
            run.font.size = Pt(9.5)


def _mark_header(row: Any) -> None:
    """Say that a row is headings, for screen readers and for every page the table reaches; and let it look so."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001  # As above.
    for cell in row.cells:
        shade = OxmlElement("w:shd")
        for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", _SHADE)):
            shade.set(qn(name), value)
        cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001  # As above.
        for run in cell.paragraphs[0].runs:
            run.font.bold = True


def _whole(row: Any) -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001  # As above.


def _facts(made: Any, document: Document) -> None:
    """Put what the item is below its title, a line each."""
    for label, value in document.facts:
        line = made.add_paragraph(style="Body Text")
        line.paragraph_format.space_after = Pt(1)
        line.add_run(f"{label}: ").bold = True
        line.add_run(value)


def _timeless(data: bytes) -> bytes:
    """Return the same archive without the instant at which it was packed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            info = zipfile.ZipInfo(name, date_time=_ALWAYS.timetuple()[:6])
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(info, source.read(name))
    return packed.getvalue()
