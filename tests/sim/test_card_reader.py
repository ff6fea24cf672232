import os
import select
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.readers.line import LineFrames
from kiosk.readers.number_forms import NumberForm, number_of
from kiosk.readers.rdm6300 import Rdm6300Frames
from kiosk.readers.scan import Frame
from kiosk.sim.card_reader import CardFraming, CardReader, CardSlot, card_frame


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[CardReader]:
    plugged = CardReader(tmp_path / "214")
    plugged.open()
    yield plugged
    plugged.close()


def received(device: Path) -> bytes:
    fd = os.open(device, os.O_RDONLY | os.O_NOCTTY)
    try:
        assert select.select([fd], [], [], 5)[0]
        return os.read(fd, 4096)
    finally:
        os.close(fd)


def test_an_rdm6300_frame_is_the_known_one() -> None:
    assert card_frame(CardFraming.RDM6300, "0006547886") == b"\x02010063E9AE25\x03"


def test_the_readers_own_decoder_reads_an_rdm6300_frame() -> None:
    (frame,) = Rdm6300Frames().feed(card_frame(CardFraming.RDM6300, "0007101013"), 0)
    assert isinstance(frame, Frame)
    assert isinstance(frame.content, bytes)
    assert number_of(frame.content, NumberForm.DEZ10) == "0007101013"


def test_the_readers_own_decoder_reads_a_line() -> None:
    framed = LineFrames(line_end=b"\r").feed(card_frame(CardFraming.LINE, "AB12"), 0)
    assert framed == [Frame("AB12", 0)]


@pytest.mark.parametrize("number", ["", "12x", "4294967296", "½"])
def test_a_number_that_no_rdm6300_card_has_is_refused(number: str) -> None:
    with pytest.raises(ValueError, match="no card of this reader"):
        card_frame(CardFraming.RDM6300, number)


def test_bytes_come_out_of_the_device_as_they_went_in(tmp_path: Path, reader: CardReader) -> None:
    every = bytes(range(256))
    assert reader.send(every) == len(every)
    assert received(tmp_path / "214") == every


def test_what_nobody_reads_is_lost_and_blocks_nobody(reader: CardReader) -> None:
    # The kernel makes a little room now and then while it moves bytes along; far less than all.
    went = [reader.send(b"x" * 4096) for _ in range(1000)]
    assert 0 in went
    assert sum(went) < 1000 * 4096 // 2


def test_an_unplugged_reader_is_gone_from_its_path_and_sends_nothing(
    tmp_path: Path, reader: CardReader
) -> None:
    reader.close()
    assert not (tmp_path / "214").exists()
    assert reader.send(b"x") == 0
    reader.open()
    assert (tmp_path / "214").exists()


def test_bytes_written_to_a_slot_reach_the_device(tmp_path: Path, reader: CardReader) -> None:
    slot = CardSlot(tmp_path / "slot", reader)
    slot.open()
    with (tmp_path / "slot").open("wb", buffering=0) as outside:
        outside.write(b"\x02card\x03")
    assert select.select([slot], [], [], 5)[0]
    slot.relay()
    assert received(tmp_path / "214") == b"\x02card\x03"
    slot.close()
    assert not (tmp_path / "slot").exists()
