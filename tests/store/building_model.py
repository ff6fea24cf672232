"""The aggregator's memory as plain dictionaries: what its journal must give back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import assert_never

from kiosk.core.aggregator.acts import DayCode
from kiosk.core.aggregator.board import AlertRow
from kiosk.core.aggregator.buildingbook import (
    Answered,
    Barrier,
    BuildingChange,
    BuildingMemory,
    DropAppointment,
    PurgeTally,
    PutAlert,
    PutAnswer,
    PutAppointment,
    PutBarrier,
    PutBoot,
    PutDayCode,
    PutEpoch,
    PutEvent,
    PutHolds,
    PutPass,
    PutPause,
    PutPinTries,
    PutPrevented,
    PutQuarantine,
    Stream,
)
from kiosk.core.aggregator.passes import Granted, PassRecord
from kiosk.core.aggregator.pauses import Pause
from kiosk.core.appointments import Appointment
from kiosk.core.events import PassEvent
from kiosk.core.ids import AppointmentId, BootId, DoorId, PassId, RoomId
from kiosk.core.pins import PinTries
from kiosk.core.protocol import Grant
from kiosk.core.rule import Holds


@dataclass(slots=True)
class BuildingModel:
    epoch: int = 0
    fence: int = 0
    barrier: Barrier | None = None
    feed: dict[int, tuple[PassEvent, datetime]] = field(default_factory=dict)
    streams: dict[tuple[DoorId, BootId], Stream] = field(default_factory=dict)
    boots: dict[tuple[DoorId, BootId], bool] = field(default_factory=dict)
    answers: dict[PassId, Answered] = field(default_factory=dict)
    passes: dict[PassId, PutPass] = field(default_factory=dict)
    holds: Holds = field(default_factory=Holds)
    alerts: list[AlertRow] = field(default_factory=list)
    published: int = 0
    pin_tries: dict[str, PinTries] = field(default_factory=dict)
    day_codes: dict[str, DayCode] = field(default_factory=dict)
    pauses: dict[RoomId, Pause] = field(default_factory=dict)
    appointments: dict[AppointmentId, Appointment] = field(default_factory=dict)

    def record(self, pass_id: PassId) -> PassRecord:
        record = PassRecord(pass_id)
        answered = self.answers.get(pass_id)
        if answered and isinstance(answered.answer, Grant):
            said = answered.answer
            granted = Granted(answered.request, said.fence, said.minutes, answered.at)
            record = record.with_grant(granted)
        for event, at in self.feed.values():
            if event.id == pass_id:
                record = record.with_event(event, at)
        return record

    def apply(self, changes: Sequence[BuildingChange]) -> None:
        for change in changes:
            self._apply(change)

    def memory(self, now: datetime) -> BuildingMemory:
        since = now - timedelta(hours=48)
        recent = {p.id for p in self.passes.values() if p.held or p.changed_at >= since}
        grants = [a.answer for a in self.answers.values() if isinstance(a.answer, Grant)]
        return BuildingMemory(
            epoch=self.epoch,
            fence=max(self.fence, *(grant.fence for grant in grants), 0),
            n=max(self.feed, default=0),
            published_upto=self.published,
            current={door: boot for (door, boot), old in self.boots.items() if not old},
            superseded=frozenset(life for life, old in self.boots.items() if old),
            streams=self.streams,
            answers=tuple(
                a for a in self.answers.values() if a.at >= since or a.request.id in recent
            ),
            records=tuple(self.record(pass_id) for pass_id in sorted(recent)),
            holds=self.holds,
            alerts=tuple(self.alerts[:-51:-1]),
            barrier=self.barrier,
            pin_tries=tuple(self.pin_tries[whose] for whose in sorted(self.pin_tries)),
            day_codes=tuple(self.day_codes.values()),
            pauses=tuple(self.pauses[room] for room in sorted(self.pauses)),
            appointments=tuple(self.appointments[i] for i in sorted(self.appointments)),
        )

    def _take(self, door: DoorId, boot: BootId, seq: int) -> None:
        stream = self.streams.get((door, boot), Stream())
        self.streams[door, boot] = stream.take(seq)

    def _apply(self, change: BuildingChange) -> None:
        match change:
            case PutAnswer(answered):
                self.answers[answered.request.id] = answered
            case PutEvent(n, event, _, at):
                self.feed[n] = (event, at)
                self._take(event.door, event.boot, event.seq)
            case PutPass(pass_id):
                self.passes[pass_id] = change
            case PutQuarantine(door, boot, seq):
                if boot is not None and seq is not None:
                    self._take(door, boot, seq)
            case PutBoot(door, boot, superseded):
                self.boots[door, boot] = superseded
            case PutEpoch(epoch, fence):
                self.epoch, self.fence = epoch, max(self.fence, fence)
            case PutBarrier(barrier):
                self.barrier = barrier
            case PutHolds(holds):
                self.holds = holds
            case PutAlert(alert):
                self.alerts.append(alert)
            case PutPrevented() | PurgeTally():
                pass
            case PutPinTries(tries):
                self.pin_tries[tries.whose] = tries
            case PutPause(pause):
                self.pauses[pause.room] = pause
            case PutDayCode(code):
                self.day_codes[code.digest] = code
            case PutAppointment(made):
                self.appointments[made.id] = made
            case DropAppointment(gone):
                self.appointments.pop(gone, None)
            case _:
                assert_never(change)
