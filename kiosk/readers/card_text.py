"""From the text of a frame to a card number: what stands around it, its check digit, its digits."""

import re
from typing import Final, assert_never

from kiosk.readers import code39, track2
from kiosk.readers.number_forms import number_of
from kiosk.readers.profile import Characters, CheckDigit, Profile, Reads
from kiosk.readers.scan import GarbledReason
from kiosk.readers.wiegand import pacs_of_bits

_DECIMAL_DIGITS: Final = "0123456789"
_HEX_DIGITS: Final = _DECIMAL_DIGITS + "ABCDEF"
_AIM_ID: Final = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_ALLOWED: Final = {
    Characters.DIGITS: re.compile(r"[0-9]*"),
    Characters.HEX: re.compile(r"[0-9A-Fa-f]*"),
    Characters.LETTERS_AND_DIGITS: re.compile(r"[0-9A-Za-z]*"),
    Characters.CODE39: re.compile(r"[0-9A-Za-z\-. $/+%]*"),
}


def number_of_text(text: str, profile: Profile) -> str | GarbledReason:
    """Read one frame's text as the profile says, or say why it is no card number."""
    bare = _bare(text, profile)
    if isinstance(bare, GarbledReason):
        return bare
    match profile.reads:
        case Reads.TEXT:
            return bare.rjust(profile.pad_to, "0")
        case Reads.DECIMAL:
            return _number_of_digits(bare, _DECIMAL_DIGITS, profile)
        case Reads.HEX:
            return _number_of_digits(bare, _HEX_DIGITS, profile)
        case Reads.BITS:
            if set(bare) - {"0", "1"}:
                return GarbledReason.CHARACTERS
            return number_of(pacs_of_bits(bare), profile.number)
        case _:
            assert_never(profile.reads)


def _bare(text: str, profile: Profile) -> str | GarbledReason:
    """Take off all that is not the number, each step only if the profile asks for it."""
    inner = _inner(text, profile)
    if inner is None:
        return GarbledReason.FRAMING
    if _ALLOWED[profile.characters].fullmatch(inner) is None:
        return GarbledReason.CHARACTERS
    if not profile.length_min <= len(inner) <= profile.length_max:
        return GarbledReason.LENGTH
    inner = inner.upper()
    if profile.check_digit is CheckDigit.MOD43:
        return code39.without_mod43(inner) or GarbledReason.CHECK
    return inner


def _inner(text: str, profile: Profile) -> str | None:
    if not (text.startswith(profile.before) and text.endswith(profile.after)):
        return None
    inner = text.removeprefix(profile.before).removesuffix(profile.after)
    if profile.aim_id and (aim_id := _AIM_ID.match(inner)):
        inner = inner[aim_id.end() :]
    return track2.primary_number(inner) if profile.track2 else inner


def _number_of_digits(digits: str, digits_of_base: str, profile: Profile) -> str | GarbledReason:
    if not digits or set(digits) - set(digits_of_base):
        return GarbledReason.CHARACTERS
    value = int(digits, len(digits_of_base))
    if value >> 8 * profile.card_bytes:
        return GarbledReason.NUMBER
    return number_of(value.to_bytes(profile.card_bytes, "big"), profile.number)
