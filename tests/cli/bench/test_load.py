from pathlib import Path

from kiosk.cli.bench.building import Building
from kiosk.cli.bench.load import Load, LoadDoor
from kiosk.cli.bench.school_folder import SchoolPlan, pupils_of, rooms_named
from tests.broker import Broker

# Long enough for some passes on any machine; how many is no matter here.
RUN_S = 0.2


def test_a_real_aggregator_grants_what_the_load_asks_for(
    own_broker: Broker, tmp_path: Path
) -> None:
    rooms = rooms_named(3)
    pupils = {room: pupils_of(room, 2) for room in rooms}
    school = SchoolPlan(rooms, [pupil for several in pupils.values() for pupil in several])
    doors = [LoadDoor(room, [pupil.id for pupil in pupils[room]]) for room in rooms]
    load = Load(doors)
    with Building(tmp_path / "building", own_broker.port, school):
        load.open(own_broker.port)
        assert load.run(RUN_S) > 0
        load.close()
    assert all(door.granted for door in doors)
