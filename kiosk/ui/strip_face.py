"""What stands in the strip above every page: a passing word, and the states of the whole door."""

from dataclasses import dataclass

from kiosk.core.door.scene import Banner, Scene, Screen, Toast
from kiosk.ui.looks import Icon, Tone
from kiosk.ui.phrases.table import BannerWords, Phrases
from kiosk.ui.room_face import idle_banner


@dataclass(frozen=True, slots=True)
class StripFace:
    """One word in the strip."""

    key: str
    words: str
    icon: Icon
    tone: Tone


LOOKS = {
    Banner.HOLD: (Icon.HOLD, Tone.HOLD),
    Banner.READER_UNPLUGGED: (Icon.UNPLUGGED, Tone.FAULT),
    Banner.ROOM_FROZEN: (Icon.PAUSED, Tone.NO),
    Banner.ALONE: (Icon.OFFLINE, Tone.FAULT),
    Banner.CLOCK_UNSET: (Icon.CLOCK, Tone.FAULT),
}
"""Gravest first."""


def strip_faces(scene: Scene, words: Phrases) -> list[StripFace]:
    """Return the passing word first, then the banners; a banner alone says its full words.

    At night there is nobody to tell, and a strip would burn in.
    """
    if scene.dimmed:
        return []
    said = idle_banner(scene.banners) if scene.screen is Screen.IDLE else None
    shown = [banner for banner in LOOKS if banner in scene.banners and banner is not said]
    alone = len(shown) == 1 and scene.toast is None
    faces = [_toast(scene.toast, words)] if scene.toast else []
    for banner in shown:
        text = _words(banner, words)
        icon, tone = LOOKS[banner]
        faces.append(StripFace(banner, text.full if alone else text.short, icon, tone))
    return faces


def _toast(toast: Toast, words: Phrases) -> StripFace:
    match toast.kind:
        case "welcome_back":
            text = words.toasts.welcome_back.format(name=toast.label or "")
            return StripFace("toast", text, Icon.WELCOME, Tone.WELCOME)
        case "your_turn":
            text = words.toasts.your_turn.format(name=toast.label or "")
            return StripFace("toast", text, Icon.LINE, Tone.GO)
        case "declined":
            text = words.toasts.declined.format(name=toast.label or "")
            return StripFace("toast", text, Icon.BELL, Tone.WELCOME)
        case "undone":
            text = words.toasts.undone.format(name=toast.label or "")
            return StripFace("toast", text, Icon.CLOSE, Tone.WELCOME)
        case "busy":
            return StripFace("toast", words.toasts.busy, Icon.LINE, Tone.ASK)
        case _:
            return StripFace("toast", words.toasts.try_again, Icon.TAP, Tone.ASK)


def _words(banner: Banner, words: Phrases) -> BannerWords:
    said = words.banners
    match banner:
        case Banner.ALONE:
            return said.alone
        case Banner.HOLD:
            return said.hold
        case Banner.ROOM_FROZEN:
            return said.room_frozen
        case Banner.CLOCK_UNSET:
            return said.clock_unset
        case Banner.READER_UNPLUGGED:
            return said.reader_unplugged
