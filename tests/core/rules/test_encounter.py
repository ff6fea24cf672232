from datetime import date

import pytest

from kiosk.core.ids import GroupId, StudentId
from kiosk.core.rule import Facts, Finding, Reach, Ruling
from kiosk.core.rules.encounter import PRIVATE, Encounter, groups_met
from kiosk.core.school import EncounterGroup, GroupMode
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
) -> EncounterGroup:
    members = frozenset({MAYA, OMAR})
    return EncounterGroup(GroupId(name), members, mode, enabled=enabled, expires=expires)


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
