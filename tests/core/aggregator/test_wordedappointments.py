from dataclasses import replace
from datetime import time

import pytest

from kiosk.core.aggregator.coordination import ActAsked
from kiosk.core.aggregator.staffing import Outcome, act
from kiosk.core.appointments import Appointment, AppointmentsAsked
from tests.core.appointment_bench import DAY, REYES, kept, seated
from tests.core.appointment_facts import appointment_id, weekly
from tests.core.building_bench import BOOTH, MAYA, NOON, OMAR, ROOM_118, BuildingBench

ASKED = AppointmentsAsked(
    ids=(appointment_id(9001),), students=("s-maya",), destination="booth", staff=REYES
)


def bench() -> BuildingBench:
    return BuildingBench(seated())


def outcome(of: BuildingBench, asked: AppointmentsAsked) -> Outcome:
    return act(of.mind.building, of.mind._hand, asked, of.now)


def made(asked: AppointmentsAsked) -> Appointment:
    of = bench()
    of.give(ActAsked(asked, "a-1"))
    (found,) = kept(of)
    return found


def test_what_is_not_said_is_today_now_and_as_long_as_the_place_allows() -> None:
    found = made(ASKED)
    assert (found.student, found.destination, found.made_by) == (MAYA, BOOTH, REYES)
    assert (found.day, found.at, found.minutes) == (DAY, time(12), 5)
    assert found.made_at == NOON


def test_what_is_said_stands() -> None:
    found = made(
        replace(
            ASKED,
            at=time(13, 5),
            minutes=20,
            declinable=True,
            repetition=weekly(2),
            round_trip=False,
            note="about the trip",
        )
    )
    assert (found.at, found.minutes, found.declinable) == (time(13, 5), 20, True)
    assert (found.repetition, found.round_trip, found.note) == (weekly(2), False, "about the trip")


@pytest.mark.parametrize("name", ["s-maya", "Maya", "maya lopez", "Maya L."])
def test_a_student_may_be_named(name: str) -> None:
    assert made(replace(ASKED, students=(name,))).student == MAYA


def test_so_may_place_and_room() -> None:
    found = made(replace(ASKED, destination="Booth", origin="r-118"))
    assert (found.destination, found.origin) == (BOOTH, ROOM_118)


@pytest.mark.parametrize(
    ("field", "asked", "why"),
    [
        ("student", replace(ASKED, students=("Zoe",)), "is called Zoe"),
        ("student", replace(ASKED, students=("Lopez",)), "Maya Lopez (s-maya)"),
        ("destination", replace(ASKED, destination="roof"), "is called roof"),
        ("origin", replace(ASKED, origin="attic"), "is called attic"),
        ("students", replace(ASKED, students=("Maya", "Omar")), "each student once"),
    ],
)
def test_a_name_that_means_nobody_or_several_is_told(
    field: str, asked: AppointmentsAsked, why: str
) -> None:
    of = bench()
    fault = outcome(of, asked).fault
    assert fault is not None
    assert fault.field == field
    assert why in fault.why
    assert not list(kept(of))


def test_who_asked_is_told_the_ids() -> None:
    two = replace(
        ASKED, ids=(appointment_id(9001), appointment_id(9002)), students=("Maya", "Omar")
    )
    of = bench()
    found = outcome(of, two)
    assert found.told == {"appointments": list(two.ids)}
    assert [a.student for a in of.mind.building.diary.all()] == [MAYA, OMAR]
