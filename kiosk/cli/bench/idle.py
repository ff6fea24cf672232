"""What a door costs while nobody is there: CPU time at its idle page."""

import time
from typing import Final

from kiosk.cli.bench.building import Building
from kiosk.cli.bench.child_program import ChildProgram
from kiosk.cli.bench.door_process import FRAME, PROBE
from kiosk.cli.bench.figures import Figure, Spread, Unit
from kiosk.cli.bench.school_folder import SchoolPlan, pupils_of, rooms_named
from kiosk.cli.bench.tap_to_frame import OFFSCREEN, reader_in, write_door_settings
from kiosk.cli.bench.workshop import Workshop
from kiosk.sim.card_reader import CardReader

SETTLE_S: Final = 8.0
"""Until the door has its school and everything that comes once has come."""
SLICE_S: Final = 5.0
"""As long as from one heartbeat to the next."""
SLICES: Final = 8


def idle(workshop: Workshop) -> list[Figure]:
    """Let a door and a clock of as many ticks stand side by side, online and with nobody there."""
    workshop.say("idle: starting a building, a door and a clock")
    port = workshop.broker("idle").port
    rooms = rooms_named(1)
    building = Building(
        workshop.subfolder("idle"), port, SchoolPlan(rooms, pupils_of(rooms[0], 30))
    )
    workshop.kept.enter_context(building)
    settings = write_door_settings(building.folder, rooms[0], port)
    # Unplugged, it would be looked for four times a second.
    reader = CardReader(reader_in(building.folder))
    reader.open()
    workshop.kept.callback(reader.close)
    programs = [["-m", PROBE, "door", str(settings)], ["-m", PROBE, "clock"]]
    children = [
        ChildProgram(f"idle-{n}", program, workshop.folder / f"idle-{n}.log")
        for n, program in enumerate(programs)
    ]
    try:
        for child in children:
            child.start(OFFSCREEN)
            _await_start(child)
        time.sleep(SETTLE_S)
        door, clock = _slices(workshop, children)
    finally:
        for child in children:
            child.end()
    return [
        Figure("door's idle CPU", Unit.MS_PER_S, door, clock, "a window with a clock", most=1.5)
    ]


def _slices(workshop: Workshop, children: list[ChildProgram]) -> list[Spread]:
    spent: list[list[float]] = [[] for _ in children]
    before = [(_spent_ns(child), time.monotonic_ns()) for child in children]
    for number in range(SLICES):
        workshop.say(f"idle: {number * SLICE_S:.0f} of {SLICES * SLICE_S:.0f} s")
        time.sleep(SLICE_S)
        after = [(_spent_ns(child), time.monotonic_ns()) for child in children]
        for values, (cpu, at), (cpu_then, then) in zip(spent, after, before, strict=True):
            values.append((cpu - cpu_then) / 1e6 / ((at - then) / 1e9))
        before = after
    return [Spread.of(values) for values in spent]


def _await_start(child: ChildProgram) -> None:
    wanted = {"ready", FRAME}
    while wanted:
        line = child.line()
        wanted -= {line, FRAME if line.startswith(FRAME) else line}


def _spent_ns(child: ChildProgram) -> int:
    child.tell("spent")
    return int(child.line().removeprefix("spent="))
