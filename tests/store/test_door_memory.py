from contextlib import closing
from pathlib import Path

import pytest

from kiosk.store.door_journal import DoorJournal
from tests.store.examples import CODEC, boot


@pytest.mark.parametrize(
    ("before", "after", "doubt"),
    [("a", "a", False), ("a", "b", True), ("a", None, True), (None, "a", True)],
)
def test_a_rough_end_is_in_doubt_unless_the_machine_ran_on(
    tmp_path: Path, before: str | None, after: str | None, *, doubt: bool
) -> None:
    with closing(DoorJournal(tmp_path / "door.db", CODEC, before)) as journal:
        journal.open(boot(1))
        journal.close(clean=False)
    with closing(DoorJournal(tmp_path / "door.db", CODEC, after)) as journal:
        assert journal.open(boot(2)).unclean is doubt
