"""What staff, screens in the hall and IT read from the feed: bodies only, no topics, no sending.

Never in any of them: encounter groups, and the aggregator's private reason (both never reach the
types that these functions take).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kiosk.core.aggregator.board import AlertRow, DoorRow
from kiosk.core.aggregator.passes import PassRecord
from kiosk.core.events import PassEvent
from kiosk.core.ids import BuildingId, DestinationId, RoomId, StaffId, StudentId
from kiosk.core.school import Roster
from kiosk.feed.compact import compact, members
from kiosk.feed.messages import VERSION
from kiosk.feed.topics import ROOT

CLEARED = b""
"""An empty retained body: the broker forgets the topic."""
HEADER_FIELDS = frozenset({"kind", "id", "door", "boot", "seq", "mono_ms", "prev"})
"""Fields of an event that stand elsewhere in the CloudEvent, or mean nothing away from the door."""


@dataclass(frozen=True, slots=True)
class StaffFeed:
    """Builds the bodies for one building; names are those of `roster`, else null."""

    building: BuildingId
    roster: Roster

    def event(self, n: int, event: PassEvent, record: PassRecord) -> bytes:
        """Return event number `n` as a CloudEvents 1.0 structured JSON object.

        `id` names the event itself, so a re-publication has the same one, and the same `n`.
        """
        taken = record.taken.get((event.door, event.boot, event.seq))
        happened = taken.happened if taken else event.at
        own = {name: v for name, v in members(event).items() if name not in HEADER_FIELDS}
        data = {
            "n": n,
            "kind": event.kind,
            "pass": event.id,
            "door": event.door,
            "received_at": taken.at if taken else None,
            **self._who(record),
            **_times(record),
            # What the event itself says comes last: the minutes of `extended` are those added.
            **own,
            **self._named(own),
        }
        envelope = {
            "specversion": "1.0",
            "id": f"{event.door}/{event.boot}/{event.seq}",
            "source": f"/{ROOT}/{self.building}",
            "type": f"smartpass.pass.{event.kind}",
            "subject": event.id,
            "time": happened,
            "datacontenttype": "application/json",
            "data": data,
        }
        # An attribute of a CloudEvent may be absent, but not null.
        return compact({name: value for name, value in envelope.items() if value is not None})

    def open_pass(self, record: PassRecord) -> bytes:
        """Return the body to retain for one pass; CLEARED once the student no longer counts as out.

        `started` is false for a grant not yet used and for a pass in doubt.
        """
        if not record.held:
            return CLEARED
        start = record.started
        body = {
            "v": VERSION,
            "type": "pass",
            "pass": record.id,
            "door": record.door,
            **self._who(record),
            "since": record.since,
            **_times(record),
            "started": start is not None,
            "in_doubt": record.in_doubt,
            "urgent": start.urgent if start else False,
            "offline": start.offline if start else False,
            "override": start.override if start else False,
            "note": start.note if start else "",
            "round_trip": record.round_trip,
            "identified_by": start.identified_by if start else None,
            "approved_by": start.approved_by if start else None,
        }
        return compact(body | self._named(body))

    def alert(self, alert: AlertRow) -> bytes:
        """Return the body that tells staff what to look at."""
        body: dict[str, object] = {
            "v": VERSION,
            "type": "alert",
            "at": alert.at,
            "kind": alert.kind,
            "text": alert.text,
            "pass": alert.pass_id,
            "staff": alert.staff,
        }
        return compact(body | self._named(body))

    def door(self, row: DoorRow, health: Mapping[str, str | int | float | bool | None]) -> bytes:
        """Return the body to retain for IT; `health` is as the door's last heartbeat said."""
        return compact({"v": VERSION, "type": "door", **members(row), "health": health})

    def _who(self, record: PassRecord) -> dict[str, object]:
        student, destination, origin = record.who or (None, None, None)
        ids = {"student": student, "destination": destination, "origin": origin}
        return ids | self._named(ids)

    def _named(self, ids: Mapping[str, object]) -> dict[str, object]:
        """Return a name beside each id that `ids` holds."""
        lookups = {
            "student": ("student_name", self._student),
            "destination": ("destination_name", self._destination),
            "origin": ("origin_name", self._room),
            "approved_by": ("approved_by_name", self._staff),
            "staff": ("staff_name", self._staff),
        }
        return {
            name: look_up(str(ids[field]))
            for field, (name, look_up) in lookups.items()
            if ids.get(field) is not None
        }

    def _student(self, student: str) -> str | None:
        found = self.roster.students.get(StudentId(student))
        return f"{found.first_name} {found.last_name}".strip() if found else None

    def _destination(self, destination: str) -> str | None:
        found = self.roster.destinations.get(DestinationId(destination))
        return found.name_in("en") if found else None

    def _room(self, room: str) -> str | None:
        found = self.roster.rooms.get(RoomId(room))
        return found.name if found else None

    def _staff(self, staff: str) -> str | None:
        found = self.roster.staff.get(StaffId(staff))
        return found.name if found else None


def _times(record: PassRecord) -> dict[str, datetime | int | bool | None]:
    return {
        "minutes": record.minutes,
        "started_at": record.start.happened if record.start else None,
        "due_at": record.due_at if record.start else None,
        "checked_in_at": record.checked_in,
        "ended_at": record.ended,
        "expired": record.expired,
        "returned_at": record.corrected_return,
    }
