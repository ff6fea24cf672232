from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.core.appointments import NEAR_AFTER
from kiosk.core.door import turns
from kiosk.core.door.doorappointments import REMIND_MS
from kiosk.core.door.inputs import (
    Chose,
    GoNowPressed,
    LinkChanged,
    NotTodayPressed,
    OtherPlacePressed,
    UrgentPressed,
)
from kiosk.core.door.scene import ComingRow, Screen, Signal, Toast
from kiosk.core.events import Declined, Started
from kiosk.core.ids import OccurrenceId, PassId, RoomId, StaffId
from kiosk.core.protocol import (
    Call,
    Identity,
    NearAppointment,
    OpenElsewhere,
    PlaceInLine,
    Refusal,
    WireRuling,
)
from tests.core.door_bench import (
    BADGE,
    LIBRARY,
    MAYA,
    MAYAS_CARD,
    NOON,
    OFFICE,
    OMAR,
    OMARS_CARD,
    RESTROOM,
    TEACHER,
    DoorBench,
    grant,
)

REYES = StaffId("t-reyes")
NAMED = OccurrenceId("a1_20260304")
NEAR = NearAppointment(
    id=NAMED,
    student=MAYA,
    label="Maya L.",
    destination=OFFICE,
    at=NOON + timedelta(minutes=2),
    minutes=25,
    approved_by=REYES,
    declinable=True,
)


def bench(*near: NearAppointment) -> DoorBench:
    of = DoorBench()
    of.sync(appointments=near or (NEAR,))
    return of


def offered(of: DoorBench) -> DoorBench:
    of.tap(MAYAS_CARD)
    of.must_show(Screen.APPOINTMENT)
    return of


def started(of: DoorBench) -> Started:
    (event,) = (e for e in of.events if isinstance(e, Started))
    return event


# --- the idle page -------------------------------------------------------------------------------


def test_the_idle_page_lists_who_is_to_go_and_who_is_expected_by_time() -> None:
    guest = replace(NEAR, id=OccurrenceId("a2_20260304"), label="Noah B.", leaves_here=False)
    early = replace(guest, at=NOON)
    scene = bench(NEAR, early).scene
    assert scene.coming == (
        ComingRow("Noah B.", OFFICE, NOON, leaves_here=False),
        ComingRow("Maya L.", OFFICE, NEAR.at, leaves_here=True),
    )


def test_light_and_sound_remind_once_of_a_new_one() -> None:
    of = bench()
    signals = [of.scene.signal]
    of.wait(REMIND_MS)
    signals.append(of.scene.signal)
    of.sync(appointments=(NEAR,))
    signals.append(of.scene.signal)
    assert signals == [Signal.YOUR_TURN, Signal.READY, Signal.READY]


def test_nobody_is_reminded_of_who_is_only_expected_here() -> None:
    assert bench(replace(NEAR, leaves_here=False)).scene.signal is Signal.READY


def test_with_the_building_away_time_alone_ends_it() -> None:
    of = bench()
    of.give(LinkChanged(up=False))
    of.wait((timedelta(minutes=2) + NEAR_AFTER) // timedelta(milliseconds=1))
    assert of.scene.coming == ()
    of.tap(MAYAS_CARD)
    of.must_show(Screen.CHOOSE)


def test_an_answer_that_says_nothing_about_appointments_takes_none_away() -> None:
    of = bench()
    of.wait(5_000)
    of.sync(appointments=None)
    assert of.scene.coming != ()


# --- the offer -----------------------------------------------------------------------------------


def test_the_card_of_the_student_opens_the_offer() -> None:
    scene = offered(bench()).scene
    assert (scene.student, scene.destination, scene.at) == ("Maya L.", OFFICE, NEAR.at)
    assert scene.declinable


def test_other_cards_open_what_they_always_open() -> None:
    of = bench()
    of.tap(OMARS_CARD)
    of.must_show(Screen.CHOOSE)


def test_who_is_only_expected_here_is_offered_nothing() -> None:
    of = bench(replace(NEAR, leaves_here=False))
    of.tap(MAYAS_CARD)
    of.must_show(Screen.CHOOSE)


def test_one_touch_asks_to_go_with_the_makers_yes() -> None:
    of = offered(bench())
    of.give(GoNowPressed())
    asked = of.requests[-1]
    assert (asked.student, asked.destination) == (MAYA, OFFICE)
    assert (asked.appointment, asked.approved_by) == (NAMED, REYES)


def test_the_start_names_the_appointment_and_the_door_forgets_it() -> None:
    of = offered(bench())
    of.give(GoNowPressed())
    of.hear(replace(grant(of.requests[-1]), minutes=25))
    of.must_show(Screen.OUT)
    event = started(of)
    assert (event.appointment, event.approved_by, event.minutes) == (NAMED, REYES, 25)
    assert not event.override
    assert of.scene.coming == ()


def test_an_older_answer_does_not_bring_it_back() -> None:
    of = offered(bench())
    before = of.heartbeats[-1]
    of.wait(100)
    of.give(GoNowPressed())
    of.hear(grant(of.requests[-1]))
    of.sync(replace(before, mono_ms=before.mono_ms + 1), appointments=(NEAR,))
    assert of.scene.coming == ()


def test_another_place_can_be_chosen_and_is_no_appointment() -> None:
    of = offered(bench())
    of.give(OtherPlacePressed())
    of.must_show(Screen.CHOOSE)
    of.give(Chose(LIBRARY))
    assert of.requests[-1].appointment is None
    assert of.requests[-1].approved_by is None


def test_urgent_is_there_too() -> None:
    of = offered(bench())
    of.give(UrgentPressed())
    of.must_show(Screen.CHOOSE)
    assert of.scene.urgent


def test_not_today_is_recorded_and_told() -> None:
    of = offered(bench())
    of.give(NotTodayPressed())
    of.must_show(Screen.IDLE)
    (event,) = of.events
    assert isinstance(event, Declined)
    assert (event.student, event.appointment) == (MAYA, NAMED)
    assert of.scene.toast == Toast("declined", "Maya L.")
    assert of.scene.coming == ()


def test_what_can_not_be_declined_is_not() -> None:
    of = offered(bench(replace(NEAR, declinable=False)))
    of.give(NotTodayPressed())
    of.must_show(Screen.APPOINTMENT)
    assert of.events == []


def test_a_student_who_is_out_from_another_room_is_found_out_all_the_same() -> None:
    of = offered(bench())
    out = OpenElsewhere(id=PassId("p-else"), origin=RoomId("r-118"), destination=RESTROOM)
    turn = of.keeper.session.turn
    assert isinstance(turn, turns.Offered)
    asked_as = turn.asked_as
    of.hear(Identity(id=asked_as, student=MAYA, label="Maya L.", out=out))
    of.must_show(Screen.OUT_ELSEWHERE)


def test_the_offer_times_out_and_a_touch_keeps_it() -> None:
    of = offered(bench())
    of.wait(20_000)
    of.must_show(Screen.IDLE)
    assert of.events == []


# --- a line and a building that is away ----------------------------------------------------------


@pytest.mark.parametrize("restarted", [False, True])
def test_in_line_it_is_still_that_appointment(*, restarted: bool) -> None:
    of = offered(bench())
    of.give(GoNowPressed())
    asked = of.requests[-1]
    refused = Refusal(
        id=asked.id, ruling=WireRuling.WAIT, reason="destination_capacity", place=1, epoch=1
    )
    of.hear(refused)
    of.must_show(Screen.IN_LINE)
    if restarted:
        told = PlaceInLine(
            id=asked.id,
            student=MAYA,
            label="Maya L.",
            destination=OFFICE,
            place=1,
            approved_by=REYES,
            appointment=NAMED,
        )
        of.wait(20_000)
        of.sync(in_line=(told,))
    of.hear(Call(id=asked.id, until=NOON + timedelta(minutes=5), epoch=1))
    of.wait(4_000)
    of.tap(MAYAS_CARD)
    again = of.requests[-1]
    assert (again.after, again.appointment, again.approved_by) == (asked.id, NAMED, REYES)


def test_alone_its_makers_yes_is_none_and_a_teachers_is_one() -> None:
    of = bench()
    of.give(LinkChanged(up=False))
    offered(of)
    of.give(GoNowPressed())
    of.must_show(Screen.ASK_TEACHER)
    of.wait(1_000)
    of.tap(BADGE)
    of.must_show(Screen.OUT)
    event = started(of)
    assert (event.appointment, event.approved_by, event.minutes) == (NAMED, TEACHER, 25)
    assert event.offline
    assert event.override


def test_nobody_else_is_offered_it_when_it_stands_for_two() -> None:
    other = replace(NEAR, id=OccurrenceId("a3_20260304"), student=OMAR, label="Omar L.")
    of = bench(NEAR, other)
    of.tap(OMARS_CARD)
    of.give(GoNowPressed())
    assert of.requests[-1].appointment == other.id
