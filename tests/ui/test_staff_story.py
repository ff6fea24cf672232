"""Staff at a door: a finger on the real window, and the door's own mind behind it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import QCoreApplication

from kiosk.core.door.holding import HELD_MS
from kiosk.core.door.prefs import DoorPrefs
from kiosk.core.door.scene import Screen
from kiosk.core.events import Corrected, Declined, Ended, Started
from kiosk.core.protocol import WaitsForYes
from tests.core.door.test_panel import waits
from tests.core.door.test_syncing import beat
from tests.core.door_bench import BADGE, NOON, TEACHER, DoorBench, grant
from tests.ui.screen import DoorScreen


class StaffedDoor:
    """A window over a mind: each touch goes in, and what follows is on the screen."""

    def __init__(self) -> None:
        self.screen, self.bench = DoorScreen(), DoorBench()

    def open(self) -> None:
        self.screen.open()
        self.show()

    def show(self) -> None:
        self.screen.mono_ms = self.bench.ms
        self.screen.now = NOON + timedelta(milliseconds=self.bench.ms)
        self.screen.show(self.bench.scene)

    def touch(self, *names: str) -> None:
        for name in names:
            self.bench.ms += 400
            self.screen.touch(name)
            for happened in self.screen.inputs:
                self.bench.give(happened)
            self.screen.inputs.clear()
            self.show()

    def wait(self, ms: int) -> None:
        self.bench.wait(ms)
        self.show()

    def badge(self, *asked: WaitsForYes) -> None:
        self.bench.sync(beat(self.bench), asked=asked)
        self.bench.ms += 5_000
        self.bench.tap(BADGE)
        self.show()

    @property
    def words(self) -> str:
        return self.screen.words()


@pytest.fixture
def door(
    qapp: QCoreApplication,  # noqa: ARG001 - Qt must be there first
) -> Iterator[StaffedDoor]:
    door = StaffedDoor()
    door.open()
    yield door
    door.screen.door.close()


def test_a_request_finds_a_no_with_a_reason_which_can_be_taken_back(door: StaffedDoor) -> None:
    door.badge(waits(1))
    door.touch("decline-w-1", "panel-refuse-declined_later")
    assert "Saying no to Omar 1" in door.words
    door.touch("panel-undo")
    assert "1 waits for your yes" in door.words
    door.touch("decline-w-1", "panel-refuse-declined_talk")
    door.wait(HELD_MS)
    (no,) = (event for event in door.bench.events if isinstance(event, Declined))
    assert (no.staff, no.why) == (TEACHER, "declined_talk")


def test_a_pass_is_ended_with_the_time_the_student_was_really_back(door: StaffedDoor) -> None:
    pass_id = door.bench.go()
    door.wait(10 * 60_000)
    door.badge()
    door.touch(f"end-{pass_id}", "panel-step--5", "panel-step--1", "panel-step-1", "panel-back")
    assert "Noting the return of Maya L." in door.words
    door.wait(HELD_MS)
    (end,) = (event for event in door.bench.events if isinstance(event, Ended))
    (by_word,) = (event for event in door.bench.events if isinstance(event, Corrected))
    assert end.at is not None
    assert timedelta(minutes=5) < end.at - by_word.returned_at < timedelta(minutes=6)
    assert "really" in door.words


def test_a_student_is_found_by_letters_and_sent(door: StaffedDoor) -> None:
    door.badge()
    door.touch("panel-pick", "panel-find", "panel-letter-o", "panel-letter-m")
    assert "Maya L." not in door.words
    door.touch("pick-s-omar", "panel-send", "tile-restroom")
    door.bench.hear(grant(door.bench.requests[-1]))
    door.show()
    (started,) = (event for event in door.bench.events if isinstance(event, Started))
    assert (started.student, started.approved_by) == ("s-omar", TEACHER)


def test_the_door_speaks_another_language_at_once_and_afterwards(door: StaffedDoor) -> None:
    door.badge()
    door.touch("panel-settings", "panel-language-es", "panel-sound", "panel-step--20")
    assert "Ajustes de esta puerta" in door.words
    assert door.bench.journal.prefs == DoorPrefs("es", sound=False, brightness=80)
    door.touch("panel-close", "panel-close")
    assert door.bench.screen is Screen.IDLE
    assert "Acerca tu credencial" in door.words


def test_a_panel_that_nobody_touches_shows_its_time_and_leaves_no_name(door: StaffedDoor) -> None:
    door.badge(waits(1))
    assert "time-left" in door.screen.named()
    assert "Omar 1" in door.words
    door.wait(20_000)
    assert door.bench.screen is Screen.IDLE
    assert "Omar" not in door.words
    assert door.screen.door.face.headline == ""
