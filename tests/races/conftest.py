"""A building of its own for each race."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.cli.bench.school_folder import SchoolPlan
from tests.broker import Broker
from tests.races.race import Race


@pytest.fixture
def make_race(own_broker: Broker, tmp_path: Path) -> Iterator[Callable[[SchoolPlan], Race]]:
    races: list[Race] = []

    def make(school: SchoolPlan) -> Race:
        races.append(Race(tmp_path / "building", own_broker.port, school))
        return races[-1]

    yield make
    for race in races:
        race.close()
