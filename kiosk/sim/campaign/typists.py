"""Staff without a badge, and guessers, at the keypads of the simulated building."""

from random import Random

from kiosk.core.door import turns
from kiosk.core.door.inputs import Cancelled, DigitPressed, ErasePressed, PinPressed
from kiosk.core.door.scene import Screen
from kiosk.sim.campaign.adults import Adults
from kiosk.sim.campaign.pins import ALL_TYPED, NOBODYS, codes
from kiosk.sim.campaign.sim_door import SimDoor
from kiosk.sim.campaign.witness import Witness
from kiosk.sim.campaign.world import World

TYPE_EVERY_MS = 2_000
"""Mean time between two who come to some keypad."""
KEY_MS = 90
TOUCHES = 40
"""A PIN, its answer, and some keys of the panel; who guesses tries about as often as is free."""
ERRS = 0.02
GUESSERS = 0.1
CODES_EVERY_MS = 8_000
"""So often the office makes its day codes: those that are there it is refused."""


class Typists:
    """Comes to doors with a PIN, a day code or a guess, by a chance of its own, like appointers."""

    def __init__(self, world: World, witness: Witness, adults: Adults, seed: int) -> None:
        self.restless = True
        self._rng = Random(f"PINs of {seed}")
        self._world, self._witness, self._adults = world, witness, adults

    def wander(self) -> None:
        """Let one come to some door, again and again."""
        if not self.restless:
            return
        rng, doors = self._rng, list(self._witness.doors.values())
        self._world.after(1 + int(rng.random() * 2 * TYPE_EVERY_MS), self.wander)
        guesses = rng.random() < GUESSERS
        asking = [door for door in doors if door.scene and door.scene.screen is Screen.ASK_TEACHER]
        # The substitute's room is the first.
        door = doors[0] if rng.random() < 0.4 else rng.choice(asking or doors)
        self._at_a_door(door, None if guesses else rng.choice(ALL_TYPED), TOUCHES)

    def make_codes(self) -> None:
        """Let the office make its day codes, again and again."""
        if not self.restless:
            return
        self._world.after(CODES_EVERY_MS, self.make_codes)
        school = self._witness.school
        today = school.schedule.date_at(self._world.now())
        for made in codes(today, next(iter(school.roster.rooms))):
            self._witness.building.give(made)

    def _at_a_door(self, door: SimDoor, pin: str | None, touches: int) -> None:
        scene, rng = door.scene, self._rng
        if door.keeper is None or scene is None or touches <= 0:
            return
        stays = True
        match scene.screen:
            case Screen.IDLE | Screen.ASK_TEACHER:
                stays = pin is None or touches == TOUCHES
                if stays:
                    door.give(PinPressed())
            case Screen.PIN:
                self._type(door, pin or NOBODYS)
            case Screen.PANEL:
                touch = self._adults.touch_on(scene)
                door.give(Cancelled() if rng.random() < 0.5 else touch)
        if stays:
            wait_ms = KEY_MS + int(rng.random() * KEY_MS)
            self._world.after(wait_ms, self._at_a_door, door, pin, touches - 1)

    def _type(self, door: SimDoor, pin: str) -> None:
        turn = door.mind.session.turn
        if not isinstance(turn, turns.PinPad) or turn.pin_id is not None:
            return
        if not pin.startswith(turn.typed) or self._rng.random() < ERRS:
            # A wrong key, or what somebody else has left there.
            door.give(ErasePressed())
            return
        digit = pin[len(turn.typed)]
        if turn.typed + digit == pin:
            # Before the key: the door may die of it, with the PIN on its way.
            self._witness.pins.typed(door.door, pin)
        door.give(DigitPressed(int(digit)))
