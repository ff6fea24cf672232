"""Every flaw that the protocol was once found to have, and what would find it again."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.sim.campaign import door_scenarios, restore_scenarios, sync_scenarios

ROOT = Path(__file__).parents[3]

STORIES: dict[str, Callable[[], None]] = {
    "timer frees a grant": sync_scenarios.a_grant_ends_by_no_clock,
    "start stamped before a commit that stalls": door_scenarios.a_go_that_took_too_long_is_void,
    "tap while checking run later as a return": door_scenarios.a_tap_while_checking_is_no_return,
    "resend in insertion order livelocks after a rollback": (
        door_scenarios.the_oldest_events_go_first_and_few_at_a_time
    ),
    "in step is never true once a card rolled back": (
        sync_scenarios.a_rolled_back_card_gets_in_step_again
    ),
    "refusal memory lost plus a late request copy is a grant nobody owns": (
        restore_scenarios.a_grant_that_nobody_owns_is_given_back
    ),
    "an old heartbeat answer read as a rollback": (
        door_scenarios.an_answer_that_was_under_way_tells_of_no_loss
    ),
    "out-of-step snapshot adopts wrongly": sync_scenarios.out_of_step_nothing_is_concluded,
    "request of a dead boot granted": sync_scenarios.a_request_of_an_earlier_life_is_dead,
    "new id on retry refuses the student by their own ghost": (
        door_scenarios.a_retry_gets_its_own_grant
    ),
}
TESTS = {
    "reply taken before the boot id is durable": (
        "tests/store/test_door_journal.py",
        "test_the_life_is_durable_before_open_returns",
    ),
    "iteration over sets differs between runs": (
        "tests/sim/campaign/test_days.py",
        "test_a_seed_is_the_same_day_in_every_run",
    ),
    "wall clocks miss conflicts": (
        "tests/core/aggregator/test_conflicts.py",
        "test_a_start_by_an_unknown_clock_may_have_been_at_any_time_before_it_was_heard_of",
    ),
}
"""Flaws that another test holds off already."""


@pytest.mark.parametrize("flaw", STORIES)
def test_a_flaw_of_the_past_is_not_back(flaw: str) -> None:
    STORIES[flaw]()


@pytest.mark.parametrize("flaw", TESTS)
def test_a_flaw_held_off_elsewhere_is_still_held_off_there(flaw: str) -> None:
    path, name = TESTS[flaw]
    assert f"def {name}(" in (ROOT / path).read_text()
