"""A random walk through what a coordinator could ask of its journal."""

from datetime import date, datetime, time

from kiosk.core.aggregator.acts import DayCode
from kiosk.core.aggregator.board import AlertRow
from kiosk.core.aggregator.buildingbook import (
    Answered,
    BuildingChange,
    DropAppointment,
    PutAlert,
    PutAnswer,
    PutAppointment,
    PutBoot,
    PutCard,
    PutDayCode,
    PutEpoch,
    PutEvent,
    PutHolds,
    PutPass,
    PutPinTries,
    PutPrevented,
    PutQuarantine,
    Stream,
)
from kiosk.core.aggregator.givencards import GivenCard
from kiosk.core.appointments import Appointment, Repetition
from kiosk.core.events import PassEvent
from kiosk.core.ids import (
    AppointmentId,
    CardHash,
    DestinationId,
    DoorId,
    GroupId,
    RoomId,
    StaffId,
    StudentId,
)
from kiosk.core.pins import PinTries
from kiosk.core.rule import Holds
from kiosk.sim.campaign.building_disk import Ledger
from tests.store.examples import (
    CODEC,
    NOON,
    RESTROOM,
    boot,
    ended,
    grant,
    pass_id,
    refusal,
    request,
    started,
    uuid7,
)

Choice = tuple[int, int, int]
DOORS = [DoorId(f"d{n}") for n in range(3)]


def put(n: int, event: PassEvent, at: datetime = NOON) -> PutEvent:
    return PutEvent(n, event, CODEC.seal(event, None), at)


class Walk:
    """Turns drawn numbers into the changes that a coordinator could make at that point."""

    def __init__(self) -> None:
        self.model = Ledger()

    def changes(self, choice: Choice, now: datetime) -> list[BuildingChange]:
        what, first, second = choice
        door, life = DOORS[first % 3], boot(second % 4)
        match what:
            case 0 | 1 | 2:
                return self._event(first, second, now)
            case 3 | 4:
                return self._answer(first, second, now)
            case 5:
                return self._quarantine(door, second, now)
            case 6:
                return [PutBoot(door, life, second % 2 == 0 or door in self._current())]
            case 7:
                return [PutHolds(holds(first, second))]
            case 8:
                return [PutAlert(AlertRow(now, "urgent", f"{first} ñ", pass_id(second)))]
            case 9:
                return [PutAlert(AlertRow(now, "quarantine", "a door", None)), PutEpoch(first)]
            case 10:
                whose = f"door:d{first}"
                return [PutPinTries(PinTries(whose, second, second + first, now.date(), now))]
            case 11 if str(first) not in self.model.day_codes:
                rooms = frozenset(RoomId(str(n)) for n in range(second % 3))
                code = DayCode(str(first), StaffId(f"sub-{second}"), "Mr. Ñ", now.date(), rooms)
                return [PutDayCode(code)]
            case 13 | 14:
                return [PutCard(card_given(first, second, now))]
            case 12:
                made = appointment(first, second, now)
                return [DropAppointment(made.id) if second % 4 == 0 else PutAppointment(made)]
            case _:
                return [
                    PutPrevented(
                        pass_id(first), StudentId("s"), (GroupId("g"),), now, RESTROOM, now
                    )
                ]

    def _current(self) -> set[DoorId]:
        return {door for (door, _), old in self.model.boots.items() if not old}

    def _event(self, first: int, second: int, now: datetime) -> list[BuildingChange]:
        door, life, seq = DOORS[first % 3], boot(second % 4), (first + second) % 9 + 1
        if self.model.streams.get((door, life), Stream()).has(seq):
            return []
        event = (started if second % 3 else ended)(first, life, seq, door)
        made = put(max(self.model.feed, default=0) + 1, event, now)
        return [made, self._pass(event.id, made, now)]

    def _answer(self, first: int, second: int, now: datetime) -> list[BuildingChange]:
        if pass_id(first) in self.model.answers:
            return []
        said = grant(first, second) if second % 3 else refusal(first)
        made = PutAnswer(Answered(request(first), said, now))
        return [made, self._pass(pass_id(first), made, now)]

    def _pass(self, of: object, made: BuildingChange, now: datetime) -> PutPass:
        ahead = Ledger(feed=dict(self.model.feed), answers=dict(self.model.answers))
        ahead.apply([made])
        record = ahead.record(of)  # type: ignore[arg-type]  # a pass id
        student, destination, origin = record.who or (None, None, None)
        return PutPass(record.id, student, destination, origin, record.held, now)

    def _quarantine(self, door: DoorId, second: int, now: datetime) -> list[BuildingChange]:
        if second == 0:
            return [PutQuarantine(door, None, None, b"\x00", "not JSON", now)]
        life = boot(second % 4)
        if self.model.streams.get((door, life), Stream()).has(second):
            return []
        return [PutQuarantine(door, life, second, b"\xff", "not UTF-8", now)]


def card_given(first: int, second: int, now: datetime) -> GivenCard:
    """A card given with an id by `first`, taken back or not by `second`."""
    given = GivenCard(
        id=f"e-{first}",
        card=CardHash(f"{first:064x}"),
        student=StudentId("s"),
        staff=StaffId("t"),
        at=NOON,
        day=NOON.date() if first % 2 else None,
        name="L-1" if first % 2 else "",
        door=None if first % 3 else DOORS[0],
    )
    return given.ended(StaffId("t-2"), now) if second % 2 else given


def appointment(first: int, second: int, now: datetime) -> Appointment:
    """An appointment with an id by `first` and everything else by `second`."""
    today = date(2026, 3, 9)
    again = Repetition(frozenset({0, 4}), today if second % 3 else None)
    return Appointment(
        id=AppointmentId(uuid7(0xA0_0000 + first)),
        student=StudentId(f"s{second}"),
        destination=DestinationId("office"),
        made_by=StaffId("t1"),
        made_at=now,
        day=today,
        at=time(10, second % 60),
        minutes=None if second % 2 else second + 1,
        declinable=second % 3 == 0,
        repetition=again if second % 2 else None,
        urgent=second % 5 == 0,
        round_trip=second % 7 != 0,
        origin=RoomId("214") if second % 3 == 1 else None,
        note="ñ" * (second % 3),
        called_off=frozenset({today}) if second % 2 else frozenset(),
        cancelled_at=now if second % 5 == 1 else None,
    )


def holds(first: int, second: int) -> Holds:
    return Holds(
        hold=first % 2 == 0,
        rooms=frozenset(RoomId(str(n)) for n in range(first % 3)),
        destinations=frozenset(DestinationId(str(n)) for n in range(second % 3)),
        students=frozenset({StudentId("s1")}) if second % 2 else frozenset(),
    )
