"""Every topic of a building (PROTOCOL section 2), built and taken apart in one place."""

from dataclasses import dataclass
from enum import StrEnum, unique

from kiosk.core.ids import BuildingId, DoorId, PassId, is_token

ROOT = "spk/v1"


@unique
class DoorLeaf(StrEnum):
    """What kind of message a door's own topic carries."""

    REQUEST = "req"
    EVENT = "ev"
    HEARTBEAT = "hb"
    ANSWER = "ans"
    ACK = "ack"
    SYNC = "sync"
    PRESENCE = "presence"


FROM_DOOR = (DoorLeaf.REQUEST, DoorLeaf.EVENT, DoorLeaf.HEARTBEAT, DoorLeaf.PRESENCE)
TO_DOOR = (DoorLeaf.ANSWER, DoorLeaf.ACK, DoorLeaf.SYNC)


@dataclass(frozen=True, slots=True)
class DoorTopic:
    """A received topic of one door, taken apart."""

    door: DoorId
    leaf: DoorLeaf


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics of one building; an id that is no token raises ValueError (it could be `#`)."""

    building: BuildingId

    def of_door(self, door: DoorId, leaf: DoorLeaf) -> str:
        """Return one of `door`'s own topics."""
        return self._join("door", _token(door), leaf)

    @property
    def all_doors(self) -> str:
        """Return the topic that every door reads."""
        return self._join("all")

    @property
    def staff_event(self) -> str:
        """Return the topic of every pass event, in commit order."""
        return self._join("feed/staff/event")

    @property
    def staff_replay(self) -> str:
        """Return the topic on which a reader of the feed asks for what it missed."""
        return self._join("feed/staff/replay")

    @property
    def staff_alert(self) -> str:
        """Return the topic of what staff should look at."""
        return self._join("feed/staff/alert")

    @property
    def counts(self) -> str:
        """Return the topic of the part of the feed without personal data."""
        return self._join("feed/counts")

    def staff_pass(self, pass_id: PassId) -> str:
        """Return the topic on which an open pass is retained for staff."""
        return self._join("feed/staff/pass", _token(pass_id))

    def door_health(self, door: DoorId) -> str:
        """Return the topic on which a door's health is retained for IT."""
        return self._join("feed/door", _token(door))

    def for_door(self, door: DoorId) -> tuple[str, ...]:
        """Return what `door` subscribes to; none of them overlap."""
        return (*(self.of_door(door, leaf) for leaf in TO_DOOR), self.all_doors)

    def for_aggregator(self) -> tuple[str, ...]:
        """Return what the aggregator subscribes to; none of them overlap."""
        return (*(self._join("door/+", leaf) for leaf in FROM_DOOR), self.staff_replay)

    def parse_door(self, topic: str) -> DoorTopic | None:
        """Take a door's own topic apart; None if it is something else, or another building's."""
        before = self._join("door/")
        if not topic.startswith(before):
            return None
        door, _, leaf = topic.removeprefix(before).partition("/")
        if not is_token(door) or leaf not in _LEAVES:
            return None
        return DoorTopic(DoorId(door), DoorLeaf(leaf))

    def _join(self, *parts: str) -> str:
        return "/".join((ROOT, _token(self.building), *parts))


_LEAVES = frozenset(leaf.value for leaf in DoorLeaf)


def _token(text: str) -> str:
    if not is_token(text):
        raise ValueError(f"not a token, so it can't stand in a topic: {text!r}")
    return text
