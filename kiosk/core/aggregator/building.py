"""What the aggregator knows between two inputs: every pass that counts, and how far each door is.

Only `Building.put` changes what is known of a pass, so the indexes can't fall behind.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import islice

from kiosk.core.aggregator.acts import DayCode
from kiosk.core.aggregator.board import AlertRow
from kiosk.core.aggregator.buildingbook import Answered, BuildingMemory, PurgeTally, Stream
from kiosk.core.aggregator.conflicts import Span, longest, started_unasked
from kiosk.core.aggregator.diary import Diary
from kiosk.core.aggregator.givencards import GivenCards
from kiosk.core.aggregator.passes import PassRecord
from kiosk.core.aggregator.pauses import Pauses
from kiosk.core.aggregator.waits import Waits
from kiosk.core.halls import Halls
from kiosk.core.ids import BootId, DestinationId, DoorId, PassId, StaffId, StudentId
from kiosk.core.pins import PinTries
from kiosk.core.rule import Ask, Facts, Reach
from kiosk.core.rulebook import rulebook_of
from kiosk.core.school import DestinationKind, School
from kiosk.core.tally import Tally, TallySpans

REMEMBERED = timedelta(hours=48)
"""How long answers and finished passes stay in memory: far longer than a message can be late."""
ALERTS_SHOWN_MAX = 50
NEVER_FIRST = frozenset({DestinationKind.NURSE, DestinationKind.COUNSELOR})
"""Kinds of places that are nobody's favourite: the first tile must not tell of such visits."""
FAVOURITES_MAX = 3
"""As many as a student finds at a glance; the other places stand behind them."""


@dataclass(slots=True)
class DoorInfo:
    """How one door is doing, as last heard; not kept on disk."""

    online: bool = False
    last_heard: datetime | None = None
    outbox: int = 0
    health: Mapping[str, str | int | float | bool | None] = field(default_factory=dict)
    told_online: bool = False
    """What IT was told last."""
    silence_told: bool = False
    """Staff were told that it is offline, and it has not been heard since."""
    said_seq: dict[BootId, int] = field(default_factory=dict)
    """The highest number of each life that a heartbeat of this door has named."""
    lives: set[BootId] = field(default_factory=set)
    """Lives that a heartbeat has come from: a late one from an earlier life is nothing new."""


class Building:
    """The state of one building."""

    def __init__(self, school: School, memory: BuildingMemory) -> None:
        self.school = school
        self.rulebook = rulebook_of(school.policy)
        self.epoch, self.fence, self.n = memory.epoch, memory.fence, memory.n
        self.barrier = memory.barrier
        self.current: dict[DoorId, BootId] = dict(memory.current)
        self.superseded: set[tuple[DoorId, BootId]] = set(memory.superseded)
        self.streams: dict[tuple[DoorId, BootId], Stream] = dict(memory.streams)
        self.answers: dict[PassId, Answered] = {a.request.id: a for a in memory.answers}
        self.holds = memory.holds
        self.alerts: deque[AlertRow] = deque(memory.alerts, maxlen=ALERTS_SHOWN_MAX)
        self.doors: dict[DoorId, DoorInfo] = {
            door: DoorInfo() for door in school.roster.room_by_door
        }
        self.pin_tries: dict[str, PinTries] = {tries.whose: tries for tries in memory.pin_tries}
        self.pauses = Pauses(memory.pauses)
        self.day_codes: dict[str, DayCode] = {code.digest: code for code in memory.day_codes}
        self.records: dict[PassId, PassRecord] = {}
        self.diary = Diary(school.schedule, memory.appointments)
        self.cards = GivenCards(memory.cards)
        self.halls = Halls()
        self.tally = Tally(memory.tally)
        self.spans: dict[PassId, Span] = {}
        """The longest that each pass can have lasted."""
        self.unasked: set[PassId] = set()
        """Passes that started without the aggregator: those that may break a rule (A7)."""
        self._held_by_door: dict[DoorId, set[PassId]] = {}
        kept = [answered.at for answered in memory.answers]
        for record in memory.records:
            self.put(record)
            kept += [taken.at for taken in record.taken.values()]
        self._kept_at = max(kept, default=datetime.min.replace(tzinfo=UTC))
        self.waits = Waits.replayed(school, self.knows_staff, memory.answers, memory.records)
        self.line, self.approvals = self.waits.line, self.waits.approvals

    def put(self, record: PassRecord) -> None:
        """Take the newest state of one pass."""
        old = self.records.get(record.id)
        if old is not None and old.door is not None:
            self._held_by_door.get(old.door, set()).discard(record.id)
        if old is not None and old.who is not None:
            self.halls.forget(record.id, old.who[0])
            self.tally.forget(record.id, old.who[0])
        self.records[record.id] = record
        self.spans[record.id] = longest(record)
        outing = record.outing()
        if outing is not None:
            self.halls.put(outing)
            self.tally.put(outing)
        if record.held and record.door is not None:
            self._held_by_door.setdefault(record.door, set()).add(record.id)
        if started_unasked(record):
            self.unasked.add(record.id)
        self.diary.take(record)

    def kept_at(self, now: datetime) -> datetime:
        """Return the time to keep with a fact: `now`, but never before a fact that is kept already.

        Which passes may have overlapped is read from these times (A7): a clock that is set back
        must not put what happens now before what was over by then.
        """
        self._kept_at = max(self._kept_at, now)
        return self._kept_at

    def record(self, pass_id: PassId) -> PassRecord:
        """Return what is known of one pass, nothing included."""
        return self.records.get(pass_id) or PassRecord(pass_id)

    def taken_upto(self, door: DoorId, boot: BootId) -> int:
        """Return the highest event number of one life that has been taken in."""
        stream = self.streams.get((door, boot), Stream())
        return max(stream.beyond, default=stream.upto)

    def held_at(self, door: DoorId) -> Iterable[PassRecord]:
        """Return the held passes of one door, in a fixed order."""
        return (self.records[pass_id] for pass_id in sorted(self._held_by_door.get(door, ())))

    def held(self) -> Iterable[PassRecord]:
        """Return every held pass that rules count."""
        return (self.records[pass_id] for pass_id in self.halls.outings())

    def facts(self, now: datetime, ask: Ask) -> Facts:
        """Return everything as rules see it for `ask`; places kept for other students are taken."""
        waiting = self.line.of(ask.student)
        held_back = waiting is not None and waiting.may_be_held_back
        return Facts(
            now=now,
            reach=Reach.BUILDING,
            roster=self.school.roster,
            schedule=self.school.schedule,
            halls=self.line.seen_by(self.halls, ask.student),
            holds=replace(self.holds, rooms=self.holds.rooms | self.pauses.rooms),
            tally=self.tally,
            waiting_since=waiting.joined if waiting is not None and held_back else None,
            yes_since=self.line.yes_since(waiting, ask.approved_by, now),
        )

    def tries(self, whose: str, now: datetime) -> tuple[PinTries, datetime | None]:
        """Return the wrong tries of today, and when the next is taken; None means at once."""
        schedule = self.school.schedule
        tries = self.pin_tries.get(whose, PinTries(whose)).on(schedule.date_at(now))
        return tries, tries.wait_until(schedule.next_day_start(now))

    def staff_name(self, staff: StaffId) -> str:
        """Return what staff are called, substitutes included."""
        person = self.school.roster.staff.get(staff)
        if person is not None:
            return person.name
        return next((c.name for c in self.day_codes.values() if c.staff == staff), "")

    def knows_staff(self, staff: StaffId) -> bool:
        """Say whether the school, or a day code, knows who this is."""
        return staff in self.school.roster.staff or self.staff_name(staff) != ""

    def door_info(self, door: DoorId) -> DoorInfo:
        """Return how `door` is doing; a door that the roster does not name gets an entry too."""
        return self.doors.setdefault(door, DoorInfo())

    def favourites(self, student: StudentId, now: datetime) -> tuple[DestinationId, ...]:
        """Return where the student went most often before today, which stands still all day."""
        places, schedule = self.school.roster.destinations, self.school.schedule
        often = self.tally.favourites(student, schedule.day_start(schedule.date_at(now)))
        shown = (p for p in often if p in places and places[p].kind not in NEVER_FIRST)
        return tuple(islice(shown, FAVOURITES_MAX))

    def begin_day(self, now: datetime) -> PurgeTally:
        """Drop what nothing can ask for any more; return what the journal is to forget with it."""
        self.forget_before(now - REMEMBERED)
        spans = TallySpans.at(self.school.schedule, now)
        self.tally.settle(spans, self.records)
        return PurgeTally(min(spans.term_from, spans.week_from))

    def forget_before(self, instant: datetime) -> None:
        for pass_id, answered in list(self.answers.items()):
            if answered.at < instant and not self.record(pass_id).held:
                del self.answers[pass_id]
        for record in list(self.records.values()):
            times = [taken.at for taken in record.taken.values()]
            if not record.held and max(times, default=instant) < instant:
                del self.records[record.id], self.spans[record.id]
                self.diary.forget(record)
                self.unasked.discard(record.id)
        self.halls.forget_finished_before(instant)
