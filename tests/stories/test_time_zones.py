"""Somebody who lives by other clocks than the agreement's: both times are said, to them alone, and what they type is the agreement's."""

from bot.sample.people import who
from tests.stories.test_meetings import DAY, ECHO, convened

THEIRS = {"da": "(09.00–11.00 hos dig)", "en": "(09:00–11:00 where you are)"}
CLOCKS = {"da": "Klokkeslæt er efter uret i København", "en": "Times are told by the clocks in Copenhagen"}
SAME = {"da": "Det er også din tid", "en": "That is your time too"}
NO_SUCH = {"da": "Jeg kender ikke noget sted, der hedder “Ringsted”", "en": "I know no place called “Ringsted”"}


def test_both_times_are_said_to_whoever_lives_by_other_clocks_and_to_nobody_else(talk):
    chosen = talk.says("facilitator", "timezone", "London")
    assert CLOCKS[talk.language] in chosen.text
    assert {"da": "klokken er 08.00 hos dig", "en": "it is 08:00 where you are"}[talk.language] in chosen.text
    assert "London" in talk.says("facilitator", "whoami").text
    shown = talk.says("facilitator", "meeting plan", DAY[talk.language])
    assert f"{ECHO[talk.language]} {THEIRS[talk.language]}" in shown.text  # What was typed is the agreement's time.
    talk.says("osa", "timezone", "Los Angeles")
    convened(talk, "2026-03-13")
    assert THEIRS[talk.language] in talk.says("facilitator", "meeting show", "M-1").text
    theirs = {"da": "02.00–04.00 hos dig", "en": "02:00–04:00 where you are"}
    assert theirs[talk.language] in talk.says("osa", "meeting show", "M-1").text
    assert "hos dig" not in (plain := talk.says("eki", "meeting show", "M-1").text)
    assert "where you are" not in plain


def test_an_invitation_says_both_times_and_the_channel_only_the_agreements(talk):
    talk.says("osa", "timezone", "America/New_York")
    talk.says("facilitator", "meeting convene", "2026-03-20T10:00-12:00")
    mine, theirs = talk.bot.heard("osa"), talk.bot.heard("eki")
    said = {"da": "(05.00–07.00 hos dig)", "en": "(05:00–07:00 where you are)"}[
        talk.language
    ]  # They have summer time before we do.
    assert said in mine[-1]
    assert said not in theirs[-1]
    assert not any("hos dig" in one for one in talk.bot.heard("chair", channel=True))


def test_another_day_is_named(talk):
    talk.says("osa", "timezone", "Auckland")
    talk.says("facilitator", "meeting convene", "2026-03-12T13:00-14:00")
    named = {
        "da": "(fredag d. 13. marts 2026 kl. 01.00–02.00 hos dig)",
        "en": "(Friday 13 March 2026 at 01:00–02:00 where you are)",
    }
    assert named[talk.language] in talk.says("osa", "meeting show", "M-1").text


def test_the_minutes_that_are_passed_on_name_the_agreements_time_only(talk):
    talk.says("facilitator", "timezone", "London")
    talk.says("facilitator", "meeting convene", "2026-01-20T10:00-12:00")
    talk.bot.day("2026-01-20", "13:00")
    written = talk.says("facilitator", "meeting minutes", "M-1 file").message
    _word, file = [one for one in written.parts if hasattr(one, "data")]
    assert {"da": "kl. 10.00–12.00", "en": "at 10:00–12:00"}[talk.language] in file.data.decode()
    assert THEIRS[talk.language] not in file.data.decode()


def test_a_place_is_named_in_either_language_and_one_that_is_none_is_asked_about(talk):
    refused = talk.says("osa", "timezone", "Ringsted")
    assert refused.refused
    assert NO_SUCH[talk.language] in refused.text
    assert SAME[talk.language] in talk.says("osa", "timezone", "København").text
    assert SAME[talk.language] in talk.says("osa", "timezone", "europe/oslo").text
    assert {"da": "Færøerne", "en": "Faroe"}[talk.language] in talk.says("osa", "timezone", "Tórshavn").text
    assert talk.says("osa", "timezone", "Nuuk").text.count("Nuuk") == 1
    assert "Nuuk" in talk.says("osa", "whoami").text
    assert SAME[talk.language] in talk.says("osa", "timezone", "auto").text
    assert "Nuuk" not in talk.says("osa", "whoami").text
    trail = talk.asked(
        lambda records: [one.verb for one in records.audit.of(f"person:{records.people.behind('local', who('osa')).id}")]
    )
    assert trail.count("zone") == 5
