"""The guard, over all there is to type: nothing gets through, little is stopped for nothing, and it stays quick. Numbers are made up."""

import random
import unicodedata
from datetime import datetime

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bot.domain import guard
from bot.domain.guard import MASK, find, masked

SCRIPTS = ["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９", "𝟬𝟭𝟮𝟯𝟰𝟱𝟲𝟳𝟴𝟵"]
TO_SCRIPT = [str.maketrans(SCRIPTS[0], digits) for digits in SCRIPTS]
DAYS = st.integers(1, 31) | st.integers(61, 91)
GAPS = st.text(" -./\u00a0\u2009–—−\u2011", max_size=3)
UNSEEN = st.sampled_from(["", "\u200b", "\u2060", "\ufeff", "\u00ad", "\x07"])


@st.composite
def numbers(draw):
    digits = f"{draw(DAYS):02}{draw(st.integers(1, 12)):02}{draw(st.integers(0, 99)):02}{draw(st.integers(0, 9999)):04}"
    script = draw(st.sampled_from(SCRIPTS))
    written = [script[int(one)] + draw(UNSEEN) for one in digits]
    inner = draw(st.sampled_from(["", "", " ", ".", "-"]))
    gap = draw(GAPS)
    return inner.join("".join(written[at : at + 2]) for at in (0, 2, 4)) + gap + "".join(written[6:])


def seen_as_digit(one):
    return any(unicodedata.digit(part, None) is not None for part in unicodedata.normalize("NFKC", one))


SURROUNDINGS = st.text(max_size=60) | st.sampled_from(
    ["", "Vedr. ", " kl. 10", "(", "<tel:", "|", "https://x.example/", "*", "\n"]
)


@settings(max_examples=8 * settings.default.max_examples)
@given(number=numbers(), before=SURROUNDINGS, after=SURROUNDINGS)
@example(number="0101701234", before="1-", after="-1")
def test_a_number_is_found_in_any_surroundings_and_never_echoed(number, before, after):
    # Digits that touch it make a longer run, which is another number.
    assume(not any(seen_as_digit(one) for one in before + after))
    text = before + number + after
    (one,) = find(text)
    assert one.start == len(before)
    assert masked(text) == before + MASK * (one.end - one.start) + (before + number)[one.end :] + after


def test_of_a_hundred_thousand_numbers_none_gets_through():
    draw = random.Random(2027)  # noqa: S311 - a fixed row of made-up numbers, no secret
    days = [*range(1, 32), *range(61, 92)]
    gaps = ["", "-", " ", " - ", "\u00a0", "–", ".", "/", "\u200b", "\u2011"]
    missed = []
    for _ in range(100_000):
        number = f"{draw.choice(days):02}{draw.randint(1, 12):02}{draw.randrange(100):02}-{draw.randrange(10_000):04}"
        text = f"om {number.replace('-', draw.choice(gaps)).translate(draw.choice(TO_SCRIPT))} i går"
        if masked(text) != f"om {MASK * (len(text) - 9)} i går":
            missed.append(text)
    assert missed == []


@settings(max_examples=5 * settings.default.max_examples)
@given(text=st.text(max_size=300) | st.text("0123456789 -./\n\u200b²①", max_size=80))
def test_masking_hides_everything_found_changes_nothing_else_and_need_not_be_repeated(text):
    shown = masked(text)
    assert len(shown) == len(text)
    found = {place for one in find(text) for place in range(one.start, one.end)}
    assert all(shown[place] == (MASK if place in found else text[place]) for place in range(len(text)))
    assert find(shown) == []


FAMILIAR = "0123456789 -./\nabcÆØÅæøåÄÖÜäöüÉé–—‘’“”„»«…"


@settings(max_examples=5 * settings.default.max_examples)
@given(text=st.text(FAMILIAR, max_size=40) | st.text(max_size=40) | numbers())
@example(text="0101701234")
@example(text="å 01-01-1970 1234")
@example(text="⑩⑩⑩⑩⑩")
def test_the_short_way_past_texts_with_few_digits_misses_nothing(text):
    assert find(text) == guard._found(text)  # noqa: SLF001  # The long way.


def test_no_familiar_character_but_a_digit_reads_as_one():
    familiar = [chr(code) for code in range(0x110000) if guard._FAMILIAR.fullmatch(chr(code))]  # noqa: SLF001  # The list itself.
    assert "".join(one for one in familiar if seen_as_digit(one)) == "0123456789"


EIGHT = st.integers(20_000_000, 99_999_999).map(str)
PHONES = st.builds(
    lambda number, country, group: country + group.join(number[at : at + 2] for at in range(0, 8, 2)),
    EIGHT,
    st.sampled_from(["", "+45 ", "+45", "0045 ", "(+45) ", "45 ", "tlf.: "]),
    st.sampled_from(["", " "]),
)
JOURNALS = st.builds("{}-{:07}".format, st.integers(1990, 2099), st.integers(0, 9_999_999))
DAYS_WRITTEN = st.builds(
    lambda day, pattern: day.strftime(pattern),
    st.datetimes(),
    st.sampled_from([
        "%d.%m.%Y", "%d.%m.%y", "%d-%m-%Y", "%d/%m/%Y", "%d/%m/%y", "%d%m%y", "%d%m%Y", "%Y-%m-%d", "%Y%m%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S",
        "%d.%m.%y kl. %H.%M", "%d.%m.%y %H.%M", "%d.%m.%y kl. %H:%M", "%d/%m-%y kl. %H%M", "%H:%M:%S %d.%m.%y",
    ]),
)  # fmt: skip
MEETINGS = st.builds(
    lambda moment, pattern: moment.strftime(pattern),
    st.datetimes(min_value=datetime(2000, 1, 1)),  # noqa: DTZ001 - Hypothesis takes its bounds without a zone
    st.sampled_from(["%d.%m.%Y %H%M", "%d-%m-%Y %H%M", "%d/%m-%Y - %H%M", "%d%m%Y %H%M", "%d %m %Y %H%M"]),
)


@settings(max_examples=15 * settings.default.max_examples)
@given(
    text=PHONES | JOURNALS | DAYS_WRITTEN | MEETINGS,
    around=st.sampled_from([("", ""), ("Ring ", "."), ("(", ")"), ("Den ", " kl. 10"), ("sag ", "\nRo")]),
)
def test_phones_journal_numbers_and_dates_are_no_false_alarm(text, around):
    assert find(around[0] + text + around[1]) == []
