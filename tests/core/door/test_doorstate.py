import pytest

from kiosk.core.door.doorbook import DoorMemory, OpenPass
from kiosk.core.door.doorstate import (
    SILENCE_MAX_MS,
    VISITORS_MAX,
    DoorState,
    Link,
    due_at,
    known_time,
)
from kiosk.core.door.inputs import Moment
from kiosk.core.door.passstates import ImpossiblePassError
from kiosk.core.ids import CardHash, PassId, StudentId
from kiosk.core.protocol import Identity
from tests.core.door_bench import BOOT, DOOR, MAYA, NOON, OMAR, RESTROOM, ROOM, DoorBench

MOMENT = Moment(1_000, NOON, clock_known=True, fresh_id=PassId("id"))


def opened(name: str = "p-1", minutes: int | None = 5) -> OpenPass:
    return OpenPass(PassId(name), MAYA, "Maya L.", RESTROOM, ROOM, NOON, minutes)


def state(*passes: OpenPass) -> DoorState:
    return DoorState.from_memory(DOOR, ROOM, DoorMemory(BOOT, unclean=False, open=passes))


def visitor(name: str) -> Identity:
    return Identity(id="i", student=StudentId(name), label="Ivy L.")


def test_passes_kept_open_are_found_and_counted_after_a_start() -> None:
    found = state(opened())
    assert found.open_of(MAYA) == opened()
    assert found.open_of(OMAR) is None
    assert found.halls.count_from(ROOM) == 1


def test_only_so_many_visitors_are_remembered_and_the_first_goes_first() -> None:
    found = state()
    for n in range(VISITORS_MAX + 1):
        found.remember_visitor(CardHash(f"c-{n}"), visitor(f"s-{n}"))
    assert len(found.visitors) == VISITORS_MAX
    assert found.student_of(CardHash("c-0")) is None


def test_an_unknown_card_is_no_visitor() -> None:
    assert state().remember_visitor(CardHash("c"), Identity(id="i", unknown=True)) is None


def test_a_decision_before_the_policy_came_is_a_bug_that_says_so() -> None:
    with pytest.raises(RuntimeError, match="before its policy came"):
        state().facts(MOMENT)


def test_an_event_that_cannot_happen_to_its_pass_is_a_bug() -> None:
    bench = DoorBench()
    pass_id = bench.go()
    kept = bench.events[0]
    with pytest.raises(ImpossiblePassError, match=pass_id):
        bench.keeper.state.append(kept)


def test_a_time_is_recorded_only_while_the_clock_is_known() -> None:
    assert known_time(MOMENT) == NOON
    assert known_time(Moment(1, NOON, clock_known=False, fresh_id=PassId("id"))) is None


def test_no_limit_is_never_due() -> None:
    assert due_at(opened(minutes=None)) is None


@pytest.mark.parametrize(
    ("link", "answers", "silent"),
    [
        (Link(up=False, heard_ms=0), False, False),
        (Link(up=True, heard_ms=None), False, False),
        (Link(up=True, heard_ms=0), True, False),
    ],
)
def test_a_link_answers_once_it_was_heard(link: Link, *, answers: bool, silent: bool) -> None:
    assert (link.answers(SILENCE_MAX_MS), link.silent(SILENCE_MAX_MS)) == (answers, silent)


def test_a_link_heard_too_long_ago_is_silent() -> None:
    link = Link(up=True, heard_ms=0)
    assert not link.answers(SILENCE_MAX_MS + 1)
    assert link.silent(SILENCE_MAX_MS + 1)


def test_a_link_that_has_just_come_up_is_not_yet_silent() -> None:
    assert not Link(up=True, up_ms=60_000, heard_ms=0).silent(60_000 + SILENCE_MAX_MS)
