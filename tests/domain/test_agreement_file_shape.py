"""Values of the wrong shape in an agreement's file: what is told for each."""

from pathlib import Path
from typing import NamedTuple

import pytest

from bot.domain.agreement_file import AgreementFileError, read_agreement

HARBOUR = (Path(__file__).parent / "harbour.toml").read_text(encoding="utf-8")


class Case(NamedTuple):
    """An edit of the harbour file, what stands on the line that is then told, the dotted key, and a part of the sentence."""

    before: str
    after: str
    line: str
    key: str
    said: str


CASES = {
    "a missing value": Case(
        "in_force_from = 2025-09-01\n",
        "",
        "# An agreement",
        "in_force_from",
        "Write `in_force_from = …`: the day it came into force, as 2026-01-31.",
    ),
    "a missing table": Case(
        '[calendar]\ncountry = "FO"\n', "", "# An agreement", "calendar", "Write `[calendar]`: which days count."
    ),
    "a missing name": Case(
        'names = { da = "Redningen", en = "Rescue" }\n',
        "",
        '[[units]]\nid = "rescue"',
        "units.rescue.names",
        'Write `names = { da = "…", en = "…" }`: its names.',
    ),
    "a missing language": Case(
        ', en = "Quays" }', " }", '{ da = "Kajer" }', "administrations.quays.names.en", "Write `en = …`: in English."
    ),
    "an unknown key": Case(
        'short = "Rescue"',
        'short = "Rescue"\nbudget = 5',
        "budget = 5",
        "units.rescue.budget",
        "Nobody reads `budget`; remove it.",
    ),
    "an unknown table": Case(
        "[calendar]", "[strategy]\n[calendar]", "[strategy]", "strategy", "Known here: administrations, authorities"
    ),
    "a date in words": Case(
        "2025-09-01", '"1. september"', "in_force_from", "in_force_from", 'Write a date as 2026-01-31, not "1. september".'
    ),
    "a date with a time of day": Case(
        "2025-09-01", "2025-09-01T10:00:00", "in_force_from", "in_force_from", "Write a date as 2026-01-31"
    ),
    "an unknown language": Case(
        'language = "en"', 'language = "fo"', "language", "language", "Write one of 'da' or 'en', not \"fo\"."
    ),
    "a number as text": Case(
        "number = 1", 'number = "1"', "number", "tracks.safety.number", 'Write a whole number without quotation marks, not "1".'
    ),
    "truth as a number": Case(
        "number = 1", "number = true", "number", "tracks.safety.number", "Write a whole number without quotation marks, not true."
    ),
    "a number too small": Case(
        "count = 2", "count = 0", "count = 0", "duties.meet.count", "Write a number of at least 1, not 0."
    ),
    "a number too big": Case(
        "count = 2", "count = 999", "count = 999", "duties.meet.count", "Write a number of at most 366, not 999."
    ),
    "text for truth": Case(
        "runs_agreement = true",
        'runs_agreement = "yes"',
        "runs_agreement",
        "bodies.council.runs_agreement",
        'Write true or false without quotation marks, not "yes".',
    ),
    "a number for text": Case(
        'short = "Pilots"', "short = 7", "short = 7", "units.pilots.short", "Write a text in quotation marks, not 7."
    ),
    "a value for an array": Case(
        'short = "Pilots"',
        'short = "Pilots"\naliases = "P"',
        "aliases",
        "units.pilots.aliases",
        'Write an array in [ ], not "P".',
    ),
    "an empty name": Case(
        'short = "Pilots"', 'short = ""', 'short = ""', "units.pilots.short", "Write one line of 1 to 200 characters"
    ),
    "a name of two lines": Case(
        'short = "Pilots"', 'short = "Pi\\nlots"', "Pi\\nlots", "units.pilots.short", "Write one line of 1 to 200 characters"
    ),
    "a hidden character": Case(
        'short = "Pilots"', 'short = "Pi\\u202elots"', "202e", "units.pilots.short", "nothing invisible in it"
    ),
    "an id with capitals": Case(
        'id = "rescue"', 'id = "Rescue"', 'id = "Rescue"', "units[2].id", "Write an id of at most 40 small letters a-z"
    ),
    "a bad alias": Case(
        'short = "Pilots"',
        'short = "Pilots"\naliases = [\n"P", # fine\n" Q",\n]',
        '" Q"',
        "units.pilots.aliases[2]",
        "no spaces at its ends",
    ),
    "a rule nobody knows": Case(
        'rule = "at_least_meetings"',
        'rule = "gather"',
        'rule = "gather"',
        "duties.meet.rule",
        "or 'status_round', not \"gather\".",
    ),
    "a share beyond the end": Case(
        "[calendar]",
        '[house.status_round]\nladder = [\n{ to = "deputy", at = 0 },\n{ to = "chair", at = 1 },\n]\n[calendar]',
        "at = 1 ",
        "house.status_round.ladder[2].at",
        "Write a number below 1.0, not 1.",
    ),
    "a share that is no number": Case(
        "[calendar]",
        '[house.status_round]\nladder = [\n{ to = "deputy", at = nan },\n]\n[calendar]',
        "nan",
        "house.status_round.ladder[1].at",
        "Write a finite number",
    ),
    "an empty ladder": Case(
        "[calendar]",
        "[house.status_round]\nladder = []\n[calendar]",
        "ladder",
        "house.status_round.ladder",
        "Write at least 1 of them, not [].",
    ),
    "a time of day with seconds": Case(
        "[calendar]",
        '[house.working_hours]\nends = "16:00:30"\n[calendar]',
        "ends",
        "house.working_hours.ends",
        "without seconds or zone",
    ),
    "a day that some years lack": Case(
        "[calendar]",
        "[house]\nmeetings.year_unbooked_on = { month = 2, day = 29 }\n[calendar]",
        "year_unbooked_on",
        "house.meetings.year_unbooked_on",
        "Write a day that every year has.",
    ),
    "a country in words": Case(
        '"FO"', '"Faroes"', '"Faroes"', "calendar.country", 'Write the country\'s two letters, as "DK", not "Faroes".'
    ),
    "half a time zone": Case('"Atlantic/Faroe"', '"Atlantic"', "time_zone", "time_zone", "Write a time zone of the IANA list"),
    "a path for a time zone": Case(
        '"Atlantic/Faroe"', '"../../etc/passwd"', "time_zone", "time_zone", "Write a time zone of the IANA list"
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_mistake_is_told_with_its_line_its_key_and_what_to_write(case):
    assert HARBOUR.count(case.before) == 1
    text = HARBOUR.replace(case.before, case.after)
    assert text.count(case.line) == 1
    with pytest.raises(AgreementFileError) as error:
        read_agreement(text)
    (found,) = error.value.problems
    assert (found.line, found.key) == (text[: text.index(case.line)].count("\n") + 1, case.key)
    assert case.said in found.sentence
