"""The part of a school that one door may hold, to and from the wire's `roster` and `policy`.

A door learns its own room, the destinations, the bell schedule, the policy, the students of its
room by label and card, and staff badges. Encounter groups and whole names stay at the aggregator.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kiosk.core.doordocument import DocumentError, document_of, from_document
from kiosk.core.ids import CardHash, DestinationId, RoomId, StudentId
from kiosk.core.policy import Policy
from kiosk.core.schedule import Schedule
from kiosk.core.school import Room, Roster, School, Staff, Student
from kiosk.core.schoolparts import DoorStaff, DoorStudent, PolicyDocument, RosterPart

__all__ = ["DocumentError", "DoorSchool", "door_school", "policy_document", "roster_parts"]

Favourites = tuple[DestinationId, ...]
DOCUMENT_BYTES_MAX = 15 * 1024
"""A message has at most 16 KiB (PROTOCOL section 3); the rest is for what stands around it."""
PART_BYTES_MAX = 12 * 1024
"""People's share of one roster part, by a plain JSON form that is longer than the wire's own."""
VERSION_CHARS = 16
"""Of a SHA-256 in hex: enough that two versions of one school never meet."""


@dataclass(frozen=True, slots=True)
class DoorSchool:
    """What a door knows of the school."""

    room: Room
    roster: Roster
    schedule: Schedule
    policy: Policy


def policy_document(school: School, room: RoomId) -> PolicyDocument:
    """Return what the door of `room` needs to judge its own room; equal schools, equal version."""
    document = document_of(school, room)
    return PolicyDocument(version=_version(document), document=document)


def document_bytes(policy: PolicyDocument) -> int:
    """Return the length of the document in its longest JSON form."""
    return len(_canonical(policy.document))


def roster_parts(
    school: School,
    room: RoomId,
    favourites: Mapping[StudentId, Favourites] | None = None,
    given: Mapping[StudentId, frozenset[CardHash]] | None = None,
) -> tuple[RosterPart, ...]:
    """Return the students of `room` and all badges, in parts that each fit one message.

    `given` are students' cards beside those of the roster.
    """
    students = tuple(
        DoorStudent(
            student=s.id,
            label=s.label,
            language=s.language,
            cards=tuple(sorted(s.cards | (given or {}).get(s.id, frozenset()))),
            accommodations=s.limit_exempt,
            favourites=(favourites or {}).get(s.id, ()),
        )
        for s in school.roster.students_by_room.get(room, ())
    )
    staff = tuple(
        DoorStaff(staff=s.id, label=s.name, badges=tuple(sorted(s.badges)))
        for s in sorted(school.roster.staff.values(), key=lambda s: s.id)
        if s.badges
    )
    people: tuple[DoorStudent | DoorStaff, ...] = (*students, *staff)
    version = _version([_plain(person) for person in people])
    packed = list(_packed(people))
    return tuple(
        RosterPart(
            version=version,
            part=number,
            parts=len(packed),
            students=tuple(p for p in part if isinstance(p, DoorStudent)),
            staff=tuple(p for p in part if isinstance(p, DoorStaff)),
        )
        for number, part in enumerate(packed, 1)
    )


def door_school(parts: Sequence[RosterPart], policy: PolicyDocument) -> DoorSchool:
    """Return what a whole roster and a policy document mean; raises DocumentError if unreadable."""
    room, destinations, schedule, numbers = from_document(policy.document)
    students = {
        s.student: Student(
            id=s.student,
            # The label is all of the name that a door holds, and `Student.label` gives it back.
            first_name=s.label,
            last_name="",
            language=s.language,
            rooms=frozenset({room.id}),
            cards=frozenset(s.cards),
            limit_exempt=s.accommodations,
            favourites=s.favourites,
        )
        for part in parts
        for s in part.students
    }
    staff = {
        s.staff: Staff(s.staff, s.label, frozenset(s.badges)) for part in parts for s in part.staff
    }
    roster = Roster(
        students=students,
        staff=staff,
        rooms={room.id: room},
        destinations={d.id: d for d in destinations},
    )
    return DoorSchool(room, roster, schedule, numbers)


def _packed(
    people: Sequence[DoorStudent | DoorStaff],
) -> Iterator[list[DoorStudent | DoorStaff]]:
    """Cut the list into parts of at most `PART_BYTES_MAX`; there is always one, if an empty one."""
    part: list[DoorStudent | DoorStaff] = []
    size = 0
    for person in people:
        more = len(_canonical(_plain(person)))
        if part and size + more > PART_BYTES_MAX:
            yield part
            part, size = [], 0
        part.append(person)
        size += more
    yield part


def _plain(person: DoorStudent | DoorStaff) -> dict[str, object]:
    match person:
        case DoorStudent():
            return {
                "student": person.student,
                "label": person.label,
                "language": person.language,
                "cards": person.cards,
                "accommodations": person.accommodations,
                "favourites": person.favourites,
            }
        case DoorStaff():
            return {"staff": person.staff, "label": person.label, "badges": person.badges}


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True).encode("ascii")


def _version(value: object) -> str:
    return hashlib.sha256(_canonical(value)).hexdigest()[:VERSION_CHARS]
