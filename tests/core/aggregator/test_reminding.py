from dataclasses import replace
from datetime import time, timedelta

import pytest

from kiosk.core.aggregator.coordination import BeatDue, Reply
from kiosk.core.aggregator.heartbeats import NEAR_MAX
from kiosk.core.appointments import NEAR_AFTER, NEAR_BEFORE, OccurrenceState
from kiosk.core.events import Declined, EndedHow
from kiosk.core.ids import OccurrenceId, PassId, StudentId, occurrence_id
from kiosk.core.protocol import DoorCommand
from kiosk.feed.codec import MESSAGE_BYTES_MAX, JsonCodec
from tests.core.appointment_bench import (
    DAY,
    MINUTE,
    REYES,
    answered,
    at_the_booth,
    bench,
    going,
    make,
    near,
    occurrence,
    set_out,
)
from tests.core.appointment_facts import appointment_id
from tests.core.building_bench import (
    BOOT,
    BOOTH,
    DOOR_118,
    DOOR_214,
    IVY,
    MAYA,
    NOON,
    OMAR,
    RESTROOM,
    ROOM_118,
    ROOM_214,
    SECOND,
    BuildingBench,
    beat,
    ended,
    school,
    sync_in,
)


def declined(of: BuildingBench, named: OccurrenceId, who: StudentId = MAYA) -> Declined:
    return Declined(
        door=DOOR_214,
        boot=BOOT,
        seq=of.next_seq(DOOR_214),
        id=PassId("p-declined"),
        mono_ms=1,
        at=of.now,
        student=who,
        appointment=named,
    )


def doors_ordered(commands: list[object]) -> list[str]:
    return [c.door for c in commands if isinstance(c, Reply) and isinstance(c.message, DoorCommand)]


# --- what doors are told -------------------------------------------------------------------------


def test_the_doors_of_the_students_room_and_of_the_place_are_told() -> None:
    of, made = bench(), at_the_booth(minutes=20, declinable=True)
    make(of, made)
    (here,) = near(of, DOOR_214)
    assert (here.id, here.student, here.label) == (occurrence_id(made.id, DAY), MAYA, "Maya L.")
    assert (here.destination, here.at, here.minutes) == (BOOTH, NOON + 5 * MINUTE, 20)
    assert (here.declinable, here.urgent, here.approved_by) == (True, False, REYES)
    assert here.leaves_here
    (there,) = near(of, DOOR_118)
    assert not there.leaves_here


def test_other_doors_are_told_nothing() -> None:
    of = bench()
    make(of, at_the_booth(destination=RESTROOM))
    assert near(of, DOOR_118) == []


def test_a_room_that_staff_named_is_the_only_one_to_leave_from() -> None:
    of = bench()
    make(of, at_the_booth(destination=RESTROOM, origin=ROOM_118))
    assert near(of, DOOR_214) == []
    assert near(of, DOOR_118)[0].leaves_here


def test_only_what_is_near_is_told() -> None:
    of = bench()
    make(of, at_the_booth(at=time(13)))
    half_past = NOON + timedelta(hours=1)
    seen = []
    for at in (-NEAR_BEFORE - SECOND, -NEAR_BEFORE, NEAR_AFTER - SECOND, NEAR_AFTER):
        of.now = half_past + at
        seen.append(len(near(of)))
    assert seen == [0, 1, 1, 0]


def test_out_of_step_nothing_is_said_about_appointments() -> None:
    of = bench()
    make(of, at_the_booth())
    of.commands.clear()
    of.say(beat(last_seq={BOOT: 1}))
    assert sync_in(of.commands).appointments is None


def test_who_has_gone_is_not_told_again() -> None:
    of, made = bench(), at_the_booth()
    make(of, made)
    set_out(of, going(of, made))
    assert near(of, last_seq={BOOT: 1}) == []


def test_a_start_that_was_never_shown_does_not_count() -> None:
    of, made = bench(), at_the_booth()
    make(of, made)
    asked = going(of, made)
    set_out(of, asked)
    of.take(ended(asked, of.next_seq(DOOR_214), of.now, EndedHow.VOID))
    assert len(near(of, last_seq={BOOT: 2})) == 1


def test_an_urgent_one_waits_for_a_student_who_is_out_to_come_back() -> None:
    of = bench()
    asked = of.grant(MAYA)
    of.start_pass(asked)
    make(of, at_the_booth(urgent=True))
    assert near(of, last_seq={BOOT: 1}, opened=(asked.id,)) == []
    of.end_pass(asked)
    assert near(of, last_seq={BOOT: 2})[0].urgent


def test_a_list_has_a_bound_urgent_ones_first_and_fits_a_message() -> None:
    of = bench()
    roster = of.school.roster
    crowd = {
        (who := StudentId(f"s-{n:030}")): replace(
            roster.students[MAYA], id=who, first_name="Maximiliane", last_name="Z"
        )
        for n in range(40)
    }
    of.mind.building.school = replace(of.school, roster=replace(roster, students=crowd))
    for n, who in enumerate(crowd):
        of.mind.building.diary.put(
            at_the_booth(who, urgent=n == 39, id=appointment_id(1000 + n), origin=ROOM_214)
        )
    told = near(of)
    assert len(told) == NEAR_MAX
    assert [n.urgent for n in told] == [True] + [False] * (NEAR_MAX - 1)
    payload = JsonCodec().encode(sync_in(of.commands))
    assert len(payload) < MESSAGE_BYTES_MAX * 3 // 4


def test_doors_fetch_what_has_come_near_once() -> None:
    of = bench()
    make(of, at_the_booth(at=time(13)))
    of.now = NOON + timedelta(minutes=50)
    assert doors_ordered(list(of.give(BeatDue()))) == [DOOR_118, DOOR_214]
    assert doors_ordered(list(of.give(BeatDue()))) == []


def test_doors_fetch_at_once_what_is_made_for_now() -> None:
    of = bench()
    assert doors_ordered(list(make(of, at_the_booth()))) == [DOOR_118, DOOR_214]


# --- what becomes of it --------------------------------------------------------------------------


def state(of: BuildingBench, made: object) -> OccurrenceState:
    found = occurrence(of, made)  # type: ignore[arg-type] # an appointment
    return of.mind.building.diary.state(found, of.now)


def test_who_went_has_taken_it() -> None:
    of, made = bench(), at_the_booth()
    make(of, made)
    assert state(of, made) is OccurrenceState.REMINDED
    set_out(of, going(of, made))
    assert state(of, made) is OccurrenceState.TAKEN
    of.start()
    assert state(of, made) is OccurrenceState.TAKEN


def test_who_declines_is_told_to_staff_and_not_reminded_any_more() -> None:
    of, made = bench(), at_the_booth(declinable=True)
    make(of, made)
    of.take(declined(of, occurrence_id(made.id, DAY)))
    assert state(of, made) is OccurrenceState.DECLINED
    (alert,) = of.alerts("appointment_declined")
    assert alert.text == "Declined: Maya L., Booth, Wed 4 Mar 12:05, made by Ms. Reyes"
    assert near(of, last_seq={BOOT: 1}) == []


def test_nobody_declines_for_another() -> None:
    of, made = bench(), at_the_booth(declinable=True)
    make(of, made)
    of.take(declined(of, occurrence_id(made.id, DAY), OMAR))
    assert state(of, made) is OccurrenceState.REMINDED


def test_a_missed_one_is_told_once_even_by_the_next_life() -> None:
    of = bench()
    make(of, at_the_booth())
    for _ in range(3):
        of.now += 15 * MINUTE
        of.give(BeatDue())
    of.start()
    of.give(BeatDue())
    (alert,) = of.alerts("appointment_missed")
    assert alert.text == "Missed: Maya L., Booth, Wed 4 Mar 12:05, made by Ms. Reyes"


def test_one_that_was_missed_while_the_aggregator_was_away_is_told() -> None:
    of = bench()
    make(of, at_the_booth())
    of.now += 40 * MINUTE
    of.start()
    of.give(BeatDue())
    assert len(of.alerts("appointment_missed")) == 1


@pytest.mark.parametrize("what", ["taken", "declined", "in line", "granted"])
def test_what_was_kept_declined_or_is_waited_for_is_not_missed(what: str) -> None:
    of, made = bench(booth=1), at_the_booth(declinable=True)
    make(of, made)
    if what == "taken":
        set_out(of, going(of, made))
    elif what == "declined":
        of.take(declined(of, occurrence_id(made.id, DAY)))
    elif what == "in line":
        of.start_pass(of.grant(IVY, BOOTH))
        assert answered(of, going(of, made)) == "destination_capacity"
    else:
        assert answered(of, going(of, made)) == "go"
    of.now += 25 * MINUTE
    of.give(BeatDue())
    assert of.alerts("appointment_missed") == []


def test_a_school_without_appointments_has_no_reminders() -> None:
    of = BuildingBench(school())
    assert near(of) == []
    assert doors_ordered(list(of.give(BeatDue()))) == []
