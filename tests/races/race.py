"""Races over real MQTT, and what may be found afterwards in the building's journal and its feed."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

from kiosk.cli.bench.building import Building
from kiosk.cli.bench.deadline import Deadline
from kiosk.cli.bench.headless_door import HeadlessDoor
from kiosk.cli.bench.school_folder import BUILDING, PLACE, Pupil, SchoolPlan
from kiosk.core.aggregator.passes import PassRecord
from kiosk.core.door.inputs import Cancelled, LeaveLinePressed
from kiosk.core.door.scene import Scene, Screen
from kiosk.core.ids import RoomId
from kiosk.feed.codec import JsonCodec
from kiosk.store.building_journal import BuildingJournal
from tests.races.staff_reader import StaffReader

TRIALS = 300
# One trial takes some 20 ms; a machine on which all take this long has another trouble.
RACE_S_MAX = 300.0
BEFORE_THE_ANSWER = (Screen.CHOOSE, Screen.CHECKING)

Entry = tuple[HeadlessDoor, Pupil]


@dataclass(frozen=True)
class Outcome:
    """Who was shown the go in one trial, by place in the trial's entries."""

    out: tuple[int, ...]
    screens: tuple[Screen, ...]


class Race:
    def __init__(self, folder: Path, broker_port: int, school: SchoolPlan) -> None:
        self.building = Building(folder, broker_port, school)
        self.reader = StaffReader(BUILDING, self.building.broker)

    def open(self, rooms: Sequence[RoomId]) -> list[HeadlessDoor]:
        self.reader.open()
        self.building.write()
        self.building.start()
        return self.building.open_doors(rooms)

    def close(self) -> None:
        self.building.close()
        self.reader.close()

    def run(self, trials: Iterable[Sequence[Entry]]) -> list[Outcome]:
        """All entries of a trial choose at the same moment; those who got out come back."""
        bound = Deadline(RACE_S_MAX)
        outcomes: list[Outcome] = []
        for entries in trials:
            assert not bound.is_past, f"only {len(outcomes)} trials in {RACE_S_MAX:.0f} s"
            outcomes.append(self._trial(entries, len(outcomes)))
        return outcomes

    def _trial(self, entries: Sequence[Entry], number: int) -> Outcome:
        for door, pupil in entries:
            door.tap(pupil.card_out)
        for door, pupil in entries:
            door.await_screen(Screen.CHOOSE, student=pupil.label)
        together = Barrier(len(entries))
        # Whoever is told first must not always be the same.
        first = number % len(entries)
        for door, _ in [*entries[first:], *entries[:first]]:
            door.choose(PLACE, together=together)
        screens = tuple(_answer(door, pupil) for door, pupil in entries)
        out = tuple(place for place, screen in enumerate(screens) if screen is Screen.OUT)
        # Nobody waits in line for a later trial's place.
        waiting: set[str] = {
            e[1].id for e, s in zip(entries, screens, strict=True) if s is Screen.IN_LINE
        }
        self.reader.await_left(waiting)
        for place in out:
            door, pupil = entries[place]
            door.tap(pupil.card_back)
            door.await_screen(Screen.WELCOME_BACK, student=pupil.label)
        self.reader.await_ended({entries[place][1].id for place in out})
        return Outcome(out, screens)


def _answer(door: HeadlessDoor, pupil: Pupil) -> Screen:
    def answered(scene: Scene) -> bool:
        return scene.student == pupil.label and scene.screen not in BEFORE_THE_ANSWER

    screen = door.await_scene(answered, f"an answer for {pupil.label}").scene.screen
    if screen is not Screen.OUT:
        # Whoever was not let out gives up, and wants nothing of a later trial.
        door.take(LeaveLinePressed() if screen is Screen.IN_LINE else Cancelled())
    return screen


def assert_one_got_out_each_time(outcomes: Sequence[Outcome]) -> None:
    assert len(outcomes) == TRIALS
    not_one = {n: o.screens for n, o in enumerate(outcomes) if len(o.out) != 1}
    assert not not_one, f"{len(not_one)} trials without exactly one out: {not_one}"
    # Else it was no race, but one door always too late.
    assert len({o.out for o in outcomes}) > 1


def assert_every_pass_is_there_once(race: Race, outcomes: Sequence[Outcome]) -> list[PassRecord]:
    """Call once the building is closed; returns every pass that a student was out with."""
    journal = BuildingJournal(race.building.journal, JsonCodec())
    memory = journal.open(datetime.now(UTC))
    kept = {n: (e.id, e.kind) for n, e, _ in journal.feed_from(1, memory.n + 1)}
    journal.close()
    gone_out = sum(len(o.out) for o in outcomes)
    passes = [r for r in memory.records if r.start is not None]
    assert len(passes) == gone_out
    assert not [r for r in memory.records if r.held]
    assert sorted(kept) == list(range(1, memory.n + 1))
    by_kind = Counter(kind for _, kind in kept.values())
    assert by_kind["started"] == by_kind["ended"] == gone_out
    told = race.reader.told
    assert {n: (t.pass_id, t.kind) for n, t in told.items()} == kept
    assert len({t.event for t in told.values()}) == len(told)
    return passes


def most_held_at_once(passes: Iterable[PassRecord], of: Callable[[PassRecord], object]) -> int:
    """The most passes of one kind (what `of` tells apart) held at any time, by the aggregator.

    What one batch gives back it can give again: an end at the instant of a grant comes first.
    """
    steps: list[tuple[object, datetime, int]] = []
    for record in passes:
        assert record.granted is not None
        ends = [t.at for t in record.taken.values() if t.event.kind == "ended"]
        steps += [(of(record), record.granted.at, 1), (of(record), ends[0], -1)]
    most, held = 0, Counter[object]()
    for kind, _, step in sorted(steps, key=lambda s: (str(s[0]), s[1], s[2])):
        held[kind] += step
        most = max(most, held[kind])
    return most
