"""One door and the students who come to it, each with a visit in mind; acts on what is shown."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random
from threading import Condition, Thread
from typing import Final

from kiosk.cli.bench.deadline import Deadline
from kiosk.cli.bench.headless_door import STUCK_S, DoorStuckError, HeadlessDoor, Shown
from kiosk.cli.day.agenda import Agenda
from kiosk.core.door.inputs import (
    Cancelled,
    EndMyPassPressed,
    LeaveLinePressed,
    OtherPlacePressed,
    UrgentPressed,
)
from kiosk.core.door.scene import Screen
from kiosk.core.ids import RoomId, StudentId
from kiosk.sim.day.clock import DayClock
from kiosk.sim.day.diary import Answer, Diary, Outing
from kiosk.sim.day.people import SchoolPlan
from kiosk.sim.day.visits import Visit

SAME_CARD_S: Final = 3.1
"""The same card within 3 s of real time is one tap (PROTOCOL D4)."""
ALONE_MS: Final = 1_990.0
"""What took so long was no answer: the door has decided alone (PROTOCOL D1)."""
RECENT_MAX: Final = 30
"""Pages of a door that are remembered: a call may take a student's page away within a moment."""
ELSEWHERE_S: Final = 3.0
"""A door asks for 2 s where a student is out from."""
TRIES_MAX: Final = 2
BADGES_MAX: Final = 2
SAYS_YES: Final = 0.85
ACCEPTS: Final = 0.85
LEAVES_LINE: Final = 0.1
TRIES_AGAIN: Final = 0.4
REACTION_S: Final = (3.0, 12.0)
"""From the call at the door until the card is at the reader."""
RETRY_AFTER: Final = timedelta(minutes=3)
ANSWERED: Final = (
    Screen.OUT,
    Screen.REFUSED,
    Screen.IN_LINE,
    Screen.ASK_TEACHER,
    Screen.NOT_RECORDED,
)


@dataclass
class Corridor:
    """What all doors of one process share."""

    clock: DayClock
    school: SchoolPlan
    diary: Diary
    doorways: dict[RoomId, "Doorway"] = field(default_factory=dict)
    out: set[StudentId] = field(default_factory=set)
    tapped_s: dict[str, float] = field(default_factory=dict)
    """When each card was used last."""


class Doorway:
    """Everything that happens at one door, in a thread of its own."""

    def __init__(
        self,
        corridor: Corridor,
        room: RoomId,
        ends: datetime,
        make_door: Callable[[Callable[[Shown], None]], HeadlessDoor],
    ) -> None:
        self.room = room
        self.agenda = Agenda(corridor.clock, ends)
        self.door = make_door(self._seen)
        self.fault: DoorStuckError | None = None
        self._all = corridor
        self._clock, self._diary = corridor.clock, corridor.diary
        self._waiting: dict[str, Visit] = {}
        """Who stands in line here, by what the screen calls them."""
        self._called: set[str] = set()
        self._asked_building = False
        self._recent: deque[Shown] = deque(maxlen=RECENT_MAX)
        self._news = Condition()
        self.thread = Thread(target=self._run, name=f"doorway-{room}", daemon=True)

    def expect(self, visit: Visit) -> None:
        """Have a student come."""
        self.agenda.add(visit.at, partial(self._ask, visit, 1))

    def _run(self) -> None:
        try:
            while (errand := self.agenda.next()) is not None:
                errand()
        except DoorStuckError as fault:
            self.fault = fault

    # --- asking ---------------------------------------------------------------------------------

    def _ask(self, visit: Visit, tries: int) -> None:
        label = self._label(visit.student)
        if visit.student in self._all.out or label in self._waiting:
            self._diary.happened["came while out or in line"] += 1
            return
        self._diary.happened["asked"] += 1
        if not self._comes_to_choose(visit, tries):
            return
        if visit.urgent:
            self.door.take(UrgentPressed())
            self.door.await_scene(lambda scene: scene.urgent, "the urgent choice")
            self._diary.happened["urgent"] += 1
        self._asked_building = False
        self._answered(visit, tries, self.door.choose(visit.destination))

    def _comes_to_choose(self, visit: Visit, tries: int) -> bool:
        """Tap, and say whether the door then offers places."""
        offers = (Screen.CHOOSE, Screen.IN_LINE, Screen.WELCOME_BACK, Screen.OUT_ELSEWHERE)
        shown = self._await(visit.student, *offers, since_ns=self._tap(visit.student))
        match shown.scene.screen:
            case Screen.IN_LINE:
                self.door.take(OtherPlacePressed())
                self._await(visit.student, Screen.CHOOSE, since_ns=shown.at_ns)
            case Screen.WELCOME_BACK:
                # Ended at another door a moment ago, and this one had not heard of it yet.
                self._diary.happened["was still out here"] += 1
                self.agenda.add(self._clock.now() + RETRY_AFTER, partial(self._ask, visit, tries))
                return False
            case Screen.OUT_ELSEWHERE:
                self._diary.happened["was told to be out elsewhere"] += 1
                self.door.take(Cancelled())
                return False
        return True

    def _answered(self, visit: Visit, tries: int, since_ns: int) -> None:
        """Act on the answer to what was touched or tapped at `since_ns`."""
        for badges in range(BADGES_MAX + 1):
            shown = self._await(visit.student, *ANSWERED, since_ns=since_ns)
            self._note_answer(shown, since_ns)
            if shown.scene.screen is not Screen.ASK_TEACHER:
                break
            if badges == BADGES_MAX or self._dice(visit, f"yes {badges}") > SAYS_YES:
                self._diary.happened["the teacher said no"] += 1
                self.door.take(Cancelled())
                self._await_gone(Screen.ASK_TEACHER)
                return
            self._asked_building = False
            since_ns = self._present(self._all.school.badges[self.room])
        match shown.scene.screen:
            case Screen.OUT:
                self._goes(visit, since_ns, shown)
            case Screen.IN_LINE:
                self._joins_line(visit)
            case Screen.REFUSED:
                self._refused(visit, tries, shown)
            case _:
                self._diary.happened["not recorded"] += 1

    def _note_answer(self, shown: Shown, since_ns: int) -> None:
        ms = (shown.at_ns - since_ns) / 1e6
        if self._asked_building and ms < ALONE_MS:
            self._diary.answers.append(Answer(self._clock.at(since_ns), ms))
        elif self._asked_building:
            self._diary.unanswered.append(self._clock.at(since_ns))
        else:
            self._diary.happened["decided at the door"] += 1

    def _goes(self, visit: Visit, since_ns: int, shown: Shown) -> None:
        now = self._clock.at(shown.at_ns)
        back = min(now + visit.away, visit.lesson_ends)
        if visit.to_the_bell:
            back = max(now + timedelta(seconds=30), visit.at + visit.away)
        outing = Outing(
            student=visit.student,
            origin=self.room,
            destination=visit.destination,
            urgent=visit.urgent,
            chosen=self._clock.at(since_ns),
            shown=now,
            returned=back,
        )
        self._diary.outings.append(outing)
        if visit.forgets:
            self._diary.happened["forgot to tap"] += 1
            return
        self._all.out.add(visit.student)
        there = self
        if visit.back_elsewhere and len(self._all.doorways) > 1:
            others = sorted(self._all.doorways.keys() - {self.room})
            there = self._all.doorways[others[int(self._dice(visit, "where") * len(others))]]
        there.agenda.add(back, partial(there.come_back, outing))

    def _refused(self, visit: Visit, tries: int, shown: Shown) -> None:
        notice = shown.scene.notice
        code = notice.code if notice else "no reason"
        self._diary.refusals[code] += 1
        if tries >= TRIES_MAX or self._dice(visit, f"again {tries}") > TRIES_AGAIN:
            return
        again = self._clock.now() + RETRY_AFTER
        if notice is not None and notice.retry_at is not None:
            again = max(again, notice.retry_at)
        if again < visit.lesson_ends:
            self.agenda.add(again, partial(self._ask, visit, tries + 1))

    # --- in line --------------------------------------------------------------------------------

    def _joins_line(self, visit: Visit) -> None:
        self._diary.happened["joined a line"] += 1
        if self._dice(visit, "leave") < LEAVES_LINE:
            self._diary.happened["left a line"] += 1
            self.door.take(LeaveLinePressed())
            self._await_gone(Screen.IN_LINE)
            return
        label = self._label(visit.student)
        self._waiting[label] = visit
        self.agenda.add(visit.lesson_ends, partial(self._goes_to_next_lesson, label))
        # The call may have come before the student stood in line, by our own account.
        for shown in list(self._recent)[-2:]:
            self._look_for_call(shown)

    def _goes_to_next_lesson(self, label: str) -> None:
        self._waiting.pop(label, None)

    def _seen(self, shown: Shown) -> None:
        """In the door's own thread: look for what a student who waits would look for."""
        self._asked_building |= shown.scene.screen is Screen.CHECKING
        with self._news:
            self._recent.append(shown)
            self._news.notify_all()
        self._look_for_call(shown)

    def _look_for_call(self, shown: Shown) -> None:
        scene, label = shown.scene, None
        if scene.screen is Screen.YOUR_TURN:
            label = scene.student
        elif scene.toast is not None and scene.toast.kind == "your_turn":
            label = scene.toast.label
        visit = self._waiting.get(label or "")
        if label is None or visit is None or label in self._called:
            return
        self._called.add(label)
        now, dice = self._clock.now(), Random(f"call {visit.number} {shown.at_ns}")
        self._diary.happened["called from a line"] += 1
        if dice.random() < ACCEPTS:
            reaction = timedelta(seconds=dice.uniform(*REACTION_S))
            self.agenda.add(now + reaction, partial(self._accept, visit))
        else:
            self._diary.happened["missed a call"] += 1
            self.agenda.add(now + RETRY_AFTER, partial(self._called.discard, label))

    def _accept(self, visit: Visit) -> None:
        label = self._label(visit.student)
        self._called.discard(label)
        if label not in self._waiting:
            return
        self._asked_building = False
        since_ns = self._tap(visit.student)
        wanted = (*ANSWERED, Screen.CHOOSE)
        shown = self._await(visit.student, *wanted, since_ns=since_ns)
        if shown.scene.screen is Screen.CHOOSE:
            # The place in line was lost meanwhile, or the building is out of reach.
            self._waiting.pop(label, None)
            self._asked_building = False
            since_ns = self.door.choose(visit.destination)
        elif shown.scene.screen is Screen.IN_LINE and not self._asked_building:
            self._diary.happened["came too late for a call"] += 1
            return
        else:
            self._diary.happened["accepted a call"] += 1
            self._waiting.pop(label, None)
        self._answered(visit, TRIES_MAX, since_ns)

    # --- coming back ----------------------------------------------------------------------------

    def come_back(self, outing: Outing) -> None:
        """Have a student tap here on the way in, whatever door the pass is from."""
        elsewhere = outing.origin != self.room
        tapped_ns = self._tap(outing.student)
        if elsewhere and not self._ends_elsewhere(outing, tapped_ns):
            home = self._all.doorways[outing.origin]
            home.agenda.add(self._clock.now(), partial(home.come_back, outing))
            return
        ways = (Screen.WELCOME_BACK,) if elsewhere else (Screen.WELCOME_BACK, Screen.CHOOSE)
        shown = self._await(outing.student, *ways, since_ns=tapped_ns)
        self._all.out.discard(outing.student)
        if shown.scene.screen is Screen.CHOOSE:
            # Late by far more than the allowance: the door offers the next pass.
            self._diary.happened["came back after the pass was ended as forgotten"] += 1
            self.door.take(Cancelled())
            self._await_gone(Screen.CHOOSE)
            return
        outing.tapped, outing.tapped_ns = self._clock.at(tapped_ns), tapped_ns
        outing.welcomed = self._clock.at(shown.at_ns)
        outing.elsewhere = elsewhere

    def _ends_elsewhere(self, outing: Outing, tapped_ns: int) -> bool:
        ways = (Screen.OUT_ELSEWHERE, Screen.CARD_UNKNOWN)
        try:
            shown = self._await(outing.student, *ways, since_ns=tapped_ns, within_s=ELSEWHERE_S)
        except DoorStuckError:
            shown = None
        if shown is None or shown.scene.screen is Screen.CARD_UNKNOWN:
            self._diary.happened["could not end a pass elsewhere"] += 1
            self.door.take(Cancelled())
            return False
        self.door.take(EndMyPassPressed())
        return True

    # --- hands and eyes -------------------------------------------------------------------------

    def _tap(self, student: StudentId) -> int:
        return self._present(self._all.school.pupils[student].cards)

    def _present(self, cards: tuple[str, ...]) -> int:
        """Hold the card to the door that has rested longest, once it may be used again."""
        used = self._all.tapped_s
        card = min(cards, key=lambda each: used.get(each, 0.0))
        time.sleep(max(0.0, used.get(card, 0.0) + SAME_CARD_S - time.monotonic()))
        used[card] = time.monotonic()
        return self.door.tap(card)

    def _await(
        self, student: StudentId, *screens: Screen, since_ns: int, within_s: float = STUCK_S
    ) -> Shown:
        """Return the first such page since then, though another has taken its place already."""
        label, deadline = self._label(student), Deadline(within_s)
        with self._news:
            while True:
                for shown in self._recent:
                    scene = shown.scene
                    mine = scene.student == label or scene.screen is Screen.NOT_RECORDED
                    if shown.at_ns >= since_ns and mine and scene.screen in screens:
                        return shown
                if deadline.is_past or not self._news.wait(deadline.left_s()):
                    what = f"{' or '.join(screens)} for {label}: {list(self._recent)[-3:]}"
                    raise DoorStuckError(f"door {self.room} never showed {what}")

    def _await_gone(self, screen: Screen) -> None:
        self.door.await_scene(lambda scene: scene.screen is not screen, f"no {screen}")

    def _label(self, student: StudentId) -> str:
        return self._all.school.pupils[student].label

    def _dice(self, visit: Visit, about: str) -> float:
        return Random(f"{visit.number} {about}").random()
