"""The script `run` itself, as a newcomer types it, in a copy of the checkout that is set up."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.end_to_end.patience import GIVE_UP_S, await_that

ROOT = Path(__file__).parents[1]
WHAT_SET_UP_READS = ("run", "pyproject.toml", "requirements.lock", "requirements-dev.lock")
LAST_LINE_OF_THE_GUIDE = "Ctrl-C here ends everything."
# The script's own function, without its start: what it finds depends on the place of `$0`.
FINGERPRINT = """sed '/^main /d' "$0" > "$0.functions"; . "$0.functions"; fingerprint"""


@dataclass
class Checkout:
    """A copy with the environment of this run, so that nothing is left to set up."""

    folder: Path

    @property
    def run(self) -> str:
        return str(self.folder / "run")

    @property
    def environment(self) -> dict[str, str]:
        # Without a display, and unable to fetch: a set-up that should not be would fail.
        kept = {k: v for k, v in os.environ.items() if k not in {"DISPLAY", "WAYLAND_DISPLAY"}}
        return {**kept, "PIP_NO_INDEX": "1"}

    def do(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.run, *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=GIVE_UP_S,
            check=False,
        )

    def start(self) -> "Demo":
        demo = Demo(self)
        demo.await_guide()
        return demo

    def processes(self) -> list[int]:
        """Whoever works in the copy."""
        found = []
        for entry in Path("/proc").iterdir():
            with suppress(OSError):
                if entry.name.isdigit() and (entry / "cwd").readlink() == self.folder:
                    found.append(int(entry.name))
        return found

    def contents(self) -> set[str]:
        return {entry.name for entry in self.folder.iterdir()}


class Demo:
    """A `./run` in a terminal."""

    def __init__(self, checkout: Checkout) -> None:
        self._output = checkout.folder.parent / "output.txt"
        with self._output.open("wb") as output:
            self.process = subprocess.Popen(
                [checkout.run],
                cwd=checkout.folder,
                env=checkout.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    @property
    def said(self) -> str:
        return self._output.read_text(errors="replace")

    def await_guide(self) -> None:
        def guided() -> bool:
            assert self.process.poll() is None, self.said
            return LAST_LINE_OF_THE_GUIDE in self.said

        await_that(guided, "the guide", lambda: self.said)

    def signal(self, number: signal.Signals) -> int:
        """To the whole group, as a terminal does; returns the exit code."""
        os.killpg(self.process.pid, number)
        return self.process.wait(GIVE_UP_S)


@pytest.fixture
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    made = Checkout(tmp_path_factory.mktemp("r") / "copy")
    made.folder.mkdir()
    for name in WHAT_SET_UP_READS:
        shutil.copy2(ROOT / name, made.folder)
    stamps = made.folder / ".venv" / "set-up"
    stamps.mkdir(parents=True)
    (made.folder / ".venv" / "bin").symlink_to(Path(sys.prefix) / "bin")
    stamp = subprocess.run(
        ["sh", "-c", FINGERPRINT, made.run], capture_output=True, text=True, check=True
    )
    (stamps / "door").write_text(stamp.stdout)
    (made.folder / "run.functions").unlink()
    yield made
    for pid in made.processes():
        os.kill(pid, signal.SIGKILL)


def test_help_needs_no_set_up_and_names_every_command(checkout: Checkout) -> None:
    shutil.rmtree(checkout.folder / ".venv" / "set-up")
    told = checkout.do("help")
    assert (told.returncode, told.stderr) == (0, "")
    for command in ("./run ", "./run tap", "./run choose", "./run test", "./run check"):
        assert command in told.stdout


def test_a_part_of_set_up_that_is_none_is_named(checkout: Checkout) -> None:
    told = checkout.do("setup", "wings")
    assert told.returncode == 2
    assert "wings" in told.stderr


def test_a_command_once_set_up_runs_at_once_with_all_its_words(checkout: Checkout) -> None:
    told = checkout.do("roster", "check", str(ROOT / "kiosk" / "sim" / "school"))
    assert (told.returncode, told.stderr) == (0, "")
    assert "30 students" in told.stdout


def test_a_changed_lock_is_set_up_again_and_a_set_up_that_fails_is_not_trusted(
    checkout: Checkout,
) -> None:
    with (checkout.folder / "requirements.lock").open("a") as lock:
        lock.write("no-such-package==1 --hash=sha256:" + "0" * 64 + "\n")
    told = checkout.do("roster", "--help")
    assert told.returncode != 0
    assert "[3/4]" in told.stderr
    assert "[4/4]" not in told.stderr
    assert not (checkout.folder / ".venv" / "set-up").exists()
    assert (checkout.folder / ".venv" / "unfinished").exists()
    assert (Path(sys.prefix) / "bin").is_dir()


def test_ctrl_c_ends_the_demo_and_leaves_nothing_behind(checkout: Checkout) -> None:
    before = checkout.contents()
    demo = checkout.start()
    # Only the demo's own progress: there was nothing to set up.
    assert demo.said.startswith("Smart Pass demo building: starting\n[1/4] broker")
    assert "Where to?" in checkout.do("tap", "214", "Noah").stdout
    assert "light is green" in checkout.do("choose", "214", "restroom").stdout
    parts = checkout.processes()
    assert len(parts) >= 4
    assert demo.signal(signal.SIGINT) == 0, demo.said
    assert demo.said.endswith("The demo has ended, and nothing of it is left.\n")
    assert checkout.processes() == []
    assert checkout.contents() == before


def test_a_demo_that_was_killed_takes_its_parts_along_and_the_next_one_tidies_up(
    checkout: Checkout,
) -> None:
    before = checkout.contents()
    demo = checkout.start()
    assert demo.signal(signal.SIGKILL) == -signal.SIGKILL
    await_that(lambda: not checkout.processes(), "the end of every part", checkout.processes)
    again = checkout.start()
    assert "Packages" not in again.said
    assert again.signal(signal.SIGTERM) == 0, again.said
    assert checkout.processes() == []
    assert checkout.contents() == before
