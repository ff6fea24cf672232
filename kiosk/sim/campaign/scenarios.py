"""One short story for each rule that hardly any chance order of events would show to be missing.

A story raises BrokenError if the rule is not kept.
"""

from collections.abc import Callable, Mapping

from kiosk.sim.campaign.door_scenarios import (
    a_go_that_took_too_long_is_void,
    a_retry_gets_its_own_grant,
    a_second_read_is_no_return,
    a_tap_while_checking_is_no_return,
    after_a_power_cut_what_went_under_an_id_in_reserve_stays_held,
    an_answer_that_was_under_way_tells_of_no_loss,
    an_answer_to_an_older_heartbeat_changes_nothing,
    an_older_epoch_is_not_heard,
    the_oldest_events_go_first_and_few_at_a_time,
    what_an_earlier_life_asked_for_is_given_up,
    what_is_given_up_is_free_at_once,
)
from kiosk.sim.campaign.line_scenarios import who_never_comes_is_called_no_more
from kiosk.sim.campaign.restore_scenarios import (
    a_door_says_the_new_epoch,
    a_heartbeat_of_the_old_epoch_clears_no_door,
    a_rollback_begins_a_new_epoch,
    any_door_can_tell_of_a_rollback,
    nothing_is_granted_behind_the_barrier,
    recovering_is_not_remembered,
    the_barrier_falls_and_the_lost_pass_is_held,
    the_barrier_falls_only_when_all_is_told,
    the_barrier_stands_over_a_restart,
)
from kiosk.sim.campaign.sync_scenarios import (
    a_grant_ends_by_no_clock,
    a_request_given_up_is_dead,
    a_request_of_an_earlier_life_is_dead,
    after_a_power_cut_what_was_asked_for_stays_held,
    an_arrival_from_before_the_start_closes_nothing,
    out_of_step_nothing_is_concluded,
    what_a_door_has_lost_is_open_again,
    what_ended_here_is_not_adopted,
    what_is_waited_for_is_not_given_back,
    what_nobody_waits_for_is_given_back,
    what_staff_ended_is_open_no_more,
)
from kiosk.sim.campaign.visit_scenarios import (
    a_go_that_is_taken_back_is_over,
    a_one_way_pass_ends_where_it_leads,
    a_round_trip_goes_on_where_it_leads,
)

Scenario = Callable[[], None]
SCENARIOS: Mapping[str, Scenario] = {
    "new_id_on_retry": a_retry_gets_its_own_grant,
    "stalled_go_shown": a_go_that_took_too_long_is_void,
    "given_up_silently": what_is_given_up_is_free_at_once,
    "tap_kept_for_later": a_tap_while_checking_is_no_return,
    "every_read_is_a_tap": a_second_read_is_no_return,
    "never_in_doubt": after_a_power_cut_what_was_asked_for_stays_held,
    "no_doubt_reserved": after_a_power_cut_what_went_under_an_id_in_reserve_stays_held,
    "doubt_not_held": after_a_power_cut_what_was_asked_for_stays_held,
    "any_answer_tells_of_loss": an_answer_that_was_under_way_tells_of_no_loss,
    "newest_first": the_oldest_events_go_first_and_few_at_a_time,
    "all_at_once": the_oldest_events_go_first_and_few_at_a_time,
    "older_epochs_heard": an_older_epoch_is_not_heard,
    "old_answers_taken": an_answer_to_an_older_heartbeat_changes_nothing,
    "reserved_kept": what_nobody_waits_for_is_given_back,
    "closed_kept": what_staff_ended_is_open_no_more,
    "older_pendings_forgotten": what_an_earlier_life_asked_for_is_given_up,
    "grants_end_by_clock": a_grant_ends_by_no_clock,
    "disown_blindly": what_is_waited_for_is_not_given_back,
    "new_epoch_unsaid": a_door_says_the_new_epoch,
    "granted_behind_barrier": nothing_is_granted_behind_the_barrier,
    "adopt_left": what_a_door_has_lost_is_open_again,
    "adopt_blindly": what_ended_here_is_not_adopted,
    "fence_kept_to_oneself": any_door_can_tell_of_a_rollback,
    "dead_may_ask": a_request_given_up_is_dead,
    "dead_life_may_ask": a_request_of_an_earlier_life_is_dead,
    "any_arrival_closes": an_arrival_from_before_the_start_closes_nothing,
    "always_in_step": out_of_step_nothing_is_concluded,
    "rollback_unnoticed": any_door_can_tell_of_a_rollback,
    "epoch_not_raised": a_rollback_begins_a_new_epoch,
    "fence_not_raised": the_barrier_falls_and_the_lost_pass_is_held,
    "step_not_asked": the_barrier_falls_only_when_all_is_told,
    "first_door_is_enough": the_barrier_falls_only_when_all_is_told,
    "old_epoch_counts": a_heartbeat_of_the_old_epoch_clears_no_door,
    "barrier_not_durable": the_barrier_stands_over_a_restart,
    "recovering_remembered": recovering_is_not_remembered,
    "check_in_ends_all": a_round_trip_goes_on_where_it_leads,
    "one_way_goes_on": a_one_way_pass_ends_where_it_leads,
    "undo_unrecorded": a_go_that_is_taken_back_is_over,
    "called_for_ever": who_never_comes_is_called_no_more,
}
"""By the mutant that each one kills."""
