"""The outbox: which events the aggregator has not confirmed, and which to send next (D6)."""

from collections.abc import Mapping
from heapq import nsmallest

from kiosk.core.door.doorbook import DoorMemory
from kiosk.core.ids import BootId
from kiosk.core.protocol import Ack

UNDER_WAY_MAX = 8
"""Unacknowledged events under way per door: a door back from a day alone can't flood the rest."""

Row = tuple[BootId, int]


class Outbox:
    """Numbers this life's events and keeps account of what the aggregator holds of all lives."""

    def __init__(self, memory: DoorMemory) -> None:
        self._boot = memory.boot
        self.last_seq: dict[BootId, int] = {memory.boot: 0, **memory.last_seq}
        self._unacked: set[Row] = set(memory.unacked)
        self._acked_ms: dict[Row, int] = dict.fromkeys(sorted(memory.acked), -1)
        self._under_way: set[Row] = set()

    def __len__(self) -> int:
        return len(self._unacked)

    def next_seq(self) -> int:
        """Return the number of the next event of this life, and count it as in the outbox."""
        seq = self.last_seq[self._boot] + 1
        self.last_seq[self._boot] = seq
        self._unacked.add((self._boot, seq))
        return seq

    def due(self) -> tuple[Row, ...]:
        """Return the rows to send now, lowest (boot, seq) first, and count them as under way."""
        room = UNDER_WAY_MAX - len(self._under_way)
        if room <= 0 or len(self._unacked) == len(self._under_way):
            return ()
        rows = tuple(nsmallest(room, self._unacked - self._under_way))
        self._under_way.update(rows)
        return rows

    def start_over(self) -> None:
        """Count nothing as under way: after each heartbeat, what is unacknowledged goes again."""
        self._under_way.clear()

    def acknowledge(self, ack: Ack, mono_ms: int) -> tuple[int, ...]:
        """Return the seqs of `ack.boot` that leave the outbox with it."""
        missing = set(ack.missing)
        gone = sorted(
            seq
            for boot, seq in self._unacked
            if boot == ack.boot and seq <= ack.upto and seq not in missing
        )
        for seq in gone:
            row = (ack.boot, seq)
            self._unacked.discard(row)
            self._under_way.discard(row)
            self._acked_ms[row] = mono_ms
        return tuple(gone)

    def lost_again(
        self, upto: Mapping[BootId, int], heartbeat_ms: int
    ) -> Mapping[BootId, tuple[int, ...]]:
        """Return what the aggregator once confirmed and does not hold any more, by boot.

        Only acknowledgements from before the heartbeat that is being answered count: an answer
        that was under way when the acknowledgement came says nothing. Nor does an `upto` that ends
        just before an event still in the outbox: that event is why it ends there.
        """
        first_unacked: dict[BootId, int] = {}
        for boot, seq in self._unacked:
            first_unacked[boot] = min(seq, first_unacked.get(boot, seq))
        lost: dict[BootId, list[int]] = {}
        for boot, seq in sorted(self._acked_ms):
            held = upto.get(boot, 0)
            explained = held + 1 == first_unacked.get(boot)
            if self._acked_ms[boot, seq] < heartbeat_ms and seq > held and not explained:
                lost.setdefault(boot, []).append(seq)
        for boot, seqs in lost.items():
            for seq in seqs:
                del self._acked_ms[boot, seq]
                self._unacked.add((boot, seq))
        return {boot: tuple(seqs) for boot, seqs in lost.items()}

    def drop(self, row: Row) -> None:
        """Forget an event that the journal does not keep any more: it can't be sent again."""
        self._unacked.discard(row)
        self._under_way.discard(row)

    def forget_before(self, mono_ms: int) -> None:
        """Drop what was acknowledged before `mono_ms`, as the journal purges it too."""
        self._acked_ms = {row: ms for row, ms in self._acked_ms.items() if ms >= mono_ms}
