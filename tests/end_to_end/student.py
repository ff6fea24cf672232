"""A student who does at a door what anybody would, whatever has just been killed."""

from itertools import cycle

from tests.end_to_end.building import TEACHER, Building, Door, Page, cards_of, page_of
from tests.end_to_end.patience import await_that

NOES_MAX = 3
"""No rule stands in the way of these students; a door without the roster may not know a card."""
TEACHERS = cycle([TEACHER, "0007102026", "0007103039", "0007104052"])


class Student:
    """One student at one door; reads the screen and acts on it until out, and until back."""

    def __init__(self, student: str, label: str, card: str, door: Door) -> None:
        self.id = student
        self.label = label
        self.door = door
        self._cards = cycle(cards_of(card))
        self._noes = 0

    def tap(self) -> None:
        """With another card each time: the same one soon after would be no tap."""
        self.door.tap(next(self._cards))

    def go_out(self) -> None:
        """Does what the screen says until this student is out."""
        await_that(self._is_out, f"{self.label} out", self.door.look)

    def come_back(self) -> None:
        """Taps and looks until the pass has ended."""
        await_that(self._is_back, f"{self.label} back", self.door.look)

    def _is_out(self) -> bool:
        sight = self.door.look()
        match page_of(sight) if sight is not None else None:
            case Page.IDLE if sight is not None and self.label in sight.texts:
                # The go was recorded, and nobody saw the screen in time.
                return True
            case Page.OUT:
                return True
            case Page.IDLE:
                self._tap_once(Page.IDLE)
            case Page.CHOOSE:
                self.door.try_touch("tile-restroom")
            case Page.ASK_TEACHER:
                self.door.tap(next(TEACHERS))
            case Page.REFUSED | Page.WAIT | Page.UNKNOWN:
                self._noes += self.door.try_touch("cancel")
                assert self._noes < NOES_MAX, f"{self.label} is told no: {sight}"
            case Page.WELCOME:
                self.door.try_touch("cancel")
            case _:
                pass
        return False

    def _is_back(self) -> bool:
        sight = self.door.look()
        match page_of(sight) if sight is not None else None:
            case Page.WELCOME:
                # Read; the next student waits.
                self.door.try_touch("cancel")
                return True
            case Page.IDLE if sight is not None and self.label not in sight.texts:
                return True
            case Page.IDLE | Page.OUT as page:
                self._tap_once(page)
            case Page.CHOOSE:
                self.door.try_touch("cancel")
            case _:
                pass
        return False

    def _tap_once(self, page: Page) -> None:
        """Taps and waits for another page, unless the door dies: then its next life is tapped."""
        self.tap()
        life = self.door.program.lives

        def changed() -> bool:
            return self.door.program.lives != life or self.door.page() not in {page, None}

        await_that(changed, "an answer to a tap", self.door.look)


def roll(building: Building, room: str) -> list[Student]:
    """English-speaking students of a room, in order, each at that room's door."""
    door = building.doors[room]
    return [Student(*person, door) for person in PEOPLE[room]]


PEOPLE = {
    "214": [
        ("s-002", "Liam O.", "0006547974"),
        ("s-004", "Noah K.", "0006548048"),
        ("s-006", "Ethan B.", "0006548122"),
        ("s-007", "Yuki T.", "0006548159"),
        ("s-008", "Omar F.", "0006548196"),
        ("s-009", "Chloe N.", "0006548233"),
        ("s-011", "Zara A.", "0006548307"),
        ("s-012", "Caleb J.", "0006548344"),
        ("s-013", "Linh T.", "0006548381"),
        ("s-014", "Grace W.", "0006548418"),
    ],
    "118": [
        ("s-016", "Isabella R.", "0006548492"),
        ("s-017", "Kofi M.", "0006548529"),
        ("s-021", "Emma L.", "0006548677"),
        ("s-023", "Priya S.", "0006548751"),
        ("s-025", "Fatima A.", "0006548825"),
        ("s-026", "Wei C.", "0006548862"),
        ("s-028", "Aiden M.", "0006548936"),
        ("s-029", "Nia O.", "0006548973"),
        ("s-030", "Hannah G.", "0006549010"),
    ],
}
