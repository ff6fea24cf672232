from datetime import timedelta

from kiosk.core.aggregator.board import Board
from kiosk.core.aggregator.boarding import Rows, door_row, draw_board
from kiosk.core.ids import DoorId, PassId
from tests.core.building_bench import (
    BOOTH,
    DOOR_118,
    DOOR_214,
    IVY,
    MAYA,
    OMAR,
    BuildingBench,
    abandoned,
    beat,
    checked_in,
    request,
    started,
)


def board_of(bench: BuildingBench) -> Board:
    return draw_board(bench.mind.building, Rows(), bench.now)


def test_a_grant_is_on_the_board_before_it_starts() -> None:
    bench = BuildingBench()
    bench.grant(MAYA)
    (row,) = board_of(bench).rows
    assert (row.student, row.origin, row.started) == ("Maya Lopez", "r-214", False)


def test_a_started_pass_says_when_it_is_due_and_how_it_started() -> None:
    bench = BuildingBench()
    bench.start_pass(bench.ask(MAYA), offline=True)
    (row,) = board_of(bench).rows
    assert (row.started, row.offline, row.urgent) == (True, True, False)
    assert row.due_at == row.since + timedelta(minutes=5)


def test_a_pass_in_doubt_stays_on_the_board() -> None:
    bench = BuildingBench()
    bench.take(abandoned(request(PassId("p-1"), OMAR), 1, doubt=True))
    (row,) = board_of(bench).rows
    assert (row.student, row.started) == ("Omar Lopez", False)


def test_a_row_is_drawn_anew_when_its_pass_changes() -> None:
    bench, rows = BuildingBench(), Rows()
    asked = bench.grant(MAYA)
    first = draw_board(bench.mind.building, rows, bench.now).rows
    again = draw_board(bench.mind.building, rows, bench.now).rows
    assert first[0] is again[0]
    bench.start_pass(asked)
    assert draw_board(bench.mind.building, rows, bench.now).rows[0].started
    bench.end_pass(asked)
    assert draw_board(bench.mind.building, rows, bench.now).rows == ()


def test_a_check_in_is_on_the_row() -> None:
    bench = BuildingBench()
    asked = bench.grant(MAYA)
    bench.start_pass(asked)
    bench.take(checked_in(asked, DOOR_118, bench.next_seq(DOOR_118), bench.now))
    assert board_of(bench).rows[0].checked_in == bench.now


def test_ended_passes_leave_the_board() -> None:
    bench = BuildingBench()
    asked = bench.grant(MAYA)
    bench.start_pass(asked)
    bench.end_pass(asked)
    assert board_of(bench).rows == ()


def test_overtime_is_first() -> None:
    bench = BuildingBench()
    for who in (IVY, MAYA):
        bench.start_pass(bench.grant(who))
        bench.now += timedelta(minutes=4)
    rows = board_of(bench).rows
    assert [(r.student, r.overtime(bench.now)) for r in rows] == [
        ("Ivy Lopez", True),
        ("Maya Lopez", False),
    ]


def test_a_student_or_place_that_the_roster_lost_is_still_shown() -> None:
    bench = BuildingBench()
    gone = request(PassId("p-1"), MAYA, BOOTH)
    bench.take(started(gone, 1, bench.now, offline=True))
    students = bench.mind.building.school.roster.students
    assert isinstance(students, dict)
    students.pop(MAYA)
    (row,) = board_of(bench).rows
    assert row.student == "Unknown student"


def test_doors_stand_in_a_fixed_order_with_what_is_known_of_them() -> None:
    bench = BuildingBench(heard=(DOOR_214,))
    board = board_of(bench)
    assert [(d.door, d.online) for d in board.doors] == [(DOOR_118, False), (DOOR_214, True)]
    assert board.doors[1].last_heard == bench.now


def test_a_doors_outbox_shows() -> None:
    bench = BuildingBench()
    heartbeat = beat()
    bench.mind.building.door_info(DOOR_214).outbox = 7
    assert door_row(bench.mind.building, DOOR_214).outbox == 7
    bench.say(heartbeat)
    assert door_row(bench.mind.building, DOOR_214).outbox == 0


def test_a_door_without_a_room_goes_by_its_id() -> None:
    bench = BuildingBench()
    assert door_row(bench.mind.building, DoorId("door-9")).room == "door-9"
