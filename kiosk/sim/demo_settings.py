"""The settings files of the demo's programs, as IT would write them for a school."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.sim.card_reader import CardFraming

PROFILES: Final = {CardFraming.RDM6300: "rdm6300", CardFraming.LINE: "generic-serial-line"}
KEYBOARD_PROFILE: Final = "generic-keyboard"
PANEL: Final = (800, 480)
"""Pixels of the panel that schools hang up most; also what an offscreen door draws."""


@dataclass(frozen=True, slots=True)
class DoorPlan:
    """One door of the demo."""

    building: str
    room: str
    broker_port: int
    data: Path
    card_key: str
    device: Path
    framing: CardFraming
    keyboard: str | None
    window: tuple[int, int] | None


def aggregator_settings(
    *, building: str, broker_port: int, data: Path, school: Path, card_key: str, web_port: int
) -> str:
    """Return the aggregator's settings file."""
    return f"""building = {_text(building)}
name = "Willow Creek School (demo)"
data_dir = {_text(data.absolute())}
school = {_text(school.absolute())}
card_key = {_text(card_key)}
brokers = [{{ host = "127.0.0.1", port = {broker_port} }}]

[web]
port = {web_port}
"""


def door_settings(door: DoorPlan) -> str:
    """Return one door's settings file."""
    width, height = door.window or PANEL
    text = f"""building = {_text(door.building)}
room = {_text(door.room)}
data_dir = {_text(door.data.absolute())}
card_key = {_text(door.card_key)}
brokers = [{{ host = "127.0.0.1", port = {door.broker_port} }}]
# This machine's clock is right; a Raspberry Pi without a clock of its own leaves this out.
clock_trusted = true
sound = {"true" if door.window and shutil.which("aplay") else "false"}

[light]
kind = "mock"

[screen]
width = {width}
height = {height}
fullscreen = false

[[readers]]
kind = "serial"
path = {_text(door.device)}
profile = {_text(PROFILES[door.framing])}
"""
    if door.keyboard is not None:
        text += f"""
[[readers]]
kind = "keyboard"
path = {_text(door.keyboard)}
profile = {_text(KEYBOARD_PROFILE)}
"""
    return text


def _text(value: object) -> str:
    # A JSON string is a TOML basic string too.
    return json.dumps(str(value))
