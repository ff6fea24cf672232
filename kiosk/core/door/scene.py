"""What a door shows: one value that the screen, the light and the sound are all drawn from."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum, unique

from kiosk.core.door.inputs import PanelAct
from kiosk.core.door.prefs import DoorPrefs
from kiosk.core.ids import DestinationId, PassId, StudentId
from kiosk.core.limits import UsedUp
from kiosk.core.school import DestinationKind


@unique
class Screen(StrEnum):
    """Which page stands on the door's screen."""

    STARTING = "starting"
    WRONG_SETTINGS = "wrong_settings"
    """The settings file can't be used: what is wrong in it."""
    NOT_ENROLLED = "not_enrolled"
    """No school has come yet for this door, and by now one should have."""
    IDLE = "idle"
    CHOOSE = "choose"
    APPOINTMENT = "appointment"
    """The student has an appointment now: offers to go there at once."""
    SUMMONED = "summoned"
    """Staff have sent for the student named, who may go at once."""
    CHECKING = "checking"
    ASK_TEACHER = "ask_teacher"
    OUT = "out"
    WELCOME_BACK = "welcome_back"
    REFUSED = "refused"
    IN_LINE = "in_line"
    """The student waits in line, `ahead` others before."""
    OVERRIDE = "override"
    """An adult's badge was read on a refusal: why is the student let go anyway? With `urgent`: why
    is the pass urgent that staff make?"""
    YOUR_TURN = "your_turn"
    """A place is kept for the student named: the next tap of that card accepts it."""
    ARRIVED = "arrived"
    """The student has come to where a one-way pass leads: it is over."""
    CHECKED_IN = "checked_in"
    """The student has come to where the pass leads: it goes on until the tap at the origin."""
    OUT_ELSEWHERE = "out_elsewhere"
    """The student is out from another room: offers to end that pass."""
    PIN = "pin"
    """The keypad, for staff."""
    PANEL = "panel"
    """The staff's panel."""
    SHEET = "sheet"
    """One question to staff, with the answers to touch."""
    PICK = "pick"
    """This room's students, for staff to mark whom they make passes for."""
    TYPE_ID = "type_id"
    """Keys for a student without the card."""
    VOUCH = "vouch"
    """The student, known by a typed ID, is out: an adult's badge ends that."""
    OWN_ASK = "own_ask"
    """The student wants to see the own passes: an adult says yes."""
    OWN_RECORD = "own_record"
    """The student's own passes of the last days."""
    OWN_FAULT = "own_fault"
    CARD_UNKNOWN = "card_unknown"
    WHOSE_CARD = "whose_card"
    """This room's students, for staff to say whose an unknown card is."""
    ENROL = "enrol"
    """Is this the student whose card it is?"""
    ENROLLED = "enrolled"
    ENROL_FAULT = "enrol_fault"
    NOT_RECORDED = "not_recorded"
    """The journal could not write: nothing was started, ask the teacher."""


@unique
class Signal(StrEnum):
    """What the light and the sound say; the indicator's table has one pattern for each."""

    READY = "ready"
    CHECKING = "checking"
    GO = "go"
    WAIT = "wait"
    ASK = "ask"
    NO = "no"
    WELCOME = "welcome"
    YOUR_TURN = "your_turn"
    URGENT = "urgent"
    HOLD = "hold"
    FAULT = "fault"


@unique
class Banner(StrEnum):
    """A state of the whole door that always shows, whatever the page."""

    ALONE = "alone"
    HOLD = "hold"
    ROOM_FROZEN = "room_frozen"
    CLOCK_UNSET = "clock_unset"
    READER_UNPLUGGED = "reader_unplugged"


@unique
class Missing(StrEnum):
    """What keeps a door from its school."""

    NETWORK = "network"
    """No broker takes a connection."""
    AGGREGATOR = "aggregator"
    """There is a broker, and nobody speaks."""
    ROOM = "room"
    """The building speaks, and has nothing for this door."""


@dataclass(frozen=True, slots=True)
class SettingFault:
    """One thing wrong in the settings file, in the words of whoever checks it."""

    key: str
    cure: str
    """What is allowed, or what to do."""
    line: int | None = None
    stands: str = ""
    """What stands there, if it may be shown."""
    missing: bool = False
    """The key is not there at all."""


@unique
class TileState(StrEnum):
    """What a destination tile promises."""

    FREE = "free"
    ASK_TEACHER = "ask_teacher"
    WAIT = "wait"
    NOT_NOW = "not_now"


@dataclass(frozen=True, slots=True)
class Notice:
    """A reason by its code, with the time to try again if one is known."""

    code: str
    retry_at: datetime | None = None
    used_up: UsedUp | None = None
    """Of a limit: what the student is told about it."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One destination on the choice page."""

    destination: DestinationId
    name: str
    kind: DestinationKind
    state: TileState
    notice: Notice | None = None
    ahead: int | None = None
    """How many wait for it already; None: nobody, or not known."""
    about_minutes: int | None = None
    """After about how many minutes a student who joins its line may go."""


@dataclass(frozen=True, slots=True)
class OutRow:
    """One student who is out from this room; overtime once `due_at` is past."""

    id: PassId
    label: str
    destination: str
    started_at: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class ComingRow:
    """One appointment that is near."""

    label: str
    destination: str
    at: datetime
    leaves_here: bool
    """False: the student is expected here."""


@dataclass(frozen=True, slots=True)
class PanelRow:
    """One row of the panel: a request that waits for a yes, who is out, or who is back."""

    id: PassId
    label: str
    destination: str
    asked: bool
    since: datetime
    due_at: datetime | None = None
    back_at: datetime | None = None
    """When the student was seen back; None: out still."""
    corrected_at: datetime | None = None
    """When the student was back by staff's word."""


@dataclass(frozen=True, slots=True)
class Done:
    """What staff have done last and can take back."""

    act: PanelAct
    label: str = ""
    """Of the student, if it is about one."""
    count: int = 1


@dataclass(frozen=True, slots=True)
class PanelPage:
    """The staff's panel."""

    staff: str
    rows: tuple[PanelRow, ...] = ()
    more: int = 0
    """Rows that are not shown."""
    asked: int = 0
    """How many wait for a yes in all."""
    paused: bool = False
    done: Done | None = None
    """The last act, while it can be taken back."""


@unique
class SheetKind(StrEnum):
    """What a sheet asks."""

    REFUSE = "refuse"
    """Why does the request find a no?"""
    RETURN = "return"
    """When was the student of an open pass back?"""
    CORRECT = "correct"
    """The same, of a pass that has ended."""
    SETTINGS = "settings"
    """How is this door to be?"""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of what a sheet counts."""

    by: int
    possible: bool


@dataclass(frozen=True, slots=True)
class SheetPage:
    """One question to staff."""

    kind: SheetKind
    label: str = ""
    """Of the student whom it is about."""
    seen_at: datetime | None = None
    """Of a return: when it was recorded, or is if nothing else is said."""
    chosen_at: datetime | None = None
    """Of a return: staff's word, if that is another."""
    steps: tuple[Step, ...] = ()
    prefs: DoorPrefs | None = None
    """Of the settings."""


@dataclass(frozen=True, slots=True)
class PickRow:
    """One student whom staff can make a pass for."""

    id: StudentId
    label: str
    marked: bool


@dataclass(frozen=True, slots=True)
class PickPage:
    """The students of this room who are not out, some of them marked."""

    rows: tuple[PickRow, ...] = ()
    more: int = 0
    """Names that are not shown."""
    marked: int = 0
    """How many are marked in all."""
    typed: str | None = None
    """Of a name; None while the letters are not shown."""
    one: bool = False
    """The first touched is the one."""


@dataclass(frozen=True, slots=True)
class OwnRow:
    """One of the student's own passes."""

    at: datetime
    place: str
    minutes: int | None
    """None while it lasts, or if nobody saw the return."""
    over: int = 0
    """Minutes beyond the allowance."""
    out: bool = False


@dataclass(frozen=True, slots=True)
class OwnRowsPage:
    """A student's own passes, newest first."""

    rows: tuple[OwnRow, ...] = ()
    more: int = 0
    """Older ones that are not shown."""


@dataclass(frozen=True, slots=True)
class TypingPage:
    """The keys for a student's ID."""

    typed: str = field(default="", repr=False)
    letters: bool = False
    serves: bool = True
    """False: no key does anything now."""


@dataclass(frozen=True, slots=True)
class Toast:
    """Something that happened beside the page shown, e.g. another student came back."""

    kind: str
    """`welcome_back`, `busy` (another student's turn is not over), `try_again` (half a card),
    `your_turn` (a place is kept for somebody in line), `undone` (the go was taken back),
    `declined` (an appointment, as the student wished)."""
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything on the door at one moment; equal scenes need no redraw."""

    screen: Screen
    signal: Signal
    room: str
    language: str = "en"
    student: str | None = None
    """First name and last initial of the student whose turn it is."""
    destination: str | None = None
    urgent: bool = False
    tiles: tuple[Tile, ...] = ()
    notice: Notice | None = None
    not_back: bool = False
    """On the WELCOME_BACK page: the return can be taken back."""
    one_way: bool = False
    """On the OUT page: the pass is over on arrival."""
    started_at: datetime | None = None
    due_at: datetime | None = None
    """When the pass on the OUT page is due back; None means no limit."""
    closes_at_ms: int | None = None
    """Door's monotonic ms at which this page gives way to the next; None means it stays."""
    opened_at_ms: int | None = None
    """Set where the page's end is shown as a bar: something is given up by not answering."""
    closing: bool = False
    """The last seconds of such a page, which warn by sight and sound."""
    out_now: tuple[OutRow, ...] = ()
    coming: tuple[ComingRow, ...] = ()
    """Appointments that are near, earliest first."""
    at: datetime | None = None
    """On the APPOINTMENT page: its time."""
    declinable: bool = False
    places_left: int | None = None
    """How many more may leave this room; None means no limit is set."""
    waiting: int = 0
    """How many wait in line at this door."""
    ahead: int | None = None
    """On the IN_LINE page: how many go before this student; 0 means that this one is next."""
    about_minutes: int | None = None
    """On the IN_LINE page: after about how many minutes it is this student's turn."""
    digits: int | None = None
    """On the PIN page: how many digits have been typed; None while no key serves."""
    faults: tuple[SettingFault, ...] = ()
    """On the WRONG_SETTINGS page."""
    file: str = ""
    """On the WRONG_SETTINGS page: the file's path."""
    missing: Missing | None = None
    """On the NOT_ENROLLED page."""
    typing: TypingPage | None = None
    own: OwnRowsPage | None = field(default=None, repr=False)
    own_offered: bool = False
    """On the CHOOSE page: the student may ask for the own passes."""
    panel: PanelPage | None = None
    sheet: SheetPage | None = None
    pick: PickPage | None = None
    sound: bool = True
    """The door may be heard."""
    brightness: int = 100
    """Of the screen, in per cent."""
    next_bell: datetime | None = None
    dimmed: bool = False
    """On the IDLE page: nobody is expected, and the screen is nearly dark until it is touched."""
    banners: frozenset[Banner] = frozenset()
    toast: Toast | None = None
