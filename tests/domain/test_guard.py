"""The guard: what is refused, what passes, what is only pointed at. The numbers here are made up."""

from datetime import date

import pytest

from bot.domain.guard import MASK, Finding, Guarded, Known, find, guarded, masked, warnings

REFUSED = {
    "plain": "0101701234",
    "hyphen": "010170-1234",
    "space": "211062 5629",
    "no-break space": "211062\u00a05629",
    "narrow space": "211062\u202f5629",
    "en dash": "211062–5629",
    "spaced dash": "211062 - 5629",
    "minus sign": "211062−5629",
    "non-breaking hyphen": "211062\u20115629",
    "dot": "211062.5629",
    "slash": "211062/5629",
    "underscore": "211062_5629",
    "tab, as from a sheet": "211062\t5629",
    "wrapped": "211062\n5629",
    "wrapped by Windows": "211062-\r\n5629",
    "replacement number": "610170-1234",
    "replacement number, last day": "911270-0000",
    "no real day": "310230-9999",
    "check digits wrong": "010170-0000",
    "born this century": "241210-4321",
    "zero width": "010170\u200b1234",
    "soft hyphen": "010170\u00ad1234",
    "zero width between all": "\u200b".join("0101701234"),
    "right to left marks": "\u202e010170-1234\u202c",
    "control character": "010170\x001234",
    "arabic-indic": "٠١٠١٧٠-١٢٣٤",
    "devanagari": "०१०१७०-१२३४",
    "full width": "０１０１７０－１２３４",
    "mathematical": "𝟎𝟏𝟎𝟏𝟕𝟎-𝟏𝟐𝟑𝟒",
    "raised": "⁰¹⁰¹⁷⁰⁻¹²³⁴",
    "circled": "⓪①⓪①⑦⓪-①②③④",
    "two digits in one sign": "⑩⑫70-1234",
    "keycaps": "".join(f"{one}\ufe0f\u20e3" for one in "0101701234"),
    "bold date": "*010170*-1234",
    "in code": "`010170-1234`",
    "groups, spaces": "01 01 70 1234",
    "groups, dots": "01.01.70-1234",
    "groups, as on a letter": "01/01-70 1234",
    "groups, loose": "01. 01. 70 - 1234",
    "groups, no gap at the end": "01-01-701234",
    "long year, groups": "01-01-1970 1234",
    "long year, one run": "01011970-1234",
    "long year, no gap": "010119701234",
    "long year, this century": "01.12.2010 4321",
    "long year, century before last": "01.12.1899 5321",
    "long year, replacement": "61.12.1999 1030",
    "digit by digit": "0 1 0 1 7 0 - 1 2 3 4",
    "digit by digit, dots": "0.1.0.1.7.0.1.2.3.4",
    "date and time in one": "150327 0930",
    "short year and time": "01.12.26 1030",
    "letters around": "cpr0101701234x",
    "brackets around": "(010170-1234)",
    "as a link to call": "<tel:0101701234>",
    "in a web address": "https://example.org/borger/010170-1234?x=1",
    "in an e-mail address": "010170-1234@example.org",
    "bare seconds of 2027": "1801000000",
    "second number after a false start": "01 01 01 70 1234",
    "a footnote's figure": "010170-1234²",
}

PASSES = {
    "nothing": "",
    "a date": "01.12.2026",
    "a short date": "011226",
    "a long date and time": "01.12.2026 1030",
    "a long date and time, spaced dash": "01-12-2026 - 1030",
    "a long date in one run and time": "01122026 1030",
    "a short date and time as one writes it": "01.12.26 kl. 10.30",
    "a short date and time with a dot": "01.12.26 10.30",
    "a short date and time with a colon": "01.12.26 10:30",
    "a date of ISO": "2026-12-01 1030",
    "an instant of ISO": "2026-12-01T10:30:00+01:00",
    "an instant in one run": "20261201T1030",
    "two dates": "011226-311226",
    "two dates with dots": "01.12.26-15.01.27",
    "a list of dates": "01.12.26 15.01.27 02.03.27",
    "years": "2026 2027 2028",
    "a phone": "20 12 34 56",
    "a phone in one": "12345678",
    "a phone with its country": "+45 12345678",
    "a phone with its country, in one": "4512345678",
    "a phone with its country, grouped": "+45 12 12 12 12",
    "a phone with noughts": "0045 12 12 12 12",
    "a phone by fours": "1212 1212",
    "a phone, then its town on the next line": "Tlf. 20 12 12 12\n2100 København",
    "a Swedish phone": "070-123 45 67",
    "a journal number": "sag 2018-0106821",
    "a journal number, longer": "2010-0106821",
    "a company's number": "CVR 12345678",
    "an account by fours": "DK50 0040 0440 1162 43",
    "a card by fours": "1012 3456 7890 1234",
    "eleven digits": "01017012345",
    "nine digits": "010170123",
    "day nought": "000170-1234",
    "day 32": "320170-1234",
    "day 60": "600170-1234",
    "day 92": "920170-1234",
    "month 13": "011370-1234",
    "month nought": "010070-1234",
    "four separators": "010170 -- 1234",
    "a comma": "01.12.26, 1200 deltagere",
    "a word between": "010126 til 1030",
    "groups on two lines": "01\n01\n70\n1234",
    "a Slack link": "https://x.slack.com/archives/C0101701234/p1801000000123456",
    "a Slack link to a thread": "https://x.slack.com/archives/C01/p1801000000123456?thread_ts=1801000000.123456&cid=C01",
    "an old Slack thread": "?thread_ts=1701000000.123456&cid=C01",
    "a Slack time stamp": "1801000000.123456",
    "a Slack date": "<!date^1801000000^{date_short}|1. dec>",
    "a Slack person": "<@U0101701234>",
    "a Slack channel": "<#C0101701234|operativ>",
    "a Slack group": "<!subteam^S0101701234|@osa>",
    "a Mattermost link": "https://chat.example/kk/pl/a1311445678abcdefghijkmnop",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_this_is_refused(text):
    assert [one.rule for one in find(text)] == ["cpr"]
    assert [one.rule for one in find(f"Se {text} i morgen")] == ["cpr"]
    assert find(masked(text)) == []


@pytest.mark.parametrize("text", PASSES.values(), ids=PASSES)
def test_this_passes(text):
    assert find(text) == []
    assert find(f"Se {text} i morgen") == []
    assert masked(text) == text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Mødet 211062–5629 holdes", "Mødet ▮▮▮▮▮▮▮▮▮▮▮ holdes"),
        ("ﬃ½ 010170-1234 ﬃ", "ﬃ½ ▮▮▮▮▮▮▮▮▮▮▮ ﬃ"),
        ("010170-1234, 020271 4321.", "▮▮▮▮▮▮▮▮▮▮▮, ▮▮▮▮▮▮▮▮▮▮▮."),
        ("⑩⑫70-1234!", "▮▮▮▮▮▮▮▮▮!"),
        ("fodnote 010170-1234¹", "fodnote ▮▮▮▮▮▮▮▮▮▮▮¹"),
        ("a\u0301 010170\u200b1234\u200b", "a\u0301 ▮▮▮▮▮▮▮▮▮▮▮\u200b"),
        ("<!date^1801000000^x|010170-1234>", "<!date^1801000000^x|▮▮▮▮▮▮▮▮▮▮▮>"),
        ("\ud800 010170-1234", "\ud800 ▮▮▮▮▮▮▮▮▮▮▮"),
    ],
)
def test_only_the_number_is_masked(typed, shown):
    assert masked(typed) == shown


def test_positions_are_those_of_the_text_as_typed():
    text = "ﷺ ½ 👩‍👩‍👧 ０１０１７０-1234"
    (one,) = find(text)
    assert one == Finding("cpr", text.index("０"), len(text))


def test_a_form_comes_back_masked_with_the_fields_that_were_hit():
    values = {"title": "Vedr. 010170-1234", "tracks": ["unge", "0101701234"], "purpose": "Ro", "national": True, "start": None}
    assert guarded(values) == Guarded(
        values={"title": f"Vedr. {MASK * 11}", "tracks": ["unge", MASK * 10], "purpose": "Ro", "national": True, "start": None},
        fields=frozenset({"title", "tracks"}),
    )


def test_a_number_parted_by_splitting_into_words_is_found():
    assert guarded({"words": ["ny", "010170", "1234", ""]}).values == {"words": ["ny", MASK * 6, MASK * 4, ""]}
    assert guarded({"words": ("010170", "-", "1234")}).values == {"words": (MASK * 6, MASK, MASK * 4)}
    assert guarded({"words": [], "days": [date(2026, 12, 1)]}) == Guarded({"words": [], "days": [date(2026, 12, 1)]}, frozenset())


def test_one_number_in_two_fields_is_no_number():
    assert guarded({"from": "010126", "number": "1234"}).fields == frozenset()


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Ring på 20 12 34 56", ["phone"]),
        ("Ring 2012 3456 eller +45 20123456", ["phone", "phone"]),
        ("+46 70 123 45 67", ["phone"]),
        ("20123456", ["phone"]),
        ("Bilen AB 12 345 holder der", ["plate"]),
        ("AB12345", ["plate"]),
        ("skriv til ole@example.org.", ["email"]),
        ("skriv til ole@kk.dk og bo@tmf.kk.dk", []),
        ("ole@notkk.dk", ["email"]),
        ("Han er Født i år", ["word"]),
        ("medlem af en gruppe, exitkandidaten, sigtet", ["word", "word", "word"]),
        ("Adresser problemet; fødte; usigtet", []),
        ("adressen på stedet", ["word"]),
        ("born in, home address, a member of", ["word", "word", "word"]),
        ("2026 2027 og 20261201", []),
        ("sag 2018-0106821", []),
        ("01.12.2026 kl. 10.30, lokale 3", []),
        ("Københavns Politi", []),
        ("12 initiativer i 2027", []),
        ("", []),
    ],
)
def test_what_deserves_a_second_look(text, rules):
    assert [one.rule for one in warnings(text, Known(domains=frozenset({"kk.dk", "politi.dk"})))] == rules


def test_two_capitalised_words_deserve_a_second_look_once_there_is_a_list_of_names():
    known = Known(names=frozenset({"Københavns Politi", "Center for Sikker By", "Åse Sørensen-Holm"}))
    text = "Københavns Politi og Åse Sørensen-Holm mødte Ole Ibsen i Sikker By"
    assert [text[one.start : one.end] for one in warnings(text, known)] == ["Ole Ibsen"]


def test_warnings_never_refuse():
    assert find("Ole Ibsen, født i Valby, +45 20 12 34 56, AB 12 345, ole@example.org") == []
