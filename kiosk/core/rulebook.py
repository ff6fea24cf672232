"""The rulebook: every rule in order, and the one decision taken from them on both sides."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import assert_never

from kiosk.core.limits import Span
from kiosk.core.policy import Policy, WhenAlone
from kiosk.core.rule import Ask, Facts, Finding, Rule, Ruling
from kiosk.core.rules.already_out import AlreadyOut
from kiosk.core.rules.cooldown import Cooldown
from kiosk.core.rules.daily_limit import DailyLimit
from kiosk.core.rules.destination_capacity import DestinationCapacity
from kiosk.core.rules.destination_hours import DestinationHours
from kiosk.core.rules.encounter import Encounter
from kiosk.core.rules.frozen import Frozen
from kiosk.core.rules.hall_capacity import HallCapacity
from kiosk.core.rules.hold import Hold
from kiosk.core.rules.needs_approval import NeedsApproval
from kiosk.core.rules.no_fly_time import NoFlyTime
from kiosk.core.rules.pass_limit import PassLimit
from kiosk.core.rules.room_limit import RoomLimit
from kiosk.core.rules.unknown_destination import UnknownDestination
from kiosk.core.words import ALONE, HALL_FULL, PROTOCOL_REASONS, Reason


@lru_cache(maxsize=8)
def rulebook_of(policy: Policy) -> tuple[Rule, ...]:
    """Return every rule with the school's numbers, in the order that picks the one shown.

    The encounter rule is last, so that any other finding covers for it.
    """
    by_day = tuple(x for x in policy.limits if x.span is Span.DAY and x.destination is None)
    return (
        Hold(),
        AlreadyOut(),
        Frozen(),
        NoFlyTime(first=policy.no_fly_first, last=policy.no_fly_last),
        UnknownDestination(),
        DestinationHours(),
        RoomLimit(),
        DestinationCapacity(),
        HallCapacity(out_max=policy.hall_capacity),
        DailyLimit(passes_max=policy.passes_a_day_max, own=by_day),
        PassLimit(limits=tuple(x for x in policy.limits if x not in by_day)),
        Cooldown(rest=policy.cooldown),
        NeedsApproval(),
        Encounter(),
    )


REASONS: Mapping[str, Reason] = {
    reason.code: reason
    for reason in (*(rule.reason for rule in rulebook_of(Policy())), *PROTOCOL_REASONS)
}
"""Every reason that can reach a student, by the code that travels."""


LIFTED_BY_APPOINTMENT = (NoFlyTime, DailyLimit, PassLimit, Cooldown)
"""Rules about when and how often a student asks: for an appointment staff have decided that."""
OVERRIDABLE = frozenset(rule.reason.code for rule in rulebook_of(Policy()) if rule.overridable)
"""Codes of the refusals that an adult may go past; of a shared code, each of its rules can be."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Every finding that stands, in rulebook order; the first of the gravest is shown."""

    findings: tuple[Finding, ...]
    approved: bool = False
    """An adult has said yes, which answers every APPROVE finding."""

    @property
    def ruling(self) -> Ruling:
        """Return the ruling that stands."""
        return max((f.ruling for f in self.findings), default=Ruling.ALLOW)

    @property
    def shown(self) -> Finding | None:
        """Return the finding that the student is shown, if there is one."""
        stands = self.ruling
        return next((f for f in self.findings if f.ruling is stands), None)


def decide(rulebook: tuple[Rule, ...], ask: Ask, facts: Facts) -> Decision:
    """Apply every rule to `ask`; an adult's yes answers APPROVE, urgent goes past everything.

    An override goes past every rule that can be overridden, whatever its ruling.
    """
    approved = ask.approved_by is not None
    if ask.urgent:
        return Decision((), approved=approved)
    if ask.appointment is not None:
        rulebook = tuple(rule for rule in rulebook if not isinstance(rule, LIFTED_BY_APPOINTMENT))
    stand = (rule for rule in rulebook if not (ask.override and rule.overridable))
    found = (rule.check(ask, facts) for rule in stand)
    return _standing(_covered([f for f in found if f is not None]), approved=approved)


def alone(decision: Decision, when_alone: WhenAlone) -> Decision:
    """Return what `decision` becomes while the building can't be asked.

    Every DEFER becomes the same finding, whoever asks and whatever it was about; with ASK an
    adult's yes answers it, with REFUSE nothing does.
    """
    match when_alone:
        case WhenAlone.ASK:
            instead = Finding(Ruling.APPROVE, ALONE)
        case WhenAlone.REFUSE:
            instead = Finding(Ruling.REFUSE, ALONE)
        case _:
            assert_never(when_alone)
    findings = tuple(instead if f.ruling is Ruling.DEFER else f for f in decision.findings)
    return _standing(findings, approved=decision.approved)


def _covered(findings: list[Finding]) -> tuple[Finding, ...]:
    """Return the findings with a full hallway asking the teacher only if nothing else objects.

    A private rule has the words of a full hallway and must not stand out by asking where another
    rule only lets wait: whatever else there is covers for both alike.
    """
    others = any(f.reason is not HALL_FULL and f.ruling >= Ruling.WAIT for f in findings)
    return tuple(
        replace(f, ruling=min(f.ruling, Ruling.WAIT)) if others and f.reason is HALL_FULL else f
        for f in findings
    )


def _standing(findings: tuple[Finding, ...], *, approved: bool) -> Decision:
    if approved:
        findings = tuple(f for f in findings if f.ruling is not Ruling.APPROVE)
    return Decision(findings, approved=approved)
