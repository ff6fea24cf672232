"""What a reader's device must do for `Reader`, and what its errors mean."""

import errno
import os
from typing import Final, Protocol

from kiosk.readers.scan import ReaderState, Reading

_STATES: Final = {
    errno.EACCES: ReaderState.FORBIDDEN,
    errno.EPERM: ReaderState.FORBIDDEN,
    errno.EBUSY: ReaderState.BUSY,
    errno.EAGAIN: ReaderState.BUSY,
    errno.ENOENT: ReaderState.UNPLUGGED,
    errno.ENODEV: ReaderState.UNPLUGGED,
    errno.ENXIO: ReaderState.UNPLUGGED,
    errno.EIO: ReaderState.UNPLUGGED,
}


def state_of(error: OSError) -> ReaderState:
    """Say what an error of opening or reading means for the reader."""
    return _STATES.get(error.errno or 0, ReaderState.UNUSABLE)


def gone() -> OSError:
    """Give the error for a device that ended without one."""
    return OSError(errno.ENODEV, os.strerror(errno.ENODEV))


class Device(Protocol):
    """One device at one path with its decoder; every failure is an OSError with its errno."""

    def open(self) -> int:
        """Open it for this program alone and give its file descriptor, which never blocks."""

    def read(self, mono_ms: int) -> list[Reading]:
        """Decode what is there now; raises BlockingIOError if that is nothing."""

    def close(self) -> None:
        """Let it go; harmless when it is not open."""

    @property
    def silence_ms(self) -> int | None:
        """After this much silence `idle` has something to say; None when nothing is open."""

    def idle(self, mono_ms: int) -> list[Reading]:
        """Say what silence until `mono_ms` means."""

    def unplugged(self, mono_ms: int) -> list[Reading]:
        """Forget what was held of a frame."""
