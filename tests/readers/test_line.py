from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.readers.decoder import ByteDecoder
from kiosk.readers.line import LINE_BYTES_MAX, SILENCE_MS
from kiosk.readers.profile import parse_profile
from kiosk.readers.scan import Garbled, GarbledReason, Scan
from tests.readers.strokes import numbers, reasons

NOW_MS = 5_000
CARD = b"0006547886"
NUMBER = "0006547886"


def decoder(**keys: object) -> ByteDecoder:
    return ByteDecoder(parse_profile("test", {"framing": "line", **keys}))


def test_a_line_is_a_card() -> None:
    assert decoder().feed(CARD + b"\r", NOW_MS) == [Scan(NUMBER, NOW_MS)]


@pytest.mark.parametrize(
    ("name", "line_end"),
    [("cr", b"\r"), ("lf", b"\n"), ("crlf", b"\r\n"), ("tab", b"\t"), ("etx", b"\x03")],
)
def test_the_line_end_is_the_profiles(name: str, line_end: bytes) -> None:
    reader = decoder(line_end=name)
    assert numbers(reader.feed((CARD + line_end) * 2, NOW_MS)) == [NUMBER, NUMBER]


@pytest.mark.parametrize("name", ["cr", "lf"])
def test_the_other_half_of_cr_lf_is_harmless(name: str) -> None:
    reader = decoder(line_end=name)
    assert numbers(reader.feed((CARD + b"\r\n") * 2, NOW_MS)) == [NUMBER, NUMBER]
    assert reader.silence_ms is None
    assert reader.idle(NOW_MS + 10_000) == []


def test_empty_lines_mean_nothing() -> None:
    assert decoder().feed(b"\r\r\r", NOW_MS) == []


@pytest.mark.parametrize("aim_id", [b"]A0", b"]C1", b"]Q3"])
def test_an_aim_id_is_taken_off(aim_id: bytes) -> None:
    assert numbers(decoder(aim_id=True).feed(aim_id + CARD + b"\r", NOW_MS)) == [NUMBER]


def test_an_aim_id_that_the_profile_does_not_expect_is_no_card() -> None:
    readings = decoder().feed(b"]A0" + CARD + b"\r", NOW_MS)
    assert reasons(readings) == [GarbledReason.CHARACTERS]


def test_preamble_and_postamble_are_taken_off() -> None:
    reader = decoder(before="\x02<", after=">")
    assert numbers(reader.feed(b"\x02<" + CARD + b">\r", NOW_MS)) == [NUMBER]


@pytest.mark.parametrize("line", [b"0006547886>\r", b"<0006547886\r", b"<\r", b">\r"])
def test_a_missing_preamble_or_postamble_is_no_card(line: bytes) -> None:
    readings = decoder(before="<", after=">").feed(line, NOW_MS)
    assert reasons(readings) == [GarbledReason.FRAMING]


@pytest.mark.parametrize("cut", range(1, len(CARD) + 1))
def test_a_line_may_come_in_two_pieces(cut: int) -> None:
    reader = decoder()
    whole = CARD + b"\r"
    assert reader.feed(whole[:cut], NOW_MS) == []
    assert numbers(reader.feed(whole[cut:], NOW_MS + 100)) == [NUMBER]


@pytest.mark.parametrize("cut", range(1, len(CARD)))
def test_a_line_that_stops_is_garbled_within_300_ms_and_its_tail_is_no_card(cut: int) -> None:
    reader = decoder(length_min=1)
    reader.feed(CARD[:cut], NOW_MS)
    assert reader.silence_ms == SILENCE_MS + 1 < 300
    assert reasons(reader.idle(NOW_MS + SILENCE_MS + 1)) == [GarbledReason.UNFINISHED]
    assert reader.feed(CARD[cut:] + b"\r", NOW_MS + 400) == []
    assert numbers(reader.feed(CARD + b"\r", NOW_MS + 500)) == [NUMBER]


def test_a_line_that_stopped_long_ago_does_not_spoil_the_next() -> None:
    reader = decoder()
    reader.feed(CARD[:4], NOW_MS)
    reader.idle(NOW_MS + 300)
    assert numbers(reader.feed(CARD + b"\r", NOW_MS + 5_000)) == [NUMBER]


def test_an_endless_line_is_one_garble_and_no_memory() -> None:
    reader = decoder()
    readings = reader.feed(b"7" * 10_000, NOW_MS)
    assert reasons(readings) == [GarbledReason.LENGTH]
    assert len(reader._frames._held) <= LINE_BYTES_MAX  # type: ignore[attr-defined]  # the inside
    assert reader.feed(b"77\r", NOW_MS + 1) == []
    assert numbers(reader.feed(CARD + b"\r", NOW_MS + 2)) == [NUMBER]


@pytest.mark.parametrize(
    "line",
    [
        b"0006\x00547886",
        b"\x1b[A0006547886",
        "\uff10\uff10\uff10\uff16\uff15\uff14".encode(),
        "0006\u202e547886".encode(),
        "000654😀7886".encode(),
        b"\xff\xfe\xfd\xfc",
        b"'; DROP TABLE",
        b"=cmd()",
        b"<script>",
        b"../../x",
    ],
    ids=["nul", "esc", "full-width", "rtl", "emoji", "binary", "sql", "cmd", "html", "path"],
)
def test_a_line_that_is_no_number_is_garbled(line: bytes) -> None:
    readings = decoder().feed(line + b"\r", NOW_MS)
    assert reasons(readings) == [GarbledReason.CHARACTERS]
    assert numbers(readings) == []


def test_a_line_too_short_or_too_long_is_garbled() -> None:
    for line in (b"123\r", b"1" * 33 + b"\r"):
        assert reasons(decoder().feed(line, NOW_MS)) == [GarbledReason.LENGTH]


def test_unplugged_within_a_line_is_garbled_and_forgotten() -> None:
    reader = decoder()
    reader.feed(CARD[:5], NOW_MS)
    assert reader.unplugged(NOW_MS + 1) == [Garbled(GarbledReason.LOST, NOW_MS + 1)]
    assert numbers(reader.feed(CARD + b"\r", NOW_MS + 2)) == [NUMBER]


def test_a_dropped_leading_zero_is_put_back_when_the_profile_says_how_long_numbers_are() -> None:
    assert numbers(decoder(pad_to=10).feed(b"6547886\r", NOW_MS)) == [NUMBER]
    assert numbers(decoder().feed(b"6547886\r", NOW_MS)) == ["6547886"]


@given(st.lists(st.binary(max_size=200), max_size=20))
def test_any_bytes_leave_no_crash_little_memory_and_a_working_reader(chunks: list[bytes]) -> None:
    reader = decoder(line_end="crlf")
    for at, chunk in enumerate(chunks):
        reader.feed(chunk, NOW_MS + at * 10)
    assert len(reader._frames._held) <= LINE_BYTES_MAX  # type: ignore[attr-defined]  # the inside
    assert numbers(reader.feed(CARD + b"\r\n", 60_000)) == [NUMBER]


@given(st.lists(st.integers(0, 33), max_size=12))
def test_cards_come_out_however_their_bytes_are_split(cuts: list[int]) -> None:
    stream = b"0006547886\r1111222233\rABCD5555EF\r"
    edges = [0, *sorted(cuts), len(stream)]
    reader = decoder()
    readings = [
        r
        for at, (start, end) in enumerate(pairwise(edges))
        for r in reader.feed(stream[start:end], NOW_MS + at)
    ]
    assert numbers(readings) == ["0006547886", "1111222233", "ABCD5555EF"]
    assert reasons(readings) == []
