from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from kiosk.core.aggregator.acts import DayCodeMade
from kiosk.core.aggregator.buildingbook import PutPinTries
from kiosk.core.aggregator.coordination import ActAsked, BuildingCommand, DoorSaid, Record, Reply
from kiosk.core.ids import DoorId, RoomId, StaffId
from kiosk.core.pins import TRIES_A_DAY_MAX, CheckPin, PinAnswered, PinAsked, PinChecked
from kiosk.core.protocol import Pin, PinResult
from kiosk.core.school import Staff
from tests.core.building_bench import DOOR_118, DOOR_214, ORIGINS, BuildingBench, school

STONE = StaffId("t-stone")
SUB = StaffId("sub-1")
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def bench() -> BuildingBench:
    plain = school()
    staff = {STONE: Staff(STONE, "Ms. Stone"), StaffId("t-2"): Staff(StaffId("t-2"), "Mr. Two")}
    return BuildingBench(replace(plain, roster=replace(plain.roster, staff=staff)))


def check_in(commands: Iterable[BuildingCommand]) -> CheckPin | None:
    return next((c for c in commands if isinstance(c, CheckPin)), None)


def typed(
    at: BuildingBench, whose: StaffId | None, *, door: DoorId = DOOR_214, digest: str = "d"
) -> PinResult | None:
    """Type a PIN at a door; let it be looked at. None: nothing was answered."""
    asked = f"pin-{len(at.commands)}"
    commands = at.give(DoorSaid(door, Pin(id=asked, pin="123456")))
    check = check_in(commands)
    if check is not None:
        commands = at.give(PinChecked(check.asked_as, digest, whose))
    results = [c.message for c in commands if isinstance(c, Reply)]
    return next((r for r in results if isinstance(r, PinResult)), None)


def code(at: BuildingBench, day: date | None = None, *rooms: str) -> list[BuildingCommand]:
    made = DayCodeMade("code-digest", SUB, "Mr. Sub", day, frozenset(map(RoomId, rooms)), STONE)
    return at.give(ActAsked(made, "act-1"))


def test_a_right_pin_answers_who_it_is() -> None:
    result = typed(bench(), STONE)
    assert result is not None
    assert (result.staff, result.label, result.wait_until) == (STONE, "Ms. Stone", None)


def test_a_try_is_durable_before_anybody_looks_at_it() -> None:
    at = bench()
    commands = at.give(DoorSaid(DOOR_214, Pin(id="1", pin="123456")))
    (record,) = [c for c in commands if isinstance(c, Record)]
    (change,) = record.changes
    assert isinstance(change, PutPinTries)
    assert change.tries.in_a_row == 1
    assert commands.index(record) < commands.index(check_in(commands))  # type: ignore[arg-type] # it is there


def test_two_hundred_wrong_pins_with_restarts_between_are_twenty_looks_a_day() -> None:
    at, looks = bench(), 0
    for number in range(200):
        commands = at.give(DoorSaid(DOOR_214, Pin(id=f"p-{number}", pin="123456")))
        looks += check_in(commands) is not None
        # Power is cut before or after the answer; the count must not care.
        if number % 3 and (check := check_in(commands)):
            at.give(PinChecked(check.asked_as, "wrong", None))
        at.start()
        at.now += timedelta(minutes=1)
    assert 0 < looks <= TRIES_A_DAY_MAX


def test_a_wait_is_told_and_nothing_is_looked_at_before_it_is_over() -> None:
    at = bench()
    results = [typed(at, None) for _ in range(6)]
    assert [r and r.wait_until for r in results[:4]] == [None] * 4
    assert results[4] is not None
    assert results[4].wait_until == at.now + timedelta(seconds=30)
    assert results[5] is not None
    assert (results[5].staff, results[5].wait_until) == (None, results[4].wait_until)
    assert len(at.alerts("wrong_pins")) == 1
    at.now += timedelta(seconds=31)
    later = typed(at, STONE)
    assert later is not None
    assert later.staff == STONE


def test_another_door_does_not_wait_with_it() -> None:
    at = bench()
    for _ in range(6):
        typed(at, None)
    result = typed(at, STONE, door=DOOR_118)
    assert result is not None
    assert result.staff == STONE


def test_a_question_that_comes_twice_is_one_try_with_one_answer() -> None:
    at = bench()
    asked = DoorSaid(DOOR_214, Pin(id="1", pin="123456"))
    check = check_in(at.give(asked))
    assert check is not None
    assert at.give(asked) == []
    at.give(PinChecked(check.asked_as, "d", STONE))
    (again,) = at.give(asked)
    assert isinstance(again, Reply)
    assert isinstance(again.message, PinResult)
    assert again.message.staff == STONE


def test_in_a_browser_a_pin_must_be_that_of_the_name_given() -> None:
    at = bench()

    def claimed(name: StaffId, whose: StaffId | None) -> PinAnswered:
        commands = at.give(PinAsked("b-1", "123456", staff=name))
        check = check_in(commands)
        assert check is not None
        answers = at.give(PinChecked("b-1", "d", whose))
        return next(c for c in answers if isinstance(c, PinAnswered))

    assert claimed(STONE, STONE).staff == STONE
    assert claimed(STONE, StaffId("t-2")).staff is None
    assert claimed(StaffId("t-nobody"), StaffId("t-nobody")).staff is None


def test_a_day_code_is_good_on_its_day_in_its_rooms_and_names_the_substitute() -> None:
    at = bench()
    code(at, None, ORIGINS[DOOR_214])
    result = typed(at, None, digest="code-digest")
    assert result is not None
    assert (result.staff, result.label) == (SUB, "Mr. Sub")
    elsewhere = typed(at, None, digest="code-digest", door=DOOR_118)
    assert elsewhere is not None
    assert elsewhere.staff is None
    at.start()
    kept = typed(at, None, digest="code-digest")
    assert kept is not None
    assert kept.staff == SUB
    at.now += DAY
    late = typed(at, None, digest="code-digest")
    assert late is not None
    assert late.staff is None


@pytest.mark.parametrize(
    ("day", "rooms", "field"),
    [(date(2020, 1, 1), (), "day"), (date(2099, 1, 1), (), "day"), (None, ("nowhere",), "rooms")],
)
def test_a_day_code_for_another_time_or_place_is_refused(
    day: date | None, rooms: tuple[str, ...], field: str
) -> None:
    at = bench()
    (answer,) = code(at, day, *rooms)
    assert field in str(answer)
    assert at.mind.building.day_codes == {}
