from dataclasses import fields

import pytest
from hypothesis import given

from kiosk.cli.docs import sample_school as sample
from kiosk.cli.docs.moments import QUIET, all_moments
from kiosk.cli.docs.rule_facts import RuleFacts, numbers_without_rule, rule_facts
from kiosk.core.ids import StaffId
from kiosk.core.policy import Policy
from kiosk.core.rule import Ask, Reach, Ruling
from kiosk.core.rulebook import decide, rulebook_of
from tests.core.strategies import MANY, Case, cases

FACTS = rule_facts(sample.LIMITED)
BY_NAME = {rule.name: rule for rule in FACTS}


def test_every_rule_is_there_in_its_order() -> None:
    names = [type(rule).__name__ for rule in rulebook_of(Policy())]
    assert [rule.name for rule in FACTS] == names
    assert [rule.order for rule in FACTS] == list(range(1, len(names) + 1))


def test_in_the_quiet_moment_no_rule_objects() -> None:
    facts = QUIET.facts(Reach.BUILDING)
    assert decide(rulebook_of(Policy()), QUIET.ask, facts).findings == ()


@pytest.mark.parametrize("rule", FACTS, ids=lambda rule: rule.name)
def test_every_rule_has_an_example_of_when_it_objects(rule: RuleFacts) -> None:
    assert rule.objects_when


@MANY
@given(cases(reach=Reach.BUILDING))
def test_no_rule_ever_rules_otherwise_than_the_page_says(case: Case) -> None:
    for rule in rulebook_of(case.policy):
        told = BY_NAME[type(rule).__name__]
        finding = rule.check(case.ask, case.facts)
        assert finding is None or finding.ruling in told.rulings
        assert finding is None or finding.retry_at is None or told.tells_time


@MANY
@given(cases(reach=Reach.ROOM))
def test_no_door_ever_rules_otherwise_than_the_page_says(case: Case) -> None:
    for rule in rulebook_of(case.policy):
        told = BY_NAME[type(rule).__name__]
        finding = rule.check(case.ask, case.facts)
        if finding is None:
            continue
        if finding.ruling is Ruling.DEFER:
            blind = told.asks_without_clock and not case.facts.clock_known
            assert told.reach is Reach.BUILDING or blind
        else:
            assert finding.ruling in told.door_rulings


def test_reach_and_rulings_of_some_rules_we_know() -> None:
    assert BY_NAME["NoFlyTime"].reach is Reach.ROOM
    assert BY_NAME["NoFlyTime"].asks_without_clock
    assert BY_NAME["Encounter"].reach is Reach.BUILDING
    assert BY_NAME["Encounter"].rulings == (Ruling.WAIT, Ruling.APPROVE)
    assert BY_NAME["Frozen"].door_rulings == (Ruling.REFUSE,)
    assert BY_NAME["DailyLimit"].rulings == (Ruling.APPROVE,)


def test_every_number_of_the_policy_is_told_once_but_limits_with_each_of_their_two_rules() -> None:
    told = [n.policy_field for rule in FACTS for n in rule.numbers]
    told += [n.policy_field for n in numbers_without_rule(Policy())]
    assert sorted(told) == sorted([*(field.name for field in fields(Policy)), "limits"])


def test_a_number_bears_the_key_of_the_schools_file() -> None:
    (rest,) = BY_NAME["Cooldown"].numbers
    assert (rest.policy_field, rest.file_key) == ("cooldown", "cooldown_minutes")
    assert rest.rule_field == "rest"
    assert rest.default == Policy().cooldown


def approved(ask: Ask) -> Ask:
    return Ask(ask.id, ask.student, ask.destination, ask.origin, approved_by=StaffId("t-01"))


def test_a_teachers_yes_answers_approve_and_urgent_goes_past_everything() -> None:
    for moment in all_moments():
        facts = moment.facts(Reach.BUILDING)
        with_yes = decide(rulebook_of(Policy()), approved(moment.ask), facts)
        assert all(f.ruling is not Ruling.APPROVE for f in with_yes.findings)
        urgent = Ask(
            moment.ask.id,
            moment.ask.student,
            moment.ask.destination,
            moment.ask.origin,
            urgent=True,
        )
        assert decide(rulebook_of(Policy()), urgent, facts).ruling is Ruling.ALLOW
