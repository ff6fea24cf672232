"""PINs and day codes of a simulated building: whose they are, and who looks at them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from kiosk.core.aggregator.acts import DayCodeMade
from kiosk.core.ids import RoomId, StaffId
from kiosk.core.pins import CheckPin, PinChecked
from kiosk.core.school import School, Staff
from kiosk.sim.campaign.schools import TEACHER

BADGELESS: Final = StaffId("t-2")
SUBSTITUTE: Final = StaffId("sub-1")
NOT_YET: Final = StaffId("sub-2")
"""Whose code is for tomorrow."""
PINS: Final[Mapping[str, StaffId]] = {"271828": BADGELESS, "314159": TEACHER}
CODE, TOMORROWS_CODE = "161803", "141421"
NOBODYS: Final = "000000"
ALL_TYPED: Final = (*PINS, CODE, TOMORROWS_CODE, NOBODYS)
BY_PIN_ONLY: Final = frozenset({BADGELESS, SUBSTITUTE, NOT_YET})
"""Who has no badge: whatever a door says of them began with a PIN."""


def with_badgeless(school: School) -> School:
    """Return the school with somebody who has a PIN and no badge."""
    roster = school.roster
    staff = {**roster.staff, BADGELESS: Staff(BADGELESS, "Mr. Bare")}
    return replace(school, roster=replace(roster, staff=staff))


def looked_up(check: CheckPin) -> PinChecked:
    """Return what the worker finds who looks at a PIN."""
    return PinChecked(check.asked_as, digest_of(check.pin), PINS.get(check.pin))


def digest_of(pin: str) -> str:
    """Return what is kept of a day code; `SECRETS` names how it begins."""
    return f"secretdigest-{pin}"


def codes(today: date, room: RoomId) -> tuple[DayCodeMade, ...]:
    """Return a code for one room today, and one for every room tomorrow."""
    tomorrow = today + timedelta(days=1)
    return (
        DayCodeMade(digest_of(CODE), SUBSTITUTE, "Mr. Sub", today, frozenset({room}), TEACHER),
        DayCodeMade(
            digest_of(TOMORROWS_CODE), NOT_YET, "Ms. Morrow", tomorrow, frozenset(), TEACHER
        ),
    )
