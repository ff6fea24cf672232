"""What reaches the door's mind; time and fresh ids come along as a `Moment`."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum, unique

from kiosk.core.cardmessages import Enrolled, OwnPasses
from kiosk.core.events import OverrideReason, RefusalReason
from kiosk.core.ids import BootId, CardHash, DestinationId, PassId, StaffId, StudentId
from kiosk.core.protocol import Call, Grant, Identity, PinResult, Refusal, Sync, ToDoor


@dataclass(frozen=True, slots=True)
class Moment:
    """When an input is handled, and an id that nobody has used yet."""

    mono_ms: int
    """Milliseconds since this life's boot id was made."""
    now: datetime
    clock_known: bool
    fresh_id: PassId


@dataclass(frozen=True, slots=True)
class CardTapped:
    """A card was read; `mono_ms` is when, which can be well before it is handled."""

    card: CardHash
    mono_ms: int


@dataclass(frozen=True, slots=True)
class CardGarbled:
    """The reader saw something that was no whole card."""

    mono_ms: int


@dataclass(frozen=True, slots=True)
class Chose:
    """The student touched a destination tile."""

    destination: DestinationId


@dataclass(frozen=True, slots=True)
class UrgentPressed:
    """The student touched Urgent on the choice page."""


@dataclass(frozen=True, slots=True)
class EndMyPassPressed:
    """The student, out from another room, wants that pass ended here."""


@dataclass(frozen=True, slots=True)
class LeaveLinePressed:
    """The student gives up the place in line."""


@dataclass(frozen=True, slots=True)
class OtherPlacePressed:
    """The student, who is in line, wants to choose another destination."""


@dataclass(frozen=True, slots=True)
class UndoPressed:
    """The student takes back the go that is still on the screen."""


@dataclass(frozen=True, slots=True)
class NotBackPressed:
    """The student who has just been welcomed back is not back yet."""


@dataclass(frozen=True, slots=True)
class GoNowPressed:
    """The student goes to the appointment that the page offers."""


@dataclass(frozen=True, slots=True)
class NotTodayPressed:
    """The student declines the appointment that the page offers."""


@dataclass(frozen=True, slots=True)
class OverrideChosen:
    """The adult whose badge was read lets the student go anyway."""

    why: OverrideReason


@dataclass(frozen=True, slots=True)
class SentByStaff:
    """Staff, known to the door by badge or PIN, make a pass for each of these students."""

    staff: StaffId
    students: tuple[StudentId, ...]


@dataclass(frozen=True, slots=True)
class PinPressed:
    """Staff have no badge with them and want to type a PIN."""


@dataclass(frozen=True, slots=True)
class ForgotCardPressed:
    """A student without the card wants to type an ID."""


@dataclass(frozen=True, slots=True)
class KeyPressed:
    """One key of an ID or a name: a digit or a letter."""

    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeysSwitched:
    """The other keys are wanted: letters in place of digits, or digits in place of letters."""


@dataclass(frozen=True, slots=True)
class IdTyped:
    """What was typed is the whole ID."""


@dataclass(frozen=True, slots=True)
class DigitPressed:
    """One key of the keypad."""

    digit: int = field(repr=False)


@dataclass(frozen=True, slots=True)
class ErasePressed:
    """What was typed is to be forgotten: all of a PIN, the last key of an ID."""


@unique
class PanelAct(StrEnum):
    """What staff can touch on the panel."""

    APPROVE = "approve"
    APPROVE_ALL = "approve_all"
    DECLINE = "decline"
    """Asks why, for what the student is told."""
    END = "end"
    """Asks when the student was back."""
    CORRECT = "correct"
    """The same, of a pass that has ended."""
    BACK = "back"
    """What the page about a return asks for is right."""
    EXTEND = "extend"
    PAUSE = "pause"
    RESUME = "resume"
    UNDO = "undo"
    MORE = "more"
    """Show the next rows."""
    SETTINGS = "settings"
    """Shows how this door is set."""
    SOUND = "sound"
    """Switches it on or off."""
    PICK = "pick"
    """List this room's students, to make passes for some of them."""
    FIND = "find"
    """Shows the letters, to find a student by name."""
    LIST = "list"
    """Takes the letters away again."""
    TYPE = "type"
    """Type the ID of a student who is not on the list."""
    SEND = "send"
    """Make the passes: whoever is marked gets a turn, one after the other."""


@dataclass(frozen=True, slots=True)
class PanelPressed:
    """Staff touched something on the panel, of one row if it is about one."""

    act: PanelAct
    id: PassId | None = None


@dataclass(frozen=True, slots=True)
class RefusalChosen:
    """Staff say why a request finds a no."""

    why: RefusalReason


@dataclass(frozen=True, slots=True)
class Stepped:
    """Staff touched a step: that many more of what the page counts, fewer if below zero."""

    by: int


@dataclass(frozen=True, slots=True)
class LanguageChosen:
    """Staff set this door's language, or a student that of this turn."""

    language: str


@dataclass(frozen=True, slots=True)
class StudentMarked:
    """Staff touched a student's name on the list: marked, or not marked any more."""

    student: StudentId


@dataclass(frozen=True, slots=True)
class MyPassesPressed:
    """The student wants to see the own passes of the last days."""


@dataclass(frozen=True, slots=True)
class YesPressed:
    """What the page asks for is meant."""


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The student touched Cancel."""


@dataclass(frozen=True, slots=True)
class Touched:
    """Any touch: gives more time on a page that would time out."""


@dataclass(frozen=True, slots=True)
class LinkChanged:
    """The link to the broker came up or went down."""

    up: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """An intact message came from the aggregator."""

    message: ToDoor


@dataclass(frozen=True, slots=True)
class ReaderChanged:
    """A reader was plugged in or lost."""

    ready: bool


@dataclass(frozen=True, slots=True)
class GoRecorded:
    """The transaction that opens this pass is durable (asked for by `Record.go`)."""

    id: PassId


@dataclass(frozen=True, slots=True)
class EventGone:
    """An event that was to be sent is not in the journal any more (asked for by `SendEvents`)."""

    boot: BootId
    seq: int


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has come, asked for by `WakeAt`, or passed."""


Touch = (
    Chose
    | UrgentPressed
    | EndMyPassPressed
    | LeaveLinePressed
    | OtherPlacePressed
    | GoNowPressed
    | NotTodayPressed
    | SentByStaff
    | UndoPressed
    | NotBackPressed
    | OverrideChosen
    | ForgotCardPressed
    | KeyPressed
    | KeysSwitched
    | IdTyped
    | PinPressed
    | DigitPressed
    | ErasePressed
    | PanelPressed
    | RefusalChosen
    | Stepped
    | StudentMarked
    | YesPressed
    | MyPassesPressed
    | LanguageChosen
    | Cancelled
    | Touched
)
"""What a finger does on the screen."""

DoorInput = (
    CardTapped
    | CardGarbled
    | Touch
    | LinkChanged
    | Heard
    | ReaderChanged
    | GoRecorded
    | EventGone
    | Tick
)

SessionInput = (
    CardTapped
    | CardGarbled
    | Touch
    | GoRecorded
    | Tick
    | Grant
    | Refusal
    | Call
    | Identity
    | Enrolled
    | OwnPasses
    | PinResult
    | Sync
)
"""What one student's turn takes; the rest is the doorkeeper's."""
