"""What weekdays and months are called, and how lists and numbers are written, in Danish and in English.

Few words, which do not change: for these alone Babel, which knows them for every language there is, takes four megabytes and a
twentieth of a second from each process. A test holds them against Babel; what it alone knows, such as cities, is still asked of it.
"""

from collections.abc import Sequence

_WEEKDAYS = {
    "da": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_SHORT_WEEKDAYS = {
    "da": ("man.", "tirs.", "ons.", "tors.", "fre.", "lør.", "søn."),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS = {
    "da": (
        *("januar", "februar", "marts", "april", "maj", "juni"),
        *("juli", "august", "september", "oktober", "november", "december"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
_SHORT_MONTHS = {
    "da": ("jan.", "feb.", "mar.", "apr.", "maj", "jun.", "jul.", "aug.", "sep.", "okt.", "nov.", "dec."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
_AND = {"da": "og", "en": "and"}
_OR = {"da": "eller", "en": "or"}


def weekday(number: int, language: str, *, short: bool = False) -> str:
    """Return what a weekday is called; Monday is 0, as for `date.weekday`."""
    return (_SHORT_WEEKDAYS if short else _WEEKDAYS)[language][number]


def month(number: int, language: str, *, short: bool = False) -> str:
    """Return what a month is called; January is 1."""
    return (_SHORT_MONTHS if short else _MONTHS)[language][number - 1]


def listed(items: Sequence[str], language: str, *, choice: bool = False) -> str:
    """Return a list in words: "a, b og c", "a, b, and c"; a choice has "eller" and "or"."""
    if len(items) < 2:  # noqa: PLR2004  # One needs nothing between.
        return "".join(items)
    comma = "," if language == "en" and len(items) > 2 else ""  # noqa: PLR2004  # English sets one before the last of several.
    return f"{', '.join(items[:-1])}{comma} {(_OR if choice else _AND)[language]} {items[-1]}"


def grouped(number: int, language: str) -> str:
    """Return a number with the language's separators: "1.234", "1,234"."""
    return f"{number:,}".replace(",", "." if language == "da" else ",")
