from kiosk.core.door.doorbook import DoorMemory
from kiosk.core.door.outbox import UNDER_WAY_MAX, Outbox, Row
from kiosk.core.ids import BootId
from kiosk.core.protocol import Ack

OLD, NOW = BootId("boot-1"), BootId("boot-2")


def outbox(*unacked: Row, acked: frozenset[Row] = frozenset()) -> Outbox:
    last: dict[BootId, int] = {NOW: 0}
    for boot, seq in (*unacked, *acked):
        last[boot] = max(seq, last.get(boot, 0))
    memory = DoorMemory(NOW, unclean=False, last_seq=last, unacked=frozenset(unacked), acked=acked)
    return Outbox(memory)


def ack(upto: int, *missing: int, boot: BootId = OLD) -> Ack:
    return Ack(boot=boot, upto=upto, missing=missing, epoch=1)


def old(*seqs: int) -> tuple[Row, ...]:
    return tuple((OLD, seq) for seq in seqs)


def test_events_of_a_life_are_numbered_from_one() -> None:
    box = outbox(*old(7))
    assert [box.next_seq(), box.next_seq()] == [1, 2]
    assert box.last_seq == {OLD: 7, NOW: 2}


def test_the_lowest_boot_and_seq_go_first_whatever_came_first() -> None:
    box = outbox(*old(3, 1, 2))
    box.next_seq()
    assert box.due() == (*old(1, 2, 3), (NOW, 1))


def test_at_most_eight_are_under_way() -> None:
    box = outbox(*old(*range(1, 21)))
    assert len(box.due()) == UNDER_WAY_MAX == 8
    assert box.due() == ()


def test_an_acknowledgement_makes_room_for_the_next() -> None:
    box = outbox(*old(*range(1, 21)))
    box.due()
    box.acknowledge(ack(3), 0)
    assert box.due() == old(9, 10, 11)


def test_a_new_heartbeat_sends_again_what_is_not_acknowledged() -> None:
    box = outbox(*old(1, 2, 3))
    box.due()
    box.acknowledge(ack(3, 1, 2), 0)
    box.start_over()
    assert box.due() == old(1, 2)


def test_missing_events_stay() -> None:
    box = outbox(*old(1, 2, 3, 4))
    assert box.acknowledge(ack(3, 2), 0) == (1, 3)
    assert len(box) == 2


def test_an_acknowledgement_of_another_life_takes_nothing() -> None:
    box = outbox(*old(1))
    assert box.acknowledge(ack(9, boot=NOW), 0) == ()


def test_an_answer_to_a_later_heartbeat_brings_lost_events_back() -> None:
    box = outbox(*old(1, 2, 3))
    box.acknowledge(ack(3), 100)
    assert box.lost_again({OLD: 1}, 101) == {OLD: (2, 3)}
    assert box.due() == old(2, 3)


def test_an_old_heartbeat_answer_is_not_read_as_a_rollback() -> None:
    box = outbox(*old(1, 2, 3))
    box.acknowledge(ack(3), 100)
    assert box.lost_again({OLD: 1}, 100) == {}


def test_a_hole_that_is_still_in_the_outbox_is_no_loss() -> None:
    box = outbox(*old(1, 2, 3))
    box.acknowledge(ack(3, 2), 100)
    assert box.lost_again({OLD: 1}, 200) == {}


def test_a_loss_below_the_hole_is_one() -> None:
    box = outbox(*old(1, 2, 3))
    box.acknowledge(ack(3, 2), 100)
    assert box.lost_again({OLD: 0}, 200) == {OLD: (1, 3)}


def test_acknowledgements_from_an_earlier_life_count_as_old() -> None:
    box = outbox(acked=frozenset(old(1, 2)))
    assert box.lost_again({}, 0) == {OLD: (1, 2)}


def test_what_came_back_once_comes_back_only_when_it_is_lost_anew() -> None:
    box = outbox(acked=frozenset(old(1)))
    box.lost_again({}, 0)
    assert box.lost_again({}, 10) == {}


def test_what_was_forgotten_never_comes_back() -> None:
    box = outbox(*old(1))
    box.acknowledge(ack(1), 100)
    box.forget_before(101)
    assert box.lost_again({}, 200) == {}


def test_an_event_the_journal_lost_leaves_its_place_to_others() -> None:
    box = outbox(*old(*range(1, 10)))
    for row in box.due():
        box.drop(row)
    assert box.due() == old(9)
