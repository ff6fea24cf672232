import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

LOGGING = "import logging, pytest\n"
THREAD = """
import threading
def test_it():
    threading.Thread(target=threading.Event().wait, name="forgotten", daemon=True).start()
"""


def run_one(folder: Path, source: str) -> str:
    """What pytest prints of one test that is held to our conftest."""
    (folder / "test_it.py").write_text(source)
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider"]
    command += ["-c", str(ROOT / "pyproject.toml"), f"--rootdir={folder}", str(folder)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    outcome = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return outcome.stdout + outcome.stderr


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        (LOGGING + "def test_it(): logging.warning('odd')", "unexpected log records"),
        (
            LOGGING + "@pytest.mark.logs('odd')\ndef test_it(): pass",
            "log records that never came: ['odd']",
        ),
        (THREAD, "threads left running: ['forgotten']"),
        ("import warnings\ndef test_it(): warnings.warn('odd')", "UserWarning: odd"),
        ("from PySide6.QtCore import qWarning\ndef test_it(): qWarning('odd')", "Qt messages"),
    ],
    ids=["log record", "log record that never comes", "thread", "warning", "Qt message"],
)
def test_what_a_test_leaves_unsaid_fails_it(tmp_path: Path, source: str, complaint: str) -> None:
    output = run_one(tmp_path, source)
    assert complaint in output
    assert "1 passed in" not in output


@pytest.mark.parametrize("marker", ["logs", "may_log"])
def test_a_log_record_that_a_test_names_is_no_failure(tmp_path: Path, marker: str) -> None:
    source = LOGGING + f"@pytest.mark.{marker}('odd')\ndef test_it(): logging.warning('odd')"
    assert "1 passed in" in run_one(tmp_path, source)
