from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta

import pytest

from kiosk.core.aggregator.appointing import AT_ONCE_MAX
from kiosk.core.aggregator.coordination import BeatDue, Broadcast, PublishPass, RaiseAlert
from kiosk.core.aggregator.staffing import act
from kiosk.core.appointments import Appointment, AppointmentCancelled, Repetition
from kiosk.core.ids import AppointmentId, DestinationId, RoomId, StudentId
from tests.core.appointment_bench import (
    DAY,
    MINUTE,
    REYES,
    at_the_booth,
    fault,
    kept,
    make,
    near,
    outcome,
    seated,
)
from tests.core.appointment_facts import weekly
from tests.core.building_bench import IVY, MAYA, NOAH, OMAR, BuildingBench, apart

WEEK = timedelta(weeks=1)


def bench(*groups: object, **policy: object) -> BuildingBench:
    return BuildingBench(seated(*groups, **policy))  # type: ignore[arg-type] # of seated


def cancel(of: BuildingBench, made: Appointment, *, one_date: bool = False) -> str | None:
    day = made.day if one_date else None
    asked = AppointmentCancelled(made.id, REYES, day)
    found = act(of.mind.building, of.mind._hand, asked, of.now).fault
    return found.field if found else None


# --- making --------------------------------------------------------------------------------------


def test_what_staff_make_is_kept_and_told_with_its_maker() -> None:
    of, made = bench(), at_the_booth()
    make(of, made)
    assert list(kept(of)) == [made]
    (alert,) = of.alerts("appointment_made")
    assert alert.text == "Appointment: Maya L., Booth, Wed 4 Mar 12:05"
    assert alert.staff == REYES


def test_one_act_makes_it_for_many_and_tells_once() -> None:
    of = bench()
    make(of, at_the_booth(MAYA), at_the_booth(OMAR), at_the_booth(IVY))
    assert len(list(kept(of))) == 3
    (alert,) = of.alerts("appointment_made")
    assert alert.text == "Appointment: Maya L. and 2 more, Booth, Wed 4 Mar 12:05"


def test_nothing_about_it_is_broadcast_or_retained() -> None:
    told = make(bench(), at_the_booth())
    assert [c for c in told if isinstance(c, RaiseAlert)]
    assert not [c for c in told if isinstance(c, Broadcast | PublishPass)]


def test_what_is_in_the_way_is_named_and_nothing_is_kept() -> None:
    of = bench(booth=1)
    make(of, at_the_booth(OMAR))
    found = fault(of, at_the_booth(MAYA), at_the_booth(IVY, at=time(13)))
    assert found.field == "appointments"
    assert found.why == "Maya L., Wed 4 Mar 12:05: the place would be full. Free at Wed 4 Mar 12:15"
    assert len(list(kept(of))) == 1


def test_staff_may_go_past_a_full_place() -> None:
    of = bench(booth=1)
    make(of, at_the_booth(OMAR))
    make(of, at_the_booth(MAYA), anyway=True)
    assert len(list(kept(of))) == 2


@pytest.mark.parametrize("anyway", [False, True])
def test_nobody_goes_past_an_encounter_which_reads_as_a_full_hallway(*, anyway: bool) -> None:
    private, public = bench(apart(MAYA, OMAR)), bench(hall=1)
    for of in (private, public):
        make(of, at_the_booth(OMAR))
    refused = [outcome(of, at_the_booth(MAYA), anyway=anyway) for of in (private, public)]
    assert refused[0] == refused[1]
    assert refused[0].fault is not None
    assert "the hallway would be full" in refused[0].fault.why


def test_nor_past_an_encounter_that_stands_behind_many_full_places() -> None:
    of = bench(apart(MAYA, OMAR), booth=0)
    make(of, at_the_booth(OMAR, day=DAY + 3 * WEEK), anyway=True)
    every_day = weekly(*range(5))
    daily = [at_the_booth(who, repetition=every_day) for who in (IVY, NOAH, MAYA)]
    found = outcome(of, *daily, anyway=True).fault
    assert found is not None
    assert found.why.startswith("Maya L., Wed 25 Mar 12:05:")
    assert outcome(of, *daily[:2], anyway=True).fault is None


def test_a_student_is_not_made_to_be_in_two_places() -> None:
    of = bench()
    make(of, at_the_booth())
    assert outcome(of, at_the_booth(), anyway=True).fault is not None


FAULTS: list[tuple[str, Callable[[], list[Appointment]]]] = [
    ("student", list),
    ("student", lambda: [at_the_booth() for _ in range(AT_ONCE_MAX + 1)]),
    ("student", lambda: [at_the_booth(StudentId("s-nobody"))]),
    ("destination", lambda: [at_the_booth(destination=DestinationId("roof"))]),
    ("minutes", lambda: [at_the_booth(minutes=0)]),
    ("minutes", lambda: [at_the_booth(minutes=481)]),
    ("every", lambda: [at_the_booth(repetition=Repetition(frozenset()))]),
    ("until", lambda: [at_the_booth(repetition=weekly(2, until=DAY - WEEK))]),
    ("origin", lambda: [at_the_booth(origin=RoomId("r-9"))]),
    ("origin", lambda: [at_the_booth(NOAH, urgent=True)]),
]


@pytest.mark.parametrize(("field", "asked"), FAULTS)
def test_what_makes_no_sense_names_its_field(
    field: str, asked: Callable[[], list[Appointment]]
) -> None:
    of = bench()
    assert fault(of, *asked()).field == field
    assert not list(kept(of))


# --- cancelling ----------------------------------------------------------------------------------


def test_a_cancelled_one_is_told_and_shown_at_no_door() -> None:
    of, made = bench(), at_the_booth()
    make(of, made)
    of.give(AppointmentCancelled(made.id, REYES))
    assert near(of) == []
    (alert,) = of.alerts("appointment_cancelled")
    assert alert.text == "Cancelled: Maya L., Booth, Wed 4 Mar 12:05"
    assert alert.staff == REYES


def test_one_date_can_be_cancelled() -> None:
    of = bench()
    made = replace(at_the_booth(), repetition=weekly(2))
    of.mind.building.diary.put(made)
    assert cancel(of, made, one_date=True) is None
    assert near(of) == []
    changed = of.mind.building.diary.get(made.id)
    assert changed is not None
    assert changed.cancelled_at is None


@pytest.mark.parametrize("one_date", [False, True])
def test_what_is_cancelled_or_over_can_not_be_cancelled(*, one_date: bool) -> None:
    of, made = bench(), at_the_booth()
    make(of, made)
    assert cancel(of, made, one_date=one_date) is None
    assert cancel(of, made, one_date=one_date) is not None
    late, missed = bench(), at_the_booth()
    make(late, missed)
    late.now += 30 * MINUTE
    assert cancel(late, missed, one_date=one_date) is not None


def test_an_appointment_that_nobody_made_can_not_be_cancelled() -> None:
    assert cancel(bench(), at_the_booth()) == "id"
    unknown = replace(at_the_booth(), id=AppointmentId("00000000-0000-7000-8000-000000000000"))
    assert cancel(bench(), unknown) == "id"


# --- over time -----------------------------------------------------------------------------------


def test_appointments_outlive_the_program() -> None:
    of, made = bench(), at_the_booth()
    make(of, made)
    of.start()
    assert [n.student for n in near(of)] == [MAYA]


def test_what_is_long_over_is_forgotten_and_a_repetition_goes_on() -> None:
    of, once = bench(), at_the_booth()
    again = replace(at_the_booth(OMAR), repetition=weekly(2))
    make(of, once)
    of.mind.building.diary.put(again)
    of.give(BeatDue())
    of.now += timedelta(days=3)
    of.give(BeatDue())
    assert list(kept(of)) == []
    assert of.mind.building.diary.all() == (again,)
