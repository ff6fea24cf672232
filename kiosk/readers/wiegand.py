"""Wiegand 26 in the H10301 format, and the ways HID readers write its 26 bits as bytes."""

from dataclasses import dataclass
from typing import Final

BITS: Final = 26
BYTE_BITS: Final = 8
PROX_HEAD: Final = 0x400
"""What stands above the 26 bits and their leading 1 in a HID Prox raw number."""


@dataclass(frozen=True, slots=True)
class H10301:
    """Facility and number; the same number exists once in each facility."""

    facility: int
    number: int


def parse_h10301(bits: str) -> H10301 | None:
    """Read 26 characters of 0 and 1; None when the count or one of the parities is wrong."""
    if len(bits) != BITS or set(bits) - {"0", "1"}:
        return None
    even, odd = bits[:13].count("1") % 2 == 0, bits[13:].count("1") % 2 == 1
    if not (even and odd):
        return None
    return H10301(facility=int(bits[1:9], 2), number=int(bits[9:25], 2))


def bits_of_prox(raw: bytes) -> str | None:
    """Bits of a HID Prox raw number (2006EC0C86): a fixed head, a leading 1, then the 26."""
    head, rest = divmod(int.from_bytes(raw, "big"), 1 << BITS + 1)
    bits = f"{rest:b}"
    # Another head, or no leading 1, is a format of another length.
    return bits[1:] if head == PROX_HEAD and len(bits) == BITS + 1 else None


def bits_of_pacs(raw: bytes) -> str | None:
    """Bits of a PACS number (06BD88EB80): its first byte counts the unused bits of the last."""
    if len(raw) < len(b"\0\0") or raw[0] >= BYTE_BITS:
        return None
    bits = "".join(f"{byte:08b}" for byte in raw[1:])
    used = len(bits) - raw[0]
    return bits[:used] if "1" not in bits[used:] else None


def pacs_of_bits(bits: str) -> bytes:
    """Write bits as the PACS number that OMNIKEY readers type in HEX and DEC."""
    unused = -len(bits) % BYTE_BITS
    padded = bits + "0" * unused
    return bytes([unused]) + int(padded or "0", 2).to_bytes(len(padded) // BYTE_BITS, "big")
