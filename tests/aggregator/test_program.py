from pathlib import Path

from kiosk.aggregator.desk import Delivered
from kiosk.aggregator.program import BATCH_MAX, AggregatorProgram
from kiosk.cli.bench.building import Building
from kiosk.cli.bench.school_folder import CARD_KEY, SchoolPlan, pupils_of, rooms_named
from kiosk.settings import load_aggregator_settings
from kiosk.store.school_files import load_school


def program(folder: Path) -> AggregatorProgram:
    rooms = rooms_named(1)
    building = Building(folder, 1, SchoolPlan(rooms, pupils_of(rooms[0], 1)))
    building.write()
    settings = load_aggregator_settings(building.settings)
    return AggregatorProgram(settings, load_school(settings.school, CARD_KEY))


def test_a_burst_is_taken_whole_and_in_order_batch_by_batch(tmp_path: Path) -> None:
    busy = program(tmp_path)
    burst = [Delivered(n) for n in range(1, 2 * BATCH_MAX + 2)]
    for arrival in burst:
        busy._put(arrival)
    batches = [busy._next_batch() for _ in range(3)]
    assert [len(batch) for batch in batches] == [BATCH_MAX, BATCH_MAX, 1]
    assert [arrival for batch in batches for arrival in batch] == burst
