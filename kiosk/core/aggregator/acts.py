"""Acts of staff away from a door, as they reach the aggregator's mind, and their outcome."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum, unique

from kiosk.core.ids import PassId, RoomId, StaffId


@unique
class Stops(StrEnum):
    """What a freeze can stop."""

    STUDENT = "student"
    ROOM = "room"
    DESTINATION = "destination"


@dataclass(frozen=True, slots=True)
class HallsHeld:
    """Staff set or lift the hold; what else is stopped stays so."""

    on: bool
    staff: StaffId


@dataclass(frozen=True, slots=True)
class Froze:
    """Staff stop new passes of one student, from one room or to one destination; or lift that."""

    what: Stops
    token: str
    on: bool
    staff: StaffId


@dataclass(frozen=True, slots=True)
class SaidYes:
    """Staff say yes to requests that wait for it; the line lets them go as limits allow."""

    ids: tuple[PassId, ...]
    staff: StaffId


@dataclass(frozen=True, slots=True)
class SaidNo:
    """Staff say no to a request that waits for a yes; the note is for the record."""

    id: PassId
    note: str
    staff: StaffId


@dataclass(frozen=True, slots=True)
class DayCode:
    """A substitute's code for one day; the digits themselves are kept nowhere."""

    digest: str
    staff: StaffId
    """Stands in records for this substitute on this day."""
    name: str
    day: date
    rooms: frozenset[RoomId] = frozenset()
    """Where it is good; empty means at every door."""


@dataclass(frozen=True, slots=True)
class DayCodeMade:
    """Staff give a substitute a code, by default for today."""

    digest: str
    substitute: StaffId
    name: str
    day: date | None
    rooms: frozenset[RoomId]
    staff: StaffId


@dataclass(frozen=True, slots=True)
class CardLent:
    """Staff lend a numbered card to a student for today; whoever had it before has it no more."""

    id: str
    """A UUID, made where staff ask."""
    card: str
    """The number printed on it."""
    student: str
    """An id or a name."""
    staff: StaffId


@dataclass(frozen=True, slots=True)
class CardTakenBack:
    """Staff take a card back that was enrolled or lent."""

    card: str
    """The id that the list has, or the number of a lent card."""
    staff: StaffId


@dataclass(frozen=True, slots=True)
class CardsListed:
    """Staff want to see which cards were given to whom."""

    staff: StaffId


@dataclass(frozen=True, slots=True)
class ActFault:
    """Why an act of staff did nothing: the field at fault, and what is allowed there."""

    field: str
    why: str


@dataclass(frozen=True, slots=True)
class ActAnswered:
    """The outcome of an act that somebody waits for; without a fault it is done, and durable."""

    asked_as: str
    fault: ActFault | None = None
    told: Mapping[str, object] = field(default_factory=dict)
    """More about what was done, in plain JSON types."""


CardAct = CardLent | CardTakenBack | CardsListed

NewAct = HallsHeld | Froze | SaidYes | SaidNo | DayCodeMade | CardAct
"""Acts that name one thing, beside those that the coordinator has had from the beginning."""
