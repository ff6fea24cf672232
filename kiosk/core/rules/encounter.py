"""Encounter: students of one encounter group do not meet, and nobody can tell why.

Its finding is in all that leaves the aggregator the one that a full hall gives, and it stands
last in the rulebook, so that any other finding covers for it.
"""

from dataclasses import dataclass
from typing import ClassVar, assert_never

from kiosk.core.halls import Outing
from kiosk.core.ids import GroupId, StudentId
from kiosk.core.rule import Ask, Facts, Finding, Reach, Ruling
from kiosk.core.school import EncounterGroup, GroupMode
from kiosk.core.words import HALL_FULL, Reason

PRIVATE = "encounter"


@dataclass(frozen=True, slots=True)
class Encounter:
    """Makes a student wait while another of an encounter group is out where they could meet."""

    reason: ClassVar[Reason] = HALL_FULL

    def check(self, ask: Ask, facts: Facts) -> Finding | None:
        """Object while the two could meet; a door has no groups, so it always asks."""
        if facts.reach is Reach.ROOM:
            return Finding(Ruling.DEFER, self.reason)
        if not groups_met(ask, facts):
            return None
        return Finding(Ruling.WAIT, self.reason, private=PRIVATE)


def groups_met(ask: Ask, facts: Facts) -> tuple[GroupId, ...]:
    """Return the encounter groups of which `ask` would let two members meet now."""
    today = facts.schedule.date_at(facts.now)
    groups = facts.roster.groups_by_student.get(ask.student, ())
    return tuple(g.id for g in groups if g.counts_on(today) and _is_met(g, ask, facts))


def _is_met(group: EncounterGroup, ask: Ask, facts: Facts) -> bool:
    return any(
        _could_meet(group.mode, ask, outing)
        for member in group.members
        if member != ask.student
        for outing in (*facts.halls.out_with(member), *_unseen_today(member, facts))
    )


def _unseen_today(member: StudentId, facts: Facts) -> tuple[Outing, ...]:
    """Return forgotten passes of this day: nobody saw the student back, who may still be out."""
    today = facts.schedule.date_at(facts.now)
    return tuple(o for o in facts.halls.unseen(member) if facts.schedule.date_at(o.since) == today)


def _could_meet(mode: GroupMode, ask: Ask, outing: Outing) -> bool:
    match mode:
        case GroupMode.ANYWHERE:
            return True
        case GroupMode.SAME_DESTINATION:
            return outing.destination == ask.destination
        case _:
            assert_never(mode)
