"""A reader profile: what a school's reader sends, and how its cards are numbered, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum, unique
from typing import Final

from kiosk.readers.number_forms import EM4100_BYTES, NumberForm, sizes_of
from kiosk.readers.profile_keys import (
    KeyRule,
    ProfileFault,
    choice,
    line_end,
    short_text,
    whole_number,
    yes_or_no,
)


@unique
class Framing(StrEnum):
    """How one card is told from the next on the wire."""

    KEYBOARD = "keyboard"
    LINE = "line"
    RDM6300 = "rdm6300"
    LENGTH_PREFIXED = "length_prefixed"


@unique
class Reads(StrEnum):
    """What the characters of a text reader stand for."""

    TEXT = "text"
    DECIMAL = "decimal"
    HEX = "hex"
    BITS = "bits"


@unique
class Characters(StrEnum):
    """Which characters a text card may have; one other character and it is no card."""

    DIGITS = "digits"
    HEX = "hex"
    LETTERS_AND_DIGITS = "letters_and_digits"
    CODE39 = "code39"


@unique
class CheckDigit(StrEnum):
    """A digit at the end that only proves the rest, and is no part of the number."""

    NONE = "none"
    MOD43 = "mod43"


TEXT_FRAMINGS: Final = frozenset({Framing.KEYBOARD, Framing.LINE})
SERIAL_FRAMINGS: Final = frozenset(set(Framing) - {Framing.KEYBOARD})
BAUDS: Final = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)
CARD_CHARS_MAX: Final = 64
"""Longest card text a profile may ask for; well under what the framings keep."""
WAIT_MS_MAX: Final = 60_000
"""A repeat window over a minute would swallow the tap of a student who is back."""


class ProfileError(ValueError):
    """A profile cannot be used; `faults` has every reason at once."""

    def __init__(self, name: str, faults: tuple[ProfileFault, ...]) -> None:
        """Keep all faults, and put each on a line of its own."""
        super().__init__("\n".join(f"reader profile {name}: {fault}" for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Profile:
    """One reader model with one school's cards; defaults fit a bar code scanner out of its box."""

    name: str
    framing: Framing
    reads: Reads = Reads.TEXT
    number: NumberForm = NumberForm.AS_READ
    characters: Characters = Characters.LETTERS_AND_DIGITS
    card_bytes: int = EM4100_BYTES
    """How many bytes the decimal or hex text of a card stands for."""
    length_min: int = 4
    length_max: int = 32
    pad_to: int = 0
    """Zeros are put before a shorter number, for scanners that drop them; 0 adds none."""
    before: str = ""
    """What the reader sends before every card: taken off, and must be there."""
    after: str = ""
    aim_id: bool = False
    """The symbology comes first as `]`, a letter and a digit: taken off if there."""
    track2: bool = False
    check_digit: CheckDigit = CheckDigit.NONE
    ends_by_gap: bool = False
    """A keyboard-type reader that sends no Enter after a card."""
    line_end: str = "\r"
    repeat_ms: int = 0
    """A card must be away this long before its next reading counts; 0 leaves it to the door."""
    baud: int = 9600


def parse_profile(name: str, keys: Mapping[str, object]) -> Profile:
    """Read the keys of one profile file; raises ProfileError with every fault at once."""
    faults: list[ProfileFault] = []
    good: dict[str, object] = {}
    for key, value in keys.items():
        rule = KEY_RULES.get(key)
        if rule is None:
            faults.append(ProfileFault(key, value, f"no such key; there are {_known()}"))
        elif (read := rule.read(value)) is None:
            faults.append(ProfileFault(key, value, rule.allowed))
        else:
            good[key] = read
    if "framing" not in keys:
        faults.append(ProfileFault("framing", None, KEY_RULES["framing"].allowed))
    if faults:
        raise ProfileError(name, tuple(faults))
    profile = Profile(name=name, **good)  # type: ignore[arg-type]  # each rule reads its field's type
    if faults := _contradictions(profile, frozenset(keys)):
        raise ProfileError(name, tuple(faults))
    return profile


KEY_RULES: Final[Mapping[str, KeyRule]] = {
    "framing": choice(Framing),
    "reads": choice(Reads),
    "number": choice(NumberForm),
    "characters": choice(Characters),
    "card_bytes": whole_number(1, 16),
    "length_min": whole_number(1, CARD_CHARS_MAX),
    "length_max": whole_number(1, CARD_CHARS_MAX),
    "pad_to": whole_number(0, CARD_CHARS_MAX),
    "before": short_text(),
    "after": short_text(),
    "aim_id": yes_or_no(),
    "track2": yes_or_no(),
    "check_digit": choice(CheckDigit),
    "ends_by_gap": yes_or_no(),
    "line_end": line_end(),
    "repeat_ms": whole_number(0, WAIT_MS_MAX),
    "baud": whole_number(BAUDS[0], BAUDS[-1], only=BAUDS),
}
_ONLY_FOR: Final[Mapping[str, frozenset[Framing]]] = {
    **dict.fromkeys(
        (
            "reads",
            "characters",
            "card_bytes",
            "length_min",
            "length_max",
            "pad_to",
            "before",
            "after",
            "aim_id",
            "track2",
            "check_digit",
        ),
        TEXT_FRAMINGS,
    ),
    "ends_by_gap": frozenset({Framing.KEYBOARD}),
    "line_end": frozenset({Framing.LINE}),
    "baud": SERIAL_FRAMINGS,
}


def _known() -> str:
    return ", ".join(field.name for field in fields(Profile) if field.name != "name")


def _contradictions(profile: Profile, given: frozenset[str]) -> list[ProfileFault]:
    faults = [
        ProfileFault(
            key, getattr(profile, key), "left out: it means nothing with framing " + profile.framing
        )
        for key in sorted(given)
        if profile.framing not in _ONLY_FOR.get(key, frozenset(Framing))
    ]
    if profile.length_min > profile.length_max:
        faults.append(
            ProfileFault(
                "length_min", profile.length_min, f"at most length_max, {profile.length_max}"
            )
        )
    if not _fits(profile):
        fitting = ", ".join(form for form in NumberForm if _fits(profile, form))
        faults.append(
            ProfileFault("number", profile.number.value, f"with these keys one of {fitting}")
        )
    return faults


def _fits(profile: Profile, form: NumberForm | None = None) -> bool:
    """Whether the form can be written from what such a reader sends."""
    form = form or profile.number
    text = profile.framing in TEXT_FRAMINGS and profile.reads is Reads.TEXT
    if text or form is NumberForm.AS_READ:
        return text and form is NumberForm.AS_READ
    if profile.framing in TEXT_FRAMINGS and profile.reads is not Reads.BITS:
        return profile.card_bytes in sizes_of(form)
    return EM4100_BYTES in sizes_of(form)
