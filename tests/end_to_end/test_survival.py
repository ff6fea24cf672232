"""kill -9 of any part at any step of a pass: the pass is there, once."""

from collections.abc import Iterator
from enum import Enum, unique
from itertools import product
from random import Random

import pytest

from kiosk.core.ids import DoorId, PassId
from tests.end_to_end.building import Building, Page
from tests.end_to_end.conftest import Build
from tests.end_to_end.patience import await_that
from tests.end_to_end.student import Student, roll


@unique
class Part(Enum):
    """What can be killed."""

    DOOR = "door"
    AGGREGATOR = "aggregator"
    BROKER = "broker"


@unique
class Step(Enum):
    """When it is killed."""

    AFTER_TAP = "after the tap"
    CHECKING = "while checking"
    AFTER_GO = "right after the go"
    OUT = "while out"
    AFTER_ENDING_TAP = "right after the ending tap"


VICTIMS = (
    (Part.DOOR,),
    (Part.AGGREGATOR,),
    (Part.BROKER,),
    (Part.DOOR, Part.AGGREGATOR),
    (Part.BROKER, Part.DOOR, Part.AGGREGATOR),
)


def kill(building: Building, *parts: Part, room: str = "214") -> None:
    """All at once, as near as one hand can, and then started again."""
    door = building.doors[room].program
    for part in parts:
        match part:
            case Part.DOOR:
                door.kill()
            case Part.AGGREGATOR:
                building.aggregator.kill()
            case Part.BROKER:
                building.broker.kill()
    for part in parts:
        match part:
            case Part.DOOR:
                door.start()
            case Part.AGGREGATOR:
                building.aggregator.start()
            case Part.BROKER:
                building.broker.start()
    if Part.DOOR in parts:
        door.ready()


def tap_and_touch(student: Student) -> None:
    student.tap()
    student.door.await_page(Page.CHOOSE)
    student.door.touch("tile-restroom")


@pytest.fixture(params=VICTIMS, ids=lambda parts: "+".join(p.value for p in parts), scope="module")
def victims(request: pytest.FixtureRequest) -> tuple[Part, ...]:
    found: tuple[Part, ...] = request.param
    return found


@pytest.fixture(scope="module")
def hit(victims: tuple[Part, ...], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Building]:
    """One building for all steps of the same victims: it must survive them one after another."""
    # The kills come with each test; they are asked for here so that pytest sorts tests by them.
    assert victims
    building = Building(tmp_path_factory.mktemp("b"), rooms=("214",))
    building.start()
    yield building
    building.close()


@pytest.mark.parametrize("step", Step, ids=lambda step: step.value.replace(" ", "-"))
def test_a_pass_survives(hit: Building, victims: tuple[Part, ...], step: Step) -> None:
    student = roll(hit, "214")[list(Step).index(step)]
    hit.await_online()
    _until(hit, victims, step, student)
    student.come_back()
    passes = hit.check().passes_of(student.id)
    assert [events for events in passes if "started" in events] == [("started", "ended")]


def _until(building: Building, victims: tuple[Part, ...], step: Step, student: Student) -> None:
    """Plays the pass up to its end tap, with the kill at its step."""
    if step is Step.AFTER_TAP:
        student.tap()
        student.door.await_page(Page.CHOOSE)
        kill(building, *victims)
    elif step is Step.CHECKING:
        # Nothing answers: the page stays until the deadline, long enough to be killed at.
        building.aggregator.freeze()
        tap_and_touch(student)
        kill(building, *victims)
        building.aggregator.thaw()
    elif step is Step.AFTER_GO:
        tap_and_touch(student)
        student.door.await_page(Page.OUT)
        kill(building, *victims)
    student.go_out()
    if step is Step.OUT:
        building.staff.await_event("started", student.id)
        kill(building, *victims)
    elif step is Step.AFTER_ENDING_TAP:
        student.tap()
        kill(building, *victims)


def test_a_stream_of_passes_survives_ten_kills_of_each_part(build: Build) -> None:
    building = build()
    rng = Random(20261125)
    kills = [Part.DOOR, Part.AGGREGATOR, Part.BROKER] * 10
    rng.shuffle(kills)
    rounds = [kills[n : n + 6] for n in range(0, len(kills), 6)]
    for number, hits in enumerate(rounds):
        pair = [roll(building, room)[number] for room in ("214", "118")]
        for (student, act), part in zip(product(pair, ("tap", "out", "back")), hits, strict=True):
            if act == "tap":
                student.tap()
            elif act == "out":
                student.go_out()
            else:
                student.tap()
            kill(building, part, room=rng.choice(["214", "118"]))
        for student in pair:
            student.come_back()
    books = building.check()
    for room in ("214", "118"):
        for student in roll(building, room)[: len(rounds)]:
            passes = [p for p in books.passes_of(student.id) if "started" in p]
            assert passes == [("started", "ended")], student.label


def test_what_no_broker_is_known_to_have_is_told_again(build: Build) -> None:
    building = build(rooms=("214",))
    student = roll(building, "214")[0]
    student.go_out()
    student.come_back()
    ended = building.staff.await_event("ended", student.id)
    # That the broker has the last events is written down only with the next commit. Its word that
    # the pass is over may have been lost as well: then what is retained is from before.
    building.aggregator.kill()
    assert building.books().published_upto < ended["n"]
    topic = building.staff.topics.staff_pass(PassId(ended["pass"]))
    building.staff.publish(topic, b'{"v":1,"type":"pass"}', retain=True)
    await_that(
        lambda: ended["pass"] in building.staff.retained_passes(), "what is left", lambda: None
    )
    building.aggregator.start()
    await_that(
        lambda: len(building.staff.events("ended", student.id)) > 1,
        "the event once more",
        lambda: building.staff.heard,
    )
    assert {x["n"] for x in building.staff.events("ended", student.id)} == {ended["n"]}
    building.check()
    building.aggregator.stop()
    books = building.books()
    assert books.published_upto == len(books.events)


def test_staff_see_a_killed_door_go_and_come_back(build: Build) -> None:
    building = build(rooms=("118",))
    door = building.doors["118"]
    topic = building.staff.topics.door_health(DoorId(door.id))

    def await_told(*, online: bool) -> None:
        await_that(
            lambda: [row["online"] for row in building.staff.on(topic)][-1:] == [online],
            f"door {online=}",
            lambda: building.staff.on(topic),
        )

    await_told(online=True)
    door.program.kill()
    await_told(online=False)
    # The last will of the life before must not undo the next one's birth.
    door.program.start()
    await_told(online=True)
