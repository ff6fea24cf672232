from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kiosk.ui.phrases.languages import PHRASES
from kiosk.ui.reading import Reading, whole_minutes

NOON = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("left", "shown"),
    [
        (timedelta(minutes=10), "10:00"),
        (timedelta(minutes=9, seconds=59, milliseconds=1), "10:00"),
        (timedelta(milliseconds=1), "0:01"),
        (timedelta(0), "+0:00"),
        (timedelta(seconds=-61), "+1:01"),
        (timedelta(hours=-1, minutes=-2, seconds=-3), "+1:02:03"),
        (timedelta(minutes=75), "1:15:00"),
    ],
)
def test_a_countdown_is_never_ahead_of_the_clock(left: timedelta, shown: str) -> None:
    assert Reading(NOON, 0, ZoneInfo("UTC")).countdown(NOON + left) == shown


@pytest.mark.parametrize(
    ("zone", "hour", "shown"),
    [
        ("America/Chicago", 18, "12:00"),
        ("America/Chicago", 19, "1:00"),
        ("America/Chicago", 6, "12:00"),
        ("UTC", 18, "6:00"),
    ],
)
def test_times_of_day_are_in_twelve_hours(zone: str, hour: int, shown: str) -> None:
    reading = Reading(NOON, 0, ZoneInfo(zone))
    assert reading.time_of_day(NOON.replace(hour=hour)) == shown


def test_times_are_written_in_the_digits_of_the_language() -> None:
    reading = Reading(NOON, 0, ZoneInfo("UTC"), PHRASES["ar"].writing.digits)
    assert reading.time_of_day(NOON.replace(hour=16, minute=57)) == "٤:٥٧"
    assert reading.countdown(NOON + timedelta(seconds=75)) == "١:١٥"
    assert reading.countdown(NOON - timedelta(seconds=75)) == "+١:١٥"


def test_minutes_never_run_backwards_when_a_clock_is_set_back() -> None:
    assert whole_minutes(NOON + timedelta(hours=1), NOON) == 0
