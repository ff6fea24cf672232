"""Every door shows every letter in the same typefaces, and holds no more of them than it shows."""

import subprocess
import sys

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFont, QFontDatabase, QTextLayout

from kiosk.core.words import LANGUAGES
from kiosk.ui.fonts import FAMILY, NAMES, SCRIPTS, VENDOR, ScriptFonts, load_fonts
from kiosk.ui.gallery import gallery
from kiosk.ui.names import names_in
from kiosk.ui.phrases.languages import PHRASES
from tests.ui.phrases.test_languages import everything_said

OURS = {FAMILY, *(script.family for script in SCRIPTS), *NAMES}
WEIGHTS = (QFont.Weight.Medium, QFont.Weight.Bold)
MISSING = 0
"""The glyph of a letter that a typeface does not have."""

IN_A_NEW_PROCESS = """
import sys
from PySide6.QtGui import QFontDatabase, QGuiApplication
from kiosk.ui.fonts import SCRIPTS
from tests.ui.screen import DoorScreen
from kiosk.ui.gallery import gallery

app = QGuiApplication([])
screen = DoorScreen()
screen.open()
for scene in gallery(sys.argv[1]).values():
    screen.show(scene)
print(*[script.family for script in SCRIPTS if QFontDatabase.hasFamily(script.family)], sep="|")
screen.door.close()
"""


def foreign(text: str, weight: QFont.Weight) -> list[tuple[str, str]]:
    """Those typefaces that Qt takes for a text which are not ours, or lack a letter of it."""
    font = QFont(FAMILY)
    font.setPixelSize(30)
    font.setWeight(weight)
    layout = QTextLayout(text.replace("\n", " "), font)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return [
        (text, run.rawFont().familyName())
        for run in layout.glyphRuns()
        if run.rawFont().familyName() not in OURS or MISSING in run.glyphIndexes()
    ]


@pytest.mark.parametrize("weight", WEIGHTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_that_is_shown_is_in_a_typeface_of_ours(
    qapp: QCoreApplication,  # noqa: ARG001 - Qt must be there first
    language: str,
    weight: QFont.Weight,
) -> None:
    load_fonts()
    texts = [words for _, words in everything_said(language) if words]
    texts += [name for scene in gallery(language).values() for name in names_in(scene) if name]
    ScriptFonts().serve(texts)
    assert [found for text in texts for found in foreign(text, weight)] == []


@pytest.mark.parametrize(
    "name",
    [
        "王伟",
        "李秀英",
        "欧阳娜娜",
        "محمد ع.",
        "زينب ب.",
        "Nguyễn T.",
        "Алексей Ж.",
        "Ελένη Π.",
        "Þórdís Ö.",
        "Łukasz Ż.",
    ],
)
def test_names_of_students_have_all_their_letters(
    qapp: QCoreApplication,  # noqa: ARG001 - Qt must be there first
    name: str,
) -> None:
    load_fonts()
    ScriptFonts().serve([name])
    assert foreign(name, QFont.Weight.Bold) == []


def test_every_language_can_be_offered_before_any_is_shown(
    qapp: QCoreApplication,  # noqa: ARG001 - Qt must be there first
) -> None:
    load_fonts()
    for words in PHRASES.values():
        assert foreign(words.writing.own_name, QFont.Weight.Bold) == []


@pytest.mark.parametrize(
    ("language", "families"),
    [("en", ""), ("es", ""), ("zh", "Smart Pass Chinese"), ("ar", "Smart Pass Arabic")],
)
def test_a_door_holds_the_typeface_of_a_script_only_once_it_is_shown(
    language: str, families: str
) -> None:
    run = subprocess.run(
        [sys.executable, "-c", IN_A_NEW_PROCESS, language],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == families


def test_every_typeface_comes_with_its_licence() -> None:
    for font in VENDOR.glob("*/*.ttf"):
        assert "SIL OPEN FONT LICENSE" in (font.parent / "OFL.txt").read_text().upper()


def test_a_typeface_of_a_script_has_both_weights(
    qapp: QCoreApplication,  # noqa: ARG001 - Qt must be there first
) -> None:
    load_fonts()
    ScriptFonts().serve(["中", "ع", "ễ"])
    for script in SCRIPTS:
        assert {"Medium", "Bold"} <= set(QFontDatabase.styles(script.family)), script.family
