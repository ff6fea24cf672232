"""About how long a line takes."""

from dataclasses import replace

import pytest

from kiosk.core.door.scene import Screen
from kiosk.core.door.waits import about_minutes
from kiosk.core.protocol import WireRuling
from kiosk.core.school import Destination, School
from tests.core.door_bench import MAYAS_CARD, RESTROOM, DoorBench, refusal, school


def place(minutes: int | None, capacity: int | None) -> Destination:
    known = school().roster.destinations[RESTROOM]
    return replace(known, minutes=minutes, capacity=capacity)


@pytest.mark.parametrize(
    ("minutes", "capacity", "ahead", "about"),
    [
        (4, 2, 2, 6),
        (5, 1, 0, 5),
        (5, 2, 0, 3),
        (5, 4, 3, 5),
        (None, 2, 1, None),
        (5, None, 1, None),
        (5, 2, None, None),
    ],
)
def test_as_many_come_back_in_one_allowance_as_have_room(
    minutes: int | None, capacity: int | None, ahead: int | None, about: int | None
) -> None:
    assert about_minutes(place(minutes, capacity), ahead) == about


def test_a_place_that_is_gone_has_no_wait() -> None:
    assert about_minutes(None, 1) is None


def small() -> School:
    base = school()
    places = {**base.roster.destinations, RESTROOM: place(4, 2)}
    return replace(base, roster=replace(base.roster, destinations=places))


def test_a_full_tile_says_how_long_its_line_takes() -> None:
    bench = DoorBench(of=small())
    bench.sync(places={RESTROOM: 0}, lines={RESTROOM: 2})
    bench.tap(MAYAS_CARD)
    tile = next(tile for tile in bench.scene.tiles if tile.destination == RESTROOM)
    assert (tile.ahead, tile.about_minutes) == (2, 6)


def test_a_student_in_line_is_told_how_long_it_takes() -> None:
    bench = DoorBench(of=small())
    asked = bench.ask()
    full = refusal(asked, WireRuling.WAIT, "destination_capacity")
    bench.hear(replace(full, place=3))
    scene = bench.scene
    assert (scene.screen, scene.ahead, scene.about_minutes) == (Screen.IN_LINE, 2, 6)
