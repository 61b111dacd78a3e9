"""On which line each value of a TOML text stands, compared with what tomllib reads from the same text."""

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.toml_lines import lines

TEXT = """\
# a comment = 1
title.da = "x # no comment"
"quoted.key" = [1, 2,
  3, # three ]
  [4, { deep = 5 }]]

[house.rules]
text = '''
[not.a.table]
no = "key" '' # '''
'raw' = 'C:\\'
at = 1979-05-27 07:32:00Z

[[units]]
id = "a"

  [[units]]  # the second
  id = { da = "b", en = 'c' }
  [[units.tags]]
  n = 1.5
  [[units.tags]]
  n = 0x1F
  [units.box]
  deep.er = true
"""


def test_every_kind_of_place_has_its_line():
    found = lines(TEXT)
    assert {place: line for place, line in found.items() if len(place) == 1} == {
        ("title",): 2,
        ("quoted.key",): 3,
        ("house",): 7,
        ("units",): 14,
    }
    assert found["quoted.key", 2] == 4
    assert found["quoted.key", 3, 1, "deep"] == 5
    assert found["house", "rules", "text"] == 8
    assert found["house", "rules", "raw"] == 11
    assert found["units", 0, "id"] == 15
    assert found["units", 1] == 17
    assert found["units", 1, "id", "en"] == 18
    assert found["units", 1, "tags", 1, "n"] == 22
    assert found["units", 1, "box", "deep", "er"] == 24
    assert set(found) == set(places(tomllib.loads(TEXT)))


def places(data, done=()):
    """Give the place of everything in read data."""
    for step, value in data.items() if isinstance(data, dict) else enumerate(data):
        yield (*done, step)
        if isinstance(value, dict | list):
            yield from places(value, (*done, step))


SCALARS = st.sampled_from(
    [
        *("1", "-1.5e3", "true", "inf", "0x1F", "2026-01-31", "2026-01-31 08:00:00", "2026-01-31T08:00:00.5+02:00", "08:00:00"),
        *('"a"', '""', "''", '"]"', '"}, #"', "'\"'", '"\\""', '"\\\\"', "'\\'", '"=.,"'),
        *('"""\n[x]\n"""', '""""a"" """', '"""a\\"""""""', '"""\\\n   a"""', "'''\n]]\n'''", "'''''''"),
    ]
)
GAP = st.sampled_from(["", " ", "\n", "\n\n", " # ] } , \n"])
KEYS = st.lists(st.sampled_from(["a", "b-c", "1", '"q.q"', "'#'", '"]"', '""']), min_size=1, max_size=2, unique=True).map(
    ".".join
)


def arrays(values):
    return st.lists(st.tuples(GAP, values, GAP), max_size=3).map(lambda found: f"[{','.join(map(''.join, found))}]")


def inline_tables(values):
    rows = st.lists(st.tuples(KEYS, values), max_size=3, unique_by=lambda row: row[0])
    return rows.map(lambda found: "{ " + ", ".join(f"{key} = {value}" for key, value in found) + " }")


VALUES = st.recursive(SCALARS, lambda values: arrays(values) | inline_tables(values), max_leaves=8)
STATEMENTS = st.one_of(
    st.tuples(KEYS, VALUES).map(lambda row: f"{row[0]} = {row[1]}"),
    KEYS.map(lambda key: f"[{key}]"),
    KEYS.map(lambda key: f"[[ {key} ]] # new"),
    st.sampled_from(["", "# [a]", "  \t"]),
)


@given(st.lists(STATEMENTS, max_size=12))
def test_a_text_that_tomllib_reads_has_a_line_for_every_place_and_for_no_other(statements):
    text = ""
    for statement in statements:  # whatever contradicts what stands before it is left out
        text += statement + "\n" if is_toml(f"{text}{statement}\n") else ""
    found = lines(text)
    assert set(found) == set(places(tomllib.loads(text)))
    rows = text.splitlines()
    for (*_, key), line in found.items():
        assert isinstance(key, int) or key in rows[line - 1]


def is_toml(text):
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True
