import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.readers import keymap
from kiosk.readers.decoder import KeyDecoder
from kiosk.readers.keyboard import CHARS_MAX, RESYNC_MS, KeyAction, KeyStroke
from kiosk.readers.profile import Profile, parse_profile
from kiosk.readers.scan import Garbled, GarbledReason, Scan
from tests.readers.strokes import (
    KEYPAD_CODES,
    SCANNER_MS,
    START_MS,
    feed,
    numbers,
    press,
    reasons,
    typed,
)

CARD = "0006547886"
PROFILE = parse_profile("test", {"framing": "keyboard"})
BY_GAP = parse_profile("test", {"framing": "keyboard", "ends_by_gap": True})
TEN_DIGITS = parse_profile(
    "test",
    {"framing": "keyboard", "characters": "digits", "length_min": 10, "length_max": 10},
)
LEFT_CTRL, LEFT_ALT, F2, SYSRQ, VOLUME_UP, ESC = 29, 56, 60, 99, 115, 1


def decoder(profile: Profile = PROFILE) -> KeyDecoder:
    return KeyDecoder(profile)


def held(code: int, at_ms: int = START_MS) -> KeyStroke:
    return KeyStroke(code, KeyAction.DOWN, at_ms)


def test_a_scan_ends_at_the_kernels_time_of_its_end_key() -> None:
    end_ms = START_MS + SCANNER_MS * len(CARD)
    assert feed(decoder(), typed(CARD)) == [Scan(CARD, end_ms)]


@pytest.mark.parametrize("end", [keymap.ENTER, keymap.KEYPAD_ENTER, keymap.TAB])
def test_enter_keypad_enter_and_tab_end_a_scan(end: int) -> None:
    assert numbers(feed(decoder(), typed(CARD, end=end))) == [CARD]


def test_without_an_end_key_silence_ends_a_scan_when_the_profile_says_so() -> None:
    reader = decoder(BY_GAP)
    assert feed(reader, typed(CARD, end=None)) == []
    assert reader.silence_ms is not None
    last_ms = START_MS + SCANNER_MS * (len(CARD) - 1)
    assert reader.idle(last_ms + reader.silence_ms) == [Scan(CARD, last_ms)]


def test_without_an_end_key_the_next_scan_ends_the_one_before() -> None:
    strokes = typed(CARD, end=None) + typed("12345678", at_ms=START_MS + 500, end=None)
    assert numbers(feed(decoder(BY_GAP), strokes)) == [CARD]


def test_a_scan_whose_end_key_never_comes_is_garbled_within_300_ms() -> None:
    reader = decoder()
    assert feed(reader, typed(CARD, end=None)) == []
    assert reader.silence_ms is not None
    assert reader.silence_ms < 300
    last_ms = START_MS + SCANNER_MS * (len(CARD) - 1)
    garbled = reader.idle(last_ms + reader.silence_ms)
    assert reasons(garbled) == [GarbledReason.UNFINISHED]
    assert reader.silence_ms is None


def test_enter_alone_means_nothing() -> None:
    assert feed(decoder(), typed("") + typed("", end=keymap.TAB)) == []


def test_capital_letters_come_by_shift() -> None:
    assert numbers(feed(decoder(), typed("Ab12Cd"))) == ["AB12CD"]


def test_shift_may_be_held_over_several_letters() -> None:
    profile = parse_profile("test", {"framing": "keyboard", "characters": "code39"})
    strokes = [held(keymap.RIGHT_SHIFT), *typed("abcd5", end=None)]
    at_ms = START_MS + 40
    strokes += [KeyStroke(keymap.RIGHT_SHIFT, KeyAction.UP, at_ms)]
    strokes += typed("1", at_ms=at_ms)
    # Shift and 5 is the percent sign of Code 39.
    assert numbers(feed(decoder(profile), strokes)) == ["ABCD%1"]


def test_keypad_digits_are_digits() -> None:
    strokes = [
        stroke
        for place, char in enumerate(CARD)
        for stroke in press(KEYPAD_CODES[char], START_MS + place * SCANNER_MS)
    ]
    strokes += typed("", at_ms=START_MS + len(CARD) * SCANNER_MS)
    assert numbers(feed(decoder(), strokes)) == [CARD]


@pytest.mark.parametrize("latch", sorted(keymap.LATCHES))
def test_latching_keys_change_nothing(latch: int) -> None:
    middle = list(press(latch, START_MS + 5 * SCANNER_MS))
    strokes = [*press(latch, START_MS), *typed(CARD)]
    strokes = strokes[:12] + middle + strokes[12:]
    assert numbers(feed(decoder(), strokes)) == [CARD]


def test_autorepeat_adds_no_characters() -> None:
    strokes: list[KeyStroke] = []
    for stroke in typed(CARD):
        strokes.append(stroke)
        if stroke.action is KeyAction.DOWN:
            strokes.append(KeyStroke(stroke.code, KeyAction.REPEAT, stroke.mono_ms))
    assert numbers(feed(decoder(), strokes)) == [CARD]


def test_a_lost_key_up_adds_nothing() -> None:
    downs = [stroke for stroke in typed(CARD) if stroke.action is KeyAction.DOWN]
    assert numbers(feed(decoder(), downs)) == [CARD]


@pytest.mark.parametrize("code", sorted(keymap.SHIFTS | keymap.CHORD_KEYS))
def test_a_modifier_stuck_since_before_the_scan_is_let_go(code: int) -> None:
    strokes = [held(code, START_MS - 5_000), *typed(CARD)]
    assert numbers(feed(decoder(TEN_DIGITS), strokes)) == [CARD]


def test_a_shift_whose_key_up_was_lost_spoils_its_scan_but_not_the_next() -> None:
    reader = decoder(TEN_DIGITS)
    first = feed(reader, [held(keymap.LEFT_SHIFT), *typed(CARD)])
    assert reasons(first) == [GarbledReason.CHARACTERS]
    assert numbers(first) == []
    assert numbers(feed(reader, typed(CARD, at_ms=START_MS + 3_000))) == [CARD]


def test_unplugged_with_shift_down_the_next_device_starts_afresh() -> None:
    reader = decoder(TEN_DIGITS)
    feed(reader, [held(keymap.LEFT_SHIFT)])
    assert reader.unplugged(START_MS + 10) == []
    assert numbers(feed(reader, typed(CARD, at_ms=START_MS + 20))) == [CARD]


def test_unplugged_within_a_scan_is_garbled_and_leaves_no_tail() -> None:
    reader = decoder()
    feed(reader, typed("00065", end=None))
    assert reader.unplugged(START_MS + 50) == [Garbled(GarbledReason.LOST, START_MS + 50)]
    assert numbers(feed(reader, typed("47886", at_ms=START_MS + 60))) == ["47886"]


def test_strokes_dropped_by_the_kernel_spoil_the_whole_scan() -> None:
    reader = decoder()
    feed(reader, typed("000654", end=None))
    assert reasons(reader.lost(START_MS + 50)) == [GarbledReason.LOST]
    assert feed(reader, typed("7886", at_ms=START_MS + 60)) == []
    assert numbers(feed(reader, typed(CARD, at_ms=START_MS + 200))) == [CARD]


@pytest.mark.parametrize(
    "chord",
    [(LEFT_CTRL, LEFT_ALT, F2), (LEFT_ALT, SYSRQ, 48), (LEFT_CTRL, 46), (LEFT_ALT, 62)],
    ids=["vt", "sysrq", "ctrl-c", "alt-f4"],
)
def test_a_chord_alone_means_nothing_and_within_a_scan_spoils_it(chord: tuple[int, ...]) -> None:
    at_ms = START_MS + 40
    keys = [held(code, at_ms) for code in chord]
    keys += [KeyStroke(code, KeyAction.UP, at_ms) for code in chord]
    assert feed(decoder(), keys) == []
    strokes = typed("00065", end=None) + keys + typed("47886", at_ms=at_ms + 8)
    readings = feed(decoder(), strokes)
    assert numbers(readings) == []
    assert reasons(readings) == [GarbledReason.CHARACTERS]


@pytest.mark.parametrize("code", [VOLUME_UP, ESC, F2, 41 + 500])
def test_media_and_function_keys_alone_mean_nothing(code: int) -> None:
    reader = decoder()
    assert feed(reader, list(press(code, START_MS))) == []
    assert numbers(feed(reader, typed(CARD, at_ms=START_MS + 5))) == [CARD]


def test_another_layouts_digits_are_read_by_their_position() -> None:
    # The key that a French keyboard prints `&` is the first of the digit row everywhere.
    strokes = [stroke for code in range(2, 12) for stroke in press(code, START_MS + 8 * code)]
    strokes += typed("", at_ms=START_MS + 100)
    assert numbers(feed(decoder(), strokes)) == ["1234567890"]


def test_two_scans_run_together_are_no_card() -> None:
    readings = feed(decoder(TEN_DIGITS), typed(CARD + CARD))
    assert numbers(readings) == []
    assert reasons(readings) == [GarbledReason.LENGTH]


def test_two_readers_at_once_have_a_decoder_each() -> None:
    one, other = decoder(), decoder()
    pairs = zip(typed(CARD), typed("1111222233"), strict=True)
    readings = [(one.feed(first), other.feed(second)) for first, second in pairs]
    assert numbers([r for first, _ in readings for r in first]) == [CARD]
    assert numbers([r for _, second in readings for r in second]) == ["1111222233"]


def test_ten_thousand_characters_are_one_garble_and_no_memory() -> None:
    reader = decoder()
    readings = feed(reader, typed("7" * 10_000))
    assert reasons(readings) == [GarbledReason.LENGTH]
    assert numbers(readings) == []
    assert len(reader._frames._text) <= CHARS_MAX
    assert numbers(feed(reader, typed(CARD, at_ms=START_MS + 100_000))) == [CARD]


@pytest.mark.parametrize(
    "text", ["'; DROP TABLE", "=cmd()", "<script>", "../../etc", "12 34", "1234;", "::1234"]
)
def test_text_that_is_no_number_is_garbled(text: str) -> None:
    readings = feed(decoder(), typed(text))
    assert reasons(readings) == [GarbledReason.CHARACTERS]
    assert numbers(readings) == []


@pytest.mark.parametrize("every_ms", [7, 16, 50])
def test_a_scanners_pace_is_accepted(every_ms: int) -> None:
    assert numbers(feed(decoder(), typed(CARD, every_ms=every_ms))) == [CARD]


@pytest.mark.parametrize("every_ms", [51, 80, 100])
def test_a_mean_over_50_ms_is_a_person(every_ms: int) -> None:
    readings = feed(decoder(), typed(CARD, every_ms=every_ms))
    assert reasons(readings) == [GarbledReason.TYPED]
    assert numbers(readings) == []


@pytest.mark.parametrize("cut", range(1, len(CARD)))
def test_a_gap_over_100_ms_is_a_person_wherever_it_falls(cut: int) -> None:
    strokes = typed(CARD[:cut], end=None) + typed(
        CARD[cut:], at_ms=START_MS + (cut - 1) * SCANNER_MS + 101
    )
    readings = feed(decoder(), strokes)
    # The tail after the gap must not pass for a shorter card.
    assert numbers(readings) == []
    assert reasons(readings) == [GarbledReason.TYPED]


def test_a_gap_of_100_ms_is_still_a_scanner() -> None:
    strokes = typed(CARD[:5], end=None) + typed(CARD[5:], at_ms=START_MS + 4 * SCANNER_MS + 100)
    assert numbers(feed(decoder(), strokes)) == [CARD]


def test_digits_abandoned_by_a_person_do_not_spoil_a_scan_much_later() -> None:
    reader = decoder()
    feed(reader, typed("12", end=None))
    later_ms = START_MS + SCANNER_MS + RESYNC_MS + 1
    assert numbers(feed(reader, typed(CARD, at_ms=later_ms))) == [CARD]


def test_a_busy_program_does_not_make_a_scan_look_typed() -> None:
    # The strokes are handled seconds late, yet carry the kernel's times.
    reader = decoder()
    strokes = typed(CARD)
    first = feed(reader, strokes[:8])
    assert numbers(first + feed(reader, strokes[8:])) == [CARD]


strokes_of_any_kind = st.builds(
    KeyStroke,
    code=st.one_of(st.sampled_from(sorted(keymap.SHIFTED)), st.integers(0, 767)),
    action=st.sampled_from(KeyAction),
    mono_ms=st.integers(0, 5_000),
)


@given(st.lists(strokes_of_any_kind, max_size=200))
def test_any_strokes_leave_no_crash_little_memory_and_a_working_reader(
    strokes: list[KeyStroke],
) -> None:
    reader = decoder(TEN_DIGITS)
    for reading in feed(reader, sorted(strokes, key=lambda stroke: stroke.mono_ms)):
        assert isinstance(reading, Garbled) or len(reading.number) == 10
    assert len(reader._frames._text) <= CHARS_MAX
    assert numbers(feed(reader, typed(CARD, at_ms=10_000))) == [CARD]


@given(st.lists(st.integers(0, 90), min_size=10, max_size=10), st.integers(0, 9))
def test_a_scan_with_one_key_lost_is_never_another_card(gaps_ms: list[int], lost: int) -> None:
    strokes: list[KeyStroke] = []
    now_ms = START_MS
    for place, (char, gap_ms) in enumerate(zip(CARD, gaps_ms, strict=True)):
        now_ms += gap_ms
        if place != lost:
            strokes += typed(char, at_ms=now_ms, end=None)
    strokes += typed("", at_ms=now_ms)
    assert numbers(feed(decoder(TEN_DIGITS), strokes)) == []
