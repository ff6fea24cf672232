"""Example messages between doors and aggregator, as the real codec makes them."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from kiosk.cli.docs import sample_school as sample
from kiosk.cli.docs.event_examples import (
    ASKED_AGAIN,
    BOOT,
    FROM_118,
    IN_LINE,
    PASS,
    sealed,
    wire_events,
)
from kiosk.cli.docs.schemas import event_name
from kiosk.core import cardmessages, protocol
from kiosk.core.doorschool import policy_document, roster_parts
from kiosk.core.events import Event, IdentifiedBy
from kiosk.core.limits import Span, UsedUp
from kiosk.core.ports import WireMessage
from kiosk.core.rules.cooldown import Cooldown
from kiosk.core.rules.pass_limit import PassLimit
from kiosk.core.words import HALL_FULL
from kiosk.feed.codec import JsonCodec
from kiosk.feed.messages import EVENT, TYPE_NAMES

EPOCH: Final = 1

POLICY: Final = policy_document(sample.SCHOOL, sample.ROOM_214)
ROSTER: Final = roster_parts(sample.SCHOOL, sample.ROOM_214, {sample.MAYA: (sample.LIBRARY,)})
REQUEST: Final = protocol.Request(
    door=sample.DOOR_214,
    boot=BOOT,
    id=PASS,
    student=sample.MAYA,
    destination=sample.RESTROOM,
    origin=sample.ROOM_214,
    identified_by=IdentifiedBy.CARD,
    mono_ms=5_412_007,
    at=sample.MID_LESSON,
    epoch=EPOCH,
)
GRANT: Final = protocol.Grant(id=PASS, fence=41, epoch=EPOCH, minutes=7)
HEARTBEAT: Final = protocol.Heartbeat(
    door=sample.DOOR_214,
    boot=BOOT,
    mono_ms=5_415_000,
    at=sample.MID_LESSON + timedelta(seconds=3),
    last_seq={BOOT: 1},
    open=(PASS,),
    pending=(),
    max_fence=41,
    epoch=EPOCH,
    health={"outbox": 0},
    roster=ROSTER[0].version,
    policy=POLICY.version,
)


def wire_messages() -> tuple[WireMessage, ...]:
    """Return one or more messages of every type but events."""
    return (*_asked(), *_identified(), *_given(), *_held(), *_told_all(), *_sent_to_a_door())


def wire_examples() -> Mapping[str, list[Any]]:
    """Return the JSON of the examples by the published name of their message."""
    codec = JsonCodec()
    events = wire_events()
    sent: list[tuple[WireMessage, bytes]] = [(m, codec.encode(m)) for m in wire_messages()]
    sent += zip(events, sealed(events), strict=True)
    found: dict[str, list[Any]] = {}
    for message, payload in sent:
        found.setdefault(message_name(message), []).append(json.loads(payload))
    return found


def message_name(message: WireMessage) -> str:
    """Return the published name of a message's type; of an event, of its kind."""
    name = TYPE_NAMES[type(message)]
    return event_name(message.kind) if name == EVENT and isinstance(message, Event) else name


def _asked() -> tuple[WireMessage, ...]:
    later = sample.MID_LESSON + timedelta(minutes=15)
    return (
        REQUEST,
        replace(
            REQUEST,
            id=ASKED_AGAIN,
            destination=sample.OFFICE,
            approved_by=sample.OKAFOR,
            attempt=2,
            after=IN_LINE,
        ),
        GRANT,
        protocol.Refusal(
            id=IN_LINE,
            ruling=protocol.WireRuling.WAIT,
            reason=HALL_FULL.code,
            place=2,
            epoch=EPOCH,
        ),
        protocol.Call(id=IN_LINE, until=sample.MID_LESSON + timedelta(seconds=30), epoch=EPOCH),
        protocol.Refusal(
            id=ASKED_AGAIN,
            ruling=protocol.WireRuling.REFUSE,
            reason=Cooldown.reason.code,
            retry_at=later,
            epoch=EPOCH,
        ),
        protocol.Refusal(
            id=ASKED_AGAIN,
            ruling=protocol.WireRuling.APPROVE,
            reason=PassLimit.reason.code,
            used_up=UsedUp(Span.WEEK, to_destination=True),
            epoch=EPOCH,
        ),
        protocol.Refusal(
            id=PASS, ruling=protocol.WireRuling.REFUSE, reason=protocol.DEAD, epoch=EPOCH
        ),
        protocol.Ack(boot=BOOT, upto=8, missing=(), epoch=EPOCH),
    )


def _identified() -> tuple[WireMessage, ...]:
    return (
        protocol.Identify(id="1", card=sample.card(sample.IVY)),
        protocol.Identify(id="2", typed="100447"),
        protocol.Identity(
            id="1",
            student=sample.IVY,
            label="Ivy C.",
            language="en",
            out=protocol.OpenElsewhere(
                id=FROM_118, origin=sample.ROOM_118, destination=sample.LIBRARY
            ),
        ),
        protocol.Identity(id="2", unknown=True),
        protocol.Identity(
            id="4", unknown=True, wait_until=sample.MID_LESSON + timedelta(seconds=30)
        ),
        protocol.Pin(id="3", pin="271828"),
        protocol.PinResult(id="3", staff=sample.OKAFOR, label="Ms. Okafor"),
        protocol.PinResult(id="4", wait_until=sample.MID_LESSON + timedelta(seconds=30)),
    )


def _given() -> tuple[WireMessage, ...]:
    return (
        cardmessages.Enrol(
            id=PASS,
            card=sample.card(sample.IVY),
            student=sample.IVY,
            staff=sample.OKAFOR,
        ),
        cardmessages.Enrolled(id=PASS),
        cardmessages.Enrolled(id=PASS, fault=cardmessages.EnrolFault.CARD_TAKEN),
        cardmessages.AskPasses(id="5", identified="1", staff=sample.OKAFOR),
        cardmessages.OwnPasses(
            id="5",
            passes=(
                cardmessages.PastPass(
                    started_at=sample.MID_LESSON,
                    destination=sample.LIBRARY,
                    minutes=9,
                    over=2,
                ),
            ),
        ),
        cardmessages.OwnPasses(id="6", refused=True),
    )


def _held() -> tuple[WireMessage, ...]:
    return (
        HEARTBEAT,
        protocol.Sync(
            boot=BOOT,
            mono_ms=HEARTBEAT.mono_ms,
            now=sample.MID_LESSON + timedelta(seconds=3),
            fence=41,
            epoch=EPOCH,
            upto={BOOT: 1},
            places={sample.RESTROOM: 1},
            lines={sample.LIBRARY: 1},
            in_line=(_place_in_line(),),
            appointments=(_near(),),
        ),
        protocol.Sync(
            boot=BOOT,
            mono_ms=HEARTBEAT.mono_ms,
            now=sample.MID_LESSON + timedelta(seconds=3),
            fence=41,
            epoch=EPOCH,
            upto={BOOT: 0},
            adopt=(
                protocol.AdoptedPass(
                    id=PASS,
                    student=sample.MAYA,
                    label="Maya R.",
                    destination=sample.RESTROOM,
                    origin=sample.ROOM_214,
                    minutes=7,
                    started_at=sample.MID_LESSON,
                ),
            ),
        ),
    )


def _place_in_line() -> protocol.PlaceInLine:
    return protocol.PlaceInLine(
        id=IN_LINE, student=sample.MAYA, label="Maya R.", destination=sample.LIBRARY, place=1
    )


def _near() -> protocol.NearAppointment:
    return protocol.NearAppointment(
        id=sample.TO_THE_OFFICE,
        student=sample.MAYA,
        label="Maya R.",
        destination=sample.OFFICE,
        at=sample.MID_LESSON + timedelta(minutes=5),
        minutes=20,
        approved_by=sample.OKAFOR,
        declinable=True,
    )


def _told_all() -> tuple[WireMessage, ...]:
    return (
        protocol.EpochBeat(epoch=EPOCH, now=sample.MID_LESSON),
        protocol.Hold(on=True, epoch=EPOCH),
        protocol.Freeze(rooms=(sample.ROOM_118,), destinations=(sample.LIBRARY,), epoch=EPOCH),
    )


def _sent_to_a_door() -> tuple[WireMessage, ...]:
    return (
        POLICY,
        *ROSTER,
        protocol.DoorCommand(command=protocol.DoorOrder.HEARTBEAT, epoch=EPOCH),
        protocol.Presence(online=True, boot=BOOT, version="0.1.0"),
        protocol.Presence(online=False, boot=BOOT, version="0.1.0"),
    )
