"""Students and teachers of the simulated building, who act on what the screens say."""

from random import Random

from kiosk.core.door import turns
from kiosk.core.door.inputs import (
    Cancelled,
    CardTapped,
    Chose,
    DoorInput,
    EndMyPassPressed,
    GoNowPressed,
    LeaveLinePressed,
    NotBackPressed,
    NotTodayPressed,
    OtherPlacePressed,
    OverrideChosen,
    UndoPressed,
    UrgentPressed,
)
from kiosk.core.door.scene import Screen
from kiosk.core.events import OverrideReason
from kiosk.core.ids import StudentId
from kiosk.core.school import School, Student
from kiosk.sim.campaign.schools import BADGE
from kiosk.sim.campaign.sim_building import SimBuilding
from kiosk.sim.campaign.sim_door import SimDoor
from kiosk.sim.campaign.telling import told
from kiosk.sim.campaign.walk import Walk
from kiosk.sim.campaign.witness import Witness
from kiosk.sim.campaign.world import World

VISIT_MS = 15_000
"""How long somebody stays at a door who gets no answer."""
TRYING_MS = 120_000
"""How long somebody who is back tries to end the pass."""
AWAY_MS = 20_000
ARRIVALS_MS = 3_000
"""Mean time between two people who come to one door."""
FORGETS = 0.15
"""Share of those who come back and tap nowhere, on a day on which some forget."""
FORGOTTEN_MS_MAX = 90_000
"""By then a forgotten pass is ended, or somebody gave it more minutes and asks for a tap."""


class People:
    """Comes to doors, chooses, goes, comes back; some are impatient and some curious."""

    def __init__(self, world: World, school: School, witness: Witness) -> None:
        self.restless = True
        self._world, self._school, self._witness = world, school, witness
        self._doors: list[SimDoor] = list(witness.doors.values())
        self._students: list[Student] = list(school.roster.students.values())
        self._busy: set[StudentId] = set()
        self._visits = 0
        self._forgets: Random | None = None
        self._gone_home: set[StudentId] = set()

    @property
    def _building(self) -> SimBuilding:
        return self._witness.building

    @property
    def gone(self) -> bool:
        """Say whether nobody stands at a door any more."""
        return self._visits == 0

    def forget_now_and_then(self, chance: Random) -> None:
        """Let some tap nowhere when they come back, and go home."""
        self._forgets = chance

    def wander(self) -> None:
        """Let somebody come to some door, again and again."""
        if not self.restless:
            return
        world, rng = self._world, self._world.rng
        world.after(world.upto(2 * ARRIVALS_MS // len(self._doors)), self.wander)
        who = rng.choice(self._students)
        own = [door for door in self._doors if door.room in who.rooms]
        door = own[0] if world.chance() < 0.75 else rng.choice(self._doors)
        if who.id not in self._gone_home and (who.id not in self._busy or door not in own):
            self._busy.add(who.id)
            self._visits += 1
            self._ask(who, door, world.now_ms + world.upto(VISIT_MS))

    def come_back(self) -> None:
        """Let everybody who has gone come back after a while."""
        world = self._world
        for walk in self._witness.to_come_back:
            at = self._way_back(walk)
            away_ms = 3_000 + world.upto(AWAY_MS)
            if self._forgets is not None and self._forgets.random() < FORGETS:
                self._gone_home.add(walk.started.student)
                world.after(away_ms, self._witness.came_back, walk)
                continue
            world.after(away_ms, self._back, walk, at, world.now_ms + away_ms + TRYING_MS)
        self._witness.to_come_back.clear()
        world.after(500, self.come_back)

    def _way_back(self, walk: Walk) -> SimDoor:
        """Return the door at which a student taps first: the own, the destination's or any."""
        dice = self._world.chance()
        goal = self._school.roster.destinations[walk.started.destination]
        if dice < 0.25 and goal.room is not None:
            return next(door for door in self._doors if door.room == goal.room)
        return walk.door if dice < 0.8 else self._world.rng.choice(self._doors)

    def tidy(self) -> None:
        """Let students who never left end passes that were recorded and never shown."""
        for door in self._doors:
            opened_here = list(door.keeper.state.open.values()) if door.keeper else []
            for opened in opened_here:
                walk = self._witness.walks.get(opened.id)
                shown_ms = walk.shown_ms if walk is not None else None
                at_home = opened.student in self._gone_home and shown_ms is not None
                if at_home and self._world.now_ms < (shown_ms or 0) + FORGOTTEN_MS_MAX:
                    continue
                self._tap(self._school.roster.students[opened.student], door)

    def _ask(self, who: Student, door: SimDoor, until_ms: int) -> None:
        world = self._world
        gone = self._walk_of(who, door)
        if world.now_ms > until_ms or gone:
            if gone and world.luck(0.1):
                # Not gone after all: the go is taken back while it stands on the screen.
                self._touch(who, door, UndoPressed())
                self._witness.came_back(gone)
            self._touch(who, door, Cancelled())
            self._busy.discard(who.id)
            self._visits -= 1
            return
        world.after(150 + world.upto(2_000), self._ask, who, door, until_ms)
        scene, dice = door.scene, world.chance()
        if scene is None or scene.student == who.label:
            self._act(who, door, dice)
        elif scene.student is None or dice < 0.3:
            self._tap(who, door)

    def _act(self, who: Student, door: SimDoor, dice: float) -> None:
        scene = door.scene
        match scene.screen if scene else None:
            case Screen.CHOOSE if dice < 0.06:
                self._touch(who, door, UrgentPressed())
            case Screen.CHOOSE if dice > 0.1 and scene is not None:
                goal = self._world.rng.choice(scene.tiles).destination
                self._touch(who, door, Chose(goal))
            case Screen.CHECKING | Screen.ASK_TEACHER if dice < 0.1:
                self._touch(who, door, Cancelled())
            case Screen.CHECKING | Screen.CHOOSE if dice < 0.3:
                self._tap(who, door)
            case Screen.ASK_TEACHER if dice > 0.5:
                door.give(CardTapped(BADGE, door.mono_ms()))
            case Screen.APPOINTMENT if dice < 0.6:
                self._touch(who, door, GoNowPressed())
            case Screen.APPOINTMENT if dice < 0.7:
                self._touch(who, door, NotTodayPressed())
            case Screen.APPOINTMENT if dice < 0.9:
                self._touch(who, door, OtherPlacePressed())
            case Screen.OUT_ELSEWHERE:
                self._touch(who, door, Cancelled())
            case Screen.REFUSED | Screen.IN_LINE if dice > 0.85:
                door.give(CardTapped(BADGE, door.mono_ms()))
            case Screen.OVERRIDE if dice > 0.2:
                why = self._world.rng.choice(list(OverrideReason))
                self._touch(who, door, OverrideChosen(why))
            case Screen.OVERRIDE:
                self._touch(who, door, Cancelled())
            case Screen.IN_LINE if dice < 0.2:
                self._touch(who, door, LeaveLinePressed())
            case Screen.IN_LINE if dice < 0.5:
                self._touch(who, door, OtherPlacePressed())
            case Screen.REFUSED | Screen.WELCOME_BACK if dice > 0.5:
                self._tap(who, door)

    def _back(self, walk: Walk, at: SimDoor, until_ms: int) -> None:
        """Tap at a door, mostly the own one, until the pass is over."""
        if walk.back_ms is not None and self._is_over(walk):
            return
        who = self._school.roster.students[walk.started.student]
        self._witness.came_back(walk)
        if at.keeper is not None and at.scene is not None:
            turn = at.keeper.session.turn
            if isinstance(turn, turns.OutElsewhere) and turn.out.id == walk.started.id:
                self._touch(who, at, EndMyPassPressed())
            elif at.scene.student == who.label and at.scene.screen is not Screen.OUT:
                self._touch(who, at, Cancelled())
            else:
                self._tap(who, at)
                if self._world.luck(0.1):
                    self._touch(who, at, NotBackPressed())
        if not self._is_over(walk) and self._world.now_ms < until_ms:
            wait_ms = 3_100 + self._world.upto(3_000)
            self._world.after(wait_ms, self._back, walk, at, until_ms)

    def _is_over(self, walk: Walk) -> bool:
        mind = self._building.mind
        return mind is not None and not mind.building.record(walk.started.id).held

    def _walk_of(self, who: Student, door: SimDoor) -> Walk | None:
        """Return the pass with which a student is away from a door."""
        away = self._witness.away.values()
        return next((w for w in away if w.started.student == who.id and w.door is door), None)

    def _tap(self, who: Student, door: SimDoor) -> None:
        # Nobody ends a pass with the card of somebody who is still away with it.
        if self._walk_of(who, door) is None:
            if self._world.traced:
                self._world.note(who.id, f"taps at {door.door}")
            self._arrives(who, door)
            card, before = next(iter(who.cards)), door.scene
            door.give(CardTapped(card, door.mono_ms()))
            self._witness.patience.tapped(door, card, before)
            if self._world.luck(0.2):
                # A reader repeats a card that is held to it.
                self._world.after(self._world.upto(700), self._again, who, door)

    def _arrives(self, who: Student, door: SimDoor) -> None:
        """Whoever taps at the destination of a one-way pass has come to its end."""
        for walk in list(self._witness.away.values()):
            goal = self._school.roster.destinations[walk.started.destination]
            if walk.started.student == who.id and goal.one_way and goal.room == door.room:
                self._witness.came_back(walk)

    def _again(self, who: Student, door: SimDoor) -> None:
        card, before = next(iter(who.cards)), door.scene
        door.give(CardTapped(card, door.mono_ms()))
        self._witness.patience.tapped(door, card, before)

    def _touch(self, who: Student, door: SimDoor, touch: DoorInput) -> None:
        if door.scene is not None and door.scene.student == who.label:
            if self._world.traced:
                self._world.note(who.id, f"touches {told(touch)} at {door.door}")
            door.give(touch)
