"""Values that do not hold together in an agreement's file: what is told for each."""

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
    "an unknown authority": Case(
        'authority = "coast"',
        'authority = "cost"',
        'authority = "cost"',
        "units.rescue.authority",
        "There is no 'cost' among the authorities. Write the id of one of them, as coast.",
    ),
    "an unknown clause": Case(
        'clause = "aim"\nlabel',
        'clause = "x"\nlabel',
        'clause = "x"',
        "duties.meet.clause",
        "There is no 'x' among the clauses. Write the id of one of them, as aim.",
    ),
    "an unknown successor": Case(
        'short = "Pilots"',
        'short = "Pilots"\nmemberships = [{ left = 2027-01-01 }]\nsuccessors = ["a"]',
        "successors",
        "units.pilots.successors[1]",
        "There is no 'a' among the units.",
    ),
    "successors of a unit that stays": Case(
        'id = "pilots"',
        'id = "pilots"\nsuccessors = ["rescue"]',
        '[[units]]\nid = "pilots"',
        "units.pilots",
        "Write `memberships = [{ left = … }]` too",
    ),
    "left before joining": Case(
        'short = "Pilots"',
        'short = "Pilots"\nmemberships = [{ joined = 2027-01-01, left = 2027-01-01 }]',
        "memberships",
        "units.pilots.memberships[1]",
        "Write a `left` later than `joined`",
    ),
    "an id twice": Case(
        'id = "rescue"',
        'id = "pilots"',
        'id = "pilots"\nnames = { da = "Redningen"',
        "units[2].id",
        "'pilots' is taken already. Write another id. (The other is in line 26.)",
    ),
    "two units of one name": Case(
        'en = "Rescue"',
        'en = "PILOTS"',
        'en = "PILOTS"',
        "units.rescue.names.en",
        "'PILOTS' cannot be told from a name of another of the units. Write another name. (The other is in line 26.)",
    ),
    "another authority's administration": Case(
        'authority = "port"\nadm',
        'authority = "coast"\nadm',
        'administration = "quays"',
        "units.pilots.administration",
        "The administration 'quays' belongs to the authority 'port', the unit to 'coast'.",
    ),
    "nobody facilitates": Case(
        "facilitates = true\n",
        "",
        '[[authorities]]\nid = "port"',
        "authorities.port",
        "Write `facilitates = true` on one of the authorities.",
    ),
    "two facilitate": Case(
        'short = "Coast"',
        'short = "Coast"\nfacilitates = true',
        "facilitates = true\n\n[[adm",
        "authorities.coast.facilitates",
        "Write `facilitates = true` on one of the authorities only. (The other is in line 12.)",
    ),
    "nobody runs it": Case(
        "runs_agreement = true\n", "", "[[bodies]]", "bodies.council", "Write `runs_agreement = true` on one of the bodies."
    ),
    "a version before the agreement": Case(
        "in_force_from = 2025-09-01",
        "in_force_from = 2025-09-01\neffective_from = 2025-08-31",
        "effective_from",
        "effective_from",
        "Write 2025-09-01 or a later day",
    ),
    "meetings without a number": Case(
        "count = 2\n", "", "[[duties]]", "duties.meet", "Write `count`: rule 'at_least_meetings' says how many are owed."
    ),
    "a number of nothing": Case(
        'rule = "at_least_meetings"',
        'rule = "discuss"',
        "[[duties]]",
        "duties.meet",
        "Remove `count`: rule 'discuss' counts nothing.",
    ),
    "a briefing of nobody": Case(
        'rule = "at_least_meetings"\ncount = 2',
        'rule = "briefing"',
        "[[duties]]",
        "duties.meet",
        "Write `to`: rule 'briefing' says which body receives it.",
    ),
    "meetings counted per meeting": Case(
        'period = "year"', 'period = "meeting"', "[[duties]]", "duties.meet", 'Write `period = "year"` or `period = "quarter"`'
    ),
    "steps of a duty that is no briefing": Case(
        "[calendar]",
        '[[house.briefings]]\nduty = "meet"\n[calendar]',
        'duty = "meet"',
        "house.briefings[1].duty",
        "The duty 'meet' is no briefing.",
    ),
    "steps out of order": Case(
        "[calendar]",
        "[house]\nmeetings.agenda_out_days = 15\n[calendar]",
        "agenda_out_days",
        "house.meetings",
        "from the most days to the fewest",
    ),
    "a ladder that does not climb": Case(
        "[calendar]",
        '[house.status_round]\nladder = [\n{ to = "deputy", at = 0.5 },\n]\n[calendar]',
        "[house.status_round]",
        "house.status_round",
        "begins at 0 and climbs",
    ),
    "working hours that end before the nudge": Case(
        "[calendar]",
        '[house.working_hours]\nends = "08:30"\n[calendar]',
        "[house.working_hours]",
        "house.working_hours",
        "in this order of the day",
    ),
    "a closed period backwards": Case(
        'country = "FO"',
        'country = "FO"\nclosed_periods = [\n{ first = 2027-01-02, last = 2027-01-01, names = { da = "Jul", en = "Yule" } },\n]',
        "first",
        "calendar.closed_periods[1]",
        "Write a `first` no later than `last`",
    ),
    "a country of nowhere": Case('"FO"', '"XX"', '"XX"', "calendar.country", "No public holidays are known for 'XX'."),
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
