from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.readers.decoder import ByteDecoder
from kiosk.readers.profile import parse_profile
from kiosk.readers.rdm6300 import BODY_BYTES, SILENCE_MS, checksum
from kiosk.readers.scan import Garbled, GarbledReason, Scan
from tests.readers.strokes import numbers, reasons

PROFILE = parse_profile("test", {"framing": "rdm6300", "number": "dez10", "repeat_ms": 3000})
CARD = b"\x02010063E9AE25\x03"
NUMBER = "0006547886"
OTHER = b"\x0201006498B14C\x03"
NOW_MS = 5_000


def decoder() -> ByteDecoder:
    return ByteDecoder(PROFILE)


def frame_of(card: bytes) -> bytes:
    return b"\x02" + card.hex().upper().encode() + f"{checksum(card):02X}".encode() + b"\x03"


def test_the_printed_number_comes_out() -> None:
    assert decoder().feed(CARD, NOW_MS) == [Scan(NUMBER, NOW_MS)]


def test_a_wrong_checksum_is_no_card() -> None:
    assert decoder().feed(b"\x02010026F44426\x03", NOW_MS) == [Garbled(GarbledReason.CHECK, NOW_MS)]


@pytest.mark.parametrize("cut", range(1, len(CARD)))
def test_a_frame_may_come_in_two_pieces(cut: int) -> None:
    reader = decoder()
    assert reader.feed(CARD[:cut], NOW_MS) == []
    assert numbers(reader.feed(CARD[cut:], NOW_MS + 20)) == [NUMBER]


def test_a_frame_may_come_byte_by_byte() -> None:
    reader = decoder()
    readings = [r for at, byte in enumerate(CARD) for r in reader.feed(bytes([byte]), NOW_MS + at)]
    assert numbers(readings) == [NUMBER]


def test_a_frame_cut_off_is_garbled_within_300_ms_and_its_rest_is_no_card() -> None:
    reader = decoder()
    reader.feed(CARD[:7], NOW_MS)
    assert reader.silence_ms == SILENCE_MS + 1 < 300
    assert reasons(reader.idle(NOW_MS + SILENCE_MS)) == []
    assert reasons(reader.idle(NOW_MS + SILENCE_MS + 1)) == [GarbledReason.UNFINISHED]
    assert numbers(reader.feed(CARD[7:], NOW_MS + 400)) == []
    assert numbers(reader.feed(CARD, NOW_MS + 500)) == [NUMBER]


def test_a_start_inside_a_frame_begins_it_anew() -> None:
    readings = decoder().feed(CARD[:6] + CARD, NOW_MS)
    assert numbers(readings) == [NUMBER]
    assert reasons(readings) == [GarbledReason.FRAMING]


def test_a_missing_end_is_no_card() -> None:
    readings = decoder().feed(CARD[:-1] + CARD, NOW_MS)
    assert numbers(readings) == [NUMBER]
    assert reasons(readings) == [GarbledReason.FRAMING]


@pytest.mark.parametrize("frame", [b"\x02010063E9AE2\x03", b"\x02010063E9AE255\x03", b"\x02\x03"])
def test_thirteen_or_fifteen_bytes_or_none_are_no_card(frame: bytes) -> None:
    reader = decoder()
    readings = reader.feed(frame, NOW_MS)
    assert reasons(readings) == [GarbledReason.LENGTH]
    assert numbers(readings + reader.feed(CARD, NOW_MS + 10)) == [NUMBER]


def test_lower_case_hex_is_the_same_card() -> None:
    assert numbers(decoder().feed(CARD.lower(), NOW_MS)) == [NUMBER]


def test_a_character_that_is_no_hex_is_no_card() -> None:
    readings = decoder().feed(b"\x0201006 E9AE25\x03", NOW_MS)
    assert reasons(readings) == [GarbledReason.CHARACTERS]


def test_line_ends_and_nul_between_frames_are_harmless() -> None:
    assert decoder().feed(b"\x00\r\n" + CARD + b"\r\n", NOW_MS) == [Scan(NUMBER, NOW_MS)]


def test_a_spark_at_the_plug_asks_nobody_to_try_again() -> None:
    reader = decoder()
    assert reader.feed(b"\xff\xf0", NOW_MS) == []
    assert reader.idle(NOW_MS + 1_000) == []
    assert reader.silence_ms is None


def test_a_wrong_baud_rate_asks_to_try_again_within_300_ms() -> None:
    reader = decoder()
    assert reader.feed(b"\xe6\x66\x98\xff\x1e\x86", NOW_MS) == []
    assert reader.silence_ms is not None
    assert reasons(reader.idle(NOW_MS + reader.silence_ms)) == [GarbledReason.FRAMING]


def test_a_tag_left_on_the_reader_is_one_scan() -> None:
    reader = decoder()
    readings = [r for at in range(0, 60_000, 50) for r in reader.feed(CARD, NOW_MS + at)]
    assert readings == [Scan(NUMBER, NOW_MS)]


def test_a_tag_that_was_away_for_3_s_is_read_again() -> None:
    reader = decoder()
    reader.feed(CARD, NOW_MS)
    assert numbers(reader.feed(CARD, NOW_MS + 2_999)) == []
    assert numbers(reader.feed(CARD, NOW_MS + 2_999 + 3_000)) == [NUMBER]


def test_two_tags_at_once_are_two_scans_however_often_they_take_turns() -> None:
    reader = decoder()
    readings = [r for at in range(0, 5_000, 50) for r in reader.feed(CARD + OTHER, NOW_MS + at)]
    assert numbers(readings) == [NUMBER, "0006592689"]


def test_a_card_cut_off_as_it_leaves_is_no_new_try() -> None:
    reader = decoder()
    reader.feed(CARD + CARD[:6], NOW_MS)
    assert reader.idle(NOW_MS + 500) == []


def test_a_minute_of_noise_is_told_once_a_second() -> None:
    reader = decoder()
    noise = bytes(range(0x04, 0x84))
    readings = [r for at in range(0, 60_000, 100) for r in reader.feed(noise, NOW_MS + at)]
    assert numbers(readings) == []
    assert len(readings) == 60


@given(st.lists(st.binary(max_size=40), max_size=30))
def test_any_bytes_leave_no_crash_little_memory_and_a_working_reader(chunks: list[bytes]) -> None:
    reader = decoder()
    for at, chunk in enumerate(chunks):
        reader.feed(chunk, NOW_MS + at * 10)
    assert len(reader._frames._body or b"") <= BODY_BYTES  # type: ignore[attr-defined]  # the inside
    assert numbers(reader.feed(frame_of(b"\x01\xff\xff\xff\xfe"), 60_000)) == ["4294967294"]


@given(st.binary(min_size=5, max_size=5), st.data())
def test_one_damaged_bit_is_never_another_card(card: bytes, data: st.DataObject) -> None:
    whole = frame_of(card)
    place = data.draw(st.integers(0, len(whole) * 8 - 1))
    damaged = bytearray(whole)
    damaged[place // 8] ^= 1 << place % 8
    intact = f"{int.from_bytes(card[1:], 'big'):010}"
    assert set(numbers(decoder().feed(bytes(damaged), NOW_MS))) <= {intact}


@given(st.lists(st.integers(0, 3 * len(CARD)), max_size=12))
def test_cards_come_out_however_their_bytes_are_split(cuts: list[int]) -> None:
    stream = CARD + OTHER + frame_of(b"\x01\x00\x00\x00\x07")
    edges = [0, *sorted(cuts), len(stream)]
    reader = decoder()
    readings = [
        r
        for at, (start, end) in enumerate(pairwise(edges))
        for r in reader.feed(stream[start:end], NOW_MS + at)
    ]
    assert numbers(readings) == [NUMBER, "0006592689", "0000000007"]
    assert reasons(readings) == []
