"""A random walk through what a door's mind could ask of its journal."""

from kiosk.core.door.doorbook import (
    Append,
    DoorChange,
    DropOpen,
    DropPending,
    MarkAcked,
    PurgeAcked,
    PutMarks,
    PutOpen,
    PutPaused,
    PutPending,
    PutPolicy,
    PutPrefs,
    PutRoster,
    Requeue,
    Reserve,
)
from kiosk.core.door.prefs import DoorPrefs
from kiosk.core.ids import BootId, PassId
from kiosk.sim.campaign.door_disk import Platter
from tests.store.examples import (
    at,
    ended,
    open_pass,
    pass_id,
    policy,
    request,
    roster_part,
    started,
)

Choice = tuple[int, int, int]


class Walk:
    """Turns drawn numbers into changes that make sense at that point."""

    def __init__(self, model: Platter, life: BootId) -> None:
        self.model = model
        self.life = life
        self.seq = 0
        self.reserved = 0

    def in_reserve(self, number: int) -> PassId:
        return PassId(f"{self.life}-{number}")

    def change(self, choice: Choice) -> DoorChange:
        what, first, second = choice
        lives = [*self.model.lives, self.life]
        life, seqs = lives[first % len(lives)], (second % 6 + 1, first % 6 + 1)
        event = started if second % 2 else ended
        makers: list[DoorChange] = [
            PutPending(request(first, self.life)),
            DropPending(pass_id(first)),
            # An id in reserve is always a new one; one of them is used, or dropped.
            Reserve(self.in_reserve(self.reserved)),
            DropPending(self.in_reserve(first % (self.reserved + 1))),
            PutOpen(open_pass(first, None if second % 3 else second)),
            DropOpen(pass_id(first)),
            Append(event(first, self.life, self.seq + 1)),
            Append(event(second, self.life, self.seq + 1)),
            MarkAcked(life, seqs, at(first)),
            Requeue(life, seqs[:1]),
            PutMarks(first, second),
            PutRoster(tuple(roster_part(n, second % 3, f"r{first}") for n in range(second % 3))),
            PutPolicy(policy(f"p{first}")),
            PurgeAcked(at(second)),
            PutPaused(second % 2 == 0),
            PutPrefs(DoorPrefs("es" if first % 2 else "en", second % 2 == 0, 20 * (first % 5 + 1))),
        ]
        made = makers[what % len(makers)]
        if isinstance(made, Append):
            self.seq += 1
        if isinstance(made, Reserve):
            self.reserved += 1
        return made
