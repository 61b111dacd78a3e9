"""A neutral form as a Slack modal, and its answers back. The fake Slack is the judge of what Slack takes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.answers import Clock, read
from bot.chat.form import Check, Choice, Choices, Day, Form, Long, Party, Person, Short, Time
from bot.chat.markdown import marked
from bot.chat.message import Option
from bot.chat.request import Account, Call, Place
from bot.platforms.slack.form_shapes import Meta, meta_of, refused, values_of, view
from bot.platforms.slack.mrkdwn import Drawing
from tests.platforms.fake_slack.blocks import check_view
from tests.platforms.fake_slack.filling import filled
from tests.platforms.fake_slack.state import OpenView, raw_mrkdwn, visible
from tests.platforms.scripted import MORNING, ZONE, every_field

PLACE = Place("slack", "C05AFTALE1", outsiders=True)
META = Meta("/form", PLACE)
UNITS = (Option("OSA", "osa", ("specialafdelingen",)), Option("EKI", "eki"))


def plain(words):
    return {"type": "plain_text", "text": words, "emoji": False}


def option(label, value):
    return {"text": plain(label), "value": value}


OSA, EKI = option("OSA", "osa"), option("EKI", "eki")
TEN = tuple(Option(f"Track {one}", f"t{one}") for one in range(10))

# A field, and the element it is answered in.
FIELDS = [
    (
        Short(name="f", label="L", value=" two\nlines ", longest=20),
        {"type": "plain_text_input", "multiline": False, "max_length": 20, "initial_value": "two lines"},
    ),
    (
        Long(name="f", label="L", value="two\nlines", longest=9000),
        {"type": "plain_text_input", "multiline": True, "max_length": 3000, "initial_value": "two\nlines"},
    ),
    (Short(name="f", label="L"), {"type": "plain_text_input", "multiline": False, "max_length": 150}),
    (Choice(name="f", label="L", options=UNITS), {"type": "static_select", "options": [OSA, EKI]}),
    (
        Party(name="f", label="L", options=UNITS, value="Specialafdelingen"),
        {"type": "static_select", "options": [OSA, EKI], "initial_option": OSA},
    ),
    # What was typed and is no option stays to be seen, as one more.
    (
        Choice(name="f", label="L", options=UNITS, value="osb"),
        {"type": "static_select", "options": [OSA, EKI, option("osb", "osb")], "initial_option": option("osb", "osb")},
    ),
    (
        Choice(name="f", label="L", value="x"),
        {"type": "plain_text_input", "multiline": False, "max_length": 150, "initial_value": "x"},
    ),
    (
        Choices(name="f", label="L", options=UNITS, value="eki,osa,eki"),
        {"type": "checkboxes", "options": [OSA, EKI], "initial_options": [EKI, OSA]},
    ),
    (
        Choices(name="f", label="L", options=(*TEN, Option("More", "m")), value="t3"),
        {
            "type": "multi_static_select",
            "options": [*(option(one.label, one.value) for one in TEN), option("More", "m")],
            "initial_options": [option("Track 3", "t3")],
        },
    ),
    (Person(name="f", label="L"), {"type": "users_select"}),
    (Person(name="f", label="L", value="T04KBH0001/U04ANNA001"), {"type": "users_select", "initial_user": "U04ANNA001"}),
    (Person(name="f", label="L", value="<@U04ANNA001|Anna>"), {"type": "users_select", "initial_user": "U04ANNA001"}),
    (Person(name="f", label="L", value="Anna Holm"), {"type": "users_select", "placeholder": plain("Anna Holm")}),
    (Day(name="f", label="L", value="2027-03-11"), {"type": "datepicker", "initial_date": "2027-03-11"}),
    (Day(name="f", label="L", value="i morgen"), {"type": "datepicker", "placeholder": plain("i morgen")}),
    (Day(name="f", label="L", value="2027-02-30"), {"type": "datepicker", "placeholder": plain("2027-02-30")}),
    (Time(name="f", label="L", value="10:00"), {"type": "timepicker", "initial_time": "10:00"}),
    (Time(name="f", label="L", value="kl. 10"), {"type": "timepicker", "placeholder": plain("kl. 10")}),
    (Check(name="f", label="Closed"), {"type": "checkboxes", "options": [option("Closed", "yes")]}),
    (
        Check(name="f", label="Closed", hint="Not shown to others", value="yes"),
        {
            "type": "checkboxes",
            "options": [option("Not shown to others", "yes")],
            "initial_options": [option("Not shown to others", "yes")],
        },
    ),
]


@pytest.mark.parametrize(("field", "element"), FIELDS, ids=[type(field).__name__ for field, _ in FIELDS])
def test_a_field_becomes_an_input(field, element):
    drawn = view(Form("F", "/form", (field,), "Send"), META)
    check_view(drawn)
    block = drawn["blocks"][0]
    assert block["element"] == {**element, "action_id": "answer"}
    assert (block["block_id"], block["label"]["text"], block["optional"]) == ("f~0", field.label, True)


def test_hints_stand_below_and_commands_in_them_are_spelt():
    form = Form("F", "/form", (Short(name="f", label="L", hint="See /status show", required=True),), "Send")
    block = view(form, META)["blocks"][0]
    assert (block["hint"], block["optional"]) == (plain("See /pagt status show"), False)
    long = Form("F", "/form", (Check(name="f", label="L", hint="x" * 80),), "Send")
    assert view(long, META)["blocks"][0]["hint"] == plain("x" * 80)


def test_a_modal_carries_what_its_answer_needs():
    call = Call(Account("slack", "T1/U1"), PLACE, "/x", thread="C05AFTALE1/1.000001")
    form = Form("New initiative", "/initiative new", (), "Register", intro=marked("No *money* {x}", x="<here>"))
    drawn = view(form, meta_of(call, form, post="C05AFTALE1/2.000002", respond="https://hooks.slack.com/x"))
    check_view(drawn)
    assert (drawn["callback_id"], drawn["title"]["text"], drawn["submit"]["text"]) == ("form", "New initiative", "Register")
    assert drawn["blocks"][0]["text"]["text"] == "No _money_ &lt;here&gt;"
    assert Meta.read(drawn["private_metadata"]) == Meta(
        "/initiative new", PLACE, "C05AFTALE1/1.000001", "C05AFTALE1/2.000002", "https://hooks.slack.com/x"
    )


@pytest.mark.parametrize(
    "stored", ["", "null", "[]", "{}", "no JSON", '{"c":"/x"}', '{"c":1,"p":"C1"}', '{"c":"/x","p":"C1","n":"1"}']
)
def test_what_another_modal_carries_is_not_ours(stored):
    assert Meta.read(stored) is None


def test_a_form_too_long_for_slack_is_not_cut_short_in_silence():
    with pytest.raises(ValueError, match="too long"):
        view(Form("F", "/x " + "y" * 3000, (), "Send"), Meta("/x " + "y" * 3000, PLACE))
    with pytest.raises(ValueError, match="101 fields"):
        view(Form("F", "/x", tuple(Short(name=f"f{one}", label="L") for one in range(101)), "Send"), META)
    check_view(view(Form("F", "/x", tuple(Short(name=f"f{one}", label="L") for one in range(100)), "Send"), META))


def test_more_than_a_hundred_options_stand_in_groups():
    options = tuple(Option(f"Unit {one:03}", f"u{one}") for one in range(250))
    drawn = view(Form("F", "/x", (Choice(name="f", label="L", options=options, value="u240"),), "Send"), META)
    check_view(drawn)
    element = drawn["blocks"][0]["element"]
    assert [(one["label"]["text"], len(one["options"])) for one in element["option_groups"]] == [
        ("Unit 000 – Unit 099", 100),
        ("Unit 100 – Unit 199", 100),
        ("Unit 200 – Unit 249", 50),
    ]
    assert element["initial_option"] == option("Unit 240", "u240")


def opened(drawn):
    return OpenView("V1", "h", "U1", "T1", drawn)


def test_what_is_filled_in_is_what_the_bot_reads():
    form = every_field()
    drawn = view(form, META)
    check_view(drawn)
    state = filled(
        opened(drawn),
        {
            "Title": "Sensors & <b>",
            "Purpose": "Two\nlines",
            "work": "Core",
            "tracks": ["1 Prevention", "2"],
            "lead": "EKI",
            "contact": "U04ANNA001",
            "starts": "2027-03-11",
            "at": "10:00",
            "closed": True,
        },
    )
    values = values_of(state)
    assert values == {
        "title": "Sensors & <b>",
        "purpose": "Two\nlines",
        "work": "core",
        "state": "",
        "tracks": ("1", "2"),
        "lead": "eki",
        "contact": "U04ANNA001",
        "starts": "2027-03-11",
        "at": "10:00",
        "closed": ("yes",),
    }
    answers = read(form, values, Clock(MORNING, ZONE))
    assert (answers.ticked("closed"), answers.many("tracks"), answers.day("starts").isoformat()) == (
        True,
        ("1", "2"),
        "2027-03-11",
    )


def test_what_was_shown_and_left_alone_comes_back_as_it_was():
    values = {"title": "T", "purpose": "a\nb", "work": "core", "tracks": ("2",), "lead": "osa", "contact": "U04ANNA001"}
    values |= {"starts": "2027-03-11", "at": "10:00", "closed": True}
    form = every_field().filled(values)
    back = values_of(filled(opened(view(form, META)), {}))
    assert every_field().filled(back) == form


@pytest.mark.parametrize(
    "state",
    [
        None,
        [],
        "x",
        {"f~0": None},
        {"f~0": {"answer": None}},
        {"f~0": {"answer": {"type": "static_select", "selected_option": None}}},
        {"f~0": {"answer": {"type": "checkboxes", "selected_options": None}}},
        {"f~0": {"answer": {"type": "checkboxes", "selected_options": [None, {}]}}},
        {"f": {"answer": {"type": "plain_text_input", "value": "x"}}},
        {"~0": {"answer": {"type": "plain_text_input", "value": "x"}}},
    ],
)
def test_a_state_of_another_kind_has_no_answers(state):
    assert not any(values_of(state).values())


def test_errors_beside_fields_leave_everything_where_it_is():
    form = every_field().refused({"title": "Write /initiative new first", "starts": "x" * 3000})
    answer = refused(form, replace(META, drawn=2))
    assert answer["response_action"] == "errors"
    assert answer["errors"]["title~2"] == "Write /initiative new first"
    assert set(answer["errors"]) == {"title~2", "starts~2"}
    assert len(answer["errors"]["starts~2"]) <= 2000


def test_an_error_about_the_whole_form_stands_above_it_in_new_blocks_with_everything_in_them():
    form = every_field().filled({"title": "Kept"}).refused({"": "The round has closed; see /status show", "title": "Too short"})
    answer = refused(form, META)
    assert answer["response_action"] == "update"
    drawn = answer["view"]
    check_view(drawn)
    assert visible(drawn["blocks"][0]).splitlines() == [
        "⚠️",
        "",
        "• The round has closed; see /pagt status show",
        "• *Title:* Too short",
    ]
    assert visible(drawn["blocks"][1]) == "There is no field for _money_."
    title = drawn["blocks"][2]
    assert (title["block_id"], title["element"]["initial_value"]) == ("title~1", "Kept")
    assert Meta.read(drawn["private_metadata"]).drawn == 1


def test_a_form_refused_before_it_opened_tells_what_is_wrong_above_it():
    drawn = view(every_field().refused({"lead": "Choose <one>"}), META)
    check_view(drawn)
    assert visible(drawn["blocks"][0]) == "⚠️ *Lead:* Choose <one>"


TEXTS = st.text(max_size=200) | st.sampled_from(
    ["", " ", "<!channel>", "x" * 5000, "i morgen", "2027-03-11", "U04ANNA001", "\n\n"]
)
NAMES = st.text(min_size=1, max_size=20).filter(str.strip)
OPTIONS = st.lists(st.builds(Option, TEXTS, TEXTS), max_size=120).map(tuple)
FACTS = {"label": TEXTS, "hint": TEXTS, "value": TEXTS, "required": st.booleans(), "longest": st.integers(1, 5000)}
SOME_FIELDS = st.one_of(
    *(st.builds(kind, name=NAMES, **FACTS) for kind in (Short, Long, Person, Day, Time, Check)),
    *(st.builds(kind, name=NAMES, options=OPTIONS, **FACTS) for kind in (Choice, Party, Choices)),
)


@given(TEXTS, TEXTS, TEXTS, st.lists(SOME_FIELDS, max_size=8, unique_by=lambda one: one.name), st.data())
def test_slack_takes_every_form(title, submit, intro, fields, data):
    errors = data.draw(st.dictionaries(st.sampled_from([one.name for one in fields] or [""]) | st.just(""), TEXTS, max_size=4))
    form = Form(title, "/form", tuple(fields), submit, marked("{intro}", intro=intro), errors)
    for drawn in (view(form, META, Drawing()), refused(form, META).get("view")):
        if drawn is not None:
            check_view(drawn)
            assert not any("<" in one for one in raw_mrkdwn(drawn["blocks"]))
    assert set(values_of(filled_freely(view(form, META)))) == {one.name for one in fields}


def filled_freely(drawn):
    """The state of a modal of which nothing is asked for."""
    return filled(opened({**drawn, "blocks": [{**one, "optional": True} for one in drawn["blocks"]]}), {})
