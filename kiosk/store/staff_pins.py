"""The staff's PINs, as digests in a file beside the school's; doors never learn of it.

A digest is argon2id over the PIN keyed with the building's card key, and one PIN has one digest in
a building: so one look finds whose it is, and the file alone, without the key, tells nothing.
"""

import hmac
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from argon2.low_level import Type, hash_secret_raw

from kiosk.core.ids import StaffId, is_token
from kiosk.core.pins import PIN_DIGITS

PINS_FILE: Final = "staff_pins"
DIGEST_BYTES: Final = 32
# RFC 9106's second choice, for machines that also do other things: some 50 ms and 64 MiB.
TIME_COST: Final = 3
MEMORY_KIB: Final = 64 * 1024
LANES: Final = 4
SALT: Final = b"smart-pass staff pins"
HEADER: Final = "# Made by `smart-pass roster pin`: staff and the digest of their PIN, no PINs.\n"
DRAWS_MAX: Final = 20
"""Draws for a PIN that nobody has: with a thousand taken, one in a thousand draws meets one."""


class StaffPinsError(ValueError):
    """The file of PINs can't be used; the text says why and what to do."""


def fresh_pin() -> str:
    """Return six digits drawn by lot."""
    return f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"


def pin_digest(card_key: bytes, pin: str) -> str:
    """Return the digest of a PIN or day code; takes some 50 ms, on purpose."""
    keyed = hmac.digest(card_key, b"staff pin " + pin.encode(), "sha256")
    salt = hmac.digest(card_key, SALT, "sha256")[:16]
    return hash_secret_raw(keyed, salt, TIME_COST, MEMORY_KIB, LANES, DIGEST_BYTES, Type.ID).hex()


def draw_code(card_key: bytes) -> tuple[str, str]:
    """Return six digits drawn by lot, and their digest."""
    code = fresh_pin()
    return code, pin_digest(card_key, code)


def read_pins(folder: Path) -> Mapping[str, StaffId]:
    """Return whose each digest is; no file means no PINs. Raises StaffPinsError."""
    path = folder / PINS_FILE
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise StaffPinsError(f"{path} can't be read ({error}): check who may read it") from error
    found: dict[str, StaffId] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        staff, _, digest = line.partition(" ")
        if not is_token(staff) or len(digest) != 2 * DIGEST_BYTES:
            raise StaffPinsError(f"{path}, line {number}: not a member of staff and a digest")
        found[digest] = StaffId(staff)
    return found


def set_pin(folder: Path, card_key: bytes, staff: StaffId, pin: str | None = None) -> str:
    """Give `staff` a PIN, by default one drawn by lot, in place of any before; return it.

    Raises StaffPinsError if somebody else has that one.
    """
    kept = {d: s for d, s in read_pins(folder).items() if s != staff}
    for drawn in [pin] if pin else [fresh_pin() for _ in range(DRAWS_MAX)]:
        digest = pin_digest(card_key, drawn)
        if digest not in kept:
            _write(folder / PINS_FILE, {**kept, digest: staff})
            return drawn
    raise StaffPinsError("somebody else has this PIN: take another")


def _write(path: Path, pins: Mapping[str, StaffId]) -> None:
    """Put the whole file in place at once, readable by its owner only."""
    draft = path.with_name(path.name + ".draft")
    rows = sorted((staff, digest) for digest, staff in pins.items())
    text = HEADER + "".join(f"{staff} {digest}\n" for staff, digest in rows)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
