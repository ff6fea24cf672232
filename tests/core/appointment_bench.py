"""A building in which Maya, Omar and Ivy sit in room 214, and staff make appointments."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from kiosk.core.aggregator.acts import ActFault
from kiosk.core.aggregator.coordination import BuildingCommand
from kiosk.core.aggregator.staffing import Outcome, act
from kiosk.core.appointments import Appointment, AppointmentsMade, Occurrence
from kiosk.core.ids import DestinationId, StaffId, StudentId, occurrence_id
from kiosk.core.protocol import Grant, NearAppointment, Request
from kiosk.core.schedule import Period, Schedule
from kiosk.core.school import EncounterGroup, School, Staff
from tests.core.appointment_facts import COUNSELOR, appointment
from tests.core.building_bench import (
    BOOTH,
    DOOR_214,
    IVY,
    MAYA,
    NOON,
    OMAR,
    ROOM_118,
    ROOM_214,
    BuildingBench,
    beat,
    school,
    started,
    sync_in,
)

MINUTE = timedelta(minutes=1)
DAY = date(2026, 3, 4)
PAST_NOON = time(12, 5)
"""In New York: five minutes after NOON."""
SCHOOL_DAYS = Schedule(
    ZoneInfo("America/New_York"),
    {"regular": (Period("1", time(8), time(15)),)},
    dict.fromkeys(range(5), "regular"),
)
REYES = StaffId(COUNSELOR)


def seated(*groups: EncounterGroup, booth: int | None = None, **policy: object) -> School:
    """The booth belongs to room 118, whose kiosk checks arrivals in."""
    of = school(*groups, booth=booth, **policy)  # type: ignore[arg-type] # hall too
    roster = of.roster
    students = {
        s.id: replace(s, rooms=frozenset({ROOM_214}) if s.id in (MAYA, OMAR, IVY) else s.rooms)
        for s in roster.students.values()
    }
    places = {**roster.destinations}
    places[BOOTH] = replace(places[BOOTH], room=ROOM_118, name={"en": "Booth"})
    staff = {REYES: Staff(REYES, "Ms. Reyes")}
    whole = replace(roster, students=students, destinations=places, staff=staff)
    return replace(of, roster=whole, schedule=SCHOOL_DAYS)


def bench(*groups: object, **policy: object) -> BuildingBench:
    return BuildingBench(seated(*groups, **policy))  # type: ignore[arg-type] # of seated


def answered(of: BuildingBench, asked: Request) -> str:
    said = of.answer(asked)
    return "go" if isinstance(said, Grant) else said.reason


def set_out(of: BuildingBench, asked: Request) -> None:
    """Let the door start what it was granted."""
    assert answered(of, asked) == "go"
    event = started(asked, of.next_seq(asked.door), of.now)
    of.take(replace(event, appointment=asked.appointment))


def at_the_booth(who: StudentId = MAYA, at: time = PAST_NOON, **more: object) -> Appointment:
    made = appointment(who, BOOTH, day=DAY, at=at, made_at=NOON)
    return replace(made, **more)  # type: ignore[arg-type] # fields of Appointment, by name


def make(bench: BuildingBench, *made: Appointment, anyway: bool = False) -> list[BuildingCommand]:
    return bench.give(AppointmentsMade(made, REYES, anyway=anyway))


def outcome(bench: BuildingBench, *made: Appointment, anyway: bool = False) -> Outcome:
    asked = AppointmentsMade(made, REYES, anyway=anyway)
    return act(bench.mind.building, bench.mind._hand, asked, bench.now)


def fault(bench: BuildingBench, *made: Appointment) -> ActFault:
    found = outcome(bench, *made).fault
    assert found is not None
    return found


def near(bench: BuildingBench, door: str = DOOR_214, **of_beat: object) -> list[NearAppointment]:
    """What the answer to a heartbeat tells `door`."""
    bench.commands.clear()
    bench.say(beat(door, **of_beat))  # type: ignore[arg-type] # arguments of beat, by name
    told = sync_in(bench.commands).appointments
    assert told is not None
    return list(told)


def going(bench: BuildingBench, made: Appointment, to: DestinationId = BOOTH) -> Request:
    """Return the request of the student whose appointment it is."""
    return replace(
        bench.ask(made.student, to),
        approved_by=made.made_by,
        appointment=occurrence_id(made.id, made.day),
    )


def kept(bench: BuildingBench) -> Iterable[Appointment]:
    return bench.journal.appointments.values()


def occurrence(bench: BuildingBench, made: Appointment) -> Occurrence:
    found = bench.mind.building.diary.occurrence(occurrence_id(made.id, made.day))
    assert found is not None
    return found
