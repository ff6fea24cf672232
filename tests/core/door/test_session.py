from kiosk.core.door.inputs import (
    Cancelled,
    CardGarbled,
    Chose,
    EndMyPassPressed,
    LinkChanged,
    Touched,
    UrgentPressed,
)
from kiosk.core.door.scene import Screen, Toast
from kiosk.core.door.session import CARDS_REMEMBERED_MAX, CHECKS_REMEMBERED_MAX
from kiosk.core.door.turns import Choosing
from kiosk.core.events import Arrived
from kiosk.core.ids import CardHash, PassId, RoomId, StudentId
from kiosk.core.protocol import Identify, Identity, OpenElsewhere, WireRuling
from tests.core.door_bench import (
    BADGE,
    IVY,
    IVYS_CARD,
    LIBRARY,
    MAYA,
    MAYAS_CARD,
    OFFICE,
    OMARS_CARD,
    RESTROOM,
    DoorBench,
    grant,
    refusal,
)

ELSEWHERE = OpenElsewhere(id=PassId("p-118"), origin=RoomId("r-118"), destination=LIBRARY)


def identifies(bench: DoorBench) -> list[Identify]:
    return [m for m in bench.sent if isinstance(m, Identify)]


def named(bench: DoorBench, out: OpenElsewhere | None = None, who: StudentId = MAYA) -> Identity:
    return Identity(id=identifies(bench)[-1].id, student=who, label="Somebody L.", out=out)


# --- taps (D4) -----------------------------------------------------------------------------------


def test_a_tap_opens_the_choice_under_the_students_name() -> None:
    bench = DoorBench()
    bench.tap(MAYAS_CARD)
    assert (bench.screen, bench.scene.student) == (Screen.CHOOSE, "Maya L.")


def test_the_same_card_within_three_seconds_is_one_tap() -> None:
    bench = DoorBench()
    bench.go()
    bench.wait(4_000)
    bench.tap(MAYAS_CARD)
    bench.wait(2_999)
    bench.tap(MAYAS_CARD)
    assert (bench.screen, bench.kinds) == (Screen.WELCOME_BACK, ["started", "ended"])


def test_the_same_card_after_three_seconds_is_another_tap() -> None:
    bench = DoorBench()
    bench.go()
    bench.wait(4_000)
    bench.tap(MAYAS_CARD)
    bench.wait(3_000)
    bench.tap(MAYAS_CARD)
    bench.must_show(Screen.CHOOSE)


def test_a_tap_while_checking_is_ignored() -> None:
    bench = DoorBench()
    bench.ask()
    bench.wait(1_999)
    bench.keeper.session._tapped_ms.clear()
    bench.tap(MAYAS_CARD)
    assert (bench.screen, bench.kinds) == (Screen.CHECKING, [])


def test_a_tap_while_checking_is_not_run_later_as_a_return() -> None:
    bench = DoorBench()
    bench.tap(MAYAS_CARD)
    bench.wait(5_000)
    bench.give(Chose(RESTROOM))
    bench.commit_ms = 2_500
    bench.hear(grant(bench.requests[-1]))
    bench.tap(MAYAS_CARD, at_ms=6_000)
    assert (bench.screen, bench.kinds) == (Screen.OUT, ["started"])


def test_nor_is_it_after_another_students_check() -> None:
    bench = DoorBench()
    bench.tap(MAYAS_CARD)
    bench.wait(4_000)
    bench.give(Chose(RESTROOM))
    bench.hear(grant(bench.requests[-1]))
    bench.go(OMARS_CARD)
    bench.tap(MAYAS_CARD, at_ms=4_000)
    assert bench.kinds == ["started", "started"]


def test_a_second_tap_ends_the_pass() -> None:
    bench = DoorBench()
    bench.go()
    bench.wait(4_000)
    bench.tap(MAYAS_CARD)
    bench.must_show(Screen.WELCOME_BACK)
    assert bench.journal.open == {}


def test_another_students_return_is_a_toast_while_one_chooses() -> None:
    bench = DoorBench()
    bench.go()
    bench.wait(4_000)
    bench.tap(OMARS_CARD)
    bench.tap(MAYAS_CARD)
    assert (bench.screen, bench.scene.student) == (Screen.CHOOSE, "Omar L.")
    assert bench.scene.toast == Toast("welcome_back", "Maya L.")
    assert bench.kinds == ["started", "ended"]


def test_another_students_turn_is_not_taken_away() -> None:
    bench = DoorBench()
    bench.tap(MAYAS_CARD)
    bench.tap(OMARS_CARD)
    assert bench.scene.student == "Maya L."
    assert bench.scene.toast == Toast("busy")


def test_a_toast_goes_away() -> None:
    bench = DoorBench()
    bench.give(CardGarbled(0))
    assert bench.scene.toast == Toast("try_again")
    bench.wait(3_000)
    assert bench.scene.toast is None


def test_a_card_means_nothing_before_the_school_has_come() -> None:
    bench = DoorBench(linked=False)
    bench.tap(MAYAS_CARD)
    bench.must_show(Screen.STARTING)


def test_only_so_many_cards_and_checks_are_remembered() -> None:
    bench = DoorBench()
    for number in range(CARDS_REMEMBERED_MAX + 5):
        bench.tap(CardHash(f"c-{number}"))
    assert len(bench.keeper.session._tapped_ms) == CARDS_REMEMBERED_MAX
    checked = bench.keeper.session._checked_ms
    checked.update({StudentId(f"s-{n}"): 0 for n in range(CHECKS_REMEMBERED_MAX)})
    bench.give(Cancelled())
    bench.wait(10_000)
    bench.go()
    assert len(checked) == CHECKS_REMEMBERED_MAX


# --- badges --------------------------------------------------------------------------------------


def test_a_badge_tapped_before_the_question_answers_nothing() -> None:
    bench = DoorBench()
    asked = bench.ask(to=OFFICE)
    bench.wait(1_000)
    bench.hear(refusal(asked, WireRuling.APPROVE, "needs_approval"))
    bench.tap(BADGE, at_ms=900)
    bench.must_show(Screen.ASK_TEACHER)


def test_a_badge_that_answered_nothing_may_be_tapped_again_at_once() -> None:
    bench = DoorBench()
    asked = bench.ask(to=OFFICE)
    bench.wait(1_000)
    bench.tap(BADGE)
    bench.hear(refusal(asked, WireRuling.APPROVE, "needs_approval"))
    bench.wait(300)
    bench.tap(BADGE)
    bench.must_show(Screen.CHECKING)


def test_a_badge_at_rest_opens_the_staff_panel() -> None:
    bench = DoorBench()
    bench.tap(BADGE)
    bench.must_show(Screen.PANEL)


# --- visitors ------------------------------------------------------------------------------------


def test_a_card_of_another_room_is_asked_about() -> None:
    bench = DoorBench()
    bench.tap(IVYS_CARD)
    assert (bench.screen, identifies(bench)[-1].card) == (Screen.CHECKING, IVYS_CARD)
    bench.hear(named(bench, who=IVY))
    assert (bench.screen, bench.scene.student) == (Screen.CHOOSE, "Somebody L.")


def test_a_visitor_is_remembered_for_the_next_tap() -> None:
    bench = DoorBench()
    bench.tap(IVYS_CARD)
    bench.hear(named(bench, who=IVY))
    bench.give(Cancelled())
    bench.wait(5_000)
    bench.tap(IVYS_CARD)
    bench.must_show(Screen.CHOOSE)


def test_a_card_that_nobody_knows_is_told_so() -> None:
    bench = DoorBench()
    bench.tap(IVYS_CARD)
    bench.hear(Identity(id=identifies(bench)[-1].id, unknown=True))
    bench.must_show(Screen.CARD_UNKNOWN)


def test_no_answer_about_a_card_is_a_card_unknown_within_two_seconds() -> None:
    bench = DoorBench()
    bench.tap(IVYS_CARD)
    bench.wait(2_000)
    bench.must_show(Screen.CARD_UNKNOWN)


def test_a_card_that_cannot_be_asked_about_is_unknown_at_once() -> None:
    bench = DoorBench()
    bench.give(LinkChanged(up=False))
    bench.tap(IVYS_CARD)
    bench.must_show(Screen.CARD_UNKNOWN)


def test_an_answer_about_an_earlier_card_changes_nothing() -> None:
    bench = DoorBench()
    bench.tap(IVYS_CARD)
    late = named(bench, who=IVY)
    bench.wait(2_000)
    bench.hear(late)
    bench.must_show(Screen.CARD_UNKNOWN)


def test_an_answer_about_an_earlier_card_says_nothing_about_this_one() -> None:
    bench = DoorBench()
    bench.tap(IVYS_CARD)
    late = named(bench, who=IVY)
    bench.wait(2_000)
    bench.tap(CardHash("c-other"))
    bench.hear(late)
    bench.must_show(Screen.CHECKING)


# --- out from another room -----------------------------------------------------------------------


def test_a_pass_open_elsewhere_is_offered_to_be_ended_and_ended_here() -> None:
    bench = DoorBench()
    bench.tap(MAYAS_CARD)
    bench.hear(named(bench, ELSEWHERE))
    assert (bench.screen, bench.scene.destination) == (Screen.OUT_ELSEWHERE, LIBRARY)
    bench.give(EndMyPassPressed())
    arrived = bench.events[-1]
    assert isinstance(arrived, Arrived)
    assert (arrived.id, arrived.student) == (ELSEWHERE.id, MAYA)
    bench.must_show(Screen.WELCOME_BACK)


def test_the_same_student_tapping_again_gets_more_time_for_that() -> None:
    bench = DoorBench()
    bench.tap(MAYAS_CARD)
    bench.hear(named(bench, ELSEWHERE))
    bench.wait(10_000)
    bench.tap(MAYAS_CARD)
    assert bench.scene.closes_at_ms == 30_000
    assert bench.scene.toast is None


def test_a_pass_that_this_door_knows_is_not_open_elsewhere() -> None:
    bench = DoorBench()
    pass_id = bench.go()
    bench.wait(4_000)
    bench.tap(MAYAS_CARD)
    bench.wait(4_000)
    bench.tap(MAYAS_CARD)
    bench.hear(
        named(bench, OpenElsewhere(id=pass_id, origin=ELSEWHERE.origin, destination=LIBRARY))
    )
    bench.must_show(Screen.CHOOSE)


def test_urgent_is_not_taken_away_by_a_pass_open_elsewhere() -> None:
    bench = DoorBench()
    bench.tap(MAYAS_CARD)
    bench.give(UrgentPressed())
    bench.hear(named(bench, ELSEWHERE))
    assert (bench.screen, bench.scene.urgent) == (Screen.CHOOSE, True)


# --- time and touches ----------------------------------------------------------------------------


def test_the_choice_closes_after_twenty_seconds() -> None:
    bench = DoorBench()
    bench.tap(MAYAS_CARD)
    bench.wait(20_000)
    bench.must_show(Screen.IDLE)


def test_any_touch_gives_more_time() -> None:
    bench = DoorBench()
    bench.tap(MAYAS_CARD)
    bench.wait(19_000)
    bench.give(Touched())
    bench.wait(19_000)
    bench.must_show(Screen.CHOOSE)


def test_the_out_page_gives_way_soon() -> None:
    bench = DoorBench()
    bench.go()
    bench.wait(6_000)
    bench.must_show(Screen.IDLE)


def test_cancel_closes_the_choice() -> None:
    bench = DoorBench()
    bench.tap(MAYAS_CARD)
    assert isinstance(bench.keeper.session.turn, Choosing)
    bench.give(Cancelled())
    assert (bench.screen, bench.records[-1].go) == (Screen.IDLE, None)
