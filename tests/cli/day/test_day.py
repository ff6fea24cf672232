"""A short day at a small school, from the command to its reckoning: all that is real is real."""

import re

from click.testing import CliRunner

from kiosk.cli import main


def test_a_short_day_s_record_is_what_its_students_did() -> None:
    asked = "--students 200 --doors 10 --periods 1 --speed 150 --burst-speed 15"
    result = CliRunner().invoke(main, ["day", *asked.split()])
    assert result.exit_code == 0, result.output
    assert "broken promises: 0" in result.output
    found = re.search(r"(\d+) passes, (\d+) events of 10 doors", result.output)
    assert found is not None
    assert int(found[1]) > 10
    assert int(found[2]) >= 2 * int(found[1])
