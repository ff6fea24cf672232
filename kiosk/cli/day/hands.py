"""Hands and eyes at one door: cards held to it, and pages read even if they stood for a moment."""

import time
from collections import deque
from collections.abc import Callable
from threading import Condition
from typing import Final

from kiosk.cli.bench.deadline import Deadline
from kiosk.cli.bench.headless_door import STUCK_S, DoorStuckError, HeadlessDoor, Shown
from kiosk.core.door.scene import Screen
from kiosk.core.ids import StudentId
from kiosk.sim.day.people import SchoolPlan

SAME_CARD_S: Final = 3.1
"""The same card within 3 s of real time is one tap (PROTOCOL D4)."""
RECENT_MAX: Final = 30
"""Pages of a door that are remembered: a call may take a student's page away within a moment."""


class Hands:
    """What people do at one door, and what they read there."""

    def __init__(
        self,
        school: SchoolPlan,
        tapped_s: dict[str, float],
        make_door: Callable[[Callable[[Shown], None]], HeadlessDoor],
        on_shown: Callable[[Shown], None],
    ) -> None:
        """`tapped_s` says when each card was used last; the door's thread calls `on_shown`."""
        self.recent: deque[Shown] = deque(maxlen=RECENT_MAX)
        self._school, self._tapped_s, self._on_shown = school, tapped_s, on_shown
        self._news = Condition()
        self.door = make_door(self._seen)

    def _seen(self, shown: Shown) -> None:
        with self._news:
            self.recent.append(shown)
            self._news.notify_all()
        self._on_shown(shown)

    def tap(self, student: StudentId) -> int:
        """Hold one of a student's cards to the door; return when."""
        return self.present(self._school.pupils[student].cards)

    def present(self, cards: tuple[str, ...]) -> int:
        """Hold the card to the door that has rested longest, once it may be used again."""
        used = self._tapped_s
        card = min(cards, key=lambda each: used.get(each, 0.0))
        time.sleep(max(0.0, used.get(card, 0.0) + SAME_CARD_S - time.monotonic()))
        used[card] = time.monotonic()
        return self.door.tap(card)

    def read(
        self, student: StudentId, *screens: Screen, since_ns: int, within_s: float = STUCK_S
    ) -> Shown:
        """Return the first such page since then, though another has taken its place already."""
        label, deadline = self.label(student), Deadline(within_s)
        with self._news:
            while True:
                for shown in self.recent:
                    scene = shown.scene
                    mine = scene.student == label or scene.screen is Screen.NOT_RECORDED
                    if shown.at_ns >= since_ns and mine and scene.screen in screens:
                        return shown
                if deadline.is_past or not self._news.wait(deadline.left_s()):
                    what = f"{' or '.join(screens)} for {label}: {list(self.recent)[-3:]}"
                    raise DoorStuckError(f"door {self.door.room} never showed {what}")

    def await_gone(self, screen: Screen) -> None:
        """Return once another page stands."""
        self.door.await_scene(lambda scene: scene.screen is not screen, f"no {screen}")

    def label(self, student: StudentId) -> str:
        """Return what the screen calls a student."""
        return self._school.pupils[student].label
