from datetime import time, timedelta

from kiosk.core.aggregator.appointmentwords import SHOWN_MAX
from kiosk.core.aggregator.boarding import Rows, draw_board
from kiosk.core.aggregator.coordination import BeatDue
from kiosk.core.appointments import OccurrenceState
from tests.core.appointment_bench import DAY, MINUTE, at_the_booth, make, seated
from tests.core.appointment_facts import weekly
from tests.core.building_bench import IVY, MAYA, NOON, OMAR, BuildingBench


def test_the_board_lists_appointments_by_time_with_what_became_of_them() -> None:
    of = BuildingBench(seated())
    make(of, at_the_booth(MAYA, at=time(12, 5)))
    make(of, at_the_booth(OMAR, at=time(12, 30)))
    make(of, at_the_booth(IVY, at=time(9), day=DAY + timedelta(days=1), repetition=weekly(3)))
    of.now += 21 * MINUTE
    of.give(BeatDue())
    rows = draw_board(of.mind.building, Rows(), of.now).appointments
    assert [(row.student, row.destination, row.state) for row in rows] == [
        ("Maya Lopez", "Booth", OccurrenceState.MISSED),
        ("Omar Lopez", "Booth", OccurrenceState.REMINDED),
        ("Ivy Lopez", "Booth", OccurrenceState.DUE),
    ]
    assert rows[0].at == NOON + 5 * MINUTE
    assert rows[0].made_by == "Ms. Reyes"
    assert [row.repeats for row in rows] == [False, False, True]


def test_what_is_long_past_or_far_ahead_is_not_listed_and_the_list_has_a_bound() -> None:
    of = BuildingBench(seated())
    for n in range(SHOWN_MAX + 5):
        of.mind.building.diary.put(at_the_booth(MAYA, day=DAY + timedelta(days=2), minutes=n + 1))
    of.mind.building.diary.put(at_the_booth(OMAR, at=time(10)))
    of.mind.building.diary.put(at_the_booth(OMAR, day=DAY + timedelta(days=8)))
    rows = draw_board(of.mind.building, Rows(), of.now).appointments
    assert len(rows) == SHOWN_MAX
    assert {row.student for row in rows} == {"Maya Lopez"}
