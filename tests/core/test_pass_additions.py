from dataclasses import replace

from tests.core.examples import NOW
from tests.core.pass_facts import (
    MINUTE,
    SECOND,
    correction,
    end,
    expiry,
    extension,
    record,
    start,
)


def test_extensions_add_up_each_of_them_once() -> None:
    known = record(start(), extension(4), extension(5), extension(4))
    assert (known.minutes, known.due_at) == (20, NOW + 20 * MINUTE)


def test_an_extension_of_a_pass_without_a_limit_sets_none() -> None:
    known = record(replace(start(), minutes=None), extension())
    assert (known.minutes, known.due_at) == (None, None)


def test_a_correction_stands_beside_the_return_that_was_observed() -> None:
    known = record(start(), end(at=NOW + 3 * MINUTE), correction(back=NOW + MINUTE))
    assert (known.ended, known.corrected_return) == (NOW + 3 * MINUTE, NOW + MINUTE)


def test_the_last_correction_stands() -> None:
    known = record(start(), end(), correction(20, back=NOW + MINUTE))
    known = known.with_event(correction(19, back=NOW + 2 * MINUTE), NOW + 9 * MINUTE)
    assert known.corrected_return == NOW + 2 * MINUTE


def test_a_correction_can_not_lie_ahead_of_its_own_making() -> None:
    known = record(start(), end(), correction(back=NOW + 60 * MINUTE))
    assert known.corrected_return == NOW + 5 * MINUTE


def test_a_correction_alone_ends_nothing() -> None:
    assert record(start(), correction()).held


def test_rules_count_from_the_return_that_staff_set_and_never_from_before_the_start() -> None:
    for back, counts_from in ((NOW + SECOND, NOW + SECOND), (NOW - MINUTE, NOW)):
        outing = record(start(), end(), correction(back=back)).outing()
        assert outing is not None
        assert outing.ended == counts_from


def test_a_forgotten_pass_is_over_and_says_that_nobody_saw_the_student_back() -> None:
    known = record(start(), expiry())
    assert (known.held, known.ended, known.expired) == (False, NOW + 4 * MINUTE, True)
    outing = known.outing()
    assert outing is not None
    assert outing.expired


def test_a_return_that_was_seen_stands_before_the_end_of_a_forgotten_pass() -> None:
    for seen in (NOW + MINUTE, NOW + 5 * MINUTE):
        known = record(expiry(), start(), end(at=seen))
        assert (known.ended, known.expired) == (seen, False)
