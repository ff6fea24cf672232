"""What the light says: one table, and what a pattern shows at any moment of its time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, StrEnum, unique
from itertools import accumulate
from typing import Final, assert_never

from kiosk.core.door.scene import Banner, Signal


@unique
class Light(StrEnum):
    """The states that somebody across the room must tell apart."""

    IDLE = "idle"
    CHECKING = "checking"
    GO = "go"
    WELCOME = "welcome"
    WAIT = "wait"
    ASK_TEACHER = "ask_teacher"
    REFUSED = "refused"
    YOUR_TURN = "your_turn"
    URGENT = "urgent"
    HOLD = "hold"
    ALONE = "alone"
    FAULT = "fault"


@unique
class Colour(Enum):
    """Red, green and blue, each on or off: dimming would need a thread that pulses the pins."""

    DARK = (0, 0, 0)
    RED = (1, 0, 0)
    GREEN = (0, 1, 0)
    BLUE = (0, 0, 1)
    YELLOW = (1, 1, 0)
    CYAN = (0, 1, 1)
    MAGENTA = (1, 0, 1)
    WHITE = (1, 1, 1)


@unique
class Rhythm(StrEnum):
    """How a light is lit and dark by turns; no two states share one."""

    STEADY = "steady"
    SLOW = "slow"
    FAST = "fast"
    FLASH = "flash"
    DOUBLE = "double"
    TRIPLE = "triple"
    LONG_SHORT = "long_short"
    WINK = "wink"
    """Lit but for short darkness."""
    LONG = "long"
    GLINT = "glint"
    TWO_GLINTS = "two_glints"


STEPS_MS: Final[Mapping[Rhythm, tuple[int, ...]]] = {
    Rhythm.STEADY: (),
    Rhythm.SLOW: (1_000, 1_000),
    Rhythm.FAST: (200, 200),
    Rhythm.FLASH: (200, 800),
    Rhythm.DOUBLE: (200, 200, 200, 1_000),
    Rhythm.TRIPLE: (200, 200, 200, 200, 200, 1_400),
    Rhythm.LONG_SHORT: (800, 200, 200, 800),
    Rhythm.WINK: (1_500, 300),
    Rhythm.LONG: (3_000, 1_500),
    Rhythm.GLINT: (100, 2_900),
    Rhythm.TWO_GLINTS: (100, 300, 100, 2_500),
}
"""Lit, dark, lit, dark, and so on, over and over; none flashes more than three times in any second,
which could set off a seizure."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One state's colour and rhythm, which says the same without the colour."""

    colour: Colour
    rhythm: Rhythm
    lasts: timedelta | None = None
    """Dark after that, whoever forgets to change it; None stays."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a pattern shows at one moment, and when that changes."""

    colour: Colour
    changes_in: timedelta | None


PATTERNS: Final[Mapping[Light, Pattern]] = {
    Light.IDLE: Pattern(Colour.DARK, Rhythm.STEADY),
    Light.CHECKING: Pattern(Colour.WHITE, Rhythm.FLASH, timedelta(seconds=30)),
    Light.GO: Pattern(Colour.GREEN, Rhythm.STEADY, timedelta(seconds=8)),
    Light.WELCOME: Pattern(Colour.CYAN, Rhythm.LONG_SHORT, timedelta(seconds=8)),
    Light.WAIT: Pattern(Colour.YELLOW, Rhythm.SLOW, timedelta(seconds=30)),
    Light.ASK_TEACHER: Pattern(Colour.BLUE, Rhythm.DOUBLE, timedelta(minutes=5)),
    Light.REFUSED: Pattern(Colour.RED, Rhythm.FAST, timedelta(seconds=8)),
    Light.YOUR_TURN: Pattern(Colour.GREEN, Rhythm.TRIPLE, timedelta(seconds=30)),
    Light.URGENT: Pattern(Colour.MAGENTA, Rhythm.WINK, timedelta(seconds=30)),
    Light.HOLD: Pattern(Colour.RED, Rhythm.LONG),
    Light.ALONE: Pattern(Colour.YELLOW, Rhythm.GLINT),
    Light.FAULT: Pattern(Colour.RED, Rhythm.TWO_GLINTS),
}


def light_of(signal: Signal, banners: frozenset[Banner]) -> Light:
    """Say which light a scene has; the door's own state shows only while nobody has a turn."""
    match signal:
        case Signal.READY:
            return _resting(banners)
        case Signal.CHECKING:
            return Light.CHECKING
        case Signal.GO:
            return Light.GO
        case Signal.WAIT:
            return Light.WAIT
        case Signal.ASK:
            return Light.ASK_TEACHER
        case Signal.NO:
            return Light.REFUSED
        case Signal.WELCOME:
            return Light.WELCOME
        case Signal.YOUR_TURN:
            return Light.YOUR_TURN
        case Signal.URGENT:
            return Light.URGENT
        case Signal.HOLD:
            return Light.HOLD
        case Signal.FAULT:
            return Light.FAULT
        case _:
            assert_never(signal)


def shown_at(pattern: Pattern, since: timedelta) -> Shown:
    """Say what a pattern shows so long after its begin; before its begin counts as its begin."""
    since = max(since, timedelta())
    left = None if pattern.lasts is None else pattern.lasts - since
    if left is not None and left <= timedelta():
        return Shown(Colour.DARK, None)
    edges = [timedelta(milliseconds=edge) for edge in accumulate(STEPS_MS[pattern.rhythm])]
    if not edges:
        return Shown(pattern.colour, left)
    phase = since % edges[-1]
    place = next(place for place, edge in enumerate(edges) if phase < edge)
    step = edges[place] - phase
    colour = pattern.colour if place % 2 == 0 else Colour.DARK
    return Shown(colour, step if left is None else min(step, left))


def _resting(banners: frozenset[Banner]) -> Light:
    if Banner.HOLD in banners:
        return Light.HOLD
    if Banner.READER_UNPLUGGED in banners:
        return Light.FAULT
    return Light.ALONE if Banner.ALONE in banners else Light.IDLE
