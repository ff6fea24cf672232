"""What a door is told, once checked: plain values under the names of `kiosk.settings`."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import msgspec

from kiosk.core.door.scene import SettingFault
from kiosk.core.ids import BuildingId, DoorId, RoomId, default_door


@dataclass(frozen=True, slots=True)
class ToldBroker:
    """Where one MQTT broker listens."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class ToldReader:
    """One card reader."""

    kind: Literal["serial", "keyboard"]
    path: Path
    profile: Path


@dataclass(frozen=True, slots=True)
class ToldLight:
    """The RGB light."""

    kind: Literal["gpio", "mock", "none"]
    red: int
    green: int
    blue: int
    active_high: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One door's settings; what only the window needs stands in `glance.py`."""

    building: BuildingId
    room: RoomId
    door: DoorId | None
    brokers: tuple[ToldBroker, ...]
    data_dir: Path
    card_key: bytes = field(repr=False)
    readers: tuple[ToldReader, ...]
    light: ToldLight
    sound: bool
    language: str
    clock_trusted: bool

    @property
    def door_id(self) -> DoorId:
        """Return the door as topics name it."""
        return self.door if self.door is not None else default_door(self.room)


@dataclass(frozen=True, slots=True)
class FaultReport:
    """Why a settings file can't be used: for a log, and part by part for the screen."""

    text: str
    faults: tuple[SettingFault, ...]


def read_faults(text: bytes) -> FaultReport:
    """Return what `check.py` has written of a faulty file."""
    return msgspec.json.decode(text, type=FaultReport)


def read_told(text: bytes) -> Told:
    """Return what `check.py` has written."""
    return msgspec.json.decode(text, type=Told, dec_hook=lambda kind, value: kind(value))
