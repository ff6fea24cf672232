"""Cards that staff give to students: at real doors and by acts, of a real aggregator."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.cli.bench.headless_door import HeadlessDoor
from kiosk.core.door.inputs import StudentMarked, YesPressed
from kiosk.core.door.scene import Screen
from tests.aggregator.test_pins_stay_secret import files_under
from tests.aggregator.working import STONE, WorkingAggregator
from tests.broker import Broker

BADGE, NEW, LENDING = "0000000001", "0048151623", "0048151699"


@pytest.fixture
def working(tmp_path: Path, broker: Broker) -> Iterator[WorkingAggregator]:
    made = WorkingAggregator(tmp_path, broker)
    (tmp_path / "school" / "lending_cards.csv").write_text(f"id,card\nL-1,{LENDING}\n", "utf-8")
    with made as aggregator:
        yield aggregator


def enrol(door: HeadlessDoor, working: WorkingAggregator) -> None:
    """Let staff at the door say that the card just tapped is the first student's."""
    door.await_screen(Screen.CARD_UNKNOWN)
    door.tap(BADGE)
    door.await_screen(Screen.WHOSE_CARD)
    door.take(StudentMarked(working.pupils[0].id))
    door.await_screen(Screen.ENROL)
    door.take(YesPressed())
    door.await_screen(Screen.ENROLLED)


def test_a_card_enrolled_at_one_door_is_known_at_another_until_it_is_taken_back(
    working: WorkingAggregator,
) -> None:
    here, there = working.open_doors(2)
    here.tap(NEW)
    enrol(here, working)
    there.tap(NEW)
    there.await_screen(Screen.CHOOSE, student=working.pupils[0].label)
    status, told = working.post("cards", {})
    (row,) = told["cards"]
    assert (status, row["student"], row["by"]) == (200, working.pupils[0].id, STONE)
    assert working.post("takeback", {"card": row["id"]})[0] == 200
    assert working.post("cards", {})[1]["cards"] == []
    written = files_under(working.folder / "data")
    assert [path for path, data in written.items() if NEW.encode() in data] == []


def test_a_card_is_lent_and_lent_to_another(working: WorkingAggregator) -> None:
    (door,) = working.open_doors()
    first, second, _ = working.pupils
    door.tap(LENDING)
    door.await_screen(Screen.CARD_UNKNOWN)
    status, told = working.post("lend", {"card": "L-1", "student": first.id})
    assert (status, told["student"]) == (200, first.id)
    assert working.post("lend", {"card": "L-1", "student": second.id})[0] == 200
    (row,) = working.post("cards", {})[1]["cards"]
    assert (row["student"], row["lent"]) == (second.id, "L-1")
    assert working.post("lend", {"card": "L-9", "student": first.id})[1]["fault"]["field"] == "card"
    assert working.post("lend", {"card": "L-1"})[1]["fault"]["field"] == "student"
