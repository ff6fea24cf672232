import pytest

from kiosk.readers.track2 import primary_number


@pytest.mark.parametrize(
    "track", [";0006547886?", ";0006547886=?", ";0006547886=9912?", ";0006547886=99=12?"]
)
def test_the_sentinels_and_all_after_the_separator_are_left_out(track: str) -> None:
    assert primary_number(track) == "0006547886"


@pytest.mark.parametrize(
    "track",
    [
        "",
        ";?",
        "0006547886",
        ";0006547886",
        "0006547886?",
        ";12A4?",
        ";1234?;1234?",
        ";=9912?",
        ";" + "1" * 39 + "?",
        "; 1234?",
        ";\uff11\uff12\uff13\uff14?",
    ],
)
def test_a_track_that_is_not_whole_is_no_card(track: str) -> None:
    assert primary_number(track) is None


def test_a_track_may_have_40_characters() -> None:
    assert primary_number(";" + "1" * 38 + "?") == "1" * 38
