from dataclasses import replace
from datetime import timedelta

from kiosk.core.aggregator.coordination import BeatDue, PresenceChanged, RaiseAlert
from kiosk.core.aggregator.watching import counts
from kiosk.core.ids import PassId, StaffId, StudentId
from tests.core.building_bench import (
    BOOT,
    BOOTH,
    DOOR_118,
    DOOR_214,
    IVY,
    MAYA,
    OMAR,
    SECOND,
    BuildingBench,
    abandoned,
    apart,
    beat,
    request,
    school,
    started,
)

TEACHER = StaffId("t-case")


def test_an_urgent_pass_tells_staff() -> None:
    bench = BuildingBench()
    bench.take(started(request(PassId("p-1")), 1, bench.now, urgent=True))
    (alert,) = bench.alerts("urgent")
    assert (alert.pass_id, "Maya L." in alert.text) == ("p-1", True)


def test_an_alert_is_kept_and_told() -> None:
    bench = BuildingBench()
    commands = bench.take(started(request(PassId("p-1")), 1, bench.now, urgent=True))
    assert len([c for c in commands if isinstance(c, RaiseAlert)]) == 1
    bench.start()
    assert [alert.kind for alert in bench.mind.building.alerts] == ["urgent"]


def test_an_override_tells_staff_who_let_whom_go_and_never_past_what() -> None:
    bench = BuildingBench(school(apart(MAYA, OMAR)))
    bench.grant(OMAR)
    asked = replace(bench.ask(MAYA), override=True, approved_by=TEACHER, note="errand")
    bench.answer(asked)
    event = started(asked, bench.next_seq(asked.door), bench.now)
    bench.take(replace(event, override=True, approved_by=TEACHER, note="errand"))
    (alert,) = bench.alerts("override")
    assert (alert.pass_id, alert.staff) == (asked.id, TEACHER)
    assert "let Maya L. go to restroom (staff errand)" in alert.text
    assert "Omar" not in alert.text
    assert bench.alerts("offline_conflict") == []


def test_a_yes_that_was_said_without_the_building_is_told_in_the_same_way() -> None:
    bench = BuildingBench()
    event = started(bench.ask(MAYA), bench.next_seq(DOOR_214), bench.now, offline=True)
    bench.take(replace(event, override=True, approved_by=TEACHER))
    (alert,) = bench.alerts("override")
    assert "(the building could not be asked)" in alert.text


# --- overtime ------------------------------------------------------------------------------------


def test_a_pass_past_its_allowance_is_told_once() -> None:
    bench = BuildingBench()
    bench.start_pass(bench.grant(MAYA))
    bench.now += timedelta(minutes=5)
    bench.give(BeatDue())
    assert bench.alerts("overtime") == []
    bench.now += SECOND
    bench.give(BeatDue())
    bench.give(BeatDue())
    assert len(bench.alerts("overtime")) == 1


def test_a_pass_that_ended_in_time_is_not() -> None:
    bench = BuildingBench()
    asked = bench.grant(MAYA)
    bench.start_pass(asked)
    bench.end_pass(asked)
    bench.now += timedelta(minutes=9)
    bench.give(BeatDue())
    assert bench.alerts("overtime") == []
    assert bench.mind._watch._due == []


def test_a_pass_open_over_a_restart_is_still_watched() -> None:
    bench = BuildingBench()
    bench.start_pass(bench.grant(MAYA))
    bench.start()
    bench.now += timedelta(minutes=9)
    bench.give(BeatDue())
    assert len(bench.alerts("overtime")) == 1


# --- doors ---------------------------------------------------------------------------------------


def test_a_door_that_goes_silent_is_told_once() -> None:
    bench = BuildingBench()
    bench.now += 15 * SECOND
    bench.say(beat(DOOR_118))
    bench.give(BeatDue())
    assert bench.alerts("door_offline") == []
    bench.now += SECOND
    bench.say(beat(DOOR_118))
    bench.give(BeatDue())
    bench.give(BeatDue())
    assert [alert.text for alert in bench.alerts("door_offline")] == ["Room r-214 is offline"]


def test_a_door_whose_last_will_came_has_time_to_come_back_before_staff_are_told() -> None:
    bench = BuildingBench()
    bench.give(PresenceChanged(DOOR_214, online=False))
    bench.give(BeatDue())
    assert bench.alerts("door_offline") == []
    bench.now += 16 * SECOND
    bench.say(beat(DOOR_118))
    bench.give(BeatDue())
    assert [alert.text for alert in bench.alerts("door_offline")] == ["Room r-214 is offline"]
    bench.say(beat())
    bench.now += 16 * SECOND
    bench.say(beat(DOOR_118))
    bench.give(BeatDue())
    assert len(bench.alerts("door_offline")) == 2


# --- conflicts (A7) ------------------------------------------------------------------------------


def alone(bench: BuildingBench, name: str, who: StudentId) -> None:
    """Let a pass start without the aggregator, by a clock that is not known."""
    bench.take(started(request(PassId(name), who, BOOTH, DOOR_118), 1, None, offline=True))


def test_every_offline_start_is_held_against_all_others() -> None:
    bench = BuildingBench(school(apart(MAYA, OMAR)))
    bench.start_pass(bench.grant(MAYA))
    alone(bench, "p-x", OMAR)
    (alert,) = bench.alerts("offline_conflict")
    assert "Omar L. and Maya L." in alert.text


def test_the_words_tell_of_no_group() -> None:
    bench = BuildingBench(school(apart(MAYA, OMAR)))
    bench.start_pass(bench.grant(MAYA))
    alone(bench, "p-x", OMAR)
    assert "g-1" not in bench.alerts("offline_conflict")[0].text


def test_too_short_a_gap_is_told_in_words_of_its_own() -> None:
    bench = BuildingBench(school(replace(apart(MAYA, OMAR), gap=timedelta(minutes=9))))
    first = bench.grant(MAYA)
    bench.start_pass(first)
    bench.end_pass(first)
    bench.start_pass(bench.ask(OMAR, BOOTH, after=timedelta(minutes=5)), offline=True)
    (alert,) = bench.alerts("offline_conflict")
    assert alert.text == (
        "Omar L. and Maya L. may have been out one after the other with too short a gap between:"
        " a pass started without the aggregator"
    )


def test_a_conflict_is_told_once_however_many_events_show_it() -> None:
    bench = BuildingBench(school(apart(MAYA, OMAR)))
    asked = bench.grant(MAYA)
    bench.start_pass(asked)
    alone(bench, "p-x", OMAR)
    bench.end_pass(asked)
    bench.give(BeatDue())
    assert len(bench.alerts("offline_conflict")) == 1


def test_a_start_heard_of_after_the_offline_one_is_held_against_it() -> None:
    bench = BuildingBench(school(hall=2))
    first, second = bench.grant(MAYA), bench.grant(OMAR)
    alone(bench, "p-x", IVY)
    bench.mind._watch._reported.clear()
    bench.journal.alerts.clear()
    bench.start_pass(first)
    bench.start_pass(second)
    assert bench.alerts("offline_conflict")


def test_a_grant_that_came_too_late_is_still_held_against_others() -> None:
    # The door gave up waiting and started alone; a copy of the request was granted later.
    bench = BuildingBench(school(apart(MAYA, OMAR)))
    late = bench.ask(MAYA)
    began = bench.now
    meanwhile = bench.grant(OMAR, door=DOOR_118)
    bench.start_pass(meanwhile)
    bench.now += 30 * SECOND
    bench.end_pass(meanwhile)
    assert type(bench.answer(late)).__name__ == "Grant"
    bench.take(started(late, 1, began, offline=True))
    assert len(bench.alerts("offline_conflict")) == 1


def test_a_request_given_up_gives_no_alarm() -> None:
    bench = BuildingBench()
    bench.take(abandoned(request(PassId("p-1"), MAYA), 1))
    alone(bench, "p-x", MAYA)
    assert bench.alerts("offline_conflict") == []


def test_every_night_the_remembered_passes_are_looked_through_again() -> None:
    bench = BuildingBench(school(apart(MAYA, OMAR)))
    bench.start_pass(bench.grant(MAYA))
    alone(bench, "p-x", OMAR)
    bench.mind._watch._reported.clear()
    bench.give(BeatDue())
    assert len(bench.alerts("offline_conflict")) == 2


def test_a_start_does_not_tell_again_of_a_conflict_that_staff_know() -> None:
    bench = BuildingBench(school(apart(MAYA, OMAR)))
    bench.start_pass(bench.grant(MAYA))
    alone(bench, "p-x", OMAR)
    bench.start()
    bench.give(BeatDue())
    assert len(bench.alerts("offline_conflict")) == 1


def test_what_was_told_is_forgotten_with_its_passes() -> None:
    bench = BuildingBench()
    asked = bench.grant(MAYA)
    bench.start_pass(asked)
    alone(bench, "p-x", MAYA)
    assert len(bench.mind._watch._reported) == 1
    bench.end_pass(asked)
    bench.give(BeatDue())
    bench.now += timedelta(days=3)
    bench.give(BeatDue())
    assert bench.mind._watch._reported == set()


# --- counts --------------------------------------------------------------------------------------


def test_counts_name_places_and_floors_and_nobody() -> None:
    bench = BuildingBench()
    bench.grant(MAYA, BOOTH)
    told = counts(bench.mind.building)
    assert (told.out, dict(told.by_destination), dict(told.by_floor)) == (1, {BOOTH: 1}, {"2": 1})
    assert BOOT not in repr(told)
