from kiosk.readers.repeats import CARDS_MAX, Repeats
from kiosk.readers.scan import Garbled, GarbledReason, Scan


def test_without_a_window_every_scan_passes() -> None:
    scans = [Scan("1234", at_ms) for at_ms in (0, 1, 2)]
    assert Repeats(repeat_ms=0).passing([*scans]) == scans


def test_garble_passes_at_most_once_a_second() -> None:
    garbled = [Garbled(GarbledReason.CHECK, at_ms) for at_ms in (0, 500, 999, 1_000, 1_500)]
    assert Repeats(repeat_ms=0).passing([*garbled]) == [garbled[0], garbled[3]]


def test_only_a_few_cards_are_remembered() -> None:
    repeats = Repeats(repeat_ms=3_000)
    repeats.passing([Scan(str(number), 0) for number in range(10_000)])
    assert len(repeats._seen_ms) == CARDS_MAX
