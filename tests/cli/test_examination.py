import os
import pty
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.cli import examination
from kiosk.cli.examination import Check, examine
from kiosk.sim.demo_school import CHECKED_IN
from tests.broker import Broker

KEY = "00112233445566778899aabbccddeeff"


def door(folder: Path, broker: Broker, more: str = "") -> dict[str, Check]:
    settings = folder / "smartpass.toml"
    settings.write_text(
        f'building = "b"\nroom = 214\ncard_key = "{KEY}"\ndata_dir = "data"\n'
        f'brokers = [{{ host = "127.0.0.1", port = {broker.port} }}]\n{more}'
    )
    return {check.what.split(" ")[0]: check for check in examine(settings)}


def reader(path: Path | str, kind: str = "serial") -> str:
    return f'[[readers]]\nkind = "{kind}"\npath = "{path}"\nprofile = "rdm6300"\n'


@pytest.fixture
def device() -> Iterator[str]:
    outer, inner = pty.openpty()
    yield os.ttyname(inner)
    os.close(outer)
    os.close(inner)


def test_a_door_with_all_it_needs_is_well(tmp_path: Path, broker: Broker, device: str) -> None:
    found = door(
        tmp_path, broker, f'clock_trusted = true\n[light]\nkind = "mock"\n{reader(device)}'
    )
    assert {check.what: check.level for check in found.values() if check.level != "ok"} == {}
    assert "profile rdm6300" in found["serial"].found


def test_a_door_without_a_reader_fails(tmp_path: Path, broker: Broker) -> None:
    assert door(tmp_path, broker)["reader"].level == "fail"


def test_a_reader_that_is_not_there_says_where_to_look(tmp_path: Path, broker: Broker) -> None:
    found = door(tmp_path, broker, reader("/dev/no-such-reader"))["serial"]
    assert (found.level, "/dev/serial/by-id" in found.cure) == ("fail", True)


def test_a_file_is_no_reader(tmp_path: Path, broker: Broker) -> None:
    found = door(tmp_path, broker, reader(tmp_path / "smartpass.toml"))["serial"]
    assert found.found == "that path is no device"


def test_a_broker_that_is_away_is_told(tmp_path: Path, own_broker: Broker) -> None:
    own_broker.stop()
    found = door(tmp_path, own_broker)["broker"]
    assert found.level == "fail"
    assert found.found.startswith("not reached")


@contextmanager
def stranger(answer: bytes) -> Iterator[socket.socket]:
    """Listens where a broker should, and gives one answer to the first who comes."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(1024)
                connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield listener
        thread.join()


@pytest.mark.parametrize(
    ("answer", "level", "found"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n", "fail", "does not speak MQTT"),
        (b"\x20\x02\x00\x05", "warn", "answers, but refuses a stranger (code 5)"),
    ],
)
def test_who_else_listens_there_is_told(
    tmp_path: Path, answer: bytes, level: str, found: str
) -> None:
    with stranger(answer) as listener:
        port = listener.getsockname()[1]
        settings = f'brokers = [{{ host = "127.0.0.1", port = {port} }}]\n'
        path = tmp_path / "smartpass.toml"
        path.write_text(
            f'building = "b"\nroom = 1\ncard_key = "{KEY}"\ndata_dir = "data"\n{settings}'
        )
        check = next(c for c in examine(path) if c.what.startswith("broker"))
    assert (check.level, check.found) == (level, found)


def test_a_folder_that_can_not_be_written_is_told(tmp_path: Path, broker: Broker) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    assert door(tmp_path, broker)["data"].level == "fail"


def test_a_light_where_there_are_no_pins_fails(tmp_path: Path, broker: Broker) -> None:
    found = door(tmp_path, broker, '[light]\nkind = "gpio"\n')["light"]
    assert (found.level, "none" in found.cure) == ("fail", True)


def test_a_clock_that_nothing_sets_is_a_warning(
    tmp_path: Path, broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examination, "TIME_SYNCHRONIZED", tmp_path / "synchronized")
    monkeypatch.setattr(examination, "CHRONY_SOCKET", tmp_path / "chrony")
    assert door(tmp_path, broker)["time"].level == "warn"
    (tmp_path / "synchronized").touch()
    assert door(tmp_path, broker)["time"].level == "ok"


@pytest.mark.parametrize(
    ("change", "level"),
    [(None, "ok"), ("staff", "fail"), ("one way", "warn")],
)
def test_an_aggregators_school_is_checked(
    tmp_path: Path, broker: Broker, change: str | None, level: str
) -> None:
    shutil.copytree(CHECKED_IN, tmp_path / "school")
    if change == "staff":
        (tmp_path / "school" / "staff.csv").write_text("id,name\nt 1,Ms. A\n")
    if change == "one way":
        # Nobody's kiosk checks anybody in at the nurse's.
        path = tmp_path / "school" / "school.toml"
        path.write_text(
            path.read_text().replace('kind = "nurse"', 'kind = "nurse"\none_way = true')
        )
    settings = tmp_path / "smartpass.toml"
    settings.write_text(
        f'building = "b"\nname = "B"\ncard_key = "{KEY}"\ndata_dir = "data"\nschool = "school"\n'
        f'brokers = [{{ host = "127.0.0.1", port = {broker.port} }}]\n'
    )
    check = next(c for c in examine(settings) if c.what.startswith("school"))
    assert check.level == level


@pytest.mark.parametrize(
    ("version", "level"),
    [((3, 36, 0), "fail"), ((3, 40, 1), "ok"), ((3, 51, 3), "ok")],
)
def test_an_sqlite_too_old_for_our_tables_fails(version: tuple[int, int, int], level: str) -> None:
    assert examination._sqlite(version).level == level
