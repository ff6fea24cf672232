"""Who says what on which topic, at which QoS, retained or not: one table for the document."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum, unique
from typing import Final

from kiosk.aggregator.reception import MEANT_FOR
from kiosk.cli.docs.schemas import event_name, feed_event_name
from kiosk.core.events import Event
from kiosk.core.ids import BuildingId, DoorId, PassId
from kiosk.feed.messages import EVENTS, TYPE_NAMES
from kiosk.feed.topics import DoorLeaf, Topics


@unique
class Role(StrEnum):
    """A kind of program on the feed."""

    DOOR = "door"
    AGGREGATOR = "aggregator"
    SUBSCRIBER = "subscriber"


@dataclass(frozen=True, slots=True)
class Channel:
    """One topic, or one topic of each door or pass."""

    key: str
    address: str | None
    """None: the one who asks names the topic."""
    sender: Role
    receiver: Role
    messages: tuple[str, ...]
    text: str
    qos: int = 0
    retained: bool = False
    answered_on: str | None = None
    """Key of the channel on which the receiver answers, if it does."""
    answer_topic: str | None = None
    """Where in a message the topic of the answer stands, if the sender chooses it."""


# Topics are built by the code itself from these tokens, which then become the parameters.
_PARAMETERS: Final = {"building": "BUILDING", "door": "DOOR", "pass": "PASS"}
_TOPICS: Final = Topics(BuildingId(_PARAMETERS["building"]))


def channels() -> tuple[Channel, ...]:
    """Return every channel of a building."""
    return (*_from_doors(), *_to_doors(), *_feed(), *_replay())


def _from_doors() -> tuple[Channel, ...]:
    return (
        _from_door(
            "doorRequests",
            DoorLeaf.REQUEST,
            "What a door asks: may this pass start, whose card or PIN is this. A retry has one id.",
            "doorAnswers",
        ),
        _from_door(
            "doorEvents",
            DoorLeaf.EVENT,
            "Facts about passes, sent again until acknowledged, in whatever order.",
            "doorAcks",
        ),
        _from_door(
            "doorHeartbeats",
            DoorLeaf.HEARTBEAT,
            "What a door holds, every 5 s and on connect.",
            "doorSync",
        ),
        replace(
            _from_door("doorPresence", DoorLeaf.PRESENCE, "A door's birth, and its last will."),
            qos=1,
            retained=True,
        ),
    )


def _from_door(key: str, leaf: DoorLeaf, text: str, answered_on: str | None = None) -> Channel:
    return Channel(
        key,
        _of_door(leaf),
        Role.DOOR,
        Role.AGGREGATOR,
        _meant_for(leaf),
        text,
        answered_on=answered_on,
    )


def _to_doors() -> tuple[Channel, ...]:
    return (
        _to_door(
            "doorAnswers",
            _of_door(DoorLeaf.ANSWER),
            ("grant", "refusal", "call", "identity", "enrolled", "own_passes", "pin_result"),
            "Answers to requests and questions, committed before they are sent.",
        ),
        _to_door(
            "doorAcks",
            _of_door(DoorLeaf.ACK),
            ("ack",),
            "Which of a door's events are durable at the aggregator.",
        ),
        _to_door(
            "doorSync",
            _of_door(DoorLeaf.SYNC),
            ("sync", "roster", "policy", "command"),
            "The answer to each heartbeat; the part of the school that this door may hold; orders.",
        ),
        _to_door(
            "allDoors",
            _address(_TOPICS.all_doors),
            ("epoch", "hold", "freeze"),
            "The aggregator's heartbeat, at least every 5 s, and what staff have stopped.",
        ),
    )


def _to_door(key: str, address: str, messages: tuple[str, ...], text: str) -> Channel:
    return Channel(key, address, Role.AGGREGATOR, Role.DOOR, messages, text)


def _feed() -> tuple[Channel, ...]:
    pass_topic = _TOPICS.staff_pass(PassId(_PARAMETERS["pass"]))
    door_topic = _TOPICS.door_health(DoorId(_PARAMETERS["door"]))
    return (
        _told(
            "staffEvents",
            _TOPICS.staff_event,
            _feed_events(),
            "Every pass event in commit order, as CloudEvents 1.0; `data.n` shows a gap. One that"
            " comes again has the same `id` and the same `n`.",
        ),
        _kept(
            "staffPasses",
            pass_topic,
            "feed-pass",
            "Each pass with which a student counts as out; an empty payload clears the topic.",
        ),
        _told("staffAlerts", _TOPICS.staff_alert, ("feed-alert",), "What staff should look at."),
        _kept(
            "counts",
            _TOPICS.counts,
            "feed-counts",
            "How many are out, for anyone who is allowed: without personal data.",
        ),
        _kept("doorHealth", door_topic, "feed-door", "How each door is doing, for IT."),
    )


def _told(key: str, topic: str, messages: tuple[str, ...], text: str) -> Channel:
    address = _address(topic)
    return Channel(key, address, Role.AGGREGATOR, Role.SUBSCRIBER, messages, text, qos=1)


def _kept(key: str, topic: str, message: str, text: str) -> Channel:
    return replace(_told(key, topic, (message,), text), retained=True)


def _replay() -> tuple[Channel, ...]:
    prefix = f"{_address(_TOPICS.staff_replay)}/"
    return (
        Channel(
            "staffReplay",
            _address(_TOPICS.staff_replay),
            Role.SUBSCRIBER,
            Role.AGGREGATOR,
            ("feed-replay",),
            f"Asks for events again, from number `from` on; `reply_to` must begin with `{prefix}`.",
            qos=1,
            answered_on="staffReplayAnswers",
            answer_topic="$message.payload#/reply_to",
        ),
        Channel(
            "staffReplayAnswers",
            None,
            Role.AGGREGATOR,
            Role.SUBSCRIBER,
            _feed_events(),
            "The events asked for, in order, each as it was, on the topic that `reply_to` named:"
            f" one below `{prefix}`.",
            qos=1,
        ),
    )


def _meant_for(leaf: DoorLeaf) -> tuple[str, ...]:
    """Return what the aggregator takes on a door's topic, by the table that it reads with."""
    return tuple(_names_of(MEANT_FOR[leaf]))


def _names_of(kinds: Iterable[type]) -> Iterable[str]:
    for kind in kinds:
        if kind is Event:
            yield from map(event_name, EVENTS)
        else:
            yield TYPE_NAMES[kind]


def _feed_events() -> tuple[str, ...]:
    return tuple(map(feed_event_name, EVENTS))


def _of_door(leaf: DoorLeaf) -> str:
    return _address(_TOPICS.of_door(DoorId(_PARAMETERS["door"]), leaf))


def _address(topic: str) -> str:
    levels = topic.split("/")
    names = {token: f"{{{name}}}" for name, token in _PARAMETERS.items()}
    return "/".join(names.get(level, level) for level in levels)
