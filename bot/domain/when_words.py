"""The words of typed dates: Danish and English become the same signs, so that the grammar knows no language. No dates are made here."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.when_answers import Question, ask

LONGEST_TEXT = 200
_LONGEST_IDIOM = 4
_LONGEST_WORD = 30

_MONTHS = {
    "da": "januar jan|februar feb febr|marts mar|april apr|maj|juni jun|juli jul|august aug|september sep sept|oktober okt"
    "|november nov|december dec",
    "en": "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sep sept|october oct"
    "|november nov|december dec",
}
_WEEKDAYS = {
    "da": "mandag|tirsdag|onsdag|torsdag|fredag|lørdag lordag|søndag sondag",
    "en": "monday|tuesday|wednesday|thursday|friday|saturday|sunday",
}
# Short ones are words of other meanings too ("man", "sat", "fri"), so they count only beside a date or a time.
_SHORT_WEEKDAYS = {
    "da": "man mand|tir tirs|ons|tor tors|fre|lør|søn",
    "en": "mon|tue tues|wed weds|thu thur thurs|fri|sat|sun",
}
_NUMBERS = {
    "da": "en et én ét|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|tretten|fjorten|femten|seksten|sytten|atten|nitten|tyve",
    "en": "a an one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    "|eighteen|nineteen|twenty",
}
_ORDINALS = {"da": "første|anden|tredje|fjerde|femte", "en": "first|second|third|fourth|fifth"}
_IDIOMS: dict[str, dict[str, str]] = {
    "da": {
        "R0": "i dag|idag|dags dato",
        "R1": "i morgen|imorgen",
        "R2": "i overmorgen|iovermorgen|overmorgen",
        "R-1": "i går|igår",
        "R-2": "i forgårs|iforgårs|forgårs",
        "R0 P1": "i formiddag",
        "R0 P2": "i eftermiddag",
        "R0 P3": "i aften",
        "R1 P1": "i morgen tidlig|i morgen tidligt|imorgen tidlig",
        "P1": "om formiddagen|om morgenen|formiddag|morgen",
        "P2": "om eftermiddagen|eftermiddag",
        "P3": "om aftenen|aften",
        "ON": "på|nu på",
        "AT": "kl|klokken",
        "FROM": "fra",
        "FROMNOW": "fra nu|fra i dag|fra idag",
        "TO": "til",
        "D": "d|den",
        "I": "i",
        "OF": "af",
        "OM": "om",
        "FOR": "for",
        "AGO": "siden",
        "NEXT": "næste",
        "THIS": "denne|dette",
        "COMING": "kommende|førstkommende",
        "O-1": "sidste|forrige",
        "Ud": "dag|dage",
        "Uw": "uge|uger",
        "Um": "måned|måneder|mdr|md",
        "Uy": "år",
        "THIS Uy": "i år",
        "Q": "kvartal",
        "HALF": "halv|kvart",
        "MIDNIGHT": "midnat",
        "OR": "eller|og",
        "~": "ultimo|primo|medio|inden|udgangen|slutningen|begyndelsen|starten|midten|midt|omkring|cirka|ca|måske|senest|snarest"
        "|hurtigst|før|efter|mellem",
    },
    "en": {
        "R0": "today",
        "R1": "tomorrow",
        "R2": "the day after tomorrow|day after tomorrow",
        "R-1": "yesterday",
        "R-2": "the day before yesterday|day before yesterday",
        "R0 P1": "this morning",
        "R0 P2": "this afternoon",
        "R0 P3": "this evening|tonight",
        "P1": "in the morning|morning",
        "P2": "in the afternoon|afternoon",
        "P3": "in the evening|evening",
        "ON": "on",
        "AT": "at",
        "FROM": "from",
        "FROMNOW": "from now|from today",
        "TO": "to|till|until",
        "D": "the",
        "IN": "in",
        "OF": "of",
        "AGO": "ago",
        "NEXT": "next",
        "THIS": "this",
        "COMING": "coming|this coming|upcoming",
        "O-1": "last",
        "N2 Uw": "a fortnight",
        "Ud": "day|days",
        "Uw": "week|weeks",
        "Um": "month|months",
        "Uy": "year|years",
        "Q": "quarter|q",
        "NOON": "noon",
        "am": "am",
        "pm": "pm",
        "OC": "o'clock",
        "HALF": "half|quarter past|quarter to",
        "MIDNIGHT": "midnight",
        "OR": "or|and",
        "~": "end|start|beginning|mid|early|late|around|about|circa|maybe|perhaps|by|before|after|asap|between|soon",
    },
}
_MARKS = {"@": "AT", "-": "-", "(": "(", ")": ")"}

# Zero-width characters and direction marks, which come along when a date is copied from another program.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_ASCII = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "é": "e"})
_MENDED = (
    (re.compile(r"\s+"), " "),
    (re.compile(r"(?<![^\W\d_])([ap])\.m(?:\.|(?![^\W\d_]))"), r" \1m "),
    (re.compile(r"(?<=[0-9])t(?=[0-9]{2}:)"), "@"),  # 2027-03-05T09:30
    (re.compile(r"(?<![0-9.:,/-])([0-9]{1,2})\. ([0-9]{1,2})\. ?([0-9]{4}|[0-9]{2})(?![0-9])"), r"\1.\2.\3"),  # 1. 12. 2026
    (re.compile(r"(?<=[0-9]) ?/ ?(?=[0-9])"), "/"),
)
_TOKEN = re.compile(r"[0-9]+(?:[.:,/-][0-9]+)*(?:(?:st|nd|rd|th)(?![^\W\d_]))?|[^\W\d_]+(?:'[^\W\d_]+)?|\S")
_ENDING = re.compile(r"[\w).]")
# "on" and "på" say nothing before a day, and are out of place elsewhere.
_ON = re.compile(r"(?:^|(?<= ))ON (?=[DWwMR0-9O]|THIS|NEXT|COMING)")
_ORDINAL_END = re.compile(r"(?:st|nd|rd|th)$")


@dataclass(frozen=True)
class Phrase:
    """A typed text in signs: `W1 D 1 M12 AT 10` is "tirsdag d. 1. december kl. 10", and "Tuesday the 1st of December" nearly so.

    `strangers` are the words and marks that stand in no list, in order. `english` says that the phrase holds words
    of English only: an hour from 1 to 6 is then seldom meant by the 24-hour clock.
    """

    plain: str
    signs: str
    strangers: tuple[str, ...]
    english: bool


def phrase(text: str, languages: Sequence[str]) -> Phrase | Question:
    """Turn typed text into signs, in time linear in its length; ask where it is empty, or too long to be a date."""
    typed = text.strip()
    if len(typed) > LONGEST_TEXT:
        return ask("too_long", limit=LONGEST_TEXT)
    plain = _plain(typed)
    if not plain:
        return ask("empty")
    tokens = list(_tokens(plain))
    spoken = list(_spoken(tokens, _lexicon(tuple(languages))))
    signs = _ON.sub("", " ".join(sign for _, sign, _ in spoken))
    strangers = tuple(token[:_LONGEST_WORD] for token, sign, _ in spoken if sign == "?")
    tongues = {tongue for _, _, tongue in spoken}
    return Phrase(plain, signs, strangers, english="en" in tongues and "da" not in tongues)


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFC", "".join(map(_letter, text.translate(_INVISIBLE)))).lower()
    for pattern, mended in _MENDED:
        plain = pattern.sub(mended, plain)
    return plain.strip()


def _letter(letter: str) -> str:
    """Return the ordinary form of one character: digits of every script, odd blanks and dashes, full-width forms."""
    kind = unicodedata.category(letter)
    if kind == "Nd":
        return str(unicodedata.decimal(letter))
    if kind in {"No", "Nl"}:
        return letter  # Raised figures and fractions are no ordinary numbers; unfolded, "½" would become a date.
    if kind[0] == "Z" or kind == "Cc":
        return " "
    if kind == "Pd" or letter == "\u2212":
        return "-"
    return "'" if letter == "\u2019" else unicodedata.normalize("NFKC", letter)


def _tokens(plain: str) -> Iterator[str]:
    for found in _TOKEN.finditer(plain):
        # A comma, or the dot of "d." and "3.", only separates where it follows at once; in "10.30" it belongs to the number.
        if not (found[0] in ",." and _ENDING.match(plain[found.start() - 1 : found.start()])):
            yield found[0]


def _spoken(tokens: Sequence[str], lexicon: Mapping[str, tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Give each token or idiom with its sign and its language; the longest idiom wins."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token[0] in "0123456789":
            yield token, _ORDINAL_END.sub("th", token), ""
        else:
            for length in range(min(_LONGEST_IDIOM, len(tokens) - at), 0, -1):
                if known := lexicon.get(" ".join(tokens[at : at + length])):
                    yield token, *known
                    at += length - 1
                    break
            else:
                yield token, _MARKS.get(token, "?"), ""
        at += 1


@lru_cache
def _lexicon(languages: tuple[str, ...]) -> Mapping[str, tuple[str, str]]:
    """Return every word and idiom of the languages, with its sign and, where only one language has it, that language."""
    lexicon: dict[str, tuple[str, str]] = {}
    for tongue in languages:
        for word, sign in _vocabulary(tongue):
            if word not in lexicon:
                lexicon[word] = (sign, tongue)
            elif lexicon[word][1] != tongue:
                # "to" is two in Danish, and a range in English: the grammar tells them apart by their place.
                lexicon[word] = ("TO" if word == "to" else lexicon[word][0], "")
    return lexicon


def _vocabulary(tongue: str) -> Iterator[tuple[str, str]]:
    if tongue not in _IDIOMS:
        raise ValueError(f"no words are known of the language {tongue}")
    # An English month may stand before its day; one both languages share may also be a Danish "december 27", a month of a year.
    # "jul" is July only beside a day: alone it is Danish for Christmas.
    danish = _MONTHS["da"].replace("|", " ").split()
    for number, words in enumerate(_MONTHS[tongue].split("|"), 1):
        yield from ((word, f"M{number}" + ("j" if word == "jul" else "" if word in danish else "e")) for word in words.split())
    lists = (("W", 0, _WEEKDAYS), ("w", 0, _SHORT_WEEKDAYS), ("N", 1, _NUMBERS), ("O", 1, _ORDINALS))
    for letter, first, table in lists:
        for number, words in enumerate(table[tongue].split("|"), first):
            for word in words.split():
                yield from ((form, f"{letter}{number}") for form in _forms(word))
                if letter == "W" and tongue == "da":
                    yield from ((form, f"W{number} GONE") for form in _forms(f"i {word}s"))
    for sign, idioms in _IDIOMS[tongue].items():
        for idiom in idioms.split("|"):
            yield from ((form, sign) for form in _forms(idiom))


def _forms(word: str) -> set[str]:
    """Return the word itself, and as it is typed on a keyboard without the Danish letters."""
    return {word, word.translate(_ASCII)}
