"""A pen for round pictures: circles, bands and signs at an angle and a distance, drawn large and made small so that edges are smooth.

Colours are those of the local workspace in light: paper, ink and verdigris. What the picture says is not known here.
"""

import io
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from math import cos, pi, sin
from typing import Literal

from PIL import Image, ImageDraw, ImageFont

OVERSIZE = 2  # How many pixels are drawn for one that is shown, in each direction.
COLOURS = 256
Point = tuple[float, float]
Weight = Literal[400, 600, 700]


class NoFontError(Exception):
    """The font cannot be read: this build of Pillow lacks what it takes (FreeType with Brotli)."""


class Pen:
    """A card of paper with rounded corners, and a pen over it. Places are in pixels as shown; angles are shares of a turn from the top."""

    def __init__(self, size: tuple[int, int], paper: str, edge: str, *, corner: int = 36) -> None:
        self._size, self._corner, self._edge = size, corner, edge
        self._image = Image.new("RGB", (size[0] * OVERSIZE, size[1] * OVERSIZE), paper)
        self._draw = ImageDraw.Draw(self._image)

    def disc(self, at: Point, radius: float, fill: str | None, *, edge: str | None = None, width: float = 0) -> None:
        """Draw a filled circle."""
        self._draw.ellipse(_large(*_box(at, radius)), fill, edge, round(width * OVERSIZE))

    def wedge(self, at: Point, radius: float, turn: tuple[float, float], fill: str) -> None:
        """Draw a slice of a pie."""
        self._draw.pieslice(_large(*_box(at, radius)), *_degrees(turn), fill)

    def hatched(self, at: Point, radius: float, turn: tuple[float, float], colours: tuple[str, str]) -> None:
        """Draw a slice of a pie, filled and hatched."""
        mask = Image.new("1", self._image.size)
        ImageDraw.Draw(mask).pieslice(_large(*_box(at, radius)), *_degrees(turn), 1)
        found = mask.getbbox()
        if found is None:
            return
        left, top, right, bottom = found
        fill = Image.new("RGB", (right - left, bottom - top), colours[0])
        lines = ImageDraw.Draw(fill)
        for start in range(left - left % 20 - (bottom - top) - 20, right, 20):
            lines.line((start - left - (top % 20), bottom - top, start - left - (top % 20) + (bottom - top), 0), colours[1], 4)
        self._image.paste(fill, (left, top), mask.crop(found))

    def band(self, at: Point, radius: float, turn: tuple[float, float], width: float, fill: str) -> None:
        """Draw part of a ring with round ends; however short it is, it is as long as it is wide."""
        self._draw.arc(_large(*_box(at, radius + width / 2)), *_degrees(turn), fill, round(width * OVERSIZE))
        for end in turn:
            self.disc(toward(at, radius, end), width / 2, fill)

    def shape(self, points: Sequence[Point], fill: str, *, edge: str | None = None, width: float = 0) -> None:
        """Draw a filled shape with corners."""
        self._draw.polygon([(x * OVERSIZE, y * OVERSIZE) for x, y in points], fill, edge, round(width * OVERSIZE))

    def line(self, start: Point, end: Point, fill: str, width: float) -> None:
        """Draw a line."""
        self._draw.line(_large(*start, *end), fill, round(width * OVERSIZE))

    def box(self, start: Point, end: Point, fill: str, *, corner: float = 0, edge: str | None = None, width: float = 0) -> None:
        """Draw a filled box with round corners."""
        self._draw.rounded_rectangle(_large(*start, *end), corner * OVERSIZE, fill, edge, round(width * OVERSIZE))

    def write(self, at: Point, text: str, size: float, fill: str, *, weight: Weight = 400, anchor: str = "mm") -> None:
        """Write a line, by default with its middle at a point.

        Raises:
            NoFontError: when the font cannot be read.
        """
        self._draw.text((at[0] * OVERSIZE, at[1] * OVERSIZE), text, fill, font(round(size * OVERSIZE), weight), anchor)

    def png(self) -> bytes:
        """Return the picture; its corners are transparent, and it has an edge, so that it is a card on any ground."""
        shown = self._image.resize(self._size, Image.Resampling.LANCZOS)
        corners = Image.new("L", self._image.size)
        full = (0, 0, self._image.width - 1, self._image.height - 1)
        ImageDraw.Draw(corners).rounded_rectangle(full, self._corner * OVERSIZE, 255)
        edge = Image.new("L", self._image.size)
        ImageDraw.Draw(edge).rounded_rectangle(full, self._corner * OVERSIZE, None, 255, 2 * OVERSIZE)
        shown.paste(self._edge, mask=edge.resize(self._size, Image.Resampling.LANCZOS))
        shown.putalpha(corners.resize(self._size, Image.Resampling.LANCZOS))
        written = io.BytesIO()
        shown.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
        return written.getvalue()


def wide(text: str, size: float, weight: Weight = 400) -> float:
    """Return how wide a line is.

    Raises:
        NoFontError: when the font cannot be read.
    """
    return font(round(size * OVERSIZE), weight).getlength(text) / OVERSIZE


def toward(at: Point, radius: float, share: float) -> Point:
    """Return the point at a distance, at a share of a turn from the top."""
    angle = 2 * pi * (share - 0.25)
    return at[0] + radius * cos(angle), at[1] + radius * sin(angle)


@cache
def font(size: int, weight: Weight) -> ImageFont.FreeTypeFont:
    """Return Inter, the font of the local workspace, at a size and a weight.

    Raises:
        NoFontError: when it cannot be read.
    """
    try:
        packed = files("bot").joinpath("platforms/local/static/vendor/inter.woff2").read_bytes()
        found = ImageFont.truetype(io.BytesIO(packed), size)
        found.set_variation_by_axes([weight])
    except (OSError, NotImplementedError) as error:
        raise NoFontError(str(error)) from error
    return found


def _box(at: Point, radius: float) -> tuple[float, float, float, float]:
    return at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius


def _large(*numbers: float) -> tuple[float, ...]:
    return tuple(one * OVERSIZE for one in numbers)


def _degrees(turn: tuple[float, float]) -> tuple[float, float]:
    return turn[0] * 360 - 90, turn[1] * 360 - 90
