"""One life of the door's mind: from a boot id made durable to a clean stop or a failed commit."""

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import assert_never

import uuid_utils

from kiosk.core.door.commands import (
    DoorCommand,
    DropLink,
    Record,
    Send,
    SendEvents,
    Show,
    WakeAt,
)
from kiosk.core.door.doorbook import DoorMemory
from kiosk.core.door.doorkeeper import Doorkeeper
from kiosk.core.door.inputs import DoorInput, EventGone, GoRecorded, Moment
from kiosk.core.door.scene import Scene
from kiosk.core.ids import BootId, DoorId, PassId, RoomId
from kiosk.core.ports import WireMessage
from kiosk.door.clock import DoorClock
from kiosk.store.door_journal import DoorJournal
from kiosk.store.failures import EventNotKeptError

_log = logging.getLogger(__name__)


def fresh_id() -> str:
    """Return a UUIDv7 that nobody has used."""
    return str(uuid_utils.uuid7())


@dataclass(frozen=True, slots=True)
class Outlets:
    """Where a life's commands go; all in Qt's thread."""

    send: Callable[[WireMessage], None]
    send_event: Callable[[bytes], None]
    show: Callable[[Scene], None]
    wake_at: Callable[[int], None]
    drop_link: Callable[[str], None]


class Life:
    """Steps the mind with each input and carries out its commands, each commit before its rest.

    A JournalError from any method means that the mind is ahead of the disk: close this life with
    `clean` false and begin another.
    """

    def __init__(self, journal: DoorJournal, clock: DoorClock, outlets: Outlets) -> None:
        self._journal = journal
        self._clock = clock
        self._outlets = outlets
        self._keeper: Doorkeeper | None = None

    @property
    def keeper(self) -> Doorkeeper:
        """Return the mind; only once the life has begun."""
        if self._keeper is None:
            raise RuntimeError("this life has not begun")
        return self._keeper

    @property
    def has_begun(self) -> bool:
        """Say whether there is a mind yet."""
        return self._keeper is not None

    def begin(self, door: DoorId, room: RoomId, language: str = "en") -> DoorMemory:
        """Make a boot id durable, read what is kept, and show the first scene."""
        memory = self._journal.open(BootId(fresh_id()))
        self._clock.restart()
        if memory.set_aside is not None:
            _log.error("the journal was damaged and is kept as %s", memory.set_aside)
        self._keeper = Doorkeeper(door, room, memory, language=language)
        self._keeper.health["journal_set_aside"] = memory.set_aside is not None
        self._do(self._keeper.begin)
        return memory

    def take(self, happened: DoorInput) -> None:
        """Let the mind take one input, and do what it says."""
        self._do(partial(self.keeper.step, happened))

    def checkpoint(self) -> None:
        """Tidy the journal; for moments when nobody waits."""
        self._journal.checkpoint()

    def close(self, *, clean: bool) -> None:
        """Let go of the journal."""
        self._journal.close(clean=clean)

    def _moment(self) -> Moment:
        clock = self._clock
        return Moment(clock.mono_ms(), clock.now(), clock.known, PassId(fresh_id()))

    def _do(self, decide: Callable[[Moment], list[DoorCommand]]) -> None:
        self._carry_out(decide(self._moment()))
        self._carry_out(self.keeper.settle(self._moment()))

    def _carry_out(self, commands: list[DoorCommand]) -> None:
        todo = deque(commands)
        while todo:
            match todo.popleft():
                case Record(changes, go):
                    self._journal.commit(changes)
                    if go is not None:
                        todo.extend(self.keeper.step(GoRecorded(go), self._moment()))
                case Send(message):
                    self._outlets.send(message)
                case SendEvents(rows):
                    todo.extend(c for boot, seq in rows for c in self._send_event(boot, seq))
                case Show(scene):
                    self._outlets.show(scene)
                case WakeAt(mono_ms):
                    self._outlets.wake_at(mono_ms)
                case DropLink(why):
                    self._outlets.drop_link(why)
                case other:
                    assert_never(other)

    def _send_event(self, boot: BootId, seq: int) -> list[DoorCommand]:
        try:
            sealed = self._journal.event_bytes(boot, seq)
        except EventNotKeptError as fault:
            _log.warning("an event can't be sent again: %s", fault)
            gone = self.keeper.step(EventGone(boot, seq), self._moment())
            return [*gone, *self.keeper.settle(self._moment())]
        self._outlets.send_event(sealed)
        return []
