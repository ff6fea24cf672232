"""Every example of docs/feed.md, as it stands there, against a real broker and aggregator."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kiosk.cli.bench.building import Building
from kiosk.cli.bench.headless_door import HeadlessDoor
from kiosk.cli.bench.school_folder import BUILDING, PLACE, Pupil, SchoolPlan, pupils_of
from kiosk.core.door.scene import Screen
from kiosk.core.ids import RoomId
from tests.architecture.tree import ROOT
from tests.broker import Broker
from tests.docs.example import Example, examples

PAGE = "feed.md"
ROOM = RoomId("101")
PUPILS = pupils_of(ROOM, 60)
SUBSCRIBED_S_MAX = 0.5
"""After a pass, how long an example is given to tell of it, before another pass is made."""


@dataclass
class Day:
    """A building in which another student goes out and comes back whenever asked."""

    door: HeadlessDoor
    environment: dict[str, str]
    passes: int = 0
    _left: list[Pupil] = field(default_factory=lambda: list(PUPILS))

    def make_a_pass(self) -> None:
        pupil = self._left.pop(0)
        self.door.tap(pupil.card_out)
        self.door.await_screen(Screen.CHOOSE, student=pupil.label)
        self.door.choose(PLACE)
        self.door.await_screen(Screen.OUT, student=pupil.label)
        self.door.tap(pupil.card_back)
        self.door.await_screen(Screen.WELCOME_BACK, student=pupil.label)
        self.passes += 1

    def example(self, name: str) -> Example:
        return Example(PAGE, name, self.environment)

    def make_passes_until(self, example: Example, pattern: str) -> str:
        """The first line like that; the feed says nothing to those who are not yet subscribed."""
        while not any(re.search(pattern, line) for line in example.lines):
            self.make_a_pass()
            while example.poll(SUBSCRIBED_S_MAX) is not None:
                pass
        return example.await_line(pattern)


@pytest.fixture
def day(own_broker: Broker, tmp_path: Path) -> Iterator[Day]:
    environment = {
        "HOST": own_broker.host,
        "PORT": str(own_broker.port),
        "BUILDING": BUILDING,
    }
    with Building(tmp_path, own_broker.port, SchoolPlan(rooms=[ROOM], pupils=PUPILS)) as building:
        (door,) = building.open_doors([ROOM])
        yield Day(door, environment)


def test_every_example_on_the_page_is_tried_here() -> None:
    assert set(examples(PAGE)) == {"watch", "ten-lines", "no-gaps", "replay"}
    fences = (ROOT / "docs" / PAGE).read_text().count("\n```") // 2
    # The one without a name only sets the variables.
    assert fences == len(examples(PAGE)) + 1


def test_the_page_fits_one_screen_and_its_subscriber_ten_lines() -> None:
    assert len((ROOT / "docs" / PAGE).read_text().splitlines()) <= 80
    _, code = examples(PAGE)["ten-lines"]
    assert len([line for line in code.splitlines() if line.strip()]) <= 10


def test_mosquitto_sub_shows_the_counts_at_once_and_events_as_they_come(day: Day) -> None:
    with day.example("watch") as example:
        counts = example.await_line(f"^spk/v1/{BUILDING}/feed/counts ")
        assert json.loads(counts.partition(" ")[2])["out"] == 0
        line = day.make_passes_until(example, "/feed/staff/event .*smartpass.pass.started")
    assert json.loads(line.partition(" ")[2])["data"]["student_name"] == "p-101-0 Pupil"


def test_ten_lines_of_python_tell_of_each_event(day: Day) -> None:
    with day.example("ten-lines") as example:
        day.make_passes_until(example, r"^\d+ started p-101-\d+ Pupil Restroom$")


def test_a_subscriber_who_came_late_has_every_event_once_and_in_order(day: Day) -> None:
    day.make_a_pass()
    day.make_a_pass()
    with day.example("no-gaps") as example:
        day.make_passes_until(example, r"^1 smartpass.pass.started ")
        events = 2 * day.passes
        example.await_line(f"^{events} smartpass.pass.ended ")
    assert [int(line.split()[0]) for line in example.lines] == list(range(1, events + 1))


def test_one_event_is_told_again_in_a_terminal(day: Day) -> None:
    with day.example("ten-lines") as listener:
        day.make_passes_until(listener, " ended ")
    with day.example("replay") as example:
        event = json.loads(example.await_line("{"))
    assert event["data"]["n"] == 1
    assert event["type"] == "smartpass.pass.started"
