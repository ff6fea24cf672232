"""The aggregator's rules (A1 to A7, I13), each taken away in turn."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from kiosk.core.aggregator import (
    answering,
    building,
    conflicts,
    heartbeats,
    rollback,
    streams,
    watching,
)
from kiosk.core.aggregator.building import Building
from kiosk.core.aggregator.buildingbook import (
    Answered,
    BuildingChange,
    BuildingMemory,
    PutAnswer,
    PutPass,
    Stream,
)
from kiosk.core.aggregator.coordination import BuildingCommand, BuildingInput, Record, Reply
from kiosk.core.aggregator.coordinator import Coordinator
from kiosk.core.aggregator.passes import PassRecord
from kiosk.core.ids import BootId, DoorId
from kiosk.core.protocol import RECOVERING, Ack, Heartbeat, Refusal, Request
from kiosk.core.rulebook import Decision
from kiosk.core.rules import encounter
from kiosk.core.school import School, Student
from kiosk.sim.campaign.wearing import Mutant, Piece

GRANT_ENDS = timedelta(seconds=10)


def _answers_forgotten() -> list[Piece]:
    really = answering.request

    def request(
        building: Building, door: DoorId, asked: Request, now: datetime
    ) -> list[BuildingCommand]:
        building.answers.pop(asked.id, None)
        return really(building, door, asked, now)

    return [(answering, "request", request)]


def without(kind: type[BuildingChange]) -> list[Piece]:
    """Let nothing of a kind become durable."""
    really = Coordinator.batch

    def batch(
        self: Coordinator, inputs: Sequence[BuildingInput], now: datetime
    ) -> list[BuildingCommand]:
        return [
            Record(tuple(c for c in command.changes if not isinstance(c, kind)))
            if isinstance(command, Record)
            else command
            for command in really(self, inputs, now)
        ]

    return [(Coordinator, "batch", batch)]


def _dead_may_ask() -> list[Piece]:
    really = answering.request

    def request(
        building: Building, door: DoorId, asked: Request, now: datetime
    ) -> list[BuildingCommand]:
        record = building.records.pop(asked.id, None)
        commands = really(building, door, asked, now)
        if record is not None and asked.id not in building.records:
            building.records[asked.id] = record
        return commands

    return [(answering, "request", request)]


def _dead_life_may_ask() -> list[Piece]:
    really = answering.request

    def request(
        building: Building, door: DoorId, asked: Request, now: datetime
    ) -> list[BuildingCommand]:
        current = building.current.get(door, asked.boot)
        over = (door, asked.boot) in building.superseded
        building.superseded.discard((door, asked.boot))
        building.current[door] = asked.boot
        commands = really(building, door, asked, now)
        building.current[door] = current
        if over:
            building.superseded.add((door, asked.boot))
        return commands

    return [(answering, "request", request)]


def _twice_is_twice() -> list[Piece]:
    def has(_self: Stream, _seq: int) -> bool:
        return False

    return [(Stream, "has", has)]


def _gaps_acknowledged() -> list[Piece]:
    really = streams.ack

    def ack(building: Building, door: DoorId, boot: BootId) -> Ack:
        return replace(really(building, door, boot), missing=())

    return [(streams, "ack", ack)]


def _grants_end_by_clock() -> list[Piece]:
    really = Coordinator.batch

    def batch(
        self: Coordinator, inputs: Sequence[BuildingInput], now: datetime
    ) -> list[BuildingCommand]:
        for record in list(self.building.held()):
            granted = record.granted
            if granted and record.start is None and now - granted.at > GRANT_ENDS:
                self.building.halls.forget(record.id, granted.request.student)
        return really(self, inputs, now)

    return [(Coordinator, "batch", batch)]


def _grants_not_held() -> list[Piece]:
    def held(self: PassRecord) -> bool:
        return self.start is not None and self.ended is None

    return [(PassRecord, "held", property(held))]


def _doubt_not_held() -> list[Piece]:
    return [(PassRecord, "in_doubt", property(lambda _: False))]


def _any_arrival_closes() -> list[Piece]:
    return [(PassRecord, "_proved", lambda _self, _arrival: True)]


def _always_in_step() -> list[Piece]:
    return [(heartbeats, "in_step", lambda _building, _heartbeat: True)]


def _nothing(*_args: object) -> list[BuildingCommand]:
    return []


def _rollback_unnoticed() -> list[Piece]:
    return [(rollback, "beat_came", _nothing), (rollback, "epoch_seen", _nothing)]


def _first_door_is_enough() -> list[Piece]:
    return [(rollback, "_awaited", lambda _building, _barrier: [])]


def _step_not_asked() -> list[Piece]:
    return [(rollback, "in_step", lambda _building, _heartbeat: True)]


def _old_epoch_counts() -> list[Piece]:
    really = rollback._pass_barrier

    def pass_barrier(
        building: Building, heartbeat: Heartbeat, now: datetime
    ) -> list[BuildingCommand]:
        return really(building, replace(heartbeat, epoch=building.epoch), now)

    return [(rollback, "_pass_barrier", pass_barrier)]


def _epoch_not_raised() -> list[Piece]:
    really = rollback._begin

    def begin(
        building: Building, door: DoorId, _epoch: int, now: datetime
    ) -> list[BuildingCommand]:
        return really(building, door, building.epoch, now)

    return [(rollback, "_begin", begin)]


def _fence_not_raised() -> list[Piece]:
    really = rollback.beat_came

    def beat_came(building: Building, heartbeat: Heartbeat, now: datetime) -> list[BuildingCommand]:
        fence = building.fence
        commands = really(building, heartbeat, now)
        building.fence = fence
        return commands

    return [(rollback, "beat_came", beat_came)]


def _granted_behind_barrier() -> list[Piece]:
    really = answering.request

    def request(
        building: Building, door: DoorId, asked: Request, now: datetime
    ) -> list[BuildingCommand]:
        barrier, building.barrier = building.barrier, None
        commands = really(building, door, asked, now)
        building.barrier = barrier
        return commands

    return [(answering, "request", request)]


def _barrier_not_durable() -> list[Piece]:
    really = Building.__init__

    def init(self: Building, school: School, memory: BuildingMemory) -> None:
        really(self, school, replace(memory, barrier=None))

    return [(Building, "__init__", init)]


def _recovering_remembered() -> list[Piece]:
    really = answering.request

    def request(
        building: Building, door: DoorId, asked: Request, now: datetime
    ) -> list[BuildingCommand]:
        commands = really(building, door, asked, now)
        match commands:
            case [Reply(message=Refusal() as said)] if said.reason == RECOVERING:
                building.answers[asked.id] = Answered(asked, said, now)
        return commands

    return [(answering, "request", request)]


def _nothing_reported() -> list[Piece]:
    return [(watching, "conflicts", lambda *_: ())]


def _gaps_unreported() -> list[Piece]:
    return [(conflicts, "_gap_max", lambda *_: conflicts.TOGETHER)]


def _clocks_believed() -> list[Piece]:
    def longest(record: PassRecord) -> tuple[datetime, datetime | None]:
        since = record.since or conflicts.BEGINNING
        return since, record.ended

    return [(building, "longest", longest)]


def _whole_names_told() -> list[Piece]:
    return [(Student, "label", property(lambda s: f"{s.first_name} {s.last_name}"))]


def _private_reason_told() -> list[Piece]:
    really = answering._refusal

    def refusal(building: Building, asked: Request, decision: Decision) -> Refusal:
        said, shown = really(building, asked, decision), decision.shown
        private = shown.private if shown else None
        return replace(said, reason=private) if private else said

    return [(answering, "_refusal", refusal)]


def _gap_forgotten() -> list[Piece]:
    return [(encounter, "_just_back", lambda *_: ())]


BUILDING_MUTANTS = (
    Mutant("answers_forgotten", "A1: one answer to one id", _answers_forgotten),
    Mutant("answers_not_recorded", "A1: recorded before it is said", lambda: without(PutAnswer)),
    Mutant("dead_may_ask", "A1: an id that is over is dead", _dead_may_ask),
    Mutant("dead_life_may_ask", "A1: a superseded life is dead", _dead_life_may_ask),
    Mutant("twice_is_twice", "A2: an event is taken once", _twice_is_twice),
    Mutant("gaps_acknowledged", "A2: a gap is not acknowledged", _gaps_acknowledged),
    Mutant("passes_not_recorded", "A2: held passes are found again", lambda: without(PutPass)),
    Mutant("grants_end_by_clock", "A3: no timer frees a grant", _grants_end_by_clock),
    Mutant("grants_not_held", "A3: a grant is held", _grants_not_held),
    Mutant("doubt_not_held", "A3: what is in doubt is held", _doubt_not_held),
    Mutant("any_arrival_closes", "A4: only a proved return closes", _any_arrival_closes),
    Mutant("always_in_step", "A5: nothing is concluded out of step", _always_in_step),
    Mutant("rollback_unnoticed", "A6: a higher fence is a rollback", _rollback_unnoticed),
    Mutant("first_door_is_enough", "A6: until every known door", _first_door_is_enough),
    Mutant("step_not_asked", "A6: only a door in step counts", _step_not_asked),
    Mutant("old_epoch_counts", "A6: only the new epoch counts", _old_epoch_counts),
    Mutant("epoch_not_raised", "A6: a new epoch", _epoch_not_raised),
    Mutant("fence_not_raised", "A6: the fence above any seen", _fence_not_raised),
    Mutant("granted_behind_barrier", "A6: recovering, not granted", _granted_behind_barrier),
    Mutant("barrier_not_durable", "A6: the barrier stands over a restart", _barrier_not_durable),
    Mutant("recovering_remembered", "A6: recovering is not remembered", _recovering_remembered),
    Mutant("nothing_reported", "A7: what may have overlapped is told", _nothing_reported),
    Mutant("gaps_unreported", "A7: too short a gap is told", _gaps_unreported),
    Mutant("clocks_believed", "A7: intervals, not clocks", _clocks_believed),
    Mutant("gap_forgotten", "Gap: who is just back still counts", _gap_forgotten),
    Mutant("whole_names_told", "I13: no whole name at a door", _whole_names_told),
    Mutant("private_reason_told", "I13: no private reason at a door", _private_reason_told),
)
