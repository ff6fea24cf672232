"""One example scene for each thing that the screen can show; for tests and pictures."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from kiosk.core.door.inputs import PanelAct
from kiosk.core.door.scene import (
    Banner,
    ComingRow,
    Notice,
    OutRow,
    PanelPage,
    PanelRow,
    PickPage,
    PickRow,
    Scene,
    Screen,
    Signal,
    Tile,
    TileState,
    Toast,
)
from kiosk.core.ids import DestinationId, PassId, StudentId
from kiosk.core.limits import Span, UsedUp
from kiosk.core.school import DestinationKind as Kind

NOW = datetime(2026, 9, 14, 15, 42, 20, tzinfo=UTC)
"""The moment at which the examples are drawn: 10:42 in Chicago."""
MONO_MS = 600_000
TURN_MS = 20_000
LEFT_MS = 14_000


def gallery(language: str = "en") -> Mapping[str, Scene]:
    """Return the examples by name, in `language`, as they stand at `NOW` and `MONO_MS`."""
    idle = _idle(language)
    turn = _turn(language)
    return {
        **_staff(idle),
        **_idles(idle),
        **_turns(turn),
        **_asked(turn),
        **_outs(turn),
        **_answers(turn),
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


def _idles(idle: Scene) -> dict[str, Scene]:
    place = PLACES[idle.language]
    return {
        "starting": Scene(Screen.STARTING, Signal.READY, room=idle.room, language=idle.language),
        "idle": idle,
        "idle, nobody out": replace(idle, out_now=(), places_left=3),
        "idle, appointments": replace(idle, coming=_coming(place)),
        "idle, appointments alone": replace(idle, out_now=(), coming=_coming(place)),
        "idle, no limit": replace(idle, out_now=(), places_left=None, next_bell=None),
        "idle, some waiting": replace(idle, waiting=2),
        "idle, waiting without a limit": replace(idle, places_left=None, waiting=1),
        **_crowds(idle),
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


def _staff(idle: Scene) -> dict[str, Scene]:
    """Return the pages of staff."""
    page = replace(idle, opened_at_ms=MONO_MS - 10_000, closes_at_ms=MONO_MS + 20_000)
    return {**_pins(page), **_panels(page), **_picks(page)}


def _pins(page: Scene) -> dict[str, Scene]:
    pin = replace(page, screen=Screen.PIN, signal=Signal.ASK, digits=3)
    closed, anew = replace(pin, digits=None), replace(pin, digits=0)
    later = NOW + timedelta(minutes=4)
    return {
        "pin": pin,
        "pin, checking": closed,
        "pin, wrong": replace(anew, notice=Notice("pin_wrong")),
        "pin, wait": replace(anew, notice=Notice("pin_wait", later)),
        "pin, no answer": replace(anew, notice=Notice("pin_silent")),
        "pin, alone": replace(
            closed, notice=Notice("pin_alone"), banners=frozenset({Banner.ALONE})
        ),
    }


def _panels(page: Scene) -> dict[str, Scene]:
    place, since = PLACES[page.language][0], NOW - timedelta(minutes=9)
    due_at = NOW - timedelta(minutes=4)
    out = PanelRow(PassId("p-1"), "Noah B.", place, asked=False, since=since, due_at=due_at)
    asks = replace(out, id=PassId("p-2"), label="Sofía R.", asked=True, due_at=None)
    long = replace(asks, id=PassId("p-3"), label=LONG_NAME, destination=PLACE_LONG[page.language])
    sure = replace(out, label=LONG_NAME, sure=PanelAct.END)
    rows = (long, sure, replace(out, id=PassId("p-4")))
    few = PanelPage("Ms. Alvarez", (asks, out), asked=1)
    many = PanelPage("Dr. Castellanos-Featherston", rows, more=7, asked=4, paused=True, undo=True)
    panel = replace(page, screen=Screen.PANEL, panel=few)
    return {
        "panel": panel,
        "panel, nobody": replace(panel, panel=replace(few, rows=(), asked=0)),
        "panel, full": replace(panel, panel=many),
        "panel, full, everything wrong": replace(panel, panel=many, banners=frozenset(Banner)),
    }


def _picks(page: Scene) -> dict[str, Scene]:
    names = (*CROWD, "Emily T.", "Ximena-Guadalupe V.", "Ana B.")
    rows = tuple(
        PickRow(StudentId(f"s-{n}"), name, marked=n in {1, 2, 5}) for n, name in enumerate(names)
    )
    none = tuple(replace(row, marked=False) for row in rows[4:])
    pick = replace(page, screen=Screen.PICK, pick=PickPage(none))
    full = replace(pick, pick=PickPage(rows, more=21, marked=12))
    return {
        "pick": pick,
        "pick, nobody": replace(pick, pick=PickPage()),
        "pick, full": full,
        "pick, full, everything wrong": replace(full, banners=frozenset(Banner)),
    }


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
    )


def _turns(turn: Scene) -> dict[str, Scene]:
    more = tuple(
        replace(tile, destination=DestinationId(f"{tile.destination}-{n}"))
        for n in (1, 2)
        for tile in turn.tiles
    )
    return {
        "choose": turn,
        "choose, last seconds": replace(turn, closes_at_ms=MONO_MS + 4_000),
        "choose, six places": replace(turn, tiles=more[:6]),
        "choose, many places": replace(turn, tiles=more),
        "choose, long name": replace(turn, student=LONG_NAME, banners=frozenset({Banner.ALONE})),
        "choose, someone is called": replace(turn, toast=Toast("your_turn", LONG_NAME)),
        "choose, someone else comes back": replace(turn, toast=Toast("welcome_back", LONG_NAME)),
        "choose, told while alone": replace(
            turn, banners=frozenset({Banner.ALONE, Banner.CLOCK_UNSET}), toast=Toast("busy")
        ),
        "choose, everything wrong": replace(turn, student=LONG_NAME, banners=frozenset(Banner)),
        "urgent": replace(turn, urgent=True),
        "urgent, long name": replace(turn, urgent=True, student=LONG_NAME),
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
    alone = frozenset({Banner.ALONE})
    return {
        "checking": replace(checking, opened_at_ms=None, closes_at_ms=None),
        "checking whose card": replace(nobody, opened_at_ms=None, closes_at_ms=None),
        "ask teacher": replace(teacher, notice=Notice("needs_approval")),
        "ask teacher, alone": replace(teacher, notice=Notice("alone"), banners=alone),
        "ask teacher, long": replace(_long(teacher), notice=Notice("daily_limit")),
        **_limits(teacher),
        "ask teacher, everything wrong": replace(
            _long(teacher), notice=Notice("alone"), banners=frozenset(Banner)
        ),
        "ask teacher, place asked": replace(teacher, notice=Notice("place_asked")),
        "ask teacher, place asked, long": replace(_long(teacher), notice=Notice("place_asked")),
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
    waiting = replace(asked, screen=Screen.IN_LINE, signal=Signal.WAIT, ahead=2)
    called = replace(asked, screen=Screen.YOUR_TURN, signal=Signal.YOUR_TURN)
    override = replace(asked, screen=Screen.OVERRIDE, signal=Signal.ASK)
    return {
        "override": override,
        "override, long": replace(_long(override), banners=frozenset(Banner)),
        "in line": waiting,
        "in line, next": replace(waiting, ahead=0),
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


def _out(label: str, place: str, *, minutes_ago: int, allowed: int) -> OutRow:
    started = NOW - timedelta(minutes=minutes_ago, seconds=20)
    return OutRow(PassId(label), label, place, started, started + timedelta(minutes=allowed))


LONG_NAME = "Maximiliano-Alexander W."
CROWD = ("Christopher M.", LONG_NAME, "Wilhelmina-Josephine O.", "Li T.", "Sofía R.", "Noah B.")
ROOM = {"en": "Room 214", "es": "Salón 214"}
ROOM_LONG = {"en": "Science Laboratory B214", "es": "Laboratorio de Ciencias B214"}
PLACE_LONG = {
    "en": "Counselor and student services office",
    "es": "Oficina de orientación y servicios estudiantiles",
}
PLACES = {
    "en": ("Restroom", "Water fountain", "Counselor's office", "Nurse", "Library"),
    "es": ("Baño", "Bebedero de agua", "Oficina de orientación", "Enfermería", "Biblioteca"),
}
