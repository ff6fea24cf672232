"""A real life of a door whose disk fails: students who tap, and an eye on every green light."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from kiosk.core.door.inputs import CardTapped, Chose, DoorInput, Heard, LinkChanged
from kiosk.core.door.scene import Scene, Screen, Signal
from kiosk.core.doorschool import policy_document, roster_parts
from kiosk.core.events import Started
from kiosk.core.ids import BootId, CardHash, PassId
from kiosk.core.ports import WireMessage
from kiosk.core.protocol import EpochBeat, Request, ToDoor
from kiosk.core.school import School
from kiosk.door.clock import DoorClock
from kiosk.door.life import Life, Outlets
from kiosk.store.door_journal import DoorJournal
from kiosk.store.failures import JournalError
from tests.core.door_bench import DOOR, MAYA, NOON, OMAR, RESTROOM, ROOM, grant, school
from tests.durability.io_errors import TROUBLES
from tests.durability.power import Disk, Fate, Recorder
from tests.durability.power_cuts import recorded, write
from tests.durability.sqlite_files import Unwatched, watched_by
from tests.durability.story import LostError
from tests.store.examples import CODEC, boot

CARDS = {MAYA: CardHash("a1" * 32), OMAR: CardHash("b2" * 32)}
CHECKER = boot(1_000_000)
LIVES_MAX = 3
"""A call fails once: the life after the one it ended begins, or the one after that."""


@dataclass(slots=True)
class FailingDoor:
    """Carries on as the door's program does: a JournalError ends a life, and another begins."""

    folder: Path
    recorder: Recorder
    make: Callable[[Path], DoorJournal] = lambda path: DoorJournal(path, CODEC)
    lit: set[PassId] = field(default_factory=set)
    """Passes for which the light was green."""
    failures: int = 0
    requests: list[Request] = field(default_factory=list)
    _life: Life | None = None
    _fences: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def begin(self) -> None:
        """Begin a life, and let the building say what school this is."""
        outlets = Outlets(
            send=self._sent,
            send_event=lambda _sealed: None,
            show=self._show,
            wake_at=lambda _ms: None,
            drop_link=lambda _why: None,
        )
        journal = self.make(self.folder / "here" / "door.sqlite3")
        self._life = Life(journal, DoorClock(trusted=True), outlets)
        self._life.begin(DOOR, ROOM)
        of = _school()
        words: tuple[ToDoor, ...] = (
            EpochBeat(epoch=1, now=NOON),
            policy_document(of, ROOM),
            *roster_parts(of, ROOM),
        )
        self.take(LinkChanged(up=True))
        for word in words:
            self.take(Heard(word))

    def out_and_back(self, card: CardHash) -> None:
        """Tap, choose, be granted; and tap again on the way in."""
        self.tap(card)
        self.take(Chose(RESTROOM))
        self.take(Heard(grant(self.requests[-1], fence=next(self._fences))))
        self.tap(card)

    def carry_on(self) -> None:
        """End the life that is ahead of its disk, and begin another."""
        self.failures += 1
        self.close(clean=False)
        self.begin()

    def close(self, *, clean: bool) -> None:
        life, self._life = self._life, None
        if life is not None:
            life.close(clean=clean)

    def tap(self, card: CardHash) -> None:
        # Later than anything that was on the screen, and than what one hand does twice.
        self.take(CardTapped(card, 10**6 * (1 + len(self.recorder.operations))))

    def take(self, happened: DoorInput) -> None:
        assert self._life is not None
        self._life.take(happened)

    def kept(self, files: dict[str, bytes]) -> set[PassId]:
        """Return the passes that a start on `files` finds recorded as started."""
        write(self.folder / "copy", files)
        journal = DoorJournal(self.folder / "copy" / "door.sqlite3", CODEC)
        with watched_by(Unwatched()):
            try:
                rows = journal.open(CHECKER).unacked
                events = [CODEC.decode(journal.event_bytes(BootId(b), seq)) for b, seq in rows]
            finally:
                journal.close(clean=False)
        return {event.id for event in events if isinstance(event, Started)}

    def _sent(self, message: WireMessage) -> None:
        if isinstance(message, Request):
            self.requests.append(message)

    def _show(self, scene: Scene) -> None:
        if scene.signal is not Signal.GO or scene.screen is not Screen.OUT:
            return
        going = self.requests[-1].id
        self.lit.add(going)
        if going not in self.kept(self.worst()):
            raise LostError(f"green before {going} was on the disk")

    def worst(self) -> dict[str, bytes]:
        """Return what is left if the power goes now and nothing was written without a flush."""
        disk, rng = Disk(), Random(len(self.recorder.operations))
        for operation in self.recorder.operations:
            disk.take(operation, rng)
        return disk.after_power_cut(Fate.DROPPED, rng)


def failing_lives(kind: str, folder: Path, *, step: int = 1) -> Iterator[FailingDoor]:
    """Let Maya, then Omar, out and back at a door where a call fails; each call in turn."""
    for call in itertools.count(1, step):
        recorder = Recorder()
        recorder.failures, recorder.fail_at = TROUBLES[kind], call
        write(folder / "here", {})
        door = FailingDoor(folder, recorder)
        with recorded(recorder):
            _one_day(door)
        if recorder.calls < call:
            return
        missing = door.lit - door.kept(door.worst())
        if missing:
            raise LostError(f"{kind} at call {call}: {missing} were out and are not on the disk")
        yield door


def _one_day(door: FailingDoor) -> None:
    try:
        door.begin()
        door.out_and_back(CARDS[MAYA])
    except JournalError:
        _recover(door)
    try:
        door.out_and_back(CARDS[OMAR])
        door.close(clean=True)
    except JournalError:
        _recover(door)
        door.close(clean=True)


def _recover(door: FailingDoor) -> None:
    for _ in range(LIVES_MAX):
        try:
            door.carry_on()
        except JournalError:
            continue
        return
    raise LostError("no life begins any more")


def _school() -> School:
    of = school()
    students = {
        who: replace(student, cards=frozenset({CARDS[who]}))
        for who, student in of.roster.students.items()
    }
    staff = {who: replace(each, badges=frozenset()) for who, each in of.roster.staff.items()}
    return replace(of, roster=replace(of.roster, students=students, staff=staff))
