from pathlib import Path

import pytest

from kiosk.sim.demo_folder import (
    DemoFolder,
    DemoFolderError,
    DemoRoom,
    DemoState,
    running_demo,
)

STATE = DemoState(
    pid=1,
    building="demo",
    broker_host="127.0.0.1",
    broker_port=1883,
    board="http://127.0.0.1:8080/",
    rooms=(DemoRoom("214", "door-214", "rdm6300", "slot", "puppet"),),
)


def test_other_commands_find_a_published_demo(tmp_path: Path) -> None:
    folder = DemoFolder(tmp_path / ".demo")
    folder.claim(keep=False)
    folder.publish(STATE)
    assert running_demo(tmp_path / ".demo") == STATE
    folder.release(keep=False)


def test_nothing_is_left_after_a_demo(tmp_path: Path) -> None:
    folder = DemoFolder(tmp_path / ".demo")
    folder.claim(keep=False)
    (folder.data / "door.sqlite3").write_text("x")
    folder.release(keep=False)
    assert list(tmp_path.iterdir()) == []


def test_kept_databases_and_their_card_key_are_there_next_time(tmp_path: Path) -> None:
    for fresh in ("aa", "bb"):
        folder = DemoFolder(tmp_path / ".demo")
        folder.claim(keep=True)
        assert folder.card_key(fresh) == "aa"
        folder.release(keep=True)
    assert [path.name for path in (tmp_path / ".demo").iterdir()] == ["data"]


def test_what_a_killed_demo_left_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / ".demo" / "data").mkdir(parents=True)
    (tmp_path / ".demo" / "demo.json").write_text("{}")
    folder = DemoFolder(tmp_path / ".demo")
    folder.claim(keep=False)
    assert not (folder.path / "demo.json").exists()
    folder.release(keep=False)


def test_two_demos_can_not_run_in_one_folder(tmp_path: Path) -> None:
    first, second = DemoFolder(tmp_path / ".demo"), DemoFolder(tmp_path / ".demo")
    first.claim(keep=False)
    with pytest.raises(DemoFolderError, match="already"):
        second.claim(keep=False)
    second.release(keep=False)
    assert first.path.exists()
    first.release(keep=False)


def test_a_path_too_long_for_a_socket_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(DemoFolderError, match="too long"):
        DemoFolder(tmp_path / ("x" * 120)).claim(keep=False)


def test_where_no_demo_runs_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DemoFolderError, match=r"start \./run there"):
        running_demo(tmp_path / ".demo")


def test_an_unknown_room_is_told_with_those_there_are() -> None:
    assert STATE.room("214").door == "door-214"
    with pytest.raises(DemoFolderError, match="there are 214"):
        STATE.room("300")
