"""One example scene for each thing that the screen can show; for tests and pictures."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cache

from kiosk.core.door.scene import (
    Banner,
    ComingRow,
    Missing,
    OutRow,
    Scene,
    Screen,
    Signal,
    Toast,
)
from kiosk.core.ids import PassId
from kiosk.ui.gallery_cards import cards_in
from kiosk.ui.gallery_names import (
    CROWD,
    FAULTS,
    LONG_NAME,
    NOW,
    PLACES,
    ROOM,
    ROOM_LONG,
)
from kiosk.ui.gallery_staff import staff_pages
from kiosk.ui.gallery_turns import turns_in


@cache
def gallery(language: str = "en") -> Mapping[str, Scene]:
    """Return the examples by name, in `language`, as they stand at `NOW` and `MONO_MS`."""
    idle = _idle(language)
    return {
        **_before(idle),
        **staff_pages(idle),
        **_idles(idle),
        **turns_in(language),
        **cards_in(idle),
    }


def _idle(language: str) -> Scene:
    place = PLACES[language]
    return Scene(
        Screen.IDLE,
        Signal.READY,
        room=ROOM[language],
        language=language,
        out_now=(
            _out("Noah B.", place[0], minutes_ago=4, allowed=10),
            _out("Sofía R.", place[1], minutes_ago=8, allowed=5),
        ),
        places_left=1,
        next_bell=NOW + timedelta(minutes=13),
    )


def _before(idle: Scene) -> dict[str, Scene]:
    """Return the pages of a door that is not ready for a card."""
    starting = Scene(Screen.STARTING, Signal.READY, room=idle.room, language=idle.language)
    faulty = replace(
        starting,
        screen=Screen.WRONG_SETTINGS,
        signal=Signal.FAULT,
        faults=FAULTS,
        file="/boot/firmware/smartpass.toml",
    )
    waiting = replace(faulty, screen=Screen.NOT_ENROLLED, room="214", faults=(), file="")
    return {
        "starting": starting,
        "settings wrong": replace(faulty, faults=FAULTS[:2]),
        "settings wrong, many": replace(faulty, faults=FAULTS),
        "not enrolled, no network": replace(waiting, missing=Missing.NETWORK),
        "not enrolled, no answer": replace(waiting, missing=Missing.AGGREGATOR),
        "not enrolled, room unknown": replace(waiting, missing=Missing.ROOM),
    }


def _idles(idle: Scene) -> dict[str, Scene]:
    place = PLACES[idle.language]
    return {
        "idle": idle,
        "idle, nobody out": replace(idle, out_now=(), places_left=3),
        "idle, appointments": replace(idle, coming=_coming(place)),
        "idle, appointments alone": replace(idle, out_now=(), coming=_coming(place)),
        "idle, no limit": replace(idle, out_now=(), places_left=None, next_bell=None),
        "idle, some waiting": replace(idle, waiting=2),
        "idle, waiting without a limit": replace(idle, places_left=None, waiting=1),
        **_crowds(idle),
        "idle, night": replace(idle, out_now=(), next_bell=None, dimmed=True),
        "idle, frozen": replace(idle, banners=frozenset({Banner.ROOM_FROZEN})),
        "idle, reader unplugged": replace(
            idle, signal=Signal.FAULT, banners=frozenset({Banner.READER_UNPLUGGED})
        ),
        "idle, alone": replace(idle, banners=frozenset({Banner.ALONE})),
        "idle, clock not set": replace(
            idle, next_bell=None, banners=frozenset({Banner.CLOCK_UNSET, Banner.ALONE})
        ),
        "idle, everything wrong": replace(idle, banners=frozenset(Banner)),
        "idle, card not read": replace(idle, toast=Toast("try_again")),
        "idle, go undone": replace(idle, toast=Toast("undone", LONG_NAME)),
        "idle, told while alone": replace(
            idle, banners=frozenset({Banner.ALONE}), toast=Toast("try_again")
        ),
    }


def _crowds(idle: Scene) -> dict[str, Scene]:
    place = PLACES[idle.language]
    crowd = tuple(
        _out(name, place[n % len(place)], minutes_ago=12 - 2 * n, allowed=9)
        for n, name in enumerate(CROWD)
    )
    many = replace(idle, out_now=crowd, places_left=0, room=ROOM_LONG[idle.language])
    hold = replace(idle, signal=Signal.HOLD, banners=frozenset({Banner.HOLD}))
    alone = frozenset({Banner.HOLD, Banner.ALONE})
    return {
        "idle, many out": many,
        "idle, hold": hold,
        "idle, hold, many out": replace(many, signal=Signal.HOLD, banners=alone),
    }


def _coming(place: tuple[str, ...]) -> tuple[ComingRow, ...]:
    return (
        ComingRow("Maya R.", place[2], NOW + timedelta(minutes=3), leaves_here=True),
        ComingRow(LONG_NAME, place[4], NOW + timedelta(minutes=8), leaves_here=False),
    )


def _out(label: str, place: str, *, minutes_ago: int, allowed: int) -> OutRow:
    started = NOW - timedelta(minutes=minutes_ago, seconds=20)
    return OutRow(PassId(label), label, place, started, started + timedelta(minutes=allowed))
