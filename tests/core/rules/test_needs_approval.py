from dataclasses import replace

import pytest

from kiosk.core.events import IdentifiedBy
from kiosk.core.ids import DestinationId
from kiosk.core.rule import Finding, Reach, Ruling
from kiosk.core.rules.needs_approval import NeedsApproval
from tests.core.examples import MAYA, NURSE, RESTROOM, ask, facts, place, school

ASK_TEACHER = Finding(Ruling.APPROVE, NeedsApproval.reason)
STRICT = school(places=[place(NURSE, needs_approval=True)])


@pytest.mark.parametrize("reach", Reach)
def test_some_places_take_a_teachers_yes(reach: Reach) -> None:
    here = facts(roster=STRICT, reach=reach)
    assert NeedsApproval().check(ask(MAYA, NURSE), here) == ASK_TEACHER
    assert NeedsApproval().check(ask(MAYA, RESTROOM), here) is None


def test_a_typed_id_always_takes_a_teachers_yes() -> None:
    typed = replace(ask(), identified_by=IdentifiedBy.TYPED)
    assert NeedsApproval().check(typed, facts()) == ASK_TEACHER


@pytest.mark.parametrize("identified_by", [IdentifiedBy.CARD, IdentifiedBy.STAFF])
def test_a_card_or_staff_say_well_enough_who_it_is(identified_by: IdentifiedBy) -> None:
    known = replace(ask(), identified_by=identified_by)
    assert NeedsApproval().check(known, facts()) is None


def test_a_place_that_the_roster_does_not_name_needs_none_by_this_rule() -> None:
    assert NeedsApproval().check(ask(MAYA, DestinationId("d-gone")), facts()) is None
