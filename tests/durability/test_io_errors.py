"""Calls on the file failing in turn: told, nothing acknowledged lost, the next start works.

After each failure the next life goes on with the same files, and the power is cut: right after the
failure, and somewhere in that life.
"""

from pathlib import Path

import pytest

from kiosk.store import opening
from tests.durability import io_errors as failing_calls
from tests.durability.building_work import BuildingWork
from tests.durability.door_work import DoorWork
from tests.durability.io_errors import TROUBLES, io_errors
from tests.durability.sqlite_files import watched_by

SEED = 2
"""A story of two starts and more, so that what was kept is read with calls failing, too."""

STEP = 13
"""Every 13th call only, for the time it takes; `./run durability` fails each."""

Make = type[DoorWork] | type[BuildingWork]


@pytest.mark.parametrize("kind", TROUBLES)
@pytest.mark.parametrize("make", [DoorWork, BuildingWork])
def test_a_failed_call_loses_nothing_that_was_acknowledged(
    tmp_path: Path, make: Make, kind: str
) -> None:
    troubles = list(io_errors(make(lives_max=2, commits_max=2), SEED, kind, tmp_path, step=STEP))
    assert [str(trouble) for trouble in troubles if trouble.lost] == []
    assert any(trouble.told for trouble in troubles)


@pytest.mark.parametrize("make", [DoorWork, BuildingWork])
def test_a_bad_spell_loses_nothing_that_was_acknowledged(tmp_path: Path, make: Make) -> None:
    work = make(lives_max=2, commits_max=2)
    troubles = list(io_errors(work, SEED, "EIO", tmp_path, spell=30, step=STEP))
    assert [str(trouble) for trouble in troubles if trouble.lost] == []


# What is lost can leave a file that is not whole.
@pytest.mark.may_log("was damaged, and is kept as")
def test_without_a_second_flush_at_the_start_some_would_be_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "flush_again", lambda _db, _wal: None)
    monkeypatch.setattr(failing_calls, "recorded", watched_by)
    work = DoorWork(lives_max=2, commits_max=2)
    assert any(trouble.lost for trouble in io_errors(work, SEED, "EIO", tmp_path, spell=30))
