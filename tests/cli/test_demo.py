"""The demo as a newcomer runs it: the real programs, a card's bytes in, the staff feed out."""

import json
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any
from urllib.request import urlopen

import pytest

from kiosk.cli import person
from kiosk.sim.demo_folder import FOLDER_NAME

SMART_PASS = (sys.executable, "-m", "kiosk.cli")
# A machine under load may take many times the usual second for each of them.
WITHIN_S = 60.0


class Demo:
    """One running demo, and what it says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        options = ("--no-windows", "--no-fly-minutes", "0")
        self.child = self.smart_pass("demo", *options)
        self.said: list[str] = []

    def await_ready(self) -> None:
        self.said = self.lines_until(self.child, "Ctrl-C here ends everything")

    def smart_pass(self, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*SMART_PASS, *arguments],
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE if arguments[0] == "watch" else None,
            bufsize=0,
        )

    @staticmethod
    def lines_until(child: subprocess.Popen[bytes], wanted: str) -> list[str]:
        assert child.stdout is not None
        return Demo.read_until(child.stdout, wanted)

    @staticmethod
    def read_until(stream: IO[bytes], wanted: str) -> list[str]:
        lines: list[str] = []
        until = time.monotonic() + WITHIN_S
        while not (lines and re.search(wanted, lines[-1])):
            ready, _, _ = select.select([stream], [], [], until - time.monotonic())
            # Unbuffered, or `select` would not see what has been read ahead.
            line = stream.readline().decode() if ready else ""
            assert line, f"{wanted!r} never came after:\n" + "".join(lines)
            lines.append(line)
        return lines

    @contextmanager
    def watching(self) -> Iterator[subprocess.Popen[bytes]]:
        child = self.smart_pass("watch", "--json")
        assert child.stderr is not None
        try:
            self.read_until(child.stderr, "watching demo")
            yield child
        finally:
            child.send_signal(signal.SIGINT)
            child.communicate(timeout=WITHIN_S)

    def end(self, by: signal.Signals = signal.SIGINT) -> int:
        if self.child.poll() is None:
            self.child.send_signal(by)
        self.child.communicate(timeout=WITHIN_S)
        return self.child.returncode


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    running = Demo(tmp_path)
    try:
        running.await_ready()
        yield running
    finally:
        running.end(signal.SIGTERM)


def processes_in(folder: Path) -> list[int]:
    """Every process that works in `folder`."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cwd"):
        with suppress(OSError):
            if entry.readlink() == folder:
                found.append(int(entry.parent.name))
    return found


def events(watch: subprocess.Popen[bytes], last: str) -> list[dict[str, Any]]:
    lines = Demo.lines_until(watch, f'"kind": "{last}"')
    return [json.loads(line)["data"] for line in lines]


def test_a_card_becomes_a_pass_on_the_feed_and_is_told_of_at_the_other_door(demo: Demo) -> None:
    board = person.demo_at(demo.folder).board
    with urlopen(board, timeout=WITHIN_S) as page:  # noqa: S310 # the demo's own loopback board
        assert page.status == 200
    with demo.watching() as watch:
        assert "Maya R." in person.tap(demo.folder, "214", "Maya")
        assert "light is green" in person.choose(demo.folder, "214", "water")
        (started,) = events(watch, "started")
        # Bytes from outside: by hand, as a reader at the other door would send them.
        slot = demo.folder / FOLDER_NAME / "readers" / "118"
        with slot.open("wb", buffering=0) as pipe:
            pipe.write(b"0006547886\r")
        person.choose(demo.folder, "118", "end-my-pass")
        (arrived,) = events(watch, "arrived")
    assert (started["student_name"], started["destination"]) == ("Maya Rodriguez", "water")
    assert (arrived["pass"], arrived["door"]) == (started["pass"], "door-118")


def test_a_newcomer_is_told_the_board_the_commands_and_the_cards(demo: Demo) -> None:
    told = "".join(demo.said)
    for part in (
        person.demo_at(demo.folder).board,
        "smart-pass tap 214 Maya",
        r"printf '\002010063E9AE25\003' > .demo/readers/214",
        "Ms. Alvarez 0007101013",
    ):
        assert part in told


def test_what_a_door_shows_is_saved(demo: Demo) -> None:
    person.screenshot(demo.folder, "118", demo.folder / "door.png")
    assert (demo.folder / "door.png").read_bytes().startswith(b"\x89PNG")


def test_a_name_nobody_has_is_told(demo: Demo) -> None:
    with pytest.raises(LookupError, match="nobody here is called Zaphod"):
        person.tap(demo.folder, "214", "Zaphod")


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_an_ended_demo_leaves_no_file_and_no_process(demo: Demo, by: signal.Signals) -> None:
    # The demo itself, mosquitto, the aggregator and two doors.
    assert len(processes_in(demo.folder)) == 5
    assert demo.end(by) == 0
    assert list(demo.folder.iterdir()) == []
    assert processes_in(demo.folder) == []


def test_a_second_demo_in_one_folder_is_refused(demo: Demo) -> None:
    outcome = subprocess.run(
        [*SMART_PASS, "demo"], cwd=demo.folder, capture_output=True, text=True, check=False
    )
    assert outcome.returncode == 1
    assert "already" in outcome.stderr
