"""Many doors of one building, each with one pass at a time: asked for, begun, ended, next."""

import selectors
import socket
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from time import monotonic
from typing import Final

import uuid_utils

from kiosk.cli.bench import packets
from kiosk.cli.bench.deadline import Deadline
from kiosk.cli.bench.school_folder import BUILDING, PLACE
from kiosk.core.events import Ended, EndedHow, IdentifiedBy, PassEvent, Started
from kiosk.core.ids import BootId, PassId, RoomId, StudentId, default_door
from kiosk.core.ports import WireMessage
from kiosk.core.protocol import Heartbeat, Request
from kiosk.feed.codec import JsonCodec
from kiosk.feed.topics import DoorLeaf, Topics

KNOCK_EVERY_S: Final = 0.5
SETTLE_S_MAX: Final = 20.0
"""What is under way when a measurement stops is answered within a second or two."""
READ_BYTES: Final = 65_536
DUMMY: Final = PassId("01900000-0000-7000-8000-000000000000")
"""Stands in the templates where each pass has its own id."""
SEQ: Final = 987_654_321
"""Stands in the templates where each event has its own number."""


class LoadError(RuntimeError):
    """The building did not answer as it must; the text says which door and what came."""


class LoadDoor:
    """One connection; its messages are made from templates, so that a pass costs little here."""

    def __init__(self, room: RoomId, students: Sequence[StudentId]) -> None:
        self.room = room
        self.granted = 0
        self.waits = False
        self.ready = False
        self._door = default_door(room)
        self._boot = BootId(str(uuid_utils.uuid7()))
        self._topics = Topics(BUILDING)
        self._codec = JsonCodec()
        self._asks = [self._ask(student) for student in students]
        self._ends = [self._started_and_ended(student) for student in students]
        self._seq = 0
        self._pass = b""
        self._came = bytearray()
        self._socket: socket.socket | None = None

    def fileno(self) -> int:
        """Return what to watch for reading."""
        return self._socket.fileno() if self._socket else -1

    def open(self, port: int) -> None:
        """Connect; ready once a heartbeat has been answered."""
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        answers = self._topics.of_door(self._door, DoorLeaf.ANSWER)
        syncs = self._topics.of_door(self._door, DoorLeaf.SYNC)
        self._send(packets.connect(self._door) + packets.subscribe([answers, syncs]))

    def knock(self) -> None:
        """Say that this life is there; an aggregator that is not connected yet does not hear it."""
        self._send(self._packet(DoorLeaf.HEARTBEAT, self._heartbeat()))

    def close(self) -> None:
        """Hang up."""
        if self._socket is not None:
            self._socket.close()

    def ask(self) -> None:
        """Ask for the next pass."""
        self._pass = str(uuid_utils.uuid7()).encode()
        self.waits = True
        asks = self._asks[self.granted % len(self._asks)]
        self._send(asks.replace(DUMMY.encode(), self._pass))

    def read(self) -> None:
        """Take what has come; with a grant, begin and end that pass."""
        came = self._socket.recv(READ_BYTES) if self._socket else b""
        if not came:
            raise LoadError(f"the broker hung up on door {self._door}")
        self._came += came
        for kind, body in packets.take_packets(self._came):
            if kind == packets.SUBACK:
                self.knock()
            elif kind == packets.PUBLISH:
                topic, payload = packets.published(body)
                if topic.endswith(DoorLeaf.SYNC.encode()):
                    self.ready = self.ready or b'"type":"sync"' in payload
                else:
                    self._answered(payload)

    def _answered(self, payload: bytes) -> None:
        if b'"type":"grant"' not in payload or self._pass not in payload:
            raise LoadError(f"door {self._door} got no grant but {payload.decode()}")
        for kind in self._ends[self.granted % len(self._ends)]:
            self._seq += 1
            # As wide as what it stands in for: the packet's length was counted with that.
            seq = b"%*d" % (len(str(SEQ)), self._seq)
            self._send(kind.replace(DUMMY.encode(), self._pass).replace(b"%d" % SEQ, seq))
        self.granted += 1
        self.waits = False

    def _send(self, data: bytes) -> None:
        if self._socket is not None:
            self._socket.sendall(data)

    def _packet(self, leaf: DoorLeaf, message: WireMessage) -> bytes:
        return packets.publish(self._topics.of_door(self._door, leaf), self._codec.encode(message))

    def _heartbeat(self) -> Heartbeat:
        return Heartbeat(
            door=self._door,
            boot=self._boot,
            mono_ms=1,
            at=datetime.now(UTC),
            last_seq={self._boot: 0},
            open=(),
            pending=(),
            max_fence=0,
            epoch=0,
        )

    def _ask(self, student: StudentId) -> bytes:
        request = request_of(self.room, self._boot, DUMMY, student)
        return self._packet(DoorLeaf.REQUEST, request)

    def _started_and_ended(self, student: StudentId) -> tuple[bytes, bytes]:
        started: PassEvent = started_event(self.room, self._boot, SEQ, DUMMY, student)
        ended = Ended(
            door=self._door,
            boot=self._boot,
            seq=SEQ,
            id=DUMMY,
            mono_ms=1,
            at=datetime.now(UTC),
            how=EndedHow.TAP,
        )
        return self._packet(DoorLeaf.EVENT, started), self._packet(DoorLeaf.EVENT, ended)


class Load:
    """All doors of one building; sends only inside `run`."""

    def __init__(self, doors: Sequence[LoadDoor]) -> None:
        self._doors = doors
        self._selector = selectors.DefaultSelector()
        self._knock_at = monotonic() + KNOCK_EVERY_S

    def open(self, port: int) -> None:
        """Connect every door and let each say that it is there."""
        for door in self._doors:
            door.open(port)
            self._selector.register(door, selectors.EVENT_READ, door)
        self._read_until(self._all_ready)

    def close(self) -> None:
        """Hang up everywhere."""
        self._selector.close()
        for door in self._doors:
            door.close()

    def run(self, seconds: float) -> float:
        """Keep one request of every door under way; return grants a second."""
        before, begun = self._granted(), monotonic()
        while monotonic() - begun < seconds:
            for door in self._doors:
                if not door.waits:
                    door.ask()
            self._read(0.05)
        rate = (self._granted() - before) / (monotonic() - begun)
        self._read_until(lambda: not any(door.waits for door in self._doors))
        return rate

    def _all_ready(self) -> bool:
        waiting = [door for door in self._doors if not door.ready]
        if waiting and monotonic() >= self._knock_at:
            self._knock_at = monotonic() + KNOCK_EVERY_S
            for door in waiting:
                door.knock()
        return not waiting

    def _granted(self) -> int:
        return sum(door.granted for door in self._doors)

    def _read_until(self, done: Callable[[], bool]) -> None:
        deadline = Deadline(SETTLE_S_MAX)
        while not done():
            if deadline.is_past:
                silent = [door.room for door in self._doors if door.waits or not door.ready]
                raise LoadError(f"no answer for the doors of {', '.join(silent[:5])}")
            self._read(0.05)

    def _read(self, within_s: float) -> None:
        for key, _ in self._selector.select(within_s):
            key.data.read()


def request_of(room: RoomId, boot: BootId, pass_id: PassId, student: StudentId) -> Request:
    """Return the request for a pass from `room`."""
    return Request(
        door=default_door(room),
        boot=boot,
        id=pass_id,
        student=student,
        destination=PLACE,
        origin=room,
        identified_by=IdentifiedBy.CARD,
        mono_ms=1,
        at=datetime.now(UTC),
        epoch=1,
    )


def started_event(
    room: RoomId, boot: BootId, seq: int, pass_id: PassId, student: StudentId
) -> Started:
    """Return the start of a pass from `room`."""
    return Started(
        door=default_door(room),
        boot=boot,
        seq=seq,
        id=pass_id,
        mono_ms=1,
        at=datetime.now(UTC),
        student=student,
        destination=PLACE,
        origin=room,
        identified_by=IdentifiedBy.CARD,
        approved_by=None,
        urgent=False,
        offline=False,
        override=False,
        minutes=None,
    )
