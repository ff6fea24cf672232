from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.feed.walk import ROUND_MAX, ROUND_MIN, STEP_MAX, Broker, Walk

A, B, C = Broker("a", 1883), Broker("b", 1883), Broker("c", 1883)


def test_it_starts_at_once_with_the_first_broker() -> None:
    step = Walk([A, B], Random(1)).next()
    assert (step.broker, step.pause) == (A, timedelta())


def test_it_goes_round_the_list() -> None:
    walk = Walk([A, B, C], Random(1))
    assert [walk.next().broker for _ in range(7)] == [A, B, C, A, B, C, A]


def test_the_next_broker_of_a_round_is_tried_soon() -> None:
    walk = Walk([A, B, C], Random(1))
    walk.next()
    assert all(walk.next().pause <= STEP_MAX for _ in range(2))


def test_each_round_in_vain_is_followed_by_a_longer_pause() -> None:
    walk = Walk([A], Random(1))
    walk.next()
    pauses = [walk.next().pause for _ in range(8)]
    for number, pause in enumerate(pauses):
        longest = min(ROUND_MAX, ROUND_MIN * 2**number)
        assert longest / 2 <= pause <= longest


def test_a_connection_that_lasted_makes_the_next_step_soon() -> None:
    walk = Walk([A, B], Random(1))
    for _ in range(9):
        walk.next()
    walk.settled()
    step = walk.next()
    assert step.broker == B
    assert step.pause <= STEP_MAX


@given(st.integers(1, 4), st.integers(1, 300), st.integers())
def test_no_pause_is_longer_than_its_bound(brokers: int, steps: int, seed: int) -> None:
    walk = Walk([A, B, C, A][:brokers], Random(seed))
    assert all(walk.next().pause <= ROUND_MAX for _ in range(steps))


def test_a_hundred_doors_do_not_come_back_together() -> None:
    pauses = []
    for seed in range(100):
        walk = Walk([A], Random(seed))
        for _ in range(6):
            walk.next()
        pauses.append(walk.next().pause)
    slots = {pause // timedelta(milliseconds=100) for pause in pauses}
    assert len(slots) > 10


def test_a_walk_needs_a_broker() -> None:
    with pytest.raises(ValueError, match="no broker"):
        Walk([], Random(1))
