from pathlib import Path

import pytest

from kiosk.cli.bench.building import Building
from kiosk.cli.bench.headless_door import DoorStuckError, HeadlessDoor
from kiosk.cli.bench.school_folder import (
    BUILDING,
    CARD_KEY,
    PLACE,
    SchoolPlan,
    pupils_of,
    rooms_named,
)
from kiosk.core.door.scene import Screen
from kiosk.feed.walk import Broker as BrokerAddress
from tests.broker import Broker


def test_a_student_goes_out_and_comes_back(own_broker: Broker, tmp_path: Path) -> None:
    rooms = rooms_named(1)
    (pupil,) = pupils_of(rooms[0], 1)
    with Building(tmp_path / "building", own_broker.port, SchoolPlan(rooms, [pupil])) as building:
        (door,) = building.open_doors(rooms)
        door.tap(pupil.card_out)
        door.await_screen(Screen.CHOOSE, student=pupil.label)
        chosen_ns = door.choose(PLACE)
        assert door.await_screen(Screen.OUT, student=pupil.label).at_ns > chosen_ns
        door.tap(pupil.card_back)
        door.await_screen(Screen.WELCOME_BACK, student=pupil.label)


def test_what_ends_its_thread_is_told(tmp_path: Path) -> None:
    in_the_way = tmp_path / "door"
    in_the_way.write_text("no folder")
    (room,) = rooms_named(1)
    door = HeadlessDoor(BUILDING, room, CARD_KEY, in_the_way, BrokerAddress("127.0.0.1", 1))
    door.open()
    with pytest.raises(DoorStuckError, match="ended"):
        door.await_screen(Screen.IDLE)
    with pytest.raises(DoorStuckError, match="ended"):
        door.close()
