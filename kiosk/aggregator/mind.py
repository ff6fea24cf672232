"""One life of the aggregator's mind: each batch is decided, committed once, then said."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import uuid_utils

from kiosk.aggregator.deliveries import Deliveries
from kiosk.aggregator.desk import Desk
from kiosk.core.aggregator.acts import ActAnswered
from kiosk.core.aggregator.board import Board
from kiosk.core.aggregator.boarding import Rows, draw_board
from kiosk.core.aggregator.buildingbook import BuildingChange, PutEvent
from kiosk.core.aggregator.coordination import (
    Aside,
    Broadcast,
    BuildingCommand,
    BuildingInput,
    PublishEvent,
    PublishPass,
    ReadPasses,
    Record,
    Reply,
)
from kiosk.core.aggregator.coordinator import Coordinator
from kiosk.core.aggregator.ownrecords import own_passes
from kiosk.core.ids import BootId
from kiosk.core.pins import CheckPin, PinAnswered
from kiosk.core.school import School
from kiosk.core.tally import TallySpans
from kiosk.store.building_journal import BuildingJournal

_log = logging.getLogger(__name__)

REPUBLISHED_MAX = 200
"""Events of the staff feed published once more at a time, when a broker has not acknowledged."""


Now = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the time by this machine's clock."""
    return datetime.now(UTC)


class Mind:
    """A JournalError from any method means that it is ahead of the disk: close it, begin anew."""

    def __init__(
        self,
        school: School,
        journal: BuildingJournal,
        desk: Desk,
        aside: Callable[[Aside], None],
        *,
        now: Now = utc_now,
    ) -> None:
        """`aside` takes PINs to look at and outcomes that somebody waits for."""
        self._now = now
        begun = now()
        memory = journal.open(begun, TallySpans.at(school.schedule, begun))
        if memory.set_aside is not None:
            _log.error("the journal was damaged and is kept as %s", memory.set_aside)
        self._journal = journal
        self._desk = desk
        self._aside = aside
        self._rows = Rows()
        self._deliveries = Deliveries(memory.published_upto)
        self._coordinator = Coordinator(school, memory, BootId(str(uuid_utils.uuid7())))
        self._commit(self._coordinator.begin())

    def take(self, inputs: Sequence[BuildingInput]) -> None:
        """Decide all inputs, commit once, then answer and tell."""
        commands = self._coordinator.batch(inputs, self._now())
        self._commit(commands)
        for command in commands:
            match command:
                case Record():
                    pass
                case Reply():
                    self._desk.reply(command)
                case Broadcast():
                    self._desk.broadcast(command)
                case ReadPasses():
                    self._show_own(command)
                case CheckPin() | PinAnswered() | ActAnswered():
                    self._aside(command)
                case _:
                    self._desk.publish(command)

    def _show_own(self, asked: ReadPasses) -> None:
        """Send a student's own passes to the door where the student stands."""
        records = self._journal.passes_of(asked.student, asked.since)
        own = own_passes(asked.asked_as, records, self._now())
        self._desk.reply(Reply(asked.door, own))

    def delivered(self, n: int) -> None:
        """Note that a broker has event `n` of the staff feed."""
        if self._deliveries.acknowledged(n):
            self._journal.mark_published(self._deliveries.upto)

    def republish(self) -> None:
        """Publish again what no broker has acknowledged, if nothing has moved of late.

        With each event its pass as it stands now: a pass that ended just before a kill would stay
        retained for ever.
        """
        if not self._deliveries.stuck(self._coordinator.building.n):
            return
        for n, event, _ in self._journal.feed_from(self._deliveries.upto + 1, REPUBLISHED_MAX):
            record = self._coordinator.building.record(event.id)
            self._desk.publish(PublishPass(event.id, record))
            self._desk.publish(PublishEvent(n, event, record))

    def replay(self, start: int, limit: int) -> list[bytes]:
        """Return the bodies of events from number `start` on."""
        return [
            self._desk.staff.event(n, event, self._coordinator.building.record(event.id))
            for n, event, _ in self._journal.feed_from(start, limit)
        ]

    def board(self) -> Board:
        """Return the board now."""
        return draw_board(self._coordinator.building, self._rows, self._now())

    def checkpoint(self) -> None:
        """Tidy the journal; for moments when nobody waits."""
        self._journal.checkpoint()

    def close(self) -> None:
        """Let go of the journal."""
        self._journal.close()

    def _commit(self, commands: Sequence[BuildingCommand]) -> None:
        changes: list[BuildingChange] = [
            self._sealed(change)
            for command in commands
            if isinstance(command, Record)
            for change in command.changes
        ]
        self._journal.commit(changes)

    def _sealed(self, change: BuildingChange) -> BuildingChange:
        """Give an event that staff made here the bytes that a door's event comes with."""
        if isinstance(change, PutEvent) and not change.raw:
            return replace(change, raw=self._desk.codec.seal(change.event, None))
        return change
