from collections import deque
from threading import Thread

import pytest
from pytestqt.qtbot import QtBot

from kiosk.door.inbox import HELD_MAX, Inbox

Taken = list[list[int]]


@pytest.fixture
def taken() -> Taken:
    return []


def test_what_another_thread_puts_comes_in_order_and_at_once(qtbot: QtBot, taken: Taken) -> None:
    inbox: Inbox[int] = Inbox(taken.append)
    inbox.open()
    thread = Thread(target=lambda: deque(map(inbox.put, range(5))))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: taken == [[0, 1, 2, 3, 4]])
    inbox.close()


def test_it_can_be_closed_from_what_it_calls(qtbot: QtBot, taken: Taken) -> None:
    def take(items: list[int]) -> None:
        taken.append(items)
        inbox.close()

    inbox: Inbox[int] = Inbox(take)
    inbox.open()
    inbox.put(1)
    qtbot.waitUntil(lambda: taken == [[1]])
    inbox.put(2)
    inbox.open()
    inbox.put(3)
    qtbot.waitUntil(lambda: taken == [[1], [3]])


def test_what_waits_when_it_closes_is_not_for_the_next_life(qtbot: QtBot, taken: Taken) -> None:
    inbox: Inbox[int] = Inbox(taken.append)
    inbox.open()
    inbox.put(1)
    inbox.close()
    inbox.open()
    inbox.put(2)
    qtbot.waitUntil(lambda: len(taken) > 0)
    assert taken == [[2]]
    inbox.close()


def test_more_than_it_holds_is_dropped(qtbot: QtBot, taken: Taken) -> None:
    inbox: Inbox[int] = Inbox(taken.append)
    inbox.open()
    for number in range(HELD_MAX + 1):
        inbox.put(number)
    qtbot.waitUntil(lambda: len(taken) > 0)
    assert len(taken[0]) == HELD_MAX
    inbox.close()
