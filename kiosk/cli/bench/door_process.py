"""What a whole door process costs: from its start to the first frame, and in memory."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kiosk.cli.bench.building import Building
from kiosk.cli.bench.child_program import ChildProgram
from kiosk.cli.bench.figures import Figure, Spread, Unit
from kiosk.cli.bench.school_folder import SchoolPlan, pupils_of, rooms_named
from kiosk.cli.bench.tap_to_frame import OFFSCREEN, write_door_settings
from kiosk.cli.bench.workshop import Workshop

STARTS: Final = 5
FRAME: Final = "frame="
PROBE: Final = "kiosk.cli.bench.process_probe"
SETTLE_S: Final = 1.0
"""Until the door has its school and shows the idle page; an empty window waits as long."""


def door_process(workshop: Workshop) -> list[Figure]:
    """Start a door and an empty window in turns."""
    workshop.say("door process: starting a building")
    port = workshop.broker("process").port
    rooms = rooms_named(1)
    school = SchoolPlan(rooms, pupils_of(rooms[0], 30))
    building = Building(workshop.subfolder("process"), port, school)
    workshop.kept.enter_context(building)
    settings = write_door_settings(building.folder, rooms[0], port)
    door, empty = ["-m", PROBE, "door", str(settings)], ["-m", PROBE, "empty"]
    started: tuple[list[_Start], list[_Start]] = ([], [])
    for number in range(STARTS + 1):
        workshop.say(f"door process: start {number} of {STARTS}")
        for place, arguments in enumerate((door, empty)):
            start = _start(workshop, f"{number}-{place}", arguments)
            # The first of each reads everything from disk.
            if number:
                started[place].append(start)
    return _figures(*started)


def _figures(doors: "Sequence[_Start]", windows: "Sequence[_Start]") -> list[Figure]:
    floor = "an empty window's process"
    first = Spread.of([start.frame_ms for start in windows])
    return [
        Figure(
            "door's first frame",
            Unit.MS,
            Spread.of([start.frame_ms for start in doors]),
            first,
            floor,
            most=1.5,
        ),
        Figure(
            "door ready for a card",
            Unit.MS,
            Spread.of([start.ready_ms for start in doors]),
            first,
            "an empty window's frame",
        ),
        Figure(
            "door's memory",
            Unit.MB,
            Spread.of([start.megabytes for start in doors]),
            Spread.of([start.megabytes for start in windows]),
            floor,
            most=1.5,
        ),
    ]


@dataclass(frozen=True, slots=True)
class _Start:
    """One start of a process."""

    frame_ms: float
    ready_ms: float
    megabytes: float


def _start(workshop: Workshop, name: str, arguments: Sequence[str]) -> _Start:
    child = ChildProgram(name, arguments, workshop.folder / f"start-{name}.log")
    begun_ns = time.monotonic_ns()
    child.start(OFFSCREEN)
    try:
        frame_ns, ready_ns = _frame_and_ready(child)
        time.sleep(SETTLE_S)
        child.tell("weigh")
        held = _value(child, "bytes=")
    finally:
        child.end()
    return _Start((frame_ns - begun_ns) / 1e6, (ready_ns - begun_ns) / 1e6, held / 1e6)


def _frame_and_ready(child: ChildProgram) -> tuple[int, int]:
    frame_ns = ready_ns = None
    while frame_ns is None or ready_ns is None:
        line = child.line()
        if line == "ready":
            ready_ns = time.monotonic_ns()
        elif line.startswith(FRAME):
            frame_ns = int(line.removeprefix(FRAME))
    return frame_ns, ready_ns


def _value(child: ChildProgram, key: str) -> int:
    return int(child.line().removeprefix(key))
