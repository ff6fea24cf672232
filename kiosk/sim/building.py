"""The demo building: mosquitto, the aggregator and two doors, each a child process of ours."""

import asyncio
import os
import secrets
import signal
from collections.abc import Callable, Coroutine, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kiosk.sim.broker import LoopbackBroker, free_port
from kiosk.sim.card_reader import CardFraming, CardReader, CardSlot
from kiosk.sim.child import Child, ChildFailedError, how_ended
from kiosk.sim.demo_folder import DemoFolder, DemoRoom, DemoState
from kiosk.sim.demo_school import CHECKED_IN, copy_school
from kiosk.sim.demo_settings import DoorPlan, aggregator_settings, door_settings
from kiosk.sim.puppet_strings import idle

BUILDING: Final = "demo"
ROOMS: Final = {"214": CardFraming.RDM6300, "118": CardFraming.LINE}
"""The demo's doors and what kind of reader each has, so that both kinds are to be seen."""
STARTS_AGAIN_MAX: Final = 20
"""A program that was killed is started again, as systemd would; one that keeps dying is not."""
BROKER_LOOK_EVERY_S: Final = 0.5
"""How soon we see that the broker was killed; doors take longer than that to be alone."""
CARD_KEY_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class DemoPlan:
    """What the demo is told."""

    folder: Path
    program: tuple[str, ...]
    """The command before `door SETTINGS` and `aggregator SETTINGS`."""
    school: Path = CHECKED_IN
    keep: bool = False
    no_fly_minutes: int | None = None
    keyboard_reader: str | None = None
    """A /dev/input path for a second reader at the first door."""
    window: tuple[int, int] | None = None
    """Size of the doors' windows; None without a display."""
    give_pins: Callable[[Path, bytes], Mapping[str, str]] | None = None
    """Gives the school's staff PINs, with the card key; returns the PIN of each."""
    await_idle: bool = True
    """Call it ready only when every door has its roster and takes taps."""


@dataclass(slots=True)
class _Door:
    plan: DoorPlan
    reader: CardReader
    slot: CardSlot


class DemoBuilding:
    """Runs the demo from its start to its end."""

    def __init__(
        self,
        plan: DemoPlan,
        say: Callable[[str], None],
        ready: Callable[[DemoFolder, DemoState], None],
    ) -> None:
        """`say` takes lines about what happens; `ready` is called once, when all is there."""
        self._plan = plan
        self._say = say
        self._ready = ready
        self._folder = DemoFolder(plan.folder)
        self._broker = LoopbackBroker(self._folder.logs)
        self._doors: list[_Door] = []
        self._children: list[Child] = []
        self._pins: dict[str, str] = {}

    async def run(self) -> None:
        """Run until told to end by a signal; raises an error's own words if a part fails."""
        end = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, end.set)
        self._folder.claim(keep=self._plan.keep)
        try:
            await _unless(end, self._live())
        finally:
            await self._leave()
            self._folder.release(keep=self._plan.keep)

    async def _live(self) -> None:
        self._prepare()
        board = await self._start_all()
        if self._plan.await_idle:
            await self._await_idle()
        state = self._state(board)
        self._folder.publish(state)
        self._ready(self._folder, state)
        keeping = [self._keep_up(child) for child in self._children]
        await asyncio.gather(*keeping, self._keep_broker_up())

    def _prepare(self) -> None:
        """Write every file and start the broker, so that the programs can start all at once."""
        folder, plan = self._folder, self._plan
        copy_school(plan.school, folder.school, no_fly_minutes=plan.no_fly_minutes)
        self._broker.start()
        card_key = folder.card_key(secrets.token_hex(CARD_KEY_BYTES))
        if plan.give_pins is not None:
            self._pins = dict(plan.give_pins(folder.school, bytes.fromhex(card_key)))
        text = aggregator_settings(
            building=BUILDING,
            broker_port=self._broker.port,
            data=folder.data / "aggregator",
            school=folder.school,
            card_key=card_key,
            web_port=free_port(),
        )
        self._add_child("aggregator", "aggregator", text)
        for room, framing in ROOMS.items():
            self._add_door(
                DoorPlan(
                    building=BUILDING,
                    room=room,
                    broker_port=self._broker.port,
                    data=folder.data / f"door-{room}",
                    card_key=card_key,
                    device=folder.path.absolute() / "devices" / room,
                    framing=framing,
                    keyboard=None if self._doors else plan.keyboard_reader,
                    window=plan.window,
                )
            )

    def _add_door(self, plan: DoorPlan) -> None:
        reader = CardReader(plan.device)
        door = _Door(plan, reader, CardSlot(self._folder.path / "readers" / plan.room, reader))
        self._doors.append(door)
        reader.open()
        door.slot.open()
        asyncio.get_running_loop().add_reader(door.slot.fileno(), door.slot.relay)
        puppet = str(self._puppet(plan.room))
        self._add_child("door", f"door-{plan.room}", door_settings(plan), "--puppet", puppet)

    def _add_child(self, program: str, name: str, settings: str, *more: str) -> None:
        path = self._folder.settings / f"{name}.toml"
        path.write_text(settings, encoding="utf-8")
        command = (*self._plan.program, program, str(path), *more)
        log = self._folder.logs / f"{name}.log"
        self._children.append(Child(name.replace("-", " "), command, log, self._environment()))

    async def _start_all(self) -> str:
        """Start the programs all at once and return where the board is."""
        steps = 1 + len(self._children)
        self._say(f"[1/{steps}] broker on {self._broker.host}:{self._broker.port}")
        tasks = [asyncio.create_task(child.start()) for child in self._children]
        try:
            for step, (child, task) in enumerate(zip(self._children, tasks, strict=True), 2):
                await task
                self._say(f"[{step}/{steps}] {child.name}")
        finally:
            await _cancel(tasks)
        return tasks[0].result().get("board", "")

    async def _await_idle(self) -> None:
        for door in self._doors:
            if not await idle(self._puppet(door.plan.room)):
                self._say(f"door {door.plan.room} has not heard from the aggregator yet")

    def _environment(self) -> Mapping[str, str]:
        if self._plan.window is not None:
            return os.environ
        offscreen = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
        return {**os.environ, **offscreen}

    def _puppet(self, room: str) -> Path:
        return self._folder.path.absolute() / "puppets" / room

    def _state(self, board: str) -> DemoState:
        rooms = tuple(
            DemoRoom(
                room=door.plan.room,
                door=f"door-{door.plan.room}",
                framing=door.plan.framing.value,
                slot=str(self._folder.path.absolute() / "readers" / door.plan.room),
                puppet=str(self._puppet(door.plan.room)),
            )
            for door in self._doors
        )
        broker = self._broker
        return DemoState(
            *(os.getpid(), BUILDING, broker.host, broker.port, board, rooms),
            pins=self._pins,
        )

    async def _keep_up(self, child: Child) -> None:
        for _ in range(STARTS_AGAIN_MAX):
            self._say(f"{child.name} {how_ended(await child.ended())}; starting it again")
            await child.stop()
            try:
                await child.start()
            except ChildFailedError as error:
                self._say(f"{error}\n{child.name} is left alone")
                return
            self._say(f"{child.name} is back")
        self._say(f"{child.name} ended {STARTS_AGAIN_MAX} times; it is left alone")

    async def _keep_broker_up(self) -> None:
        for _ in range(STARTS_AGAIN_MAX):
            while self._broker.pid is not None:  # noqa: ASYNC110 # a Popen offers no future to await
                await asyncio.sleep(BROKER_LOOK_EVERY_S)
            self._say("the broker ended; starting it again")
            self._broker.start()

    async def _leave(self) -> None:
        """End everything, doors and aggregator before the broker that they talk through."""
        await asyncio.gather(*(child.stop() for child in self._children))
        for door in self._doors:
            asyncio.get_running_loop().remove_reader(door.slot.fileno())
            door.slot.close()
            door.reader.close()
        self._broker.stop()


async def _unless(end: asyncio.Event, work: Coroutine[Any, Any, None]) -> None:
    """Do the work until it is done or `end` is set."""
    tasks = [asyncio.create_task(work), asyncio.create_task(_set(end))]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await _cancel(tasks)
    for task in done:
        task.result()


async def _set(event: asyncio.Event) -> None:
    await event.wait()


async def _cancel(tasks: Iterable[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
