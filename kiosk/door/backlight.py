"""The screen's own light, where Linux lets it be set: a file below /sys/class/backlight."""

import logging
from pathlib import Path
from typing import Final

_log = logging.getLogger(__name__)

BACKLIGHTS: Final = Path("/sys/class/backlight")
PER_CENT: Final = 100


class Backlight:
    """The first light below `root`; `is_there` is False where there is none that can be set."""

    def __init__(self, root: Path = BACKLIGHTS) -> None:
        self._root = root
        self._file: Path | None = None
        self._most = 0
        self._set: int | None = None

    @property
    def is_there(self) -> bool:
        """Say whether the light can be set."""
        return self._file is not None

    def open(self) -> None:
        """Find the light; never fails."""
        for found in sorted(self._root.glob("*/max_brightness")):
            try:
                most = int(found.read_text())
            except (OSError, ValueError) as fault:
                _log.info("backlight: %s can't be read (%s)", found, fault)
                continue
            if most > 0:
                self._file, self._most = found.with_name("brightness"), most
                _log.info("backlight: %s, up to %d", self._file, most)
                return
        _log.info("backlight: none, so the picture itself is darkened")

    def show(self, per_cent: int) -> None:
        """Set the light to `per_cent` of what it can do; one that refuses is one that is not there.

        Never dark altogether: nobody could find the way back.
        """
        if self._file is None or per_cent == self._set:
            return
        level = max(1, round(self._most * per_cent / PER_CENT))
        try:
            self._file.write_text(str(level))
        except OSError as fault:
            _log.warning("backlight: %s can't be set: %s", self._file, fault)
            self._file = None
            return
        self._set = per_cent
