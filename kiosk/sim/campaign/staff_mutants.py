"""What limits and PINs promise (decision records 12 and 15), each taken away in turn."""

from dataclasses import replace
from datetime import datetime

from kiosk.core.aggregator import pinning
from kiosk.core.aggregator.building import Building
from kiosk.core.aggregator.buildingbook import PutPinTries
from kiosk.core.door import asking, staffturn, turns
from kiosk.core.door.doorstate import DoorState
from kiosk.core.door.inputs import Moment
from kiosk.core.halls import Outing
from kiosk.core.ids import StaffId
from kiosk.core.limits import Limit
from kiosk.core.pins import PinAsked, PinChecked, PinTries
from kiosk.core.protocol import PinResult
from kiosk.core.rules.daily_limit import DailyLimit
from kiosk.core.rules.pass_limit import PassLimit
from kiosk.core.tally import Tally
from kiosk.sim.campaign.building_mutants import without
from kiosk.sim.campaign.line_mutants import no_objection
from kiosk.sim.campaign.wearing import Mutant, Piece


def _urgent_counts() -> list[Piece]:
    return [(Outing, "counts", property(lambda self: not self.expired and not self.resumed))]


def _widest_counts() -> list[Piece]:
    return [(Limit, "rank", property(lambda _: 0))]


def _undone_counts() -> list[Piece]:
    return [(Tally, "forget", lambda *_: None)]


def _any_pin_is_right() -> list[Piece]:
    def whose(
        building: Building, _asked: PinAsked, _checked: PinChecked, _now: datetime
    ) -> StaffId:
        return next(iter(building.school.roster.staff))

    return [(pinning, "_whose", whose)]


def _code_good_any_day() -> list[Piece]:
    really = pinning._whose

    def whose(
        building: Building, asked: PinAsked, checked: PinChecked, now: datetime
    ) -> StaffId | None:
        code = building.day_codes.get(checked.digest)
        if code is not None:
            building.day_codes[code.digest] = replace(
                code, day=building.school.schedule.date_at(now)
            )
        found = really(building, asked, checked, now)
        if code is not None:
            building.day_codes[code.digest] = code
        return found

    return [(pinning, "_whose", whose)]


def _any_answer_opens() -> list[Piece]:
    really = staffturn.pin_answered

    def answered(
        state: DoorState, turn: turns.PinPad, result: PinResult, moment: Moment
    ) -> asking.Step:
        return really(state, turn, replace(result, id=turn.pin_id or ""), moment)

    return [(staffturn, "pin_answered", answered)]


def _wrong_is_free() -> list[Piece]:
    return [(PinTries, "tried", lambda self, now: replace(self, last=now))]


STAFF_MUTANTS = (
    Mutant("limits_forgotten", "Limit: none is gone past", lambda: [_silent(PassLimit)]),
    Mutant("daily_limit_forgotten", "Limit: nor that of a day", lambda: [_silent(DailyLimit)]),
    Mutant("urgent_counts", "Limit: an urgent pass never counts", _urgent_counts),
    Mutant("undone_counts", "Limit: what never was does not count", _undone_counts),
    Mutant("widest_counts", "Limit: the narrowest one counts", _widest_counts),
    Mutant("pins_never_wait", "PIN: guessing is slowed down", lambda: [_never_waits()]),
    Mutant("wrong_is_free", "PIN: a wrong one is counted", _wrong_is_free),
    Mutant("tries_not_recorded", "PIN: counted before a look", lambda: without(PutPinTries)),
    Mutant("any_pin_is_right", "PIN: nobody is taken for another", _any_pin_is_right),
    Mutant("code_good_anywhere", "PIN: a code is good in its rooms", lambda: [_anywhere()]),
    Mutant("code_good_any_day", "PIN: a code is good on its day", _code_good_any_day),
    Mutant("any_answer_opens", "PIN: only its own answer opens", _any_answer_opens),
)


def _silent(rule: type[PassLimit | DailyLimit]) -> Piece:
    return (rule, "check", no_objection)


def _never_waits() -> Piece:
    return (PinTries, "wait_until", lambda _self, _day_ends: None)


def _anywhere() -> Piece:
    return (pinning, "_good_in", lambda _code, _room: True)
