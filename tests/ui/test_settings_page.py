"""The page about settings that can't be used."""

from dataclasses import replace

from kiosk.ui.gallery import gallery
from kiosk.ui.gallery_names import FAULTS
from tests.ui.screen import DoorScreen

ENGLISH = gallery("en")


def test_faults_that_do_not_fit_are_counted(screen: DoorScreen) -> None:
    scene = ENGLISH["settings wrong, many"]
    screen.show(scene)
    shown = sum(fault.cure in screen.words() for fault in scene.faults)
    assert 1 <= shown < len(scene.faults)
    assert f"and {len(scene.faults) - shown} more" in screen.words()


def test_a_missing_key_and_one_that_may_not_be_shown_are_told_by_name(screen: DoorScreen) -> None:
    scene = ENGLISH["settings wrong, many"]
    for fault in (FAULTS[2], FAULTS[4]):
        screen.show(replace(scene, faults=(fault,)))
        assert fault.cure in screen.words()
    assert "data_dir is missing" in screen.words()
