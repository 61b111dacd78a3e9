"""Neutral forms as Mattermost dialogs, on servers of every age, and the dialogs' answers back: nothing too long, and nothing lost."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.answers import Clock, read
from bot.chat.form import Check, Choice, Choices, Day, Form, Long, Party, Person, Short, Time, parted
from bot.chat.message import Option
from bot.chat.request import Account, Call, Place
from bot.platforms.mattermost.field_shapes import drawn_field, fitted
from bot.platforms.mattermost.form_shapes import Asking, Meta, dialog, meta_of, next_step, refused, values_of
from bot.platforms.mattermost.marked import Drawing
from bot.platforms.mattermost.signing import FORM, Signer
from bot.platforms.mattermost.versions import Version, read_version
from bot.refusal import Refusal
from tests.platforms.fake_mattermost.dialogs import complaints, filled
from tests.platforms.fake_mattermost.eras import ERAS, V5_37, V10_11, V11_1, V11_7
from tests.platforms.fake_mattermost.state import OpenDialog
from tests.platforms.scripted import MORNING, ZONE, every_field

NOW = datetime(2027, 2, 1, 9, tzinfo=UTC)
SIGNER = Signer("secret")
ROOM, ANNA = "r" * 26, "a" * 26
META = Meta("/form", Place("mattermost", ROOM), ANNA, "m1")
OLD, NEW = Version(10, 11), Version(11, 7)
UNITS = (Option("OSA", "osa", ("specialafdelingen",)), Option("EKI", "eki"))


def asking(version=NEW, **drawing):
    return Asking(SIGNER, version, NOW + timedelta(hours=1), Drawing(**drawing))


def element(field, version=NEW):
    return drawn_field(field, version, Drawing())


@pytest.mark.parametrize(
    ("field", "version", "drawn"),
    [
        (Short(name="t", label="T", value="x"), NEW, {"type": "text", "default": "x", "max_length": 150}),
        (Short(name="t", label="T", value="x\ny"), NEW, {"type": "text", "default": "x y"}),
        (Short(name="t", label="T", longest=1000), NEW, {"type": "textarea", "max_length": 1000}),
        (Short(name="t", label="T", value="ø" * 76), NEW, {"type": "textarea", "default": "ø" * 76}),
        (Short(name="t", label="T", value="ø" * 75), NEW, {"type": "text", "default": "ø" * 75}),
        (Long(name="t", label="T", value="x\ny", longest=5000), NEW, {"type": "textarea", "default": "x\ny", "max_length": 3000}),
        (Choice(name="t", label="T", options=UNITS, value="EKI"), NEW, {"type": "select", "default": "eki"}),
        (Choice(name="t", label="T", options=UNITS, required=True), OLD, {"type": "select", "default": "", "optional": False}),
        (Choice(name="t", label="T"), NEW, {"type": "text"}),
        (Party(name="t", label="T", options=UNITS, value="specialafdelingen"), NEW, {"type": "select", "default": "osa"}),
        (Party(name="t", label="T", options=UNITS, value="ukendt"), NEW, {"type": "select", "default": "ukendt"}),
        (
            Person(name="t", label="T", value=ANNA),
            NEW,
            {"type": "select", "data_source": "users", "default": ANNA, "placeholder": ""},
        ),
        (Person(name="t", label="T", value="Anna"), OLD, {"type": "select", "default": "", "placeholder": "Anna"}),
        (
            Choices(name="t", label="T", options=UNITS, value="osa,EKI"),
            NEW,
            {"type": "select", "multiselect": True, "default": "osa,eki"},
        ),
        (
            Choices(name="t", label="T", options=UNITS, value="osa,eki"),
            OLD,
            {"type": "text", "default": "OSA, EKI", "help_text": "OSA, EKI"},
        ),
        (Choices(name="t", label="T", options=(Option("A, B", "a"),), value="a"), OLD, {"type": "text", "default": "a"}),
        (Choices(name="t", label="T", options=(Option("A", "a b"),), value="a b"), NEW, {"type": "text", "default": "A"}),
        (Choices(name="t", label="T"), NEW, {"type": "text"}),
        (Day(name="t", label="T", value="2027-03-11"), NEW, {"type": "date", "default": "2027-03-11"}),
        (Day(name="t", label="T"), NEW, {"type": "date", "default": ""}),
        (
            Day(name="t", label="T", value="på torsdag"),
            NEW,
            {"type": "text", "default": "på torsdag", "placeholder": "2027-03-11"},
        ),
        (
            Day(name="t", label="T", value="2027-03-11"),
            OLD,
            {"type": "text", "default": "2027-03-11", "placeholder": "2027-03-11"},
        ),
        (Time(name="t", label="T", value="10:00"), NEW, {"type": "text", "default": "10:00", "placeholder": "10:00"}),
        (Check(name="t", label="T", value="yes"), NEW, {"type": "bool", "default": "true", "optional": True, "placeholder": "T"}),
        (
            Check(name="t", label="T", hint="Hint"),
            OLD,
            {"type": "bool", "default": "false", "placeholder": "Hint", "help_text": ""},
        ),
        (Check(name="t", label="T", hint="h" * 151, required=True), OLD, {"placeholder": "h" * 147 + "…", "optional": True}),
        (
            Short(name="t", label="Behov for nye indsatser", hint="Hint"),
            NEW,
            {"display_name": "Behov for nye indsatser", "help_text": "Hint"},
        ),
        (
            Short(name="t", label="Behov for nye indsatser her", hint="Hint"),
            NEW,
            {"display_name": "Behov for nye…", "help_text": "Behov for nye indsatser her · Hint"},
        ),
        (Short(name="t", label="", hint=""), NEW, {"display_name": "t", "help_text": ""}),
        (Short(name="t", label="T", hint="Skriv /status digest"), NEW, {"help_text": "Skriv /pagt status digest"}),
    ],
)
def test_a_field_becomes_an_element(field, version, drawn):
    found = element(field, version)
    assert {name: found.get(name) for name in drawn} == drawn


@pytest.mark.parametrize("era", ERAS, ids=lambda era: era.version)
def test_a_form_opens_on_every_server_without_a_complaint(era):
    drawn = dialog(every_field(), META, asking(read_version(era.version)))
    assert list(complaints(drawn, era)) == []
    assert drawn["title"] == "New initiative"
    assert drawn["submit_label"] == "Register"
    assert "There is no field for *money*." in drawn["introduction_text"]
    kinds = {one["name"]: (one["type"], one.get("multiselect", False)) for one in drawn["elements"]}
    assert kinds["tracks"] == (("select", True) if era.multiselect else ("text", False))
    assert kinds["starts"][0] == ("date" if era.dates else "text")


def meeting_form(zone="Europe/Copenhagen", **values):
    """Return the fields of a meeting's day and times, and one that has nothing to do with them."""
    fields = (
        Day(name="day", label="Day", required=True),
        Time(name="starts", label="Starts at", required=True, of="day", whole="Day and start", lacking="Both are needed."),
        Time(name="ends", label="Ends at"),
        Short(name="title", label="Title"),
    )
    return Form("Plan", "/meeting plan", fields, "Look it over", zone=zone).filled(values)


def drawn_times(version, form):
    drawn = dialog(form, META, asking(version))
    return {one["name"]: one for one in drawn["elements"]}, drawn


@pytest.mark.parametrize(
    ("version", "values", "kinds"),
    [
        (V10_11, {}, {"day": "text", "starts": "text"}),
        (V11_1, {}, {"starts": "datetime"}),
        (V11_7, {"day": "2027-03-11", "starts": "10:00"}, {"starts": "datetime"}),
        (V11_7, {"day": "2027-03-11", "starts": "10:05"}, {"starts": "datetime"}),
        # What a picker cannot hold, and what nobody chose yet, is never guessed: it stays in fields of its own.
        (V11_7, {"day": "2027-03-11"}, {"day": "date", "starts": "text"}),
        (V11_7, {"day": "2027-03-11", "starts": "10:07"}, {"day": "date", "starts": "text"}),
        (V11_7, {"day": "2027-03-11", "starts": "kl. 10-12"}, {"day": "date", "starts": "text"}),
        (V11_7, {"day": "på torsdag", "starts": "10:00"}, {"day": "text", "starts": "text"}),
        (V11_7, {"day": "2027-10-31", "starts": "02:30"}, {"day": "date", "starts": "text"}),
        (V11_7, {"day": "2027-03-28", "starts": "02:30"}, {"day": "date", "starts": "text"}),
        (V11_7, {"zone": ""}, {"day": "date", "starts": "text"}),
    ],
)
def test_a_day_and_its_time_are_one_picker_where_the_server_has_it_and_it_can_hold_them(version, values, kinds):
    found, drawn = drawn_times(read_version(version.version), meeting_form(**values))
    assert {name: one["type"] for name, one in found.items() if name in {"day", "starts"}} == kinds
    assert (found["ends"]["type"], found["title"]["type"]) == ("text", "text")
    assert list(complaints(drawn, version)) == []


def test_a_picker_shows_the_agreements_zone_where_the_server_can_and_an_instant_where_it_cannot():
    form = meeting_form(day="2027-07-01", starts="10:05")
    old, new = (drawn_times(read_version(era.version), form)[0]["starts"] for era in (V11_1, V11_7))
    assert old["default"] == new["default"] == "2027-07-01T08:05:00Z"
    assert (old["display_name"], old["optional"], old["time_interval"]) == ("Day and start", False, 5)
    assert "datetime_config" not in old
    zoned = {"location_timezone": "Europe/Copenhagen", "time_interval": 5, "manual_time_entry": True}
    assert new["datetime_config"] == zoned


@pytest.mark.parametrize("era", [V11_1, V11_7], ids=lambda era: era.version)
def test_a_time_that_nobody_picked_is_not_the_clients_next_hour(era):
    found, drawn = drawn_times(read_version(era.version), meeting_form())
    assert (found["starts"]["optional"], found["starts"]["help_text"]) == (True, "Both are needed.")
    sent = filled(OpenDialog(ANNA, "", drawn), {"title": "x"}, era)
    with pytest.raises(Refusal) as no:
        read(meeting_form(), parted(meeting_form(), values_of(sent), ZONE), Clock(MORNING, ZONE))
    assert set(no.value.fields) == {"day", "starts"}
    said = meeting_form().refused({"day": "Day is needed.", "starts": "Starts at is needed.", "title": "No."})
    assert refused(said, picked={"day"}) == {"errors": {"starts": "Day is needed.", "title": "No."}}
    assert refused(said)["errors"] == said.errors


@pytest.mark.parametrize(
    ("sent", "day", "starts"),
    [
        ("2027-03-11T09:00:00Z", "2027-03-11", "10:00"),  # as the web sends it
        ("2027-03-11T09:00:00.000Z", "2027-03-11", "10:00"),  # as the phones do
        ("2027-03-11T04:00:00-05:00", "2027-03-11", "10:00"),  # as the documentation has it
        ("2027-07-01T22:30Z", "2027-07-02", "00:30"),  # summer, and the next day in Copenhagen
        ("2027-10-31T00:30:00Z", "2027-10-31", "02:30"),  # twice on the clocks: which, the command asks
        ("2027-10-31T01:30:00Z", "2027-10-31", "02:30"),
        ("2027-03-11T09:00:30Z", None, "2027-03-11T09:00:30Z"),  # no whole minute: nobody picked it
        ("2027-03-11T09:00:00", None, "2027-03-11T09:00:00"),
        ("2027-02-30T09:00:00Z", None, "2027-02-30T09:00:00Z"),
        ("0001-01-01T00:00:00+14:00", None, "0001-01-01T00:00:00+14:00"),
        ("kl. 10-12", None, "kl. 10-12"),
        ("", None, ""),
    ],
)
def test_an_instant_that_was_picked_is_the_day_and_the_time_in_the_agreements_zone(sent, day, starts):
    values = parted(meeting_form(), {"starts": sent, "title": "x"}, ZONE)
    assert (values.get("day"), values["starts"], values["title"]) == (day, starts, "x")


def test_an_instant_beside_a_day_that_was_given_is_left_as_it_is():
    values = {"day": "2027-03-12", "starts": "2027-03-11T09:00:00Z"}
    assert parted(meeting_form(), values, ZONE) == values


ANSWERS = {
    "title": "Sensorer",
    "purpose": "Først.\nSå.",
    "state": "Active",
    "lead": "OSA",
    "contact": ANNA,
    "at": "10:30",
    "closed": True,
}


@pytest.mark.parametrize("era", ERAS, ids=lambda era: era.version)
def test_what_is_filled_in_is_read_the_same_from_every_server(era):
    form = every_field()
    opened = OpenDialog(ANNA, "", dialog(form, META, asking(read_version(era.version))))
    chosen = ["1 Prevention", "2 Combating"] if era.multiselect else "1 prevention, 2"
    sent = filled(opened, {**ANSWERS, "tracks": chosen, "starts": "2027-03-11"}, era)
    found = read(form, values_of(sent), Clock(MORNING, ZONE))
    assert (found.text("title"), found.text("purpose"), found.text("work")) == ("Sensorer", "Først.\nSå.", "joint")
    assert (found.text("state"), found.text("lead"), found.text("contact")) == ("active", "osa", ANNA)
    assert (found.many("tracks"), found.day("starts").isoformat(), found.text("at")) == (("1", "2"), "2027-03-11", "10:30")
    assert found.ticked("closed")


@pytest.mark.parametrize("era", ERAS, ids=lambda era: era.version)
def test_what_is_left_as_it_stands_comes_back_as_it_stood(era):
    before = {
        "title": "Sensorer",
        "purpose": "x",
        "work": "core",
        "state": "active",
        "tracks": ("2", "1"),
        "starts": "2027-03-11",
        "closed": True,
    }
    form = every_field().filled({**before, "lead": "eki", "contact": ANNA, "at": "09:00"})
    opened = OpenDialog(ANNA, "", dialog(form, META, asking(read_version(era.version))))
    found = read(form, values_of(filled(opened, {}, era)), Clock(MORNING, ZONE))
    assert found == read(form, {one.name: one.value for one in form.fields}, Clock(MORNING, ZONE))


@pytest.mark.parametrize(
    ("sent", "read_as"),
    [
        ("x", "x"),
        (True, True),
        (7, "7"),
        (1.5, "1.5"),
        (["a", "b"], ("a", "b")),
        (["a", 7, None, ""], ("a",)),
        (None, ""),
        ({"label": "x", "value": "y"}, ""),
        ([], ()),
    ],
)
def test_an_answer_of_any_kind_is_read_or_empty(sent, read_as):
    assert values_of({"x": sent}) == {"x": read_as}


@pytest.mark.parametrize("submission", [None, [], "x", 7])
def test_what_is_no_submission_has_no_answers(submission):
    assert values_of(submission) == {}


def test_options_that_no_help_has_room_for_stand_above_the_form():
    many = tuple(Option(f"Afdeling nummer {n}", f"u{n}") for n in range(20))
    form = Form("Title", "/form", (Choices(name="units", label="Enheder", options=many),), "Send", intro="Hej.")
    drawn = dialog(form, META, asking(OLD))
    assert drawn["introduction_text"].startswith("Hej.\n\n- **Enheder:** Afdeling nummer 0, ")
    assert "Afdeling nummer 19" in drawn["introduction_text"]
    assert list(complaints(drawn, V10_11)) == []
    assert dialog(form, META, asking(NEW))["introduction_text"] == "Hej."


def test_what_is_wrong_so_far_stands_above_a_form_that_is_opened():
    form = every_field().refused({"title": "Skriv en *titel*.", "": "Se /status digest."})
    said = dialog(form, META, asking())["introduction_text"]
    assert said.startswith("⚠️\n\n- **Title:** Skriv en \\*titel\\*.\n- Se /pagt status digest.\n\nThere is no field")
    one = dialog(every_field().refused({"": "Nej @all."}), META, asking())["introduction_text"]
    assert one.startswith("⚠️ Nej @\u200ball.\n\n")


@pytest.mark.parametrize(
    ("errors", "answer"),
    [
        ({"title": "Nej."}, {"errors": {"title": "Nej."}}),
        ({"": "Nej."}, {"error": "Nej."}),
        (
            {"title": "Nej.", "": "Heller ikke.", "ukendt": "Slet ikke."},
            {"errors": {"title": "Nej."}, "error": "Heller ikke. Slet ikke."},
        ),
        ({"title": "Skriv /status digest, @all"}, {"errors": {"title": "Skriv /pagt status digest, @\u200ball"}}),
        ({}, {}),
    ],
)
def test_a_refused_form_keeps_what_was_typed_and_says_what_is_wrong(errors, answer):
    assert refused(every_field().refused(errors)) == answer


def test_a_dialog_carries_where_its_answer_belongs():
    call = Call(Account("mattermost", ANNA), Place("mattermost", ROOM, direct=True, outsiders=True), "/form", thread="t" * 26)
    meta = meta_of(call, every_field(), "m7", post="p" * 26)
    state = dialog(every_field(), meta, asking())["state"]
    ticket = SIGNER.verified(state, kind=FORM, user=ANNA, now=NOW)
    assert Meta.of(ticket) == meta
    assert (meta.thread, meta.post, meta.place.direct, meta.place.outsiders) == ("t" * 26, "p" * 26, True, True)
    plain = Meta.of(SIGNER.verified(dialog(every_field(), META, asking())["state"], kind=FORM, user=ANNA, now=NOW))
    assert plain == META


def test_another_form_follows_where_the_server_has_steps():
    form = Form("Next", "/next", (Short(name="t", label="T"),), "Send")
    assert next_step(form, META, asking(Version(11, 0))) is None
    answer = next_step(form, META, asking(Version(11, 1)))
    assert answer["type"] == "form"
    assert list(complaints(answer["form"], V11_7)) == []
    state = SIGNER.verified(answer["form"]["state"], kind=FORM, user=ANNA, now=NOW)
    assert (state.command, state.mark) == ("/next", "m1")


def test_a_form_that_holds_more_than_a_step_may_is_opened_another_way():
    form = Form("Next", "/next", (Long(name="t", label="T", value="ø" * 1501),), "Send")
    assert next_step(form, META, asking()) is None
    assert dialog(form, META, asking())["elements"][0]["default"] == "ø" * 1501


@given(st.text(max_size=60), st.integers(4, 60))
def test_a_text_is_cut_by_bytes_and_never_inside_a_letter(text, longest):
    cut = fitted(text, longest)
    flat = " ".join(text.split())
    assert len(cut.encode("utf-8", "surrogatepass")) <= longest
    assert cut == flat or (cut.endswith("…") and flat.startswith(cut[:-1]))


TYPED = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=40), st.sampled_from(["@channel", "![x](http://x)", "\\[", "æ" * 90])
)


@given(TYPED, TYPED, TYPED, st.sampled_from(ERAS))
def test_whatever_stands_in_a_form_breaks_no_limit(one, other, third, era):
    fields = (
        Short(name="a", label=one, hint=other, value=third[:150]),
        Long(name="b", label=other, hint=third, value=one),
        Choice(name="c", label=third, hint=one, value=other, options=UNITS),
        Choices(name="d", label=one, hint=third, value=other, options=UNITS),
        Check(name="e", label=other, hint=third),
        Person(name="f", label=one, value=third),
        Day(name="g", label=other, value=third),
    )
    form = Form(one or "T", "/form", fields, other, intro="").refused({"a": third, "": one})
    drawn = dialog(form, META, asking(read_version(era.version)))
    assert list(complaints(drawn, era)) == []
    assert "![" not in drawn["introduction_text"].replace("\\!", "!")
    assert "@channel" not in drawn["introduction_text"]


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("11.7.2", Version(11, 7, 2)),
        ("10.11.0.10.11.0.abc.true", Version(10, 11, 0)),
        ("5.37", Version(5, 37)),
        ("v11.10", Version(11, 10)),
        ("", None),
        ("dev", None),
    ],
)
def test_a_version_is_read(text, version):
    assert read_version(text) == version


@pytest.mark.parametrize(
    ("version", "can"),
    [
        (Version(5, 37), set()),
        (Version(10, 4), set()),
        (Version(10, 11), {"action_errors"}),
        (Version(11, 0), {"action_errors", "multiselect"}),
        (Version(11, 1), {"action_errors", "multiselect", "dates", "steps"}),
        (Version(11, 10), {"action_errors", "multiselect", "dates", "steps", "silent"}),
    ],
)
def test_what_a_version_can_do(version, can):
    assert {name for name in ("multiselect", "dates", "steps", "silent", "action_errors") if getattr(version, name)} == can
    assert str(version) == f"{version.major}.{version.minor}.0"


def test_the_oldest_we_try_opens_the_same_form():
    assert list(complaints(dialog(every_field(), META, asking(Version(5, 37))), V5_37)) == []
