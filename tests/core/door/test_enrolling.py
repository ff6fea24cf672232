"""Staff at a door say whose an unknown card is."""

from dataclasses import replace

from kiosk.core.cardmessages import Enrol, EnrolFault, Enrolled
from kiosk.core.door.enrolling import ANSWER_MS, UNDO_MS
from kiosk.core.door.inputs import (
    Cancelled,
    Chose,
    IdTyped,
    KeyPressed,
    LinkChanged,
    PanelAct,
    PanelPressed,
    StudentMarked,
    UndoPressed,
    YesPressed,
)
from kiosk.core.door.scene import Notice, Screen
from kiosk.core.events import Ended, EndedHow, IdentifiedBy, Started
from kiosk.core.ids import CardHash
from kiosk.core.protocol import Identify, Identity, WireRuling
from tests.core.door_bench import (
    BADGE,
    IVY,
    MAYA,
    OMAR,
    OMARS_CARD,
    RESTROOM,
    TEACHER,
    DoorBench,
    grant,
    refusal,
)

NEW_CARD = CardHash("c-new")
LENT_CARD = CardHash("c-lent")


def last_asked(bench: DoorBench) -> str:
    return [m for m in bench.sent if isinstance(m, Identify)][-1].id


def enrols(bench: DoorBench) -> list[Enrol]:
    return [m for m in bench.sent if isinstance(m, Enrol)]


def unknown(bench: DoorBench, card: CardHash = NEW_CARD, *, lent: bool = False) -> None:
    """Tap a card that is nobody's."""
    bench.tap(card)
    bench.hear(Identity(id=last_asked(bench), unknown=True, lent=lent))
    bench.must_show(Screen.CARD_UNKNOWN)
    bench.wait(100)


def picked(bench: DoorBench) -> None:
    """Let a teacher pick Maya for a new card."""
    unknown(bench)
    bench.tap(BADGE)
    bench.must_show(Screen.WHOSE_CARD)
    bench.give(StudentMarked(MAYA))
    bench.must_show(Screen.ENROL)
    assert bench.scene.student == "Maya L."


def saved(bench: DoorBench) -> Enrol:
    """Let the building have Maya's new card."""
    picked(bench)
    bench.give(YesPressed())
    (enrol,) = enrols(bench)
    bench.hear(Enrolled(id=enrol.id))
    bench.must_show(Screen.ENROLLED)
    return enrol


def test_a_badge_on_an_unknown_card_asks_whose_it_is_and_the_building_keeps_it() -> None:
    bench = DoorBench()
    enrol = saved(bench)
    assert (enrol.card, enrol.student, enrol.staff) == (NEW_CARD, MAYA, TEACHER)
    assert not enrol.undo
    assert bench.events == []


def test_the_list_names_the_rooms_students_and_can_be_left() -> None:
    bench = DoorBench()
    unknown(bench)
    bench.tap(BADGE)
    assert bench.scene.pick is not None
    assert [row.id for row in bench.scene.pick.rows] == [MAYA, OMAR]
    bench.give(Cancelled())
    bench.must_show(Screen.IDLE)
    assert enrols(bench) == []


def test_nothing_is_asked_for_before_it_is_made_sure_of() -> None:
    bench = DoorBench()
    picked(bench)
    assert enrols(bench) == []
    bench.give(Cancelled())
    bench.must_show(Screen.WHOSE_CARD)


def test_a_student_of_another_room_is_found_by_a_typed_id() -> None:
    bench = DoorBench()
    unknown(bench)
    bench.tap(BADGE)
    bench.give(PanelPressed(PanelAct.TYPE))
    bench.give(KeyPressed("7"))
    bench.give(IdTyped())
    bench.hear(Identity(id=last_asked(bench), unknown=True))
    assert bench.scene.notice == Notice("id_unknown")
    bench.give(KeyPressed("8"))
    bench.give(IdTyped())
    bench.hear(Identity(id=last_asked(bench), student=IVY, label="Ivy S."))
    bench.must_show(Screen.ENROL)
    bench.give(YesPressed())
    assert enrols(bench)[-1].student == IVY


def test_leaving_the_keys_leads_back_to_the_list() -> None:
    bench = DoorBench()
    unknown(bench)
    bench.tap(BADGE)
    bench.give(PanelPressed(PanelAct.TYPE))
    bench.give(Cancelled())
    bench.must_show(Screen.WHOSE_CARD)


def test_it_can_be_taken_back_for_some_seconds_under_the_same_id() -> None:
    bench = DoorBench()
    enrol = saved(bench)
    bench.give(UndoPressed())
    undo = enrols(bench)[-1]
    assert undo == replace(enrol, undo=True)
    bench.hear(Enrolled(id=enrol.id))
    bench.must_show(Screen.CHECKING)
    bench.hear(Enrolled(id=enrol.id, undone=True))
    bench.must_show(Screen.IDLE)

    bench = DoorBench()
    saved(bench)
    bench.wait(UNDO_MS)
    bench.must_show(Screen.IDLE)
    bench.give(UndoPressed())
    assert len(enrols(bench)) == 1


def test_somebody_elses_card_is_refused_in_words() -> None:
    bench = DoorBench()
    picked(bench)
    bench.give(YesPressed())
    bench.hear(Enrolled(id=enrols(bench)[0].id, fault=EnrolFault.CARD_TAKEN))
    bench.must_show(Screen.ENROL_FAULT)
    assert bench.scene.notice == Notice("card_taken")


def test_it_is_asked_once_more_and_then_given_up() -> None:
    bench = DoorBench()
    picked(bench)
    bench.give(YesPressed())
    bench.wait(1_100)
    first, again = enrols(bench)
    assert first == again
    bench.wait(ANSWER_MS)
    assert (bench.screen, bench.scene.notice) == (Screen.ENROL_FAULT, Notice("enrol_silent"))


def test_a_badge_says_nothing_of_a_card_that_nobody_could_be_asked_about() -> None:
    bench = DoorBench()
    bench.give(LinkChanged(up=False))
    bench.tap(NEW_CARD)
    bench.must_show(Screen.CARD_UNKNOWN)
    bench.wait(100)
    bench.tap(BADGE)
    bench.must_show(Screen.CARD_UNKNOWN)


def test_a_students_card_does_not_take_the_staffs_pages_away() -> None:
    bench = DoorBench()
    picked(bench)
    bench.tap(OMARS_CARD)
    bench.must_show(Screen.ENROL)


# --- cards for lending ----------------------------------------------------------------------------


def test_a_card_for_lending_says_so_and_is_lent_the_same_way() -> None:
    bench = DoorBench()
    unknown(bench, LENT_CARD, lent=True)
    assert bench.scene.notice == Notice("card_to_lend")
    bench.tap(BADGE)
    bench.give(StudentMarked(MAYA))
    assert bench.scene.notice == Notice("lent")
    bench.give(YesPressed())
    bench.hear(Enrolled(id=enrols(bench)[0].id, lent=True))
    assert (bench.screen, bench.scene.notice) == (Screen.ENROLLED, Notice("lent"))


def test_each_tap_of_a_lent_card_asks_whose_it_is_and_the_record_says_so() -> None:
    bench = DoorBench()
    bench.tap(LENT_CARD)
    bench.hear(Identity(id=last_asked(bench), student=MAYA, label="Maya L.", lent=True))
    assert bench.keeper.state.visitors == {}
    bench.give(Chose(RESTROOM))
    assert bench.requests[-1].identified_by is IdentifiedBy.LENT
    bench.hear(grant(bench.requests[-1]))
    started = bench.events[-1]
    assert isinstance(started, Started)
    assert started.identified_by is IdentifiedBy.LENT
    bench.wait(10_000)
    bench.tap(LENT_CARD)
    bench.hear(Identity(id=last_asked(bench), student=MAYA, label="Maya L.", lent=True))
    ended = bench.events[-1]
    assert isinstance(ended, Ended)
    assert (ended.id, ended.how) == (started.id, EndedHow.TAP)


def test_a_lent_card_is_another_students_tomorrow() -> None:
    bench = DoorBench()
    bench.tap(LENT_CARD)
    bench.hear(Identity(id=last_asked(bench), student=MAYA, label="Maya L.", lent=True))
    bench.give(Cancelled())
    bench.wait(10_000)
    bench.tap(LENT_CARD)
    bench.hear(Identity(id=last_asked(bench), student=OMAR, label="Omar L.", lent=True))
    assert (bench.screen, bench.scene.student) == (Screen.CHOOSE, "Omar L.")


def test_a_student_in_line_is_shown_the_place_by_a_lent_card_too() -> None:
    bench = DoorBench()
    asked = bench.ask()
    bench.hear(replace(refusal(asked, WireRuling.WAIT), place=2))
    bench.wait(20_000)
    bench.tap(LENT_CARD)
    bench.hear(Identity(id=last_asked(bench), student=MAYA, label="Maya L.", lent=True))
    bench.must_show(Screen.IN_LINE)


# --- cards that the building has taken back -----------------------------------------------------


def test_a_change_of_cards_makes_the_door_ask_anew() -> None:
    bench = DoorBench()
    bench.wait(6_000)
    bench.sync(cards=3)
    bench.tap(NEW_CARD)
    bench.hear(Identity(id=last_asked(bench), student=IVY, label="Ivy S."))
    bench.give(Cancelled())
    bench.wait(6_000)
    bench.sync(cards=3)
    assert NEW_CARD in bench.keeper.state.visitors
    bench.wait(6_000)
    bench.sync(cards=4)
    assert bench.keeper.state.visitors == {}
