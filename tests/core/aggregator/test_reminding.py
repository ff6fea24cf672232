from dataclasses import replace
from datetime import time, timedelta

import pytest

from kiosk.core.aggregator.coordination import BeatDue, EventCame, Reply
from kiosk.core.aggregator.heartbeats import NEAR_MAX
from kiosk.core.aggregator.reminding import CLOCKS_APART
from kiosk.core.appointments import NEAR_AFTER, NEAR_BEFORE, OccurrenceState
from kiosk.core.events import Declined, EndedHow
from kiosk.core.ids import OccurrenceId, PassId, StaffId, StudentId, occurrence_id
from kiosk.core.protocol import Call, DoorCommand, Grant, Refusal, Request
from kiosk.core.rule import Holds
from kiosk.core.school import OnHoldBack
from kiosk.feed.codec import MESSAGE_BYTES_MAX, JsonCodec
from tests.core.appointment_bench import (
    DAY,
    MINUTE,
    REYES,
    at_the_booth,
    going,
    make,
    near,
    occurrence,
    seated,
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
    apart,
    beat,
    ended,
    replies,
    school,
    started,
    sync_in,
)


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


# --- who is believed -----------------------------------------------------------------------------


def test_going_is_granted_with_the_appointments_own_minutes() -> None:
    of, made = bench(), at_the_booth(minutes=33)
    make(of, made)
    said = of.answer(going(of, made))
    assert isinstance(said, Grant)
    assert said.minutes == 33


def test_an_accommodation_lifts_the_appointments_minutes_too() -> None:
    of, made = bench(), at_the_booth(minutes=33)
    make(of, made)
    roster = of.school.roster
    exempt = {**roster.students, MAYA: replace(roster.students[MAYA], limit_exempt=True)}
    of.mind.building.school = replace(of.school, roster=replace(roster, students=exempt))
    said = of.answer(going(of, made))
    assert isinstance(said, Grant)
    assert said.minutes is None


LIFTED: dict[str, dict[str, object]] = {
    "daily limit": {"passes_a_day_max": 0},
    "cooldown": {"cooldown": timedelta(hours=2)},
    "no-fly time": {"no_fly_first": timedelta(hours=9)},
}


@pytest.mark.parametrize("rule", LIFTED)
def test_rules_about_when_and_how_often_do_not_count(rule: str) -> None:
    of, made = bench(**LIFTED[rule]), at_the_booth()
    if rule == "cooldown":
        asked = of.grant(MAYA)
        of.start_pass(asked)
        of.end_pass(asked)
    make(of, made, anyway=True)
    assert answered(of, of.ask(MAYA, BOOTH)) != "go"
    assert answered(of, going(of, made)) == "go"


def test_a_place_that_needs_approval_has_its_makers() -> None:
    of, made = bench(), at_the_booth()
    roster = of.school.roster
    booth = replace(roster.destinations[BOOTH], needs_approval=True)
    places = {**roster.destinations, BOOTH: booth}
    of.mind.building.school = replace(of.school, roster=replace(roster, destinations=places))
    make(of, made)
    assert answered(of, of.ask(MAYA, BOOTH)) == "needs_approval"
    assert answered(of, going(of, made)) == "go"


def test_capacity_still_counts_and_the_line_calls_who_has_an_appointment() -> None:
    of, made = bench(booth=1, no_fly_first=timedelta(hours=9)), at_the_booth()
    make(of, made, anyway=True)
    other = at_the_booth(OMAR)
    make(of, other, anyway=True)
    first = going(of, other)
    set_out(of, first)
    asked = going(of, made)
    said = of.answer(asked)
    assert isinstance(said, Refusal)
    assert said.place == 1
    of.now += 30 * MINUTE
    commands = of.give(EventCame(DOOR_214, ended(first, of.next_seq(DOOR_214), of.now), b""))
    assert [m.id for m in replies(commands) if isinstance(m, Call)] == [asked.id]
    again = replace(going(of, made), after=asked.id)
    assert answered(of, again) == "go"


def test_nobody_is_called_for_an_appointment_that_a_clock_set_right_puts_ahead() -> None:
    of, made, other = bench(booth=1, passes_a_day_max=0), at_the_booth(), at_the_booth(OMAR)
    make(of, made, other, anyway=True)
    first = going(of, other)
    set_out(of, first)
    asked = going(of, made)
    assert isinstance(of.answer(asked), Refusal)
    of.now -= timedelta(hours=1)
    commands = of.give(EventCame(DOOR_214, ended(first, of.next_seq(DOOR_214), of.now), b""))
    assert [m for m in replies(commands) if isinstance(m, Call)] == []
    tap = replace(asked, id=PassId("p-tap"), after=asked.id)
    assert answered(of, tap) == "daily_limit"


def test_who_waits_for_it_is_called_when_it_is_near_again() -> None:
    of, made, other = bench(booth=1, passes_a_day_max=0), at_the_booth(), at_the_booth(OMAR)
    make(of, made, other, anyway=True)
    first = going(of, other)
    set_out(of, first)
    asked = going(of, made)
    assert isinstance(of.answer(asked), Refusal)
    of.now -= timedelta(hours=1)
    of.give(EventCame(DOOR_214, ended(first, of.next_seq(DOOR_214), of.now), b""))
    of.now += timedelta(hours=1)
    commands = of.give(BeatDue())
    assert [m.id for m in replies(commands) if isinstance(m, Call)] == [asked.id]
    assert answered(of, replace(going(of, made), after=asked.id)) == "go"


def test_the_yes_of_an_appointment_that_is_none_lets_nobody_past_a_group() -> None:
    group = replace(apart(MAYA, OMAR), hold_back_max=5 * MINUTE, on_hold_back=OnHoldBack.ASK)
    of, made = bench(group), at_the_booth()
    of.start_pass(of.grant(OMAR))
    first = of.ask(MAYA, BOOTH)
    assert answered(of, first) == "hall_full"
    of.now += 6 * MINUTE
    asked = replace(going(of, made), after=first.id)
    assert answered(of, asked) == "hall_full"
    assert answered(of, replace(asked, id=PassId("p-badge"), appointment=None)) == "go"


def test_an_encounter_still_counts() -> None:
    of, made = bench(apart(MAYA, OMAR)), at_the_booth()
    make(of, made)
    of.start_pass(of.grant(OMAR))
    assert answered(of, going(of, made)) == "hall_full"


def test_a_hold_still_counts() -> None:
    of, made = bench(), at_the_booth()
    make(of, made)
    of.mind.building.holds = Holds(hold=True)
    assert answered(of, going(of, made)) == "hold"


def test_a_doors_word_alone_is_no_appointment_and_no_yes() -> None:
    of, made = bench(passes_a_day_max=0), at_the_booth()
    make(of, made)
    of.ask(MAYA)
    right = going(of, made)
    wrong = {
        "nobody made it": replace(right, appointment=OccurrenceId("nothing")),
        "another date": replace(right, appointment=OccurrenceId(f"{made.id}_20260305")),
        "no date": replace(right, appointment=OccurrenceId(f"{made.id}_x")),
        "another student": replace(right, student=OMAR),
        "another place": replace(right, destination=RESTROOM),
    }
    for n, asked in enumerate(wrong.values()):
        assert answered(of, replace(asked, id=PassId(f"p-wrong-{n}"))) == "daily_limit"
    assert answered(of, replace(right, approved_by=StaffId("t-else"))) == "go"


@pytest.mark.parametrize("off", [-1, 1])
def test_one_that_is_not_near_is_not_believed(off: int) -> None:
    of, made = bench(passes_a_day_max=0), at_the_booth(at=time(13))
    make(of, made)
    edge = NOON + timedelta(hours=1) + (NEAR_AFTER if off > 0 else -NEAR_BEFORE)
    of.now = edge + off * 2 * CLOCKS_APART
    assert answered(of, going(of, made)) == "daily_limit"


def test_a_cancelled_one_is_not_believed() -> None:
    of, made = bench(passes_a_day_max=0), at_the_booth()
    make(of, made)
    of.mind.building.diary.put(replace(made, cancelled_at=of.now))
    assert answered(of, going(of, made)) == "daily_limit"


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
