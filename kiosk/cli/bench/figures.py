"""A figure: what was measured, the floor measured in the same run, and how the two compare."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, unique
from statistics import median


@unique
class Unit(StrEnum):
    """What a figure counts."""

    MS = "ms"
    MB = "MB"
    PER_S = "/s"
    MS_PER_S = "ms/s"


@dataclass(frozen=True, slots=True)
class Spread:
    """Values of one kind, smallest first."""

    values: tuple[float, ...]

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        """Return the spread of `values`, of which there must be one at least."""
        return cls(tuple(sorted(values)))

    @property
    def p50(self) -> float:
        """Return the median."""
        return median(self.values)

    @property
    def p99(self) -> float:
        """Return what 99 of 100 do not exceed; with fewer values the greatest."""
        return self.share(0.99)

    @property
    def most(self) -> float:
        """Return the greatest."""
        return self.values[-1]

    def share(self, part: float) -> float:
        """Return what such a part of the values do not exceed."""
        return self.values[max(1, math.ceil(part * len(self.values))) - 1]


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table; `ratio` is of value to floor, by medians."""

    name: str
    unit: Unit
    value: Spread
    floor: Spread
    floor_name: str
    most: float | None = None
    """The ratio's target where less is better."""
    least: float | None = None
    """The ratio's target where more is better."""

    @property
    def ratio(self) -> float:
        """Return how many times the floor the value is."""
        return self.value.p50 / self.floor.p50

    @property
    def target(self) -> str:
        """Return the target in words; empty where there is none."""
        if self.most is not None:
            return f"at most {self.most:g}x"
        return f"at least {self.least:.2g}x" if self.least is not None else ""

    @property
    def met(self) -> bool | None:
        """Say whether the target is met; None where there is none."""
        if self.most is not None:
            return self.ratio <= self.most
        return self.ratio >= self.least if self.least is not None else None
