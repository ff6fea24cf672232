"""One card reader on Qt's loop: open, read, notice that it went, and open it again."""

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QSocketNotifier, Qt, QTimer

from kiosk.readers.device import Device, state_of
from kiosk.readers.scan import Garbled, ReaderState, Reading, Scan

RETRY_MS: Final = 250
"""Pause between two tries to open: a reader plugged in again works before its owner lets go of the
plug, and four failed opens a second cost nothing that can be measured."""


def monotonic_ms() -> int:
    """CLOCK_MONOTONIC in milliseconds, the clock that key events are stamped with too."""
    return time.monotonic_ns() // 1_000_000


class Reader:
    """Tells of every card, garble and change of state; no thread, everything on Qt's loop."""

    def __init__(
        self,
        device: Device,
        *,
        on_scan: Callable[[Scan], None],
        on_garbled: Callable[[Garbled], None],
        on_state: Callable[[ReaderState], None],
    ) -> None:
        self._device = device
        self._on_scan = on_scan
        self._on_garbled = on_garbled
        self._on_state = on_state
        self._state: ReaderState | None = None
        self._notifier: QSocketNotifier | None = None
        self._retry: QTimer | None = None
        self._silence: QTimer | None = None

    def open(self) -> None:
        """Open the device now, or as soon as it is there; needs a running Qt application."""
        self._retry = QTimer(interval=RETRY_MS)
        self._retry.timeout.connect(self._try_open)
        self._silence = QTimer(singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._silence.timeout.connect(self._silent)
        self._try_open()

    def close(self) -> None:
        """Let the device go and stop trying; nothing is told any more."""
        for timer in (self._retry, self._silence):
            if timer is not None:
                timer.stop()
        self._retry = self._silence = None
        self._release()

    def _try_open(self) -> None:
        if self._retry is None or self._notifier is not None:
            return
        try:
            descriptor = self._device.open()
        except OSError as error:
            self._retry.start()
            self._tell_state(state_of(error))
            return
        self._retry.stop()
        self._notifier = QSocketNotifier(descriptor, QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._readable)
        self._tell_state(ReaderState.READY)

    def _readable(self) -> None:
        self._read()

    def _read(self) -> bool:
        """Read once, however much is there: the screen gets its turn in between."""
        if self._notifier is None:
            return False
        try:
            readings = self._device.read(monotonic_ms())
        except BlockingIOError:
            return False
        except OSError as error:
            self._lose(error)
            return False
        self._tell(readings)
        self._await_silence()
        return True

    def _silent(self) -> None:
        # Bytes may wait unread behind a busy screen: that is no silence.
        if not self._read() and self._notifier is not None:
            self._tell(self._device.idle(monotonic_ms()))
            self._await_silence()

    def _await_silence(self) -> None:
        silence_ms = self._device.silence_ms
        if self._silence is None or self._notifier is None:
            return
        if silence_ms is None:
            self._silence.stop()
        else:
            self._silence.start(silence_ms)

    def _lose(self, error: OSError) -> None:
        self._release()
        if self._silence is not None and self._retry is not None:
            self._silence.stop()
            self._retry.start()
        self._tell(self._device.unplugged(monotonic_ms()))
        self._tell_state(state_of(error))

    def _release(self) -> None:
        if self._notifier is not None:
            # Before its descriptor is closed: the number may soon be another file's.
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
            self._notifier = None
        self._device.close()

    def _tell(self, readings: list[Reading]) -> None:
        for reading in readings:
            match reading:
                case Scan():
                    self._on_scan(reading)
                case Garbled():
                    self._on_garbled(reading)

    def _tell_state(self, state: ReaderState) -> None:
        if state is not self._state:
            self._state = state
            self._on_state(state)
