"""A building with a booth for one, Maya in it, and students who wait for it."""

from dataclasses import replace
from datetime import timedelta

from kiosk.core.aggregator.coordination import BeatDue, BuildingCommand, Reply
from kiosk.core.ids import DestinationId, DoorId, PassId, StudentId
from kiosk.core.protocol import Call, Grant, PlaceInLine, Refusal, Request, WireRuling
from kiosk.core.school import School
from tests.core.building_bench import (
    BOOT,
    BOOTH,
    DOOR_214,
    MAYA,
    ORIGINS,
    BuildingBench,
    beat,
    school,
    sync_in,
)


class LineBench(BuildingBench):
    """Collects who is called; doors are heard of at every look."""

    def __init__(self, of: School | None = None) -> None:
        super().__init__(of or school(booth=1))
        self.told: list[BuildingCommand] = []
        self.maya = self.grant(MAYA, BOOTH)
        self.start_pass(self.maya)

    def line_up(
        self, who: StudentId, door: DoorId = DOOR_214, to: DestinationId = BOOTH
    ) -> Request:
        asked = self.ask(who, to, door)
        assert place(self.answer(asked)) is not None
        return asked

    def accepting(self, waiting: Request) -> Request:
        """Return the request that a tap of the one called makes; it is not sent."""
        return replace(
            self.ask(waiting.student, waiting.destination, waiting.door), after=waiting.id
        )

    def accept(self, waiting: Request) -> Grant | Refusal:
        return self.answer(self.accepting(waiting))

    def calls(self) -> list[tuple[DoorId, PassId]]:
        """Return who has been called since the last look."""
        found = [(c.door, c.message) for c in self.commands if isinstance(c, Reply)]
        self.commands.clear()
        return [(door, m.id) for door, m in found if isinstance(m, Call)]

    def free(self) -> list[PassId]:
        """Let Maya come back; return who is called."""
        self.commands.clear()
        self.end_pass(self.maya)
        return [pass_id for _, pass_id in self.calls()]

    def beat_after(self, time: timedelta) -> list[PassId]:
        """Let time pass; return who is called then."""
        self.now += time
        for door in ORIGINS:
            self.in_line(door)
        self.commands.clear()
        self.told = self.give(BeatDue())
        return [pass_id for _, pass_id in self.calls()]

    def in_line(self, door: DoorId = DOOR_214) -> tuple[PlaceInLine, ...]:
        """Return who waits at `door`, as its heartbeat is told."""
        self.commands.clear()
        last = self.seqs.get((door, BOOT), 0)
        self.say(beat(door, last_seq={BOOT: last}))
        told = sync_in(self.commands).in_line
        assert told is not None
        return told


def place(said: Grant | Refusal) -> int | None:
    """Return the place in line that a student was given."""
    assert isinstance(said, Refusal)
    assert said.ruling is WireRuling.WAIT
    return said.place
