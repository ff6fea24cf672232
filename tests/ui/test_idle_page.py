"""The page that waits for a card."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from kiosk.core.door.scene import Banner
from kiosk.ui.door_window import IDLE_TICK_MS_MAX, TICK_LATE_MS, TICK_MS
from kiosk.ui.gallery import gallery
from kiosk.ui.gallery_names import NOW
from kiosk.ui.room_face import DRIFT, next_change
from tests.ui.screen import DoorScreen

ENGLISH = gallery("en")


def test_minutes_out_grow_on_the_idle_page(screen: DoorScreen) -> None:
    screen.show(ENGLISH["idle"])
    screen.now = NOW + timedelta(minutes=2)
    screen.door.tick()
    assert "6 min" in screen.words()
    assert "10:44" in screen.words()


def test_those_in_overtime_stand_first(screen: DoorScreen) -> None:
    screen.show(ENGLISH["idle"])
    said = screen.words()
    assert said.index("Sofía R.") < said.index("Noah B.")


def test_once_a_hold_is_lifted_nobody_is_called_back(screen: DoorScreen) -> None:
    screen.show(ENGLISH["idle, hold"])
    assert "Called back" in screen.words()
    screen.show(ENGLISH["idle"])
    assert "Called back" not in screen.words()
    assert "Out now" in screen.words()


def test_who_does_not_fit_is_counted(screen: DoorScreen) -> None:
    screen.show(ENGLISH["idle, many out"])
    shown = sum(row.label in screen.words() for row in ENGLISH["idle, many out"].out_now)
    assert 2 <= shown < 6
    assert f"and {6 - shown} more" in screen.words()


def test_a_clock_that_is_not_set_shows_no_time(screen: DoorScreen) -> None:
    screen.show(replace(ENGLISH["idle"], banners=frozenset({Banner.CLOCK_UNSET})))
    assert "10:42" not in screen.words()


def test_a_room_without_a_limit_shows_no_places(screen: DoorScreen) -> None:
    screen.show(ENGLISH["idle, no limit"])
    assert "place" not in screen.words()


@pytest.mark.parametrize(
    ("row", "seconds"),
    [
        # By the clock alone in 40 s, by the minute in which somebody went in 20 s.
        ("idle, nobody out", 40),
        ("idle", 20),
    ],
)
def test_the_next_change_is_the_end_of_some_minute(row: str, seconds: int) -> None:
    # NOW is 20 s into its minute; those out went 40 s into some other one.
    shown = replace(
        ENGLISH[row],
        out_now=tuple(
            replace(out, started_at=out.started_at - timedelta(seconds=20))
            for out in ENGLISH[row].out_now
        ),
    )
    assert next_change(shown, NOW) == NOW + timedelta(seconds=seconds)


def test_a_minute_that_ends_now_changes_in_a_minute() -> None:
    whole = NOW.replace(second=0)
    shown = ENGLISH["idle, nobody out"]
    assert next_change(shown, whole) == whole + timedelta(minutes=1)


def test_an_idle_page_is_woken_for_minutes_and_a_turn_for_seconds(screen: DoorScreen) -> None:
    timer = screen.door._timer
    assert timer is not None
    screen.show(ENGLISH["idle, nobody out"])
    assert timer.interval() == IDLE_TICK_MS_MAX + TICK_LATE_MS
    screen.now = NOW.replace(second=58)
    screen.door.tick()
    assert timer.interval() == 2_000 + TICK_LATE_MS
    screen.show(ENGLISH["choose"])
    assert timer.interval() == TICK_MS + TICK_LATE_MS


def test_the_idle_page_stands_aside_from_minute_to_minute_and_stays_on_the_screen(
    screen: DoorScreen,
) -> None:
    places = []
    for minute in range(len(DRIFT) + 1):
        screen.now = NOW + timedelta(minutes=minute)
        screen.show(replace(ENGLISH["idle, nobody out"], waiting=minute))
        clock = next(seen for seen in screen.texts() if seen.item.objectName() == "clock")
        places.append((clock.place.right(), clock.place.top()))
        window = screen.door.window
        assert all(0 <= t.place.left() <= t.place.right() <= window.width() for t in screen.texts())
    moved = [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(places)]
    assert all(1 <= abs(dx) <= 4 and 1 <= abs(dy) <= 4 for dx, dy in moved), moved


def test_nothing_moves_during_a_turn(screen: DoorScreen) -> None:
    screen.show(ENGLISH["choose"])
    before = [seen.place for seen in screen.texts()]
    screen.now = NOW + timedelta(minutes=1)
    screen.door.tick()
    screen.draw()
    assert [seen.place for seen in screen.texts()] == before
