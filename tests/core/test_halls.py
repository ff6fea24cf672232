from collections import Counter
from dataclasses import replace
from datetime import timedelta

from hypothesis import given

from kiosk.core.halls import Halls, Outing
from tests.core.examples import (
    IVY,
    LIBRARY,
    MAYA,
    NOW,
    OMAR,
    RESTROOM,
    ROOM_118,
    ROOM_214,
    out,
)
from tests.core.strategies import DESTINATIONS, MANY, NOWHERE, ROOMS, STUDENTS, outing_sets

MINUTE = timedelta(minutes=1)


def test_who_is_out_is_counted_by_building_destination_and_room() -> None:
    halls = Halls([out(MAYA, RESTROOM), out(OMAR, RESTROOM, origin=ROOM_118), out(IVY, LIBRARY)])
    assert halls.count() == 3
    assert (halls.count_to(RESTROOM), halls.count_to(LIBRARY)) == (2, 1)
    assert (halls.count_from(ROOM_214), halls.count_from(ROOM_118)) == (2, 1)


def test_who_is_back_no_longer_counts_but_is_remembered() -> None:
    halls = Halls([out(MAYA)])
    returned = out(MAYA, back=NOW)
    halls.put(returned)
    assert (halls.count(), halls.count_to(RESTROOM), halls.count_from(ROOM_214)) == (0, 0, 0)
    assert halls.out_with(MAYA) == ()
    assert halls.finished(MAYA) == (returned,)


def test_a_pass_that_opens_again_counts_as_out_only() -> None:
    halls = Halls([out(MAYA, back=NOW)])
    halls.put(out(MAYA))
    assert (halls.count(), halls.finished(MAYA)) == (1, ())


def test_the_newest_state_of_a_pass_stands_in_for_what_was_known() -> None:
    halls = Halls([out(MAYA, RESTROOM)])
    halls.put(out(MAYA, LIBRARY, origin=ROOM_118))
    assert (halls.count(), halls.count_to(RESTROOM), halls.count_to(LIBRARY)) == (1, 0, 1)
    assert (halls.count_from(ROOM_214), halls.count_from(ROOM_118)) == (0, 1)


def test_a_grant_given_back_leaves_nothing() -> None:
    halls = Halls([out(MAYA, named="p1")])
    halls.forget(out(MAYA, named="p1").id, MAYA)
    assert (halls.count(), halls.out_with(MAYA), halls.finished(MAYA)) == (0, (), ())


def test_forgetting_a_pass_that_nobody_knows_changes_nothing() -> None:
    halls = Halls([out(MAYA)])
    halls.forget(out(OMAR).id, OMAR)
    assert halls.count() == 1


def test_finished_passes_come_oldest_first() -> None:
    late = out(MAYA, named="p1", since=NOW - 5 * MINUTE, back=NOW)
    early = out(MAYA, named="p2", since=NOW - 9 * MINUTE, back=NOW - 6 * MINUTE)
    assert Halls([late, early]).finished(MAYA) == (early, late)


def test_what_ended_long_ago_is_forgotten_and_what_is_open_never_is() -> None:
    old = out(MAYA, named="p1", back=NOW - 2 * MINUTE)
    new = out(MAYA, named="p2", back=NOW - MINUTE)
    still_out = out(MAYA, named="p3", since=NOW - 999 * MINUTE)
    halls = Halls([old, new, still_out])
    halls.forget_finished_before(NOW - MINUTE)
    assert halls.finished(MAYA) == (new,)
    assert halls.out_with(MAYA) == (still_out,)


@MANY
@given(outing_sets())
def test_counts_are_those_of_a_plain_list(outings: tuple[Outing, ...]) -> None:
    halls = Halls()
    for outing in outings:
        # Each pass is known as out before its end is, as in life.
        halls.put(replace(outing, ended=None))
        halls.put(outing)
    still_out = [o for o in outings if o.ended is None]
    to, origin = Counter(o.destination for o in still_out), Counter(o.origin for o in still_out)
    assert halls.count() == len(still_out)
    assert all(halls.count_to(place) == to[place] for place in (*DESTINATIONS, NOWHERE))
    assert all(halls.count_from(room) == origin[room] for room in ROOMS)
    for student in STUDENTS:
        mine = {o for o in outings if o.student == student}
        assert set(halls.out_with(student)) == mine & set(still_out)
        assert set(halls.finished(student)) == mine - set(still_out)
    assert halls.outings() == {o.id: o for o in still_out}
