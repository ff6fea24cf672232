"""What the door's mind asks of the program, carried out in the order given.

A `Record` commits before anything after it in the same list is done. If the commit fails, the mind
is ahead of the disk: the program throws it away, shows NOT_RECORDED and starts a new life from what
the disk holds, exactly as after a crash.
"""

from dataclasses import dataclass

from kiosk.core.door.doorbook import DoorChange
from kiosk.core.door.scene import Scene
from kiosk.core.ids import BootId, PassId
from kiosk.core.protocol import FromDoor


@dataclass(frozen=True, slots=True)
class Record:
    """Make these changes in one transaction; if `go` is set, answer with `GoRecorded(go)`."""

    changes: tuple[DoorChange, ...]
    go: PassId | None = None


@dataclass(frozen=True, slots=True)
class Send:
    """Publish once, now or never; the mind itself sends again."""

    message: FromDoor


@dataclass(frozen=True, slots=True)
class SendEvents:
    """Publish these journal rows as they were sealed; answer `EventGone` for one not kept."""

    rows: tuple[tuple[BootId, int], ...]


@dataclass(frozen=True, slots=True)
class Show:
    """Put this on the screen, the light and the speaker."""

    scene: Scene


@dataclass(frozen=True, slots=True)
class DropLink:
    """Nothing is heard through this connection: take the next broker of the list."""

    why: str


@dataclass(frozen=True, slots=True)
class WakeAt:
    """Give a `Tick` at this monotonic time, if nothing else comes before."""

    mono_ms: int


DoorCommand = Record | Send | SendEvents | Show | DropLink | WakeAt
