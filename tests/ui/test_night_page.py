"""The screen outside school hours."""

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import QPoint

from kiosk.core.door.inputs import Touched
from kiosk.core.door.scene import Banner
from kiosk.ui.gallery import gallery
from kiosk.ui.gallery_names import NOW
from tests.ui.screen import DoorScreen

NIGHT = gallery("en")["idle, night"]
LIT_MAX = 0.05
"""Of all pixels."""


def test_few_pixels_are_lit(screen: DoorScreen) -> None:
    screen.show(NIGHT)
    image = screen.door.window.grabWindow()
    points = [(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)]
    lit = sum(image.pixelColor(x, y).lightness() > 0 for x, y in points)
    assert 0 < lit / len(points) <= LIT_MAX


def test_none_is_lit_for_long(screen: DoorScreen) -> None:
    screen.show(NIGHT)
    before = {seen.text: seen.place for seen in screen.texts()}
    assert {"10:42", "Room 214", "Tap your ID"} == set(before)
    screen.now = NOW + timedelta(minutes=1)
    screen.door.tick()
    screen.draw()
    room = next(seen for seen in screen.texts() if seen.text == "Room 214")
    assert abs(room.place.y() - before["Room 214"].y()) > room.place.height()


def test_no_banner_burns_in(screen: DoorScreen) -> None:
    screen.show(replace(NIGHT, banners=frozenset({Banner.ALONE})))
    assert "Offline" not in screen.words()


def test_a_touch_anywhere_only_wakes(screen: DoorScreen) -> None:
    screen.show(NIGHT)
    screen.touch_at(QPoint(60, 40))
    assert screen.inputs == [Touched()]
