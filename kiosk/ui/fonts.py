"""The typefaces of the screen, carried along so that every door looks the same.

Latin letters have one. Those of other scripts are Qt's own only once such a script is shown: a door
that never shows any does not hold megabytes of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

VENDOR: Final = Path(__file__).parent / "vendor"
FAMILY: Final = "Atkinson Hyperlegible Next"
FOLDER: Final = VENDOR / "atkinson-hyperlegible-next"


@dataclass(frozen=True, slots=True)
class ScriptFont:
    """The typeface of another script, in several weights."""

    family: str
    folder: str
    files: str
    ranges: tuple[tuple[str, str], ...]
    """The first and the last character of each range for which it is wanted."""

    def is_wanted_by(self, text: str) -> bool:
        """Say whether `text` has a character of the script."""
        return any(first <= letter <= last for letter in text for first, last in self.ranges)


SCRIPTS: Final = (
    ScriptFont(
        "Smart Pass Arabic", "noto-sans-arabic", "SmartPassArabic-*.ttf", (("\u0600", "\u077f"),)
    ),
    ScriptFont(
        "Smart Pass Chinese", "noto-sans-sc", "SmartPassChinese-*.ttf", (("\u2e80", "\uffef"),)
    ),
    # Vietnamese, Greek and Cyrillic names.
    ScriptFont(
        "Smart Pass Letters",
        "noto-sans",
        "SmartPassLetters-*.ttf",
        (("\u0180", "\u052f"), ("\u1e00", "\u1eff")),
    ),
)
NAMES: Final = {
    "Smart Pass Arabic Name": "noto-sans-arabic/SmartPassArabicName-Bold.ttf",
    "Smart Pass Chinese Name": "noto-sans-sc/SmartPassChineseName-Bold.ttf",
}
"""The few letters of what languages call themselves: every door can offer every language."""


def load_fonts() -> None:
    """Make the typeface Qt's own; more often than once does no harm."""
    if FAMILY in QFontDatabase.families():
        return
    for file in (*sorted(FOLDER.glob("*.ttf")), *(VENDOR / name for name in NAMES.values())):
        _load(file)
    # Where Latin's has no letter Qt looks here, not among what the machine happens to have.
    QFont.insertSubstitutions(FAMILY, [*(script.family for script in SCRIPTS), *NAMES])
    # A text that is made before it is told its family would look for the machine's own first.
    QGuiApplication.setFont(QFont(FAMILY))


class ScriptFonts:
    """Those typefaces of other scripts that a window has had a use for."""

    def __init__(self) -> None:
        self._missing = list(SCRIPTS)

    def serve(self, texts: Iterable[str]) -> None:
        """Make those typefaces Qt's own that `texts` want, once each."""
        foreign = [text for text in texts if self._missing and not text.isascii()]
        for script in [s for s in self._missing if any(map(s.is_wanted_by, foreign))]:
            self._missing.remove(script)
            # Another window may have been first.
            if not QFontDatabase.hasFamily(script.family):
                for file in sorted((VENDOR / script.folder).glob(script.files)):
                    _load(file)


def _load(file: Path) -> None:
    if QFontDatabase.addApplicationFont(str(file)) < 0:
        raise RuntimeError(f"Qt does not take the font {file.name}")
