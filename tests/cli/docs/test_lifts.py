from hypothesis import given

from kiosk.cli.docs import sample_school as sample
from kiosk.cli.docs.lifts import LIFTS, lifts
from kiosk.core.policy import Policy
from kiosk.core.rule import Reach
from kiosk.core.rulebook import LIFTED_BY_APPOINTMENT, decide, rulebook_of
from tests.core.strategies import MANY, Case, cases

LIFTED = {lift.words: set(lift.lifted) for lift in lifts(sample.LIMITED)}
LIMITS = {"DailyLimit", "PassLimit"}


def test_an_appointment_lifts_what_the_rulebook_says_and_what_a_yes_does() -> None:
    lifted = LIFTED["an appointment, with the yes of who made it"]
    by_itself = {rule.__name__ for rule in LIFTED_BY_APPOINTMENT}
    assert lifted == by_itself | LIFTED["a teacher's yes"]


def test_an_override_lifts_the_rules_that_can_be_overridden() -> None:
    overridable = {type(rule).__name__ for rule in rulebook_of(Policy()) if rule.overridable}
    assert LIFTED["an adult's override"] == overridable


def test_what_the_others_lift_is_what_we_know() -> None:
    assert LIFTED["a teacher's yes"] == LIMITS | {"NeedsApproval"}
    assert LIFTED["an accommodation of the student"] == LIMITS | {"Cooldown"}
    assert LIFTED["a pass that ended by mistake and goes on"] == LIMITS | {"Cooldown"}
    assert LIFTED["urgent"] == {type(rule).__name__ for rule in rulebook_of(Policy())}


@MANY
@given(cases(reach=Reach.BUILDING))
def test_no_lifted_rule_ever_objects(case: Case) -> None:
    for words, change in LIFTS.items():
        if case.ask.student not in case.facts.roster.students:
            continue
        ask, facts = change((case.ask, case.facts))
        for rule in rulebook_of(case.policy):
            if type(rule).__name__ in LIFTED[words]:
                assert decide((rule,), ask, facts).findings == (), words
