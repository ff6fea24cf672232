"""The aggregator's disk: all of a transaction or nothing, in memory; with backups, and lies."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Protocol, assert_never

from kiosk.core.aggregator.acts import DayCode
from kiosk.core.aggregator.board import AlertRow
from kiosk.core.aggregator.buildingbook import (
    Answered,
    Barrier,
    BuildingChange,
    BuildingMemory,
    DropAppointment,
    DropCard,
    PurgeTally,
    PutAlert,
    PutAnswer,
    PutAppointment,
    PutBarrier,
    PutBoot,
    PutCard,
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
from kiosk.core.aggregator.givencards import GivenCard
from kiosk.core.aggregator.passes import Granted, PassRecord
from kiosk.core.aggregator.pauses import Pause
from kiosk.core.appointments import Appointment
from kiosk.core.events import PassEvent
from kiosk.core.ids import AppointmentId, BootId, DoorId, PassId, RoomId
from kiosk.core.pins import PinTries
from kiosk.core.protocol import Grant
from kiosk.core.rule import Holds

KEPT_IN_MIND = timedelta(hours=48)
ALERTS_SHOWN_MAX = 50
ForStaff = (
    PutHolds
    | PutAlert
    | PutPinTries
    | PutDayCode
    | PutPause
    | PutCard
    | DropCard
    | PutAppointment
    | DropAppointment
)
Life = tuple[DoorId, BootId]
Place = tuple[DoorId, BootId, int]
PutBack = Callable[[], None]


class BuildingDisk(Protocol):
    """What the simulated aggregator writes to; the real journal fits behind it too."""

    def begin(self, now: datetime) -> BuildingMemory:
        """Return what was kept."""
        ...

    def commit(self, changes: Sequence[BuildingChange]) -> None:
        """Make all changes, or none."""
        ...

    def event(self, place: Place) -> PassEvent | None:
        """Return a kept event."""
        ...

    def tear(self, changes: Sequence[BuildingChange]) -> None:
        """Begin to make changes, and be cut off before the commit."""
        ...

    def power_cut(self, rng: Random) -> None:
        """Lose what was not really written."""
        ...

    def settle(self) -> None:
        """Write at last what was said to be written."""
        ...

    def image(self) -> PutBack:
        """Take a backup; return what restores it."""
        ...


@dataclass(slots=True)
class Ledger:
    """What is written."""

    epoch: int = 0
    fence: int = 0
    published: int = 0
    """Up to which feed number the broker is known to have everything."""
    barrier: Barrier | None = None
    feed: dict[int, tuple[PassEvent, datetime]] = field(default_factory=dict)
    places: dict[Place, int] = field(default_factory=dict)
    """The feed number of each event."""
    streams: dict[Life, Stream] = field(default_factory=dict)
    boots: dict[Life, bool] = field(default_factory=dict)
    answers: dict[PassId, Answered] = field(default_factory=dict)
    passes: dict[PassId, PutPass] = field(default_factory=dict)
    holds: Holds = field(default_factory=Holds)
    alerts: list[AlertRow] = field(default_factory=list)
    pin_tries: dict[str, PinTries] = field(default_factory=dict)
    day_codes: dict[str, DayCode] = field(default_factory=dict)
    pauses: dict[RoomId, Pause] = field(default_factory=dict)
    appointments: dict[AppointmentId, Appointment] = field(default_factory=dict)
    cards: dict[str, GivenCard] = field(default_factory=dict)

    def copy(self) -> "Ledger":
        """Return a backup of it."""
        return replace(
            self,
            feed=dict(self.feed),
            places=dict(self.places),
            streams=dict(self.streams),
            boots=dict(self.boots),
            answers=dict(self.answers),
            passes=dict(self.passes),
            alerts=list(self.alerts),
            pin_tries=dict(self.pin_tries),
            day_codes=dict(self.day_codes),
            pauses=dict(self.pauses),
            appointments=dict(self.appointments),
            cards=dict(self.cards),
        )

    def apply(self, changes: Sequence[BuildingChange]) -> None:
        """Make the changes of one transaction."""
        for change in changes:
            self._make(change)

    def _make(self, change: BuildingChange) -> None:
        match change:
            case PutEvent(n, event, _, at):
                place = (event.door, event.boot, event.seq)
                if place in self.places:
                    raise RuntimeError(f"event {place} is kept already")
                self.places[place] = n
                self.feed[n] = (event, at)
                self._take(event.door, event.boot, event.seq)
            case PutPass(pass_id):
                self.passes[pass_id] = change
            case PutAnswer(answered):
                if answered.request.id in self.answers:
                    raise RuntimeError(f"request {answered.request.id} is answered already")
                self.answers[answered.request.id] = answered
                if isinstance(answered.answer, Grant):
                    self.fence = max(self.fence, answered.answer.fence)
            case PutQuarantine(door, boot, seq):
                if boot is not None and seq is not None:
                    self._take(door, boot, seq)
            case PutBoot(door, boot, superseded):
                self.boots[door, boot] = superseded
            case PutEpoch(epoch, fence):
                self.epoch, self.fence = epoch, max(self.fence, fence)
            case PutBarrier(barrier):
                self.barrier = barrier
            case PutPrevented() | PurgeTally():
                pass
            case _:
                self._make_for_staff(change)

    def _make_for_staff(self, change: ForStaff) -> None:
        match change:
            case PutHolds(holds):
                self.holds = holds
            case PutAlert(alert):
                self.alerts.append(alert)
            case PutPinTries(tries):
                self.pin_tries[tries.whose] = tries
            case PutPause(pause):
                self.pauses[pause.room] = pause
            case PutDayCode(code):
                self.day_codes[code.digest] = code
            case PutAppointment(made):
                self.appointments[made.id] = made
            case PutCard(given):
                self.cards[given.id] = given
            case DropCard(loan):
                del self.cards[loan]
            case DropAppointment(gone):
                self.appointments.pop(gone, None)
            case _:
                assert_never(change)

    def memory(self, now: datetime) -> BuildingMemory:
        """Return what the aggregator finds when it starts."""
        since = now - KEPT_IN_MIND
        records: dict[PassId, PassRecord] = {}
        for pass_id in sorted(self.passes):
            kept = self.passes[pass_id]
            if kept.held or kept.changed_at >= since:
                records[pass_id] = self._granted(pass_id)
        for event, at in self.feed.values():
            if event.id in records:
                records[event.id] = records[event.id].with_event(event, at)
        return BuildingMemory(
            epoch=self.epoch,
            fence=self.fence,
            n=max(self.feed, default=0),
            published_upto=self.published,
            current={door: boot for (door, boot), old in self.boots.items() if not old},
            superseded=frozenset(life for life, old in self.boots.items() if old),
            streams=self.streams,
            answers=tuple(
                a for a in self.answers.values() if a.at >= since or a.request.id in records
            ),
            records=tuple(records.values()),
            holds=self.holds,
            alerts=tuple(self.alerts[: -ALERTS_SHOWN_MAX - 1 : -1]),
            barrier=self.barrier,
            pin_tries=tuple(self.pin_tries[whose] for whose in sorted(self.pin_tries)),
            day_codes=tuple(self.day_codes.values()),
            pauses=tuple(self.pauses[room] for room in sorted(self.pauses)),
            appointments=tuple(self.appointments[i] for i in sorted(self.appointments)),
            cards=tuple(self.cards.values()),
        )

    def record(self, pass_id: PassId) -> PassRecord:
        """Return all that is kept of one pass."""
        record = self._granted(pass_id)
        for event, at in self.feed.values():
            if event.id == pass_id:
                record = record.with_event(event, at)
        return record

    def _granted(self, pass_id: PassId) -> PassRecord:
        record, answered = PassRecord(pass_id), self.answers.get(pass_id)
        if answered is None or not isinstance(answered.answer, Grant):
            return record
        said = answered.answer
        return record.with_grant(Granted(answered.request, said.fence, said.minutes, answered.at))

    def _take(self, door: DoorId, boot: BootId, seq: int) -> None:
        stream = self.streams.get((door, boot), Stream())
        self.streams[door, boot] = stream.take(seq)


class MemoryLedger:
    """The aggregator's disk in memory; one that `lies` writes late what it says is written."""

    def __init__(self, *, lies: bool = False) -> None:
        self.seen = Ledger()
        self._written: Ledger | None = Ledger() if lies else None
        self._late: list[Sequence[BuildingChange]] = []

    def begin(self, now: datetime) -> BuildingMemory:
        return self.seen.memory(now)

    def commit(self, changes: Sequence[BuildingChange]) -> None:
        self.seen.apply(changes)
        if self._written is not None:
            self._late.append(changes)

    def event(self, place: Place) -> PassEvent | None:
        n = self.seen.places.get(place)
        return None if n is None else self.seen.feed[n][0]

    def settle(self) -> None:
        """Write at last what was said to be written."""
        self._write(len(self._late))

    def power_cut(self, rng: Random) -> None:
        if self._written is not None and self._late:
            self._write(rng.randint(0, len(self._late)))
            self._late.clear()
            self.seen = self._written.copy()

    def tear(self, changes: Sequence[BuildingChange]) -> None:
        """Nothing of it is written: all of a transaction or none."""

    def image(self) -> PutBack:
        backup = self.seen.copy()
        return lambda: self.put_back(backup)

    def put_back(self, backup: Ledger) -> None:
        """Restore a backup."""
        self.seen = backup.copy()
        if self._written is not None:
            self._written = backup.copy()
            self._late.clear()

    def _write(self, count: int) -> None:
        if self._written is None:
            return
        for late in self._late[:count]:
            self._written.apply(late)
        del self._late[:count]
