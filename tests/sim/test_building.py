import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.settings import load_aggregator_settings, load_door_settings
from kiosk.sim.building import DemoBuilding, DemoPlan
from kiosk.sim.child import ChildFailedError
from kiosk.sim.demo_folder import DemoFolder, DemoState, running_demo
from kiosk.store.school_files import load_school

# Stands in for door and aggregator, which have tests of their own: says that it is ready, and
# waits to be ended.
PROGRAM = """
import pathlib, signal, sys, os
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
pathlib.Path(sys.argv[2] + ".pid").write_text(str(os.getpid()))
sys.stdout.write("ready board=http://127.0.0.1:1/\\n"); sys.stdout.flush()
signal.sigwait([signal.SIGTERM])
"""
BROKEN = "import sys; sys.exit('broken' if sys.argv[1] == 'door' else 0)"


def run_demo(
    folder: Path, ready: Callable[[DemoFolder, DemoState], None], program: str = PROGRAM
) -> list[str]:
    said: list[str] = []

    def see_and_end(demo: DemoFolder, state: DemoState) -> None:
        ready(demo, state)
        os.kill(os.getpid(), signal.SIGINT)

    plan = DemoPlan(
        folder=folder / ".demo", program=(sys.executable, "-c", program), await_idle=False
    )
    asyncio.run(DemoBuilding(plan, said.append, see_and_end).run())
    return said


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_everything_is_started_and_told(tmp_path: Path) -> None:
    states: list[DemoState] = []
    said = run_demo(tmp_path, lambda _demo, state: states.append(state))
    assert [line[:5] for line in said] == ["[1/4]", "[2/4]", "[3/4]", "[4/4]"]
    assert states[0].board == "http://127.0.0.1:1/"
    assert [room.room for room in states[0].rooms] == ["214", "118"]


def test_settings_and_school_are_what_the_programs_accept(tmp_path: Path) -> None:
    def read(demo: DemoFolder, state: DemoState) -> None:
        building = load_aggregator_settings(demo.settings / "aggregator.toml")
        assert building.brokers[0].port == state.broker_port
        school = load_school(building.school, building.card_key)
        for room in state.rooms:
            door = load_door_settings(demo.settings / f"door-{room.room}.toml")
            assert door.card_key == building.card_key
            assert school.roster.room_by_door[door.door_id].id == room.room

    run_demo(tmp_path, read)


def test_other_commands_find_it_while_it_runs_and_nothing_is_left_after(tmp_path: Path) -> None:
    pids: list[int] = []

    def look(demo: DemoFolder, state: DemoState) -> None:
        assert running_demo(demo.path) == state
        pids.extend(int(file.read_text()) for file in demo.settings.glob("*.pid"))

    run_demo(tmp_path, look)
    assert list(tmp_path.iterdir()) == []
    assert not any(is_alive(pid) for pid in pids)


def test_a_cards_raw_bytes_from_outside_reach_the_doors_reader(tmp_path: Path) -> None:
    got: list[bytes] = []

    def tap(demo: DemoFolder, _state: DemoState) -> None:
        loop = asyncio.get_running_loop()
        device = os.open(demo.path / "devices" / "214", os.O_RDONLY | os.O_NOCTTY)

        def read() -> None:
            got.append(os.read(device, 64))
            loop.remove_reader(device)
            os.close(device)
            os.kill(os.getpid(), signal.SIGTERM)

        loop.add_reader(device, read)
        with (demo.path / "readers" / "214").open("wb", buffering=0) as slot:
            slot.write(b"\x02card\x03")

    plan = DemoPlan(
        folder=tmp_path / ".demo", program=(sys.executable, "-c", PROGRAM), await_idle=False
    )
    asyncio.run(DemoBuilding(plan, lambda _line: None, tap).run())
    assert got == [b"\x02card\x03"]


def test_a_killed_program_is_started_again(tmp_path: Path) -> None:
    said: list[str] = []

    def say(line: str) -> None:
        said.append(line)
        if line == "door 214 is back":
            os.kill(os.getpid(), signal.SIGTERM)

    def kill_door(demo: DemoFolder, _state: DemoState) -> None:
        pid_file = demo.settings / "door-214.toml.pid"
        os.kill(int(pid_file.read_text()), signal.SIGKILL)

    plan = DemoPlan(
        folder=tmp_path / ".demo", program=(sys.executable, "-c", PROGRAM), await_idle=False
    )
    asyncio.run(DemoBuilding(plan, say, kill_door).run())
    assert "door 214 was ended by SIGKILL; starting it again" in said


def test_a_program_that_does_not_start_ends_the_demo_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ChildFailedError, match="ended with code"):
        run_demo(tmp_path, lambda _demo, _state: None, BROKEN)
    assert list(tmp_path.iterdir()) == []
