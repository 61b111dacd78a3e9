"""Reading an agreement's file: what is right is read, and what is wrong is all told at once, each with its line."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.agreement_file import AgreementFileError, Problem, read_agreement
from bot.domain.house_rules import HouseRules

FILE = Path(__file__).parents[2] / "agreements" / "koebenhavn.toml"
COPENHAGEN = FILE.read_text(encoding="utf-8")

HARBOUR = (Path(__file__).parent / "harbour.toml").read_text(encoding="utf-8")


def problems(text):
    with pytest.raises(AgreementFileError) as error:
        read_agreement(text)
    return list(error.value.problems)


def line_of(part, text=HARBOUR):
    """Return the line on which `part` begins in the file."""
    return text[: text.index(part)].count("\n") + 1


def harbour(**edits):
    """Return the harbour file with parts replaced: each must stand there exactly once."""
    text = HARBOUR
    for before, after in edits.values():
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return text


# What is right.


def test_another_agreement_needs_no_word_of_copenhagen():
    agreement = read_agreement(HARBOUR)
    assert [one.id for one in agreement.units] == ["pilots", "rescue"]
    assert len(agreement.tracks) == 1
    assert agreement.house == HouseRules()
    assert agreement.repealing_body is None
    assert agreement.zone.key == "Atlantic/Faroe"
    assert not agreement.in_force_from_is_sample
    assert agreement.text == "Sikker sejlads for alle."


def test_forty_units_and_three_tracks_are_no_trouble():
    units = "".join(
        f'[[units]]\nid = "u{n}"\nnames = {{ da = "Enhed {n}.", en = "Unit {n}." }}\nshort = "E{n}"\nauthority = "port"\n'
        for n in range(38)
    )
    tracks = "".join(
        f'[[tracks]]\nid = "t{n}"\nnumber = {n}\nnames = {{ da = "Spor {n}", en = "Track {n}" }}\nclause = "aim"\n'
        'focus = { da = "x", en = "y" }\n'
        for n in (2, 3)
    )
    agreement = read_agreement(HARBOUR + units + tracks)
    assert len(agreement.units) == 40
    assert [one.number for one in agreement.tracks] == [1, 2, 3]
    assert agreement.find_unit("unit 7").id == "u7"
    assert agreement.find_unit("enhed") is None


@pytest.mark.parametrize(
    "saved", [lambda text: text.replace("\n", "\r\n"), lambda text: "\ufeff" + text], ids=["CRLF", "byte order mark"]
)
def test_how_an_editor_saves_it_makes_no_difference(saved):
    assert read_agreement(saved(COPENHAGEN)) == read_agreement(COPENHAGEN)


def test_memberships_and_successors_are_read():
    text = harbour(
        left=('short = "Pilots"', 'short = "Pilots"\nmemberships = [{ left = 2027-01-01 }]\nsuccessors = ["rescue"]'),
        version=("in_force_from = 2025-09-01", "in_force_from = 2025-09-01\neffective_from = 2027-01-01"),
    )
    agreement = read_agreement(text)
    assert agreement.unit("pilots").successors == ("rescue",)
    assert [one.id for one in agreement.units_on(date(2027, 1, 1))] == ["rescue"]
    assert agreement.effective_from == date(2027, 1, 1)


# What is wrong.


def test_a_file_with_seven_different_mistakes_reports_all_seven_with_their_lines():
    mistakes = [  # what stands there, what is written instead, the dotted key, a part of the sentence
        ('time_zone = "Europe/Copenhagen"', 'time_zone = "Europe/Kobenhavn"', "time_zone", "IANA"),
        (
            'email_domains = ["politi.dk"]',
            'email_domain = ["politi.dk"]',
            "authorities.kp.email_domain",
            "Did you mean `email_domains`?",
        ),
        ('short = "EKI"', 'short = "osa"', "units.eki.short", "(The other is in line {osa}.)"),
        ('clause = "spor-2"', 'clause = "spor-9"', "tracks.bekaempelse.clause", "as spor-4, spor-3, spor-2."),
        ("count = 4", 'count = "4"', "duties.moeder.count", 'Write a whole number without quotation marks, not "4".'),
        ('starts = "08:00"', 'starts = "8 am"', "house.working_hours.starts", 'Write a time of day as "08:00", not "8 am".'),
        ("last = 2026-02-15", "last = 2026-01-15", "calendar.closed_periods[2]", "Write a `first` no later than `last`"),
    ]
    text = COPENHAGEN
    for before, after, _, _ in mistakes:
        assert text.count(before) == 1
        text = text.replace(before, after)
    found = problems(text)
    assert [(one.line, one.key) for one in found] == [(line_of(after, text), key) for _, after, key, _ in mistakes]
    for one, (_, _, _, said) in zip(found, mistakes, strict=True):
        assert said.format(osa=line_of('id = "osa"', text)) in one.sentence


def test_mistakes_that_repeat_are_each_told():
    text = harbour(one=('short = "Pilots"', "short = 1"), other=('short = "Rescue"', "short = 2"))
    assert [one.key for one in problems(text)] == ["units.pilots.short", "units.rescue.short"]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('id = "a"\nid = "b"\n', 2, "This is not TOML: cannot overwrite a value."),
        ('id = "a"\nlanguage = da\n', 2, "This is not TOML: invalid value."),
        ('id = "a"\n\ntitle = "no end\n', 3, "This is not TOML"),
        ('id = "a"\ntext = """\nno end\n\n', 3, "This is not TOML: unterminated string."),
        ("in_force_from = 2026-02-30\n", 1, "This is not TOML: invalid date or datetime."),
        ("count = 1\nnumber = " + "9" * 5000, 2, "Write a number with fewer digits."),
        ("deep = " + "[" * 5000 + "]" * 5000, 1, "Write fewer tables and arrays inside each other."),
        ("deep = " + "[" * 100 + "]" * 100, 1, "Write fewer tables and arrays inside each other."),
        (".".join("a" * 5000) + " = 1", 1, "Write fewer tables and arrays inside each other."),
    ],
)
def test_what_is_not_toml_is_told_alone(text, line, said):
    (found,) = problems(text)
    assert (found.line, found.key) == (line, "")
    assert found.sentence.startswith(said)


def test_an_empty_file_is_told_everything_it_lacks():
    wanted = "authorities bodies calendar clauses duties id in_force_from language time_zone title tracks units"
    assert [(one.line, one.key) for one in problems("")] == [(1, key) for key in wanted.split()]


def test_the_wrong_shape_of_a_whole_table_is_told_without_noise():
    (found,) = problems(harbour(edit=('[[units]]\nid = "rescue"', '[house]\nmeetings = 3\n[[units]]\nid = "rescue"')))
    assert found == Problem(33, "house.meetings", "Write a table in { }, not 3.")


def test_the_error_reads_as_a_list_for_the_shell():
    with pytest.raises(AgreementFileError) as error:
        read_agreement(harbour(one=("count = 2", "count = 0"), other=('"FO"', '"XX"')))
    told = str(error.value).splitlines()
    assert told[0] == "line 60: duties.meet.count: Write a number of at least 1, not 0."
    assert told[1].startswith("line 66: calendar.country: No public holidays")


@given(st.integers(0, COPENHAGEN.count("\n")), st.integers(1, 60))
def test_whatever_lines_are_cut_out_the_problems_lie_within_the_rest(first, many):
    lines = COPENHAGEN.splitlines()
    rest = lines[:first] + lines[first + many :]
    found = problems_or_none("\n".join(rest))
    assert all(1 <= one.line <= len(rest) and one.sentence.endswith((".", ".)", "?")) for one in found)


def problems_or_none(text):
    try:
        read_agreement(text)
    except AgreementFileError as error:
        return error.problems or pytest.fail("an error without problems")
    return ()
