"""What a door is told and keeps (I13), read as the bytes that travel and the rows that are kept."""

import pytest

from kiosk.core.ports import WireMessage
from kiosk.feed.codec import JsonCodec
from kiosk.sim.campaign.day import Day
from kiosk.sim.campaign.door_disk import MemoryDisk
from kiosk.sim.campaign.running import MUTANTS
from kiosk.sim.campaign.schools import SECRETS
from kiosk.sim.campaign.wearing import worn

FEW_DOORS = 5
SEEDS = (2, 6, 11)
"""Days with full hallways, some with limits and day codes."""


def told_of(seed: int) -> str:
    """Live through a day and return all that was said and kept; fails if a secret is in it."""
    day, codec = Day(seed, FEW_DOORS), JsonCodec()
    said: list[bytes] = []

    def hear(message: WireMessage) -> None:
        said.append(codec.encode(message))

    day.network.overheard = hear
    day.live()
    disks = [door.disk for door in day.witness.doors.values()]
    kept = [repr(disk.seen) for disk in disks if isinstance(disk, MemoryDisk)]
    assert len(kept) == FEW_DOORS
    told = "".join([*(message.decode() for message in said), *kept]).lower()
    for secret in SECRETS:
        assert secret not in told
    return told


@pytest.mark.parametrize("seed", SEEDS)
def test_no_message_or_door_tells_of_a_group_a_name_or_a_private_reason(seed: int) -> None:
    assert "hall_full" in told_of(seed)


@pytest.mark.parametrize("name", ["whole_names_told", "private_reason_told"])
def test_a_mind_that_tells_is_found_out(name: str) -> None:
    (mutant,) = (mutant for mutant in MUTANTS if mutant.name == name)
    with worn(mutant), pytest.raises(AssertionError):
        "".join(told_of(seed) for seed in SEEDS)
