"""The page that waits for a card."""

from dataclasses import replace
from datetime import timedelta

from kiosk.core.door.scene import Banner
from kiosk.ui.gallery import gallery
from kiosk.ui.gallery_names import NOW
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
