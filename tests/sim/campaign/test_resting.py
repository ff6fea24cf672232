import pytest

from kiosk.core.door.asking import TEACHER_MS
from kiosk.core.door.inputs import CardTapped, Chose, PinPressed
from kiosk.core.door.pinpad import OPEN_MS
from kiosk.core.door.scene import Screen
from kiosk.core.ids import DestinationId, StudentId
from kiosk.sim.campaign.day import CALM_MS, Day
from kiosk.sim.campaign.resting import may_go_by_itself
from kiosk.sim.campaign.sim_door import SimDoor

DRIFT_MS = 100
"""How much later it may be by the door's clock that a page closes."""


@pytest.fixture
def day() -> Day:
    """Return a day without troubles, in whose only room a student has asked for the lab and left.

    The lab needs an adult's yes.
    """
    day = Day(0, 1)
    day.building.start()
    door = door_of(day)
    door.start()
    day.world.run(CALM_MS)
    assert not may_go_by_itself(door)
    (card,) = day.school.roster.students[StudentId("s-0")].cards
    door.give(CardTapped(card, door.mono_ms()))
    door.give(Chose(DestinationId("lab")))
    day.world.run(1_000)
    assert door.scene is not None
    assert door.scene.screen is Screen.ASK_TEACHER
    return day


def door_of(day: Day) -> SimDoor:
    (door,) = day.witness.doors.values()
    return door


def test_a_page_that_waits_for_a_yes_may_let_its_student_go_until_it_closes(day: Day) -> None:
    day.world.run(TEACHER_MS - 2_000)
    assert may_go_by_itself(door_of(day))
    day.world.run(2_000 + DRIFT_MS)
    assert not may_go_by_itself(door_of(day))


def test_a_keypad_hides_no_page_that_waits_for_a_yes(day: Day) -> None:
    door_of(day).give(PinPressed())
    assert may_go_by_itself(door_of(day))
    day.world.run(OPEN_MS + DRIFT_MS)
    assert not may_go_by_itself(door_of(day))


def test_a_door_that_is_off_lets_nobody_go(day: Day) -> None:
    door_of(day).crash()
    assert not may_go_by_itself(door_of(day))
