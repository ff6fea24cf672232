import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest

from kiosk.aggregator.web.snapshot import ALERTS_MAX, ROWS_MAX, snapshot, time_of_day
from kiosk.core.aggregator.board import AlertRow, AskedRow, BoardRow, DoorRow, LineRow
from tests.aggregator.web import boards
from tests.aggregator.web.boards import (
    CHICAGO,
    HOSTILE,
    NOW,
    alert,
    appointment,
    board,
    busy,
    door,
    row,
)


def shot(
    *rows: BoardRow,
    doors: tuple[DoorRow, ...] = (),
    alerts: tuple[AlertRow, ...] = (),
    asked: tuple[AskedRow, ...] = (),
    lines: tuple[LineRow, ...] = (),
) -> dict[str, Any]:
    shown = board(*rows, doors=doors, alerts=alerts, asked=asked, lines=lines)
    text = json.dumps(snapshot(shown, CHICAGO))
    return cast("dict[str, Any]", json.loads(text))


def test_overtime_stands_first_then_the_longest_out() -> None:
    rows = shot(
        row("short", out=1),
        row("over a little", out=6),
        row("long", out=14, allowed=15),
        row("over a lot", out=9),
        row("longest", out=60, allowed=None),
    )["rows"]
    names = [each["student"] for each in rows]
    assert names == ["over a lot", "over a little", "longest", "long", "short"]


def test_times_are_told_in_the_schools_zone() -> None:
    found = shot(row("Maya", out=100), doors=(door("Room 9"),), alerts=(alert("x", ago_min=2),))
    assert found["now"] == "10:42 AM"
    assert found["rows"][0]["since"] == "9:02 AM"
    assert found["doors"][0]["heard"] == "10:42 AM"
    assert found["alerts"][0]["at"] == "10:40 AM"
    assert found["zone_offset_ms"] == -6 * 3600 * 1000


def test_a_row_says_since_when_its_student_is_at_the_destination() -> None:
    there = replace(row("Maya", out=10), checked_in=NOW - timedelta(minutes=7))
    found = shot(there, row("Omar"))["rows"]
    assert [each["checked_in"] for each in found] == ["There since 10:35 AM", None]


def test_a_hold_marks_every_row_of_somebody_who_is_out() -> None:
    rows = (row("Maya"), row("Omar", flags="unstarted"))
    for hold, marks in ((True, [True, False]), (False, [False, False])):
        found = cast("list[Any]", snapshot(board(*rows, hold=hold), CHICAGO)["rows"])
        assert [each["called_back"] for each in found] == marks


@pytest.mark.parametrize(
    ("hour_utc", "text"), [(6, "12:00 AM"), (17, "11:00 AM"), (18, "12:00 PM"), (23, "5:00 PM")]
)
def test_a_time_of_day_is_on_the_twelve_hour_clock(hour_utc: int, text: str) -> None:
    at = datetime(2026, 3, 3, hour_utc, tzinfo=UTC)
    assert time_of_day(at, at, CHICAGO) == text


def test_a_time_of_another_day_names_the_day() -> None:
    assert time_of_day(NOW - timedelta(days=1), NOW, CHICAGO) == "Mon 2 Mar, 10:42 AM"


def test_the_offset_follows_the_change_of_clocks() -> None:
    summer = datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert time_of_day(summer, summer, CHICAGO) == "7:00 AM"
    assert time_of_day(summer, summer, ZoneInfo("Asia/Kolkata")) == "5:30 PM"


def test_totals_go_by_destination_the_fullest_first() -> None:
    found = shot(row("a", to="Nurse"), row("b", to="Restroom"), row("c", to="Restroom"))
    assert found["destinations"] == [{"name": "Restroom", "out": 2}, {"name": "Nurse", "out": 1}]
    assert found["floors"] == [{"name": "1", "out": 3}]


def test_doors_stand_offline_first_then_as_people_count_rooms() -> None:
    doors = (door("Room 10"), door("Room 9"), door("Gym"), door("Room 220", online=False))
    rooms = [each["room"] for each in shot(doors=doors)["doors"]]
    assert rooms == ["Room 220", "Gym", "Room 9", "Room 10"]


@pytest.mark.parametrize("room", ["", "9", "٣", "²", "9a-10", "é"])
def test_any_room_name_can_be_ordered(room: str) -> None:
    assert len(shot(doors=(door(room), door("Room 1"), door("7")))["doors"]) == 3


def test_a_crowded_board_is_cut_and_the_rest_is_counted() -> None:
    found = shot(*(row(f"student {n}") for n in range(ROWS_MAX + 5)))
    assert len(found["rows"]) == ROWS_MAX
    assert found["out"] == ROWS_MAX + 5


def test_the_newest_alerts_are_kept_and_the_rest_counted() -> None:
    found = shot(alerts=tuple(alert(f"{n}", ago_min=n) for n in reversed(range(ALERTS_MAX + 3))))
    assert [each["text"] for each in found["alerts"]] == [f"{n}" for n in range(ALERTS_MAX)]
    assert found["alerts_more"] == 3


def test_who_waits_for_a_yes_and_the_lines_stand_on_the_board_with_since_when() -> None:
    found = shot(asked=(boards.asked("Omar"),), lines=(boards.line("Restroom", 2, called=1),))
    (waits,), (waiting,) = found["asked"], found["lines"]
    assert (waits["student"], waits["destination"], waits["since"]) == (
        *("Omar", "Main office"),
        "10:40 AM",
    )
    assert (waiting["place"], waiting["waiting"], waiting["called"]) == ("Restroom", 2, 1)


def test_no_name_can_break_a_line_of_the_stream() -> None:
    text = json.dumps(snapshot(board(*(row(name) for name in HOSTILE)), CHICAGO))
    assert text.isascii()
    assert text.isprintable()


def test_the_encounter_groups_are_nowhere() -> None:
    found = snapshot(busy(), CHICAGO)
    assert set(found) == {
        "now_ms", "zone_offset_ms", "now", "hold", "out", "rows", "destinations", "floors",
        "doors", "alerts", "alerts_more", "asked", "asked_more", "lines", "appointments",
    }  # fmt: skip


def test_appointments_are_told_with_the_schools_time_and_what_became_of_them() -> None:
    shown = snapshot(board(appointments=(appointment("Maya Rivera", state="reminded"),)), CHICAGO)
    assert shown["appointments"] == [
        {
            "id": "appointment-Maya Rivera",
            "day": "2026-03-03",
            "at": "10:47 AM",
            "student": "Maya Rivera",
            "destination": "Counselor",
            "state": "reminded",
            "made_by": "Ms. Reyes",
            "repeats": True,
            "urgent": False,
        }
    ]
