"""What says without the screen how it stands: the light and the sound, both from the scene."""

import logging

from kiosk.core.door.scene import Scene
from kiosk.door.told import ToldLight
from kiosk.indicator.light import RgbLight
from kiosk.indicator.patterns import light_of
from kiosk.indicator.pins import PinKind, RgbPins
from kiosk.indicator.sound import Sound
from kiosk.indicator.tones import Cue, cue_of

_log = logging.getLogger(__name__)

KINDS = {"gpio": PinKind.LGPIO, "mock": PinKind.MOCK, "none": PinKind.NONE}


class Lamp:
    """Shows the light of each scene, and plays what is new about it: its answer, or its end."""

    def __init__(self, settings: ToldLight, *, sound: bool) -> None:
        pins = RgbPins(settings.red, settings.green, settings.blue)
        self._light = RgbLight(pins, KINDS[settings.kind], active_high=settings.active_high)
        self._sound = Sound(on_status=_log.info) if sound else None
        self._scene: Scene | None = None

    @property
    def colour(self) -> str:
        """Return what the light shows at this moment, as a word."""
        return self._light.colour.name.lower()

    def open(self) -> None:
        """Take the pins and find the player; says once what there is."""
        self._light.open()
        _log.info("%s", self._light.status)
        if self._sound is not None:
            self._sound.open()

    def show(self, scene: Scene) -> None:
        """Say what `scene` says."""
        before, self._scene = self._scene, scene
        self._light.show(light_of(scene.signal, scene.banners))
        changed = before is None or (before.screen, before.signal) != (scene.screen, scene.signal)
        cue = cue_of(scene.signal) if changed else None
        if cue is None and scene.closing and not (before and before.closing):
            cue = Cue.CLOSING
        if self._sound is not None and cue is not None and scene.sound:
            self._sound.play(cue)

    def close(self) -> None:
        """Go dark and silent."""
        self._light.close()
        if self._sound is not None:
            self._sound.close()
