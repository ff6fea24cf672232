"""What a reader says: a card number, or that something came which was no whole card."""

from dataclasses import dataclass
from enum import StrEnum, unique


@unique
class GarbledReason(StrEnum):
    """Why what came is no card number; the student sees "Try again" for each of them."""

    UNFINISHED = "unfinished"
    """A frame began and never ended."""
    TYPED = "typed"
    """The timing is a person's, not a scanner's."""
    LENGTH = "length"
    CHARACTERS = "characters"
    """Characters, keys or key chords that this card's number cannot hold."""
    FRAMING = "framing"
    """Start, end, preamble, sentinel or noise where a frame should be."""
    CHECK = "check"
    """Checksum, parity or check digit is wrong."""
    RANDOM_ID = "random_id"
    """A privacy card that shows another number at each tap; it can never be enrolled."""
    NUMBER = "number"
    """Intact, but it cannot be written in the number form of the profile."""
    LOST = "lost"
    """The kernel or the cable dropped a part of it."""


@unique
class ReaderState(StrEnum):
    """How the device itself is."""

    READY = "ready"
    UNPLUGGED = "unplugged"
    BUSY = "busy"
    """Another program holds it."""
    FORBIDDEN = "forbidden"
    """This user may not open it: a group or a udev rule is missing."""
    UNUSABLE = "unusable"
    """Something is at that path, but it does not work as such a reader."""


@dataclass(frozen=True, slots=True)
class Scan:
    """One card number in the profile's canonical text, and when its last byte or key came."""

    number: str
    mono_ms: int
    """CLOCK_MONOTONIC: the kernel's own time of the key, or when the bytes were read."""


@dataclass(frozen=True, slots=True)
class Garbled:
    """Something came that is no card number."""

    reason: GarbledReason
    mono_ms: int


@dataclass(frozen=True, slots=True)
class Frame:
    """One whole frame, its checksum proven, not yet read as a number."""

    content: str | bytes
    mono_ms: int


Reading = Scan | Garbled
Framed = Frame | Garbled
