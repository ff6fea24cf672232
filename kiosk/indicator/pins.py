"""An RGB LED on three pins by gpiozero, always with a pin factory of its own.

gpiozero takes 5 MB: it is loaded where the settings ask for pins, and nowhere else.
"""

import importlib
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Protocol


@unique
class PinKind(StrEnum):
    """What drives the pins."""

    LGPIO = "lgpio"
    """A Raspberry Pi's own pins."""
    MOCK = "mock"
    """Pins in memory, for the demo and the tests."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class RgbPins:
    """GPIO numbers as Broadcom counts them."""

    red: int
    green: int
    blue: int


class NoPinsError(Exception):
    """There is no light to be had here; the words say why, in one line."""


class Factory(Protocol):
    """What is used of a gpiozero pin factory."""

    def close(self) -> None:
        """Give up every pin."""


class Led(Protocol):
    """What is used of a gpiozero RGBLED without pulsing, which needs no thread."""

    value: tuple[int, int, int]

    def close(self) -> None:
        """Give up the three pins."""


def open_factory(kind: PinKind) -> Factory:
    """Open the pins of this machine; raises NoPinsError where there are none."""
    match kind:
        case PinKind.LGPIO:
            return _lgpio_factory()
        case PinKind.MOCK:
            from gpiozero.pins.mock import MockFactory  # noqa: PLC0415 # see above

            factory: Factory = MockFactory()
            return factory
        case PinKind.NONE:
            raise NoPinsError("switched off by the settings")


def open_led(pins: RgbPins, factory: Factory, *, active_high: bool) -> Led:
    """Take three pins, dark; raises NoPinsError when one of them cannot be had."""
    import gpiozero  # noqa: PLC0415 # see above

    try:
        led: Led = gpiozero.RGBLED(
            pins.red,
            pins.green,
            pins.blue,
            active_high=active_high,
            pwm=False,
            pin_factory=factory,
        )
    except (gpiozero.GPIOZeroError, OSError) as error:
        raise NoPinsError(_one_line(error)) from error
    return led


def _lgpio_factory() -> Factory:
    import gpiozero  # noqa: PLC0415 # see above

    # Asked for only here: it comes from the Pi's own packages, and nowhere else from any.
    try:
        lgpio = importlib.import_module("lgpio")
        module = importlib.import_module("gpiozero.pins.lgpio")
    except (ImportError, AttributeError) as error:
        # The registry has a stub of that name which imports and has nothing in it.
        raise NoPinsError(f"python3-lgpio is not installed: {_one_line(error)}") from error
    try:
        factory: Factory = module.LGPIOFactory()
    except (gpiozero.GPIOZeroError, OSError, lgpio.error) as error:
        raise NoPinsError(_one_line(error)) from error
    return factory


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
