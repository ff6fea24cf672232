"""The list on which staff mark students, as it stands on the screen."""

from dataclasses import replace

from kiosk.ui.gallery import gallery
from tests.ui.screen import DoorScreen

ENGLISH = gallery("en")


def test_nothing_can_be_sent_before_a_name_is_marked(screen: DoorScreen) -> None:
    screen.show(ENGLISH["pick"])
    assert "panel-send" not in screen.named()


def test_a_mark_moves_neither_a_name_nor_a_key(screen: DoorScreen) -> None:
    scene = ENGLISH["pick"]
    assert scene.pick is not None
    screen.show(scene)
    before = {found.text: found.place for found in screen.texts()}
    first, *others = scene.pick.rows
    marked = replace(scene.pick, rows=(replace(first, marked=True), *others), marked=1)
    screen.show(replace(scene, pick=marked))
    after = {found.text: found.place for found in screen.texts()}
    assert before.items() <= after.items()
    assert "Send 1" in after
