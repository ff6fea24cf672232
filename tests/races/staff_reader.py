"""Somebody who reads the staff feed from the first event on, as a district's server would."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from threading import Condition, Event
from time import monotonic

from kiosk.core.ids import BuildingId
from kiosk.feed.link import Link
from kiosk.feed.plan import LinkPlan
from kiosk.feed.topics import Topics
from kiosk.feed.walk import Broker

WAIT_S = 20.0
"""An event is published within milliseconds of its commit; the rest is a slow machine."""


@dataclass(frozen=True)
class Told:
    n: int
    event: str
    """Names the event itself: the same on a re-publication."""
    pass_id: str
    kind: str
    student: str | None


class StaffReader:
    def __init__(self, building: BuildingId, broker: Broker) -> None:
        self.told: dict[int, Told] = {}
        self._changed = Condition()
        self._up = Event()
        self._link = Link(
            LinkPlan(
                brokers=(broker,),
                client_id="staff-reader",
                subscriptions=(Topics(building).staff_event,),
            ),
            Random(),
            on_message=self._heard,
            on_up=self._up.set,
            on_down=lambda _why: None,
        )

    def open(self) -> None:
        self._link.start()
        assert self._up.wait(WAIT_S), "the staff feed's reader never came up"

    def close(self) -> None:
        self._link.close()

    def await_ended(self, students: set[str]) -> None:
        """Returns once a pass of each has ended; nobody here has more than one."""
        self._await(
            lambda: students <= {t.student for t in self.told.values() if t.kind == "ended"},
            f"an end for each of {sorted(students)}",
        )

    def await_left(self, students: set[str]) -> None:
        """Returns once each has left a line; nobody here stands in more than one."""
        self._await(
            lambda: students <= {t.student for t in self.told.values() if t.kind == "left_line"},
            f"that each of {sorted(students)} left the line",
        )

    def _await(self, wanted: Callable[[], bool], what: str) -> None:
        until = monotonic() + WAIT_S
        with self._changed:
            while not wanted():
                left = until - monotonic()
                assert left > 0, f"the staff feed never told {what}; it told {len(self.told)}"
                self._changed.wait(left)

    def _heard(self, _topic: str, payload: bytes, _retained: bool) -> None:  # noqa: FBT001 # a Link's callback
        body = json.loads(payload)
        data = body["data"]
        told = Told(data["n"], body["id"], data["pass"], data["kind"], data.get("student"))
        with self._changed:
            assert self.told.setdefault(told.n, told) == told
            self._changed.notify_all()
