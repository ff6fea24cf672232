from dataclasses import replace
from datetime import timedelta

from kiosk.core.aggregator.building import Building
from kiosk.core.aggregator.buildingbook import BuildingMemory
from kiosk.core.aggregator.coordination import BeatDue, DoorSaid
from kiosk.core.aggregator.passes import PassRecord
from kiosk.core.ids import DestinationId, PassId
from kiosk.core.school import DestinationKind
from kiosk.core.schoolparts import RosterPart
from tests.core.building_bench import (
    BOOTH,
    DOOR_214,
    MAYA,
    NOON,
    OMAR,
    RESTROOM,
    ROOM_214,
    BuildingBench,
    beat,
    replies,
    request,
    school,
    started,
)


def test_favourites_are_places_gone_to_twice_before_today_but_for_the_nurse() -> None:
    whole = school()
    nurse = replace(whole.roster.destinations[BOOTH], kind=DestinationKind.NURSE)
    places = {**whole.roster.destinations, BOOTH: nurse}
    known = Building(
        replace(whole, roster=replace(whole.roster, destinations=places)), BuildingMemory()
    )
    for n, to in enumerate((BOOTH, BOOTH, RESTROOM, RESTROOM, DestinationId("old-gym"))):
        asked = request(PassId(f"p-{n}"), MAYA, to)
        known.put(PassRecord(asked.id).with_event(started(asked, 1, NOON), NOON))
    assert known.favourites(MAYA, NOON) == ()
    assert known.favourites(MAYA, NOON + timedelta(days=1)) == (RESTROOM,)
    assert known.favourites(OMAR, NOON + timedelta(days=1)) == ()


def test_a_door_gets_favourites_once_a_day_and_the_same_all_day() -> None:
    bench = BuildingBench()
    door_of = replace(bench.school.roster.students[MAYA], rooms=frozenset({ROOM_214}))
    people = {**bench.school.roster.students, MAYA: door_of}
    bench.school = replace(bench.school, roster=replace(bench.school.roster, students=people))
    bench.start()

    def favourites() -> list[tuple[str, ...]]:
        commands = bench.give(BeatDue(), DoorSaid(DOOR_214, beat()))
        parts = [m for m in replies(commands) if isinstance(m, RosterPart)]
        return [student.favourites for part in parts for student in part.students]

    def go() -> None:
        asked = bench.grant(MAYA)
        bench.start_pass(asked)
        bench.end_pass(asked)

    assert favourites() == [()]
    go()
    go()
    assert favourites() == [()]
    bench.now += timedelta(days=1)
    assert favourites() == [(RESTROOM,)]
    go()
    assert favourites() == [(RESTROOM,)]
