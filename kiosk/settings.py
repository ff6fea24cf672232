"""What one machine is told in `smartpass.toml`: checked whole, every fault reported at once."""

import re
from pathlib import Path
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from kiosk.core.ids import BuildingId, DoorId, RoomId, default_door, is_token
from kiosk.store.faults import Fault, FileFaultsError
from kiosk.store.strict_toml import Table, parse_toml, validated

CARD_KEY_BYTES_MIN: Final = 16
"""Card numbers are short, so the key alone keeps their hashes from being guessed."""
KEY_FILE_BYTES_MAX: Final = 4096
"""A card key file holds one line; anything longer is some other file."""
SYSTEM_PROFILE_FOLDER: Final = Path("/etc/smart-pass/readers")
CHECKOUT_PROFILE_FOLDER: Final = Path(__file__).parents[1] / "firmware_config" / "readers"
ID_WORDS: Final = "letters, digits, - and _ only, 1 to 64 of them, for example 214"


class SettingsError(FileFaultsError):
    """A settings file can't be used; str() is the whole report, a line for each fault."""


def _token(value: object) -> object:
    # `room = 214` without quotes is a number to TOML and the right room to everybody else.
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if isinstance(text, str) and not is_token(text):
        raise ValueError(ID_WORDS)
    return text


def _beside_the_file(path: Path, info: ValidationInfo) -> Path:
    folder: Path = (info.context or {}).get("folder", Path())
    return folder / path.expanduser()


def _card_key(value: object, info: ValidationInfo) -> bytes:
    words = (
        f"the building's card key as {2 * CARD_KEY_BYTES_MIN} or more hex digits, "
        "or the path of a file that holds them"
    )
    if not isinstance(value, str):
        raise ValueError(words)  # noqa: TRY004 # pydantic reports a ValueError, and raises others
    hexadecimal = re.fullmatch(r"\s*[0-9A-Fa-f]+\s*", value) is not None
    text = value if hexadecimal else _key_file(_beside_the_file(Path(value), info), words)
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        where = "an odd number of hex digits" if hexadecimal else "that file holds no such key"
        raise ValueError(f"{where}: give {words}") from None
    if len(key) < CARD_KEY_BYTES_MIN:
        raise ValueError(f"too short: {words}")
    return key


def _key_file(path: Path, words: str) -> str:
    try:
        with path.open(encoding="ascii") as file:
            return file.read(KEY_FILE_BYTES_MAX)
    except (OSError, UnicodeDecodeError) as error:
        why = (error.strerror or "unreadable") if isinstance(error, OSError) else "not text"
        raise ValueError(f"no key file can be read there ({why}); give {words}") from None


def _some(brokers: tuple["BrokerAddress", ...]) -> tuple["BrokerAddress", ...]:
    if not brokers:
        raise ValueError(BROKERS_WORDS)
    return brokers


def _profile(value: object, info: ValidationInfo) -> Path:
    words = 'the name of a reader profile, for example "rdm6300", or the path of its file'
    if not isinstance(value, str):
        raise ValueError(words)  # noqa: TRY004 # pydantic reports a ValueError, and raises others
    if "/" in value or value.endswith(".toml"):
        tried = [_beside_the_file(Path(value), info)]
    else:
        beside = _beside_the_file(Path(), info)
        folders = (beside, SYSTEM_PROFILE_FOLDER, CHECKOUT_PROFILE_FOLDER)
        tried = [folder / f"{value}.toml" for folder in folders]
    found = next((path for path in tried if path.is_file()), None)
    if found is None:
        names = sorted({p.stem for folder in tried[1:] for p in folder.parent.glob("*.toml")})
        there_are = f"; there are {', '.join(names)}" if names else ""
        raise ValueError(f"no such profile: give {words}{there_are}")
    return found


Token = Annotated[str, BeforeValidator(_token)]
FilePath = Annotated[Path, Field(strict=False), AfterValidator(_beside_the_file)]
CardKey = Annotated[bytes, BeforeValidator(_card_key)]
ProfilePath = Annotated[Path, BeforeValidator(_profile)]
Pin = Annotated[int, Field(ge=0, le=27, description="a GPIO (BCM) number from 0 to 27")]
Port = Annotated[int, Field(ge=1, le=65535)]
PORT_WORDS: Final = "a whole number from 1 to 65535, without quotes"
HOST_WORDS: Final = "a host name or an IP address, in quotes"
BROKERS_WORDS: Final = 'one or more addresses: brokers = [{ host = "10.0.0.5", port = 1883 }]'
SWITCH_WORDS: Final = "true or false, without quotes"


class BrokerAddress(Table):
    """Where one MQTT broker listens."""

    host: str = Field("127.0.0.1", min_length=1, description=HOST_WORDS)
    port: Port = Field(1883, description=PORT_WORDS)


class ReaderSettings(Table):
    """One card reader of a door."""

    kind: Literal["serial", "keyboard"] = Field(description='"serial" or "keyboard"')
    path: Path = Field(
        strict=False, description="the device's path, for example /dev/smartpass-reader"
    )
    profile: ProfilePath = Field(description="the name of a reader profile, or its file's path")


class LightSettings(Table):
    """The RGB light: on GPIO pins, simulated, or none."""

    kind: Literal["gpio", "mock", "none"] = Field("none", description='"gpio", "mock" or "none"')
    red: Pin = 17
    green: Pin = 27
    blue: Pin = 22
    active_high: bool = Field(default=True, description=SWITCH_WORDS)


class ScreenSettings(Table):
    """The window's size in pixels, unless it fills the screen."""

    width: int = Field(800, ge=320, le=7680, description="pixels, from 320 to 7680")
    height: int = Field(480, ge=320, le=7680, description="pixels, from 320 to 7680")
    fullscreen: bool = Field(default=True, description=SWITCH_WORDS)


class _Machine(Table):
    """What a door and an aggregator are both told."""

    building: Token = Field(description=f"the building's id: {ID_WORDS}")
    brokers: Annotated[tuple[BrokerAddress, ...], AfterValidator(_some)] = Field(
        (BrokerAddress(),),
        strict=False,
        description=BROKERS_WORDS,
    )
    data_dir: FilePath = Field(description="the path of a folder that this program may write to")
    card_key: CardKey = Field(
        repr=False,
        description="hex digits, or the path of a file that holds them",
        json_schema_extra={"secret": True},
    )

    @property
    def building_id(self) -> BuildingId:
        """Return the building as topics name it."""
        return BuildingId(self.building)


class DoorSettings(_Machine):
    """Everything that one door is told."""

    room: Token = Field(description=f"the room's id in the school's files: {ID_WORDS}")
    door: Token | None = Field(
        None, description=f"the door's id, by default door- and the room: {ID_WORDS}"
    )
    readers: tuple[ReaderSettings, ...] = Field(
        (), strict=False, description="one table [[readers]] for each reader"
    )
    light: LightSettings = LightSettings()
    sound: bool = Field(default=True, description=SWITCH_WORDS)
    screen: ScreenSettings = ScreenSettings()
    clock_trusted: bool = Field(default=False, description=SWITCH_WORDS)
    language: str = Field(
        "en", pattern=r"^[a-z]{2,3}$", description='a language code in quotes, for example "en"'
    )

    @property
    def room_id(self) -> RoomId:
        """Return the room as the school's files name it."""
        return RoomId(self.room)

    @property
    def door_id(self) -> DoorId:
        """Return the door as topics name it."""
        return DoorId(self.door) if self.door is not None else default_door(self.room_id)


class WebSettings(Table):
    """Where the live board listens; loopback unless the school says otherwise."""

    host: str = Field("127.0.0.1", min_length=1, description=HOST_WORDS)
    port: int = Field(8080, ge=0, le=65535, description=f"{PORT_WORDS}; 0 takes a free one")
    acts_from_network: bool = Field(default=False, description=SWITCH_WORDS)
    """Whether acts of staff are taken from other machines: their PINs then cross the network."""


class AggregatorSettings(_Machine):
    """Everything that a building's aggregator is told."""

    name: str = Field(min_length=1, description="the building's name as staff read it, in quotes")
    school: FilePath = Field(description="the folder of school.toml, students.csv and staff.csv")
    web: WebSettings = WebSettings()


SettingsT = TypeVar("SettingsT", DoorSettings, AggregatorSettings)


def load_door_settings(path: Path) -> DoorSettings:
    """Read one door's settings; raises SettingsError with every fault at once."""
    return _load(path, DoorSettings)


def load_aggregator_settings(path: Path) -> AggregatorSettings:
    """Read an aggregator's settings; raises SettingsError with every fault at once."""
    return _load(path, AggregatorSettings)


def is_for_aggregator(keys: dict[str, Any]) -> bool:
    """Say which program a settings file means, from the keys that only one of them has."""
    return "school" in keys or "web" in keys


def _load(path: Path, model: type[SettingsT]) -> SettingsT:
    faults: list[Fault] = []
    keys, lines = parse_toml(path, faults)
    if not faults:
        settings = validated(model, keys, path=path, lines=lines, faults=faults)
        if settings is not None:
            return settings
    raise SettingsError(str(path), faults)
