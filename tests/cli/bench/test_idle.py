"""The floor that an idle door is held against, as a real process."""

from pathlib import Path

from kiosk.cli.bench.child_program import ChildProgram
from kiosk.cli.bench.door_process import FRAME, PROBE
from kiosk.cli.bench.tap_to_frame import OFFSCREEN


def test_a_clock_tells_the_cpu_time_that_it_has_spent_so_far(tmp_path: Path) -> None:
    clock = ChildProgram("clock", ["-m", PROBE, "clock"], tmp_path / "clock.log")
    clock.start(OFFSCREEN)
    try:
        assert {clock.line().split("=")[0], clock.line().split("=")[0]} == {"ready", FRAME[:-1]}
        spent = []
        for _ in range(2):
            clock.tell("spent")
            spent.append(int(clock.line().removeprefix("spent=")))
        assert 0 < spent[0] < spent[1]
        clock.tell("weigh")
        assert int(clock.line().removeprefix("bytes=")) > 1_000_000
    finally:
        clock.end()
