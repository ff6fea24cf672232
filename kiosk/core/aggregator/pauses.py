"""Rooms that staff have paused at their own door, by the newest word of each door."""

from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.core.events import Paused
from kiosk.core.ids import BootId, DoorId, RoomId, StaffId


@dataclass(frozen=True, slots=True)
class Pause:
    """What a door said last, and in which of its events."""

    room: RoomId
    door: DoorId
    boot: BootId
    seq: int
    staff: StaffId
    paused: bool


class Pauses:
    """New passes from these rooms wait until their door says otherwise."""

    def __init__(self, kept: Iterable[Pause]) -> None:
        self._newest = {pause.room: pause for pause in kept}

    def __contains__(self, room: object) -> bool:
        return room in self.rooms

    @property
    def rooms(self) -> frozenset[RoomId]:
        """Return the rooms that are paused now."""
        return frozenset(room for room, pause in self._newest.items() if pause.paused)

    def take(self, event: Paused, room: RoomId) -> Pause | None:
        """Take a door's word; return what to keep, None if it has said something newer.

        A door sends the events of its lives in order: only within a life can one overtake another.
        """
        before = self._newest.get(room)
        if before is not None and before.boot == event.boot and before.seq > event.seq:
            return None
        pause = Pause(room, event.door, event.boot, event.seq, event.staff, event.paused)
        self._newest[room] = pause
        return pause
