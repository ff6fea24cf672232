from dataclasses import replace

from kiosk.core.door.inputs import Cancelled, GoNowPressed
from kiosk.core.door.scene import Screen, Signal
from kiosk.core.door.summoning import SUMMONED_MS
from kiosk.core.events import IdentifiedBy, Started
from kiosk.core.ids import OccurrenceId
from kiosk.core.protocol import NearAppointment
from tests.core.door.test_keeping import NAMED, NEAR, REYES
from tests.core.door.test_visiting import with_kiosk
from tests.core.door_bench import (
    LATER_BOOT,
    LIBRARY,
    MAYA,
    MAYAS_CARD,
    OFFICE,
    OMAR,
    OMARS_CARD,
    DoorBench,
    grant,
    school,
)

URGENT = replace(NEAR, urgent=True, declinable=False)
TOO = replace(URGENT, id=OccurrenceId("a9_20260304"), student=OMAR, label="Omar L.")


def told(of: DoorBench, *near: NearAppointment) -> DoorBench:
    of.wait(5_000)
    of.sync(appointments=near or (URGENT,))
    return of


def starts(of: DoorBench) -> list[Started]:
    return [e for e in of.events if isinstance(e, Started)]


def test_it_starts_when_the_door_hears_of_it_and_the_room_is_told() -> None:
    of = told(DoorBench())
    (event,) = starts(of)
    assert (event.student, event.destination, event.appointment) == (MAYA, OFFICE, NAMED)
    assert (event.urgent, event.approved_by, event.minutes) == (True, REYES, 25)
    assert event.identified_by is IdentifiedBy.STAFF
    assert (of.scene.screen, of.scene.signal) == (Screen.SUMMONED, Signal.URGENT)
    assert (of.scene.student, of.scene.destination) == ("Maya L.", OFFICE)


def test_it_is_a_round_trip_unless_the_place_or_the_appointment_says_otherwise() -> None:
    (plain,) = starts(told(DoorBench()))
    (sent,) = starts(told(DoorBench(), replace(URGENT, round_trip=False)))
    (to_one_way,) = starts(told(DoorBench(of=with_kiosk(OFFICE, one_way=True))))
    assert (plain.round_trip, sent.round_trip, to_one_way.round_trip) == (True, False, False)


def test_an_accommodation_lifts_its_minutes() -> None:
    made = school()
    exempt = {**made.roster.students, MAYA: replace(made.roster.students[MAYA], limit_exempt=True)}
    of = DoorBench(of=replace(made, roster=replace(made.roster, students=exempt)))
    (event,) = starts(told(of))
    assert event.minutes is None


def test_it_is_recorded_before_it_is_shown() -> None:
    of = DoorBench()
    of.wait(5_000)
    scenes, records = len(of.scenes), len(of.records)
    of.sync(appointments=(URGENT,))
    assert len(of.records) == records + 1
    assert of.scenes[scenes].screen is Screen.SUMMONED


def test_it_starts_once_whatever_older_answers_say() -> None:
    of = DoorBench()
    of.wait(5_000)
    before = of.heartbeats[-1]
    of.sync(before, appointments=(URGENT,))
    of.sync(replace(before, mono_ms=before.mono_ms), appointments=(URGENT,))
    of.wait(1)
    assert len(starts(of)) == 1


def test_a_frozen_or_held_room_blocks_it_not() -> None:
    of = DoorBench()
    of.wait(5_000)
    of.sync(appointments=(URGENT,), hold=True, frozen_destinations=(OFFICE,))
    assert len(starts(of)) == 1


def test_who_is_expected_here_does_not_start_here() -> None:
    assert starts(told(DoorBench(), replace(URGENT, leaves_here=False))) == []


def test_it_waits_while_the_student_is_out_and_begins_after_the_way_back() -> None:
    of = DoorBench()
    of.go(MAYAS_CARD, LIBRARY)
    of.wait(10_000)
    told(of)
    assert len(starts(of)) == 1
    of.tap(MAYAS_CARD)
    of.wait(1_000)
    assert [e.destination for e in starts(of)] == [LIBRARY, OFFICE]


def test_it_waits_while_the_student_is_being_answered() -> None:
    of = DoorBench()
    of.wait(5_000)
    asked = of.ask(MAYAS_CARD, LIBRARY)
    of.sync(appointments=(URGENT,))
    of.hear(grant(asked))
    of.wait(5_000)
    assert [e.destination for e in starts(of)] == [LIBRARY]


def test_nobody_elses_turn_is_taken_away_and_the_room_is_told_after_it() -> None:
    of = DoorBench()
    of.wait(5_000)
    of.tap(OMARS_CARD)
    of.sync(appointments=(URGENT,))
    of.must_show(Screen.CHOOSE)
    assert len(starts(of)) == 1
    of.give(Cancelled())
    of.must_show(Screen.SUMMONED)


def test_several_are_started_and_told_one_after_the_other() -> None:
    of = told(DoorBench(), URGENT, TOO)
    assert of.scene.student == "Maya L."
    of.wait(SUMMONED_MS)
    assert {e.student for e in starts(of)} == {MAYA, OMAR}
    assert len({e.id for e in starts(of)}) == 2
    assert (of.scene.screen, of.scene.student) == (Screen.SUMMONED, "Omar L.")
    of.wait(SUMMONED_MS)
    of.must_show(Screen.IDLE)


def test_the_students_card_on_that_page_means_going_and_later_means_back() -> None:
    of = told(DoorBench())
    of.wait(1_000)
    of.tap(MAYAS_CARD)
    of.must_show(Screen.OUT)
    assert of.kinds == ["started"]
    of.wait(60_000)
    of.tap(MAYAS_CARD)
    of.must_show(Screen.WELCOME_BACK)


def test_an_urgent_one_that_was_taken_by_hand_is_one_pass() -> None:
    of = DoorBench()
    of.wait(5_000)
    of.sync(appointments=(NEAR,))
    of.tap(MAYAS_CARD)
    of.give(GoNowPressed())
    of.hear(grant(of.requests[-1]))
    before = of.heartbeats[-1]
    of.sync(replace(before, mono_ms=before.mono_ms + 1), appointments=(URGENT,))
    assert len(starts(of)) == 1


def test_after_a_start_of_the_door_only_the_building_says_what_is_still_to_start() -> None:
    of = told(DoorBench())
    of.begin(LATER_BOOT)
    of.link()
    of.wait(5_000)
    of.sync(appointments=())
    assert len(starts(of)) == 1
