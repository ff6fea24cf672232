"""A door without screen, reader and light: the real mind, journal and link in one thread."""

import queue
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from threading import Barrier, Condition, Thread
from typing import Final

from kiosk.cli.bench.deadline import Deadline
from kiosk.core.door.inputs import CardTapped, Chose, DoorInput, Heard, LinkChanged, Tick
from kiosk.core.door.scene import Scene, Screen
from kiosk.core.events import Event
from kiosk.core.ids import BuildingId, DestinationId, DoorId, RoomId, card_hash, default_door
from kiosk.core.ports import WireMessage
from kiosk.core.protocol import FromDoor, Heartbeat, Presence, ToDoor
from kiosk.door.clock import DoorClock
from kiosk.door.life import Life, Outlets
from kiosk.feed.codec import JsonCodec
from kiosk.feed.link import SWITCH_S, Link
from kiosk.feed.plan import LinkPlan, Retained
from kiosk.feed.topics import DoorLeaf, Topics
from kiosk.feed.walk import Broker
from kiosk.store.door_journal import DoorJournal

STUCK_S: Final = 20.0
"""No scene of a door is this long in coming: its own deadline is 2 s, the rest is a slow disk."""
END_S_MAX: Final = 15.0
"""The thread ends after at most one commit, and the link's own end within 10 s."""


class DoorStuckError(RuntimeError):
    """The door did not come to what was waited for; the text says what it shows instead."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One scene and when the door put it up, by `perf_counter_ns`."""

    scene: Scene
    at_ns: int


@dataclass(frozen=True, slots=True)
class _Now:
    """One input, to be taken when all others at the barrier, if there is one, are there too."""

    happened: DoorInput
    together: Barrier | None = None


class HeadlessDoor:
    """One door of a building; methods may be called from any thread, and never wait for a commit.

    Whatever ends its thread is raised by the next `await_scene` and by `close`.
    """

    def __init__(  # noqa: PLR0913 # what a door is told by its settings, and by whom it is watched
        self,
        building: BuildingId,
        room: RoomId,
        card_key: bytes,
        data: Path,
        broker: Broker,
        *,
        clock: DoorClock | None = None,
        on_shown: Callable[[Shown], None] | None = None,
        read: Callable[[ToDoor], ToDoor] = lambda message: message,
    ) -> None:
        """`on_shown` gets every scene, in the door's thread; `read` may put a message right."""
        self.room = room
        self.door: DoorId = default_door(room)
        self._topics = Topics(building)
        self._card_key = card_key
        self._data = data
        self._broker = broker
        self._codec = JsonCodec()
        self._clock = clock or DoorClock(trusted=True)
        self._on_shown = on_shown
        self._read = read
        self._life: Life | None = None
        self._inputs: queue.SimpleQueue[_Now | bytes | None] = queue.SimpleQueue()
        self._changed = Condition()
        self._shown: Shown | None = None
        self._fault: BaseException | None = None
        self._wake_ms = 0
        self._link: Link | None = None
        self._thread = Thread(target=self._run, name=f"headless-{room}", daemon=True)

    def open(self) -> None:
        """Begin a life and connect; returns at once."""
        # As a door does, for the whole process.
        sys.setswitchinterval(SWITCH_S)
        self._thread.start()

    def close(self) -> None:
        """End life, link and thread."""
        self._inputs.put(None)
        self._thread.join(END_S_MAX)
        if self._thread.is_alive():
            raise DoorStuckError(f"door {self.room} does not end")
        self._raise_fault()

    # --- a person -------------------------------------------------------------------------------

    def tap(self, number: str, *, together: Barrier | None = None) -> int:
        """Hold a card to the door; return when, by `perf_counter_ns`."""
        # A hand is slower than a millisecond: what the screen says was there before the tap.
        time.sleep(0.001)
        tapped = CardTapped(card_hash(self._card_key, number), self._clock.mono_ms())
        return self.take(tapped, together=together)

    def choose(self, destination: DestinationId, *, together: Barrier | None = None) -> int:
        """Touch a tile; return when, by `perf_counter_ns`."""
        return self.take(Chose(destination), together=together)

    def take(self, happened: DoorInput, *, together: Barrier | None = None) -> int:
        """Let the door's thread take any input; return when it was left, by `perf_counter_ns`."""
        at_ns = time.perf_counter_ns()
        self._inputs.put(_Now(happened, together))
        return at_ns

    @property
    def unsent(self) -> int:
        """Return how many events the building has not confirmed."""
        return len(self._life.keeper.state.outbox) if self._life else 0

    def await_scene(self, wanted: Callable[[Scene], bool], what: str) -> Shown:
        """Return the scene when it is as wanted; raises DoorStuckError after `STUCK_S`."""
        deadline = Deadline(STUCK_S)
        with self._changed:
            while self._shown is None or not wanted(self._shown.scene):
                self._raise_fault()
                if not self._changed.wait(deadline.left_s()):
                    raise DoorStuckError(f"door {self.room} never showed {what}: {self._shown}")
            return self._shown

    def await_screen(self, *screens: Screen, student: str | None = None) -> Shown:
        """Return the scene when it is one of `screens`, for `student` if that is given."""
        what = f"{' or '.join(screens)} for {student}"
        return self.await_scene(
            lambda s: s.screen in screens and student in (None, s.student), what
        )

    def await_online(self) -> None:
        """Return when the door has its school and hears the aggregator."""
        self.await_scene(lambda s: s.screen is Screen.IDLE and not s.banners, "an idle page")

    # --- the door's thread ----------------------------------------------------------------------

    def _run(self) -> None:
        journal = DoorJournal(self._data / "door.sqlite3", self._codec)
        outlets = Outlets(self._send, self._send_event, self._show, self._wake_at, self._drop)
        life = Life(journal, self._clock, outlets)
        clean = False
        try:
            self._data.mkdir(parents=True, exist_ok=True)
            self._connect(life)
            self._life = life
            while (arrived := self._next()) is not None:
                self._take(life, arrived)
            clean = True
        except BaseException as fault:  # noqa: BLE001 # the top of the thread hands it on
            with self._changed:
                self._fault = fault
                self._changed.notify_all()
        finally:
            if self._link is not None:
                self._link.close()
            life.close(clean=clean)

    def _connect(self, life: Life) -> None:
        boot = life.begin(self.door, self.room).boot
        topic = self._topics.of_door(self.door, DoorLeaf.PRESENCE)
        birth = Presence(online=True, boot=boot, version="headless")
        gone = Presence(online=False, boot=boot, version="headless")
        plan = LinkPlan(
            brokers=(self._broker,),
            client_id=self.door,
            subscriptions=self._topics.for_door(self.door),
            birth=Retained(topic, self._codec.encode(birth)),
            will=Retained(topic, self._codec.encode(gone)),
        )
        self._link = Link(
            plan,
            Random(),  # noqa: S311 # spreads reconnections, guards nothing
            on_message=lambda _topic, payload, _retained: self._inputs.put(payload),
            on_up=lambda: self._inputs.put(_Now(LinkChanged(up=True))),
            on_down=lambda _why: self._inputs.put(_Now(LinkChanged(up=False))),
        )
        self._link.start()

    def _next(self) -> _Now | bytes | None:
        left_ms = self._wake_ms - self._clock.mono_ms()
        try:
            return self._inputs.get(timeout=max(0.001, left_ms / 1000))
        except queue.Empty:
            return _Now(Tick())

    def _take(self, life: Life, arrived: _Now | bytes) -> None:
        if isinstance(arrived, bytes):
            message = self._codec.decode(arrived)
            if isinstance(message, FromDoor | Presence | Event):
                raise DoorStuckError(f"a {type(message).__name__} came to a door")
            life.take(Heard(self._read(message)))
            return
        if arrived.together is not None:
            arrived.together.wait(STUCK_S)
        life.take(arrived.happened)

    def _send(self, message: WireMessage) -> None:
        leaf = DoorLeaf.HEARTBEAT if isinstance(message, Heartbeat) else DoorLeaf.REQUEST
        self._publish(leaf, self._codec.encode(message))

    def _send_event(self, sealed: bytes) -> None:
        self._publish(DoorLeaf.EVENT, sealed)

    def _publish(self, leaf: DoorLeaf, payload: bytes) -> None:
        if self._link is not None:
            self._link.publish(self._topics.of_door(self.door, leaf), payload)

    def _drop(self, why: str) -> None:
        if self._link is not None:
            self._link.drop(why)

    def _show(self, scene: Scene) -> None:
        with self._changed:
            shown = self._shown = Shown(scene, time.perf_counter_ns())
            self._changed.notify_all()
        if self._on_shown is not None:
            self._on_shown(shown)

    def _wake_at(self, mono_ms: int) -> None:
        self._wake_ms = mono_ms

    def _raise_fault(self) -> None:
        if self._fault is not None:
            raise DoorStuckError(f"door {self.room} ended: {self._fault!r}") from self._fault
