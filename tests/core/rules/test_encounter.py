from dataclasses import replace
from datetime import date, timedelta

import pytest

from kiosk.core.ids import DestinationId, GroupId, StaffId, StudentId
from kiosk.core.rule import Facts, Finding, Reach, Ruling
from kiosk.core.rules.encounter import PRIVATE, Encounter, groups_met
from kiosk.core.rules.hall_capacity import HallCapacity
from kiosk.core.school import EncounterGroup, GroupMode, OnHoldBack
from kiosk.core.words import HALL_FULL
from tests.core.examples import (
    IVY,
    LIBRARY,
    MAYA,
    NOW,
    OMAR,
    RESTROOM,
    ROOM_118,
    ask,
    facts,
    out,
    school,
)

WAIT = Finding(Ruling.WAIT, HALL_FULL, retry_at=None, private=PRIVATE)


def apart(
    mode: GroupMode = GroupMode.ANYWHERE,
    *,
    name: str = "g1",
    enabled: bool = True,
    expires: date | None = None,
    **more: object,
) -> EncounterGroup:
    members = frozenset({MAYA, OMAR})
    group = EncounterGroup(GroupId(name), members, mode, enabled=enabled, expires=expires)
    return replace(group, **more)  # type: ignore[arg-type] # by name


def with_omar_out_to_library(*groups: EncounterGroup) -> Facts:
    return facts(out(OMAR, LIBRARY, origin=ROOM_118), roster=school(groups=groups))


def test_two_who_must_not_meet_anywhere_are_never_out_together() -> None:
    assert Encounter().check(ask(MAYA, RESTROOM), with_omar_out_to_library(apart())) == WAIT


def test_it_holds_for_every_member_of_the_group() -> None:
    maya_out = facts(out(MAYA), roster=school(groups=(apart(),)))
    assert Encounter().check(ask(OMAR), maya_out) == WAIT


def test_two_who_must_not_meet_in_one_place_may_go_to_two() -> None:
    group = apart(GroupMode.SAME_DESTINATION)
    assert Encounter().check(ask(MAYA, LIBRARY), with_omar_out_to_library(group)) == WAIT
    assert Encounter().check(ask(MAYA, RESTROOM), with_omar_out_to_library(group)) is None


def test_who_is_in_no_group_with_the_student_is_no_objection() -> None:
    assert Encounter().check(ask(IVY), with_omar_out_to_library(apart())) is None
    ivy_out = facts(out(IVY), roster=school(groups=(apart(),)))
    assert Encounter().check(ask(MAYA), ivy_out) is None


def test_once_the_other_is_back_there_is_no_objection() -> None:
    returned = facts(out(OMAR, back=NOW), roster=school(groups=(apart(),)))
    assert Encounter().check(ask(MAYA), returned) is None


def test_nobody_meets_their_own_pass() -> None:
    own = facts(out(MAYA, named="p-asked"), roster=school(groups=(apart(),)))
    assert Encounter().check(ask(MAYA), own) is None


@pytest.mark.parametrize(
    "group",
    [apart(enabled=False), apart(expires=date(2026, 3, 3))],
    ids=["switched off", "expired yesterday"],
)
def test_a_group_that_does_not_count_today_is_no_objection(group: EncounterGroup) -> None:
    assert Encounter().check(ask(MAYA), with_omar_out_to_library(group)) is None


def test_a_group_counts_up_to_and_on_its_last_day() -> None:
    group = apart(expires=date(2026, 3, 4))
    assert Encounter().check(ask(MAYA), with_omar_out_to_library(group)) == WAIT


@pytest.mark.parametrize("groups", [(), (apart(),)], ids=["in no group", "in a group"])
def test_a_room_asks_the_building_whoever_it_is(groups: tuple[EncounterGroup, ...]) -> None:
    here = facts(roster=school(groups=groups), reach=Reach.ROOM)
    assert Encounter().check(ask(MAYA), here) == Finding(Ruling.DEFER, HALL_FULL)


def test_the_groups_that_were_kept_apart_are_known_by_name() -> None:
    same_place = apart(GroupMode.SAME_DESTINATION, name="g2")
    met = groups_met(ask(MAYA, RESTROOM), with_omar_out_to_library(apart(), same_place))
    assert met == (GroupId("g1"),)


def test_a_student_that_the_roster_does_not_name_is_in_no_group() -> None:
    assert Encounter().check(ask(StudentId("s-new")), with_omar_out_to_library(apart())) is None


# --- a gap after return --------------------------------------------------------------------------

FIVE = timedelta(minutes=5)


def back_since(minutes: float, group: EncounterGroup, to: DestinationId = LIBRARY) -> Facts:
    back = NOW - timedelta(minutes=minutes)
    returned = out(OMAR, to, since=back - FIVE, back=back)
    return facts(returned, roster=school(groups=(group,)))


def test_a_member_who_is_back_for_less_than_the_gap_still_counts() -> None:
    group = apart(gap=FIVE)
    assert Encounter().check(ask(MAYA, RESTROOM), back_since(4.9, group)) == WAIT
    assert Encounter().check(ask(MAYA, RESTROOM), back_since(5, group)) is None


def test_the_gap_of_one_destination_is_for_that_destination() -> None:
    group = apart(GroupMode.SAME_DESTINATION, gap=FIVE)
    assert Encounter().check(ask(MAYA, LIBRARY), back_since(1, group)) == WAIT
    assert Encounter().check(ask(MAYA, RESTROOM), back_since(1, group)) is None


def test_the_gap_begins_when_the_return_was_heard_of_whatever_a_doors_clock_said() -> None:
    slow_clock = replace(
        out(OMAR, since=NOW - 9 * FIVE, back=NOW - 8 * FIVE), heard_back=NOW - FIVE / 2
    )
    moment = facts(slow_clock, roster=school(groups=(apart(gap=FIVE),)))
    assert Encounter().check(ask(MAYA), moment) == WAIT


def test_nobody_is_kept_from_going_again_by_their_own_gap() -> None:
    own = facts(out(MAYA, back=NOW), roster=school(groups=(apart(gap=FIVE),)))
    assert Encounter().check(ask(MAYA), own) is None


# --- a longest hold-back -------------------------------------------------------------------------

TWELVE = timedelta(minutes=12)
ASKING = apart(hold_back_max=TWELVE, on_hold_back=OnHoldBack.ASK)
ASK_TEACHER = replace(WAIT, ruling=Ruling.APPROVE)
APPROVED = replace(ask(), approved_by=StaffId("t-1"))


def waited(
    minutes: float, *groups: EncounterGroup, yes_after: float | None = None, full: bool = False
) -> Facts:
    since = NOW - timedelta(minutes=minutes)
    return facts(
        *(() if full else (out(OMAR),)),
        roster=school(groups=groups),
        waiting_since=since,
        yes_since=None if yes_after is None else since + timedelta(minutes=yes_after),
    )


def test_after_the_longest_hold_back_the_teacher_is_asked_where_the_group_has_it_so() -> None:
    assert Encounter().check(ask(), waited(11.9, ASKING)) == WAIT
    assert Encounter().check(ask(), waited(12, ASKING)) == ASK_TEACHER
    only_told = replace(ASKING, on_hold_back=OnHoldBack.ALERT)
    assert Encounter().check(ask(), waited(50, only_told)) == WAIT


def test_who_does_not_wait_for_the_hall_is_not_held_back_yet() -> None:
    moment = replace(waited(50, ASKING), waiting_since=None)
    assert Encounter().check(ask(), moment) == WAIT


def test_a_yes_after_the_longest_hold_back_answers_it() -> None:
    assert Encounter().check(APPROVED, waited(13, ASKING, yes_after=12)) is None


def test_a_yes_from_before_was_about_something_else() -> None:
    assert Encounter().check(APPROVED, waited(13, ASKING, yes_after=11)) == WAIT


def test_a_yes_answers_no_group_that_only_alerts_nor_one_that_waits_longer() -> None:
    for other in (
        apart(name="g2"),
        apart(name="g2", hold_back_max=TWELVE),
        apart(name="g2", hold_back_max=2 * TWELVE, on_hold_back=OnHoldBack.ASK),
    ):
        moment = waited(13, ASKING, other, yes_after=12)
        assert Encounter().check(APPROVED, moment) == WAIT


@pytest.mark.parametrize("minutes", [0, 11.9, 12, 30])
def test_a_hall_that_is_really_full_asks_the_teacher_at_the_same_time(minutes: float) -> None:
    full = HallCapacity(out_max=0).check(ask(), waited(minutes, ASKING, full=True))
    met = Encounter().check(ask(), waited(minutes, ASKING))
    assert met is not None
    assert replace(met, private=None) == full
    yes = HallCapacity(out_max=0).check(APPROVED, waited(minutes, ASKING, yes_after=minutes))
    assert yes == Finding(Ruling.WAIT, HALL_FULL)
