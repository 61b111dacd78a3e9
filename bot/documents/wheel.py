"""The wheel of a year as a picture (Danish: årshjul): January at the top and on with the clock, what is done filled, what comes open.

It shows only days and numbers, nothing anybody wrote. It is a card with its own ground, so it reads the same in light and in dark,
and large enough in its parts for a phone. What stands on it is decided in bot/domain/wheel.py, and said in bot/words/wheel.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from math import hypot

from bot.documents.pen import Pen, Point, toward, wide
from bot.domain.wheel import BRIEFINGS, MEETINGS, Mark, Phase, Sign, Wheel

PAPER, EDGE, INK, SOFT, LINE = "#fbfaf7", "#85908c", "#1b2422", "#545f5c", "#dcd8cf"
VERDIGRIS, VERDIGRIS_WASH, WASH = "#1f6b5e", "#dcebe6", "#efece5"
OCHRE, INDIGO, PLUM, RED = "#9a6200", "#3f4f9f", "#8a3a6f", "#b3261e"
SHUT, SHUT_LINE = "#e9e5dc", "#d3cdc0"

WIDTH, MARGIN = 1200, 70
CENTRE: Point = (WIDTH / 2, 588)
RIM, MONTHS, FIELD, HUB = 528, 514, 436, 170  # radii, from the outside in
NEAREST, FARTHEST = 252, 376  # between the rounds and the deadlines stand meetings, outside when they can, and briefings, inside
ROUNDS = 198
SIGN = 34  # the radius of a sign with a number in it
LEGEND, ROW, COLUMNS = 1192, 66, 2


@dataclass(frozen=True)
class Labels:
    """The words on the picture. `months` are short names, `legend` names what stands on the wheel, in the order of the rows."""

    title: str
    lines: tuple[str, ...]  # under the title in the middle, the first of them large
    months: tuple[str, ...]
    legend: tuple[tuple[Sign, str], ...]
    today: str = ""  # the last row of the legend


@lru_cache(maxsize=8)
def draw(wheel: Wheel, labels: Labels) -> bytes:
    """Return the picture as a PNG.

    Raises:
        NoFontError: when the font cannot be read.
    """
    pen = Pen((WIDTH, LEGEND + _rows(labels) * ROW + 30), PAPER, EDGE)
    _ground(pen, wheel, labels)
    _rounds(pen, wheel)
    _deadlines(pen, wheel)
    if wheel.shows_today:
        _today(pen, wheel)
    for mark, at in placed(wheel):
        sign(pen, mark.sign, at, str(mark.first.day), done=mark.phase is Phase.OVER, colour=RED if mark.late else None)
    _hub(pen, labels)
    _legend(pen, labels)
    return pen.png()


def placed(wheel: Wheel) -> Iterator[tuple[Mark, Point]]:
    """Yield meetings and briefings with their places: at their day, as near to where they stand best as they cover nothing."""
    taken: list[Point] = []
    for mark in wheel.of(*MEETINGS, *BRIEFINGS):
        best = (NEAREST + FARTHEST) / 2 if mark.sign in BRIEFINGS else FARTHEST
        radii = sorted(range(FARTHEST, NEAREST - 1, -4), key=lambda radius: abs(radius - best))
        share = wheel.share(mark.first) + 0.5 / _days(wheel)
        spots = {
            toward(CENTRE, radius, share): min((_apart(toward(CENTRE, radius, share), one) for one in taken), default=WIDTH)
            for radius in radii
        }
        at = next((spot for spot, room in spots.items() if room >= 2 * SIGN + 4), max(spots, key=spots.__getitem__))
        taken.append(at)
        yield mark, at


def sign(
    pen: Pen, what: Sign, at: Point, number: str = "", *, done: bool = False, colour: str | None = None, size: float = SIGN
) -> None:
    """Draw the sign of a meeting or a briefing: filled when it is done, open when it is to come, with the day in it."""
    colour = colour or (INDIGO if what in BRIEFINGS else VERDIGRIS)
    filled = what in {Sign.HELD, Sign.DELIVERED} or done
    if what in {Sign.HELD, Sign.PLANNED}:
        pen.disc(at, size + 4, PAPER)
        pen.disc(at, size, colour if filled else PAPER, edge=colour, width=5)
    else:
        form = _diamond if what in BRIEFINGS else _square
        pen.shape(form(at, size + 5), PAPER)
        pen.shape(form(at, size), colour)
        if not filled:
            pen.shape(form(at, size - (7 if what in BRIEFINGS else 5)), PAPER)
    pen.write(at, number, 30, PAPER if filled else colour, weight=700)


def _ground(pen: Pen, wheel: Wheel, labels: Labels) -> None:
    """Draw the months, the closed periods between them and the hub, and how much of the year has passed."""
    pen.disc(CENTRE, RIM, LINE)
    if wheel.today > wheel.year.last:
        pen.disc(CENTRE, RIM, VERDIGRIS)
    elif wheel.shows_today:
        pen.wedge(CENTRE, RIM, (0, wheel.share(wheel.today)), VERDIGRIS)
    pen.disc(CENTRE, MONTHS, WASH)
    pen.disc(CENTRE, FIELD, PAPER)
    for mark in wheel.of(Sign.CLOSED):
        pen.hatched(CENTRE, FIELD, _turn(wheel, mark), (SHUT, SHUT_LINE))
    pen.disc(CENTRE, ROUNDS, None, edge=LINE, width=2)
    for first, last in _months(wheel):
        start, end = wheel.share(first), wheel.share(last + timedelta(days=1))
        quarter = first.month % 3 == 1 and first.day == 1
        pen.line(toward(CENTRE, HUB if quarter else FIELD, start), toward(CENTRE, RIM, start), LINE if quarter else PAPER, 3)
        pen.write(toward(CENTRE, (MONTHS + FIELD) / 2, (start + end) / 2), labels.months[first.month - 1], 31, INK, weight=600)


def _rounds(pen: Pen, wheel: Wheel) -> None:
    """Draw the status rounds: solid when they are over or under way, hollow when they are to come."""
    for mark in wheel.of(Sign.ROUND):
        turn = _turn(wheel, mark)
        pen.band(CENTRE, ROUNDS, turn, 22, OCHRE)
        if mark.phase is Phase.COMING:
            pen.band(CENTRE, ROUNDS, turn, 13, PAPER)


def _deadlines(pen: Pen, wheel: Wheel) -> None:
    """Draw a thorn on the inner side of the months for each deadline."""
    for mark in wheel.of(Sign.DEADLINE):
        share = wheel.share(mark.first) + 0.5 / _days(wheel)
        pen.shape(_thorn(share), PLUM)


def _today(pen: Pen, wheel: Wheel) -> None:
    share = wheel.share(wheel.today) + 0.5 / _days(wheel)
    pen.line(toward(CENTRE, HUB, share), toward(CENTRE, RIM + 8, share), RED, 5)
    pen.disc(toward(CENTRE, RIM + 14, share), 13, RED, edge=PAPER, width=3)


def _hub(pen: Pen, labels: Labels) -> None:
    """Write in the middle which year it is and how it stands."""
    pen.disc(CENTRE, HUB, PAPER, edge=LINE, width=2)
    x, y = CENTRE
    pen.write((x, y - 62), labels.title, 84 if len(labels.title) < 5 else 58, INK, weight=700)  # noqa: PLR2004  # "2026", or "2026/27"
    for number, line in enumerate(labels.lines):
        size = _fitting(line, 40 if number == 0 else 31, 2 * HUB - 50)
        pen.write((x, y + 10 + 46 * number), line, size, VERDIGRIS if number == 0 else SOFT, weight=600 if number == 0 else 400)


def _legend(pen: Pen, labels: Labels) -> None:
    """Name what stands on the wheel, column by column."""
    rows: list[tuple[Sign | None, str]] = [*labels.legend, *([(None, labels.today)] if labels.today else [])]
    for number, (what, text) in enumerate(rows):
        column, row = divmod(number, _rows(labels))
        x, y = MARGIN + 40 + column * (WIDTH - 2 * MARGIN + 20) / COLUMNS, LEGEND + row * ROW
        _key(pen, what, (x, y))
        pen.write((x + 56, y), text, _fitting(text, 33, (WIDTH - 2 * MARGIN) / COLUMNS - 100), INK, anchor="lm")


def _key(pen: Pen, what: Sign | None, at: Point) -> None:
    """Draw one sign of the legend."""
    x, y = at
    match what:
        case None:
            pen.line((x - 34, y), (x + 20, y), RED, 5)
            pen.disc((x + 20, y), 13, RED)
        case Sign.ROUND:
            pen.box((x - 34, y - 11), (x + 34, y + 11), OCHRE, corner=11)
        case Sign.DEADLINE:
            pen.shape([(x - 13, y - 16), (x + 13, y - 16), (x, y + 18)], PLUM)
        case Sign.CLOSED:
            pen.box((x - 34, y - 19), (x + 34, y + 19), SHUT, corner=6, edge=SHUT_LINE, width=2)
            for offset in (-18, 2, 22):
                pen.line((x + offset - 16, y + 16), (x + offset + 12, y - 16), SHUT_LINE, 3)
        case _:
            sign(pen, what, at, size=24)


def _rows(labels: Labels) -> int:
    return -(-(len(labels.legend) + bool(labels.today)) // COLUMNS)


def _fitting(text: str, size: float, room: float) -> float:
    """Return the size at which a line fits."""
    return min(size, size * room / max(wide(text, size, 600), 1))


def _months(wheel: Wheel) -> Iterator[tuple[date, date]]:
    """Yield the first and last day of each month, as far as they lie in the year."""
    first = wheel.year.first
    while first <= wheel.year.last:
        turns = (first.replace(day=1) + timedelta(days=31)).replace(day=1)
        yield first, min(turns - timedelta(days=1), wheel.year.last)
        first = turns


def _turn(wheel: Wheel, mark: Mark) -> tuple[float, float]:
    """Return where a mark begins and ends."""
    return wheel.share(mark.first), wheel.share(mark.last + timedelta(days=1))


def _days(wheel: Wheel) -> int:
    return (wheel.year.last - wheel.year.first).days + 1


def _apart(one: Point, other: Point) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])


def _diamond(at: Point, radius: float) -> list[Point]:
    x, y, r = *at, radius * 1.18
    return [(x, y - r), (x + r, y), (x, y + r), (x - r, y)]


def _square(at: Point, radius: float) -> list[Point]:
    x, y, r = *at, radius * 0.88
    return [(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)]


def _thorn(share: float) -> list[Point]:
    return [toward(CENTRE, FIELD, share - 0.004), toward(CENTRE, FIELD, share + 0.004), toward(CENTRE, FIELD - 24, share)]
