"""Colours are read by everybody, measured by WCAG's contrast and by models of colour blindness."""

from itertools import combinations

import pytest
from PySide6.QtCore import QCoreApplication, QObject, QUrl
from PySide6.QtGui import QColor
from PySide6.QtQml import QQmlComponent, QQmlEngine

from kiosk.ui.looks import Icon, Tone
from kiosk.ui.pane import QML

BAND_CONTRAST = 7.0
TEXT_CONTRAST = 4.5
TILE_TONES = (Tone.GO, Tone.ASK, Tone.WAIT, Tone.NO, Tone.URGENT)

# Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
BLINDNESS = {
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
    "grey": ((0.2126, 0.7152, 0.0722),) * 3,
}
# Two just distinguishable colours differ by about 2.3 in CIELAB; a glance needs several times that.
APART = 8.0

Linear = tuple[float, float, float]


@pytest.fixture(scope="module")
def theme(qapp: QCoreApplication) -> dict[str, QColor]:  # noqa: ARG001 - Qt must be there first
    return read_theme()


def read_theme() -> dict[str, QColor]:
    engine = QQmlEngine()
    component = QQmlComponent(engine)
    names = ["paper", "card", "closed", "ink", "faintInk"]
    lines = [f"property color {name}: Theme.{name}" for name in names]
    lines += [
        f"property color {tone.value}_{part}: Theme.tone('{tone.value}').{part}"
        for tone in Tone
        for part in ("band", "ink")
    ]
    lines += ["property var tones: Object.keys(Theme.tones)"]
    lines += ["property var icons: Object.keys(Icons.paths)"]
    program = "import QtQuick\nQtObject {\n" + "\n".join(lines) + "\n}"
    component.setData(program.encode(), QUrl.fromLocalFile(str(QML / "Probe.qml")))
    probe = component.create()
    assert isinstance(probe, QObject), component.errorString()
    found = {name: probe.property(name) for name in names}
    for tone in Tone:
        for part in ("band", "ink"):
            found[f"{tone.value}.{part}"] = probe.property(f"{tone.value}_{part}")
    assert set(probe.property("tones").toVariant()) == {tone.value for tone in Tone}
    assert set(probe.property("icons").toVariant()) == {icon.value for icon in Icon} - {""}
    return found


@pytest.mark.parametrize("tone", list(Tone))
def test_what_a_band_says_stands_out(theme: dict[str, QColor], tone: Tone) -> None:
    assert contrast(theme[f"{tone.value}.band"], theme[f"{tone.value}.ink"]) >= BAND_CONTRAST


@pytest.mark.parametrize("ground", ["paper", "card", "closed"])
def test_text_stands_out_on_every_ground(theme: dict[str, QColor], ground: str) -> None:
    assert contrast(theme[ground], theme["ink"]) >= BAND_CONTRAST
    assert contrast(theme[ground], theme["faintInk"]) >= TEXT_CONTRAST
    assert contrast(theme[ground], theme["urgent.band"]) >= TEXT_CONTRAST


def test_few_places_left_stand_out_on_the_idle_page(theme: dict[str, QColor]) -> None:
    assert contrast(theme["ready.band"], theme["ask.band"]) >= BAND_CONTRAST


@pytest.mark.parametrize("blindness", ["none", "protan", "deutan", "tritan"])
def test_tile_states_stay_apart_for_every_colour_vision(
    theme: dict[str, QColor], blindness: str
) -> None:
    for a, b in combinations(TILE_TONES, 2):
        seen = [lab(as_seen(theme[f"{tone.value}.band"], blindness)) for tone in (a, b)]
        assert distance(*seen) >= APART, (a, b)


@pytest.mark.parametrize("blindness", ["none", "protan", "deutan", "tritan", "grey"])
def test_overtime_is_never_taken_for_time_left(theme: dict[str, QColor], blindness: str) -> None:
    go, over = (lab(as_seen(theme[f"{t}.band"], blindness)) for t in ("go", "overtime"))
    assert distance(go, over) >= 4 * APART


def test_choosable_tile_states_stay_apart_in_grey(theme: dict[str, QColor]) -> None:
    for a, b in combinations((Tone.GO, Tone.ASK, Tone.WAIT, Tone.NO), 2):
        seen = [lab(as_seen(theme[f"{tone.value}.band"], "grey")) for tone in (a, b)]
        assert distance(*seen) >= APART, (a, b)


def test_qml_has_no_words_of_its_own() -> None:
    for file in QML.glob("*.qml"):
        for line in file.read_text().splitlines():
            assert 'text: "' not in line, (file.name, line)


def linear(color: QColor) -> Linear:
    def channel(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    return channel(color.redF()), channel(color.greenF()), channel(color.blueF())


def luminance(color: QColor) -> float:
    red, green, blue = linear(color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: QColor, b: QColor) -> float:
    dark, light = sorted((luminance(a), luminance(b)))
    return (light + 0.05) / (dark + 0.05)


def as_seen(color: QColor, blindness: str) -> Linear:
    rgb = linear(color)
    if blindness == "none":
        return rgb
    red, green, blue = (
        min(1.0, max(0.0, sum(factor * part for factor, part in zip(row, rgb, strict=True))))
        for row in BLINDNESS[blindness]
    )
    return red, green, blue


def lab(rgb: Linear) -> Linear:
    red, green, blue = rgb
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089

    def f(t: float) -> float:
        return float(t ** (1 / 3)) if t > 0.008856 else 7.787 * t + 16 / 116

    return 116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))


def distance(a: Linear, b: Linear) -> float:
    return float(sum((p - q) ** 2 for p, q in zip(a, b, strict=True)) ** 0.5)
