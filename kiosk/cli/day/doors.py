"""Some of a day's doors in one process, with all the students who come to them.

`python -m kiosk.cli.day.doors FOLDER PORT NUMBER OF` says `ready` when all of its doors are online,
`home` when the day is over and the building has confirmed every event, and then ends.
"""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from kiosk.cli.bench.deadline import Deadline
from kiosk.cli.bench.headless_door import HeadlessDoor, Shown
from kiosk.cli.day.doorway import Corridor, Doorway
from kiosk.cli.day.folder import DayFolder, lessons
from kiosk.cli.logs import log_to_stderr
from kiosk.core.ids import RoomId
from kiosk.core.protocol import Call, ToDoor
from kiosk.door.clock import DoorClock
from kiosk.feed.walk import Broker
from kiosk.sim.day.clock import DayClock, day_ends
from kiosk.sim.day.diary import Diary
from kiosk.sim.day.people import BUILDING, CARD_KEY, plan_school
from kiosk.sim.day.spec import DaySpec
from kiosk.sim.day.visits import plan_visits

HOME_S_MAX: Final = 60.0
"""All that waits at the end is confirmed with the next heartbeats, every 5 s."""
NOTED_S: Final = 6.0
"""A door notes what was confirmed with its next heartbeat."""
CALLS_KEPT: Final = 1_000


class DoorOnDayClock(DoorClock):
    """Tells the day's time of day; what a door measures itself stays real time."""

    def __init__(self, day: DayClock) -> None:
        super().__init__(trusted=True)
        self._day = day

    def now(self) -> datetime:
        """Return the day's time."""
        return self._day.now()


def main(folder: DayFolder, port: int, number: int, of: int) -> int:
    """Live through the day."""
    spec = DaySpec.read(folder.spec)
    school = plan_school(spec)
    corridor = Corridor(folder.clock(spec), school, Diary())
    rooms = school.doors[number::of]
    for room in rooms:
        make = _maker(folder, room, port, corridor.clock, spec.speed)
        corridor.doorways[room] = Doorway(corridor, room, day_ends(lessons(spec)), make)
    for visit in plan_visits(spec, school):
        if visit.room in corridor.doorways:
            corridor.doorways[visit.room].expect(visit)
    doorways = list(corridor.doorways.values())
    _live(doorways)
    corridor.diary.write(folder.diary(number))
    for each in doorways:
        if each.fault is not None:
            say(f"fault {each.fault}")
    say("home")
    return 0


def _live(doorways: Sequence[Doorway]) -> None:
    for each in doorways:
        each.door.open()
    for each in doorways:
        each.door.await_online()
    say("ready")
    for each in doorways:
        each.thread.start()
    for each in doorways:
        each.thread.join()
    deadline = Deadline(HOME_S_MAX)
    while any(each.door.unsent for each in doorways) and not deadline.is_past:
        time.sleep(0.1)
    time.sleep(NOTED_S)
    for each in doorways:
        each.door.close()


def _maker(
    folder: DayFolder, room: RoomId, port: int, clock: DayClock, speed: float
) -> Callable[[Callable[[Shown], None]], HeadlessDoor]:
    def make(on_shown: Callable[[Shown], None]) -> HeadlessDoor:
        return HeadlessDoor(
            BUILDING,
            room,
            CARD_KEY,
            folder.door(room),
            Broker("127.0.0.1", port),
            clock=DoorOnDayClock(clock),
            on_shown=on_shown,
            read=CallsInRealTime(clock, speed).read,
        )

    return make


class CallsInRealTime:
    """Shortens a call to as much real time as the aggregator keeps the place for.

    A door counts a call down by its monotonic clock, which does not run fast.
    """

    def __init__(self, clock: DayClock, speed: float) -> None:
        self._clock, self._speed = clock, speed
        self._until: dict[Call, Call] = {}

    def read(self, message: ToDoor) -> ToDoor:
        """Return the message as the door is to read it; the same call always reads the same."""
        if not isinstance(message, Call):
            return message
        if message not in self._until:
            now = self._clock.now()
            left = max(timedelta(), message.until - now)
            self._until[message] = replace(message, until=now + left / max(1.0, self._speed))
            while len(self._until) > CALLS_KEPT:
                del self._until[next(iter(self._until))]
        return self._until[message]


def say(line: str) -> None:
    """Tell whoever started us."""
    print(line, flush=True)  # noqa: T201 # read by whoever started us


if __name__ == "__main__":
    log_to_stderr()
    where, port, number, of = sys.argv[1:]
    sys.exit(main(DayFolder(Path(where)), int(port), int(number), int(of)))
