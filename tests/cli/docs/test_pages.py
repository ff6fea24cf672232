import json
import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from kiosk.cli import main
from kiosk.cli.docs import pages
from tests.architecture.tree import ROOT


def docs(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["docs", *arguments])


def test_what_is_published_is_what_the_code_says() -> None:
    found = pages.stale(ROOT / "docs")
    assert not found, f"stale: run {pages.COMMAND} and commit {', '.join(found)}"


def test_the_command_makes_everything_anew(tmp_path: Path) -> None:
    outcome = docs(str(tmp_path))
    assert outcome.exit_code == 0
    assert "asyncapi.json" in outcome.output
    assert pages.stale(tmp_path) == []
    assert docs(str(tmp_path)).output == ""


def test_the_command_can_only_look_and_names_itself(tmp_path: Path) -> None:
    outcome = docs("--check", str(tmp_path))
    assert outcome.exit_code == 1
    assert "run ./run docs" in outcome.output
    assert list(tmp_path.iterdir()) == []


def test_a_changed_a_missing_and_a_left_over_file_are_stale(tmp_path: Path) -> None:
    pages.write(tmp_path)
    (tmp_path / "rules.md").write_text("# No rules\n")
    (tmp_path / "protocol/asyncapi.json").unlink()
    (tmp_path / "protocol/schemas/gone.json").write_text("{}\n")
    wrong = ["protocol/asyncapi.json", "protocol/schemas/gone.json", "rules.md"]
    assert pages.stale(tmp_path) == wrong
    assert pages.write(tmp_path) == wrong
    assert pages.stale(tmp_path) == []


def test_other_pages_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "feed.md").write_text("by hand\n")
    pages.write(tmp_path)
    assert (tmp_path / "feed.md").read_text() == "by hand\n"


def test_another_process_makes_the_same_bytes() -> None:
    program = (
        "import json; from kiosk.cli.docs.pages import pages; print(json.dumps(dict(pages())))"
    )
    seeds = ("1", "2")
    made = [
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in seeds
    ]
    assert made[0] == made[1]
    assert json.loads(made[0]) == dict(pages.pages())
