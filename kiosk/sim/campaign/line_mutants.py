"""What lines, holds and patience promise (decision record 9, I11), each taken away in turn."""

from collections.abc import Sequence
from datetime import datetime

from kiosk.core.aggregator import calling
from kiosk.core.aggregator.building import Building
from kiosk.core.aggregator.coordination import BuildingCommand
from kiosk.core.aggregator.line import Line, Waiting
from kiosk.core.door import asking
from kiosk.core.halls import HallsView
from kiosk.core.ids import StudentId
from kiosk.core.rule import Ask, Facts
from kiosk.core.rules.frozen import Frozen
from kiosk.core.rules.hold import Hold
from kiosk.sim.campaign.door_mutants import NEVER_MS
from kiosk.sim.campaign.wearing import Mutant, Piece

NEVER = 10**6


def _called_against_rules() -> list[Piece]:
    def may_go(building: Building, waiting: Waiting, _now: datetime) -> bool:
        halls = building.line.seen_by(building.halls, waiting.request.student)
        heard = building.door_info(waiting.request.door).online
        return heard and calling._has_room(building, waiting.place, halls)

    return [(calling, "_may_go", may_go)]


def _newest_first() -> list[Piece]:
    return [(Waiting, "order", property(lambda self: (self.missed, -self.n)))]


def _kept_place_given() -> list[Piece]:
    def seen_by(_self: Line, halls: HallsView, _student: StudentId | None) -> HallsView:
        return halls

    return [(Line, "seen_by", seen_by)]


def _free_place_left() -> list[Piece]:
    def call(_building: Building, _now: datetime) -> Sequence[BuildingCommand]:
        return []

    return [(calling, "call", call)]


def _called_for_ever() -> list[Piece]:
    really = Line.time_passes

    def time_passes(self: Line, now: datetime, _calls_max: int) -> list[Waiting]:
        return really(self, now, NEVER)

    return [(Line, "time_passes", time_passes)]


def _held_back_thrown_out() -> list[Piece]:
    really = calling._may_go

    def may_go(building: Building, waiting: Waiting, now: datetime) -> bool:
        allowed = really(building, waiting, now)
        halls = building.line.seen_by(building.halls, waiting.request.student)
        if not allowed and calling._has_room(building, waiting.place, halls):
            building.line.drop(waiting.request.student)
        return allowed

    return [(calling, "_may_go", may_go)]


def no_objection(_self: object, _ask: Ask, _facts: Facts) -> None:
    """Stand in for the check of a rule that is taken away."""
    return


LINE_MUTANTS = (
    Mutant("called_against_rules", "Line: no call while a rule objects", _called_against_rules),
    Mutant("newest_first_called", "Line: who waits longest goes first", _newest_first),
    Mutant("kept_place_given", "Line: a kept place is not given away", _kept_place_given),
    Mutant("free_place_left", "Line: a free place calls the next", _free_place_left),
    Mutant("called_for_ever", "Line: calls_max calls, and no more", _called_for_ever),
    Mutant("held_back_thrown_out", "Line: passed over, not thrown out", _held_back_thrown_out),
    Mutant("hold_ignored", "Hold: no pass starts", lambda: [(Hold, "check", no_objection)]),
    Mutant(
        "freeze_ignored", "Freeze: no pass starts there", lambda: [(Frozen, "check", no_objection)]
    ),
    Mutant("waits_for_ever", "I11: a page within 2 s", lambda: [(asking, "DEADLINE_MS", NEVER_MS)]),
)
