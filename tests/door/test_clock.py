"""The door's clock: whom it believes."""

from datetime import UTC, datetime, timedelta

from kiosk.door.clock import ROUND_TRIP_MAX_MS, TRUSTED_OFF_MAX, DoorClock

HOUR = timedelta(hours=1)
NEAR = timedelta(minutes=1)


def test_an_untrusted_clock_is_not_known_until_the_building_says_what_time_it_is() -> None:
    clock = DoorClock(trusted=False)
    known_before = clock.known
    clock.learn(datetime.now(UTC) - HOUR, clock.mono_ms())
    assert (known_before, clock.known) == (False, True)
    assert abs(clock.now() - (datetime.now(UTC) - HOUR)) < NEAR


def test_a_trusted_clock_is_its_own_word_while_the_building_agrees() -> None:
    clock = DoorClock(trusted=True)
    assert clock.known
    clock.learn(datetime.now(UTC) + TRUSTED_OFF_MAX / 2, clock.mono_ms())
    assert abs(clock.now() - datetime.now(UTC)) < TRUSTED_OFF_MAX / 4


def test_a_trusted_clock_an_hour_off_is_not_believed() -> None:
    clock = DoorClock(trusted=True)
    clock.learn(datetime.now(UTC) + HOUR, clock.mono_ms())
    assert clock.known
    assert abs(clock.now() - (datetime.now(UTC) + HOUR)) < NEAR


def test_a_trusted_clock_is_believed_again_once_it_agrees() -> None:
    clock = DoorClock(trusted=True)
    clock.learn(datetime.now(UTC) + HOUR, clock.mono_ms())
    clock.learn(datetime.now(UTC), clock.mono_ms())
    assert abs(clock.now() - datetime.now(UTC)) < TRUSTED_OFF_MAX


def test_an_answer_that_was_under_way_too_long_says_nothing() -> None:
    clock = DoorClock(trusted=False)
    clock.learn(datetime.now(UTC), clock.mono_ms() - ROUND_TRIP_MAX_MS - 1)
    assert not clock.known


def test_a_new_life_goes_on_with_the_time_that_was_learnt() -> None:
    clock = DoorClock(trusted=False)
    clock.learn(datetime.now(UTC) - HOUR, clock.mono_ms())
    clock.restart()
    assert abs(clock.now() - (datetime.now(UTC) - HOUR)) < NEAR
