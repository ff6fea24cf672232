"""A student sees the own passes at a real door, by a real aggregator, and only those."""

from pathlib import Path

from kiosk.cli.bench.headless_door import HeadlessDoor
from kiosk.cli.bench.school_folder import Pupil
from kiosk.core.door.inputs import MyPassesPressed
from kiosk.core.door.scene import Screen
from tests.aggregator.working import WorkingAggregator
from tests.broker import Broker

BADGE = "0000000001"


def go(door: HeadlessDoor, working: WorkingAggregator, pupil: Pupil) -> None:
    """Let a student out, and staff elsewhere end that pass."""
    door.tap(pupil.card_out)
    door.await_screen(Screen.CHOOSE, student=pupil.label)
    door.choose("restroom")  # type: ignore[arg-type] # the bench school's one place
    out = door.await_screen(Screen.OUT, student=pupil.label)
    (row,) = out.scene.out_now
    assert working.post("end", {"id": row.id})[0] == 200
    door.await_scene(lambda scene: not scene.out_now, "nobody out")


def test_a_student_is_shown_the_own_passes_and_nobody_elses(tmp_path: Path, broker: Broker) -> None:
    with WorkingAggregator(tmp_path, broker) as working:
        (door,) = working.open_doors()
        maya, omar, _ = working.pupils
        go(door, working, maya)
        go(door, working, omar)
        door.tap(maya.card_back)
        door.await_screen(Screen.CHOOSE, student=maya.label)
        door.take(MyPassesPressed())
        door.await_screen(Screen.OWN_ASK, student=maya.label)
        door.tap(BADGE)
        page = door.await_screen(Screen.OWN_RECORD, student=maya.label).scene.own
        assert page is not None
        (row,) = page.rows
        assert (row.place, row.minutes, row.over, row.out) == ("Restroom", 0, 0, False)
