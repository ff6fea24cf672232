"""Plays a school day: broker, aggregator, doors and students; then reckons up what came of it."""

import os
import signal
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from kiosk.cli.bench.child_program import ChildProgram
from kiosk.cli.bench.deadline import Deadline
from kiosk.cli.bench.echo_floor import EchoFloor
from kiosk.cli.bench.workshop import Workshop
from kiosk.cli.day.folder import DayFolder, lessons
from kiosk.cli.day.follower import Follower
from kiosk.cli.staff_acts import Caller
from kiosk.sim.broker import LoopbackBroker, free_port
from kiosk.sim.day.bells import ZONE, Hour, Outage, Period, hour_at
from kiosk.sim.day.clock import DayClock, day_ends
from kiosk.sim.day.diary import Diary
from kiosk.sim.day.people import BUILDING, CARD_KEY, CLERK, plan_school, write_school
from kiosk.sim.day.spec import DaySpec
from kiosk.sim.day.visits import plan_visits
from kiosk.sim.demo_settings import aggregator_settings
from kiosk.store.staff_pins import set_pin

DOORS_A_PROCESS: Final = 34
"""A hundred doors in three processes: in one, they would wait for one another's Python."""
AGGREGATOR_AWAY_S: Final = 3.0
"""Long enough that requests come while it is away, at any speed."""
BROKER_AWAY_S: Final = 1.0
FLOOR_EVERY_S: Final = 0.5
RESTS_S: Final = 6.0
"""After an outage the echo's two clients are certainly back, at their own pace of up to 4 s."""
ASKED_S: Final = 2.0
BACK_S: Final = 2.5
"""So long after an outage doors may still be on their way back to the broker."""
HOME_S: Final = 120.0
CAUGHT_UP_S: Final = 20.0
LOOK_S: Final = 0.1


@dataclass(slots=True)
class Played:
    """What was seen of a day, to be reckoned up."""

    spec: DaySpec
    folder: DayFolder
    diary: Diary
    follower: Follower
    floor: dict[Hour, list[float]]
    outages: list[Outage]
    faults: list[str] = field(default_factory=list)
    took_s: float = 0.0


class Day:
    """One day from the first process to the last; a context, inside which its files are there."""

    def __init__(self, spec: DaySpec, folder: Path, say: Callable[[str, float], None]) -> None:
        """`say` gets what is going on and how much of the day is over."""
        self._spec, self._folder, self._say = spec, DayFolder(folder), say
        self._workshop = Workshop(folder, lambda text: say(text, 0.0))
        self._broker = LoopbackBroker(folder)
        self._web_port = free_port()
        self._pin = ""
        self._aggregator: ChildProgram | None = None
        self._lives = 0
        self._outages: list[Outage] = []
        self._floor: dict[Hour, list[float]] = {hour: [] for hour in Hour}

    def play(self) -> Played:
        """Play the day; everything that was started has ended when this returns."""
        begun_s = time.monotonic()
        spec, folder = self._spec, self._folder
        with ExitStack() as kept:
            self._prepare()
            kept.callback(self._broker.stop)
            kept.enter_context(self._workshop.kept)
            floor = EchoFloor(self._workshop, self._broker.port)
            follower = Follower(self._broker.port)
            kept.callback(follower.close)
            follower.open()
            kept.callback(self._end_aggregator)
            self._start_aggregator()
            self._make_appointments()
            workers = self._open_doors(kept)
            folder.beginning.begin()
            self._live(folder.clock(spec), floor, follower)
            faults = self._go_home(workers, follower)
        diary = Diary.read(folder.diary(number) for number in range(len(workers)))
        played = Played(spec, folder, diary, follower, self._floor, self._outages, faults)
        played.took_s = time.monotonic() - begun_s
        return played

    def _prepare(self) -> None:
        spec, folder = self._spec, self._folder
        self._say("writing the school", 0.0)
        spec.write(folder.spec)
        write_school(folder.school, plan_school(spec), spec)
        self._pin = set_pin(folder.school, CARD_KEY, CLERK)
        self._broker.start()
        text = aggregator_settings(
            building=BUILDING,
            broker_port=self._broker.port,
            data=folder.aggregator,
            school=folder.school,
            card_key=CARD_KEY.hex(),
            web_port=self._web_port,
        )
        folder.settings.write_text(text, encoding="utf-8")

    def _start_aggregator(self) -> None:
        self._lives += 1
        arguments = ["-m", "kiosk.cli.day.aggregator"]
        arguments += [str(self._folder.settings), str(self._folder.path)]
        log = self._folder.path / "aggregator.log"
        self._aggregator = ChildProgram(f"aggregator {self._lives}", arguments, log)
        self._aggregator.start()
        self._aggregator.line()

    def _make_appointments(self) -> None:
        """Make the day's appointments as staff do from anywhere: with a PIN, by the board."""
        clerk = Caller(f"127.0.0.1:{self._web_port}", CLERK, self._pin)
        for visit in plan_visits(self._spec, plan_school(self._spec)):
            if visit.appointed is not None:
                at = f"{visit.appointed.astimezone(ZONE):%H:%M}"
                students = [visit.student]
                body = {"students": students, "destination": visit.destination, "at": at}
                clerk.do("appoint", {**body, "anyway": True})

    def _end_aggregator(self) -> None:
        if self._aggregator is not None:
            self._aggregator.end()
            self._aggregator = None

    def _open_doors(self, kept: ExitStack) -> list[ChildProgram]:
        of = -(-self._spec.doors // DOORS_A_PROCESS)
        workers = []
        for number in range(of):
            parts = [str(self._folder.path), str(self._broker.port), str(number), str(of)]
            log = self._folder.path / f"doors-{number}.log"
            child = ChildProgram(f"doors {number}", ["-m", "kiosk.cli.day.doors", *parts], log)
            child.start()
            kept.callback(child.end)
            workers.append(child)
        for number, child in enumerate(workers):
            self._say(f"opening doors, {number} of {of} processes ready", 0.0)
            child.line()
        return workers

    # --- while the day lasts --------------------------------------------------------------------

    def _live(self, clock: DayClock, floor: EchoFloor, follower: Follower) -> None:
        all_lessons = lessons(self._spec)
        begins, ends = clock.now(), day_ends(all_lessons)
        troubles = [] if self._spec.calm else self._troubles(all_lessons)
        measure_s = 0.0
        while (now := clock.now()) < ends:
            if troubles and now >= troubles[0][0]:
                troubles.pop(0)[1]()
                measure_s = time.monotonic() + RESTS_S
                rests = timedelta(seconds=BACK_S) * self._spec.speed
                # What was asked just before has no answer either.
                asked = timedelta(seconds=ASKED_S) * self._spec.speed
                self._outages.append((now - asked, clock.now() + rests))
            if time.monotonic() >= measure_s:
                floor.forget()
                self._floor[hour_at(all_lessons, now)].append(floor.measure_ms(1))
                measure_s = time.monotonic() + FLOOR_EVERY_S
            follower.mend()
            kinds = follower.kinds
            text = f"{now.astimezone():%H:%M} {kinds['started']} went, {kinds['refused']} refused"
            self._say(text, (now - begins) / (ends - begins))
            time.sleep(LOOK_S)

    def _troubles(self, all_lessons: list[Period]) -> list[tuple[datetime, Callable[[], None]]]:
        """Return what goes wrong in the middle of the day, and when."""

        def into(lesson: Period, share: float) -> datetime:
            return lesson.opens + share * (lesson.closes - lesson.opens)

        middle = len(all_lessons) // 2
        return [
            (into(all_lessons[(len(all_lessons) - 1) // 2], 0.3), self._kill_aggregator),
            (into(all_lessons[middle], 0.65), self._restart_broker),
        ]

    def _kill_aggregator(self) -> None:
        if self._aggregator is not None:
            os.kill(self._aggregator.pid, signal.SIGKILL)
            self._end_aggregator()
        time.sleep(AGGREGATOR_AWAY_S)
        self._start_aggregator()

    def _restart_broker(self) -> None:
        self._broker.kill()
        time.sleep(BROKER_AWAY_S)
        self._broker.start()

    def _go_home(self, workers: list[ChildProgram], follower: Follower) -> list[str]:
        faults = []
        for number, child in enumerate(workers):
            self._say(f"{number} of {len(workers)} processes of doors are done", 1.0)
            while (line := child.line(HOME_S)) != "home":
                faults.append(line.removeprefix("fault "))
        deadline, heard = Deadline(CAUGHT_UP_S), -1
        while (follower.missing() or len(follower.events) > heard) and not deadline.is_past:
            # Whether something is missing after the last that came, only the aggregator can say.
            heard = len(follower.events)
            follower.ask(max(follower.events, default=0) + 1)
            follower.mend()
            time.sleep(1.0)
        return faults


def play(spec: DaySpec, say: Callable[[str, float], None], on: str) -> "tuple[Played, ExitStack]":
    """Play a day in a new folder under `on`; the stack removes it."""
    kept = ExitStack()
    folder = Path(kept.enter_context(tempfile.TemporaryDirectory(prefix="day-", dir=on)))
    with ExitStack() as on_failure:
        on_failure.callback(kept.close)
        played = Day(spec, folder, say).play()
        on_failure.pop_all()
    return played, kept


def slack_of(spec: DaySpec) -> timedelta:
    """Return by how much two readings of the clock for one moment may differ: some ms, scaled."""
    return timedelta(milliseconds=5) * max(1.0, spec.speed)
