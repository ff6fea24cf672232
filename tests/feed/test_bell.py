import select

from kiosk.feed.bell import Bell


def test_a_ring_is_heard_until_it_is_hushed() -> None:
    bell = Bell()
    bell.open()
    assert not select.select([bell], [], [], 0)[0]
    bell.ring()
    assert select.select([bell], [], [], 0)[0]
    bell.hush()
    assert not select.select([bell], [], [], 0)[0]
    bell.close()


def test_a_bell_that_nobody_hears_never_blocks() -> None:
    bell = Bell()
    bell.ring()
    bell.open()
    for _ in range(100_000):
        bell.ring()
    bell.close()
    bell.ring()
