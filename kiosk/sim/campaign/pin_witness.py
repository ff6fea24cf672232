"""Sees that a PIN says whose it is and nobody else's, and that guessing is slowed down.

It knows which digits were typed where, which day codes the aggregator has made durable, and when a
PIN was looked at; the counts of wrong tries it keeps itself.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from kiosk.core.aggregator.acts import DayCode
from kiosk.core.door import turns
from kiosk.core.events import Approved, Declined, Ended, Extended, PassEvent, Paused, Started
from kiosk.core.ids import DoorId, StaffId
from kiosk.core.pins import CheckPin, PinTries
from kiosk.core.protocol import Pin, PinResult
from kiosk.core.school import School
from kiosk.sim.campaign.pins import BY_PIN_ONLY, PINS, digest_of
from kiosk.sim.campaign.world import World

Hold = Callable[..., None]
FREE: Final = 5
WAIT_MS: Final = 30_000
"""Five tries, then half a minute that doubles (decision record 15)."""


@dataclass(slots=True)
class Row:
    """Wrong tries in a row at one door."""

    looks: int = 0
    rights: int = 0
    """Right PINs that were looked at, and begin a new row once that is concluded."""
    last_ms: int | None = None


class PinWitness:
    """Follows every PIN from the fingers to the panel."""

    def __init__(self, world: World, school: School, hold: Hold) -> None:
        self._world, self._school, self._hold = world, school, hold
        self._typed: dict[str, str] = {}
        self._typed_last: dict[DoorId, str] = {}
        self._codes: dict[str, DayCode] = {}
        self._rows: dict[str, Row] = {}
        self._durable: dict[str, PinTries] = {}
        self._said: set[PinResult] = set()
        self._identified: set[tuple[DoorId, StaffId]] = set()
        self.looks = self.right = self.locked = 0

    def typed(self, door: DoorId, pin: str) -> None:
        """Take note of six digits, before the door takes the last."""
        self._typed_last[door] = pin

    def asked(self, door: DoorId, message: Pin) -> None:
        """Take note of what a door asks for the digits that were typed there last."""
        if message.id in self._typed:
            return
        pin = self._typed[message.id] = self._typed_last.get(door, "")
        whose = self._whose(door, pin)
        if whose is not None:
            self._identified.add((door, whose))

    # --- the aggregator -------------------------------------------------------------------------

    def looks_at(self, check: CheckPin) -> None:
        """Hold a look to the tries before it."""
        door, _, _ = check.asked_as.partition("/")
        whose = f"door:{door}"
        row, now_ms = self._rows.setdefault(whose, Row()), self._world.now_ms
        if row.looks >= FREE and row.last_ms is not None:
            wait_ms = WAIT_MS << (row.looks - FREE)
            waited = now_ms - row.last_ms >= wait_ms
            self._hold("PIN: wrong ones make the next wait", kept=waited, about=(whose, row))
        row.looks, row.last_ms = row.looks + 1, now_ms
        row.rights += self._whose(DoorId(door), check.pin) is not None
        durable = self._durable.get(whose)
        counted = durable is not None and durable.in_a_row >= row.looks
        self._hold("PIN: a try is durable before a look", kept=counted, about=(whose, row, durable))
        self.looks += 1

    def counted(self, tries: PinTries) -> None:
        """Take note that a count of tries is durable; a new row needs a right PIN."""
        self._durable[tries.whose] = tries
        if tries.in_a_row == 0:
            row = self._rows.setdefault(tries.whose, Row())
            self._hold("PIN: only a right one begins anew", kept=row.rights > 0, about=tries)
            row.looks, row.rights = 0, max(0, row.rights - 1)

    def made(self, code: DayCode) -> None:
        """Take note that a day code is durable."""
        self._codes[code.digest] = code

    def forgot(self, tries: Iterable[PinTries], codes: Iterable[DayCode]) -> None:
        """Take note of what the aggregator's disk holds; a lying one may have lost some."""
        left = {each.whose: each for each in tries}
        for whose, row in self._rows.items():
            if left.get(whose) != self._durable.get(whose):
                row.looks = min(row.looks, left[whose].in_a_row if whose in left else 0)
                row.last_ms = None
                # A right one that was concluded may count as wrong again.
                row.rights += 1
        self._durable = left
        self._codes = {code.digest: code for code in codes}

    def answered(self, door: DoorId, result: PinResult) -> None:
        """Hold an answer to the truth, when it is said first."""
        if result in self._said:
            return
        self._said.add(result)
        truth = self._whose(door, self._typed.get(result.id, ""))
        about = (door, result, truth)
        if result.staff is not None:
            self.right += 1
            self._hold("PIN: nobody is taken for another", kept=result.staff == truth, about=about)
        elif result.wait_until is None:
            self._hold("PIN: a right one is taken", kept=truth is None, about=about)
        else:
            self.locked += 1

    # --- doors ----------------------------------------------------------------------------------

    def shown(self, door: DoorId, turn: turns.Turn) -> None:
        """Hold a panel to the digits that opened it."""
        if isinstance(turn, turns.Panel) and turn.staff in BY_PIN_ONLY:
            whose = self._whose(door, self._typed_last.get(door, ""))
            about = (door, turn.staff, whose)
            self._hold("PIN: a panel is its owner's", kept=turn.staff == whose, about=about)

    def recorded(self, event: PassEvent) -> None:
        """Hold what a door records in somebody's name to that name's PIN."""
        match event:
            case Approved(staff=staff) | Extended(staff=staff) | Paused(staff=staff):
                named: StaffId | None = staff
            case Declined(staff=staff) | Ended(staff=staff):
                named = staff
            case Started(approved_by=staff):
                named = staff
            case _:
                return
        if named not in BY_PIN_ONLY:
            return
        here = (event.door, named) in self._identified
        # A yes may come from the kiosk of the destination.
        somewhere = isinstance(event, Started) and any(who == named for _, who in self._identified)
        self._hold("PIN: nobody's name without the PIN", kept=here or somewhere, about=event)

    def _whose(self, door: DoorId, pin: str) -> StaffId | None:
        if pin in PINS:
            return PINS[pin]
        code = self._codes.get(digest_of(pin))
        room = self._school.roster.room_by_door[door].id
        today = self._school.schedule.date_at(self._world.now())
        good = code is not None and code.day == today and room in (code.rooms or {room})
        return code.staff if code is not None and good else None
