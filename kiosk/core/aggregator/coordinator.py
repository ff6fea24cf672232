"""The aggregator's mind: one serial machine that decides what rooms can't know.

It takes a batch of inputs and returns commands; the program commits every `Record` of a batch in
one transaction before it carries out anything else, and after a failed commit starts anew from
disk.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import assert_never

from kiosk.core.aggregator import (
    answering,
    appointing,
    calling,
    cardacts,
    reminding,
    rollback,
    staffing,
    watching,
)
from kiosk.core.aggregator.acts import ActAnswered
from kiosk.core.aggregator.boarding import doors_gone
from kiosk.core.aggregator.building import Building
from kiosk.core.aggregator.buildingbook import (
    BuildingMemory,
    PutEpoch,
    PutEvent,
    PutPass,
)
from kiosk.core.aggregator.conflicts import Breach
from kiosk.core.aggregator.coordination import (
    ActAsked,
    BeatDue,
    Broadcast,
    BuildingCommand,
    BuildingInput,
    DoorSaid,
    EventCame,
    LinkUp,
    PresenceChanged,
    PublishCounts,
    PublishEvent,
    PublishPass,
    Record,
    Reply,
    StaffInput,
    Unreadable,
)
from kiosk.core.aggregator.holdback import HoldBacks
from kiosk.core.aggregator.lives import Lives
from kiosk.core.aggregator.ownhand import OWN_DOOR, OwnHand
from kiosk.core.aggregator.ownrecords import OwnRecords
from kiosk.core.aggregator.pinning import Pins
from kiosk.core.aggregator.streams import Streams
from kiosk.core.aggregator.typedids import TypedIds
from kiosk.core.cardmessages import AskPasses, Enrol
from kiosk.core.events import Expired, PassEvent
from kiosk.core.ids import BootId, DoorId, PassId
from kiosk.core.pins import PinAsked, PinChecked
from kiosk.core.protocol import (
    DoorCommand,
    DoorOrder,
    EpochBeat,
    FromDoor,
    Heartbeat,
    Identify,
    Pin,
    Request,
)
from kiosk.core.school import School

DOOR_SILENT_MAX = timedelta(seconds=15)
"""Three heartbeats missed: the door is offline."""
HELD_SAID_MAX = 800
"""Held passes put out anew at once: of more, a link would lose those that it can't let wait."""


class Coordinator:
    """One life of the aggregator's mind; `boot` marks the events it makes itself."""

    def __init__(self, school: School, memory: BuildingMemory, boot: BootId) -> None:
        self.building = Building(school, memory)
        self._hand = OwnHand(boot)
        self._pins = Pins()
        self._typed_ids = TypedIds()
        self._own_records = OwnRecords()
        self._streams = Streams()
        self._lives = Lives()
        self._watch = watching.Watch()
        self._watch.resume(self.building)
        self._reminders = reminding.Reminders()
        self._reminders.resume(self.building)
        self._hold_backs = HoldBacks()
        self._hold_backs.resume(self.building)
        self._counts = watching.counts(self.building)
        self._swept: datetime | None = None
        self._may_be_free = True
        """Something has happened since the lines were looked through last."""

    def begin(self) -> list[BuildingCommand]:
        """Number the first epoch of a building that has none yet."""
        if self.building.epoch:
            return []
        self.building.epoch = 1
        return [Record((PutEpoch(1),))]

    def batch(self, inputs: Sequence[BuildingInput], now: datetime) -> list[BuildingCommand]:
        """Take what has arrived, in order; return what to record, then what to answer and tell."""
        commands: list[BuildingCommand] = []
        for happened in inputs:
            commands += self._take(happened, now)
        commands += self._call(now)
        commands += self._streams.acks(self.building)
        commands += doors_gone(self.building)
        counts = watching.counts(self.building)
        if counts != self._counts:
            self._counts = counts
            commands.append(PublishCounts(counts))
        return commands

    def _take(self, happened: BuildingInput, now: datetime) -> list[BuildingCommand]:
        match happened:
            case DoorSaid(door, message):
                return self._said(door, message, now)
            case EventCame(door, event, raw):
                if event.door != door or door == OWN_DOOR or isinstance(event, Expired):
                    why = f"{event.kind} of door {event.door} came on the topic of door {door}"
                    # Acknowledged all the same: a door that was given another room sends its old
                    # events until then, and only 8 at a time are under way.
                    misplaced = Unreadable(door, raw, why, event.boot, event.seq)
                    return self._streams.quarantine(self.building, misplaced, now)
                return self._event(event, raw, now)
            case Unreadable():
                return self._streams.quarantine(self.building, happened, now)
            case PresenceChanged(door, online):
                # A retained birth outlives its door: only a heartbeat says that it is there.
                if not online:
                    self.building.door_info(door).online = False
                return []
            case ActAsked(act, asked_as):
                return self._act(act, now, asked_as)
            case PinAsked():
                return self._pins.asked(self.building, happened, now)
            case PinChecked():
                return self._pins.checked(self.building, happened, now)
            case LinkUp():
                return self._say_all(now)
            case BeatDue():
                return self._beat(now)
            case _:
                return self._act(happened, now)

    def _said(self, door: DoorId, message: FromDoor, now: datetime) -> list[BuildingCommand]:
        match message:
            case Request():
                seen = rollback.epoch_seen(self.building, door, message.epoch, now)
                # Who waits goes before who has just come.
                seen += self._call(now)
                return seen + answering.request(self.building, door, message, now)
            case Pin(id=asked_as, pin=pin):
                asked = PinAsked(f"{door}/{asked_as}", pin, door)
                return self._pins.asked(self.building, asked, now)
            case Identify(typed=str()):
                return self._typed_ids.asked(self.building, door, message, now)
            case Identify():
                answer = answering.identify(self.building, door, message, now)
                self._own_records.looked_up(door, message, answer, now)
                return [Reply(door, answer)]
            case AskPasses():
                return self._own_records.asked(self.building, door, message, now)
            case Enrol():
                return cardacts.enrol(self.building, door, message, now)
            case Heartbeat():
                return self._lives.heartbeat(self.building, door, message, now)
            case _:
                assert_never(message)

    @property
    def conflicts_told(self) -> frozenset[tuple[frozenset[PassId], Breach]]:
        """Return the pairs of passes of which staff know that they may have broken a rule (A7)."""
        return self._watch.reported

    # --- events ---------------------------------------------------------------------------------

    def _event(self, event: PassEvent, raw: bytes, now: datetime) -> list[BuildingCommand]:
        """Store it as it came, join it, acknowledge it (A2)."""
        building = self.building
        if not self._streams.take(building, event.door, event.boot, event.seq):
            return []
        self._may_be_free = True
        building.n += 1
        kept_at = building.kept_at(now)
        told = building.waits.take(event, kept_at)
        record = building.record(event.id).with_event(event, kept_at)
        building.put(record)
        changes = (PutEvent(building.n, event, raw, kept_at), PutPass.of(record, now))
        return [
            Record(changes),
            PublishEvent(building.n, event, record),
            PublishPass(record.id, record),
            *self._watch.event_taken(building, event, record, now),
            *reminding.event_taken(building, event, now),
            *rollback.start_came(building, event, record, now),
            *staffing.said_at_a_door(building, event, now),
            # Whoever waits for a yes or a no is told at once.
            *([self._ask_for_heartbeat(told)] if told is not None else []),
        ]

    # --- staff and time -------------------------------------------------------------------------

    def _act(
        self, asked: StaffInput, now: datetime, asked_as: str | None = None
    ) -> list[BuildingCommand]:
        """Do what staff ask for; what an act changes may let somebody in line go."""
        outcome = staffing.act(self.building, self._hand, asked, now)
        self._may_be_free = True
        commands = list(outcome.commands)
        for event in outcome.events:
            commands += self._make(event, now)
        if asked_as is not None:
            commands.append(ActAnswered(asked_as, outcome.fault, outcome.told))
        return commands + self._reminders.time_passed(self.building, now)

    def _call(self, now: datetime) -> list[BuildingCommand]:
        """Call from the lines whom a place has come free for."""
        if not self._may_be_free or not self.building.line:
            return []
        self._may_be_free = False
        return calling.call(self.building, now)

    def _make(self, event: PassEvent, now: datetime) -> list[BuildingCommand]:
        """Record an event of our own, and have the door of its pass ask what has changed."""
        commands = self._event(event, b"", now)
        door = self.building.record(event.id).door
        if door is not None:
            commands.append(self._ask_for_heartbeat(door))
        return commands

    def _ask_for_heartbeat(self, door: DoorId) -> Reply:
        return Reply(door, DoorCommand(command=DoorOrder.HEARTBEAT, epoch=self.building.epoch))

    def _say_all(self, now: datetime) -> list[BuildingCommand]:
        """Say the epoch, and put out anew what a broker may have lost."""
        some = islice(self.building.held(), HELD_SAID_MAX)
        held = [PublishPass(record.id, record) for record in some]
        return [
            Broadcast(EpochBeat(epoch=self.building.epoch, now=now)),
            *staffing.say_holds(self.building),
            *held,
            PublishCounts(self._counts),
        ]

    def _beat(self, now: datetime) -> list[BuildingCommand]:
        building = self.building
        commands: list[BuildingCommand] = [
            Broadcast(EpochBeat(epoch=building.epoch, now=now)),
            *self._watch.time_passed(building, now, silent_max=DOOR_SILENT_MAX),
            *self._reminders.time_passed(building, now),
        ]
        for pass_id in self._watch.forgotten(building, now):
            commands += self._make(self._hand.expired(pass_id, now), now)
        for waiting in building.line.time_passes(now, building.school.policy.calls_max):
            commands += self._make(self._hand.missed(waiting.request, now), now)
        for alert in self._hold_backs.due(building, now):
            commands += watching.raise_alert(building, alert)
        building.approvals.time_passes(now)
        commands += calling.call_again(building, now)
        # Time alone frees places: a lesson's first minutes are over, a call was not accepted.
        self._may_be_free = True
        today = building.school.schedule.day_start(building.school.schedule.date_at(now))
        if self._swept is None or self._swept < today:
            self._swept = now
            commands.append(Record((building.begin_day(now),)))
            self._lives.begin_day()
            commands += self._watch.nightly(building, now)
            commands += appointing.swept(building, now)
            commands += cardacts.swept(building, now)
        return commands
