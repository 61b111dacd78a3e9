"""Documents as files: what a screen reader and a digest need of them."""

import io
import zipfile

import docx
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.document import Document, Grid, Heading, Items, NewPage, Paragraph, blocks_of, from_json, to_json
from bot.documents.docx import docx_of
from bot.documents.markdown import markdown_of

STATUS = Document(
    title="Status 2026",
    language="da",
    facts=(("Til", "Økonomiudvalget"),),
    blocks=(
        Paragraph("Manchet", strong=True),
        Heading("Indstilling"),
        Items(("at status tages til efterretning.",), numbered=True),
        Heading("Løsning"),
        Heading("Spor 1", 2),
        Items(("Åben skole", "Natteravne")),
        Items(("igen fra et",), numbered=True),
        Grid("Møder", ("Møde", "Dato"), (("M-1", "19. maj"), ("M-2", "8. september")), (1, 3)),
        NewPage(),
        Heading("Bilag"),
    ),
    footer="Status 2026 · side",
)


def opened(document=STATUS):
    return docx.Document(io.BytesIO(docx_of(document)))


def test_headings_are_styles_in_order_and_the_title_is_one():
    found = [(one.style.name, one.text) for one in opened().paragraphs if one.style.name.startswith(("Title", "Heading"))]
    assert found == [
        ("Title", "Status 2026"),
        ("Heading 1", "Indstilling"),
        ("Heading 1", "Løsning"),
        ("Heading 2", "Spor 1"),
        ("Heading 1", "Bilag"),
    ]


def test_lists_are_lists_and_each_numbered_one_begins_at_one():
    made = opened()
    assert [one.text for one in made.paragraphs if one.style.name == "List Bullet"] == ["Åben skole", "Natteravne"]
    numbers = [one._p.pPr.numPr.numId.val for one in made.paragraphs if one.style.name == "List Number"]  # noqa: SLF001
    assert len(set(numbers)) == 2


def test_a_table_has_a_header_row_that_is_marked_as_one():
    (table,) = opened().tables
    header, *rest = table.rows
    assert header._tr.trPr.find(qn("w:tblHeader")) is not None  # noqa: SLF001
    assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in rest)  # noqa: SLF001
    assert [cell.text for cell in header.cells] == ["Møde", "Dato"]
    assert rest[0].cells[0].text == "M\u20111"  # a reference is not broken at the end of a line


def test_the_language_is_danish_and_nobody_is_named_as_author():
    made = opened()
    tag = made.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr")).find(qn("w:lang"))
    assert tag.get(qn("w:val")) == "da-DK"
    assert (made.core_properties.title, made.core_properties.author) == ("Status 2026", "")


def test_word_lays_it_out_by_its_present_rules():
    modes = [
        one.get(qn("w:val"))
        for one in opened().settings.element.iter(qn("w:compatSetting"))
        if one.get(qn("w:name")) == "compatibilityMode"
    ]
    assert modes == ["15"]


def test_the_same_document_is_the_same_bytes():
    assert docx_of(STATUS) == docx_of(from_json(to_json(STATUS)))
    assert {one.date_time for one in zipfile.ZipFile(io.BytesIO(docx_of(STATUS))).infolist()} == {(2026, 1, 1, 0, 0, 0)}


def test_markdown_shows_the_same_and_no_text_becomes_markup():
    text = markdown_of(STATUS).decode()
    assert "\n## Indstilling\n\n1. at status tages til efterretning.\n" in text
    assert "| Møde | Dato |\n| --- | --- |\n| M-1 | 19. maj |" in text
    nasty = Document("<b>", "da", blocks=(Paragraph("# ikke en overskrift"), Items(("**fed** | [a](b)",)), Paragraph("1. nej")))
    assert markdown_of(nasty).decode() == "# \\<b\\>\n\n\\# ikke en overskrift\n\n- \\*\\*fed\\*\\* \\| \\[a\\](b)\n\n1\\. nej\n"


def test_what_people_write_is_read_into_paragraphs_and_lists():
    assert blocks_of("Et\nto\n\n- a\n- b\n  mere\n1. første\n2. anden\nSidst") == (
        Paragraph("Et to"),
        Items(("a", "b mere")),
        Items(("første", "anden"), numbered=True),
        Paragraph("Sidst"),
    )


@given(st.text(max_size=200))
def test_any_text_becomes_a_document(text):
    document = Document(text[:40] or "x", "da", blocks=blocks_of(text))
    assert from_json(to_json(document)) == document
    markdown_of(document)
