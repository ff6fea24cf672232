from kiosk.core.ids import StaffId
from kiosk.core.protocol import Pin, PinResult
from kiosk.sim.campaign.pin_witness import PinWitness
from kiosk.sim.campaign.pins import BADGELESS, NOBODYS, PINS, with_badgeless
from kiosk.sim.campaign.schools import TEACHER, dense_school
from kiosk.sim.campaign.world import World

OF = {staff: pin for pin, staff in PINS.items()}
FIRST, SECOND = "first", "second"


class Watched:
    """A witness of one door, and the promises that it found broken."""

    def __init__(self) -> None:
        self.broken: list[str] = []
        school = with_badgeless(dense_school(1, 0))
        (self.door,) = school.roster.room_by_door
        self.pins = PinWitness(World(0), school, self._hold)

    def _hold(self, promise: str, *, kept: bool, about: object) -> None:
        if not kept:
            self.broken.append(f"{promise}: {about}")

    def ask(self, pin: str, asked_as: str) -> None:
        """Type a PIN, and let the door ask for it; what becomes of the door is not told."""
        self.pins.typed(self.door, pin)
        self.pins.asked(self.door, Pin(id=asked_as, pin=pin))

    def answer(self, asked_as: str, staff: StaffId | None) -> None:
        """Let the aggregator say whose it is."""
        self.pins.answered(self.door, PinResult(id=asked_as, staff=staff))


def test_an_answer_is_held_to_the_digits_behind_the_question() -> None:
    watched = Watched()
    watched.ask(OF[TEACHER], FIRST)
    watched.answer(FIRST, TEACHER)
    assert watched.broken == []
    watched.ask(OF[BADGELESS], SECOND)
    watched.answer(SECOND, TEACHER)
    assert len(watched.broken) == 1


def test_a_question_that_is_asked_again_is_still_about_its_own_digits() -> None:
    watched = Watched()
    watched.ask(OF[TEACHER], FIRST)
    watched.ask(NOBODYS, SECOND)
    watched.pins.asked(watched.door, Pin(id=FIRST, pin=OF[TEACHER]))
    watched.answer(FIRST, TEACHER)
    watched.answer(SECOND, None)
    assert watched.broken == []


def test_digits_that_no_door_asked_for_are_nobody_s_answer() -> None:
    watched = Watched()
    watched.pins.typed(watched.door, OF[TEACHER])
    watched.answer(FIRST, TEACHER)
    assert len(watched.broken) == 1
