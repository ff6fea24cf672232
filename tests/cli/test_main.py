import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk.cli import main
from kiosk.sim.demo_school import CHECKED_IN


def smart_pass(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_wrong_settings_are_told_whole_and_end_with_1(tmp_path: Path) -> None:
    settings = tmp_path / "smartpass.toml"
    settings.write_text('building = "a b"\nport = 3\n')
    outcome = smart_pass("doctor", str(settings))
    assert outcome.exit_code == 1
    for part in ("smartpass.toml:1: building", "smartpass.toml:2: port", "room is missing"):
        assert part in outcome.output


def test_a_door_with_wrong_settings_says_so_in_place_of_starting(tmp_path: Path) -> None:
    settings = tmp_path / "smartpass.toml"
    settings.write_text("rooom = 214\n")
    program = [sys.executable, "-m", "kiosk.cli", "door", str(settings)]
    outcome = subprocess.run(program, capture_output=True, text=True, check=False)
    assert outcome.returncode == 1
    assert "did you mean room?" in outcome.stderr
    assert outcome.stdout == ""


def test_a_schools_files_are_checked_and_counted() -> None:
    outcome = smart_pass("roster", "check", str(CHECKED_IN))
    assert outcome.exit_code == 0
    assert "30 students with 30 cards" in outcome.output
    assert "4 staff with 4 badges" in outcome.output


def test_a_one_way_place_where_nobody_is_checked_in_is_warned_of(tmp_path: Path) -> None:
    shutil.copytree(CHECKED_IN, tmp_path / "school")
    path = tmp_path / "school" / "school.toml"
    path.write_text(path.read_text().replace('kind = "nurse"', 'kind = "nurse"\none_way = true'))
    outcome = smart_pass("roster", "check", str(tmp_path / "school"))
    assert outcome.exit_code == 0
    assert "warning: one way to nurse" in outcome.output


def test_a_schools_faults_are_all_told(tmp_path: Path) -> None:
    shutil.copytree(CHECKED_IN, tmp_path / "school")
    with (tmp_path / "school" / "students.csv").open("a") as students:
        students.write("s-001,Maya,Again,9,en,300,0006547886,\n")
    outcome = smart_pass("roster", "check", str(tmp_path / "school"))
    assert outcome.exit_code == 1
    assert outcome.output.count("students.csv:32") == 3


@pytest.mark.parametrize(
    "command",
    [
        ("tap", "214", "Maya"),
        ("choose", "214", "water"),
        ("screenshot", "214", "x.png"),
        ("watch",),
    ],
)
def test_where_no_demo_runs_is_told_with_what_to_do(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = smart_pass(*command)
    assert outcome.exit_code == 1
    assert "start ./run there" in outcome.output


def test_watch_wants_building_and_host_together() -> None:
    outcome = smart_pass("watch", "--building", "x")
    assert outcome.exit_code == 2
    assert "--host together" in outcome.output


def test_a_tap_loads_neither_qt_nor_pydantic() -> None:
    program = "import kiosk.cli, kiosk.cli.person, sys; print(*sys.modules)"
    outcome = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert not {"PySide6", "pydantic", "paho", "starlette"} & set(outcome.stdout.split())
