"""A form, and the same form typed in one line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.form import LONGEST_TITLE, Check, Choice, Choices, Day, Form, Long, Party, Person, Short, Time, as_text, typed
from bot.chat.message import Option

FIELDS = (
    Short(name="title", label="Titel", required=True, aliases=("title",)),
    Long(name="purpose", label="Formål", aliases=("purpose",)),
    Choices(name="tracks", label="Spor", options=(Option("1 Forebyggelse", "forebyggelse"),), aliases=("track",)),
    Party(name="lead", label="Ansvarlig enhed", options=(Option("OSA", "osa"),), aliases=("leder", "lead")),
    Check(name="national", label="Nationalt anliggende"),
)
FORM = Form(title="Ny indsats", command="/initiative new", fields=FIELDS, submit="Registrer")


@pytest.mark.parametrize(
    ("line", "lead", "values"),
    [
        ("", "", {}),
        ("Fælles sensorer", "Fælles sensorer", {}),
        ("Fælles sensorer; spor: 1, 2", "Fælles sensorer", {"tracks": "1, 2"}),
        ("Fælles sensorer; SPOR:1;leder:osa", "Fælles sensorer", {"tracks": "1", "lead": "osa"}),
        ("Fælles sensorer; track: 1; lead: osa", "Fælles sensorer", {"tracks": "1", "lead": "osa"}),
        ("Fælles sensorer spor: 1", "Fælles sensorer", {"tracks": "1"}),
        ("I-7 ansvarlig  enhed : osa", "I-7", {"lead": "osa"}),
        ("spor: 1", "", {"tracks": "1"}),
        ("Titel: Møde: dagsorden; spor: 1", "", {"title": "Møde: dagsorden", "tracks": "1"}),
        ("Møde: dagsorden; spor: 1", "Møde: dagsorden", {"tracks": "1"}),
        ("Åben skole: unge", "Åben skole: unge", {}),
        (r"Skole\; fritid; spor: 1", "Skole; fritid", {"tracks": "1"}),
        ("Skole; formål: lektier; idræt; spor: 1", "Skole", {"purpose": "lektier; idræt", "tracks": "1"}),
        ("Skole; og fritid; spor: 1", "Skole; og fritid", {"tracks": "1"}),
        ("Skole; formål: kl. 10:30; spor: 1", "Skole", {"purpose": "kl. 10:30", "tracks": "1"}),
        ("Skole; spor:", "Skole", {"tracks": ""}),
        ("Skole; spor: 1; spor: 2", "Skole", {"tracks": "2"}),
        (";;; spor: 1;;", "", {"tracks": "1"}),
        ("Skole; formål: første\nanden linje", "Skole", {"purpose": "første\nanden linje"}),
    ],
)
def test_one_typed_line_fills_the_form(line, lead, values):
    assert typed(FIELDS, line) == (lead, values, ())


@pytest.mark.parametrize(
    ("line", "strangers"),
    [("Skole; budget: 1000", ("budget",)), ("Skole; spor: 1; budget: 1; løn: 2", ("budget", "løn")), ("; x: 1", ("x",))],
)
def test_a_key_the_form_does_not_have_is_told(line, strangers):
    assert typed(FIELDS, line)[2] == strangers


@given(st.text(max_size=80))
def test_any_line_is_read_and_its_values_belong_to_fields(line):
    lead, values, _strangers = typed(FIELDS, line)
    assert set(values) <= set(FORM.names())
    assert all(word in line for word in lead.replace(";", " ").split())


@given(
    st.dictionaries(
        st.sampled_from(FORM.names()), st.text(st.characters(codec="utf-8", exclude_characters=";\\:")).map(str.strip)
    )
)
def test_what_is_typed_by_field_names_comes_back(values):
    line = "; ".join(f"{name}: {value}" for name, value in values.items())
    assert typed(FIELDS, line)[1] == values


@pytest.mark.parametrize(
    ("value", "text"),
    [(True, "yes"), (False, ""), ("x", "x"), (("a", "b"), "a,b"), ((), "")],
    ids=["yes", "no", "text", "many", "none"],
)
def test_a_value_becomes_the_text_a_field_holds(value, text):
    assert as_text(value) == text


def test_a_filled_form_holds_what_was_written_and_keeps_the_rest():
    filled = FORM.filled({"title": "Skole", "tracks": ("forebyggelse",), "national": True, "unknown": "x"})
    assert [one.value for one in filled.fields] == ["Skole", "", "forebyggelse", "", "yes"]
    assert filled.filled({"title": ""}).fields[0].value == ""
    assert FORM.fields[0].value == ""


def test_a_refused_form_has_a_sentence_beside_its_field_and_keeps_what_was_written():
    refused = FORM.filled({"title": "Skole"}).refused({"tracks": "Vælg et spor."})
    assert refused.errors == {"tracks": "Vælg et spor."}
    assert refused.fields[0].value == "Skole"


def test_a_title_that_no_platform_would_take_is_cut_at_a_word():
    assert Form(title="Status 2026-Q4", command="/x", fields=(), submit="Send").title == "Status 2026-Q4"
    long = Form(title="Registrer en ny fælles indsats", command="/x", fields=(), submit="Send").title
    assert len(long) <= LONGEST_TITLE
    assert long == "Registrer en ny fælles…"


def test_choices_and_checks_tell_what_is_chosen():
    assert Choices(name="a", label="A", value="x,y,").values == ("x", "y")
    assert Choices(name="a", label="A").values == ()
    assert Check(name="a", label="A", value="yes").ticked
    assert not Check(name="a", label="A").ticked


def test_every_kind_of_field_is_a_short_text_underneath():
    """So a platform that lacks one of them can ask for typed text instead."""
    assert all(issubclass(kind, Short) for kind in (Long, Choice, Party, Person, Choices, Day, Time, Check))
