"""From the touch on a tile until the pass is recorded and the go shown, with the real building."""

import time
from typing import Final

from kiosk.cli.bench.building import Building
from kiosk.cli.bench.echo_floor import EchoFloor
from kiosk.cli.bench.figures import Figure, Spread, Unit
from kiosk.cli.bench.school_folder import PLACE, SchoolPlan, pupils_of, rooms_named
from kiosk.cli.bench.workshop import Workshop
from kiosk.core.door.scene import Screen

TRIALS: Final = 160
WARM_UP: Final = 20
HAND_S: Final = 0.02
"""From card to tile; a real hand is slower, and what the tap itself asks for is over by then."""
COMMITS: Final = 3
"""One after the other on the way to a go: the door keeps the request, the aggregator its answer,
the door the start. PROTOCOL (principle 6, D2, A1) asks for each."""


def tap_to_answer(workshop: Workshop) -> list[Figure]:
    """Measure choices at one door, each beside an echo and a commit, and an echo and three."""
    workshop.say("tap to answer: starting a building")
    port = workshop.broker("answer").port
    rooms = rooms_named(1)
    pupils = pupils_of(rooms[0], TRIALS + WARM_UP)
    building = Building(workshop.subfolder("answer"), port, SchoolPlan(rooms, pupils))
    workshop.kept.enter_context(building)
    (door,) = building.open_doors(rooms)
    floor = EchoFloor(workshop, port)
    times: dict[str, list[float]] = {"go": [], "one": [], "three": []}
    for number, pupil in enumerate(pupils):
        if number % 25 == 0:
            workshop.say(f"tap to answer: {number} of {len(pupils)}")
        times["one"].append(floor.measure_ms(1))
        door.tap(pupil.card_out)
        door.await_screen(Screen.CHOOSE, student=pupil.label)
        time.sleep(HAND_S)
        begun_ns = door.choose(PLACE)
        shown = door.await_screen(Screen.OUT, student=pupil.label)
        times["go"].append((shown.at_ns - begun_ns) / 1e6)
        times["three"].append(floor.measure_ms(COMMITS))
        door.tap(pupil.card_back)
        door.await_screen(Screen.WELCOME_BACK, student=pupil.label)
    go, one, three = (Spread.of(several[WARM_UP:]) for several in times.values())
    return [
        Figure("tap to answer", Unit.MS, go, one, "echo and one commit", most=2),
        Figure("the same", Unit.MS, go, three, f"echo and its {COMMITS} commits"),
    ]
