"""How the aggregator takes a PIN: the try is counted and durable before anybody looks at it."""

from datetime import datetime

from kiosk.core.aggregator.acts import DayCode
from kiosk.core.aggregator.board import AlertRow
from kiosk.core.aggregator.building import Building
from kiosk.core.aggregator.buildingbook import PutPinTries
from kiosk.core.aggregator.coordination import BuildingCommand, Record, Reply
from kiosk.core.aggregator.watching import raise_alert
from kiosk.core.ids import RoomId, StaffId
from kiosk.core.pins import TRIES_FREE, CheckPin, PinAnswered, PinAsked, PinChecked, PinTries
from kiosk.core.protocol import PinResult

UNDER_WAY_MAX = 50
"""PINs looked at at one time: each takes a worker some 50 ms; whoever waits longer asks again."""
ANSWERS_KEPT_MAX = 200
"""Answers given to doors that are still known, for a door that did not hear and asks again."""


class Pins:
    """PINs under way, and answers given: nothing here has to outlive the program."""

    def __init__(self) -> None:
        self._under_way: dict[str, PinAsked] = {}
        self._answers: dict[str, PinResult] = {}

    def asked(self, building: Building, asked: PinAsked, now: datetime) -> list[BuildingCommand]:
        """Take a try, if one is allowed now."""
        if asked.asked_as in self._under_way:
            return []
        if asked.door is not None and asked.asked_as in self._answers:
            return [Reply(asked.door, self._answers[asked.asked_as])]
        tries, wait_until = building.tries(asked.whose, now)
        if wait_until is not None and now < wait_until:
            return [self._answer(asked, None, "", wait_until)]
        if len(self._under_way) >= UNDER_WAY_MAX:
            return []
        counted = tries.tried(now)
        building.pin_tries[asked.whose] = counted
        self._under_way[asked.asked_as] = asked
        return [Record((PutPinTries(counted),)), CheckPin(asked.asked_as, asked.pin)]

    def checked(
        self, building: Building, checked: PinChecked, now: datetime
    ) -> list[BuildingCommand]:
        """Conclude from what was found; of a try of an earlier life nobody waits any more."""
        asked = self._under_way.pop(checked.asked_as, None)
        if asked is None:
            return []
        staff = _whose(building, asked, checked, now)
        tries, wait_until = building.tries(asked.whose, now)
        if staff is None:
            alert = _guessing(building, tries, now)
            return [self._answer(asked, None, "", wait_until), *alert]
        building.pin_tries[asked.whose] = tries.right()
        return [
            Record((PutPinTries(tries.right()),)),
            self._answer(asked, staff, building.staff_name(staff), None),
        ]

    def _answer(
        self, asked: PinAsked, staff: StaffId | None, label: str, wait_until: datetime | None
    ) -> BuildingCommand:
        if asked.door is None:
            return PinAnswered(asked.asked_as, staff, wait_until)
        pin_id = asked.asked_as.partition("/")[2]
        result = PinResult(id=pin_id, staff=staff, label=label or None, wait_until=wait_until)
        self._answers[asked.asked_as] = result
        while len(self._answers) > ANSWERS_KEPT_MAX:
            del self._answers[next(iter(self._answers))]
        return Reply(asked.door, result)


def _whose(
    building: Building, asked: PinAsked, checked: PinChecked, now: datetime
) -> StaffId | None:
    """Return whose PIN it is, if it is good there and now."""
    known = checked.staff if checked.staff in building.school.roster.staff else None
    if asked.door is None:
        # In a browser a name is claimed too, and a day code is for doors.
        return known if known == asked.staff else None
    if known is not None:
        return known
    code = building.day_codes.get(checked.digest)
    room = building.school.roster.room_by_door.get(asked.door)
    today = building.school.schedule.date_at(now)
    if code is None or room is None or code.day != today or not _good_in(code, room.id):
        return None
    return code.staff


def _good_in(code: DayCode, room: RoomId) -> bool:
    return not code.rooms or room in code.rooms


def _guessing(building: Building, tries: PinTries, now: datetime) -> list[BuildingCommand]:
    """Tell staff once a row of wrong tries is long enough to make somebody wait."""
    if tries.in_a_row != TRIES_FREE:
        return []
    kind, _, token = tries.whose.partition(":")
    where = f"at door {token}" if kind == "door" else f"for staff {token}"
    text = f"{TRIES_FREE} wrong PINs in a row {where}"
    return raise_alert(building, AlertRow(now, "wrong_pins", text))
