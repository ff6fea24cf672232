from dataclasses import replace
from typing import ClassVar

import pytest
from hypothesis import given

from kiosk.core import protocol
from kiosk.core.halls import Halls, Outing
from kiosk.core.ids import StaffId
from kiosk.core.limits import Span, UsedUp
from kiosk.core.policy import Policy, WhenAlone
from kiosk.core.rule import Ask, Facts, Finding, Reach, Ruling
from kiosk.core.rulebook import OVERRIDABLE, REASONS, Decision, alone, decide, rulebook_of
from kiosk.core.rules.destination_capacity import DestinationCapacity
from kiosk.core.rules.encounter import Encounter
from kiosk.core.rules.hall_capacity import HallCapacity
from kiosk.core.rules.pass_limit import PassLimit
from kiosk.core.tally import Tally
from kiosk.core.words import ALONE, HALL_FULL, LANGUAGES, PROTOCOL_REASONS, Reason
from tests.core.examples import MAYA, OMAR, RESTROOM, ask, facts, out, place, school
from tests.core.strategies import FIRST_NAMES, LAST_NAMES, MANY, STUDENTS, Case, cases

TEACHER = StaffId("t-1")


def objection(ruling: Ruling, reason: Reason = HALL_FULL) -> Finding:
    return Finding(ruling, reason)


class Always:
    """A rule for tests that objects to everything with one finding."""

    reason: ClassVar[Reason] = HALL_FULL
    overridable: ClassVar[bool] = True

    def __init__(self, finding: Finding) -> None:
        self.finding = finding

    def check(self, _ask: Ask, _facts: Facts) -> Finding:
        return self.finding


# --- what DESIGN section 4 promises of every rule ------------------------------------------------


@MANY
@given(cases())
def test_at_the_retry_time_it_shows_a_rule_no_longer_objects(case: Case) -> None:
    for rule in rulebook_of(case.policy):
        finding = rule.check(case.ask, case.facts)
        if finding is not None and finding.retry_at is not None:
            assert finding.retry_at > case.facts.now
            assert rule.check(case.ask, replace(case.facts, now=finding.retry_at)) is None


@MANY
@given(cases(reach=Reach.BUILDING))
def test_with_the_building_in_reach_no_rule_defers(case: Case) -> None:
    findings = [rule.check(case.ask, case.facts) for rule in rulebook_of(case.policy)]
    assert all(f is None or f.ruling is not Ruling.DEFER for f in findings)


@MANY
@given(cases())
def test_the_same_facts_give_the_same_findings_in_whatever_order_they_came(case: Case) -> None:
    other_way = case.outings[::-1]
    again = replace(case.facts, halls=Halls(other_way), tally=Tally.of(other_way))
    for rule, same_rule in zip(rulebook_of(case.policy), rulebook_of(case.policy), strict=True):
        assert rule.check(case.ask, case.facts) == same_rule.check(case.ask, again)


@MANY
@given(cases())
def test_words_render_in_every_language_and_name_no_student(case: Case) -> None:
    destination = case.facts.roster.destinations.get(case.ask.destination)
    for finding in decide(rulebook_of(case.policy), case.ask, case.facts).findings:
        shown_time = None if finding.retry_at is None else finding.retry_at.strftime("%H:%M")
        for language in LANGUAGES:
            name = destination.name_in(language) if destination else case.ask.destination
            phrase = finding.reason.words[language]
            text = phrase.for_student(destination=name, time=shown_time, used_up=finding.used_up)
            assert shown_time is None or shown_time in text
            for other in (*FIRST_NAMES, *LAST_NAMES, *STUDENTS, case.ask.id, "{", "}"):
                assert other not in text
                assert other not in phrase.staff


@MANY
@given(cases())
def test_a_request_sent_again_is_not_in_its_own_way(case: Case) -> None:
    asked = case.ask
    grant = Outing(asked.id, asked.student, asked.destination, asked.origin, since=case.facts.now)
    outings = (*case.outings, grant)
    granted = replace(case.facts, halls=Halls(outings), tally=Tally.of(outings))
    for rule in rulebook_of(case.policy):
        assert rule.check(asked, granted) == rule.check(asked, case.facts)


# --- an encounter looks like a full hall ---------------------------------------------------------


@MANY
@given(cases())
def test_an_encounter_can_be_told_from_a_full_hall_only_in_private(case: Case) -> None:
    met = Encounter().check(case.ask, case.facts)
    full = HallCapacity(out_max=0).check(case.ask, case.facts)
    assert full is not None
    assert met is None or replace(met, private=full.private) == full


@MANY
@given(cases(reach=Reach.ROOM))
def test_no_door_can_tell_an_encounter_from_a_full_hall_at_all(case: Case) -> None:
    rules = (Encounter(), HallCapacity(out_max=0))
    met, full = (rule.check(case.ask, case.facts) for rule in rules)
    assert met == full


@MANY
@given(cases(reach=Reach.BUILDING))
def test_any_other_finding_covers_for_an_encounter(case: Case) -> None:
    decision = decide(rulebook_of(case.policy), case.ask, case.facts)
    others = [f for f in decision.findings if f.private is None and f.ruling >= Ruling.WAIT]
    assert decision.shown is None or decision.shown.private is None or not others


@pytest.mark.parametrize("private", [None, "encounter"])
def test_a_full_hall_that_asks_the_teacher_yields_to_a_full_place_as_an_encounter_does(
    private: str | None,
) -> None:
    full = Finding(Ruling.WAIT, DestinationCapacity.reason)
    rules = (Always(full), Always(Finding(Ruling.APPROVE, HALL_FULL, private=private)))
    decision = decide(rules, ask(), facts())
    assert (decision.ruling, decision.shown) == (Ruling.WAIT, full)


# --- one decision --------------------------------------------------------------------------------


def test_rules_stand_in_the_order_that_picks_the_one_shown() -> None:
    assert [rule.reason.code for rule in rulebook_of(Policy())] == [
        "hold",
        "already_out",
        "frozen",
        "no_fly_time",
        "unknown_destination",
        "destination_hours",
        "room_limit",
        "destination_capacity",
        "hall_full",
        "daily_limit",
        "pass_limit",
        "cooldown",
        "needs_approval",
        "hall_full",
    ]


def test_the_numbers_are_the_policys() -> None:
    nobody_may = replace(Policy(), hall_capacity=0)
    anybody_may = replace(Policy(), hall_capacity=None)
    assert decide(rulebook_of(nobody_may), ask(), facts()).ruling is Ruling.WAIT
    assert decide(rulebook_of(anybody_may), ask(), facts()).ruling is Ruling.ALLOW


def test_with_no_objection_the_pass_is_allowed_and_nothing_is_shown() -> None:
    decision = decide(rulebook_of(Policy()), ask(), facts())
    assert (decision.findings, decision.ruling, decision.shown) == ((), Ruling.ALLOW, None)


def test_the_gravest_ruling_stands_and_the_first_of_it_is_shown() -> None:
    later, earlier = REASONS["cooldown"], REASONS["hold"]
    rules = (
        Always(objection(Ruling.WAIT)),
        Always(objection(Ruling.REFUSE, earlier)),
        Always(objection(Ruling.REFUSE, later)),
        Always(objection(Ruling.APPROVE)),
    )
    decision = decide(rules, ask(), facts())
    assert decision.ruling is Ruling.REFUSE
    assert decision.shown == objection(Ruling.REFUSE, earlier)
    assert len(decision.findings) == 4


def test_a_full_place_is_told_before_a_full_hall() -> None:
    roster = school(places=[place(RESTROOM, capacity=1)])
    crowded = facts(out(OMAR), roster=roster)
    decision = decide(rulebook_of(replace(Policy(), hall_capacity=1)), ask(MAYA), crowded)
    assert [f.reason.code for f in decision.findings] == ["destination_capacity", "hall_full"]
    assert decision.shown is decision.findings[0]


@MANY
@given(cases())
def test_what_is_shown_is_the_first_finding_of_the_ruling_that_stands(case: Case) -> None:
    decision = decide(rulebook_of(case.policy), case.ask, case.facts)
    gravest = [f for f in decision.findings if f.ruling == decision.ruling]
    assert decision.shown == (gravest[0] if gravest else None)
    assert all(f.ruling <= decision.ruling for f in decision.findings)


def test_a_teachers_yes_answers_what_asks_for_it_and_nothing_else() -> None:
    rules = (Always(objection(Ruling.APPROVE)), Always(objection(Ruling.WAIT)))
    approved = replace(ask(), approved_by=TEACHER)
    assert decide(rules, ask(), facts()).ruling is Ruling.APPROVE
    assert decide(rules, approved, facts()).findings == (objection(Ruling.WAIT),)


def test_urgent_goes_past_everything() -> None:
    rules = (Always(objection(Ruling.REFUSE)),)
    assert decide(rules, replace(ask(), urgent=True), facts()).ruling is Ruling.ALLOW


@MANY
@given(cases())
def test_an_override_goes_past_every_rule_that_can_be_overridden_and_no_other(case: Case) -> None:
    book = rulebook_of(case.policy)
    asked = replace(case.ask, override=True, approved_by=StaffId("teacher"), urgent=False)
    found = {f.reason.code for f in decide(book, asked, case.facts).findings}
    firm = (rule for rule in book if not rule.overridable)
    objections = (rule.check(asked, case.facts) for rule in firm)
    assert found == {f.reason.code for f in objections if f is not None}


def test_what_nobody_can_override_is_few_and_known() -> None:
    firm = {rule.reason.code for rule in rulebook_of(Policy()) if not rule.overridable}
    assert firm == {"hold", "already_out", "unknown_destination"}
    assert firm.isdisjoint(OVERRIDABLE)


# --- alone ---------------------------------------------------------------------------------------


def test_alone_a_question_to_the_building_becomes_one_to_the_teacher() -> None:
    decision = alone(Decision((objection(Ruling.DEFER),)), WhenAlone.ASK)
    assert decision.shown == Finding(Ruling.APPROVE, ALONE)


def test_alone_a_question_to_the_building_is_refused_where_the_school_says_so() -> None:
    decision = alone(Decision((objection(Ruling.DEFER),)), WhenAlone.REFUSE)
    assert decision.shown == Finding(Ruling.REFUSE, ALONE)


def test_alone_what_the_room_found_by_itself_stays() -> None:
    found = (objection(Ruling.WAIT), objection(Ruling.REFUSE, REASONS["hold"]))
    assert alone(Decision(found), WhenAlone.ASK).findings == found


@MANY
@given(cases(reach=Reach.ROOM))
def test_alone_nothing_starts_by_itself(case: Case) -> None:
    asked = replace(case.ask, urgent=False, approved_by=None)
    decision = decide(rulebook_of(case.policy), asked, case.facts)
    assert alone(decision, case.policy.when_alone).ruling >= Ruling.APPROVE


@MANY
@given(cases(reach=Reach.ROOM))
def test_alone_a_teachers_yes_answers_every_question_to_the_building(case: Case) -> None:
    asked = replace(case.ask, approved_by=TEACHER)
    decision = decide(rulebook_of(case.policy), asked, case.facts)
    after = alone(decision, WhenAlone.ASK)
    assert after.findings == tuple(f for f in decision.findings if f.ruling is not Ruling.DEFER)


def test_alone_a_teachers_yes_changes_nothing_where_the_school_refuses() -> None:
    asked = replace(ask(), approved_by=TEACHER)
    decision = decide(rulebook_of(Policy()), asked, facts(reach=Reach.ROOM))
    assert alone(decision, WhenAlone.REFUSE).ruling is Ruling.REFUSE


@MANY
@given(cases(reach=Reach.ROOM))
def test_alone_every_student_is_shown_the_same(case: Case) -> None:
    shown = set()
    for student in STUDENTS:
        asked = replace(case.ask, student=student)
        decision = decide(rulebook_of(case.policy), asked, case.facts)
        finding = alone(decision, case.policy.when_alone).shown
        shown.add(finding and (finding.ruling, finding.reason.code, finding.retry_at))
    assert len(shown) == 1


# --- reasons -------------------------------------------------------------------------------------


def test_every_rules_reason_is_found_by_its_code() -> None:
    for rule in rulebook_of(Policy()):
        assert REASONS[rule.reason.code] is rule.reason


def test_no_two_reasons_share_a_code() -> None:
    reasons = {id(rule.reason) for rule in rulebook_of(Policy())}
    assert len(REASONS) == len(reasons) + len(PROTOCOL_REASONS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_used_up_limit_has_words_of_its_own_for_each_span(
    language: str,
) -> None:
    phrase = PassLimit.reason.words[language]
    every = [
        UsedUp(span, to_destination=to_destination)
        for span in Span
        for to_destination in (False, True)
    ]
    told = {phrase.for_student(destination="", time=None, used_up=one) for one in every}
    assert len({*told, phrase.student}) == len(every) + 1


@pytest.mark.parametrize("code", [protocol.DEAD, protocol.RECOVERING, "alone", "not_recorded"])
def test_what_reaches_a_student_without_a_rule_has_words_too(code: str) -> None:
    assert REASONS[code].code == code


@pytest.mark.parametrize("reason", REASONS.values(), ids=lambda reason: reason.code)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_speaks_every_language(reason: Reason, language: str) -> None:
    phrase = reason.words[language]
    plain = phrase.for_student(destination="Place 1", time=None)
    timed = phrase.for_student(destination="Place 1", time="10:20")
    limits = [
        phrase.for_student(destination="Place 1", time=None, used_up=used_up)
        for used_up in phrase.used_up
    ]
    for text in (plain, timed, phrase.staff, *limits):
        assert text.strip()
        assert not {"{", "}"} & set(text)
    assert (timed != plain) == (phrase.timed is not None)
    assert phrase.timed is None or "10:20" in timed
