"""Example bodies of the feed for staff, IT and the halls, as the real builders make them."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from kiosk.aggregator.replay import ReplayQuestion
from kiosk.cli.docs import event_examples as door_says
from kiosk.cli.docs import sample_school as sample
from kiosk.cli.docs.schemas import feed_event_name
from kiosk.cli.docs.wire_examples import GRANT, HEARTBEAT, REQUEST
from kiosk.core.aggregator.board import AlertRow, Counts, DoorRow
from kiosk.core.aggregator.passes import Granted, PassRecord
from kiosk.core.events import PassEvent, Started
from kiosk.feed.counts import counts_body
from kiosk.feed.staff import StaffFeed
from kiosk.feed.topics import Topics

FEED: Final = StaffFeed(sample.BUILDING, sample.SCHOOL.roster)
SUBSCRIBER: Final = "district-server"


def feed_events() -> list[tuple[PassEvent, bytes]]:
    """Return each event of the sample day with its body on the staff feed."""
    records = _records()
    told = []
    for n, event in enumerate(door_says.wire_events(), 1):
        taken = (event.at or sample.MID_LESSON) + timedelta(milliseconds=40)
        record = records.get(event.id, PassRecord(event.id)).with_event(event, taken)
        records[event.id] = record
        told.append((event, FEED.event(n, event, record)))
    return told


def open_pass() -> bytes:
    """Return the body that is retained for the open pass of the sample day."""
    record = _records()[door_says.PASS].with_event(door_says.STARTED, sample.MID_LESSON)
    return FEED.open_pass(record)


def alerts() -> list[bytes]:
    """Return an alert about a pass, and one about a door."""
    late = sample.MID_LESSON + timedelta(minutes=7)
    rows = (
        AlertRow(late, "overtime", "Overtime: Maya R., Restroom", door_says.PASS),
        AlertRow(late, "door_offline", "Room 118 is offline"),
    )
    return [FEED.alert(row) for row in rows]


def counts() -> bytes:
    """Return counts in which some are not told."""
    found = Counts(
        7,
        {sample.RESTROOM: 4, sample.LIBRARY: 2, sample.NURSE: 1},
        {"1": 3, "2": 4},
    )
    return counts_body(found, sample.SCHOOL.roster)


def door() -> bytes:
    """Return how the sample door is doing."""
    row = DoorRow(sample.DOOR_214, "Room 214", online=True, last_heard=HEARTBEAT.at, outbox=0)
    return FEED.door(row, HEARTBEAT.health)


def question() -> bytes:
    """Return a subscriber's question for what it missed."""
    topic = f"{Topics(sample.BUILDING).staff_replay}/{SUBSCRIBER}"
    asked = ReplayQuestion.model_validate({"from": 3, "reply_to": topic, "limit": 500})
    return asked.model_dump_json(by_alias=True).encode()


def feed_examples() -> Mapping[str, list[Any]]:
    """Return the JSON of the examples by the published name of their message."""
    found = {feed_event_name(event.kind): [json.loads(body)] for event, body in feed_events()}
    return found | {
        "feed-pass": [json.loads(open_pass())],
        "feed-alert": [json.loads(body) for body in alerts()],
        "feed-counts": [json.loads(counts())],
        "feed-door": [json.loads(door())],
        "feed-replay": [json.loads(question())],
    }


def _records() -> dict[str, PassRecord]:
    """Return what is known before the first event: a grant, and a pass from another room."""
    granted = Granted(REQUEST, GRANT.fence, GRANT.minutes, sample.MID_LESSON)
    elsewhere: Started = replace(
        door_says.STARTED,
        door=sample.DOOR_118,
        boot=sample.boot_id(2),
        id=door_says.FROM_118,
        student=sample.IVY,
        destination=sample.LIBRARY,
        origin=sample.ROOM_118,
        minutes=15,
    )
    return {
        door_says.PASS: PassRecord(door_says.PASS).with_grant(granted),
        door_says.FROM_118: PassRecord(door_says.FROM_118).with_event(elsewhere, sample.MID_LESSON),
    }
