import pytest

from kiosk.sim.campaign.running import MUTANTS, hunt, tell_its_story
from kiosk.sim.campaign.scenarios import SCENARIOS
from kiosk.sim.campaign.wearing import Mutant, worn

SEEDS = 80
FEW_DOORS = 5
KILLERS = {"gap_forgotten": 3, "gaps_unreported": 9, "lost_stays_lost": 3, "clocks_believed": 7}
"""Seeds tried first, because they killed the mutant when they were last looked for."""
BY_SEED = [mutant for mutant in MUTANTS if mutant.name not in SCENARIOS]
BY_STORY = [mutant for mutant in MUTANTS if mutant.name in SCENARIOS]


def test_there_is_a_mutant_for_every_rule_of_the_protocol() -> None:
    rules = {mutant.rule.split(":")[0] for mutant in MUTANTS}
    protocol = {f"D{n}" for n in range(1, 9)} | {f"A{n}" for n in range(1, 8)}
    assert rules >= protocol | {"I11", "I13", "Alone", "Line", "Hold", "Freeze", "Visits", "Undo"}
    assert rules >= {"Limit", "PIN"}
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS) >= 24


@pytest.mark.parametrize("name", sorted({s.__name__ for s in SCENARIOS.values()}))
def test_with_all_rules_every_story_ends_well(name: str) -> None:
    next(s for s in SCENARIOS.values() if s.__name__ == name)()


@pytest.mark.parametrize("mutant", BY_STORY, ids=lambda mutant: mutant.name)
def test_a_story_kills_its_mutant(mutant: Mutant) -> None:
    death = tell_its_story(mutant)
    assert death.dead, death


@pytest.mark.parametrize("mutant", BY_SEED, ids=lambda mutant: mutant.name)
def test_a_seed_kills_its_mutant(mutant: Mutant) -> None:
    first = KILLERS.get(mutant.name, 0)
    assert hunt(mutant, [first, *range(SEEDS)], FEW_DOORS).seed is not None


def test_a_mutant_is_taken_off_again() -> None:
    for mutant in MUTANTS:
        pieces = [(place, name) for place, name, _ in mutant.pieces()]
        before = [vars(place)[name] for place, name in pieces]
        with worn(mutant):
            pass
        assert [vars(place)[name] for place, name in pieces] == before
