"""All of the evdev adapter but the ioctls runs on real `struct input_event` bytes in a pipe; the
ioctls themselves need /dev/uinput.
"""

import errno
import os
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path

import evdev
import pytest
from evdev import ecodes
from evdev.eventio import EventIO
from pytestqt.qtbot import QtBot

from kiosk.readers.evdev_reader import EvdevDevice, InputEvent, open_input
from kiosk.readers.keyboard import KeyStroke
from kiosk.readers.profile import parse_profile
from kiosk.readers.reader import Reader, monotonic_ms
from kiosk.readers.scan import GarbledReason, ReaderState
from tests.readers.strokes import SHIFTED_CODES, typed
from tests.readers.told import Told

PROFILE = parse_profile(
    "test", {"framing": "keyboard", "characters": "digits", "length_min": 10, "length_max": 10}
)
CARD = "0006547886"
UINPUT = Path("/dev/uinput")

pytestmark = pytest.mark.usefixtures("qapp")


class PipePort:
    """python-evdev's own reading on a pipe; refuses what the kernel refuses."""

    def __init__(self, fd: int, *, grabbed_by_another: bool) -> None:
        self._io = EventIO()
        self._io.fd = fd
        self._grabbed_by_another = grabbed_by_another
        self.grabbed = False

    def fileno(self) -> int:
        return int(self._io.fileno())

    def grab(self) -> None:
        if self._grabbed_by_another:
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
        self.grabbed = True

    def read(self) -> Iterable[InputEvent]:
        assert self.grabbed, "the keys would reach the screen too"
        events: Iterable[InputEvent] = self._io.read()
        return events

    def close(self) -> None:
        self.grabbed = False
        os.close(self._io.fd)


class Plug:
    """A scanner on a USB plug: gone from its path while it is out."""

    def __init__(self) -> None:
        self._keys: int | None = None
        self._port_fd = -1
        self.grabbed_by_another = False
        self.ports: list[PipePort] = []

    def plug(self) -> None:
        self._port_fd, self._keys = os.pipe2(os.O_NONBLOCK)

    def unplug(self) -> None:
        if self._keys is not None:
            os.close(self._keys)
            self._keys = None

    def open(self, path: str) -> PipePort:
        if self._keys is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        fd = os.dup(self._port_fd)
        port = PipePort(fd, grabbed_by_another=self.grabbed_by_another)
        self.ports.append(port)
        return port

    def let_go(self) -> None:
        """The kernel's side of the pipe's read end, which the port has a copy of."""
        if self._port_fd >= 0:
            os.close(self._port_fd)
            self._port_fd = -1

    def send_raw(self, kind: int, code: int, value: int, mono_ms: int) -> None:
        assert self._keys is not None
        seconds, rest_ms = divmod(mono_ms, 1_000)
        os.write(self._keys, struct.pack("@llHHi", seconds, rest_ms * 1_000, kind, code, value))

    def send(self, strokes: Iterable[KeyStroke]) -> None:
        for stroke in strokes:
            self.send_raw(ecodes.EV_MSC, ecodes.MSC_SCAN, 0x70027, stroke.mono_ms)
            self.send_raw(ecodes.EV_KEY, stroke.code, stroke.action, stroke.mono_ms)
            self.send_raw(ecodes.EV_SYN, ecodes.SYN_REPORT, 0, stroke.mono_ms)


@pytest.fixture
def plug() -> Iterator[Plug]:
    plug = Plug()
    plug.plug()
    yield plug
    plug.unplug()
    plug.let_go()


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def reader(plug: Plug, told: Told) -> Iterator[Reader]:
    reader = told.reader(EvdevDevice("input/smartpass-reader", PROFILE, open_port=plug.open))
    reader.open()
    yield reader
    reader.close()


@pytest.mark.usefixtures("reader")
def test_a_scan_carries_the_kernels_time_and_the_device_is_grabbed(
    plug: Plug, told: Told, qtbot: QtBot
) -> None:
    plug.send(typed(CARD, at_ms=70_000))
    qtbot.waitUntil(lambda: told.numbers == [CARD])
    assert told.scans[0].mono_ms == 70_000 + 8 * len(CARD)
    assert told.states == [ReaderState.READY]
    assert plug.ports[0].grabbed


@pytest.mark.usefixtures("reader")
def test_a_scan_that_never_ends_asks_to_try_again(plug: Plug, told: Told, qtbot: QtBot) -> None:
    plug.send(typed(CARD[:4], at_ms=monotonic_ms(), end=None))
    qtbot.waitUntil(lambda: told.reasons == [GarbledReason.UNFINISHED])


@pytest.mark.usefixtures("reader")
def test_events_that_wait_behind_a_busy_program_are_still_one_scan(
    plug: Plug, told: Told, qtbot: QtBot
) -> None:
    # More events than one read takes, their time long past when they are read.
    at_ms = monotonic_ms() - 5_000
    plug.send(typed(CARD, at_ms=at_ms) + typed("1111222233", at_ms=at_ms + 1_500))
    qtbot.waitUntil(lambda: told.numbers == [CARD, "1111222233"])
    assert told.reasons == []


@pytest.mark.usefixtures("reader")
def test_events_dropped_by_the_kernel_spoil_their_scan_only(
    plug: Plug, told: Told, qtbot: QtBot
) -> None:
    now_ms = monotonic_ms()
    plug.send(typed(CARD[:5], at_ms=now_ms, end=None))
    plug.send_raw(ecodes.EV_SYN, ecodes.SYN_DROPPED, 0, now_ms)
    plug.send_raw(ecodes.EV_KEY, ecodes.KEY_5, 1, now_ms)
    plug.send_raw(ecodes.EV_SYN, ecodes.SYN_REPORT, 0, now_ms)
    plug.send(typed(CARD[5:], at_ms=now_ms))
    plug.send(typed("1111222233", at_ms=now_ms + 500))
    qtbot.waitUntil(lambda: told.numbers == ["1111222233"])
    assert told.reasons == [GarbledReason.LOST]


@pytest.mark.usefixtures("reader")
def test_after_a_replug_it_is_opened_and_grabbed_again_with_no_shift_held(
    plug: Plug, told: Told, qtbot: QtBot
) -> None:
    now_ms = monotonic_ms()
    plug.send_raw(ecodes.EV_KEY, ecodes.KEY_LEFTSHIFT, 1, now_ms)
    plug.unplug()
    qtbot.waitUntil(lambda: told.states == [ReaderState.READY, ReaderState.UNPLUGGED])
    plug.let_go()
    plug.plug()
    qtbot.waitUntil(lambda: told.states[2:] == [ReaderState.READY])
    plug.send(typed(CARD, at_ms=now_ms))
    qtbot.waitUntil(lambda: told.numbers == [CARD])
    assert plug.ports[-1].grabbed
    assert not plug.ports[0].grabbed


def test_a_device_that_another_program_grabbed_is_busy_and_not_kept_open(
    plug: Plug, told: Told, qtbot: QtBot
) -> None:
    plug.grabbed_by_another = True
    reader = told.reader(EvdevDevice("event3", PROFILE, open_port=plug.open))
    reader.open()
    assert told.states == [ReaderState.BUSY]
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(plug.ports[0].fileno())
    plug.grabbed_by_another = False
    qtbot.waitUntil(lambda: told.states[1:] == [ReaderState.READY])
    reader.close()


def test_what_is_no_input_device_is_unusable(tmp_path: Path, told: Told) -> None:
    path = tmp_path / "file"
    path.touch()
    reader = told.reader(EvdevDevice(str(path), PROFILE))
    reader.open()
    reader.close()
    assert told.states == [ReaderState.UNUSABLE]


def test_an_absent_device_is_unplugged(tmp_path: Path, told: Told) -> None:
    reader = told.reader(EvdevDevice(str(tmp_path / "absent"), PROFILE))
    reader.open()
    reader.close()
    assert told.states == [ReaderState.UNPLUGGED]


@pytest.mark.skipif(
    not os.access(UINPUT, os.W_OK), reason="needs a kernel with /dev/uinput, writable"
)
def test_a_real_input_device_is_grabbed_read_and_lost(told: Told, qtbot: QtBot) -> None:
    keyboard = evdev.UInput({ecodes.EV_KEY: sorted(set(SHIFTED_CODES.values()) | {28})})
    reader = told.reader(EvdevDevice(keyboard.device.path, PROFILE))
    reader.open()
    assert told.states == [ReaderState.READY]
    other = open_input(keyboard.device.path)
    with pytest.raises(OSError, match="busy"):
        other.grab()
    other.close()
    before_ms = monotonic_ms()
    for stroke in typed(CARD):
        keyboard.write(ecodes.EV_KEY, stroke.code, stroke.action)
        keyboard.syn()
    qtbot.waitUntil(lambda: told.numbers == [CARD])
    assert before_ms <= told.scans[0].mono_ms <= monotonic_ms()
    keyboard.close()
    qtbot.waitUntil(lambda: told.states[1:] == [ReaderState.UNPLUGGED])
    reader.close()
