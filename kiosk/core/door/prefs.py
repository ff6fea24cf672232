"""How this door speaks and looks, as staff at it have set it."""

from dataclasses import dataclass, replace

from kiosk.core.words import LANGUAGES

BRIGHTNESS_MIN = 20
"""In per cent: what can still be read in a dark room, so that nobody loses the way back."""
BRIGHTNESS_MAX = 100
BRIGHTNESS_STEP = 20


@dataclass(frozen=True, slots=True)
class DoorPrefs:
    """The settings of one door."""

    language: str = ""
    """Of every page that is no one student's; empty: staff have set none, as `settings` says."""
    sound: bool = True
    brightness: int = BRIGHTNESS_MAX
    """In per cent of what the screen can do."""

    def in_language(self, language: str) -> "DoorPrefs":
        """Return them with another language, if the door has words in it."""
        return replace(self, language=language) if language in LANGUAGES else self

    def lit(self, by: int) -> "DoorPrefs":
        """Return them so much brighter, within what can be read and what the screen can do."""
        brightness = min(BRIGHTNESS_MAX, max(BRIGHTNESS_MIN, self.brightness + by))
        return replace(self, brightness=brightness)
