from contextlib import closing
from pathlib import Path

from click.testing import CliRunner, Result

from kiosk.cli import main
from kiosk.cli.prevented_log import HEAD, JOURNAL
from tests.store.test_prevented_log import filled
from tests.store.test_school_files import SCHOOL, write

SETTINGS = """building = "north"
name = "North"
school = "school"
data_dir = "data"
card_key = "000102030405060708090a0b0c0d0e0f"
[[brokers]]
host = "127.0.0.1"
"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["prevented", *map(str, arguments)])


def building(folder: Path) -> Path:
    """An aggregator's settings, with a school and with a journal."""
    for name in ("school", "data"):
        (folder / name).mkdir()
    named = SCHOOL.replace('id = "g"\n', 'id = "fight"\nname = "=The fight"\n')
    write(folder / "school", school=named)
    with closing(filled(folder / "data" / JOURNAL)):
        pass
    settings = folder / "aggregator.toml"
    settings.write_text(SETTINGS)
    return settings


def test_with_the_settings_the_log_has_names_and_the_schools_time(tmp_path: Path) -> None:
    told = run(building(tmp_path), "--since", "2026-03-01")
    assert told.exit_code == 0, told.output
    head, first, *_ = told.output.splitlines()
    assert head.split() == list(HEAD)
    assert first.startswith("s1       Maya Rodriguez")
    assert "=The fight" in first
    assert first.endswith("9        went with an adult's yes")


def test_as_csv_nothing_in_it_is_a_formula(tmp_path: Path) -> None:
    told = run(building(tmp_path), "--since", "2026-03-01", "--csv").output
    assert told.splitlines()[0] == ",".join(HEAD)
    assert ",'=The fight," in told


def test_a_data_folder_alone_gives_ids(tmp_path: Path) -> None:
    building(tmp_path)
    told = run(tmp_path / "data", "--since", "2026-03-01").output
    assert "Maya" not in told
    assert "fight" in told


def test_without_anybody_held_back_it_says_so(tmp_path: Path) -> None:
    assert "nobody was held back since" in run(building(tmp_path)).output
