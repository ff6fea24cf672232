"""Decisions a second with 100 doors connected: with and without a database, and with many out."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import uuid_utils

from kiosk.cli.bench.building import Building
from kiosk.cli.bench.figures import Figure, Spread, Unit
from kiosk.cli.bench.load import Load, LoadDoor, request_of, started_event
from kiosk.cli.bench.school_folder import SchoolPlan, pupils_of, rooms_named
from kiosk.cli.bench.workshop import Workshop
from kiosk.core.aggregator.buildingbook import (
    Answered,
    BuildingChange,
    PutAnswer,
    PutEvent,
    PutPass,
)
from kiosk.core.aggregator.passes import Granted, PassRecord
from kiosk.core.ids import BootId, PassId, RoomId, StudentId
from kiosk.core.protocol import Grant
from kiosk.feed.codec import JsonCodec
from kiosk.store.building_journal import BuildingJournal

DOORS: Final = 100
SLICES: Final = 10
"""Short and taken in turns, so that what else the machine does falls on both sides alike."""
SLICE_S: Final = 0.6
PRELOADED_FEW: Final = 100
PRELOADED_MANY: Final = 100_000
OTHER_ROOMS: Final = 400
"""Preloaded passes are of rooms whose doors are silent: a door with 1,000 out could not say so in
one heartbeat."""
UNDURABLE: Final = ("-m", "kiosk.cli.bench.undurable")
AGGREGATOR: Final = ("-m", "kiosk.cli", "aggregator")


def decisions_a_second(workshop: Workshop) -> list[Figure]:
    """Measure the aggregator beside itself without commits."""
    workshop.say("starting two aggregators, one without its database")
    sides = [
        _Side(workshop, name, program, preloaded=0)
        for name, program in (("durable", AGGREGATOR), ("undurable", UNDURABLE))
    ]
    value, floor = _in_turns(workshop, "decisions a second", sides)
    return [
        Figure(
            f"decisions a second, {DOORS} doors",
            Unit.PER_S,
            value,
            floor,
            "the same without commits",
            least=0.5,
        )
    ]


def with_many_out(workshop: Workshop) -> list[Figure]:
    """Measure the aggregator with many passes open beside itself with few."""
    workshop.say(f"recording {PRELOADED_MANY:,} open passes, and starting on them")
    sides = [
        _Side(workshop, f"out-{count}", AGGREGATOR, preloaded=count)
        for count in (PRELOADED_MANY, PRELOADED_FEW)
    ]
    value, floor = _in_turns(workshop, "decisions with many out", sides)
    return [
        Figure(
            f"decisions a second, {PRELOADED_MANY:,} out",
            Unit.PER_S,
            value,
            floor,
            f"the same with {PRELOADED_FEW} out",
            # Flat within 1.2.
            least=1 / 1.2,
        )
    ]


class _Side:
    """One building under load."""

    def __init__(
        self, workshop: Workshop, name: str, program: Sequence[str], *, preloaded: int
    ) -> None:
        rooms = rooms_named(DOORS)
        pupils = {room: pupils_of(room, 4) for room in rooms}
        school = SchoolPlan(rooms, [pupil for several in pupils.values() for pupil in several])
        port = workshop.broker(name).port
        building = Building(workshop.subfolder(name), port, school, program)
        if preloaded:
            building.journal.parent.mkdir()
            _preload(building.journal, preloaded)
        workshop.kept.enter_context(building)
        self.load = Load([LoadDoor(r, [p.id for p in pupils[r]]) for r in rooms])
        workshop.kept.callback(self.load.close)
        self.load.open(port)
        # Both sides come warm to their first slice.
        self.load.run(SLICE_S)


def _in_turns(workshop: Workshop, what: str, sides: Sequence[_Side]) -> tuple[Spread, Spread]:
    rates: tuple[list[float], list[float]] = ([], [])
    for number in range(SLICES):
        workshop.say(f"{what}: {number + 1} of {SLICES}")
        for place in (0, 1) if number % 2 else (1, 0):
            rates[place].append(sides[place].load.run(SLICE_S))
    return Spread.of(rates[0]), Spread.of(rates[1])


def _preload(path: Path, count: int) -> None:
    journal = BuildingJournal(path, JsonCodec())
    now = datetime.now(UTC)
    journal.open(now)
    boots: dict[RoomId, BootId] = {
        RoomId(f"w-{number}"): BootId(str(uuid_utils.uuid7())) for number in range(OTHER_ROOMS)
    }
    rooms = list(boots)
    changes: list[BuildingChange] = []
    for number in range(count):
        room = rooms[number % OTHER_ROOMS]
        student = StudentId(f"w-{number}")
        pass_id = PassId(str(uuid_utils.uuid7()))
        seq = number // OTHER_ROOMS + 1
        request = request_of(room, boots[room], pass_id, student)
        started = started_event(room, boots[room], seq, pass_id, student)
        raw = JsonCodec().seal(started, None)
        grant = Grant(id=pass_id, fence=number + 1, epoch=1, minutes=7)
        granted = Granted(request, grant.fence, grant.minutes, now)
        record = PassRecord(pass_id).with_grant(granted).with_event(started, now)
        changes += [
            PutAnswer(Answered(request, grant, now)),
            PutEvent(number + 1, started, raw, now),
            PutPass.of(record, now),
        ]
    journal.commit(changes)
    journal.close()
