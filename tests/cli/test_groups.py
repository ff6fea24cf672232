from pathlib import Path

from click.testing import CliRunner, Result

from kiosk.cli import main
from kiosk.store.groups_csv import GROUPS_FILE
from tests.store.test_school_files import SCHOOL, loaded, write


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["roster", *map(str, arguments)])


def test_what_was_exported_can_be_changed_and_taken_in(tmp_path: Path) -> None:
    school, sheet = write(tmp_path), tmp_path / "sheet.csv"
    assert "1 encounter groups are in" in run("groups", "export", school, sheet).output
    sheet.write_text(sheet.read_text().replace("\ng,", "\ng-new,=cmd()"))
    told = run("groups", "import", school, sheet)
    assert (told.exit_code, told.output.split(";")[0]) == (0, "1 encounter groups taken in")
    toml, taken = loaded(school).roster.groups
    assert (toml.id, taken.id, taken.name) == ("g", "g-new", "=cmd()")
    assert ",'=cmd()," in run("groups", "export", school).output
    again = run("groups", "import", school, sheet).output
    assert f"kept as {GROUPS_FILE}.before" in again


def test_a_file_with_a_fault_changes_nothing(tmp_path: Path) -> None:
    school, sheet = write(tmp_path), tmp_path / "sheet.csv"
    sheet.write_text("id,mode,members\ng2,anywhere,s1 s9\n")
    told = run("groups", "import", school, sheet)
    assert told.exit_code == 1
    assert 'sheet.csv:2: members = "s9": no student' in told.output
    assert not (school / GROUPS_FILE).exists()


def test_a_school_whose_full_hallway_gives_groups_away_is_warned(tmp_path: Path) -> None:
    assert "warning: there are encounter groups and no hall_capacity" in (
        run("check", write(tmp_path)).output
    )
    capped = SCHOOL.replace("hall_capacity = 0", "hall_capacity = 9")
    assert "warning" not in run("check", write(tmp_path, school=capped)).output
