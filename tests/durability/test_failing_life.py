"""No go without a commit: the real mind and journal of a door on a disk that fails."""

from pathlib import Path

import pytest

from kiosk.core.door.doorbook import DoorMemory
from kiosk.core.ids import BootId
from kiosk.store.door_journal import DoorJournal
from tests.core.door_bench import MAYA
from tests.durability.failing_life import CARDS, FailingDoor, failing_lives
from tests.durability.io_errors import TROUBLES
from tests.durability.power import Recorder
from tests.durability.sqlite_files import watched_by
from tests.durability.story import LostError
from tests.store.examples import CODEC

STEP = 5
"""Every fifth call only, for the time it takes; `./run durability` fails each."""


def test_on_a_sound_disk_green_is_shown_once_the_pass_is_on_it(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    recorder = Recorder()
    door = FailingDoor(tmp_path, recorder)
    with watched_by(recorder):
        door.begin()
        door.out_and_back(CARDS[MAYA])
        door.close(clean=True)
    assert len(door.lit) == 1


class Unsynced(DoorJournal):
    """Leaves it to the system when to write."""

    def open(self, boot: BootId) -> DoorMemory:
        memory = super().open(boot)
        self._db.execute("PRAGMA synchronous = OFF")
        return memory


def test_a_green_before_its_flush_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    recorder = Recorder()
    door = FailingDoor(tmp_path, recorder, make=lambda path: Unsynced(path, CODEC))
    with watched_by(recorder):
        door.begin()
        with pytest.raises(LostError, match="green before"):
            door.out_and_back(CARDS[MAYA])
        door.close(clean=False)


@pytest.mark.parametrize("kind", TROUBLES)
def test_no_green_before_the_pass_is_on_disk_and_the_door_recovers(
    tmp_path: Path, kind: str
) -> None:
    doors = list(failing_lives(kind, tmp_path, step=STEP))
    assert any(door.failures for door in doors)
    assert all(door.lit for door in doors)
