from dataclasses import replace

import pytest

from kiosk.core.door import turns
from kiosk.core.door.inputs import Chose, LinkChanged, ReaderChanged, Tick, UrgentPressed
from kiosk.core.door.scene import Banner, Missing, Screen, Signal, Tile, TileState
from kiosk.core.door.scenery import ENROLLED_MS, draw
from kiosk.core.doorschool import roster_parts
from kiosk.core.ids import CardHash, DestinationId, PassId, StudentId
from kiosk.core.policy import WhenAlone
from kiosk.core.protocol import (
    DoorCommand,
    DoorOrder,
    EpochBeat,
    Freeze,
    Hold,
    Identify,
    Identity,
)
from kiosk.core.rulebook import REASONS
from tests.core.door_bench import (
    LIBRARY,
    MAYA,
    MAYAS_CARD,
    NOON,
    OFFICE,
    OMARS_CARD,
    RESTROOM,
    ROOM,
    DoorBench,
    alone_policy,
    school,
)


def tiles(bench: DoorBench) -> dict[str, Tile]:
    return {tile.destination: tile for tile in bench.scene.tiles}


def choosing(bench: DoorBench) -> DoorBench:
    bench.tap(MAYAS_CARD)
    return bench


def test_the_idle_page_shows_who_is_out_and_the_places_left() -> None:
    bench = DoorBench(of=school(out_max=3))
    bench.go()
    bench.wait(6_000)
    (row,) = bench.scene.out_now
    assert (row.label, row.destination) == ("Maya L.", RESTROOM)
    assert (bench.scene.places_left, bench.scene.room) == (2, "214")


def test_a_door_without_a_school_says_after_a_while_what_is_missing() -> None:
    bench = DoorBench(linked=False)
    assert bench.screen is Screen.STARTING
    bench.wait(ENROLLED_MS - 1)
    assert bench.screen is Screen.STARTING
    bench.wait(1)
    assert (bench.screen, bench.scene.missing) == (Screen.NOT_ENROLLED, Missing.NETWORK)
    assert bench.scene.signal is Signal.FAULT
    bench.give(LinkChanged(up=True))
    bench.hear(EpochBeat(epoch=1, now=NOON))
    said = [scene.missing for scene in bench.scenes[-2:]]
    assert said == [Missing.AGGREGATOR, Missing.ROOM]
    bench.link()
    bench.must_show(Screen.IDLE)


def test_a_door_without_a_school_wakes_up_to_say_so() -> None:
    bench = DoorBench(linked=False)
    while bench.screen is Screen.STARTING:
        bench.ms = bench.wakes_ms
        bench.give(Tick())
    assert bench.ms <= ENROLLED_MS + 5_000


def test_a_free_tile_is_free_and_one_that_takes_a_yes_says_so() -> None:
    found = tiles(choosing(DoorBench()))
    assert (found[LIBRARY].state, found[LIBRARY].notice) == (TileState.FREE, None)
    assert found[OFFICE].state is TileState.ASK_TEACHER


def test_favourites_stand_first_and_the_others_in_their_order() -> None:
    bench = DoorBench()
    parts = roster_parts(bench.school, ROOM, {MAYA: (OFFICE, DestinationId("gone"))})
    bench.hear(replace(parts[0], version="with-favourites"))
    assert list(tiles(choosing(bench))) == [OFFICE, RESTROOM, LIBRARY]


def test_tiles_do_not_move_while_a_student_chooses() -> None:
    bench = choosing(DoorBench())
    parts = roster_parts(bench.school, ROOM, {MAYA: (OFFICE,)})
    bench.hear(replace(parts[0], version="with-favourites"))
    assert list(tiles(bench)) == [RESTROOM, LIBRARY, OFFICE]


def test_a_student_of_another_room_has_favourites_too() -> None:
    bench = DoorBench()
    bench.tap(CardHash("9" * 64))
    asked = next(m for m in reversed(bench.sent) if isinstance(m, Identify))
    bench.hear(
        Identity(id=asked.id, student=StudentId("s-ivy"), label="Ivy C.", favourites=(LIBRARY,))
    )
    assert next(iter(tiles(bench))) == LIBRARY


def test_a_hold_reaches_the_tiles() -> None:
    bench = DoorBench()
    bench.hear(Hold(on=True, epoch=1))
    found = tiles(choosing(bench))
    assert {tile.state for tile in found.values()} == {TileState.NOT_NOW}
    assert {tile.notice and tile.notice.code for tile in found.values()} == {"hold"}


def test_a_hold_that_comes_while_one_chooses_reaches_the_tiles() -> None:
    bench = choosing(DoorBench())
    bench.hear(Hold(on=True, epoch=1))
    assert tiles(bench)[LIBRARY].state is TileState.NOT_NOW
    bench.hear(Hold(on=False, epoch=1))
    assert tiles(bench)[LIBRARY].state is TileState.FREE


def test_a_frozen_destination_shows_on_its_tile_only() -> None:
    bench = DoorBench()
    bench.hear(Freeze(rooms=(), destinations=(LIBRARY,), epoch=1))
    found = tiles(choosing(bench))
    assert found[LIBRARY].state is TileState.NOT_NOW
    assert found[RESTROOM].state is TileState.FREE


def test_a_full_destination_shows_a_wait_in_words_that_exist() -> None:
    bench = DoorBench()
    bench.ms = 1
    bench.hear(DoorCommand(command=DoorOrder.HEARTBEAT, epoch=1))
    bench.sync(places={LIBRARY: 0, RESTROOM: 1})
    tile = tiles(choosing(bench))[LIBRARY]
    assert tile.state is TileState.WAIT
    assert tile.notice is not None
    assert tile.notice.code in REASONS
    assert tiles(bench)[RESTROOM].state is TileState.FREE


@pytest.mark.parametrize(
    ("when_alone", "state"),
    [(WhenAlone.ASK, TileState.ASK_TEACHER), (WhenAlone.REFUSE, TileState.NOT_NOW)],
)
def test_alone_the_tiles_say_what_the_school_wants(when_alone: WhenAlone, state: TileState) -> None:
    bench = DoorBench(of=school(alone_policy(when_alone)))
    bench.give(LinkChanged(up=False))
    assert tiles(choosing(bench))[LIBRARY].state is state


def test_urgent_frees_every_tile() -> None:
    bench = DoorBench()
    bench.hear(Hold(on=True, epoch=1))
    choosing(bench).give(UrgentPressed())
    assert {tile.state for tile in bench.scene.tiles} == {TileState.FREE}
    assert bench.scene.urgent


def test_an_urgent_go_says_that_an_adult_is_told() -> None:
    bench = choosing(DoorBench())
    bench.give(UrgentPressed())
    bench.give(Chose(LIBRARY))
    assert (bench.screen, bench.scene.urgent) == (Screen.OUT, True)


def test_the_door_says_that_it_is_alone_after_twelve_silent_seconds() -> None:
    bench = DoorBench()
    bench.wait(12_000)
    assert Banner.ALONE not in bench.scene.banners
    bench.wait(1)
    assert Banner.ALONE in bench.scene.banners
    bench.hear(EpochBeat(epoch=1, now=NOON))
    assert Banner.ALONE not in bench.scene.banners


def test_hold_freeze_clock_and_reader_always_show() -> None:
    bench = DoorBench()
    bench.clock_known = False
    bench.hear(Hold(on=True, epoch=1))
    bench.hear(Freeze(rooms=(ROOM,), destinations=(), epoch=1))
    bench.give(ReaderChanged(ready=False))
    expected = {Banner.HOLD, Banner.ROOM_FROZEN, Banner.CLOCK_UNSET, Banner.READER_UNPLUGGED}
    assert expected <= choosing(bench).scene.banners


def test_a_hold_and_a_lost_reader_show_on_the_light_at_rest() -> None:
    bench = DoorBench()
    bench.hear(Hold(on=True, epoch=1))
    held = bench.scene.signal
    bench.give(ReaderChanged(ready=False))
    assert (held, bench.scene.signal) == (Signal.HOLD, Signal.FAULT)


def test_the_out_page_says_when_the_pass_is_due() -> None:
    bench = DoorBench()
    bench.go()
    assert (bench.scene.screen, bench.scene.signal) == (Screen.OUT, Signal.GO)
    assert bench.scene.due_at is not None
    assert bench.scene.started_at is not None
    assert (bench.scene.due_at - bench.scene.started_at).total_seconds() == 300


def test_a_pass_closed_elsewhere_leaves_the_out_page() -> None:
    bench = DoorBench()
    pass_id = bench.go()
    bench.ms += 1
    bench.hear(DoorCommand(command=DoorOrder.HEARTBEAT, epoch=1))
    bench.sync(closed=(pass_id,))
    bench.must_show(Screen.IDLE)


def test_no_page_names_another_student() -> None:
    bench = DoorBench()
    bench.go()
    bench.tap(OMARS_CARD)
    bench.give(Chose(RESTROOM))
    assert bench.scene.student == "Omar L."


@pytest.mark.parametrize(
    ("turn", "screen"),
    [
        (turns.Idle(), Screen.IDLE),
        (turns.Identifying(MAYAS_CARD, "i", 1), Screen.CHECKING),
        (turns.WelcomeBack(school().roster.students[MAYA], 1), Screen.WELCOME_BACK),
        (turns.CardUnknown(1), Screen.CARD_UNKNOWN),
        (turns.NotRecorded(1), Screen.NOT_RECORDED),
        (turns.Out(school().roster.students[MAYA], PassId("p"), 1), Screen.IDLE),
    ],
)
def test_every_turn_has_its_page(turn: turns.Turn, screen: Screen) -> None:
    bench = DoorBench()
    bench.keeper.session.turn = turn
    assert draw(bench.keeper.state, bench.keeper.session, bench.moment()).screen is screen
