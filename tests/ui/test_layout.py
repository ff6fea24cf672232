"""Every screen, at every size, in every language: all of it is there to be read and touched."""

from collections.abc import Iterator
from itertools import combinations

import pytest
from PySide6.QtCore import QCoreApplication, QRectF
from PySide6.QtQuick import QQuickItem

from kiosk.core.words import LANGUAGES
from kiosk.ui.gallery import gallery
from kiosk.ui.phrases.languages import PHRASES
from tests.ui.screen import DoorScreen, Seen, holds, place_of

SIZES = ((800, 480), (720, 1280), (1280, 800))
SCENES = sorted(gallery())
WITH_A_STRIP = [name for name, scene in sorted(gallery().items()) if scene.banners or scene.toast]

# Half a pixel each way is rounding, not a fault.
SLACK = 1.0
ARM_LENGTH_UNITS = 23
TWO_METRES_UNITS = 77
CONTROL_UNITS = 80
TILE_UNITS = (210, 160)
TILE_UNITS_BESIDE_BANNERS = 150
STRIP_ROW_UNITS = 44


@pytest.fixture(scope="module", params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def sized(
    request: pytest.FixtureRequest,
    qapp: QCoreApplication,  # noqa: ARG001 - Qt must be there first
) -> Iterator[DoorScreen]:
    screen = DoorScreen(request.param)
    screen.open()
    yield screen
    screen.door.close()


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module", params=SCENES)
def drawn(request: pytest.FixtureRequest, language: str, sized: DoorScreen) -> DoorScreen:
    sized.show(gallery(language)[request.param])
    return sized


def test_no_text_is_cut_overlapped_or_too_small(drawn: DoorScreen) -> None:
    texts = drawn.texts()
    assert texts
    faults = [
        *(f"cut: {t.text}" for t in texts if is_cut(t)),
        *(f"outside: {t.text}" for t in texts if not is_inside(t, drawn)),
        *(f"small: {t.text} {t.pixels / drawn.unit}" for t in texts if is_small(t, drawn)),
        *(f"on each other: {a.text} / {b.text}" for a, b in combinations(texts, 2) if meet(a, b)),
    ]
    assert faults == []


def test_every_control_is_large_enough_and_clear_of_the_rest(drawn: DoorScreen) -> None:
    controls = drawn.controls()
    least = CONTROL_UNITS * drawn.unit - SLACK
    window = place_of(drawn.door.window.contentItem())
    for control in controls:
        assert control.width() >= least, control.objectName()
        assert control.height() >= least, control.objectName()
        assert window.contains(place_of(control)), control.objectName()
    for a, b in combinations(controls, 2):
        assert not smaller(place_of(a)).intersects(place_of(b)), (a.objectName(), b.objectName())
    texts = drawn.texts()
    for control in controls:
        strangers = [t for t in texts if not holds(control, t.item)]
        over = [t.text for t in strangers if smaller(t.place).intersects(place_of(control))]
        assert over == [], control.objectName()


@pytest.mark.parametrize("name", ["choose", "choose, six places", "choose, many places"])
def test_tiles_are_about_a_hand_wide(sized: DoorScreen, language: str, name: str) -> None:
    sized.show(gallery(language)[name])
    for control in sized.controls():
        if control.objectName().startswith("tile-"):
            assert control.width() >= TILE_UNITS[0] * sized.unit
            assert control.height() >= TILE_UNITS[1] * sized.unit


@pytest.mark.parametrize("name", [name for name in SCENES if name.startswith("choose, ")])
def test_banners_leave_the_tiles_their_height(sized: DoorScreen, language: str, name: str) -> None:
    sized.show(gallery(language)[name])
    tiles = [item for item in sized.controls() if item.objectName().startswith("tile-")]
    assert min(tile.height() for tile in tiles) >= TILE_UNITS_BESIDE_BANNERS * sized.unit - SLACK


@pytest.mark.parametrize("name", ["idle", "idle, alone", "idle, told while alone"])
def test_places_left_are_read_from_two_metres(sized: DoorScreen, language: str, name: str) -> None:
    sized.show(gallery(language)[name])
    one = PHRASES[language].writing.digits[1]
    number = next(t for t in sized.texts() if t.text == one)
    assert number.pixels >= TWO_METRES_UNITS * sized.unit - SLACK


@pytest.mark.parametrize(
    ("name", "item"),
    [
        ("idle", "headline"),
        ("idle, alone", "headline"),
        ("idle, hold", "headline"),
        ("idle, reader unplugged", "headline"),
        ("idle", "clock"),
        ("out", "count"),
        ("out, overtime", "count"),
        ("out, long", "count"),
        ("out, no limit", "count"),
    ],
)
def test_what_matters_most_is_read_from_two_metres(
    sized: DoorScreen, language: str, name: str, item: str
) -> None:
    sized.show(gallery(language)[name])
    found = sized.item(item).property("font").pixelSize()
    assert found >= TWO_METRES_UNITS * sized.unit - SLACK


@pytest.mark.parametrize("name", [name for name in SCENES if name.startswith("choose")])
def test_a_choice_can_be_left_and_shows_its_time(
    sized: DoorScreen, language: str, name: str
) -> None:
    sized.show(gallery(language)[name])
    assert {"cancel", "time-left"} <= sized.named()


@pytest.mark.parametrize(
    "name",
    [name for name in SCENES if name.startswith(("choose", "ask teacher", "refused", "in line"))],
)
def test_urgent_is_there_for_whoever_is_not_let_go(
    sized: DoorScreen, language: str, name: str
) -> None:
    sized.show(gallery(language)[name])
    assert "urgent" in sized.named()


@pytest.mark.parametrize("name", WITH_A_STRIP)
def test_on_a_wide_screen_the_strip_is_one_row(sized: DoorScreen, language: str, name: str) -> None:
    window = sized.door.window
    sized.show(gallery(language)[name])
    chips = [item for item in sized.items() if item.objectName().startswith("strip-")]
    if window.width() > window.height():
        assert all(place_of(chip).bottom() <= STRIP_ROW_UNITS * sized.unit for chip in chips)


@pytest.mark.parametrize("name", ["idle", "idle, card not read", "idle, go undone"])
def test_a_list_of_who_is_out_names_somebody(sized: DoorScreen, language: str, name: str) -> None:
    scene = gallery(language)[name]
    sized.show(scene)
    out = {row.label for row in scene.out_now}
    assert out & {str(item.property("text")) for item in sized.items()}


def is_cut(seen: Seen) -> bool:
    too_wide = seen.item.property("contentWidth") > seen.item.width() + SLACK
    return bool(seen.item.property("truncated")) or too_wide


def is_small(seen: Seen, screen: DoorScreen) -> bool:
    return seen.pixels < ARM_LENGTH_UNITS * screen.unit - SLACK


def is_inside(seen: Seen, screen: DoorScreen) -> bool:
    place = smaller(seen.place)
    shape = shape_of(seen.item)
    window = place_of(screen.door.window.contentItem())
    return window.contains(place) and (shape is None or place_of(shape).contains(place))


def shape_of(item: QQuickItem) -> QQuickItem | None:
    """The coloured shape that a text is written on: what has a radius."""
    above = parent_of(item)
    while above is not None and above.property("radius") is None:
        above = parent_of(above)
    return above


def parent_of(item: QQuickItem) -> QQuickItem | None:
    """PySide's own annotation denies that a root has none."""
    return item.parentItem()


def meet(a: Seen, b: Seen) -> bool:
    return smaller(a.place).intersects(smaller(b.place))


def smaller(place: QRectF) -> QRectF:
    return place.adjusted(SLACK, SLACK, -SLACK, -SLACK)
