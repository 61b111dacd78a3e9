"""A row of the bench: a figure of ours beside its floor, measured in the same run, and the limit it is held against."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limit:
    """What a ratio, or a figure that has no floor, is to keep."""

    figure: float
    most: bool

    def kept_by(self, figure: float) -> bool:
        """Tell whether a figure is within it."""
        return figure <= self.figure if self.most else figure >= self.figure

    def __str__(self) -> str:
        return f"{'≤' if self.most else '≥'} {self.figure:g}"


def most(figure: float) -> Limit:
    """Return a limit from above."""
    return Limit(figure, most=True)


def least(figure: float) -> Limit:
    """Return a limit from below."""
    return Limit(figure, most=False)


@dataclass(frozen=True)
class Row:
    """One comparison. Without a floor the limit is for our own figure.

    `note` says why there is none of a peer's, which misses nothing; `broken`, why there is none of ours, which does.
    """

    what: str
    unit: str = ""
    ours: float | None = None
    floor: float | None = None
    limit: Limit | None = None
    note: str = ""
    broken: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times the floor ours is."""
        return self.ours / self.floor if self.ours is not None and self.floor else None

    @property
    def kept(self) -> bool:
        """Whether the limit is kept; what has none keeps it."""
        held = self.ours if self.floor is None else self.ratio
        return not self.broken and (self.limit is None or (held is not None and self.limit.kept_by(held)))

    def __str__(self) -> str:
        figures = [f"{one:,.2f}" if one is not None else "" for one in (self.floor, self.ours, self.ratio)]
        limit = f"{self.limit or ''}{'' if self.kept else '  MISSED'}"
        return f"{self.what:<68} {self.unit:<10} {figures[0]:>12} {figures[1]:>12} {figures[2]:>7}  {limit}{self.note}{self.broken}".rstrip()


HEADING = f"{'what':<68} {'unit':<10} {'floor':>12} {'Pagt':>12} {'ratio':>7}  limit"
