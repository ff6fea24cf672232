"""A student who is out from another room taps at this door, which is the library's own kiosk."""

from dataclasses import replace

from kiosk.core.door.inputs import Chose, EndMyPassPressed, LinkChanged
from kiosk.core.door.scene import Notice, Screen
from kiosk.core.events import Arrived, CheckedIn, Started
from kiosk.core.ids import DestinationId, PassId, RoomId
from kiosk.core.protocol import Identify, Identity, OpenElsewhere, WireRuling
from kiosk.core.school import School
from tests.core.door_bench import (
    IVY,
    IVYS_CARD,
    LIBRARY,
    MAYA,
    MAYAS_CARD,
    OMARS_CARD,
    RESTROOM,
    ROOM,
    DoorBench,
    grant,
    refusal,
    school,
)

TO_LIBRARY = OpenElsewhere(id=PassId("p-118"), origin=RoomId("r-118"), destination=LIBRARY)
ONE_WAY = replace(TO_LIBRARY, round_trip=False)
ELSEWHERE = replace(TO_LIBRARY, destination=RESTROOM)


def with_kiosk(place: DestinationId = LIBRARY, *, one_way: bool = False) -> School:
    """Return a school in which this door is the kiosk of `place`."""
    made = school()
    there = replace(made.roster.destinations[place], room=ROOM, one_way=one_way)
    places = {**made.roster.destinations, place: there}
    return replace(made, roster=replace(made.roster, destinations=places))


def tap_out(bench: DoorBench, out: OpenElsewhere) -> None:
    """Tap with Maya's card, and let the building say what she is out with."""
    bench.tap(MAYAS_CARD)
    asked_as = [m.id for m in bench.sent if isinstance(m, Identify)][-1]
    bench.hear(Identity(id=asked_as, student=MAYA, label="Maya L.", out=out))


# --- arriving ------------------------------------------------------------------------------------


def test_a_one_way_pass_is_over_at_its_destinations_kiosk_and_nothing_is_asked() -> None:
    bench = DoorBench(of=with_kiosk())
    tap_out(bench, ONE_WAY)
    (arrived,) = bench.events
    assert isinstance(arrived, Arrived)
    assert (arrived.id, arrived.student) == (ONE_WAY.id, MAYA)
    bench.must_show(Screen.ARRIVED)
    assert (bench.scene.student, bench.scene.destination) == ("Maya L.", LIBRARY)


def test_a_round_trip_is_checked_in_at_once_and_goes_on() -> None:
    bench = DoorBench(of=with_kiosk())
    tap_out(bench, TO_LIBRARY)
    (seen,) = bench.events
    assert isinstance(seen, CheckedIn)
    assert (seen.id, seen.student) == (TO_LIBRARY.id, MAYA)
    bench.must_show(Screen.CHECKED_IN)


def test_a_student_of_no_room_here_checks_in_as_well() -> None:
    bench = DoorBench(of=with_kiosk())
    bench.tap(IVYS_CARD)
    asked_as = [m.id for m in bench.sent if isinstance(m, Identify)][-1]
    bench.hear(Identity(id=asked_as, student=IVY, label="Ivy C.", out=TO_LIBRARY))
    assert (bench.kinds, bench.scene.student) == (["checked_in"], "Ivy C.")


def test_a_second_tap_at_the_destination_offers_to_end_the_pass() -> None:
    bench = DoorBench(of=with_kiosk())
    tap_out(bench, TO_LIBRARY)
    bench.wait(7_000)
    tap_out(bench, replace(TO_LIBRARY, checked_in=True))
    bench.must_show(Screen.OUT_ELSEWHERE)
    bench.give(EndMyPassPressed())
    assert bench.kinds == ["checked_in", "arrived"]


def test_it_does_so_too_while_the_building_has_not_heard_of_the_first() -> None:
    bench = DoorBench(of=with_kiosk())
    tap_out(bench, TO_LIBRARY)
    bench.wait(7_000)
    tap_out(bench, TO_LIBRARY)
    assert (bench.kinds, bench.screen) == (["checked_in"], Screen.OUT_ELSEWHERE)


def test_a_one_way_pass_that_could_not_be_proved_over_may_arrive_again() -> None:
    bench = DoorBench(of=with_kiosk())
    tap_out(bench, ONE_WAY)
    bench.wait(7_000)
    tap_out(bench, ONE_WAY)
    assert (bench.kinds, bench.screen) == (["arrived", "arrived"], Screen.ARRIVED)


def test_the_kiosk_of_another_place_offers_to_end_the_pass() -> None:
    bench = DoorBench(of=with_kiosk())
    tap_out(bench, ELSEWHERE)
    assert (bench.kinds, bench.screen) == ([], Screen.OUT_ELSEWHERE)


def test_so_does_a_door_that_is_no_places_kiosk() -> None:
    bench = DoorBench()
    tap_out(bench, ONE_WAY)
    assert (bench.kinds, bench.screen) == ([], Screen.OUT_ELSEWHERE)


def test_the_next_students_card_takes_the_page_away() -> None:
    bench = DoorBench(of=with_kiosk())
    tap_out(bench, TO_LIBRARY)
    bench.tap(OMARS_CARD)
    assert (bench.screen, bench.scene.student) == (Screen.CHOOSE, "Omar L.")


# --- what the screen said when it happened (D4) --------------------------------------------------


def test_a_tile_touched_before_the_building_answered_is_refused_and_does_no_harm() -> None:
    bench = DoorBench(of=with_kiosk())
    bench.tap(MAYAS_CARD)
    asked_as = [m.id for m in bench.sent if isinstance(m, Identify)][-1]
    bench.give(Chose(RESTROOM))
    bench.hear(Identity(id=asked_as, student=MAYA, label="Maya L.", out=ONE_WAY))
    bench.must_show(Screen.CHECKING)
    bench.hear(refusal(bench.requests[-1], WireRuling.REFUSE, "already_out"))
    assert (bench.screen, bench.kinds) == (Screen.REFUSED, ["refused"])
    bench.wait(9_000)
    tap_out(bench, ONE_WAY)
    assert bench.kinds == ["refused", "arrived"]


def test_without_a_link_nothing_is_guessed() -> None:
    bench = DoorBench(of=with_kiosk())
    bench.give(LinkChanged(up=False))
    bench.tap(IVYS_CARD)
    assert (bench.screen, bench.kinds) == (Screen.CARD_UNKNOWN, [])
    assert bench.scene.notice == Notice("alone")


# --- leaving for such a place --------------------------------------------------------------------


def test_a_one_way_pass_says_so_from_request_to_start() -> None:
    bench = DoorBench(of=with_kiosk(RESTROOM, one_way=True))
    asked = bench.ask()
    bench.hear(grant(asked))
    (started,) = bench.events
    assert isinstance(started, Started)
    assert (asked.round_trip, started.round_trip) == (False, False)
    assert (bench.screen, bench.scene.one_way) == (Screen.OUT, True)


def test_any_other_pass_is_a_round_trip() -> None:
    bench = DoorBench()
    bench.go()
    (started,) = bench.events
    assert isinstance(started, Started)
    assert (bench.requests[-1].round_trip, started.round_trip) == (True, True)
    assert not bench.scene.one_way


def test_the_tap_at_home_ends_a_one_way_pass_as_any_other() -> None:
    bench = DoorBench(of=with_kiosk(RESTROOM, one_way=True))
    bench.go()
    bench.wait(7_000)
    bench.tap(MAYAS_CARD)
    assert (bench.kinds, bench.screen) == (["started", "ended"], Screen.WELCOME_BACK)
