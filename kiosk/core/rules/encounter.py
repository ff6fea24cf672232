"""Encounter: students of one encounter group do not meet, and nobody can tell why.

Its finding is in all that leaves the aggregator the one that a full hall gives, and it stands
last in the rulebook, so that any other finding covers for it.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar, assert_never

from kiosk.core.halls import Outing
from kiosk.core.ids import GroupId, StudentId
from kiosk.core.rule import Ask, Facts, Finding, Reach, Ruling
from kiosk.core.school import EncounterGroup, GroupMode
from kiosk.core.words import HALL_FULL, Reason

PRIVATE = "encounter"


@dataclass(frozen=True, slots=True)
class Encounter:
    """Makes a student wait while another of an encounter group is out where they could meet.

    A group may count a member who is back for a while longer. When a member has been held back for
    long, staff are told, and if the group has it so, an adult may say yes.
    """

    overridable: ClassVar[bool] = True
    reason: ClassVar[Reason] = HALL_FULL

    def check(self, ask: Ask, facts: Facts) -> Finding | None:
        """Object while the two could meet; a door has no groups, so it always asks."""
        if facts.reach is Reach.ROOM:
            return Finding(Ruling.DEFER, self.reason)
        if all(_is_lifted(group, facts) for group in _met(ask, facts)):
            return None
        return Finding(facts.while_full(ask), self.reason, private=PRIVATE)


def groups_met(ask: Ask, facts: Facts) -> tuple[GroupId, ...]:
    """Return the encounter groups of which `ask` would let two members meet now."""
    return tuple(group.id for group in _met(ask, facts))


def _met(ask: Ask, facts: Facts) -> tuple[EncounterGroup, ...]:
    today = facts.schedule.date_at(facts.now)
    groups = facts.roster.groups_by_student.get(ask.student, ())
    return tuple(g for g in groups if g.counts_on(today) and _is_met(g, ask, facts))


def _is_lifted(group: EncounterGroup, facts: Facts) -> bool:
    """Say whether an adult said yes after the longest hold-back; one before it was not about it."""
    after, since, yes = group.asks_after, facts.waiting_since, facts.yes_since
    return after is not None and since is not None and yes is not None and yes - since >= after


def _is_met(group: EncounterGroup, ask: Ask, facts: Facts) -> bool:
    return any(
        _could_meet(group.mode, ask, outing)
        for member in group.members
        if member != ask.student
        for outing in (
            *facts.halls.out_with(member),
            *_unseen_today(member, facts),
            *_just_back(member, group.gap, facts),
        )
    )


def _just_back(member: StudentId, gap: timedelta, facts: Facts) -> tuple[Outing, ...]:
    """Return passes since which less than the gap has gone by."""
    if gap <= timedelta():
        return ()
    return tuple(
        outing
        for outing in facts.halls.finished(member)
        if outing.heard_back is not None and facts.now < outing.heard_back + gap
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
