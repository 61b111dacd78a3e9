"""What loading a new version would change."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.agreement import Agreement
from bot.domain.agreement_changes import Change, ChangeKind, changes
from bot.domain.agreement_file import read_agreement

FILE = Path(__file__).parents[2] / "agreements" / "koebenhavn.toml"
TEXT = FILE.read_text(encoding="utf-8")
COPENHAGEN = read_agreement(TEXT)


def edited(before, after):
    assert TEXT.count(before) == 1
    return read_agreement(TEXT.replace(before, after))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ('short = "OSA"', 'short = "OPS"', ("changed", "units.osa.short", "OSA", "OPS")),
        ("count = 4", "count = 5", ("changed", "duties.moeder.count", 4, 5)),
        ("in_force_from = 2026-01-01", "in_force_from = 2026-02-01", ("changed", "in_force_from", "2026-01-01", "2026-02-01")),
        ('year_basis = "calendar"', 'year_basis = "anniversary"', ("changed", "house.year_basis", "calendar", "anniversary")),
        ("[21, 7, 1]", "[21, 1]", ("changed", "house.meetings.reminder_days", [21, 7, 1], [21, 1])),
        ('aliases = ["Nærpolitiet"]\n', "", ("changed", "units.naerpoliti.aliases", ["Nærpolitiet"], [])),
        ('administration = "oekf"\n', "", ("removed", "units.sikkerby.administration", "oekf", None)),
        ("draft_weeks = 9", "draft_weeks = 10", ("changed", "house.briefings.status-oeu.draft_weeks", 9, 10)),
        (
            'day = 5, names = { da = "Grundlovsdag"',
            'day = 5, names = { da = "Grundlov"',
            ("changed", "calendar.closed_days.06-05.names.da", "Grundlovsdag", "Grundlov"),
        ),
    ],
)
def test_one_edit_is_one_change(before, after, expected):
    kind, path, old, new = expected
    assert changes(COPENHAGEN, edited(before, after)) == [Change(ChangeKind(kind), path, old, new)]


def test_a_closed_period_put_in_between_shifts_nothing():
    period = '    { first = 2026-05-15, last = 2026-05-15, names = { da = "Klemmedag", en = "Bridge day" } },\n'
    (found,) = changes(COPENHAGEN, edited("    { first = 2026-06-27", period + "    { first = 2026-06-27"))
    assert (found.kind, found.path, found.old) == (ChangeKind.ADDED, "calendar.closed_periods.2026-05-15/2026-05-15", None)
    assert found.new["names"]["da"] == "Klemmedag"


def test_a_new_unit_is_one_change_with_all_its_values():
    unit = '[[units]]\nid = "kff"\nnames = { da = "Kultur og Fritid", en = "Culture and Leisure" }\nshort = "KFF"\nauthority = "kk"\n\n'
    (found,) = changes(COPENHAGEN, edited('[[units]]\nid = "ssp"', unit + '[[units]]\nid = "ssp"'))
    assert (found.kind, found.path) == (ChangeKind.ADDED, "units.kff")
    assert found.new["short"] == "KFF"


def test_another_order_is_a_change_too():
    data = COPENHAGEN.model_dump()
    data["tracks"] = data["tracks"][::-1]
    (found,) = changes(COPENHAGEN, Agreement.model_validate(data))
    assert (found.kind, found.path) == (ChangeKind.REORDERED, "tracks")
    assert (found.old[0], found.new[0]) == ("forebyggelse", "viden")


def test_the_first_load_adds_everything_piece_by_piece():
    found = changes(None, COPENHAGEN)
    assert {one.kind for one in found} == {ChangeKind.ADDED}
    paths = [one.path for one in found]
    assert paths[0] == "id"
    assert sum(path.startswith("units.") for path in paths) == 11
    assert {"clauses.oekonomi", "house", "calendar"} <= set(paths)
    assert len(set(paths)) == len(paths)


TABLES = ("administrations", "units", "clauses", "duties", "tracks")


@given(st.sampled_from(TABLES), st.data())
def test_there_is_no_change_exactly_when_two_versions_are_equal(table, data):
    rows = COPENHAGEN.model_dump()[table]
    order = data.draw(st.permutations(range(len(rows))) | st.just(list(range(len(rows)))))
    kept = order[: data.draw(st.integers(1, len(rows)) | st.just(len(rows)))]
    other = COPENHAGEN.model_copy(update={table: tuple(getattr(COPENHAGEN, table)[one] for one in kept)})
    assert (changes(COPENHAGEN, other) == []) is (other == COPENHAGEN)
    assert len(changes(COPENHAGEN, other)) == len(changes(other, COPENHAGEN))


def test_the_same_file_again_changes_nothing():
    assert changes(COPENHAGEN, read_agreement(TEXT)) == []
