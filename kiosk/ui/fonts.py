"""The one typeface of the screen, carried along so that every door looks the same."""

from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

FOLDER = Path(__file__).parent / "vendor" / "atkinson-hyperlegible-next"
FAMILY = "Atkinson Hyperlegible Next"


def load_fonts() -> None:
    """Make the typeface Qt's own; more often than once does no harm."""
    if FAMILY in QFontDatabase.families():
        return
    for file in sorted(FOLDER.glob("*.ttf")):
        if QFontDatabase.addApplicationFont(str(file)) < 0:
            raise RuntimeError(f"Qt does not take the font {file.name}")
    # A text that is made before it is told its family would look for the machine's own first.
    QGuiApplication.setFont(QFont(FAMILY))
