"""The stages of one student's turn at a door, as values; times are the door's monotonic ms."""

from dataclasses import dataclass, field
from datetime import datetime

from kiosk.core.door import cardturns
from kiosk.core.door.doorbook import OpenPass
from kiosk.core.door.inputs import PanelPressed
from kiosk.core.door.scene import Done, Notice
from kiosk.core.events import IdentifiedBy, OverrideReason
from kiosk.core.ids import CardHash, DestinationId, PassId, StaffId, StudentId
from kiosk.core.protocol import NearAppointment, OpenElsewhere, Request
from kiosk.core.school import Student


@dataclass(frozen=True, slots=True)
class Idle:
    """Nobody's turn."""


@dataclass(frozen=True, slots=True)
class Identifying:
    """An unknown card: the aggregator is asked whose it is."""

    card: CardHash
    asked_as: str
    deadline_ms: int


@dataclass(frozen=True, slots=True)
class Choosing:
    """The student picks a destination; `asked_as` asks meanwhile for a pass open elsewhere."""

    who: Student
    asked_as: str
    opened_ms: int
    closes_ms: int
    urgent: bool = False
    made_by: StaffId | None = None
    """Staff make this pass: they know who it is, and their yes is given."""
    known_by: IdentifiedBy = IdentifiedBy.CARD
    why: OverrideReason | None = None
    """Of an urgent pass that staff make."""


@dataclass(frozen=True, slots=True)
class Offered:
    """The student has an appointment now: one touch goes there; `asked_as` as when choosing."""

    who: Student
    near: NearAppointment
    asked_as: str
    opened_ms: int
    closes_ms: int


@dataclass(frozen=True, slots=True)
class Summoned:
    """Staff have sent for the student, whose pass has started: the room is told."""

    who: Student
    id: PassId
    closes_ms: int


@dataclass(frozen=True, slots=True)
class Checking:
    """The aggregator is asked; the first answer or the deadline decides (D1)."""

    who: Student
    request: Request
    resend_ms: int
    deadline_ms: int


@dataclass(frozen=True, slots=True)
class Starting:
    """The pass is being recorded; the go is shown when that is durable (D2)."""

    who: Student
    id: PassId
    decided_ms: int
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class AskTeacher:
    """An adult's yes is needed.

    `refused` is the request the aggregator answered with "approve"; `pending` is the request the
    building could not be asked about: exactly one of the two is set.
    """

    who: Student
    destination: DestinationId
    notice: Notice
    opened_ms: int
    closes_ms: int
    refused: PassId | None = None
    pending: Request | None = None
    resumes: PassId | None = None
    """The pass that the refused request was to go on with."""
    known_by: IdentifiedBy = IdentifiedBy.CARD


@dataclass(frozen=True, slots=True)
class Out:
    """The go is on the screen."""

    who: Student
    id: PassId
    closes_ms: int
    urgent: bool = False
    """An adult has been told, which the screen says."""


@dataclass(frozen=True, slots=True)
class WelcomeBack:
    """A pass has just ended here; `ended` is it, if it was this room's own and may go on."""

    who: Student
    closes_ms: int
    ended: OpenPass | None = None


@dataclass(frozen=True, slots=True)
class Denied:
    """A no, with its reason."""

    who: Student
    destination: DestinationId
    notice: Notice
    waits: bool
    closes_ms: int
    refused: PassId
    """The request that was refused."""
    known_by: IdentifiedBy = IdentifiedBy.CARD


@dataclass(frozen=True, slots=True)
class InLine:
    """The student's place in line; 1 is next."""

    who: Student
    id: PassId
    destination: DestinationId
    place: int
    opened_ms: int
    closes_ms: int
    known_by: IdentifiedBy = IdentifiedBy.CARD


@dataclass(frozen=True, slots=True)
class Overriding:
    """An adult's badge asks to let a refused student go anyway; the adult says why."""

    who: Student
    destination: DestinationId
    refused: PassId
    staff: StaffId
    opened_ms: int
    closes_ms: int
    known_by: IdentifiedBy = IdentifiedBy.CARD


@dataclass(frozen=True, slots=True)
class Urging:
    """Staff make an urgent pass, and say why before they choose where to."""

    who: Student
    staff: StaffId
    opened_ms: int
    closes_ms: int


@dataclass(frozen=True, slots=True)
class OutElsewhere:
    """The student is out from another room, and may end that pass here."""

    who: Student
    out: OpenElsewhere
    opened_ms: int
    closes_ms: int


@dataclass(frozen=True, slots=True)
class AtDestination:
    """A student of another room has come to where the pass leads; one way, it is over."""

    who: Student
    destination: DestinationId
    over: bool
    closes_ms: int


@dataclass(frozen=True, slots=True)
class TypingId:
    """A student without the card types an ID."""

    opened_ms: int
    closes_ms: int
    typed: str = field(default="", repr=False)
    letters: bool = False
    """The keys are letters now."""
    asked_as: str | None = None
    """While the aggregator is asked whose ID it is."""
    again_ms: int | None = None
    deadline_ms: int | None = None
    told: Notice | None = None
    """Why the last one did not serve."""
    back: cardturns.Enrolling | None = None
    """Staff type it, to say whose a card is."""


@dataclass(frozen=True, slots=True)
class Vouching:
    """A student whose ID was typed is out: an adult says who it is before that pass ends."""

    who: Student
    out: OpenElsewhere | None
    """The pass, if it is another room's."""
    opened_ms: int
    closes_ms: int


AsksAdult = AskTeacher | Vouching | cardturns.OwnRecord
"""Pages that an adult's badge or PIN answers for a student."""


@dataclass(frozen=True, slots=True)
class PinPad:
    """Staff type a PIN; `back` is the page it is for, None: it opens the panel."""

    back: AsksAdult | Denied | None
    opened_ms: int
    closes_ms: int
    typed: str = field(default="", repr=False)
    pin_id: str | None = None
    """While the aggregator is asked whose PIN it is."""
    again_ms: int | None = None
    deadline_ms: int | None = None
    told: Notice | None = None
    """Why the last one did not serve."""


@dataclass(frozen=True, slots=True)
class Undo:
    """What takes the last act back, if it is recorded already."""

    done: Done
    touches: tuple[PanelPressed, ...]
    until_ms: int


@dataclass(frozen=True, slots=True)
class Panel:
    """Staff look after this room."""

    staff: StaffId
    label: str
    opened_ms: int
    closes_ms: int
    first: int = 0
    """The first row shown."""
    undo: Undo | None = None


@dataclass(frozen=True, slots=True)
class Refusing:
    """Staff say why a request finds a no."""

    staff: StaffId
    label: str
    opened_ms: int
    closes_ms: int
    id: PassId
    who: str


@dataclass(frozen=True, slots=True)
class Returning:
    """Staff say when a student was back."""

    staff: StaffId
    label: str
    opened_ms: int
    closes_ms: int
    id: PassId
    who: str
    started_at: datetime
    seen_at: datetime
    """When the return was recorded; of a pass that is open, when this page was opened."""
    over: bool
    """The pass had ended by then."""
    minutes_ago: int = 0
    """How long before `seen_at` it was by staff's word."""


@dataclass(frozen=True, slots=True)
class Picking:
    """Staff mark the students whom they make passes for."""

    staff: StaffId
    label: str
    opened_ms: int
    closes_ms: int
    first: int = 0
    """The first name shown."""
    marked: tuple[StudentId, ...] = ()
    """In the order in which their turns will come."""
    typed: str | None = field(default=None, repr=False)
    """Of a name, while the letters are shown."""


@dataclass(frozen=True, slots=True)
class CardUnknown:
    """Nobody knows this card, or nobody could be asked."""

    closes_ms: int
    asked: bool = True
    card: CardHash | None = None
    """What a badge on this page says whose it is."""
    lent: bool = False
    """It is a card for lending, which nobody has today."""


@dataclass(frozen=True, slots=True)
class NotRecorded:
    """The journal did not take the pass in time: nothing has started."""

    closes_ms: int


@dataclass(frozen=True, slots=True)
class Setting:
    """Staff set this door."""

    staff: StaffId
    label: str
    opened_ms: int
    closes_ms: int


StaffPage = Panel | Refusing | Returning | Setting | Picking
"""Pages that only whoever has opened the panel sees."""

Turn = (
    Idle
    | Identifying
    | Choosing
    | Offered
    | Summoned
    | Checking
    | Starting
    | AskTeacher
    | Out
    | WelcomeBack
    | Denied
    | InLine
    | Overriding
    | Urging
    | OutElsewhere
    | AtDestination
    | TypingId
    | Vouching
    | cardturns.Enrolling
    | cardturns.OwnRecord
    | PinPad
    | StaffPage
    | CardUnknown
    | NotRecorded
)
