from kiosk.feed.waiting import WAITING_MAX, Outgoing, Waiting


def test_nothing_is_taken_before_it_is_open() -> None:
    assert not Waiting().put(Outgoing("a", b""))


def opened() -> Waiting:
    waiting = Waiting()
    waiting.is_open = True
    return waiting


def test_messages_leave_in_order() -> None:
    waiting = opened()
    for text in (b"1", b"2"):
        waiting.put(Outgoing("a", text))
    left = [waiting.pop(may_acknowledge=True) for _ in range(3)]
    assert left == [Outgoing("a", b"1"), Outgoing("a", b"2"), None]


def test_what_needs_no_acknowledgement_goes_first() -> None:
    waiting = opened()
    waiting.put(Outgoing("feed", b"", qos=1))
    waiting.put(Outgoing("answer", b""))
    left = [waiting.pop(may_acknowledge=True) for _ in range(2)]
    assert [one.topic for one in left if one] == ["answer", "feed"]


def test_what_needs_an_acknowledgement_waits_for_its_turn() -> None:
    waiting = opened()
    waiting.put(Outgoing("feed", b"", qos=1))
    assert waiting.pop(may_acknowledge=False) is None
    assert waiting.pop(may_acknowledge=True) is not None


def test_it_is_bounded_for_each_kind() -> None:
    waiting = opened()
    taken = [waiting.put(Outgoing("feed", b"", qos=1)) for _ in range(WAITING_MAX + 1)]
    assert taken == [True] * WAITING_MAX + [False]
    assert waiting.put(Outgoing("answer", b""))
