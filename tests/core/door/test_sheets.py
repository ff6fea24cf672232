"""What the panel asks before an act, and the seconds in which the act can be taken back."""

from datetime import timedelta

import pytest

from kiosk.core.door.holding import HELD_MS
from kiosk.core.door.inputs import (
    Cancelled,
    CardTapped,
    PanelAct,
    RefusalChosen,
    Stepped,
    Touched,
    UndoPressed,
)
from kiosk.core.door.justback import KEPT_MAX, KEPT_MS
from kiosk.core.door.scene import Done, PanelRow, Screen, SheetKind, SheetPage
from kiosk.core.events import Approved, Corrected, Declined, Ended, EndedHow, RefusalReason
from kiosk.core.ids import CardHash, PassId
from tests.core.door.test_panel import OPEN_MS, opened, press, shown, waits
from tests.core.door_bench import (
    BADGE,
    LATER_BOOT,
    MAYAS_CARD,
    OMARS_CARD,
    TEACHER,
    DoorBench,
    grant,
)

MINUTE_MS = 60_000
MINUTE = timedelta(minutes=1)


def asked(bench: DoorBench) -> SheetPage:
    bench.must_show(Screen.SHEET)
    assert bench.scene.sheet is not None
    return bench.scene.sheet


def step(bench: DoorBench, *by: int) -> None:
    for minutes in by:
        bench.ms += 300
        bench.give(Stepped(minutes))


def refuse(bench: DoorBench, pass_id: str, why: RefusalReason = RefusalReason.TALK) -> None:
    press(bench, PanelAct.DECLINE, PassId(pass_id))
    bench.ms += 500
    bench.give(RefusalChosen(why))


def out_for(bench: DoorBench, minutes: int, card: CardHash = MAYAS_CARD) -> PassId:
    """Let a student be out for so long."""
    pass_id = bench.go(card)
    bench.wait(minutes * MINUTE_MS)
    return pass_id


def back(bench: DoorBench, minutes: int = 10) -> PassId:
    """Let Maya be out and come back by tap."""
    pass_id = out_for(bench, minutes)
    bench.tap(MAYAS_CARD)
    bench.wait(7_000)
    return pass_id


def row(bench: DoorBench, pass_id: str) -> PanelRow | None:
    return next((row for row in shown(bench).rows if row.id == pass_id), None)


def declined(bench: DoorBench) -> list[Declined]:
    return [event for event in bench.events if isinstance(event, Declined)]


def corrected(bench: DoorBench) -> list[Corrected]:
    return [event for event in bench.events if isinstance(event, Corrected)]


def ended(bench: DoorBench) -> list[Ended]:
    return [event for event in bench.events if isinstance(event, Ended)]


# --- a no, and why ----------------------------------------------------------------------------


def test_a_no_asks_why_and_is_recorded_with_that_once_it_can_not_be_taken_back() -> None:
    bench = DoorBench()
    opened(bench, waits(1))
    press(bench, PanelAct.DECLINE, PassId("w-1"))
    assert asked(bench) == SheetPage(SheetKind.REFUSE, "Omar 1")
    bench.give(RefusalChosen(RefusalReason.LESSON))
    assert (shown(bench).rows, shown(bench).done) == ((), Done(PanelAct.DECLINE, "Omar 1"))
    assert bench.events == []
    bench.wait(HELD_MS)
    (no,) = declined(bench)
    assert (no.id, no.staff, no.why) == ("w-1", TEACHER, "declined_lesson")
    assert shown(bench).done is None


def test_a_no_taken_back_in_time_was_never_said() -> None:
    bench = DoorBench()
    opened(bench, waits(1))
    refuse(bench, "w-1")
    press(bench, PanelAct.UNDO)
    assert (row(bench, "w-1") is not None, shown(bench).done) == (True, None)
    bench.wait(HELD_MS)
    assert bench.events == []


def test_the_next_act_lets_the_one_before_be_recorded_first() -> None:
    bench = DoorBench()
    opened(bench, waits(1), waits(2), waits(3))
    refuse(bench, "w-1")
    refuse(bench, "w-2")
    assert [no.id for no in declined(bench)] == ["w-1"]
    press(bench, PanelAct.APPROVE, PassId("w-3"))
    assert [event.id for event in bench.events] == ["w-1", "w-2", "w-3"]
    assert isinstance(bench.events[-1], Approved)


@pytest.mark.parametrize("leaves", [Cancelled(), CardTapped(MAYAS_CARD, 9_000)])
def test_a_no_is_recorded_though_the_panel_is_left(leaves: Cancelled | CardTapped) -> None:
    bench = DoorBench()
    opened(bench, waits(1))
    refuse(bench, "w-1")
    bench.give(Cancelled())
    bench.give(leaves)
    bench.wait(HELD_MS)
    assert [no.id for no in declined(bench)] == ["w-1"]


def test_it_can_be_taken_back_on_a_panel_that_is_opened_again() -> None:
    bench = DoorBench()
    opened(bench, waits(1))
    refuse(bench, "w-1")
    bench.give(Cancelled())
    opened(bench, waits(1))
    assert shown(bench).done == Done(PanelAct.DECLINE, "Omar 1")
    press(bench, PanelAct.UNDO)
    bench.wait(HELD_MS)
    assert bench.events == []


def test_a_request_answered_elsewhere_meanwhile_finds_no_no() -> None:
    bench = DoorBench()
    opened(bench, waits(1))
    refuse(bench, "w-1")
    bench.ms += 5_000
    bench.wait(0)
    bench.sync(asked=())
    bench.wait(HELD_MS)
    assert bench.events == []


def test_back_says_no_to_nobody() -> None:
    bench = DoorBench()
    opened(bench, waits(1))
    press(bench, PanelAct.DECLINE, PassId("w-1"))
    bench.give(Cancelled())
    assert shown(bench).rows[0].id == "w-1"
    bench.wait(HELD_MS)
    assert bench.events == []


def test_the_question_closes_by_itself_and_any_touch_keeps_it() -> None:
    bench = DoorBench()
    opened(bench, waits(1))
    press(bench, PanelAct.DECLINE, PassId("w-1"))
    bench.wait(OPEN_MS - 1)
    bench.give(Touched())
    bench.wait(OPEN_MS - 1)
    bench.must_show(Screen.SHEET)
    bench.wait(1)
    bench.must_show(Screen.IDLE)
    assert bench.scene.sheet is None


# --- a return, and when -------------------------------------------------------------------------


def test_a_pass_ends_now_by_staffs_word() -> None:
    bench = DoorBench()
    pass_id = out_for(bench, 10)
    opened(bench)
    press(bench, PanelAct.END, pass_id)
    assert (asked(bench).kind, asked(bench).chosen_at) == (SheetKind.RETURN, None)
    press(bench, PanelAct.BACK)
    assert row(bench, pass_id) is None
    assert ended(bench) == []
    bench.wait(HELD_MS)
    (end,) = ended(bench)
    assert (end.id, end.how, end.staff) == (pass_id, EndedHow.STAFF, TEACHER)
    assert corrected(bench) == []


def test_a_pass_ended_late_keeps_the_time_of_the_touch_and_the_real_one() -> None:
    bench = DoorBench()
    pass_id = out_for(bench, 10)
    opened(bench)
    press(bench, PanelAct.END, pass_id)
    seen_at = asked(bench).seen_at
    assert seen_at is not None
    step(bench, -5, -1, -1, 1)
    assert asked(bench).chosen_at == seen_at - 6 * MINUTE
    press(bench, PanelAct.BACK)
    bench.wait(HELD_MS)
    (end,), (by_word,) = ended(bench), corrected(bench)
    assert end.at is not None
    assert end.at > seen_at
    assert (by_word.id, by_word.staff) == (pass_id, TEACHER)
    assert by_word.returned_at == seen_at - 6 * MINUTE
    shows = row(bench, pass_id)
    assert shows is not None
    assert (shows.back_at, shows.corrected_at) == (end.at, by_word.returned_at)


def test_an_end_taken_back_in_time_leaves_the_student_out() -> None:
    bench = DoorBench()
    pass_id = out_for(bench, 10)
    opened(bench)
    press(bench, PanelAct.END, pass_id)
    press(bench, PanelAct.BACK)
    press(bench, PanelAct.UNDO)
    bench.wait(HELD_MS)
    assert pass_id in bench.keeper.state.open
    assert ended(bench) == []


def test_a_tap_goes_before_an_end_that_is_held() -> None:
    bench = DoorBench()
    pass_id = out_for(bench, 10)
    opened(bench)
    press(bench, PanelAct.END, pass_id)
    press(bench, PanelAct.BACK)
    bench.tap(MAYAS_CARD)
    bench.wait(HELD_MS)
    assert [end.how for end in ended(bench)] == [EndedHow.TAP]


def test_no_step_leads_before_the_start_or_beyond_now() -> None:
    bench = DoorBench()
    pass_id = out_for(bench, 2)
    opened(bench)
    press(bench, PanelAct.END, pass_id)
    assert [step.by for step in asked(bench).steps if step.possible] == [-1]
    step(bench, -5, 1, 5)
    assert asked(bench).chosen_at is None
    step(bench, -1, -1, -1)
    assert [step.by for step in asked(bench).steps if step.possible] == [1]


def test_who_came_back_by_tap_can_be_corrected() -> None:
    bench = DoorBench()
    pass_id = back(bench)
    opened(bench)
    press(bench, PanelAct.CORRECT, pass_id)
    assert asked(bench).kind is SheetKind.CORRECT
    seen_at = asked(bench).seen_at
    step(bench, -5)
    press(bench, PanelAct.BACK)
    assert corrected(bench) == []
    bench.wait(HELD_MS)
    (by_word,) = corrected(bench)
    assert seen_at is not None
    assert by_word.returned_at == seen_at - 5 * MINUTE
    assert [end.how for end in ended(bench)] == [EndedHow.TAP]
    shows = row(bench, pass_id)
    assert shows is not None
    assert (shows.back_at, shows.corrected_at) == (seen_at, by_word.returned_at)


def test_a_return_can_be_corrected_to_later_but_not_beyond_now() -> None:
    bench = DoorBench()
    pass_id = back(bench)
    bench.wait(3 * MINUTE_MS)
    opened(bench)
    press(bench, PanelAct.CORRECT, pass_id)
    step(bench, 1, 5)
    sheet = asked(bench)
    assert sheet.seen_at is not None
    assert sheet.chosen_at == sheet.seen_at + MINUTE


def test_a_correction_that_changes_nothing_is_none() -> None:
    bench = DoorBench()
    pass_id = back(bench)
    opened(bench)
    press(bench, PanelAct.CORRECT, pass_id)
    press(bench, PanelAct.BACK)
    assert shown(bench).done is None
    bench.wait(HELD_MS)
    assert corrected(bench) == []


def test_with_a_clock_that_is_not_set_only_now_can_be_recorded() -> None:
    bench = DoorBench()
    pass_id = out_for(bench, 10)
    opened(bench)
    bench.clock_known = False
    press(bench, PanelAct.END, pass_id)
    assert not any(step.possible for step in asked(bench).steps)
    press(bench, PanelAct.BACK)
    bench.wait(HELD_MS)
    assert len(ended(bench)) == 1


def test_who_is_back_stands_last_for_a_while_and_not_for_long() -> None:
    bench = DoorBench()
    pass_id = back(bench)
    other = out_for(bench, 1, OMARS_CARD)
    assert [row.id for row in opened(bench).rows] == [other, pass_id]
    bench.give(Cancelled())
    bench.wait(KEPT_MS)
    assert [row.id for row in opened(bench).rows] == [other]


def test_no_more_than_some_are_remembered() -> None:
    bench = DoorBench()
    for fence in range(1, KEPT_MAX + 3):
        asked_for = bench.ask()
        bench.hear(grant(asked_for, fence=fence))
        bench.wait(7_000)
        bench.tap(MAYAS_CARD)
        bench.wait(7_000)
    opened(bench)
    assert len(shown(bench).rows) + shown(bench).more == KEPT_MAX


def test_a_start_that_was_undone_is_no_return() -> None:
    bench = DoorBench()
    pass_id = bench.go()
    bench.give(UndoPressed())
    assert opened(bench).rows == ()
    assert pass_id not in bench.keeper.state.open


def test_nobody_who_was_back_outlives_the_program() -> None:
    bench = DoorBench()
    back(bench)
    bench.begin(LATER_BOOT)
    bench.link()
    bench.tap(BADGE)
    assert shown(bench).rows == ()
