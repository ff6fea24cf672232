"""What lifts which rules, found by asking the rulebook with it and without."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from kiosk.cli.docs import sample_school as sample
from kiosk.cli.docs.moments import all_moments
from kiosk.core.policy import Policy
from kiosk.core.rule import Ask, Facts, Reach, Rule
from kiosk.core.rulebook import decide, rulebook_of

Case = tuple[Ask, Facts]


def _asked(**fields: object) -> Callable[[Case], Case]:
    # The keywords below are fields of Ask; a wrong one fails at once, in every test.
    return lambda case: (replace(case[0], **fields), case[1])  # type: ignore[arg-type]  # as above


def _accommodated(case: Case) -> Case:
    ask, facts = case
    student = replace(facts.roster.students[ask.student], limit_exempt=True)
    students = {**facts.roster.students, ask.student: student}
    return ask, replace(facts, roster=replace(facts.roster, students=students))


LIFTS: Final[Mapping[str, Callable[[Case], Case]]] = {
    "a teacher's yes": _asked(approved_by=sample.OKAFOR),
    "an accommodation of the student": _accommodated,
    "an appointment, with the yes of who made it": _asked(
        appointment=sample.TO_THE_OFFICE, approved_by=sample.OKAFOR
    ),
    "a pass that ended by mistake and goes on": _asked(resumes=sample.pass_id(90)),
    "an adult's override": _asked(approved_by=sample.OKAFOR, override=True),
    "urgent": _asked(urgent=True),
}
"""What lifts a rule, in words that go into the page, the weakest first."""


@dataclass(frozen=True, slots=True)
class Lift:
    """One thing that lifts rules."""

    words: str
    lifted: tuple[str, ...]
    """Names of the rules that never object with it."""


def lifts(policy: Policy) -> tuple[Lift, ...]:
    """Return what each thing lifts, rules in rulebook order."""
    rulebook = rulebook_of(policy)
    return tuple(_lift(words, change, rulebook) for words, change in LIFTS.items())


def _lift(words: str, change: Callable[[Case], Case], rulebook: tuple[Rule, ...]) -> Lift:
    cases = [change((m.ask, m.facts(Reach.BUILDING))) for m in all_moments()]
    lifted = (
        type(rule).__name__
        for rule in rulebook
        if not any(decide((rule,), ask, facts).findings for ask, facts in cases)
    )
    return Lift(words, tuple(lifted))
