"""Every message of a campaign's days, both ways and to staff, by its published JSON Schema."""

import json
from collections import Counter
from typing import Any, Final

import pytest
from jsonschema import Draft202012Validator

from kiosk.cli.docs.schemas import event_name, feed_event_name, schemas
from kiosk.cli.docs.wire_examples import message_name
from kiosk.core.aggregator.coordination import (
    Publication,
    PublishCounts,
    PublishDoor,
    PublishEvent,
    PublishPass,
    RaiseAlert,
)
from kiosk.core.aggregator.ownhand import OWN_DOOR
from kiosk.core.events import Event
from kiosk.core.ids import BuildingId
from kiosk.core.ports import WireMessage
from kiosk.feed.codec import JsonCodec
from kiosk.feed.counts import counts_body
from kiosk.feed.staff import StaffFeed
from kiosk.sim.campaign.day import Day

SEEDS: Final = range(24)
FEW_DOORS: Final = 5
EXCUSED: Final = {
    "presence": "a birth or last will is the broker's, and its network has none",
    "enrol": "staff say whose a card is: it is about no pass",
    "enrolled": "the answer to that",
    "ask_passes": "a student looks at what is recorded, which changes nothing",
    "own_passes": "the answer to that",
    "feed-replay": "a subscriber's question: the campaign's staff read all that is published",
}
"""Kinds that no day of the campaign sends, and why it need not."""
SCHEMAS = schemas()
VALIDATORS = {name: Draft202012Validator(schema) for name, schema in SCHEMAS.items()}


class Listener:
    """Hears all of one day and holds each message to its schema."""

    def __init__(self, day: Day) -> None:
        self.heard: Counter[str] = Counter()
        self.faults: list[str] = []
        self._codec = JsonCodec()
        self._staff = StaffFeed(BuildingId("dense"), day.school.roster)
        self._roster = day.school.roster
        day.network.overheard = self._on_wire
        day.building.published = self._published

    def _on_wire(self, message: WireMessage) -> None:
        name = event_name(message.kind) if isinstance(message, Event) else message_name(message)
        sealed = self._codec.seal(message, None) if isinstance(message, Event) else None
        self._hold(name, sealed or self._codec.encode(message))

    def _published(self, told: Publication) -> None:
        match told:
            case PublishEvent(n, event, record):
                self._hold(feed_event_name(event.kind), self._staff.event(n, event, record))
                if event.door == OWN_DOOR:
                    # No door says it: it is kept as one that did would have been.
                    self._hold(event_name(event.kind), self._codec.seal(event, None))
            case PublishPass(_, record):
                body = self._staff.open_pass(record)
                if body:
                    self._hold("feed-pass", body)
            case PublishCounts(counts):
                self._hold("feed-counts", counts_body(counts, self._roster))
            case PublishDoor(row, health):
                self._hold("feed-door", self._staff.door(row, health))
            case RaiseAlert(alert):
                self._hold("feed-alert", self._staff.alert(alert))

    def _hold(self, name: str, body: bytes) -> None:
        self.heard[name] += 1
        message: Any = json.loads(body)
        for error in VALIDATORS[name].iter_errors(message):
            self.faults.append(f"{name}: {error.message} in {message}")


@pytest.fixture(scope="module")
def heard() -> Counter[str]:
    """How often each message was said in all days; each was held to its schema."""
    whole: Counter[str] = Counter()
    for seed in SEEDS:
        day = Day(seed, FEW_DOORS)
        listener = Listener(day)
        assert day.live() == []
        assert listener.faults[:3] == []
        whole += listener.heard
    return whole


def test_every_message_is_valid_by_its_published_schema(heard: Counter[str]) -> None:
    assert sum(heard.values()) > 10_000


def test_every_kind_of_message_was_said_or_is_excused(heard: Counter[str]) -> None:
    assert sorted(SCHEMAS.keys() - heard.keys() - EXCUSED.keys()) == []


def test_no_message_is_excused_that_was_said(heard: Counter[str]) -> None:
    assert sorted(EXCUSED.keys() & heard.keys()) == []
