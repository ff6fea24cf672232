import importlib.util
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from gpiozero.pins.mock import MockFactory
from pytestqt.qtbot import QtBot

from kiosk.indicator import pins
from kiosk.indicator.light import RgbLight
from kiosk.indicator.patterns import Colour, Light
from kiosk.indicator.pins import PinKind, RgbPins

PINS = RgbPins(red=17, green=27, blue=22)

pytestmark = pytest.mark.usefixtures("qapp")


class Clock:
    def __init__(self) -> None:
        self.ms = 1_000

    def __call__(self) -> int:
        return self.ms


class Bench:
    """A light on gpiozero's mock pins, whose time is set by hand."""

    def __init__(self, *, active_high: bool = True) -> None:
        self.clock = Clock()
        self.light = RgbLight(PINS, PinKind.MOCK, active_high=active_high, monotonic_ms=self.clock)
        self.light.open()

    def levels(self) -> tuple[bool, bool, bool]:
        factory = self.light._factory
        assert isinstance(factory, MockFactory)
        red, green, blue = (factory.pin(number) for number in (PINS.red, PINS.green, PINS.blue))
        return bool(red.state), bool(green.state), bool(blue.state)

    def levels_at(self, ms: int) -> tuple[bool, bool, bool]:
        self.clock.ms = 1_000 + ms
        self.light.advance()
        return self.levels()


@pytest.fixture
def bench() -> Iterator[Bench]:
    bench = Bench()
    yield bench
    bench.light.close()


def test_go_is_green_at_once_and_dark_when_it_is_over(bench: Bench) -> None:
    assert bench.levels() == (False, False, False)
    bench.light.show(Light.GO)
    assert bench.levels() == (False, True, False)
    assert bench.levels_at(7_999) == (False, True, False)
    assert bench.levels_at(8_000) == (False, False, False)


def test_asking_the_teacher_flashes_blue_twice(bench: Bench) -> None:
    bench.light.show(Light.ASK_TEACHER)
    steps = [bench.levels_at(ms) for ms in (0, 199, 200, 400, 600, 1_599, 1_600)]
    blue, dark = (False, False, True), (False, False, False)
    assert steps == [blue, blue, dark, blue, dark, dark, blue]


def test_waiting_is_red_and_green_together(bench: Bench) -> None:
    bench.light.show(Light.WAIT)
    assert bench.levels() == (True, True, False)
    assert bench.light.colour is Colour.YELLOW


def test_an_led_with_a_common_anode_is_driven_low() -> None:
    bench = Bench(active_high=False)
    assert bench.levels() == (True, True, True)
    bench.light.show(Light.REFUSED)
    assert bench.levels() == (False, True, True)
    bench.light.close()


def test_showing_the_same_light_again_does_not_begin_it_anew(bench: Bench) -> None:
    bench.light.show(Light.WAIT)
    assert bench.levels_at(1_500) == (False, False, False)
    bench.light.show(Light.WAIT)
    assert bench.levels() == (False, False, False)


def test_another_light_begins_at_once(bench: Bench) -> None:
    bench.light.show(Light.WAIT)
    bench.levels_at(1_500)
    bench.light.show(Light.REFUSED)
    assert bench.levels() == (True, False, False)


def test_qts_timer_plays_the_rhythm_with_no_thread(qtbot: QtBot) -> None:
    threads = threading.active_count()
    light = RgbLight(PINS, PinKind.MOCK)
    light.open()
    light.show(Light.REFUSED)
    assert light.colour is Colour.RED
    qtbot.waitUntil(lambda: light.colour is Colour.DARK)
    qtbot.waitUntil(lambda: light.colour is Colour.RED)
    assert threading.active_count() == threads
    light.close()


def test_a_light_shown_before_it_opens_is_shown_when_it_does() -> None:
    light = RgbLight(PINS, PinKind.MOCK)
    light.show(Light.GO)
    light.open()
    assert light.colour is Colour.GREEN
    light.close()


def test_closed_it_is_dark_and_its_pins_can_be_taken_again() -> None:
    light = RgbLight(PINS, PinKind.MOCK)
    for _ in range(3):
        light.open()
        light.show(Light.URGENT)
        light.close()
        assert light.colour is Colour.DARK
    light.show(Light.GO)
    light.advance()
    assert light.status == "light: none (closed)"


def test_the_status_names_the_pins() -> None:
    light = RgbLight(PINS, PinKind.MOCK)
    light.open()
    assert light.status == "light: mock red 17 green 27 blue 22"
    light.close()


@pytest.mark.parametrize(
    ("kind", "rgb", "status"),
    [
        (PinKind.NONE, PINS, "light: none (switched off by the settings)"),
        (PinKind.MOCK, RgbPins(17, 27, 99), "light: none (99 is not a valid pin name)"),
        (PinKind.MOCK, RgbPins(17, 27, 17), "light: none (pin GPIO17 is already in use"),
    ],
)
def test_without_pins_it_says_none_and_does_nothing(
    kind: PinKind, rgb: RgbPins, status: str
) -> None:
    light = RgbLight(rgb, kind)
    light.open()
    assert light.status.startswith(status)
    assert "\n" not in light.status
    light.show(Light.GO)
    light.advance()
    assert light.colour is Colour.DARK
    light.close()


@pytest.mark.skipif(
    importlib.util.find_spec("lgpio") is not None, reason="this machine has lgpio installed"
)
def test_without_lgpio_it_says_so_plainly() -> None:
    light = RgbLight(PINS, PinKind.LGPIO)
    light.open()
    assert light.status.startswith("light: none (python3-lgpio is not installed: ")
    light.close()


def test_a_stub_of_lgpio_is_as_good_as_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lgpio.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("lgpio", "gpiozero.pins.lgpio"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    with pytest.raises(pins.NoPinsError, match="python3-lgpio is not installed"):
        pins.open_factory(PinKind.LGPIO)
    sys.modules.pop("lgpio", None)
