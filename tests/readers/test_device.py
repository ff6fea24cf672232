import errno
import os

import pytest

from kiosk.readers.device import gone, state_of
from kiosk.readers.scan import ReaderState


@pytest.mark.parametrize(
    ("number", "state"),
    [
        (errno.ENOENT, ReaderState.UNPLUGGED),
        (errno.ENODEV, ReaderState.UNPLUGGED),
        (errno.EIO, ReaderState.UNPLUGGED),
        (errno.EACCES, ReaderState.FORBIDDEN),
        (errno.EBUSY, ReaderState.BUSY),
        (errno.EAGAIN, ReaderState.BUSY),
        (errno.ENOTTY, ReaderState.UNUSABLE),
        (None, ReaderState.UNUSABLE),
    ],
)
def test_an_error_says_how_the_reader_is(number: int | None, state: ReaderState) -> None:
    error = OSError(number, os.strerror(number)) if number else OSError("no number")
    assert state_of(error) is state


def test_a_device_that_just_ends_counts_as_unplugged() -> None:
    assert state_of(gone()) is ReaderState.UNPLUGGED
