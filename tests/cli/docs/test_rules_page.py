from kiosk.cli.docs.rules_page import rules_page
from kiosk.core.rulebook import REASONS
from kiosk.core.words import LANGUAGES

PAGE = rules_page()


def test_every_reason_is_there_with_its_words_in_every_language() -> None:
    for reason in REASONS.values():
        assert f"`{reason.code}`" in PAGE
        for language in LANGUAGES:
            phrase = reason.words[language]
            assert f"| {language} | student | {phrase.student} |" in PAGE
            assert f"| {language} | staff | {phrase.staff} |" in PAGE
            if phrase.timed is not None:
                assert f"| {language} | student, with a time | {phrase.timed} |" in PAGE


def test_a_number_stands_beside_its_name_and_its_default() -> None:
    assert "| `no_fly_first` | `no_fly_first_minutes` | `first` | 10 min |" in PAGE
    assert "| `when_alone` | `when_alone` |  | `ask` |" in PAGE


def test_a_full_hall_and_an_encounter_share_their_reason() -> None:
    assert "`hall_full`, the same as Encounter" in PAGE
    assert "`hall_full`, the same as Hall capacity" in PAGE


def test_what_a_door_does_alone_is_told_for_both_switches() -> None:
    assert "| `ask` | `APPROVE` | `alone` |" in PAGE
    assert "| `refuse` | `REFUSE` | `alone` |" in PAGE


def test_every_row_of_a_table_has_as_many_cells_as_its_head() -> None:
    for block in PAGE.split("\n\n"):
        lines = [line for line in block.splitlines() if line.startswith("|")]
        assert len({line.count("|") for line in lines}) <= 1


def test_what_an_appointment_lifts_is_told() -> None:
    (row,) = (line for line in PAGE.splitlines() if line.startswith("| an appointment"))
    assert "[No-fly time](#4-no-fly-time)" in row
    assert "Hall capacity" not in row
