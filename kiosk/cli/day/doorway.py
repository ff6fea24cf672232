"""One door and the students who come to it, each with a visit in mind; acts on what is shown."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random
from threading import Thread
from typing import Final

from kiosk.cli.bench.headless_door import DoorStuckError, HeadlessDoor, Shown
from kiosk.cli.day.agenda import Agenda
from kiosk.cli.day.hands import Hands
from kiosk.core.door.inputs import (
    Cancelled,
    EndMyPassPressed,
    GoNowPressed,
    LeaveLinePressed,
    OtherPlacePressed,
    OverrideChosen,
    UndoPressed,
    UrgentPressed,
)
from kiosk.core.door.scene import Screen
from kiosk.core.events import OverrideReason
from kiosk.core.ids import RoomId, StudentId
from kiosk.core.rulebook import OVERRIDABLE
from kiosk.sim.day.clock import DayClock
from kiosk.sim.day.diary import Answer, Diary, Outing
from kiosk.sim.day.people import KIOSKS, SchoolPlan
from kiosk.sim.day.visits import Visit

ALONE_MS: Final = 1_990.0
"""What took so long was no answer: the door has decided alone (PROTOCOL D1)."""
ELSEWHERE_S: Final = 3.0
"""A door asks for 2 s where a student is out from."""
TRIES_MAX: Final = 2
BADGES_MAX: Final = 2
SAYS_YES: Final = 0.85
ACCEPTS: Final = 0.85
LEAVES_LINE: Final = 0.1
TRIES_AGAIN: Final = 0.4
UNDOES: Final = 0.03
"""Share of those who take the go back at once: it was the wrong tile, or the wrong time."""
OVERRIDES: Final = 0.3
"""Share of refusals that a teacher goes past."""
CHECKS_IN: Final = 0.8
CHECKS_IN_AFTER: Final = 0.3
"""Of the time away: the way to the nurse or the office."""
REACTION_S: Final = (3.0, 12.0)
"""From the call at the door until the card is at the reader."""
RETRY_AFTER: Final = timedelta(minutes=3)
OFFERS: Final = (Screen.CHOOSE, Screen.IN_LINE, Screen.APPOINTMENT)
"""Pages on which a student says where to go."""
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
        self._hands = Hands(corridor.school, corridor.tapped_s, make_door, self._seen)
        self.door = self._hands.door
        self.fault: DoorStuckError | None = None
        self._all = corridor
        self._clock, self._diary = corridor.clock, corridor.diary
        self._waiting: dict[str, Visit] = {}
        """Who stands in line here, by what the screen calls them."""
        self._called: set[str] = set()
        self._asked_building = False
        self._offered: set[int] = set()
        """Visits of students who went by an appointment that the door had offered."""
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
        label = self._hands.label(visit.student)
        if visit.student in self._all.out or label in self._waiting:
            self._diary.happened["came while out or in line"] += 1
            return
        self._diary.happened["asked"] += 1
        self._offered.discard(visit.number)
        if not self._comes_to_choose(visit, tries):
            return
        if visit.number in self._offered:
            self._asked_building = False
            self._answered(visit, tries, self.door.take(GoNowPressed()))
            return
        if visit.urgent:
            self.door.take(UrgentPressed())
            self.door.await_scene(lambda scene: scene.urgent, "the urgent choice")
            self._diary.happened["urgent"] += 1
        self._asked_building = False
        self._answered(visit, tries, self.door.choose(visit.destination))

    def _comes_to_choose(self, visit: Visit, tries: int) -> bool:
        """Tap, and say whether the door then offers places."""
        offers = (*OFFERS, Screen.WELCOME_BACK, Screen.OUT_ELSEWHERE)
        shown = self._hands.read(visit.student, *offers, since_ns=self._hands.tap(visit.student))
        match shown.scene.screen:
            case Screen.APPOINTMENT if visit.appointed is not None:
                self._diary.happened["went to an appointment"] += 1
                self._offered.add(visit.number)
            case Screen.IN_LINE | Screen.APPOINTMENT:
                self.door.take(OtherPlacePressed())
                self._hands.read(visit.student, Screen.CHOOSE, since_ns=shown.at_ns)
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

    def _answered(self, visit: Visit, tries: int, since_ns: int, *, override: bool = False) -> None:
        """Act on the answer to what was touched or tapped at `since_ns`."""
        for badges in range(BADGES_MAX + 1):
            shown = self._hands.read(visit.student, *ANSWERED, since_ns=since_ns)
            self._note_answer(shown, since_ns)
            if shown.scene.screen is not Screen.ASK_TEACHER:
                break
            if badges == BADGES_MAX or self._dice(visit, f"yes {badges}") > SAYS_YES:
                self._diary.happened["the teacher said no"] += 1
                self.door.take(Cancelled())
                self._hands.await_gone(Screen.ASK_TEACHER)
                return
            self._asked_building = False
            since_ns = self._hands.present(self._all.school.badges[self.room])
        match shown.scene.screen:
            case Screen.OUT:
                self._goes(visit, since_ns, shown, override=override)
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

    def _goes(self, visit: Visit, since_ns: int, shown: Shown, *, override: bool) -> None:
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
            override=override,
            appointed=visit.number in self._offered,
        )
        self._diary.outings.append(outing)
        if not visit.urgent and self._dice(visit, "undo") < UNDOES:
            self._diary.happened["took the go back"] += 1
            outing.undone = self._clock.at(self.door.take(UndoPressed()))
            self._hands.await_gone(Screen.OUT)
            return
        if visit.forgets:
            self._diary.happened["forgot to tap"] += 1
            return
        self._all.out.add(visit.student)
        there = self
        if visit.back_elsewhere and len(self._all.doorways) > 1:
            others = sorted(self._all.doorways.keys() - {self.room})
            there = self._all.doorways[others[int(self._dice(visit, "where") * len(others))]]
        there.agenda.add(back, partial(there.come_back, outing))
        kiosk = self._all.doorways.get(KIOSKS.get(visit.destination, self.room))
        if kiosk is not None and kiosk is not self and self._dice(visit, "check in") < CHECKS_IN:
            arrives = now + (back - now) * CHECKS_IN_AFTER
            kiosk.agenda.add(arrives, partial(kiosk.check_in, outing))

    def _refused(self, visit: Visit, tries: int, shown: Shown) -> None:
        notice = shown.scene.notice
        code = notice.code if notice else "no reason"
        self._diary.refusals[code] += 1
        if code in OVERRIDABLE and self._dice(visit, f"override {tries}") < OVERRIDES:
            self._let_go_anyway(visit)
            return
        if tries >= TRIES_MAX or self._dice(visit, f"again {tries}") > TRIES_AGAIN:
            return
        again = self._clock.now() + RETRY_AFTER
        if notice is not None and notice.retry_at is not None:
            again = max(again, notice.retry_at)
        if again < visit.lesson_ends:
            self.agenda.add(again, partial(self._ask, visit, tries + 1))

    def _let_go_anyway(self, visit: Visit) -> None:
        """Have the teacher go past a refusal, and say why."""
        since_ns = self._hands.present(self._all.school.badges[self.room])
        self._hands.read(visit.student, Screen.OVERRIDE, since_ns=since_ns)
        self._diary.happened["the teacher went past a rule"] += 1
        self._asked_building = False
        since_ns = self.door.take(OverrideChosen(OverrideReason.ERRAND))
        self._answered(visit, TRIES_MAX, since_ns, override=True)

    # --- in line --------------------------------------------------------------------------------

    def _joins_line(self, visit: Visit) -> None:
        self._diary.happened["joined a line"] += 1
        if self._dice(visit, "leave") < LEAVES_LINE:
            self._diary.happened["left a line"] += 1
            self.door.take(LeaveLinePressed())
            self._hands.await_gone(Screen.IN_LINE)
            return
        label = self._hands.label(visit.student)
        self._waiting[label] = visit
        self.agenda.add(visit.lesson_ends, partial(self._goes_to_next_lesson, label))
        # The call may have come before the student stood in line, by our own account.
        for shown in list(self._hands.recent)[-2:]:
            self._look_for_call(shown)

    def _goes_to_next_lesson(self, label: str) -> None:
        self._waiting.pop(label, None)

    def _seen(self, shown: Shown) -> None:
        """In the door's own thread: look for what a student who waits would look for."""
        self._asked_building |= shown.scene.screen is Screen.CHECKING
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
        label = self._hands.label(visit.student)
        self._called.discard(label)
        if label not in self._waiting:
            return
        self._asked_building = False
        since_ns = self._hands.tap(visit.student)
        wanted = (*ANSWERED, Screen.CHOOSE)
        shown = self._hands.read(visit.student, *wanted, since_ns=since_ns)
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
        tapped_ns = self._hands.tap(outing.student)
        if elsewhere and not self._ends_elsewhere(outing, tapped_ns):
            home = self._all.doorways[outing.origin]
            home.agenda.add(self._clock.now(), partial(home.come_back, outing))
            return
        ways = (Screen.WELCOME_BACK,) if elsewhere else (Screen.WELCOME_BACK, Screen.CHOOSE)
        shown = self._hands.read(outing.student, *ways, since_ns=tapped_ns)
        self._all.out.discard(outing.student)
        if shown.scene.screen is Screen.CHOOSE:
            # Late by far more than the allowance: the door offers the next pass.
            self._diary.happened["came back after the pass was ended as forgotten"] += 1
            self.door.take(Cancelled())
            self._hands.await_gone(Screen.CHOOSE)
            return
        outing.tapped, outing.tapped_ns = self._clock.at(tapped_ns), tapped_ns
        outing.welcomed = self._clock.at(shown.at_ns)
        outing.elsewhere = elsewhere

    def check_in(self, outing: Outing) -> None:
        """Have a student who is out tap at this kiosk, which the pass leads to."""
        tapped_ns = self._hands.tap(outing.student)
        shown = self._known_to_be_out(outing, tapped_ns, Screen.CHECKED_IN)
        if shown is not None:
            self._diary.happened["checked in"] += 1
            outing.checked_in = self._clock.at(tapped_ns)
            outing.greeted = self._clock.at(shown.at_ns)
        else:
            self._diary.happened["could not check in"] += 1
            self.door.take(Cancelled())

    def _ends_elsewhere(self, outing: Outing, tapped_ns: int) -> bool:
        if self._known_to_be_out(outing, tapped_ns, Screen.OUT_ELSEWHERE) is None:
            self._diary.happened["could not end a pass elsewhere"] += 1
            self.door.take(Cancelled())
            return False
        self.door.take(EndMyPassPressed())
        return True

    def _known_to_be_out(self, outing: Outing, tapped_ns: int, screen: Screen) -> Shown | None:
        """Wait for the page of somebody who is out elsewhere; None: the door does not know."""
        try:
            shown = self._hands.read(
                outing.student,
                *(screen, Screen.CARD_UNKNOWN),
                since_ns=tapped_ns,
                within_s=ELSEWHERE_S,
            )
        except DoorStuckError:
            return None
        return shown if shown.scene.screen is screen else None

    def _dice(self, visit: Visit, about: str) -> float:
        return Random(f"{visit.number} {about}").random()
