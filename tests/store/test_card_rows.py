from contextlib import closing
from datetime import timedelta
from pathlib import Path

from kiosk.core.aggregator.buildingbook import DropCard, PutCard
from kiosk.store.building_journal import BuildingJournal
from tests.store.building_walk import card_given
from tests.store.examples import CODEC, NOON


def test_cards_given_are_found_as_they_were_in_the_order_in_which_they_were_given(
    tmp_path: Path,
) -> None:
    later = NOON + timedelta(days=200, microseconds=1)
    given = [card_given(number, 0, NOON) for number in (3, 1, 2)]
    ended = card_given(1, 1, later)
    with closing(BuildingJournal(tmp_path / "building.db", CODEC)) as journal:
        journal.open(NOON)
        journal.commit([*map(PutCard, given), PutCard(ended)])
        journal.close()
        assert journal.open(later).cards == (given[0], ended, given[2])


def test_a_dropped_loan_is_gone(tmp_path: Path) -> None:
    given = card_given(1, 0, NOON)
    with closing(BuildingJournal(tmp_path / "building.db", CODEC)) as journal:
        journal.open(NOON)
        journal.commit([PutCard(given)])
        journal.commit([DropCard(given.id)])
        journal.close()
        assert journal.open(NOON).cards == ()
