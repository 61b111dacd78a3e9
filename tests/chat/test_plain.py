"""Messages and forms as plain text, for the terminal and for notifications."""

from textwrap import dedent

from hypothesis import given

from bot.chat.form import Choice, Form, Long, Short
from bot.chat.markdown import Markdown
from bot.chat.message import (
    Button,
    Buttons,
    File,
    Menu,
    Message,
    Option,
    Picture,
    Table,
    Text,
    facts,
)
from bot.chat.plain import plain, plain_form, unmarked
from tests.chat.test_message import MESSAGES


def told(block):
    return dedent(block).strip("\n")


def test_a_message_reads_from_top_to_bottom():
    message = Message(
        "I-7 Fælles sensorer",
        (
            Text("To **stærke** ord.\n\n- et\n- to\\\n  med mere"),
            facts({"Ansvarlig": "OSA", "Spor": "1"}),
            Table("Fordelt på spor", ("Spor", "Antal"), (("1 Forebyggelse", "2"), ("日本", "10"))),
            Buttons((Button("Vis", "/initiative show I-7"),)),
            Menu("Vælg", "/agreement clause", (Option("Formål", "formaal"),)),
            Picture("a.png", "image/png", b"x", "Årets fire møder"),
            File("referat.docx", "application/x", b"x"),
        ),
    )
    assert plain(message) == told(
        """
        I-7 Fælles sensorer

        To stærke ord.

        • et
        • to
          med mere

        Ansvarlig: OSA
        Spor:      1

        Fordelt på spor
        Spor            Antal
        ──────────────  ─────
        1 Forebyggelse  2
        日本            10

        [Vis] /initiative show I-7

        [Vælg: Formål] /agreement clause formaal

        Årets fire møder

        (referat.docx)
        """
    )


def test_empty_parts_leave_no_gap():
    assert plain(Message("Kun en overskrift", (Text(""), Buttons(()), facts({})))) == "Kun en overskrift"


def test_a_list_in_a_list_is_indented_and_links_show_their_words():
    assert unmarked(Markdown("- a\n  - b\n\n[Anna](person:p_1) og `kode`")) == "• a\n  • b\n\nAnna og kode"


def test_a_table_without_rows_or_with_short_rows_is_still_a_table():
    assert plain(Message("x", (Table("", ("A", "B"), ()),))) == "x\n\nA  B\n─  ─"
    assert plain(Message("x", (Table("", ("A", "B"), (("1",),)),))) == "x\n\nA  B\n─  ─\n1"


def test_a_form_tells_what_to_type_and_what_is_wrong_so_far():
    form = Form(
        title="Ny indsats",
        command="/initiative new",
        fields=(
            Short(name="title", label="Titel", required=True),
            Long(name="purpose", label="Formål", hint="Hvad den skal opnå.", value="trygge veje"),
            Choice(name="work", label="Type", required=True, options=(Option("Kernedrift", "core"), Option("Fælles", "joint"))),
        ),
        submit="Registrer",
        intro=Markdown("Intet felt til *penge*."),
    ).refused({"title": "Titel mangler.", "": "Prøv igen."})
    assert plain_form(form) == told(
        """
        Ny indsats
        Intet felt til penge.
        ! Prøv igen.
        * Titel:
            ! Titel mangler.
          Formål: trygge veje
              Hvad den skal opnå.
        * Type:
              Kernedrift | Fælles
        → /initiative new … ; titel: …; type: …
        """
    )


@given(MESSAGES)
def test_every_message_can_be_read_and_starts_with_its_headline(message):
    assert plain(message).startswith(message.headline)
