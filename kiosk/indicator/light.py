"""The light at a door: plays a pattern on an RGB LED from Qt's timer, with no thread."""

import time
from collections.abc import Callable
from datetime import timedelta
from math import ceil
from typing import Final

from PySide6.QtCore import Qt, QTimer

from kiosk.indicator.patterns import PATTERNS, Colour, Light, shown_at
from kiosk.indicator.pins import Factory, Led, NoPinsError, PinKind, RgbPins, open_factory, open_led

_MS: Final = timedelta(milliseconds=1)


def _monotonic_ms() -> int:
    return time.monotonic_ns() // 1_000_000


class RgbLight:
    """One RGB LED; where there are no pins it does nothing, and `status` says why."""

    def __init__(
        self,
        pins: RgbPins,
        kind: PinKind,
        *,
        active_high: bool = True,
        monotonic_ms: Callable[[], int] = _monotonic_ms,
    ) -> None:
        self._pins = pins
        self._kind = kind
        self._active_high = active_high
        self._monotonic_ms = monotonic_ms
        self._factory: Factory | None = None
        self._led: Led | None = None
        self._timer: QTimer | None = None
        self._light = Light.IDLE
        self._since_ms = 0
        self._status = "light: none (not opened)"

    @property
    def status(self) -> str:
        """One line for the technician: which pins, or `light: none` and why."""
        return self._status

    @property
    def colour(self) -> Colour:
        """What the LED shows at this moment; dark where there is none."""
        return Colour(tuple(map(int, self._led.value))) if self._led else Colour.DARK

    def open(self) -> None:
        """Take the pins if there are any; never fails."""
        try:
            self._factory = open_factory(self._kind)
            self._led = open_led(self._pins, self._factory, active_high=self._active_high)
        except NoPinsError as error:
            self._release()
            self._status = f"light: none ({error})"
            return
        pins = self._pins
        self._status = f"light: {self._kind} red {pins.red} green {pins.green} blue {pins.blue}"
        self._timer = QTimer(singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.advance)
        self._begin()

    def show(self, light: Light) -> None:
        """Begin a light's pattern; the one already playing goes on undisturbed."""
        if light is not self._light:
            self._light = light
            self._begin()

    def advance(self) -> None:
        """Set the LED for the time that has come; its own timer calls this."""
        if self._led is None or self._timer is None:
            return
        since = (self._monotonic_ms() - self._since_ms) * _MS
        shown = shown_at(PATTERNS[self._light], since)
        self._led.value = shown.colour.value
        if shown.changes_in is None:
            self._timer.stop()
        else:
            self._timer.start(ceil(shown.changes_in / _MS))

    def close(self) -> None:
        """Go dark and give the pins back."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self._release()
        self._status = "light: none (closed)"

    def _begin(self) -> None:
        self._since_ms = self._monotonic_ms()
        self.advance()

    def _release(self) -> None:
        if self._led is not None:
            self._led.value = Colour.DARK.value
            self._led.close()
            self._led = None
        if self._factory is not None:
            self._factory.close()
            self._factory = None
