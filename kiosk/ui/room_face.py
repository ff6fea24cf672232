"""What the idle page says of the room, and the clocks that every page may show."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.core.door.scene import Banner, Scene
from kiosk.ui.looks import Icon, Tone
from kiosk.ui.phrases.table import PageWords, Phrases
from kiosk.ui.reading import MINUTE, Reading

DRIFT = (0, 1, 2, 3, 4, 3, 2, 1)
"""Units by which the idle page stands aside, minute by minute, so that nothing burns in."""
SAID_BY_IDLE = (Banner.HOLD, Banner.READER_UNPLUGGED, Banner.ROOM_FROZEN)
"""States that change what a card can do here: the gravest stands where "Tap your ID" was."""


@dataclass(frozen=True, slots=True)
class RoomFace:
    """The idle page but for its clock and its list."""

    room: str = ""
    tone: Tone = Tone.READY
    icon: Icon = Icon.TAP
    headline: str = ""
    detail: str = ""
    places: str = ""
    """A number, or empty where no limit is set or none counts now."""
    placesWords: str = ""
    placesTone: Tone = Tone.GO
    outNow: str = ""
    everyoneHere: str = ""
    forgot: str = ""
    """Leads to the keys for an ID; empty where nobody could say whose it is."""
    more: str = ""
    """How many more there are, a line for each number: only the list's height gives that."""


@dataclass(frozen=True, slots=True)
class TimeFace:
    """What the clocks change from second to second."""

    clock: str = ""
    bell: str = ""
    drift: int = 0
    left: float = 0.0
    """Part of the turn's time that is left, 1 to 0."""
    leftWords: str = ""
    """Empty when the page has no visible end."""
    hurry: bool = False


def idle_banner(banners: frozenset[Banner]) -> Banner | None:
    """Return the banner that the idle page says itself, in its largest words."""
    return next((banner for banner in SAID_BY_IDLE if banner in banners), None)


def room_face(scene: Scene, words: Phrases) -> RoomFace:
    """Return the idle page's words."""
    idle = words.idle
    said = idle_banner(scene.banners)
    tone, icon, page = _kind(said, words)
    places = None if said else scene.places_left
    number = "" if places is None else words.writing.number(places)
    beside = "" if places is None else idle.places_left.of(places)
    if scene.waiting and not said:
        waiting = idle.waiting.of(scene.waiting)
        both = words.both.format(one=beside, other=waiting)
        beside = both if beside else waiting
    return RoomFace(
        room=scene.room,
        tone=tone,
        icon=icon,
        headline=page.headline,
        detail=page.detail,
        places=number,
        placesWords=beside,
        placesTone=Tone.GO if places else Tone.ASK,
        outNow=_heading(scene, words),
        everyoneHere=idle.everyone_here,
        forgot="" if Banner.ALONE in scene.banners else idle.forgot,
        more="\n".join(map(idle.more.of, range(len(scene.out_now) + len(scene.coming) + 1))),
    )


def _heading(scene: Scene, words: Phrases) -> str:
    if Banner.HOLD in scene.banners and scene.out_now:
        return words.idle.called_back
    idle = words.idle
    if not scene.coming:
        return idle.out_now
    return idle.out_and_coming if scene.out_now else idle.coming_up


def time_face(scene: Scene, words: Phrases, reading: Reading) -> TimeFace:
    """Return the clock, the next bell and how much of the turn's time is left."""
    minute = reading.now.minute
    bell = scene.next_bell
    opened, closes = scene.opened_at_ms, scene.closes_at_ms
    left_ms, left = 0, 0.0
    if opened is not None and closes is not None and closes > opened:
        left_ms = max(0, closes - reading.mono_ms)
        left = min(1.0, left_ms / (closes - opened))
    timed = opened is not None and closes is not None
    return TimeFace(
        clock="" if Banner.CLOCK_UNSET in scene.banners else reading.time_of_day(reading.now),
        bell=words.idle.bell.format(time=reading.time_of_day(bell)) if bell else "",
        drift=DRIFT[minute % len(DRIFT)],
        left=left,
        leftWords=words.controls.seconds.of(-(-left_ms // 1000)) if timed else "",
        hurry=scene.closing,
    )


def next_change(scene: Scene, now: datetime) -> datetime:
    """Return when time alone next changes what the idle page says: the end of some minute."""
    begins = [now.replace(second=0, microsecond=0)]
    begins += [row.started_at for row in scene.out_now]
    begins += [row.due_at for row in scene.out_now if row.due_at is not None]
    return min(now + MINUTE - (now - begin) % MINUTE for begin in begins)


def _kind(said: Banner | None, words: Phrases) -> tuple[Tone, Icon, PageWords]:
    idle = words.idle
    match said:
        case Banner.HOLD:
            return Tone.HOLD, Icon.HOLD, idle.hold
        case Banner.READER_UNPLUGGED:
            return Tone.FAULT, Icon.UNPLUGGED, idle.unplugged
        case Banner.ROOM_FROZEN:
            return Tone.NO, Icon.PAUSED, idle.frozen
        case _:
            return Tone.READY, Icon.TAP, idle.ready
