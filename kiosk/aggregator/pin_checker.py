"""Looks at PINs in a thread of its own: each takes some 50 ms, and the mind must not wait."""

import logging
import queue
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from kiosk.core.ids import StaffId
from kiosk.core.pins import CheckPin, PinChecked
from kiosk.store.staff_pins import PINS_FILE, StaffPinsError, pin_digest, read_pins

_log = logging.getLogger(__name__)

WAITING_MAX: Final = 50
"""As many as the mind lets be under way."""
CLOSE_S_MAX: Final = 5.0
"""One look takes well under a second; longer is a bug that must not hold up the program."""


class PinChecker:
    """Answers each `CheckPin` with a `PinChecked`, in order."""

    def __init__(self, folder: Path, card_key: bytes, put: Callable[[PinChecked], None]) -> None:
        """`folder` is the school's; `put` takes what was found, from this thread."""
        self._folder = folder
        self._card_key = card_key
        self._put = put
        self._asked: queue.Queue[CheckPin | None] = queue.Queue(WAITING_MAX)
        self._thread = threading.Thread(target=self._work, name="pins", daemon=True)
        self._read_at: int | None = None
        self._pins: Mapping[str, StaffId] = {}

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self) -> None:
        """End the thread; harmless when not started."""
        if self._thread.is_alive():
            self._asked.put(None)
            self._thread.join(CLOSE_S_MAX)

    def check(self, asked: CheckPin) -> None:
        """Look at one; when too many wait, who typed it finds no answer and tries again."""
        try:
            self._asked.put_nowait(asked)
        except queue.Full:
            _log.warning("more PINs are typed than can be looked at")

    def _work(self) -> None:
        while (asked := self._asked.get()) is not None:
            digest = pin_digest(self._card_key, asked.pin)
            self._put(PinChecked(asked.asked_as, digest, self._known().get(digest)))

    def _known(self) -> Mapping[str, StaffId]:
        """Return the staff's PINs, read anew when the file has changed."""
        try:
            changed_at = (self._folder / PINS_FILE).stat().st_mtime_ns
        except OSError:
            return {}
        if changed_at != self._read_at:
            try:
                self._pins, self._read_at = read_pins(self._folder), changed_at
            except StaffPinsError as error:
                _log.error("no PIN is good until this is mended: %s", error)
                return {}
        return self._pins
