"""The staff panel at a door."""

from dataclasses import replace

from kiosk.core.door.inputs import Cancelled, Chose, PanelAct, PanelPressed
from kiosk.core.door.scene import Banner, Done, PanelPage, Screen
from kiosk.core.events import Approved, Declined, Extended, Paused
from kiosk.core.ids import PassId
from kiosk.core.protocol import WaitsForYes
from tests.core.door.test_syncing import beat
from tests.core.door_bench import (
    BADGE,
    BOOT,
    LATER_BOOT,
    MAYAS_CARD,
    NOON,
    OFFICE,
    RESTROOM,
    ROOM,
    TEACHER,
    DoorBench,
)

OPEN_MS = 20_000


def waits(number: int) -> WaitsForYes:
    return WaitsForYes(
        id=PassId(f"w-{number}"),
        label=f"Omar {number}",
        origin=ROOM,
        destination=OFFICE,
        since=NOON,
    )


def opened(bench: DoorBench, *asked: WaitsForYes) -> PanelPage:
    bench.sync(beat(bench), asked=asked)
    bench.ms += 5_000
    bench.tap(BADGE)
    return shown(bench)


def shown(bench: DoorBench) -> PanelPage:
    bench.must_show(Screen.PANEL)
    assert bench.scene.panel is not None
    return bench.scene.panel


def press(bench: DoorBench, act: PanelAct, pass_id: PassId | None = None) -> None:
    bench.ms += 500
    bench.give(PanelPressed(act, pass_id))


def test_a_badge_on_the_idle_page_opens_it_for_a_while() -> None:
    bench = DoorBench()
    assert opened(bench).staff == "Ms. Case"
    bench.wait(OPEN_MS)
    bench.must_show(Screen.IDLE)


def test_close_closes_it() -> None:
    bench = DoorBench()
    opened(bench)
    bench.give(Cancelled())
    bench.must_show(Screen.IDLE)


def test_who_waits_stands_before_who_is_out() -> None:
    bench = DoorBench()
    bench.go()
    bench.wait(7_000)
    page = opened(bench, waits(1))
    assert [(row.label, row.asked) for row in page.rows] == [("Omar 1", True), ("Maya L.", False)]


def test_more_shows_the_next_rows_and_then_the_first_again() -> None:
    bench = DoorBench()
    page = opened(bench, *(waits(n) for n in range(5)))
    assert (len(page.rows), page.more) == (3, 2)
    press(bench, PanelAct.MORE)
    assert [row.id for row in shown(bench).rows] == ["w-3", "w-4"]
    press(bench, PanelAct.MORE)
    assert shown(bench).rows == page.rows


def test_a_yes_is_recorded_with_who_said_it_and_can_be_taken_back() -> None:
    bench = DoorBench()
    opened(bench, waits(1))
    press(bench, PanelAct.APPROVE, PassId("w-1"))
    event = bench.events[-1]
    assert isinstance(event, Approved)
    assert (event.id, event.staff) == ("w-1", TEACHER)
    assert (shown(bench).rows, shown(bench).done) == ((), Done(PanelAct.APPROVE, "Omar 1"))
    press(bench, PanelAct.UNDO)
    taken_back = bench.events[-1]
    assert isinstance(taken_back, Declined)
    assert (taken_back.id, taken_back.staff) == ("w-1", TEACHER)
    assert shown(bench).done is None


def test_yes_to_all_is_one_event_for_each() -> None:
    bench = DoorBench()
    opened(bench, waits(1), waits(2))
    press(bench, PanelAct.APPROVE_ALL)
    assert [e.id for e in bench.events if isinstance(e, Approved)] == ["w-1", "w-2"]
    assert shown(bench).done == Done(PanelAct.APPROVE_ALL, count=2)
    press(bench, PanelAct.UNDO)
    assert [e.id for e in bench.events if isinstance(e, Declined)] == ["w-1", "w-2"]


def test_five_minutes_more_can_be_taken_back() -> None:
    bench = DoorBench()
    pass_id = bench.go()
    bench.wait(7_000)
    before = opened(bench).rows[0].due_at
    press(bench, PanelAct.EXTEND, pass_id)
    assert shown(bench).rows[0].due_at != before
    press(bench, PanelAct.UNDO)
    assert shown(bench).rows[0].due_at == before
    assert [e.minutes for e in bench.events if isinstance(e, Extended)] == [5, -5]


def test_the_time_to_take_back_runs_out() -> None:
    bench = DoorBench()
    opened(bench, waits(1))
    press(bench, PanelAct.APPROVE, PassId("w-1"))
    bench.wait(8_000)
    assert shown(bench).done is None
    press(bench, PanelAct.UNDO)
    assert len(bench.events) == 1


def test_a_paused_room_starts_no_pass_until_it_is_resumed() -> None:
    bench = DoorBench()
    opened(bench)
    press(bench, PanelAct.PAUSE)
    event = bench.events[-1]
    assert isinstance(event, Paused)
    assert (event.staff, event.paused) == (TEACHER, True)
    bench.give(Cancelled())
    assert Banner.ROOM_FROZEN in bench.scene.banners
    bench.tap(MAYAS_CARD)
    bench.give(Chose(RESTROOM))
    bench.must_show(Screen.REFUSED)
    bench.wait(8_000)
    bench.tap(BADGE)
    press(bench, PanelAct.RESUME)
    bench.give(Cancelled())
    bench.wait(5_000)
    bench.ask()
    bench.must_show(Screen.CHECKING)


def test_a_pause_works_alone_and_outlives_the_program() -> None:
    bench = DoorBench()
    opened(bench)
    press(bench, PanelAct.PAUSE)
    bench.begin(LATER_BOOT)
    assert bench.keeper.state.paused
    assert bench.boot != BOOT
    bench.link()
    bench.tap(MAYAS_CARD)
    assert all(tile.notice and tile.notice.code == "frozen" for tile in bench.scene.tiles)


def test_the_panel_of_another_page_takes_no_touch() -> None:
    bench = DoorBench()
    bench.give(PanelPressed(PanelAct.PAUSE))
    assert bench.events == []


def test_the_rows_stand_for_what_this_door_can_do() -> None:
    bench = DoorBench()
    opened(bench)
    press(bench, PanelAct.END, PassId("p-nowhere"))
    press(bench, PanelAct.END, PassId("p-nowhere"))
    press(bench, PanelAct.APPROVE, PassId("p-nowhere"))
    press(bench, PanelAct.EXTEND, PassId("p-nowhere"))
    assert bench.events == []
    assert replace(shown(bench), rows=()) == shown(bench)
