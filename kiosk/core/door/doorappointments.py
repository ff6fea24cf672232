"""Appointments that are near, as one door was told; nothing here outlives the program."""

from collections.abc import Iterable
from datetime import timedelta

from kiosk.core.appointments import NEAR_AFTER
from kiosk.core.door.inputs import Moment
from kiosk.core.ids import OccurrenceId, StudentId
from kiosk.core.protocol import NearAppointment

REMIND_MS = 10_000
"""How long light and sound remind the room of a new one, once."""
KEPT_MAX = 200
"""Appointments of which it is remembered what this door did: more than a day of one room has."""


class DoorAppointments:
    """What the building last said is near here, less what was done about it since."""

    def __init__(self) -> None:
        self._told: dict[OccurrenceId, NearAppointment] = {}
        self._done: dict[OccurrenceId, int] = {}
        """When this door started or declined one: an older word can't know of that yet."""
        self._reminded: dict[OccurrenceId, None] = {}
        self._reminds_until_ms = 0

    def learn(self, told: Iterable[NearAppointment], asked_ms: int, moment: Moment) -> None:
        """Take the aggregator's word, given to a heartbeat sent at `asked_ms`."""
        self._told = {n.id: n for n in told if self._done.get(n.id, -1) < asked_ms}
        new = [n.id for n in self._told.values() if n.leaves_here and n.id not in self._reminded]
        if new:
            self._reminded |= dict.fromkeys(new)
            self._reminds_until_ms = moment.mono_ms + REMIND_MS
        _trim(self._reminded)

    def done(self, named: OccurrenceId, moment: Moment) -> None:
        """Note that one was started or declined here."""
        self._told.pop(named, None)
        self._done[named] = moment.mono_ms
        _trim(self._done)

    def get(self, named: OccurrenceId | None) -> NearAppointment | None:
        """Return one that is near, by its name."""
        return self._told.get(named) if named is not None else None

    def of(self, student: StudentId, moment: Moment) -> NearAppointment | None:
        """Return the first one that a student can leave for from here."""
        return next((n for n in self.near(moment) if n.student == student and n.leaves_here), None)

    def near(self, moment: Moment) -> tuple[NearAppointment, ...]:
        """Return what is near, earliest first; with the building away, time alone ends it."""
        found = (n for n in self._told.values() if not _over(n, moment))
        return tuple(sorted(found, key=lambda n: (n.at, n.id)))

    def urgent(self, moment: Moment) -> tuple[NearAppointment, ...]:
        """Return those that start by themselves here."""
        return tuple(n for n in self.near(moment) if n.urgent and n.leaves_here)

    def reminds(self, mono_ms: int) -> bool:
        """Say whether light and sound tell of a new one."""
        return mono_ms < self._reminds_until_ms

    def wakes_ms(self, mono_ms: int) -> int | None:
        """Return when the reminder is over."""
        return self._reminds_until_ms if self.reminds(mono_ms) else None


def _over(near: NearAppointment, moment: Moment) -> bool:
    if not moment.clock_known:
        return False
    return moment.now - near.at >= NEAR_AFTER or moment.now - near.at < -timedelta(days=1)


def _trim(kept: dict[OccurrenceId, None] | dict[OccurrenceId, int]) -> None:
    while len(kept) > KEPT_MAX:
        del kept[next(iter(kept))]
