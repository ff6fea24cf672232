"""The live board: who is out now, overtime first, and which doors are online."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from kiosk.core.appointments import OccurrenceState
from kiosk.core.ids import AppointmentId, DestinationId, DoorId, PassId, StaffId


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One open pass as staff see it."""

    id: PassId
    student: str
    grade: str
    origin: str
    destination: str
    since: datetime
    due_at: datetime | None
    """None means no limit."""
    started: bool
    """False for a grant not yet used, or a pass in doubt."""
    urgent: bool
    offline: bool
    override: bool
    note: str = ""
    """Why an adult went past a rule, as a code."""
    checked_in: datetime | None = None
    """When the student was seen at the destination's own kiosk."""

    def overtime(self, now: datetime) -> bool:
        """Say whether the pass is past its allowance at `now`."""
        return self.due_at is not None and now > self.due_at


@dataclass(frozen=True, slots=True)
class DoorRow:
    """One door as staff see it."""

    door: DoorId
    room: str
    online: bool
    last_heard: datetime | None
    outbox: int


@dataclass(frozen=True, slots=True)
class AlertRow:
    """Something that staff should look at; newest first on the board."""

    at: datetime
    kind: str
    """`urgent`, `overtime`, `unproved_return`, `held_back`, `offline_conflict`, `rollback`..."""
    text: str
    pass_id: PassId | None = None
    staff: StaffId | None = None
    """Who did it, if it was done by staff."""


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One request that waits for a yes, as staff see it."""

    id: PassId
    student: str
    grade: str
    origin: str
    destination: str
    since: datetime
    reason: str
    """The code that the student was shown."""


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line: what it leads to, how many wait and since when the first of them does."""

    place: str
    waiting: int
    called: int
    since: datetime


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """One appointment on one date as staff see it."""

    id: AppointmentId
    day: date
    at: datetime
    student: str
    destination: str
    state: OccurrenceState
    made_by: str
    repeats: bool
    urgent: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """The part of the feed without personal data."""

    out: int
    by_destination: Mapping[DestinationId, int] = field(default_factory=dict)
    by_floor: Mapping[str, int] = field(default_factory=dict)
    lines: Mapping[DestinationId, int] = field(default_factory=dict)
    """How many wait in line for each destination."""


@dataclass(frozen=True, slots=True)
class Board:
    """One moment of the building, ready to draw."""

    now: datetime
    building: str
    rows: tuple[BoardRow, ...]
    doors: tuple[DoorRow, ...]
    alerts: tuple[AlertRow, ...]
    hold: bool
    counts: Counts
    asked: tuple[AskedRow, ...] = ()
    lines: tuple[LineRow, ...] = ()
    appointments: tuple[AppointmentRow, ...] = ()
    """From an hour ago to a week ahead, by time."""


def in_board_order(rows: tuple[BoardRow, ...], now: datetime) -> tuple[BoardRow, ...]:
    """Return rows with overtime first (the longest over on top), then the longest out."""

    def key(row: BoardRow) -> tuple[bool, datetime, str]:
        over = row.overtime(now)
        return (not over, row.due_at if over and row.due_at else row.since, row.id)

    return tuple(sorted(rows, key=key))
