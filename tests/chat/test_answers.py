"""A filled form is read once, at the door: into texts, choices, days and ticks, or refused beside its fields."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.answers import Answers, Clock, read
from bot.chat.form import Check, Choice, Choices, Day, Form, Long, Party, Short
from bot.chat.message import Option
from bot.refusal import Refusal

CLOCK = Clock(datetime(2026, 11, 25, 13, 30, tzinfo=UTC), ZoneInfo("Europe/Copenhagen"))
UNITS = (Option("OSA", "osa", ("Operativ Specialafdeling",)), Option("EKI", "eki"), Option("Nærpoliti", "naerpoliti"))


def one(field, value):
    return read(Form(title="T", command="/x", fields=(field,), submit="Send"), {field.name: value}, CLOCK).read[field.name]


def refused(field, value):
    with pytest.raises(Refusal) as no:
        one(field, value)
    return no.value.fields[field.name]


@pytest.mark.parametrize(
    ("field", "value", "meant"),
    [
        (Short(name="a", label="A"), "  to   ord ", "to ord"),
        (Short(name="a", label="A"), "en\nlinje", "en linje"),
        (Short(name="a", label="A"), "", ""),
        (Long(name="a", label="A"), " to\n\nafsnit ", "to\n\nafsnit"),
        (Choice(name="a", label="A", options=UNITS), "osa", "osa"),
        (Choice(name="a", label="A", options=UNITS), "OSA", "osa"),
        (Party(name="a", label="A", options=UNITS), "operativ specialafdeling", "osa"),
        (Party(name="a", label="A", options=UNITS), "nær", "naerpoliti"),
        (Choice(name="a", label="A", options=UNITS), "", ""),
        (Choices(name="a", label="A", options=UNITS), "osa, EKI,osa,", ("osa", "eki")),
        (Choices(name="a", label="A", options=UNITS), ("eki", "osa"), ("eki", "osa")),
        (Choices(name="a", label="A", options=UNITS), "", ()),
        (Day(name="a", label="A"), "2026-12-01", date(2026, 12, 1)),
        (Day(name="a", label="A"), "1. december 2026", date(2026, 12, 1)),
        (Day(name="a", label="A"), "1 December 2026", date(2026, 12, 1)),
        (Day(name="a", label="A"), "2026-01-05", date(2026, 1, 5)),  # a day in the past is fine
        (Day(name="a", label="A"), "", None),
        (Check(name="a", label="A"), "ja", True),
        (Check(name="a", label="A"), "yes", True),
        (Check(name="a", label="A"), True, True),
        (Check(name="a", label="A"), "nej", False),
        (Check(name="a", label="A"), "", False),
    ],
)
def test_a_field_is_read_as_its_kind(field, value, meant):
    assert one(field, value) == meant


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        (Short(name="a", label="A", required=True), "", "needed"),
        (Short(name="a", label="A", required=True), " \n\t ", "needed"),
        (Short(name="a", label="A", required=True), "\u200b\u2060\u00ad", "needed"),  # nothing anybody could see
        (Choices(name="a", label="A", required=True, options=UNITS), " , ,", "needed"),
        (Choice(name="a", label="A", required=True, options=UNITS), "", "needed"),
        (Day(name="a", label="A", required=True), "", "needed"),
        (Short(name="a", label="A", longest=5), "123456", "too_long"),
        (Long(name="a", label="A", longest=5), "123456", "too_long"),
        (Choice(name="a", label="A", options=UNITS), "ssp", "not_an_option"),
        (Choice(name="a", label="A", options=(*UNITS, Option("EKSTRA", "x"))), "ek", "not_an_option"),  # two begin so
        (Choices(name="a", label="A", options=UNITS), "osa, ssp", "not_an_option"),
        (Day(name="a", label="A"), "maj", "unclear_day"),
        (Day(name="a", label="A"), "32/13", "unclear_day"),
    ],
)
def test_what_cannot_be_meant_is_refused_beside_its_field(field, value, code):
    assert refused(field, value).code == code


def test_a_refusal_offers_the_options_that_begin_so_or_else_all():
    field = Choice(name="a", label="A", options=(*UNITS, Option("EKSTRA", "x")))
    assert refused(field, "ek").facts["options"] == ["EKI", "EKSTRA"]
    assert refused(field, "ssp").facts["options"] == ["OSA", "EKI", "Nærpoliti", "EKSTRA"]


def test_all_that_is_wrong_is_told_at_once():
    form = Form(
        title="T",
        command="/x",
        fields=(Short(name="a", label="A", required=True), Day(name="b", label="B"), Short(name="c", label="C")),
        submit="Send",
    )
    with pytest.raises(Refusal) as no:
        read(form, {"a": "", "b": "maj", "c": "fint"}, CLOCK)
    assert set(no.value.fields) == {"a", "b"}


def test_a_field_that_was_not_sent_stands_as_the_form_offered_it():
    form = Form(title="T", command="/x", fields=(Short(name="a", label="A", value="som før"),), submit="Send")
    assert read(form, {}, CLOCK).text("a") == "som før"


def test_answers_are_asked_for_by_kind_and_an_unknown_name_is_empty():
    given_ = Answers({"text": "x", "many": ("a",), "day": date(2026, 12, 1), "tick": True})
    assert (given_.text("text"), given_.many("many"), given_.day("day"), given_.ticked("tick")) == (
        "x",
        ("a",),
        date(2026, 12, 1),
        True,
    )
    assert (given_.text("many"), given_.many("text"), given_.day("text"), given_.ticked("text")) == ("", (), None, False)


FIELDS = (
    Short(name="short", label="S", required=True),
    Long(name="long", label="L", longest=400),
    Choice(name="choice", label="C", options=UNITS, required=True),
    Choices(name="choices", label="Cs", options=UNITS),
    Day(name="day", label="D"),
    Check(name="check", label="Ch"),
)


@given(
    st.dictionaries(
        st.sampled_from([one.name for one in FIELDS]), st.one_of(st.text(max_size=60), st.booleans(), st.tuples(st.text()))
    )
)
def test_whatever_is_sent_is_read_or_refused_field_by_field(values):
    form = Form(title="T", command="/x", fields=FIELDS, submit="Send")
    found = refusal = None
    try:
        found = read(form, values, CLOCK)
    except Refusal as no:
        refusal = no
    if refusal is not None:
        assert refusal.code == "form"
        assert set(refusal.fields) <= {one.name for one in FIELDS}
    if found is not None:
        assert found.text("short").strip()
        assert found.text("choice") in {"osa", "eki", "naerpoliti"}
        assert set(found.many("choices")) <= {"osa", "eki", "naerpoliti"}
