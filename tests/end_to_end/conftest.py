from collections.abc import Callable, Iterator

import pytest

from tests.end_to_end.building import ROOMS, Building, Edit

Build = Callable[..., Building]


@pytest.fixture
def build(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Build]:
    """Makes and starts a building of this test's own."""
    made: list[Building] = []

    def start(
        rooms: tuple[str, ...] = tuple(ROOMS), edit: Edit = str, faults: str | None = None
    ) -> Building:
        # A short path: the puppets' sockets have 107 bytes.
        building = Building(tmp_path_factory.mktemp("b"), rooms=rooms, edit=edit, faults=faults)
        building.start()
        made.append(building)
        return building

    yield start
    for building in made:
        building.close()


@pytest.fixture(scope="module")
def building(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Building]:
    """A building that the tests of one file share; each has students of its own."""
    shared = Building(tmp_path_factory.mktemp("b"))
    shared.start()
    yield shared
    shared.close()
