"""Staff mark the students of this room whom they make passes for."""

from dataclasses import replace

from kiosk.core.door.handing import HANDED_MAX
from kiosk.core.door.inputs import (
    Cancelled,
    Chose,
    ErasePressed,
    KeyPressed,
    PanelAct,
    PanelPressed,
    StudentMarked,
    Touched,
)
from kiosk.core.door.picking import FOUND_SHOWN, NAMES_SHOWN, TYPED_MAX
from kiosk.core.door.scene import PickPage, Screen, Toast
from kiosk.core.door.turns import Picking
from kiosk.core.events import IdentifiedBy, Started
from kiosk.core.ids import StudentId
from kiosk.core.protocol import Identify, Identity
from kiosk.core.school import School, Student
from tests.core.door_bench import (
    BADGE,
    IVY,
    IVYS_CARD,
    LIBRARY,
    MAYA,
    MAYAS_CARD,
    OMAR,
    OMARS_CARD,
    RESTROOM,
    ROOM,
    TEACHER,
    DoorBench,
    grant,
    school,
)

OPEN_MS = 20_000
OUT_MS = 6_000


def listed(bench: DoorBench | None = None) -> DoorBench:
    """Return a bench on which staff have opened the list."""
    bench = bench or DoorBench()
    bench.tap(BADGE)
    bench.must_show(Screen.PANEL)
    press(bench, PanelAct.PICK)
    bench.must_show(Screen.PICK)
    return bench


def press(bench: DoorBench, act: PanelAct) -> None:
    bench.ms += 500
    bench.give(PanelPressed(act))


def mark(bench: DoorBench, *students: StudentId) -> None:
    for student in students:
        bench.ms += 500
        bench.give(StudentMarked(student))


def shown(bench: DoorBench) -> PickPage:
    bench.must_show(Screen.PICK)
    assert bench.scene.pick is not None
    return bench.scene.pick


def labels(bench: DoorBench) -> list[str]:
    return [row.label for row in shown(bench).rows]


def marked(bench: DoorBench) -> tuple[StudentId, ...]:
    turn = bench.keeper.session.turn
    assert isinstance(turn, Picking)
    return turn.marked


def crowd(number: int, *names: str) -> School:
    """Return a school with so many more in this room, and these."""
    few = school()
    more = [
        Student(StudentId(f"s-{n:03d}"), f"Zoe{n:03d}", "Lopez", rooms=frozenset({ROOM}))
        for n in range(number)
    ]
    more += [
        Student(StudentId(f"s-{name}"), name, "Lopez", rooms=frozenset({ROOM})) for name in names
    ]
    students = {**few.roster.students, **{who.id: who for who in more}}
    return replace(few, roster=replace(few.roster, students=students))


def test_the_list_has_the_labels_of_this_rooms_students_by_name() -> None:
    bench = listed(DoorBench(of=crowd(0, "\u00c1ngela", "Bea")))
    assert labels(bench) == ["\u00c1ngela L.", "Bea L.", "Maya L.", "Omar L."]
    assert (shown(bench).more, shown(bench).marked) == (0, 0)


def test_who_is_out_from_here_is_not_on_it() -> None:
    bench = DoorBench()
    bench.go(MAYAS_CARD)
    bench.wait(OUT_MS)
    assert labels(listed(bench)) == ["Omar L."]


def test_a_touch_marks_and_another_takes_the_mark_back() -> None:
    bench = listed()
    mark(bench, OMAR)
    assert [(row.label, row.marked) for row in shown(bench).rows] == [
        ("Maya L.", False),
        ("Omar L.", True),
    ]
    mark(bench, MAYA)
    assert shown(bench).marked == 2
    mark(bench, OMAR)
    assert marked(bench) == (MAYA,)


def test_whoever_is_marked_gets_a_turn_with_the_yes_of_staff_one_after_the_other() -> None:
    bench = listed()
    mark(bench, OMAR, MAYA)
    press(bench, PanelAct.SEND)
    assert (bench.screen, bench.scene.student) == (Screen.CHOOSE, "Omar L.")
    bench.give(Chose(LIBRARY))
    bench.hear(grant(bench.requests[-1]))
    bench.wait(OUT_MS)
    assert (bench.screen, bench.scene.student) == (Screen.CHOOSE, "Maya L.")
    bench.give(Chose(RESTROOM))
    bench.hear(replace(grant(bench.requests[-1]), fence=2))
    bench.wait(OUT_MS)
    bench.must_show(Screen.IDLE)
    started = [event for event in bench.events if isinstance(event, Started)]
    assert [(e.student, e.identified_by, e.approved_by) for e in started] == [
        (OMAR, IdentifiedBy.STAFF, TEACHER),
        (MAYA, IdentifiedBy.STAFF, TEACHER),
    ]


def test_with_nobody_marked_nothing_is_sent() -> None:
    bench = listed()
    press(bench, PanelAct.SEND)
    assert labels(bench) == ["Maya L.", "Omar L."]


def test_more_shows_the_next_names_and_then_the_first_again_and_keeps_the_marks() -> None:
    bench = listed(DoorBench(of=crowd(NAMES_SHOWN)))
    mark(bench, MAYA)
    assert (len(shown(bench).rows), shown(bench).more) == (NAMES_SHOWN, 2)
    press(bench, PanelAct.MORE)
    assert labels(bench) == ["Zoe007 L.", "Zoe008 L."]
    assert shown(bench).marked == 1
    press(bench, PanelAct.MORE)
    assert shown(bench).rows[0].marked


def test_a_list_that_has_become_shorter_begins_anew() -> None:
    bench = listed(DoorBench(of=crowd(NAMES_SHOWN)))
    press(bench, PanelAct.MORE)
    bench.school = school()
    bench.link()
    assert labels(bench) == ["Maya L.", "Omar L."]


def test_who_has_left_the_list_is_counted_and_sent_no_more() -> None:
    bench = listed(DoorBench(of=crowd(0, "Bea")))
    mark(bench, StudentId("s-Bea"), MAYA)
    bench.school = school()
    bench.link()
    assert shown(bench).marked == 1
    press(bench, PanelAct.SEND)
    assert bench.scene.student == "Maya L."
    bench.give(Cancelled())
    bench.must_show(Screen.IDLE)


def test_who_is_not_on_the_list_can_not_be_marked() -> None:
    bench = DoorBench()
    bench.go(MAYAS_CARD)
    bench.wait(OUT_MS)
    listed(bench)
    mark(bench, MAYA, StudentId("s-nobody"))
    assert marked(bench) == ()


def test_no_more_are_marked_than_one_act_takes() -> None:
    bench = listed(DoorBench(of=crowd(HANDED_MAX)))
    mark(bench, *(StudentId(f"s-{n:03d}") for n in range(HANDED_MAX)), MAYA)
    assert len(marked(bench)) == HANDED_MAX
    assert MAYA not in marked(bench)


def test_back_leads_to_the_panel_and_forgets_the_marks() -> None:
    bench = listed()
    mark(bench, MAYA)
    bench.give(Cancelled())
    bench.must_show(Screen.PANEL)
    assert bench.scene.panel is not None
    assert bench.scene.panel.staff == "Ms. Case"
    press(bench, PanelAct.PICK)
    assert shown(bench).marked == 0


def test_it_closes_by_itself_and_any_touch_keeps_it() -> None:
    bench = listed()
    bench.wait(OPEN_MS - 1)
    bench.give(Touched())
    bench.wait(OPEN_MS - 1)
    mark(bench, MAYA)
    bench.wait(OPEN_MS - 1)
    bench.must_show(Screen.PICK)
    bench.wait(1)
    bench.must_show(Screen.IDLE)
    assert bench.requests == []


def test_a_students_card_does_not_take_it_away() -> None:
    bench = listed()
    bench.tap(OMARS_CARD)
    bench.must_show(Screen.PICK)
    assert bench.scene.toast == Toast("busy")


def test_without_the_panel_nobody_can_be_marked_or_sent() -> None:
    bench = DoorBench()
    mark(bench, MAYA)
    press(bench, PanelAct.PICK)
    press(bench, PanelAct.SEND)
    bench.must_show(Screen.IDLE)


def test_the_list_takes_no_act_of_the_panel() -> None:
    bench = listed()
    press(bench, PanelAct.PAUSE)
    assert bench.events == []
    bench.must_show(Screen.PICK)


# --- found by name --------------------------------------------------------------------------------


def find(bench: DoorBench, name: str) -> None:
    for letter in name:
        bench.ms += 300
        bench.give(KeyPressed(letter))


def test_letters_find_whoever_is_called_that_whatever_the_accents() -> None:
    bench = listed(DoorBench(of=crowd(0, "\u00c1ngela", "Anton", "Zo\u00eb", "Mary-Anne")))
    press(bench, PanelAct.FIND)
    find(bench, "an")
    assert labels(bench) == ["\u00c1ngela L.", "Anton L.", "Mary-Anne L."]
    find(bench, "g")
    assert labels(bench) == ["\u00c1ngela L."]
    bench.give(ErasePressed())
    bench.give(ErasePressed())
    bench.give(ErasePressed())
    find(bench, "zoe")
    assert (labels(bench), shown(bench).typed) == (["Zo\u00eb L."], "zoe")


def test_the_last_initial_is_found_too() -> None:
    bench = listed(DoorBench(of=crowd(0, "Bea")))
    press(bench, PanelAct.FIND)
    find(bench, "l")
    assert labels(bench) == ["Bea L.", "Maya L.", "Omar L."]


def test_without_a_letter_all_of_this_room_stand_there_few_at_a_time() -> None:
    bench = listed(DoorBench(of=crowd(4)))
    press(bench, PanelAct.FIND)
    assert (len(shown(bench).rows), shown(bench).more) == (FOUND_SHOWN, 3)
    press(bench, PanelAct.MORE)
    assert labels(bench) == ["Zoe001 L.", "Zoe002 L.", "Zoe003 L."]


def test_who_is_found_is_marked_and_the_next_name_begins_anew() -> None:
    bench = listed()
    press(bench, PanelAct.FIND)
    find(bench, "om")
    mark(bench, OMAR)
    assert (shown(bench).typed, shown(bench).marked) == ("", 1)
    press(bench, PanelAct.LIST)
    assert [(row.label, row.marked) for row in shown(bench).rows] == [
        ("Maya L.", False),
        ("Omar L.", True),
    ]


def test_whom_the_door_knows_of_other_rooms_is_found_after_its_own_and_can_be_sent() -> None:
    bench = DoorBench()
    bench.tap(IVYS_CARD)
    asked = next(m for m in reversed(bench.sent) if isinstance(m, Identify))
    bench.hear(Identity(id=asked.id, student=IVY, label="Maia I.", language="es"))
    bench.give(Cancelled())
    bench.must_show(Screen.IDLE)
    listed(bench)
    assert labels(bench) == ["Maya L.", "Omar L."]
    press(bench, PanelAct.FIND)
    find(bench, "ma")
    assert labels(bench) == ["Maya L.", "Maia I."]
    mark(bench, IVY)
    press(bench, PanelAct.SEND)
    assert (bench.screen, bench.scene.student) == (Screen.CHOOSE, "Maia I.")
    bench.give(Chose(RESTROOM))
    assert (bench.requests[-1].student, bench.requests[-1].approved_by) == (IVY, TEACHER)


def test_nobody_called_that_is_an_empty_list_and_no_name_is_endless() -> None:
    bench = listed()
    press(bench, PanelAct.FIND)
    find(bench, "q" * (TYPED_MAX + 5))
    assert shown(bench).rows == ()
    assert shown(bench).typed == "q" * TYPED_MAX


def test_letters_that_are_not_shown_find_nobody() -> None:
    bench = listed()
    find(bench, "om")
    bench.give(ErasePressed())
    assert (labels(bench), shown(bench).typed) == (["Maya L.", "Omar L."], None)
