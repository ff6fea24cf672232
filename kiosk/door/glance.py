"""What the window must know of the settings before they are checked."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

SIDE_MIN: Final = 320
SIDE_MAX: Final = 7680
"""As in the settings: nothing else is a size, whatever a file says that has not been checked."""


@dataclass(frozen=True, slots=True)
class Glance:
    """How the window is to be; `size` is None where the default will do."""

    size: tuple[int, int] | None = None
    fullscreen: bool = True
    room: str = ""
    language: str = "en"


def glance_at(path: Path) -> Glance:
    """Read what can be read; whatever is wrong with the file is told by whoever checks it."""
    try:
        keys = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return Glance()
    screen = keys.get("screen")
    shown: dict[str, Any] = screen if isinstance(screen, dict) else {}
    room, language = str(keys.get("room") or ""), str(keys.get("language") or "en")
    if shown.get("fullscreen") is not False:
        return Glance(room=room, language=language)
    width, height = _side(shown.get("width")), _side(shown.get("height"))
    size = (width, height) if width and height else None
    return Glance(size, fullscreen=False, room=room, language=language)


def _side(value: object) -> int | None:
    return value if isinstance(value, int) and SIDE_MIN <= value <= SIDE_MAX else None
