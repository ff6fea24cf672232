"""A door's memory as plain dictionaries: what the journal must give back, said another way."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import assert_never

from kiosk.core.door.doorbook import (
    RESERVED_KEPT_MAX,
    Append,
    DoorChange,
    DoorMemory,
    DropOpen,
    DropPending,
    MarkAcked,
    OpenPass,
    PurgeAcked,
    PutMarks,
    PutOpen,
    PutPaused,
    PutPending,
    PutPolicy,
    PutRoster,
    Requeue,
    Reserve,
)
from kiosk.core.events import PassEvent
from kiosk.core.ids import BootId, PassId
from kiosk.core.protocol import PolicyDocument, Request, RosterPart

Row = tuple[BootId, int]


@dataclass(slots=True)
class DoorModel:
    lives: dict[BootId, int] = field(default_factory=dict)
    events: dict[Row, PassEvent] = field(default_factory=dict)
    acked: dict[Row, datetime] = field(default_factory=dict)
    pending: dict[PassId, Request] = field(default_factory=dict)
    reserved: dict[PassId, None] = field(default_factory=dict)
    open: dict[PassId, OpenPass] = field(default_factory=dict)
    marks: tuple[int, int] = (0, 0)
    roster: tuple[RosterPart, ...] = ()
    policy: PolicyDocument | None = None
    paused: bool = False

    def begin(self, boot: BootId) -> None:
        kept = {life for life, _ in self.events}
        self.lives = {life: last for life, last in self.lives.items() if life in kept} | {boot: 0}

    def apply(self, changes: Sequence[DoorChange]) -> None:
        for change in changes:
            self._apply(change)

    def memory(self, boot: BootId, *, unclean: bool) -> DoorMemory:
        return DoorMemory(
            boot=boot,
            unclean=unclean,
            last_seq=self.lives,
            unacked=frozenset(self.events.keys() - self.acked.keys()),
            acked=frozenset(self.acked),
            pending=tuple(self.pending.values()),
            reserved=tuple(self.reserved),
            open=tuple(self.open.values()),
            finished=frozenset(
                e.id for e in self.events.values() if e.kind in {"ended", "abandoned"}
            ),
            epoch=self.marks[0],
            max_fence=self.marks[1],
            roster=self.roster,
            policy=self.policy,
            paused=self.paused,
        )

    def _apply(self, change: DoorChange) -> None:
        match change:
            case Reserve(pass_id):
                self.reserved[pass_id] = None
                while len(self.reserved) > RESERVED_KEPT_MAX:
                    del self.reserved[next(iter(self.reserved))]
            case PutPending(request):
                self.reserved.pop(request.id, None)
                self.pending[request.id] = request
            case DropPending(pass_id):
                self.pending.pop(pass_id, None)
                self.reserved.pop(pass_id, None)
            case PutOpen(opened):
                self.open[opened.id] = opened
            case DropOpen(pass_id):
                self.open.pop(pass_id, None)
            case Append(event):
                self.events[event.boot, event.seq] = event
                self.lives[event.boot] = event.seq
            case MarkAcked(boot, seqs, at):
                for row in ((boot, seq) for seq in seqs):
                    if row in self.events:
                        self.acked.setdefault(row, at)
            case Requeue(boot, seqs):
                for seq in seqs:
                    self.acked.pop((boot, seq), None)
            case PutMarks(epoch, max_fence):
                self.marks = (epoch, max_fence)
            case PutRoster(parts):
                self.roster = parts
            case PutPolicy(policy):
                self.policy = policy
            case PutPaused(paused):
                self.paused = paused
            case PurgeAcked(before):
                for row in [row for row, at in self.acked.items() if at < before]:
                    del self.acked[row], self.events[row]
            case _:
                assert_never(change)
