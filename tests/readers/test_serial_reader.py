import os
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from kiosk.readers.profile import Profile, parse_profile
from kiosk.readers.reader import Reader, monotonic_ms
from kiosk.readers.scan import GarbledReason, ReaderState
from kiosk.readers.serial_reader import SerialDevice
from tests.readers.told import Told

RDM6300 = parse_profile("test", {"framing": "rdm6300", "number": "dez10", "repeat_ms": 3000})
LINE = parse_profile("test", {"framing": "line"})
CARD = b"\x02010063E9AE25\x03"
NUMBER = "0006547886"
OTHER = b"\x0201006498B14C\x03"


pytestmark = pytest.mark.usefixtures("qapp")


def descriptors() -> list[str]:
    return sorted(entry.name for entry in Path("/proc/self/fd").iterdir())


class Plug:
    """A pty under a symlink that udev would keep; to unplug is to end the pty."""

    def __init__(self, link: Path) -> None:
        self.link = link
        self._reader_side: int | None = None

    def plug(self) -> None:
        self._reader_side, port = os.openpty()
        tty.setraw(port)
        self.link.symlink_to(os.ttyname(port))
        os.close(port)

    def send(self, data: bytes) -> None:
        """At most the 4 KiB that the kernel holds for a pty, or it would wait for the loop."""
        assert self._reader_side is not None
        assert os.write(self._reader_side, data) == len(data)

    def unplug(self) -> None:
        if self._reader_side is not None:
            self.link.unlink()
            os.close(self._reader_side)
            self._reader_side = None


@pytest.fixture
def plug(tmp_path: Path) -> Iterator[Plug]:
    plug = Plug(tmp_path / "smartpass-reader")
    plug.plug()
    yield plug
    plug.unplug()


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def reader(plug: Plug, told: Told) -> Iterator[Reader]:
    reader = told.reader(SerialDevice(str(plug.link), RDM6300))
    reader.open()
    yield reader
    reader.close()


def line_reader(plug: Plug, told: Told, profile: Profile = LINE) -> Reader:
    return told.reader(SerialDevice(str(plug.link), profile))


@pytest.mark.usefixtures("reader")
def test_a_cards_bytes_are_a_scan_at_the_time_they_came(
    plug: Plug, told: Told, qtbot: QtBot
) -> None:
    before_ms = monotonic_ms()
    plug.send(CARD)
    qtbot.waitUntil(lambda: told.numbers == [NUMBER])
    assert before_ms <= told.scans[0].mono_ms <= monotonic_ms()
    assert told.states == [ReaderState.READY]


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize("cut", range(1, len(CARD)))
def test_a_frame_split_anywhere_is_one_scan(plug: Plug, told: Told, qtbot: QtBot, cut: int) -> None:
    plug.send(CARD[:cut])
    QCoreApplication.processEvents()  # so that the pieces are read apart
    plug.send(CARD[cut:])
    qtbot.waitUntil(lambda: told.numbers == [NUMBER])
    assert told.reasons == []


@pytest.mark.usefixtures("reader")
def test_a_partial_frame_then_silence_asks_to_try_again(
    plug: Plug, told: Told, qtbot: QtBot
) -> None:
    plug.send(CARD[:9])
    qtbot.waitUntil(lambda: told.reasons == [GarbledReason.UNFINISHED])
    plug.send(CARD)
    qtbot.waitUntil(lambda: told.numbers == [NUMBER])


@pytest.mark.usefixtures("reader")
def test_unplugged_and_plugged_in_again_under_the_same_link_it_reads_on(
    plug: Plug, told: Told, qtbot: QtBot
) -> None:
    plug.unplug()
    qtbot.waitUntil(lambda: told.states == [ReaderState.READY, ReaderState.UNPLUGGED])
    plug.plug()
    qtbot.waitUntil(lambda: told.states[2:] == [ReaderState.READY])
    plug.send(OTHER)
    qtbot.waitUntil(lambda: told.numbers == ["0006592689"])


@pytest.mark.usefixtures("reader")
def test_unplugged_within_a_frame_no_rest_of_it_counts(
    plug: Plug, told: Told, qtbot: QtBot
) -> None:
    plug.send(CARD[:9])
    QCoreApplication.processEvents()
    plug.unplug()
    qtbot.waitUntil(lambda: ReaderState.UNPLUGGED in told.states)
    plug.plug()
    qtbot.waitUntil(lambda: told.states[2:] == [ReaderState.READY])
    plug.send(CARD[9:] + OTHER)
    qtbot.waitUntil(lambda: told.numbers == ["0006592689"])


def test_a_reader_plugged_in_after_the_start_is_found(plug: Plug, told: Told, qtbot: QtBot) -> None:
    plug.unplug()
    reader = line_reader(plug, told)
    reader.open()
    assert told.states == [ReaderState.UNPLUGGED]
    plug.plug()
    qtbot.waitUntil(lambda: told.states[1:] == [ReaderState.READY])
    reader.close()


@pytest.mark.usefixtures("reader")
def test_noise_and_wrong_data_are_no_card_and_the_next_card_still_is(
    plug: Plug, told: Told, qtbot: QtBot
) -> None:
    plug.send(bytes(range(256)) * 8)
    qtbot.waitUntil(lambda: told.reasons != [])
    plug.send(b"\x02010026F44426\x03" + OTHER)
    qtbot.waitUntil(lambda: told.numbers == ["0006592689"])


@pytest.mark.usefixtures("reader")
def test_a_tag_that_stays_is_one_scan(plug: Plug, told: Told, qtbot: QtBot) -> None:
    for _ in range(50):
        plug.send(CARD)
    plug.send(OTHER)
    qtbot.waitUntil(lambda: len(told.numbers) > 1)
    assert told.numbers == [NUMBER, "0006592689"]


def test_lines_of_a_scanner_are_scans(plug: Plug, told: Told, qtbot: QtBot) -> None:
    reader = line_reader(plug, told)
    reader.open()
    plug.send(b"S0042117\r\nS0042118\r\n")
    qtbot.waitUntil(lambda: told.numbers == ["S0042117", "S0042118"])
    reader.close()


@pytest.mark.usefixtures("reader")
def test_a_second_program_finds_the_port_busy_until_it_is_let_go(
    plug: Plug, reader: Reader, qtbot: QtBot
) -> None:
    told = Told()
    second = line_reader(plug, told)
    second.open()
    assert told.states == [ReaderState.BUSY]
    reader.close()
    qtbot.waitUntil(lambda: told.states[1:] == [ReaderState.READY])
    second.close()


def test_what_is_no_serial_port_is_unusable(tmp_path: Path, told: Told) -> None:
    path = tmp_path / "file"
    path.write_bytes(CARD)
    reader = told.reader(SerialDevice(str(path), RDM6300))
    reader.open()
    assert told.states == [ReaderState.UNUSABLE]
    reader.close()


def test_closed_it_leaves_no_descriptor_and_tells_nothing(plug: Plug, told: Told) -> None:
    open_before = descriptors()
    reader = line_reader(plug, told)
    reader.open()
    reader.close()
    assert descriptors() == open_before
    plug.send(b"S0042117\r")
    QCoreApplication.processEvents()
    assert told.scans == []


def test_a_hundred_replugs_leave_no_descriptor(plug: Plug) -> None:
    device = SerialDevice(str(plug.link), LINE)
    open_before = descriptors()
    for _ in range(100):
        device.open()
        plug.unplug()
        with pytest.raises(OSError, match=r"No such device|Input/output"):
            device.read(0)
        device.close()
        plug.plug()
    assert descriptors() == open_before
