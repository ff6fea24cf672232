"""A disk that takes nothing more: nobody is sent out unrecorded, and all is well once it does."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager

from tests.end_to_end.building import Page
from tests.end_to_end.conftest import Build
from tests.end_to_end.program import Program
from tests.end_to_end.student import roll

# Above a log's few lines and below where a journal writes.
BYTES_MAX = 12_000


@contextmanager
def full_disk(program: Program) -> Iterator[None]:
    """No file of the program's grows any more, as on a disk that is full."""
    _, hard = resource.prlimit(program.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(program.pid, resource.RLIMIT_FSIZE, (BYTES_MAX, hard))
    yield
    resource.prlimit(program.pid, resource.RLIMIT_FSIZE, (hard, hard))


def test_a_door_that_can_write_nothing_starts_nothing_and_says_so(build: Build) -> None:
    building = build(rooms=("214",), faults="nothing is recorded until this is mended")
    early, late = roll(building, "214")[:2]
    door = early.door
    with full_disk(door.program):
        early.tap()
        door.await_page(Page.CHOOSE)
        door.try_touch("tile-restroom")
        told = door.await_page(Page.NOT_SAVED)
        assert told.light != "green"
    door.await_page(Page.IDLE)
    late.go_out()
    late.come_back()
    books = building.check()
    assert books.passes_of(late.id) == [("started", "ended")]
    assert not any("started" in events for events in books.passes_of(early.id))


def test_an_aggregator_that_can_write_nothing_answers_nothing(build: Build) -> None:
    building = build(rooms=("214",), faults="nothing is decided until|did not close well")
    student = roll(building, "214")[0]
    with full_disk(building.aggregator):
        student.tap()
        student.door.await_page(Page.CHOOSE)
        student.door.touch("tile-restroom")
        student.door.await_page(Page.ASK_TEACHER)
        student.go_out()
    student.come_back()
    assert building.check().passes_of(student.id) == [("started", "ended")]
    assert building.staff.events("started", student.id)[0]["offline"] is True
