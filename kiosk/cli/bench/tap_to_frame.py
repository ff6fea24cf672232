"""From a card's raw bytes at the reader to the first frame with the student's name."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from kiosk.cli.bench.building import Building
from kiosk.cli.bench.child_program import ChildProgram
from kiosk.cli.bench.figures import Figure, Spread, Unit
from kiosk.cli.bench.school_folder import (
    BUILDING,
    CARD_KEY,
    Pupil,
    SchoolPlan,
    pupils_of,
    rooms_named,
)
from kiosk.cli.bench.workshop import Workshop
from kiosk.core.ids import RoomId
from kiosk.sim.card_reader import CardFraming
from kiosk.sim.demo_settings import DoorPlan, door_settings

TAPS: Final = 120
WARM_UP: Final = 20
# With Qt's own pause of 5 ms, in which more to draw may come: as every window runs unless told
# otherwise, and much less than any display waits.
PACED: Final = {
    "QT_QPA_PLATFORM": "offscreen",
    "QT_QUICK_BACKEND": "software",
    "QT_QPA_UPDATE_IDLE_TIME": "5",
}
OFFSCREEN: Final = {**PACED, "QT_QPA_UPDATE_IDLE_TIME": "0"}
"""As a door runs: without that pause. An empty window then has its frame before there is anything
to compare it with."""


def tap_to_frame(workshop: Workshop) -> list[Figure]:
    """Measure taps at a whole door in a real building, each beside an empty window's frame."""
    workshop.say("tap to frame: starting a building and a door")
    port = workshop.broker("frame").port
    rooms = rooms_named(1)
    pupils = pupils_of(rooms[0], 2 * (TAPS + WARM_UP))
    building = Building(workshop.subfolder("frame"), port, SchoolPlan(rooms, pupils))
    workshop.kept.enter_context(building)
    settings = write_door_settings(building.folder, rooms[0], port)
    at_once = _probe(workshop, settings, pupils[::2], OFFSCREEN)
    paced = _probe(workshop, settings, pupils[1::2], PACED)
    floor = "an empty window's frame"
    return [
        Figure("tap to frame, paced by Qt", Unit.MS, *paced, floor, most=2),
        Figure("tap to frame, at once", Unit.MS, *at_once, floor),
    ]


def _probe(
    workshop: Workshop, settings: Path, pupils: Sequence[Pupil], environment: Mapping[str, str]
) -> tuple[Spread, Spread]:
    cards = settings.with_suffix(".cards")
    cards.write_text("\n".join(f"{p.label}\t{p.card_out}" for p in pupils), "utf-8")
    program = ["-m", "kiosk.cli.bench.window_probe", str(settings), str(cards)]
    probe = ChildProgram("probe", program, settings.with_suffix(".log"))
    probe.start(environment)
    taps, empties = [], []
    try:
        for number in range(len(pupils)):
            tap_ms, empty_ms = probe.line().split()
            taps.append(float(tap_ms))
            empties.append(float(empty_ms))
            if number % 20 == 0:
                workshop.say(f"tap to frame: {number} of {len(pupils)}")
    finally:
        probe.end()
    return Spread.of(taps[WARM_UP:]), Spread.of(empties[WARM_UP:])


def reader_in(folder: Path) -> Path:
    """Return where the reader is of which `write_door_settings` tells."""
    return folder / "reader"


def write_door_settings(folder: Path, room: RoomId, port: int) -> Path:
    """Write the settings of a door with one reader; return where."""
    plan = DoorPlan(
        building=BUILDING,
        room=room,
        broker_port=port,
        data=folder / "window-door",
        card_key=CARD_KEY.hex(),
        device=reader_in(folder),
        framing=CardFraming.RDM6300,
        keyboard=None,
        window=None,
    )
    plan.data.mkdir(exist_ok=True)
    path = folder / "window-door.toml"
    path.write_text(door_settings(plan), encoding="utf-8")
    return path
