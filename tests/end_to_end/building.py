"""A building of the real programs, each of which can be killed and started again."""

import os
import re
import subprocess
from collections.abc import Callable, Iterable, Mapping
from enum import Enum, unique
from pathlib import Path

from kiosk.core.ids import DoorId
from kiosk.core.protocol import DoorCommand, DoorOrder
from kiosk.feed.codec import JsonCodec
from kiosk.feed.topics import DoorLeaf
from kiosk.sim.broker import LoopbackBroker, free_port
from kiosk.sim.card_reader import CardFraming, CardReader, CardSlot, card_frame
from kiosk.sim.demo_school import CHECKED_IN, copy_school
from kiosk.sim.demo_settings import DoorPlan, aggregator_settings, door_settings
from kiosk.sim.puppet_strings import DoorMuteError, Sight, ask, look
from kiosk.ui.phrases.english import ENGLISH
from tests.end_to_end.books import Books, read_books
from tests.end_to_end.patience import await_that
from tests.end_to_end.program import OFFSCREEN, Program
from tests.end_to_end.staff import FeedReader

NAME = "demo"
CARD_KEY = "00" * 32
ROOMS = {"214": CardFraming.RDM6300, "118": CardFraming.LINE}
TEACHER = "0007101013"
CARDS_EACH = 6

Edit = Callable[[str], str]


@unique
class Page(Enum):
    """Which page a door shows, told by the words on it."""

    STARTING = ENGLISH.starting.headline
    IDLE = ENGLISH.idle.ready.headline
    NO_READER = ENGLISH.idle.unplugged.headline
    CHOOSE = ENGLISH.choose.where_to
    CHECKING = ENGLISH.checking.headline
    ASK_TEACHER = ENGLISH.ask_teacher.headline
    OUT = ENGLISH.out.come_back
    WELCOME = ENGLISH.welcome_back.headline
    REFUSED = ENGLISH.refused.headline
    WAIT = ENGLISH.wait.headline
    IN_LINE = ENGLISH.in_line.detail
    YOUR_TURN = ENGLISH.your_turn.headline
    ELSEWHERE = ENGLISH.out_elsewhere.headline
    UNKNOWN = ENGLISH.card_unknown.headline
    NOT_SAVED = ENGLISH.not_recorded.headline


def page_of(sight: Sight) -> Page | None:
    """The page; first those whose tiles say what is another page's headline."""
    # How long a line takes stands before what to do there.
    return next((p for p in Page if any(text.endswith(p.value) for text in sight.texts)), None)


class Door:
    """One door with its reader; what is done here, a person outside could do."""

    def __init__(
        self, folder: Path, plan: DoorPlan, settings: Path, display: Mapping[str, str]
    ) -> None:
        self.room = plan.room
        self.id = f"door-{plan.room}"
        self.puppet = folder / "puppets" / plan.room
        self.slot_path = folder / "readers" / plan.room
        self._framing = plan.framing
        self._reader = CardReader(plan.device)
        self._slot = CardSlot(self.slot_path, self._reader)
        arguments = ["door", str(settings), "--puppet", str(self.puppet)]
        self.program = Program(self.id, arguments, folder / "logs", display)

    def open(self) -> None:
        self._reader.open()
        self._slot.open()
        self.program.start()

    def close(self) -> None:
        self.program.stop()
        self._slot.close()
        self._reader.close()

    def tap(self, card: str) -> None:
        self.write(card_frame(self._framing, card))

    def write(self, raw: bytes) -> None:
        with self.slot_path.open("wb", buffering=0) as slot:
            slot.write(raw)
        self.relay()

    def relay(self) -> None:
        """Takes on to the reader what somebody wrote into the pipe."""
        self._slot.relay()

    def unplug(self) -> None:
        self._reader.close()

    def plug_in(self) -> None:
        self._reader.open()

    def look(self) -> Sight | None:
        """What is to be seen; None while nothing is."""
        try:
            return look(self.puppet)
        except DoorMuteError:
            return None

    def page(self) -> Page | None:
        sight = self.look()
        return page_of(sight) if sight is not None else None

    def await_page(self, *pages: Page) -> Sight:
        return self.await_sight(lambda sight: page_of(sight) in pages, f"{pages} at {self.id}")

    def await_sight(self, told: Callable[[Sight], bool], what: str) -> Sight:
        def found() -> Sight | None:
            sight = self.look()
            return sight if sight is not None and told(sight) else None

        return await_that(found, what, self.look)

    def touch(self, item: str) -> None:
        """A finger on it as soon as it is there, and again until it is gone.

        A page that changes just then may have moved it from under the finger.
        """
        touched = False

        def done() -> bool:
            nonlocal touched
            touched = self.try_touch(item) or touched
            sight = self.look()
            return touched and sight is not None and item not in sight.items

        await_that(done, f"a touch on {item} at {self.id}", self.look)

    def try_touch(self, item: str) -> bool:
        try:
            ask(self.puppet, do="touch", item=item)
        except DoorMuteError:
            return False
        return True


class Building:
    """Broker, aggregator, doors, and one of the staff who reads the feed."""

    def __init__(
        self,
        folder: Path,
        *,
        rooms: Iterable[str] = ROOMS,
        edit: Edit = str,
        faults: str | None = None,
        display: Mapping[str, str] = OFFSCREEN,
    ) -> None:
        """`edit` makes of the demo's school.toml the one of this test; `faults` may be logged."""
        self.folder = folder
        self._display = display
        self._faults = faults
        for name in ("logs", "settings", "data", "puppets", "readers", "devices"):
            (folder / name).mkdir()
        self.broker = LoopbackBroker(folder / "logs")
        self.broker.start()
        copy_school(CHECKED_IN, folder / "school", no_fly_minutes=0)
        self.change_school(lambda text: edit(unhurried(text)))
        _give_more_cards(folder / "school" / "students.csv")
        settings = folder / "settings" / "aggregator.toml"
        settings.write_text(self._aggregator_settings())
        self.aggregator = Program("aggregator", ["aggregator", str(settings)], folder / "logs")
        self.doors = {room: self._door(room, ROOMS[room]) for room in rooms}
        self.staff = FeedReader(NAME, self.broker.host, self.broker.port)
        self.board = ""

    def start(self) -> None:
        """Returns when a card can be tapped at every door and will be asked about."""
        try:
            self._start()
        except BaseException:
            self.abort()
            raise

    def _start(self) -> None:
        self.staff.start()
        self.aggregator.start()
        for door in self.doors.values():
            door.open()
        self.board = self.aggregator.ready().partition("board=")[2].strip()
        self.await_online()

    def close(self) -> None:
        """Ends everything in good order; an error in any log is a fault."""
        try:
            for door in self.doors.values():
                door.close()
            self.aggregator.stop()
        finally:
            self.abort()
        found = [fault for program in self._programs() for fault in program.faults(self._faults)]
        assert not found, "\n".join(found)

    def abort(self) -> None:
        """Ends everything at once."""
        for program in self._programs():
            program.kill()
        self.staff.close()
        self.broker.stop()

    def _programs(self) -> list[Program]:
        return [self.aggregator, *(door.program for door in self.doors.values())]

    def change_school(self, edit: Edit) -> None:
        """Takes effect when the aggregator starts again."""
        path = self.folder / "school" / "school.toml"
        path.write_text(edit(path.read_text()))

    def await_online(self) -> None:
        """Every door is idle and hears the building."""
        for door in self.doors.values():
            door.await_sight(
                lambda sight: page_of(sight) is Page.IDLE and not is_alone(sight),
                f"{door.id} online",
            )

    def settle(self) -> Books:
        """Waits until nothing is under way any more, and returns what is on every disk."""
        for door in self.doors.values():
            door.program.ready()
        self.aggregator.ready()
        # What a door concludes from one answer may be news for the next heartbeat.
        for _ in range(2):
            self._heartbeats()
        await_that(lambda: not self.books().unrest(), "rest", lambda: self.books().unrest())
        return self.books()

    def books(self) -> Books:
        return read_books(self.folder / "data", [door.id for door in self.doors.values()])

    def check(self) -> Books:
        """Holds the building, at rest, to all that must be true then, disks and feed alike."""
        books = self.settle()
        books.check()
        told = [(body["data"]["n"], body["id"]) for body in self.staff.replayed(len(books.events))]
        assert told == [(event.n, event.name) for event in books.events]
        live = {(x["data"]["n"], x["id"]) for x in self.staff.on(self.staff.topics.staff_event)}
        assert live <= set(told)
        await_that(
            lambda: self.staff.retained_passes() == books.held,
            f"retained passes are those held, {set(books.held)}",
            self.staff.retained_passes,
        )
        return books

    def _heartbeats(self) -> None:
        """Asks every door for a heartbeat, as the aggregator may, and waits for its outcome."""
        order = DoorCommand(command=DoorOrder.HEARTBEAT, epoch=1)
        for door in self.doors.values():
            health = self.staff.topics.door_health(DoorId(door.id))
            since = len(self.staff.heard)

            def beaten(door: Door = door, health: str = health, since: int = since) -> bool:
                topic = self.staff.topics.of_door(DoorId(door.id), DoorLeaf.SYNC)
                self.staff.publish(topic, JsonCodec().encode(order))
                return any(row["outbox"] == 0 for row in self.staff.on(health, since))

            await_that(beaten, f"an empty outbox at {door.id}", door.look)

    def _aggregator_settings(self) -> str:
        return aggregator_settings(
            building=NAME,
            broker_port=self.broker.port,
            data=self.folder / "data" / "aggregator",
            school=self.folder / "school",
            card_key=CARD_KEY,
            web_port=free_port(),
        )

    def _door(self, room: str, framing: CardFraming) -> Door:
        plan = DoorPlan(
            building=NAME,
            room=room,
            broker_port=self.broker.port,
            data=self.folder / "data" / f"door-{room}",
            card_key=CARD_KEY,
            device=self.folder / "devices" / room,
            framing=framing,
            keyboard=None,
            window=None,
        )
        settings = self.folder / "settings" / f"door-{room}.toml"
        settings.write_text(door_settings(plan))
        return Door(self.folder, plan, settings, self._display)


def is_alone(sight: Sight) -> bool:
    return bool({ENGLISH.banners.alone.full, ENGLISH.banners.alone.short} & set(sight.texts))


def unhurried(school: str) -> str:
    """No pass of one test is to stand in the way of another's."""
    for name, number in {
        "cooldown_minutes": 0,
        "passes_a_day_max": 100,
        "students_out_max": 20,
        "hall_capacity": 30,
        "capacity": 20,
    }.items():
        school = re.sub(rf"(?m)^{name} = \d+$", f"{name} = {number}", school)
    return school


def cards_of(card: str) -> list[str]:
    """Every student's cards, several: the same one twice within three seconds is one tap."""
    return [f"{int(card) + extra:010d}" for extra in range(CARDS_EACH)]


def second_card(card: str) -> str:
    return cards_of(card)[1]


def _give_more_cards(students: Path) -> None:
    text = students.read_text(encoding="utf-8")
    more = re.sub(r"(?m),(\d{10}),", lambda m: f",{';'.join(cards_of(m[1]))},", text)
    # What the pages say is read here in English.
    english = re.sub(r"(?m)^((?:[^,\n]*,){4})(?:ar|zh),", r"\1en,", more)
    students.write_text(english, encoding="utf-8")


def write_from_shell(door: Door, raw: bytes) -> None:
    """A card's raw bytes, written by another process as the guide of `./run` says."""
    octal = "".join(f"\\{byte:03o}" for byte in raw)
    command = ["sh", "-c", 'printf "$1" > "$2"', "sh", octal, os.fspath(door.slot_path)]
    subprocess.run(command, check=True)
    door.relay()
