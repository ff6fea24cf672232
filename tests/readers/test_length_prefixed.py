import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.readers.decoder import ByteDecoder
from kiosk.readers.length_prefixed import FRAME_BYTES, SILENCE_MS, block_check
from kiosk.readers.profile import parse_profile
from kiosk.readers.scan import GarbledReason, Scan
from tests.readers.strokes import numbers, reasons

PROFILE = parse_profile("test", {"framing": "length_prefixed", "number": "dez10"})
CARD = bytes.fromhex("020A0206008E6D5DB003")
NUMBER = "0009334109"
NOW_MS = 5_000


def decoder() -> ByteDecoder:
    return ByteDecoder(PROFILE)


def frame_of(number: bytes) -> bytes:
    checked = bytes([FRAME_BYTES, 2]) + number
    return b"\x02" + checked + bytes([block_check(checked), 3])


def test_the_number_comes_out() -> None:
    assert decoder().feed(CARD, NOW_MS) == [Scan(NUMBER, NOW_MS)]


@pytest.mark.parametrize("cut", range(1, len(CARD)))
def test_a_frame_may_come_in_two_pieces(cut: int) -> None:
    reader = decoder()
    assert reader.feed(CARD[:cut], NOW_MS) == []
    assert numbers(reader.feed(CARD[cut:], NOW_MS + 50)) == [NUMBER]


def test_start_and_end_bytes_may_stand_inside_a_number() -> None:
    readings = decoder().feed(frame_of(b"\x02\x02\x0a\x03\x02"), NOW_MS)
    assert numbers(readings) == [str(0x020A0302).rjust(10, "0")]


def test_a_wrong_check_is_no_card() -> None:
    readings = decoder().feed(CARD[:-2] + b"\xb1\x03", NOW_MS)
    assert reasons(readings) == [GarbledReason.CHECK]


def test_a_missing_end_is_no_card_and_the_next_frame_still_is() -> None:
    readings = decoder().feed(CARD[:-1] + CARD, NOW_MS)
    assert reasons(readings) == [GarbledReason.FRAMING]
    assert numbers(readings) == [NUMBER]


def test_another_length_is_noise() -> None:
    reader = decoder()
    assert reader.feed(b"\x02\x09\x02\x06\x00\x8e\x6d\xe6\x03", NOW_MS) == []
    assert reasons(reader.idle(NOW_MS + SILENCE_MS + 1)) == [GarbledReason.FRAMING]
    assert numbers(reader.feed(CARD, NOW_MS + 400)) == [NUMBER]


def test_a_frame_cut_off_is_garbled_within_300_ms_and_its_rest_is_no_card() -> None:
    reader = decoder()
    reader.feed(CARD[:6], NOW_MS)
    assert reader.silence_ms == SILENCE_MS + 1 < 300
    assert reasons(reader.idle(NOW_MS + SILENCE_MS + 1)) == [GarbledReason.UNFINISHED]
    assert numbers(reader.feed(CARD[6:], NOW_MS + 400)) == []
    assert numbers(reader.feed(CARD, NOW_MS + 800)) == [NUMBER]


def test_unplugged_within_a_frame_is_garbled_and_forgotten() -> None:
    reader = decoder()
    reader.feed(CARD[:6], NOW_MS)
    assert reasons(reader.unplugged(NOW_MS)) == [GarbledReason.LOST]
    assert numbers(reader.feed(CARD, NOW_MS + 1)) == [NUMBER]


@given(st.lists(st.binary(max_size=40), max_size=30))
def test_any_bytes_leave_no_crash_little_memory_and_a_working_reader(chunks: list[bytes]) -> None:
    reader = decoder()
    for at, chunk in enumerate(chunks):
        reader.feed(chunk, NOW_MS + at * 10)
    assert len(reader._frames._held) < FRAME_BYTES  # type: ignore[attr-defined]  # the inside
    assert numbers(reader.feed(CARD, 60_000)) == [NUMBER]


@given(st.binary(min_size=5, max_size=5), st.data())
def test_one_damaged_bit_is_no_card(number: bytes, data: st.DataObject) -> None:
    whole = bytearray(frame_of(number))
    place = data.draw(st.integers(0, len(whole) * 8 - 1))
    whole[place // 8] ^= 1 << place % 8
    assert numbers(decoder().feed(bytes(whole), NOW_MS)) == []
