"""A room that its own door paused, as the aggregator sees it."""

from dataclasses import replace

from kiosk.core.aggregator.acts import ActAnswered, Froze, Stops
from kiosk.core.aggregator.coordination import ActAsked
from kiosk.core.events import Paused
from kiosk.core.ids import DoorId, PassId, StaffId
from kiosk.core.protocol import Grant, Refusal
from kiosk.core.school import Staff
from tests.core.building_bench import (
    BOOT,
    DOOR_118,
    DOOR_214,
    LATER_BOOT,
    MAYA,
    OMAR,
    ROOM_214,
    BuildingBench,
    school,
)

STONE = StaffId("t-stone")


def bench() -> BuildingBench:
    plain = school()
    staff = {STONE: Staff(STONE, "Ms. Stone")}
    return BuildingBench(replace(plain, roster=replace(plain.roster, staff=staff)))


def pause(
    at: BuildingBench, *, paused: bool, seq: int, door: DoorId = DOOR_214, staff: StaffId = STONE
) -> None:
    at.take(
        Paused(
            door=door,
            boot=BOOT,
            seq=seq,
            id=PassId(f"pause-{seq}"),
            mono_ms=seq,
            at=at.now,
            staff=staff,
            paused=paused,
        )
    )


def may_go(at: BuildingBench, door: DoorId = DOOR_214) -> bool:
    who = MAYA if door == DOOR_214 else OMAR
    said = at.answer(at.ask(who, door=door))
    if isinstance(said, Refusal):
        assert said.reason == "frozen"
    return isinstance(said, Grant)


def test_no_pass_is_granted_from_a_paused_room_until_it_is_resumed() -> None:
    at = bench()
    pause(at, paused=True, seq=1)
    assert not may_go(at)
    assert may_go(at, DOOR_118)
    pause(at, paused=False, seq=2)
    assert may_go(at)


def test_a_pause_is_there_after_a_restart() -> None:
    at = bench()
    pause(at, paused=True, seq=1)
    at.start()
    assert at.mind.building.pauses.rooms == {ROOM_214}


def test_an_older_word_that_comes_later_changes_nothing() -> None:
    at = bench()
    pause(at, paused=False, seq=2)
    pause(at, paused=True, seq=1)
    assert at.mind.building.pauses.rooms == frozenset()


def test_the_first_word_of_a_new_life_counts() -> None:
    at = bench()
    pause(at, paused=True, seq=7)
    event = Paused(
        door=DOOR_214,
        boot=LATER_BOOT,
        seq=1,
        id=PassId("pause-8"),
        mono_ms=1,
        at=at.now,
        staff=STONE,
        paused=False,
    )
    at.take(event)
    assert at.mind.building.pauses.rooms == frozenset()


def test_staff_whom_nobody_knows_are_told_of() -> None:
    at = bench()
    pause(at, paused=True, seq=1, staff=StaffId("t-nobody"))
    assert len(at.alerts("unknown_staff")) == 1


def test_the_board_says_where_a_pause_is_lifted() -> None:
    at = bench()
    pause(at, paused=True, seq=1)
    commands = at.give(ActAsked(Froze(Stops.ROOM, ROOM_214, on=False, staff=STONE), "1"))
    (answer,) = [c for c in commands if isinstance(c, ActAnswered)]
    assert answer.fault is not None
    assert "its own door" in answer.fault.why
