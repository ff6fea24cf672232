"""What a door knows between two inputs: its room, who is out from it, and how the building answers.

Every method that changes what must survive returns the changes to record.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from kiosk.core.door.doorappointments import DoorAppointments
from kiosk.core.door.doorbook import Append, DoorChange, DoorMemory, DropOpen, OpenPass, PutOpen
from kiosk.core.door.doorline import DoorLine
from kiosk.core.door.heldact import HeldAct
from kiosk.core.door.inputs import Moment
from kiosk.core.door.justback import JustBack
from kiosk.core.door.outbox import Outbox
from kiosk.core.door.passstates import PassState, advance
from kiosk.core.door.prefs import DoorPrefs
from kiosk.core.doorschool import DoorSchool
from kiosk.core.events import Ended, EndedHow, EventHead, PassEvent, Refused, Started
from kiosk.core.halls import Halls, Outing
from kiosk.core.ids import (
    BootId,
    CardHash,
    DestinationId,
    DoorId,
    PassId,
    RoomId,
    StaffId,
    StudentId,
)
from kiosk.core.protocol import Identity, Request, WaitsForYes
from kiosk.core.rule import Ask, Facts, Holds, Reach
from kiosk.core.rulebook import Decision, alone, decide, rulebook_of
from kiosk.core.school import Approval, Student
from kiosk.core.words import LANGUAGES

SILENCE_MAX_MS = 12_000
"""The aggregator speaks every 5 s at least; two beats missed and a margin: the door is alone."""
ELSEWHERE_KINDS = ("arrived", "checked_in", "approved", "declined", "paused")
"""What is recorded here of passes and requests that may be another door's."""
ASKED_HERE_MAX = 200
"""Requests that wait for a yes at one door: far more than a lesson has minutes for."""
VISITORS_MAX = 200
"""Students of other rooms that a door remembers after they tapped here, in memory only."""


@dataclass(slots=True)
class Link:
    """How well the building can be heard."""

    up: bool = False
    up_ms: int = 0
    heard_ms: int | None = None

    def answers(self, mono_ms: int) -> bool:
        """Say whether a request sent now can expect an answer."""
        return self.up and self.heard_ms is not None and mono_ms - self.heard_ms <= SILENCE_MAX_MS

    def silent(self, mono_ms: int) -> bool:
        """Say whether this connection is up and yet nothing has come through it for too long."""
        since = max(self.up_ms, self.heard_ms or 0)
        return self.up and mono_ms - since > SILENCE_MAX_MS


@dataclass
class DoorState:
    """One door's facts; the session and the doorkeeper both work on it."""

    door: DoorId
    boot: BootId
    room: RoomId
    outbox: Outbox
    school: DoorSchool | None = None
    epoch: int = 0
    max_fence: int = 0
    open: dict[PassId, OpenPass] = field(default_factory=dict)
    pending: dict[PassId, Request] = field(default_factory=dict)
    reserve: PassId | None = None
    """On disk already: the next request can be sent under this id at once (D1)."""
    unkept: set[PassId] = field(default_factory=set)
    """Sent so, and on disk by their ids only."""
    doubtful: frozenset[PassId] = frozenset()
    """Reserved by a life that ended uncleanly: a go may have been shown for a granted one."""
    states: dict[PassId, PassState] = field(default_factory=dict)
    halls: Halls = field(default_factory=Halls)
    holds: Holds = field(default_factory=Holds)
    places: dict[DestinationId, int] = field(default_factory=dict)
    lines: dict[DestinationId, int] = field(default_factory=dict)
    link: Link = field(default_factory=Link)
    reader_ready: bool = True
    visitors: dict[CardHash, Student] = field(default_factory=dict)
    line: DoorLine = field(default_factory=DoorLine)
    near: DoorAppointments = field(default_factory=DoorAppointments)
    resuming: dict[PassId, OpenPass] = field(default_factory=dict)
    """Passes that ended here by mistake and are asked to go on; only for what is left of them."""
    back: JustBack = field(default_factory=JustBack)
    held: HeldAct | None = None
    """What staff have done last and can still take back, if the record could not."""
    prefs: DoorPrefs = field(default_factory=DoorPrefs)
    paused: bool = False
    """Staff have stopped new passes from this room, here."""
    asked_here: dict[PassId, None] = field(default_factory=dict)
    """Requests of this door that wait for a yes: the line may take them up when that comes."""
    asked: tuple[WaitsForYes, ...] = ()
    """Who waits for a yes that staff at this door can bring, as the aggregator says."""
    cards: int | None = None
    """Of which of the building's changes of cards `visitors` are."""
    checked_in: dict[PassId, None] = field(default_factory=dict)
    """Passes of other rooms whose students checked in here: the building may not know yet."""

    @classmethod
    def from_memory(cls, door: DoorId, room: RoomId, memory: DoorMemory) -> "DoorState":
        """Return the state of a door that has just read its journal."""
        state = cls(door, memory.boot, room, Outbox(memory))
        state.epoch, state.max_fence = memory.epoch, memory.max_fence
        state.paused, state.prefs = memory.paused, memory.prefs
        state.doubtful = frozenset(memory.reserved) if memory.unclean else frozenset()
        state.states = dict.fromkeys(sorted(memory.finished), PassState.ENDED)
        for opened in memory.open:
            state.opened(opened)
        return state

    def take_reserve(self) -> PassId | None:
        """Return the id in reserve for a request that is now sent; None if there is none."""
        reserved, self.reserve = self.reserve, None
        if reserved is not None:
            self.unkept.add(reserved)
        return reserved

    # --- people ---------------------------------------------------------------------------------

    def student_of(self, card: CardHash) -> Student | None:
        """Return whose card this is, if this door may know."""
        known = self.school.roster.student_by_card.get(card) if self.school else None
        return known or self.visitors.get(card)

    def staff_of(self, card: CardHash) -> StaffId | None:
        """Return whose badge this is."""
        staff = self.school.roster.staff_by_badge.get(card) if self.school else None
        return staff.id if staff else None

    def staff_label(self, staff: StaffId) -> str:
        """Return what a member of staff with a badge is called."""
        known = self.school.roster.staff.get(staff) if self.school else None
        return known.name if known else ""

    def remember_visitor(self, card: CardHash, identity: Identity) -> Student | None:
        """Keep, in memory only, a student whom the aggregator named; None if it knew nobody."""
        who = self.student_named(identity)
        if who is None:
            return None
        if identity.lent:
            # Whose it is now only the building knows, each time.
            return who
        while len(self.visitors) >= VISITORS_MAX:
            del self.visitors[next(iter(self.visitors))]
        self.visitors[card] = who
        return who

    def student_named(self, identity: Identity) -> Student | None:
        """Return whom the aggregator named; None if it knew nobody."""
        if identity.student is None:
            return None
        return Student(
            id=identity.student,
            first_name=identity.label or "",
            last_name="",
            language=identity.language or "",
            limit_exempt=identity.accommodations,
            favourites=identity.favourites,
        )

    def known(self, student: StudentId) -> Student | None:
        """Return a student of this room, or of another who has tapped here lately."""
        ours = self.known_school.roster.students.get(student)
        return ours or next((who for who in self.visitors.values() if who.id == student), None)

    def language_of(self, who: Student) -> str:
        """Return the language that the pages of `who`'s turn are in."""
        return who.language if who.language in LANGUAGES else self.prefs.language

    def open_of(self, student: StudentId) -> OpenPass | None:
        """Return the pass with which `student` is out from this room."""
        return next((p for p in self.open.values() if p.student == student), None)

    # --- decisions ------------------------------------------------------------------------------

    def facts(self, moment: Moment) -> Facts:
        """Return all that this one room can see."""
        school = self.known_school
        return Facts(
            now=moment.now,
            reach=Reach.ROOM,
            roster=school.roster,
            schedule=school.schedule,
            halls=self.halls,
            holds=self.stops,
            clock_known=moment.clock_known,
        )

    @property
    def known_school(self) -> DoorSchool:
        """Return the school; only called once a policy has come."""
        if self.school is None:
            text = f"door {self.door} was asked for a decision before its policy came"
            raise RuntimeError(text)
        return self.school

    def decide(self, ask: Ask, moment: Moment) -> Decision:
        """Apply the rulebook with the reach of this room."""
        return decide(rulebook_of(self.known_school.policy), ask, self.facts(moment))

    def decide_alone(self, ask: Ask, moment: Moment) -> Decision:
        """Apply the rulebook with the building out of reach, by `policy.when_alone`."""
        return alone(self.decide(ask, moment), self.known_school.policy.when_alone)

    def minutes_for(self, destination: DestinationId, *, accommodated: bool) -> int | None:
        """Return the allowance; None means no limit."""
        place = self.known_school.roster.destinations.get(destination)
        if accommodated:
            return None
        return place.minutes if place else self.known_school.policy.minutes_default

    @property
    def stops(self) -> Holds:
        """Return what is stopped, by the building's word and by this door's own."""
        if not self.paused:
            return self.holds
        return replace(self.holds, rooms=self.holds.rooms | {self.room})

    def asks_destination(self, destination: DestinationId) -> bool:
        """Say whether the yes to go there is its own staff's to give."""
        place = self.known_school.roster.destinations.get(destination)
        return place is not None and place.approval is Approval.DESTINATION

    def wait_for_yes(self, asked: PassId) -> None:
        """Remember a request that waits for a yes."""
        self.asked_here[asked] = None
        while len(self.asked_here) > ASKED_HERE_MAX:
            del self.asked_here[next(iter(self.asked_here))]

    def one_way(self, destination: DestinationId) -> bool:
        """Say whether nobody is expected back from there."""
        place = self.known_school.roster.destinations.get(destination)
        return place is not None and place.one_way

    # --- events ---------------------------------------------------------------------------------

    def event_head(self, pass_id: PassId, moment: Moment) -> EventHead:
        """Return the head of the next event of this life; its number is taken with that."""
        return EventHead(
            door=self.door,
            boot=self.boot,
            seq=self.outbox.next_seq(),
            id=pass_id,
            mono_ms=moment.mono_ms,
            at=known_time(moment),
        )

    def append(self, event: PassEvent) -> Append:
        """Return the change that records `event`, checked against the state of its pass."""
        if event.kind not in ELSEWHERE_KINDS:
            before = self.states.get(event.id, PassState.REQUESTED)
            self.states[event.id] = advance(before, event.kind, event.id)
        return Append(event)

    def start(self, started: Started, label: str, moment: Moment) -> list[DoorChange]:
        """Open a pass."""
        opened = OpenPass(
            started.id,
            started.student,
            label,
            started.destination,
            started.origin,
            moment.now,
            started.minutes,
        )
        appended = self.append(started)
        self.line.leave(started.student)
        self.opened(opened)
        return [PutOpen(opened), appended]

    def end(
        self,
        pass_id: PassId,
        how: EndedHow,
        moment: Moment,
        staff: StaffId | None = None,
        *,
        undone: bool = False,
    ) -> list[DoorChange]:
        """End an open pass."""
        if how is not EndedHow.VOID:
            self.back.ended(self.open[pass_id], moment)
        self.closed(pass_id)
        event = Ended(
            **self.event_head(pass_id, moment),
            how=how,
            staff=staff,
            undone=undone,
        )
        return [DropOpen(pass_id), self.append(event)]

    def refused(self, ask: Ask, code: str, moment: Moment) -> list[DoorChange]:
        """Record that the student was shown a no."""
        event = Refused(
            **self.event_head(ask.id, moment),
            student=ask.student,
            destination=ask.destination,
            reason=code,
        )
        return [self.append(event)]

    def wait_in_line(self, asked: Request, who: Student, place: int, moment: Moment) -> None:
        """Count a refused student as waiting here."""
        self.states[asked.id] = PassState.WAITING
        self.line.join(asked, who.label, place, moment)

    def opened(self, opened: OpenPass) -> None:
        """Count a pass as open here."""
        self.open[opened.id] = opened
        self.states[opened.id] = PassState.ACTIVE
        self.halls.put(
            Outing(opened.id, opened.student, opened.destination, opened.origin, opened.started_at)
        )

    def closed(self, pass_id: PassId) -> None:
        """Count a pass as open here no more."""
        opened = self.open.pop(pass_id)
        self.halls.forget(pass_id, opened.student)

    def finished(self) -> Iterable[PassId]:
        """Return passes that this door has ended, given up or been refused."""
        done = {*PassState} - {PassState.REQUESTED, PassState.ACTIVE}
        return (pass_id for pass_id, state in self.states.items() if state in done)


def known_time(moment: Moment) -> datetime | None:
    """Return the time to record: None while the clock is not known to be right."""
    return moment.now if moment.clock_known else None


def due_at(opened: OpenPass) -> datetime | None:
    """Return when the pass is due back; None means no limit."""
    if opened.minutes is None:
        return None
    return opened.started_at + timedelta(minutes=opened.minutes)
