from datetime import timedelta
from itertools import accumulate, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.door.scene import Banner, Signal
from kiosk.indicator.patterns import (
    PATTERNS,
    STEPS_MS,
    Colour,
    Light,
    Pattern,
    Rhythm,
    Shown,
    light_of,
    shown_at,
)

MS = timedelta(milliseconds=1)
NONE: frozenset[Banner] = frozenset()


def colours_over(pattern: Pattern, whole: timedelta) -> list[tuple[timedelta, Colour]]:
    """Every change of a pattern, found by stepping from one to the next as the light does."""
    changes, at = [], timedelta()
    while at < whole:
        shown = shown_at(pattern, at)
        changes.append((at, shown.colour))
        if shown.changes_in is None:
            break
        at += shown.changes_in
    return changes


def test_every_light_has_a_pattern() -> None:
    assert set(PATTERNS) == set(Light)


def test_no_two_lights_differ_by_colour_alone() -> None:
    lit = [light for light in Light if PATTERNS[light].colour is not Colour.DARK]
    alike = [
        pair
        for pair in combinations(lit, 2)
        if PATTERNS[pair[0]].rhythm is PATTERNS[pair[1]].rhythm
    ]
    assert alike == []


@pytest.mark.parametrize("rhythm", sorted(set(Rhythm) - {Rhythm.STEADY}))
def test_no_rhythm_flashes_more_than_three_times_in_any_second(rhythm: Rhythm) -> None:
    assert len(STEPS_MS[rhythm]) % 2 == 0
    cycle = STEPS_MS[rhythm] * 30
    begins = [0, *accumulate(cycle)][0::2]
    for begin in begins:
        assert sum(begin <= other < begin + 1_000 for other in begins) <= 3


def test_a_slow_light_is_lit_and_dark_by_turns() -> None:
    pattern = Pattern(Colour.YELLOW, Rhythm.SLOW)
    assert shown_at(pattern, 0 * MS) == Shown(Colour.YELLOW, 1_000 * MS)
    assert shown_at(pattern, 999 * MS) == Shown(Colour.YELLOW, 1 * MS)
    assert shown_at(pattern, 1_000 * MS) == Shown(Colour.DARK, 1_000 * MS)
    assert shown_at(pattern, 2_000 * MS) == Shown(Colour.YELLOW, 1_000 * MS)


def test_a_double_light_is_lit_twice_then_pauses() -> None:
    changes = colours_over(Pattern(Colour.BLUE, Rhythm.DOUBLE), 1_600 * MS)
    assert changes == [
        (0 * MS, Colour.BLUE),
        (200 * MS, Colour.DARK),
        (400 * MS, Colour.BLUE),
        (600 * MS, Colour.DARK),
    ]


def test_a_steady_light_stays_until_it_is_over() -> None:
    pattern = Pattern(Colour.GREEN, Rhythm.STEADY, timedelta(seconds=8))
    assert shown_at(pattern, 0 * MS) == Shown(Colour.GREEN, 8_000 * MS)
    assert shown_at(pattern, 8_000 * MS) == Shown(Colour.DARK, None)
    assert shown_at(Pattern(Colour.GREEN, Rhythm.STEADY), 0 * MS) == Shown(Colour.GREEN, None)


def test_a_clock_that_steps_back_begins_the_pattern_again() -> None:
    pattern = PATTERNS[Light.REFUSED]
    assert shown_at(pattern, -5_000 * MS) == shown_at(pattern, 0 * MS)


@given(st.sampled_from(Light), st.integers(-(10**6), 10**9))
def test_a_pattern_shows_its_colour_or_none_and_always_moves_on(light: Light, at_ms: int) -> None:
    shown = shown_at(PATTERNS[light], at_ms * MS)
    assert shown.colour in {PATTERNS[light].colour, Colour.DARK}
    assert shown.changes_in is None or shown.changes_in > timedelta()


@given(st.sampled_from(Light))
def test_a_light_that_lasts_ends_dark(light: Light) -> None:
    lasts = PATTERNS[light].lasts
    if lasts is not None:
        assert colours_over(PATTERNS[light], lasts * 2)[-1] == (lasts, Colour.DARK)


@pytest.mark.parametrize("signal", [signal for signal in Signal if signal is not Signal.READY])
def test_a_turn_shows_the_same_light_whatever_the_doors_state(signal: Signal) -> None:
    assert light_of(signal, NONE) is light_of(signal, frozenset(Banner)) is not Light.IDLE


def test_every_signal_has_a_light_of_its_own() -> None:
    assert len({light_of(signal, NONE) for signal in Signal}) == len(Signal)


@pytest.mark.parametrize(
    ("banners", "light"),
    [
        (NONE, Light.IDLE),
        ({Banner.ALONE}, Light.ALONE),
        ({Banner.ALONE, Banner.READER_UNPLUGGED}, Light.FAULT),
        ({Banner.ALONE, Banner.HOLD, Banner.READER_UNPLUGGED}, Light.HOLD),
        ({Banner.ROOM_FROZEN}, Light.IDLE),
    ],
)
def test_while_nobody_has_a_turn_the_doors_gravest_state_shows(
    banners: set[Banner], light: Light
) -> None:
    assert light_of(Signal.READY, frozenset(banners)) is light
