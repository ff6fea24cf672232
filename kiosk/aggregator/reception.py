"""Turns what came on a topic into an input for the aggregator's mind."""

import re

from kiosk.core.aggregator.coordination import (
    BuildingInput,
    DoorSaid,
    EventCame,
    PresenceChanged,
    Unreadable,
)
from kiosk.core.cardmessages import AskPasses, Enrol
from kiosk.core.events import Event
from kiosk.core.ports import WireMessage
from kiosk.core.protocol import Heartbeat, Identify, Pin, Presence, Request
from kiosk.feed.codec import JsonCodec, UnreadableError
from kiosk.feed.topics import DoorLeaf, DoorTopic

MEANT_FOR: dict[DoorLeaf, tuple[type, ...]] = {
    DoorLeaf.REQUEST: (Request, Identify, Enrol, AskPasses, Pin),
    DoorLeaf.EVENT: (Event,),
    DoorLeaf.HEARTBEAT: (Heartbeat,),
    DoorLeaf.PRESENCE: (Presence,),
}


TYPED_BY_HAND = re.compile(rb'"(pin|typed)"')


def read(codec: JsonCodec, came_on: DoorTopic, payload: bytes, *, retained: bool) -> BuildingInput:
    """Return the input that a payload on a door's topic is; what can't be read is one too."""
    door = came_on.door
    if retained and came_on.leaf is not DoorLeaf.PRESENCE:
        # Only presence is retained: anything else was planted, and would be read at every start.
        return Unreadable(door, payload, f"a retained message stands on {came_on.leaf}")
    try:
        message = codec.decode(payload)
    except UnreadableError as fault:
        # What somebody typed is not kept, not even if it can't be read.
        kept = b"" if TYPED_BY_HAND.search(payload) else payload
        return Unreadable(door, kept, fault.why, fault.boot, fault.seq)
    if not isinstance(message, MEANT_FOR.get(came_on.leaf, ())):
        why = f"a {type(message).__name__} does not belong on {came_on.leaf}"
        return Unreadable(door, payload, why)
    return _input(came_on, message, payload)


def _input(came_on: DoorTopic, message: WireMessage, payload: bytes) -> BuildingInput:
    match message:
        case Request() | Identify() | Enrol() | AskPasses() | Pin() | Heartbeat():
            return DoorSaid(came_on.door, message)
        case Presence():
            return PresenceChanged(came_on.door, message.online)
        case Event():
            return EventCame(came_on.door, message, payload)
        case _:
            why = f"a {type(message).__name__} is not for the aggregator"
            return Unreadable(came_on.door, payload, why)
