"""One card has many numbers: how its bytes become the text that the school's roster holds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final

from kiosk.readers.scan import GarbledReason
from kiosk.readers.wiegand import bits_of_pacs, bits_of_prox, parse_h10301


@unique
class NumberForm(StrEnum):
    """Canonical text for a card; the names are those that makers print in their manuals."""

    AS_READ = "as_read"
    """The text as it came, in capitals; only for text readers with `reads = "text"`."""
    DEZ8 = "dez8"
    DEZ10 = "dez10"
    DEZ5_5 = "dez5.5"
    DEZ3_5A = "dez3.5a"
    DEZ3_5B = "dez3.5b"
    DEZ3_5C = "dez3.5c"
    DEZ14 = "dez14"
    DEZ15_REVERSED = "dez15_reversed"
    """All five bytes, the bits of each reversed."""
    UID_HEX = "uid_hex"
    UID_HEX_REVERSED = "uid_hex_reversed"
    UID_DECIMAL = "uid_decimal"
    UID_DECIMAL_REVERSED = "uid_decimal_reversed"
    """Decimal of the bytes from last to first, as most desktop readers type a MIFARE UID."""
    PACS_H10301 = "pacs_h10301"
    """Facility/number out of a PACS number."""
    PROX_H10301 = "prox_h10301"
    """Facility/number out of a HID Prox raw number."""


EM4100_BYTES: Final = 5
UID_BYTES: Final = (4, 7, 10)
"""UID lengths of ISO 14443; only the shortest is ever random."""
RANDOM_UID_MARK: Final = 0x08
"""First byte of a four-byte UID that the card makes up anew at each tap."""
UID_FORMS: Final = frozenset(
    {
        NumberForm.UID_HEX,
        NumberForm.UID_HEX_REVERSED,
        NumberForm.UID_DECIMAL,
        NumberForm.UID_DECIMAL_REVERSED,
    }
)


@dataclass(frozen=True, slots=True)
class _Form:
    sizes: tuple[int, ...]
    write: Callable[[bytes], str | None]


def number_of(card: bytes, form: NumberForm) -> str | GarbledReason:
    """Write a card's bytes in `form`, or say why they cannot be."""
    row = _FORMS[form]
    if len(card) not in row.sizes:
        return GarbledReason.NUMBER
    if form in UID_FORMS and len(card) == UID_BYTES[0] and card[0] == RANDOM_UID_MARK:
        return GarbledReason.RANDOM_ID
    return row.write(card) or GarbledReason.CHECK


def _whole(card: bytes) -> int:
    return int.from_bytes(card, "big")


def _halves(high: slice, digits: int) -> Callable[[bytes], str]:
    return lambda card: f"{_whole(card[high]):0{digits}}.{_whole(card[-2:]):05}"


def _bits_reversed(card: bytes) -> bytes:
    return bytes(int(f"{byte:08b}"[::-1], 2) for byte in card)


def _h10301(bits_of: Callable[[bytes], str | None]) -> Callable[[bytes], str | None]:
    def write(card: bytes) -> str | None:
        bits = bits_of(card)
        badge = parse_h10301(bits) if bits else None
        return f"{badge.facility}/{badge.number}" if badge else None

    return write


def _em4100(write: Callable[[bytes], str | None]) -> _Form:
    return _Form((EM4100_BYTES,), write)


def _em4100_id(write: Callable[[bytes], str | None]) -> _Form:
    # These forms leave the version byte out, so readers that leave it out too will do.
    return _Form((EM4100_BYTES - 1, EM4100_BYTES), write)


def _uid(write: Callable[[bytes], str | None]) -> _Form:
    return _Form(UID_BYTES, write)


_FORMS: Final[Mapping[NumberForm, _Form]] = {
    NumberForm.DEZ8: _em4100_id(lambda card: f"{_whole(card[-3:]):08}"),
    NumberForm.DEZ10: _em4100_id(lambda card: f"{_whole(card[-4:]):010}"),
    NumberForm.DEZ5_5: _em4100_id(_halves(slice(-4, -2), 5)),
    NumberForm.DEZ3_5A: _em4100(_halves(slice(-5, -4), 3)),
    NumberForm.DEZ3_5B: _em4100_id(_halves(slice(-4, -3), 3)),
    NumberForm.DEZ3_5C: _em4100_id(_halves(slice(-3, -2), 3)),
    NumberForm.DEZ14: _em4100(lambda card: f"{_whole(card):014}"),
    NumberForm.DEZ15_REVERSED: _em4100(lambda card: f"{_whole(_bits_reversed(card)):015}"),
    NumberForm.UID_HEX: _uid(lambda card: card.hex().upper()),
    NumberForm.UID_HEX_REVERSED: _uid(lambda card: card[::-1].hex().upper()),
    NumberForm.UID_DECIMAL: _uid(lambda card: str(_whole(card))),
    NumberForm.UID_DECIMAL_REVERSED: _uid(lambda card: str(_whole(card[::-1]))),
    NumberForm.PACS_H10301: _em4100(_h10301(bits_of_pacs)),
    NumberForm.PROX_H10301: _em4100(_h10301(bits_of_prox)),
}


def sizes_of(form: NumberForm) -> tuple[int, ...]:
    """How many bytes a card may have to be written in `form`; none for text as it was read."""
    return _FORMS[form].sizes if form in _FORMS else ()
