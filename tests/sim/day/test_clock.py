from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic_ns

from kiosk.sim.day.bells import BUSY_AFTER, BUSY_BEFORE, Hour, hour_at, periods
from kiosk.sim.day.clock import Beginning, DayClock, Stretch, day_ends, stretches

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
BEGUN_NS = 5_000_000_000


def clock_of(*parts: tuple[float, float]) -> DayClock:
    """A clock that runs so fast from so many seconds past noon on."""
    return DayClock([Stretch(NOON + at * SECOND, speed) for at, speed in parts], lambda: BEGUN_NS)


def at_s(clock: DayClock, real_s: float) -> float:
    return (clock.at(BEGUN_NS + round(real_s * 1e9)) - NOON) / SECOND


def test_it_runs_as_fast_as_it_is_told() -> None:
    clock = clock_of((0, 60.0))
    assert at_s(clock, 0.5) == 30


def test_it_slows_down_for_a_stretch_and_goes_on() -> None:
    clock = clock_of((0, 60.0), (120, 1.0), (130, 60.0))
    assert [at_s(clock, real_s) for real_s in (2, 7, 12, 13)] == [120, 125, 130, 190]


def test_it_never_goes_back() -> None:
    clock = DayClock(stretches(periods(2), 300.0, 1.0), lambda: BEGUN_NS)
    told = [clock.at(BEGUN_NS + tenth * 100_000_000) for tenth in range(1_500)]
    assert told == sorted(told)
    assert told[-1] > day_ends(periods(2))


def test_what_is_to_be_waited_for_is_told_in_real_seconds() -> None:
    clock = DayClock([Stretch(NOON, 60.0)], monotonic_ns)
    assert 0.9 < clock.wait_s(NOON + timedelta(minutes=1)) <= 1.0
    assert clock.wait_s(NOON - timedelta(minutes=1)) == 0


def test_it_stands_still_until_the_day_begins_for_everybody(tmp_path: Path) -> None:
    ours, theirs = Beginning(tmp_path / "begin"), Beginning(tmp_path / "begin")
    clock = DayClock([Stretch(NOON, 1e6)], theirs.ns)
    assert not clock.has_begun
    assert clock.now() == NOON
    ours.begin()
    assert theirs.ns() == ours.ns() != 0
    assert clock.now() > NOON


def test_bursts_are_played_slowly() -> None:
    (lesson,) = periods(1)
    speeds = {s.starts: s.speed for s in stretches([lesson], 60.0, 1.0)}
    for busy in (lesson.opens, lesson.ends):
        assert speeds[busy - BUSY_BEFORE] == 1
        assert speeds[busy + BUSY_AFTER] == 60


def test_every_moment_is_of_one_kind() -> None:
    (lesson,) = periods(1)
    assert hour_at([lesson], lesson.opens) is Hour.NO_FLY_ENDS
    assert hour_at([lesson], lesson.ends + SECOND) is Hour.BELL
    assert hour_at([lesson], lesson.starts) is Hour.QUIET
    assert hour_at([lesson], lesson.opens, [(lesson.starts, lesson.ends)]) is Hour.AWAY
