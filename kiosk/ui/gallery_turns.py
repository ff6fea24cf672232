"""The gallery of a student's turn: one example scene for each thing that it can show."""

from dataclasses import replace
from datetime import timedelta

from kiosk.core.door.scene import (
    Banner,
    Notice,
    Scene,
    Screen,
    Signal,
    Tile,
    TileState,
    Toast,
)
from kiosk.core.ids import DestinationId
from kiosk.core.limits import Span, UsedUp
from kiosk.core.school import DestinationKind as Kind
from kiosk.ui.gallery_names import (
    LEFT_MS,
    LONG_NAME,
    MONO_MS,
    NOW,
    PLACE_LONG,
    PLACES,
    ROOM,
    TURN_MS,
)


def turns_in(language: str) -> dict[str, Scene]:
    """Return the examples by name, in `language`."""
    turn = _turn(language)
    return {**_turns(turn), **_asked(turn), **_outs(turn), **_answers(turn)}


def _turn(language: str) -> Scene:
    return Scene(
        Screen.CHOOSE,
        Signal.READY,
        room=ROOM[language],
        language=language,
        student="Maya R.",
        tiles=_tiles(language),
        opened_at_ms=MONO_MS + LEFT_MS - TURN_MS,
        closes_at_ms=MONO_MS + LEFT_MS,
        own_offered=True,
    )


def _turns(turn: Scene) -> dict[str, Scene]:
    more = tuple(
        replace(tile, destination=DestinationId(f"{tile.destination}-{n}"))
        for n in (1, 2)
        for tile in turn.tiles
    )
    return {
        "choose": turn,
        "choose, last seconds": replace(turn, closes_at_ms=MONO_MS + 4_000, closing=True),
        "choose, six places": replace(turn, tiles=more[:6]),
        "choose, many places": replace(turn, tiles=more),
        "choose, long name": replace(turn, student=LONG_NAME, banners=frozenset({Banner.ALONE})),
        "choose, someone is called": replace(turn, toast=Toast("your_turn", LONG_NAME)),
        "choose, someone else comes back": replace(turn, toast=Toast("welcome_back", LONG_NAME)),
        "choose, told while alone": replace(
            turn, banners=frozenset({Banner.ALONE, Banner.CLOCK_UNSET}), toast=Toast("busy")
        ),
        "choose, everything wrong": replace(turn, student=LONG_NAME, banners=frozenset(Banner)),
        "urgent": replace(turn, urgent=True, own_offered=False),
        "urgent, long name": replace(turn, urgent=True, own_offered=False, student=LONG_NAME),
    }


def _asked(turn: Scene) -> dict[str, Scene]:
    place = PLACES[turn.language][0]
    asked = replace(turn, tiles=(), destination=place)
    checking = replace(asked, screen=Screen.CHECKING, signal=Signal.CHECKING)
    nobody = replace(checking, student=None, destination=None)
    teacher = replace(asked, screen=Screen.ASK_TEACHER, signal=Signal.ASK)
    elsewhere = replace(asked, screen=Screen.OUT_ELSEWHERE, signal=Signal.ASK)
    arrived = replace(
        _told(turn),
        screen=Screen.ARRIVED,
        signal=Signal.WELCOME,
        destination=PLACES[turn.language][4],
    )
    checked_in = replace(arrived, screen=Screen.CHECKED_IN)
    return {
        "checking": replace(checking, opened_at_ms=None, closes_at_ms=None),
        "checking whose card": replace(nobody, opened_at_ms=None, closes_at_ms=None),
        **_ask_teacher(teacher),
        "refused, declined": replace(
            asked, screen=Screen.REFUSED, signal=Signal.NO, notice=Notice("declined")
        ),
        **_lines(asked),
        "arrived": arrived,
        "arrived, long": _long(arrived),
        "checked in": checked_in,
        "checked in, long": replace(_long(checked_in), banners=frozenset({Banner.ALONE})),
        **_appointments(asked),
        "out elsewhere": elsewhere,
        "out elsewhere, long": _long(elsewhere),
    }


def _ask_teacher(teacher: Scene) -> dict[str, Scene]:
    alone = frozenset({Banner.ALONE})
    return {
        "ask teacher": replace(teacher, notice=Notice("needs_approval")),
        "ask teacher, alone": replace(teacher, notice=Notice("alone"), banners=alone),
        "ask teacher, long": replace(_long(teacher), notice=Notice("daily_limit")),
        **_limits(teacher),
        "ask teacher, everything wrong": replace(
            _long(teacher), notice=Notice("alone"), banners=frozenset(Banner)
        ),
        "ask teacher, last seconds": replace(
            teacher,
            notice=Notice("needs_approval"),
            closes_at_ms=MONO_MS + 4_000,
            closing=True,
        ),
        "ask teacher, place asked": replace(teacher, notice=Notice("place_asked")),
        "ask teacher, place asked, long": replace(_long(teacher), notice=Notice("place_asked")),
    }


def _limits(teacher: Scene) -> dict[str, Scene]:
    week = Notice("pass_limit", used_up=UsedUp(Span.WEEK))
    place = replace(week, used_up=UsedUp(Span.TERM, to_destination=True))
    return {
        "ask teacher, limit": replace(teacher, notice=week),
        "ask teacher, limit, long": replace(_long(teacher), notice=place),
    }


def _appointments(asked: Scene) -> dict[str, Scene]:
    office = PLACES[asked.language][2]
    offered = replace(
        asked,
        screen=Screen.APPOINTMENT,
        destination=office,
        at=NOW + timedelta(minutes=5),
        declinable=True,
    )
    summoned = replace(
        _told(asked), screen=Screen.SUMMONED, signal=Signal.URGENT, destination=office
    )
    unsure = frozenset({Banner.ALONE, Banner.CLOCK_UNSET})
    return {
        "appointment": offered,
        "appointment, not declinable": replace(offered, declinable=False),
        "appointment, long": replace(_long(offered), banners=unsure),
        "summoned": summoned,
        "summoned, long": replace(_long(summoned), banners=frozenset({Banner.HOLD})),
    }


def _lines(asked: Scene) -> dict[str, Scene]:
    waiting = replace(asked, screen=Screen.IN_LINE, signal=Signal.WAIT, ahead=2, about_minutes=6)
    called = replace(asked, screen=Screen.YOUR_TURN, signal=Signal.YOUR_TURN)
    override = replace(asked, screen=Screen.OVERRIDE, signal=Signal.ASK)
    return {
        "override": override,
        "override, urgent": replace(override, urgent=True, destination=None),
        "override, long": replace(_long(override), banners=frozenset(Banner)),
        "in line": waiting,
        "in line, next": replace(waiting, ahead=0, about_minutes=2),
        "in line, long": replace(_long(waiting), banners=frozenset({Banner.CLOCK_UNSET})),
        "your turn": called,
        "your turn, long": replace(_long(called), banners=frozenset({Banner.CLOCK_UNSET})),
    }


def _outs(turn: Scene) -> dict[str, Scene]:
    place = PLACES[turn.language]
    out = replace(
        _told(turn), screen=Screen.OUT, signal=Signal.GO, destination=place[0], started_at=NOW
    )
    long_over = replace(_long(out), due_at=NOW - timedelta(minutes=72))
    return {
        "out": replace(out, due_at=NOW + timedelta(minutes=10)),
        "out, overtime": replace(out, due_at=NOW - timedelta(seconds=133)),
        "out, no limit": replace(out, destination=place[3], student=LONG_NAME),
        "out, one way": replace(out, one_way=True, due_at=NOW + timedelta(minutes=10)),
        "out, urgent": replace(out, urgent=True, due_at=NOW + timedelta(minutes=5)),
        "out, long": replace(long_over, banners=frozenset({Banner.ALONE})),
    }


def _answers(turn: Scene) -> dict[str, Scene]:
    place = PLACES[turn.language][0]
    told = _told(turn)
    no = replace(told, screen=Screen.REFUSED, signal=Signal.NO, destination=place)
    later = NOW + timedelta(minutes=18)
    welcome = replace(told, screen=Screen.WELCOME_BACK, signal=Signal.WELCOME)
    return {
        "welcome back": replace(welcome, not_back=True),
        "welcome back, long": replace(_long(welcome), not_back=True, banners=frozenset(Banner)),
        "welcome back from another room": welcome,
        "refused": replace(no, notice=Notice("no_fly_time", later)),
        "refused, wait": replace(no, signal=Signal.WAIT, notice=Notice("room_limit")),
        "refused, long": replace(_long(no), notice=Notice("destination_hours", later)),
        "refused, everything wrong": replace(
            _long(no), notice=Notice("destination_hours", later), banners=frozenset(Banner)
        ),
        "refused, hold": replace(no, notice=Notice("hold"), banners=frozenset({Banner.HOLD})),
        "card unknown": replace(told, screen=Screen.CARD_UNKNOWN, signal=Signal.NO, student=None),
        "card unknown, alone": replace(
            told,
            screen=Screen.CARD_UNKNOWN,
            signal=Signal.NO,
            student=None,
            notice=Notice("alone"),
            banners=frozenset({Banner.ALONE}),
        ),
        "not recorded": replace(
            no,
            screen=Screen.NOT_RECORDED,
            signal=Signal.FAULT,
            notice=Notice("not_recorded"),
        ),
    }


def _told(turn: Scene) -> Scene:
    """Return a page that only tells: it closes by itself, without a bar."""
    return replace(turn, tiles=(), opened_at_ms=None, closes_at_ms=MONO_MS + 6_000)


def _long(scene: Scene) -> Scene:
    return replace(scene, student=LONG_NAME, destination=PLACE_LONG[scene.language])


def _tiles(language: str) -> tuple[Tile, ...]:
    restroom, water, office, nurse, library = PLACES[language]
    later = NOW + timedelta(minutes=18)
    return (
        _tile("restroom", restroom, Kind.RESTROOM, TileState.FREE),
        replace(
            _tile("water", water, Kind.WATER, TileState.WAIT, Notice("destination_capacity")),
            ahead=2,
            about_minutes=6,
        ),
        _tile("nurse", nurse, Kind.NURSE, TileState.FREE),
        _tile("office", office, Kind.COUNSELOR, TileState.ASK_TEACHER, Notice("needs_approval")),
        _tile(
            "library", library, Kind.LIBRARY, TileState.NOT_NOW, Notice("destination_hours", later)
        ),
    )


def _tile(
    destination: str, name: str, kind: Kind, state: TileState, notice: Notice | None = None
) -> Tile:
    return Tile(DestinationId(destination), name, kind, state, notice)
