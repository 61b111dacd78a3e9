"""The guard's room: what looks like a person in typed text; what is done about it stands in dispatch, what is said in words.

A Danish civil registration number (CPR number) is never stored, logged or echoed. The rule looks at form only: the check digits
prove nothing (numbers given out since 2007 fail them), so there is no checksum here.

**What is a CPR number here.** Day 01–31, or 61–91 (replacement numbers add 60 to the day), month 01–12, two digits of year, up to
three separators, four digits, and not a part of a longer run of digits. Digits of every script count, and so do circled, raised
and full-width ones; what cannot be seen (zero-width characters, combining marks, control characters) is looked through.
Three more ways people type it are refused too:

- the date in groups: "01 01 70 1234", "01.01.70-1234", "01/01-70 1234" (separators at both places, on one line);
- a year of four digits: "01-01-1970 1234", "01011970-1234";
- one digit at a time: "0 1 0 1 7 0 - 1 2 3 4".

**A date followed by a time.** The seventh digit tells the century: whoever was born in 2000 or later has 4–9 there. So
"01.12.2026 1030" cannot be a CPR number and passes, while "01.12.2010 4321" is refused. No clock and no guess is needed. With a
year of two digits the same words could be someone born in 1926: "01.12.26 1030" and "150327 0930" are refused, and the writer is
asked to rephrase. The last four digits are never looked for in two groups, since "01.12.26 10.30" is how a date and a time are
written; for the same reason comma and colon are no separators. Year first ("1970-01-01 1234") is no Danish form of the number.

**What passes though it has ten digits.** Tokens that chat platforms write: Slack's permalinks, time stamps and ids, Mattermost's
ids. From 27 January to 14 June 2027 the seconds of Unix time read as CPR numbers.

Names cannot be caught this way, and nothing here says that they are. The softer signs are in `warnings`: to be confirmed by the
writer, never refused.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

MASK = "▮"

_DAY = r"(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])"
_MONTH = r"(?:0[1-9]|1[0-2])"
_SEPARATOR = r"[ \-./_*~`]"
_BREAK = r"[ \-./_*~`\n]"
_GAP = rf"{_SEPARATOR}{{1,3}}"
_LONG_YEAR = r"(?:1[89]\d\d{gap}\d{{4}}|20\d\d{gap}[4-9]\d{{3}})"
_SPELT_DAY, _SPELT_MONTH = (
    rf"(?:0{_SEPARATOR}[1-9]|[12]{_SEPARATOR}\d|3{_SEPARATOR}[01]|6{_SEPARATOR}[1-9]|[78]{_SEPARATOR}\d|9{_SEPARATOR}[01])",
    rf"(?:0{_SEPARATOR}[1-9]|1{_SEPARATOR}[0-2])",
)
# A look-ahead, so that a number that begins inside another is found too; every repetition is bounded, so time is linear.
_CPR = re.compile(
    r"(?<!\d)(?=("
    + "|".join(
        (
            rf"{_DAY}{_MONTH}\d\d{_BREAK}{{0,3}}\d{{4}}(?!\d)",
            rf"{_DAY}{_MONTH}{_LONG_YEAR.format(gap=_BREAK + '{0,3}')}(?!\d)",
            rf"{_DAY}{_GAP}{_MONTH}{_GAP}\d\d{_SEPARATOR}{{0,3}}\d{{4}}(?!\d)",
            rf"{_DAY}{_GAP}{_MONTH}{_GAP}{_LONG_YEAR.format(gap=_SEPARATOR + '{0,3}')}(?!\d)",
            rf"{_SPELT_DAY}{_SEPARATOR}{_SPELT_MONTH}(?:{_SEPARATOR}\d){{2}}{_GAP}\d(?:{_SEPARATOR}\d){{3}}(?!\d)",
        )
    )
    + "))",
    re.ASCII,
)

# The fewest digits a number has, and the characters of which none but 0–9 can be read as a digit.
_DIGITS = 10
_FAMILIAR = re.compile("[\x00-\x7fÆØÅæøåÄÖÜäöüÉé–—‘’“”„»«…]*")

# What chat platforms write. Only the token itself is set aside: a number beside it, or in a link's text, is still seen.
_TOKEN = re.compile(
    r"<!date\^1\d{9}(?=\^)"
    r"|<[@#][UWCGD][A-Z0-9]{8,14}(?=[|>])"
    r"|<!subteam\^S[A-Z0-9]{8,14}(?=[|>])"
    r"|/archives/[CGD][A-Z0-9]{8,14}(?:/p\d{16})?(?![A-Za-z0-9])"
    r"|(?:(?<=ts=)1|(?<!\d)1(?=8|9|79))\d{9}\.\d{6}(?!\d)"  # Slack's time stamp; where it stands alone, from September 2026 on
    r"|(?<=/)[13-9a-km-uw-z]{26}(?![A-Za-z0-9])",  # Mattermost's id; its alphabet has no 0, 2, l or v
    re.ASCII,
)

_DASHES = "\u2043\u2212\u02d7\u30fc"  # hyphen bullet, minus, modifier minus, the Japanese long-vowel mark
_DOTS = "\u00b7\u2022\u2024\u2219\u22c5\u30fb\u3002"  # the raised and mid-line dots, and the ideographic full stop
_SLASHES = "\u2044\u2215\u29f8\\"
_BLANKS = "\t\x0b\x0c\u1160\u115f\u2800"  # tabulators, and letters and patterns that are drawn as nothing
_LINE_ENDS = "\n\r\x85\u2028\u2029"
_MAPPED = {
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_DOTS, "."),
    **dict.fromkeys(_SLASHES, "/"),
    **dict.fromkeys(_BLANKS, " "),
    **dict.fromkeys(_LINE_ENDS, "\n"),
}
_BY_CATEGORY = {"Zs": " ", "Pd": "-", "Cc": "", "Cf": "", "Cs": "", "Mn": "", "Me": ""}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: the rule's id, and where it stands in the text as it was typed (`text[start:end]`)."""

    rule: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Guarded:
    """A form's values with CPR numbers masked, and the names of the fields that held one."""

    values: dict[str, object]
    fields: frozenset[str]


@dataclass(frozen=True, slots=True)
class Known:
    """What is nobody's secret: the authorities' own e-mail domains, and names of staff, units and bodies.

    Where `names` is None, two capitalised words in a row are not looked at: without a list almost every unit's name would be one.
    """

    domains: frozenset[str] = frozenset()
    names: frozenset[str] | None = None


def find(text: str) -> list[Finding]:
    """Tell where in `text` something stands that looks like a CPR number, in order and without overlaps."""
    if _FAMILIAR.fullmatch(text) and sum(map(text.count, "0123456789")) < _DIGITS:
        return []  # Almost every text there is; it need not be read character by character.
    return _found(text)


def _found(text: str) -> list[Finding]:
    spans: list[tuple[int, int]] = []
    for plain, origin in _readings(text):
        spans += [(origin[hit.start(1)], origin[hit.end(1) - 1] + 1) for hit in _CPR.finditer(plain)]
    return [Finding("cpr", start, end) for start, end in _joined(spans)]


def masked(text: str) -> str:
    """Give `text` back with every character of a CPR number as ▮ and all else as typed; its length stays the same."""
    found = find(text)
    if not found:
        return text
    parts: list[str] = []
    done = 0
    for one in found:
        parts += [text[done : one.start], MASK * (one.end - one.start)]
        done = one.end
    return "".join([*parts, text[done:]])


def guarded(values: Mapping[str, object]) -> Guarded:
    """Walk a form's values, texts and lists of texts, and mask what must not be kept; other values are handed through.

    A list is read as one line of words, so that a number parted by the splitting of a typed line is found as well.
    """
    clean = {name: _clean(value) for name, value in values.items()}
    return Guarded(values=clean, fields=frozenset(name for name, value in values.items() if clean[name] != value))


def _clean(value: object) -> object:
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        line = masked(" ".join(value))
        starts = [0]
        for one in value:
            starts.append(starts[-1] + len(one) + 1)
        return type(value)(line[start : after - 1] for start, after in pairwise(starts))
    return value


def _readings(text: str) -> Iterator[tuple[str, list[int]]]:
    """Read the text with raised and circled figures as digits, and where there are any, once more with them as marks.

    The second reading is for a number with a footnote's figure at its end, which must not pass as a longer run of digits.
    """
    yield _read(text, figures=True)
    if any(unicodedata.category(one) == "No" for one in set(text)):
        yield _read(text, figures=False)


def _read(text: str, *, figures: bool) -> tuple[str, list[int]]:
    """Give the text in plain characters, platform tokens blotted out, and for each its place in the original."""
    plain: list[str] = []
    origin: list[int] = []
    for place, one in enumerate(text):
        folded = _folded(one) if figures or unicodedata.category(one) != "No" else "\N{REPLACEMENT CHARACTER}"
        plain.append(folded)
        origin += [place] * len(folded)
    return _TOKEN.sub(lambda token: "x" * len(token.group()), "".join(plain)), origin


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    """Bring one character to its plain form: NFKC, a digit as ASCII, odd spaces and dashes as ordinary, the unseen as nothing."""
    folded = unicodedata.normalize("NFKC", character)
    return "".join(_plain(one) for one in folded)


def _plain(one: str) -> str:
    digit = unicodedata.digit(one, None)
    if digit is not None:
        return str(digit)
    return _MAPPED.get(one, _BY_CATEGORY.get(unicodedata.category(one), one))


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


_PHONE = re.compile(
    r"(?<![\d+])(?<!\d[-./])(?:"
    r"(?:\+|00)\d{1,3}[ ]?(?:\d[ \-]?){5,11}\d"  # with a country code
    r"|(?!(?:19|20)\d\d[ ]?(?:19|20)\d\d)(?!20\d\d(?:0[1-9]|1[0-2])[0-3]\d)"  # not two years, not a date in eight digits
    r"(?:[2-9]\d{7}|[2-9]\d{3}[ ]\d{4}|[2-9]\d(?:[ ]\d\d){3}|[2-9]\d(?:-\d\d){3}|[2-9]\d(?:\.\d\d){3})"
    r")(?!\d)(?![-./]\d)",
    re.ASCII,
)
_PLATE = re.compile(r"(?<!\w)[A-ZÆØÅ]{2} ?\d\d ?\d{3}(?!\w)")
_EMAIL = re.compile(r"(?<![\w.+\-])[\w.+\-]{1,64}@([\w\-]{1,63}(?:\.[\w\-]{1,63}){1,8})")
_WORD = re.compile(
    r"(?<!\w)(?:født|adressen?|sigtet|medlem af|exitkandidat(?:en|er)?|born|home address|charged with|member of|exit candidates?)(?!\w)",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<!\w)(?=([A-ZÆØÅ][a-zæøåéüö]{1,40}(?:-[A-ZÆØÅ][a-zæøåéüö]{1,40})? [A-ZÆØÅ][a-zæøåéüö]{1,40}(?!\w)))")


def warnings(text: str, known: Known | None = None) -> list[Finding]:
    """Tell what may point at a person and wants a second look: phone, plate, email, word and, with a list to compare, name.

    These never stop anything. They are signs only: a text without them can still be about someone.
    """
    known = known or Known()
    found = [Finding("phone", hit.start(), hit.end()) for hit in _PHONE.finditer(text)]
    found += [Finding("plate", hit.start(), hit.end()) for hit in _PLATE.finditer(text)]
    found += [Finding("email", hit.start(), hit.end()) for hit in _EMAIL.finditer(text) if not _ours(hit.group(1), known.domains)]
    found += [Finding("word", hit.start(), hit.end()) for hit in _WORD.finditer(text)]
    if known.names is not None:
        inside = "\n".join(known.names)
        names = (hit for hit in _NAME.finditer(text) if hit.group(1) not in inside)
        found += [Finding("name", hit.start(1), hit.end(1)) for hit in names]
    return sorted(found, key=lambda one: (one.start, one.end))


def _ours(domain: str, domains: frozenset[str]) -> bool:
    domain = domain.lower()
    return any(domain == one or domain.endswith("." + one) for one in domains)
