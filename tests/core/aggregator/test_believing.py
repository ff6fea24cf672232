"""Appointments that a request names: when they are believed, and what that lifts."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from kiosk.core.aggregator.coordination import BeatDue, EventCame
from kiosk.core.aggregator.reminding import CLOCKS_APART
from kiosk.core.appointments import NEAR_AFTER, NEAR_BEFORE
from kiosk.core.ids import OccurrenceId, PassId, StaffId
from kiosk.core.protocol import Call, Grant, Refusal
from kiosk.core.rule import Holds
from kiosk.core.school import OnHoldBack
from tests.core.appointment_bench import (
    MINUTE,
    answered,
    at_the_booth,
    bench,
    going,
    make,
    set_out,
)
from tests.core.building_bench import (
    BOOT,
    BOOTH,
    DOOR_214,
    MAYA,
    NOON,
    OMAR,
    RESTROOM,
    apart,
    beat,
    ended,
    replies,
)


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


def test_who_was_sent_for_has_used_up_no_pass() -> None:
    of, made = bench(passes_a_day_max=1), at_the_booth()
    make(of, made)
    sent = going(of, made)
    set_out(of, sent)
    of.end_pass(sent)
    of.start()
    of.say(beat(DOOR_214, last_seq={BOOT: of.seqs[DOOR_214, BOOT]}))
    own = of.grant(MAYA)
    of.start_pass(own)
    of.end_pass(own)
    assert answered(of, of.ask(MAYA)) == "daily_limit"


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
