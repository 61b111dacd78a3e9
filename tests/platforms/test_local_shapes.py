"""What the neutral vocabulary looks like on the page, and that nothing a person wrote ever becomes a part of the page itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.form import Check, Choice, Choices, Day, Form, Long, Party, Person, Short, Time
from bot.chat.markdown import listed, marked, mention
from bot.chat.message import Button, Buttons, Fact, Facts, File, Menu, Message, Option, Picture, Table, Text, text
from bot.platforms.local.form_shapes import drawn_form, meant
from bot.platforms.local.marked import marked_up, said
from bot.platforms.local.open_form import OpenForm, Step
from bot.platforms.local.shapes import At, drawn, numeric, size_of, token_of
from bot.platforms.local.user import User
from bot.words.language import speaking
from tests.platforms.scripted import DOT, HOSTILE, every_field, every_part
from tests.platforms.seen import seen

AT = At("/press", "/files")
PEOPLE = (User("u_osa", "Mads Holm", "OSA", "Police"), User("u_eki", "Amir Haddad", "", "City"))
TAGS = {
    *("p", "div", "ul", "ol", "li", "strong", "em", "code", "a", "span", "bdi", "br", "dl", "dt", "dd", "table", "caption"),
    *("thead", "tbody", "tr", "th", "td", "form", "input", "button", "label", "select", "option", "figure", "img", "figcaption"),
    *("svg", "use", "small", "dialog", "header", "h2", "h3", "footer", "fieldset", "legend", "textarea", "optgroup"),
}
# Letters that steer HTML, Markdown and templates, mixed with any others.
nasty = st.text(
    st.sampled_from("<>\"'&;=/`*_[]()!{}%#\\-+.:|~@ \n\r\tonclick\x00\x07\u202e") | st.characters(codec="utf-8"), max_size=60
)


@pytest.fixture(autouse=True)
def _english():
    with speaking("en"):
        yield


def one(part) -> str:
    return " ".join(str(drawn(Message("H", (part,)), AT)).split())


@pytest.mark.parametrize(
    ("part", "snippet"),
    [
        (Text("Hello"), '<p dir="auto">Hello</p>'),
        (text(marked("**{a}**", a="strong")), "<strong>strong</strong>"),
        (text(listed([marked("one")])), '<ul dir="auto"><li dir="auto">one</li></ul>'),
        (Text("3. three"), '<ol dir="auto" start="3"><li dir="auto">three</li></ol>'),
        (text(mention("p_1", "Ada [1]")), '<span class="mention"><bdi>Ada [1]</bdi></span>'),
        (Text("[#x](place:7)"), '<span class="mention channel"><bdi>#x</bdi></span>'),
        (
            Text("[law](https://a.dk/?b=1&c=2)"),
            '<a href="https://a.dk/?b=1&amp;c=2" target="_blank" rel="noopener noreferrer">law</a>',
        ),
        (Text("[x](ftp://a.dk)"), '<span class="words"><bdi>x</bdi></span>'),
        (Text("`<b>`"), "<code>&lt;b&gt;</code>"),
        (Facts((Fact("Track", "1"),)), '<dt dir="auto">Track</dt><dd dir="auto">1</dd>'),
        (Table("T", ("A", "B"), (("x", "1"),)), '<caption dir="auto">T</caption>'),
        (Table("", ("A", "B"), (("x", "1"),)), 'role="region" tabindex="0" aria-label="Table"'),
        (
            Table("T", ("A", "B"), (("x", "1"),)),
            '<th scope="row" dir="auto" class="whole">x</th><td dir="auto" class="number">1</td>',
        ),
        (Table("T", ("A", "B"), (("x", "y"),)), '<th scope="col" dir="auto">B</th>'),
        (Buttons((Button("Seen", "/seen", "primary"),)), '<button class="button primary"><bdi>Seen</bdi></button>'),
        (Buttons((Button("Seen", "/seen"),)), f'<input type="hidden" name="button" value="{token_of("/seen")}">'),
        (Menu("Unit", "/reply", (Option("EKI", "eki"),)), f'<option value="{token_of("/reply eki")}">EKI</option>'),
        (Picture("w.png", "image/png", DOT, "The year"), '<img src="/files/0" alt="The year" loading="lazy">'),
        (Picture("w.svg", "image/svg+xml", DOT, "The year"), '<a href="/files/0" download="w.svg">'),
        (File("m.docx", "x/y", b"123"), '<a class="file" href="/files/0" download="m.docx">'),
    ],
)
def test_a_part_is_drawn(part, snippet):
    assert snippet in one(part)


def test_a_headline_alone_is_said_in_a_plain_voice():
    assert '<p class="headline alone" dir="auto">Done</p>' in str(drawn(Message("Done"), AT))
    assert '<p class="headline" dir="auto">Done</p>' in str(drawn(Message("Done", (Text("x"),)), AT))


def test_pictures_and_files_are_named_by_their_place_in_the_message():
    hrefs = [href for href in seen(drawn(every_part(), AT)).having("href") if href and href.startswith("/files")]
    assert hrefs == ["/files/5", "/files/6"]


@pytest.mark.parametrize(
    ("cells", "right"),
    [
        (["1", "22"], True),
        (["1.250", "–"], True),
        (["12 %", "3,5"], True),
        (["18.11.2026", "02.09.2026"], True),
        (["4", "four"], False),
        (["2027-Q1"], False),
        ([], False),
    ],
)
def test_a_column_of_numbers_stands_to_the_right(cells, right):
    assert numeric(Table("T", ("A", "B"), tuple(("x", cell) for cell in cells))) == ({1} if right else set())


@pytest.mark.parametrize(("count", "shown"), [(1, "0.1 kB"), (48_200, "47.1 kB"), (3 * 1024 * 1024, "3.0 MB")])
def test_a_file_says_how_large_it_is(count, shown):
    assert size_of(b"x" * count) == shown


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_what_a_person_says_is_shown_as_typed(hostile):
    page = seen(f"<p>{said(hostile)}</p>")
    assert page.names == {"p"}
    shown = "".join(chr(ord(one) - 0x2400) if "\u2400" <= one <= "\u241f" else one for one in page.words)
    assert shown == hostile


def harmless(html: str) -> str:
    """Return the words of drawn HTML after checking that nothing in it can act."""
    page = seen(html)
    assert page.names <= TAGS
    for _, attributes in page.tags:
        assert not [name for name in attributes if name.startswith(("on", "style", "srcdoc", "formaction"))]
    for address in (*page.having("href"), *page.having("src"), *page.having("action")):
        assert address is not None
        assert address.startswith(("/", "#", "http://", "https://")), address
    return page.words


@given(nasty, nasty)
def test_no_text_in_a_message_becomes_a_tag(text_, other):
    message = Message(
        text_,
        (
            text(marked("**{a}** {b}", a=text_, b=other), listed([marked("{a}", a=other)])),
            text(mention("p_1", text_)),
            Facts((Fact(text_, other),)),
            Table(text_, (other, text_), ((other, text_),)),
            Buttons((Button(text_, other),)),
            Menu(text_, other, (Option(other, text_),)),
            Picture(text_, "image/png", b"", other),
            File(text_, "x/y", b""),
        ),
    )
    harmless(str(drawn(message, AT)))


@given(nasty)
def test_no_markdown_at_all_becomes_more_than_the_markup_we_allow(markdown):
    harmless(str(marked_up(markdown)))


@given(nasty, nasty)
def test_no_text_in_a_form_becomes_a_tag(text_, other):
    fields = (
        Short(name="a", label=text_, hint=other, value=text_, required=True),
        Long(name="b", label=text_, value=f"{other}</textarea>{text_}"),
        Choice(name="c", label=text_, options=(Option(other, text_),), value=other, required=True),
        Choices(name="d", label=text_, options=(Option(text_, other),), value=text_),
        Party(name="e", label=text_, options=(Option(text_, other),), value=text_),
        Person(name="f", label=text_, value=other),
        Day(name="g", label=text_, value=other),
        Time(name="h", label=text_, value=text_),
        Check(name="i", label=text_, hint=text_),
    )
    form = Form("T", "/x", fields, other).refused({"": text_, **{one.name: other for one in fields}})
    harmless(str(drawn_form(OpenForm("id", Step("d", "u", "r"), form), "/as/u/forms/id", PEOPLE)))


def test_a_text_in_a_form_is_there_again_as_typed():
    value = '\n first line\n"quoted" <b> & last\n'
    form = Form("T", "/x", (Long(name="a", label="A", value=value), Short(name="b", label="B", value='"><b>')), "Send")
    page = seen(drawn_form(OpenForm("id", Step("d", "u", "r"), form), "/f", ()))
    assert f"\n{value}" in page.words  # A browser drops the first line end of a textarea, so there is one more.
    assert '"><b>' in page.having("value")


def field(one, errors=None) -> str:
    form = Form("T", "/x", (one,), "Send").refused(errors or {})
    return " ".join(str(drawn_form(OpenForm("id", Step("d", "u", "r"), form), "/f", PEOPLE)).split())


UNITS = (Option("OSA", "osa", ("special",)), Option("EKI", "eki"))


@pytest.mark.parametrize(
    ("one", "snippet"),
    [
        (Short(name="a", label="A"), '<input id="f-a" name="a" type="text" value=""'),
        (Short(name="a", label="A", required=True), 'aria-required="true"'),
        (Short(name="a", label="A", hint="Why"), 'aria-describedby="h-a"'),
        (Short(name="a", label="A", longest=120), 'data-longest="120"'),
        (Long(name="a", label="A", value="x"), "x</textarea>"),
        (
            Choice(name="a", label="A", options=UNITS, required=True, value="eki"),
            '<input type="radio" name="a" value="eki" checked>',
        ),
        (Choice(name="a", label="A", options=UNITS, value="eki"), '<option value="eki" selected>EKI</option>'),
        (Choice(name="a", label="A", options=UNITS, value="special"), '<option value="osa" selected>OSA</option>'),
        (Choice(name="a", label="A", options=UNITS, value="nobody"), '<option value="nobody" selected>nobody</option>'),
        (Party(name="a", label="A", options=UNITS, required=True), '<select id="f-a" name="a"'),
        (Choices(name="a", label="A", options=UNITS, value="OSA, eki"), 'value="osa" checked'),
        (Choices(name="a", label="A", options=UNITS, value="xyz"), '<input type="checkbox" name="a" value="xyz" checked>'),
        (Person(name="a", label="A", value="u_osa"), '<option value="u_osa" selected>Mads Holm · OSA</option>'),
        (Person(name="a", label="A", value="Amir Haddad"), '<option value="u_eki" selected>Amir Haddad</option>'),
        (Person(name="a", label="A", value="Grace"), '<option value="Grace" selected>Grace</option>'),
        (Person(name="a", label="A"), '<optgroup label="Police">'),
        (Day(name="a", label="A"), 'type="date"'),
        (Day(name="a", label="A", value="2027-03-11"), 'type="date" value="2027-03-11"'),
        (Day(name="a", label="A", value="next Tuesday"), 'type="text" value="next Tuesday"'),
        (Time(name="a", label="A", value="10:00"), 'type="time" value="10:00"'),
        (Time(name="a", label="A", value="around ten"), 'type="text" value="around ten"'),
        (Check(name="a", label="A", value="yes"), 'value="yes" checked'),
    ],
)
def test_a_field_is_drawn(one, snippet):
    assert snippet in field(one)


@pytest.mark.parametrize("one", every_field().fields, ids=lambda one: type(one).__name__)
def test_an_error_stands_beside_its_field_and_in_the_summary(one):
    html = field(one, {one.name: "Look again", "": "And here"})
    page = seen(html)
    assert html.count("Look again") == 2
    assert f'<a href="#f-{one.name}">' in html
    assert f"f-{one.name}" in page.having("id")
    described = [value.split() for value in page.having("aria-describedby") if value]
    assert [f"e-{one.name}" in value for value in described] == [True]
    assert "true" in page.having("aria-invalid")
    assert "And here" in page.words


@pytest.mark.parametrize("one", every_field().fields, ids=lambda one: type(one).__name__)
def test_every_field_has_a_name_to_be_heard_by(one):
    page = seen(field(one))
    if f'<fieldset class="field" id="f-{one.name}"' in field(one):
        assert "legend" in page.names
    else:
        ids = page.having("id")
        assert f"f-{one.name}" in ids
        assert f"f-{one.name}" in page.having("for") or ("label", {"class": "box"}) in page.tags
    assert one.label in page.words


@given(st.lists(st.sampled_from(["osa", "OSA", " eki ", "special", "x", ""]), max_size=5))
def test_what_was_typed_for_an_option_is_never_lost(values):
    chosen, options = meant(values, UNITS)
    known = {one.value for one in options}
    assert all(one in known for one in chosen)
    assert len(chosen) == len([one for one in values if one.strip()])
