from dataclasses import replace

from kiosk.core.door.inputs import (
    Cancelled,
    Chose,
    LinkChanged,
    OverrideChosen,
    SentByStaff,
    UrgentPressed,
)
from kiosk.core.door.scene import Screen
from kiosk.core.events import IdentifiedBy, OverrideReason, Started
from kiosk.core.ids import StaffId, StudentId
from tests.core.door_bench import (
    LIBRARY,
    MAYA,
    MAYAS_CARD,
    OFFICE,
    OMAR,
    OMARS_CARD,
    RESTROOM,
    TEACHER,
    DoorBench,
    grant,
)

OUT_MS = 6_000


def sent(of: DoorBench, *students: StudentId) -> DoorBench:
    of.give(SentByStaff(TEACHER, students))
    return of


def test_staff_open_the_choice_of_a_student_whose_pass_has_their_yes() -> None:
    of = sent(DoorBench(), MAYA)
    assert (of.scene.screen, of.scene.student) == (Screen.CHOOSE, "Maya L.")
    of.give(Chose(OFFICE))
    asked = of.requests[-1]
    assert (asked.student, asked.destination) == (MAYA, OFFICE)
    assert (asked.identified_by, asked.approved_by) == (IdentifiedBy.STAFF, TEACHER)
    of.hear(grant(asked))
    (event,) = (e for e in of.events if isinstance(e, Started))
    assert (event.identified_by, event.approved_by) == (IdentifiedBy.STAFF, TEACHER)


def test_several_students_come_one_after_the_other() -> None:
    of = sent(DoorBench(), MAYA, OMAR, MAYA)
    of.give(Chose(LIBRARY))
    of.hear(grant(of.requests[-1]))
    of.must_show(Screen.OUT)
    of.wait(OUT_MS)
    assert (of.scene.screen, of.scene.student) == (Screen.CHOOSE, "Omar L.")
    of.give(Chose(RESTROOM))
    of.hear(replace(grant(of.requests[-1]), fence=2))
    of.wait(OUT_MS)
    of.must_show(Screen.IDLE)
    assert [row.label for row in of.scene.out_now] == ["Maya L.", "Omar L."]


def test_one_that_is_cancelled_or_left_leaves_the_next() -> None:
    of = sent(DoorBench(), MAYA, OMAR)
    of.give(Cancelled())
    assert of.scene.student == "Omar L."
    of.wait(20_000)
    of.must_show(Screen.IDLE)
    assert of.requests == []


def test_who_is_out_already_or_is_no_student_of_this_room_is_passed_over() -> None:
    of = DoorBench()
    of.go(MAYAS_CARD)
    of.wait(OUT_MS)
    sent(of, MAYA, StudentId("s-nobody"), OMAR)
    assert of.scene.student == "Omar L."


def test_the_next_act_replaces_the_one_before() -> None:
    of = sent(DoorBench(), OMAR, MAYA)
    sent(of, MAYA)
    assert of.scene.student == "Maya L."
    of.give(Cancelled())
    of.must_show(Screen.IDLE)


def test_a_students_own_tap_after_it_is_no_pass_of_staff() -> None:
    of = sent(DoorBench(), MAYA)
    of.give(Cancelled())
    of.tap(OMARS_CARD)
    of.give(Chose(LIBRARY))
    asked = of.requests[-1]
    assert (asked.identified_by, asked.approved_by) == (IdentifiedBy.CARD, None)


def test_alone_the_yes_of_staff_who_stand_there_is_an_override() -> None:
    of = DoorBench()
    of.give(LinkChanged(up=False))
    sent(of, MAYA)
    of.give(Chose(LIBRARY))
    of.must_show(Screen.OUT)
    (event,) = (e for e in of.events if isinstance(e, Started))
    assert (event.approved_by, event.override) == (StaffId(TEACHER), True)


def test_before_its_first_policy_a_door_does_nothing() -> None:
    of = DoorBench(linked=False)
    sent(of, MAYA)
    of.must_show(Screen.STARTING)


def test_an_urgent_pass_that_staff_make_says_why_and_who_and_starts_at_once() -> None:
    of = sent(DoorBench(), MAYA)
    of.give(UrgentPressed())
    assert (of.screen, of.scene.urgent, of.scene.student) == (Screen.OVERRIDE, True, "Maya L.")
    of.give(OverrideChosen(OverrideReason.MEDICAL))
    assert (of.screen, of.scene.urgent) == (Screen.CHOOSE, True)
    of.give(Chose(OFFICE))
    of.must_show(Screen.OUT)
    (event,) = (e for e in of.events if isinstance(e, Started))
    assert (event.urgent, event.note, event.approved_by) == (True, "medical", TEACHER)
    assert event.identified_by is IdentifiedBy.STAFF


def test_an_urgent_pass_that_nobody_says_why_of_leaves_the_next() -> None:
    of = sent(DoorBench(), MAYA, OMAR)
    of.give(UrgentPressed())
    of.give(Cancelled())
    assert (of.screen, of.scene.student) == (Screen.CHOOSE, "Omar L.")
    assert of.events == []


def test_a_students_own_urgent_pass_is_asked_for_no_reason() -> None:
    of = DoorBench()
    of.tap(MAYAS_CARD)
    of.give(UrgentPressed())
    of.give(Chose(OFFICE))
    (event,) = (e for e in of.events if isinstance(e, Started))
    assert (event.urgent, event.note, event.approved_by) == (True, "", None)
