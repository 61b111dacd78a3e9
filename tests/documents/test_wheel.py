"""The picture of the wheel: that it is one, that it says what it should, and that it can be read on any ground."""

import io
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from math import dist, hypot

import pytest
from PIL import Image

from bot.documents import pen
from bot.documents import wheel as drawing
from bot.documents.wheel import CENTRE, FARTHEST, RIM, SIGN, WIDTH, Labels, draw, placed
from bot.domain.meeting_year import Year
from bot.domain.wheel import Mark, Phase, Sign, Wheel

YEAR = Year(date(2026, 1, 1), date(2026, 12, 31), 365)
MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
LABELS = Labels("2026", ("3 af 4 møder", "næste 8. december"), MONTHS, tuple((sign, sign.value) for sign in Sign), "i dag")


def mark(sign, first, last=None, **other):
    return Mark(sign, date.fromisoformat(first), date.fromisoformat(last or first), "M-1", **other)


MARKS = (
    mark(Sign.CLOSED, "2026-06-27", "2026-08-09"),
    mark(Sign.HELD, "2026-03-03"),
    mark(Sign.ROUND, "2026-05-15", "2026-05-29", phase=Phase.COMING),
    mark(Sign.DEADLINE, "2026-05-01"),
    mark(Sign.DELIVERED, "2026-09-22"),
    mark(Sign.BRIEFING, "2026-11-30"),
    mark(Sign.PLANNED, "2026-12-08"),
    mark(Sign.OTHER, "2026-12-10", phase=Phase.COMING),
)
WHEEL = Wheel(YEAR, date(2026, 11, 20), MARKS)


def opened(png):
    return Image.open(io.BytesIO(png)).convert("RGBA")


def colour(hexadecimal):
    return tuple(int(hexadecimal[place : place + 2], 16) for place in (1, 3, 5))


def near(pixel, hexadecimal):
    return max(abs(one - other) for one, other in zip(pixel, colour(hexadecimal), strict=False)) < 24


def at(picture, radius, share):
    x, y = pen.toward(CENTRE, radius, share)
    return picture.getpixel((round(x), round(y)))


def test_it_is_a_card_that_stands_on_any_ground():
    png = draw(WHEEL, LABELS)
    picture = opened(png)
    assert picture.width == WIDTH
    assert len(png) < 200_000
    assert picture.getpixel((0, 0))[3] == 0  # the ground shows through at the corners, and only there
    assert picture.getpixel((WIDTH // 2, 60))[3] > 250
    assert near(picture.getpixel((WIDTH // 2, 0)), drawing.EDGE)


def test_what_is_held_is_filled_and_what_is_to_come_is_open():
    picture = opened(draw(WHEEL, LABELS))
    for found, spot in placed(WHEEL):
        beside = picture.getpixel((round(spot[0]), round(spot[1] + SIGN - 12)))  # below the number
        assert near(beside, drawing.PAPER) == (found.sign in {Sign.PLANNED, Sign.OTHER, Sign.BRIEFING}), found


def test_the_year_is_filled_up_to_today_and_the_needle_is_on_it():
    picture = opened(draw(WHEEL, LABELS))
    assert near(at(picture, RIM - 6, 0.5), drawing.VERDIGRIS)
    assert near(at(picture, RIM - 6, 0.95), drawing.LINE)
    assert near(at(picture, RIM + 14, WHEEL.share(WHEEL.today) + 0.5 / 365), drawing.RED)
    later = opened(draw(replace(WHEEL, today=date(2027, 2, 1)), LABELS))
    assert near(at(later, RIM - 6, 0.95), drawing.VERDIGRIS)
    assert not near(at(later, RIM + 14, 31.5 / 365), drawing.RED)


def test_a_briefing_whose_last_day_has_passed_is_red():
    marks = tuple(replace(one, late=one.sign is Sign.BRIEFING) for one in MARKS)
    later = replace(WHEEL, marks=marks)
    picture = opened(draw(later, LABELS))
    (spot,) = [spot for mark, spot in placed(later) if mark.sign is Sign.BRIEFING]
    assert near(picture.getpixel((round(spot[0]), round(spot[1] + SIGN))), drawing.RED)
    assert not near(opened(draw(WHEEL, LABELS)).getpixel((round(spot[0]), round(spot[1] + SIGN))), drawing.RED)


def test_every_sort_of_mark_changes_the_picture():
    whole = draw(WHEEL, LABELS)
    for one in MARKS:
        assert draw(replace(WHEEL, marks=tuple(mark for mark in MARKS if mark is not one)), LABELS) != whole, one


@pytest.mark.parametrize("apart", [5, 7, 14])
def test_no_sign_covers_another_though_meetings_come_close(apart):
    days = [date(2026, 11, 20) + timedelta(days=apart * number) for number in range(3)]
    signs = (Sign.PLANNED, Sign.BRIEFING, Sign.OTHER)
    marks = tuple(Mark(sign, day, day, "M-1") for sign, day in zip(signs, days, strict=True))
    spots = [spot for _, spot in placed(Wheel(YEAR, days[0], marks))]
    assert all(dist(one, other) >= 2 * SIGN - 6 for one, other in combinations(spots, 2))
    assert hypot(spots[0][0] - CENTRE[0], spots[0][1] - CENTRE[1]) == pytest.approx(FARTHEST)


def luminance(hexadecimal):
    parts = [value / 255 for value in colour(hexadecimal)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ink", ["INK", "SOFT", "VERDIGRIS", "INDIGO", "OCHRE", "PLUM", "RED"])
def test_whatever_is_written_or_drawn_can_be_seen(ink):
    assert contrast(getattr(drawing, ink), drawing.PAPER) >= 4.5
    assert contrast(drawing.INK, drawing.WASH) >= 4.5


def test_danish_letters_are_letters():
    empty = pen.wide("\ufffe", 40)  # what stands for a letter the font lacks
    assert all(pen.wide(letter, 40) not in {0, empty} for letter in "æøåÆØÅéü–")
    shapes = {letter: pen.font(40, 400).getmask(letter).getbbox() for letter in "æøåÆØÅ"}
    assert len(set(shapes.values())) > 3


def test_a_font_that_cannot_be_read_is_said_so(monkeypatch):
    def unread(*_):
        raise OSError("unimplemented feature")

    pen.font.cache_clear()
    monkeypatch.setattr(pen.ImageFont, "truetype", unread)
    with pytest.raises(pen.NoFontError, match="unimplemented"):
        pen.wide("x", 40)
    pen.font.cache_clear()
