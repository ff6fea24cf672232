"""Cards that staff gave to students beside the school's own lists: for good, or lent for a day."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from kiosk.core.ids import CardHash, DoorId, StaffId, StudentId

LOANS_KEPT = timedelta(days=30)
"""How long after its day a loan can be looked up: nobody asks later who had which card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenCard:
    """One card in a student's hands by the word of staff, who gave it and when it was taken back.

    The number of the card itself is known nowhere.
    """

    id: str
    """Of the act that gave it."""
    card: CardHash
    student: StudentId
    staff: StaffId
    at: datetime
    day: date | None = None
    """The day, by the school's date, to whose end it is lent; None: it is theirs for good."""
    name: str = ""
    """What is printed on a card for lending."""
    door: DoorId | None = None
    """Where it was given; None: away from a door."""
    ended_at: datetime | None = None
    ended_by: StaffId | None = None

    def counts_on(self, day: date) -> bool:
        """Say whether a tap of it is the student's on `day`."""
        return self.ended_at is None and (self.day is None or self.day == day)

    def ended(self, staff: StaffId, at: datetime) -> "GivenCard":
        """Return the card as taken back."""
        return replace(self, ended_at=at, ended_by=staff)


class GivenCards:
    """Every card given, the latest of each card last."""

    def __init__(self, kept: Iterable[GivenCard] = ()) -> None:
        self._by_id = {given.id: given for given in kept}
        self._by_card: dict[CardHash, str] = {g.card: g.id for g in self._by_id.values()}
        ended = sum(given.ended_at is not None for given in self._by_id.values())
        self.changes = len(self._by_id) + ended
        """Grows with each card that is given or taken back, the same after a start."""

    def put(self, given: GivenCard) -> None:
        """Take the newest state of one card given."""
        self._by_id[given.id] = given
        if given.ended_at is None:
            self._by_card[given.card] = given.id
        self.changes += 1

    def by_id(self, given_id: str) -> GivenCard | None:
        """Return the card given with that act."""
        return self._by_id.get(given_id)

    def of(self, card: CardHash, day: date) -> GivenCard | None:
        """Return in whose hands `card` is on `day`."""
        given = self._by_id.get(self._by_card.get(card, ""))
        return given if given is not None and given.counts_on(day) else None

    def on(self, day: date) -> Iterator[GivenCard]:
        """Yield every card that counts on `day`, in the order in which they were given."""
        return (given for given in self._by_id.values() if given.counts_on(day))

    def for_good(self) -> Mapping[StudentId, frozenset[CardHash]]:
        """Return the cards that doors may know: not the lent ones, whose day only we see end."""
        found: dict[StudentId, frozenset[CardHash]] = {}
        for given in self._by_id.values():
            if given.day is None and given.ended_at is None:
                before = found.get(given.student, frozenset())
                found[given.student] = before | {given.card}
        return found

    def forget_loans(self, today: date) -> list[str]:
        """Forget loans of long ago; return the ids of their acts."""
        gone = [g.id for g in self._by_id.values() if g.day and g.day < today - LOANS_KEPT]
        for given_id in gone:
            given = self._by_id.pop(given_id)
            if self._by_card.get(given.card) == given_id:
                del self._by_card[given.card]
        return gone
