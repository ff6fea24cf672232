"""One program a data folder."""

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.store.claim import claimed
from kiosk.store.failures import JournalError, JournalInUseError

HOLDS = """
import sys
from pathlib import Path
from kiosk.store.claim import claimed
with claimed(Path(sys.argv[1])):
    print("claimed", flush=True)
    sys.stdin.read()
"""


def test_a_folder_is_claimed_once(tmp_path: Path) -> None:
    with (
        claimed(tmp_path),
        pytest.raises(JournalInUseError, match=str(tmp_path)),
        claimed(tmp_path),
    ):
        pass


def test_a_folder_that_was_let_go_can_be_claimed_again(tmp_path: Path) -> None:
    with claimed(tmp_path):
        pass
    with claimed(tmp_path):
        assert (tmp_path / "in-use").exists()


def test_a_killed_program_claims_nothing(tmp_path: Path) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with other:
        assert other.stdout is not None
        assert other.stdout.readline() == "claimed\n"
        with pytest.raises(JournalInUseError), claimed(tmp_path):
            pass
        other.kill()
        other.wait()
    with claimed(tmp_path):
        pass


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="gone"), claimed(tmp_path / "gone"):
        pass
