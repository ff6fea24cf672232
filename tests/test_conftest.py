import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

ROOT = Path(__file__).resolve().parents[1]

# Each breaks one of the things that conftest and the settings hold a test to, or says that it may.
SAMPLES = """
import logging, threading, warnings
import pytest
from PySide6.QtCore import qWarning

def test_stray_record():
    logging.warning("odd")

@pytest.mark.logs("odd")
def test_missing_record():
    pass

@pytest.mark.logs("odd")
def test_required_record():
    logging.warning("odd")

@pytest.mark.may_log("odd")
def test_allowed_record():
    logging.warning("odd")

def test_thread():
    threading.Thread(target=threading.Event().wait, name="forgotten", daemon=True).start()

def test_python_warning():
    warnings.warn("odd")

def test_qt_warning():
    qWarning("odd")
"""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """By sample: what pytest holds against it; nothing when it passed."""
    folder = tmp_path_factory.mktemp("samples")
    (folder / "test_samples.py").write_text(SAMPLES)
    report = folder / "report.xml"
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider"]
    command += ["-c", str(ROOT / "pyproject.toml"), f"--rootdir={folder}", f"--junitxml={report}"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    subprocess.run(
        [*command, str(folder)], cwd=folder, env=environment, capture_output=True, check=False
    )
    found: dict[str, str] = {}
    for case in ET.parse(report).iter("testcase"):  # noqa: S314 - our own pytest's own report
        complaints = [*case.iter("failure"), *case.iter("error")]
        text = "".join((one.get("message") or "") + (one.text or "") for one in complaints)
        found[case.get("name", "")] = found.get(case.get("name", ""), "") + text
    return found


@pytest.mark.parametrize(
    ("sample", "complaint"),
    [
        ("test_stray_record", "unexpected log records"),
        ("test_missing_record", "log records that never came: ['odd']"),
        ("test_thread", "threads left running: ['forgotten']"),
        ("test_python_warning", "UserWarning: odd"),
        ("test_qt_warning", "Qt messages"),
    ],
)
def test_what_a_test_leaves_unsaid_fails_it(
    outcomes: dict[str, str], sample: str, complaint: str
) -> None:
    assert complaint in outcomes[sample]


@pytest.mark.parametrize("sample", ["test_required_record", "test_allowed_record"])
def test_a_log_record_that_a_test_names_is_no_failure(
    outcomes: dict[str, str], sample: str
) -> None:
    assert outcomes[sample] == ""
