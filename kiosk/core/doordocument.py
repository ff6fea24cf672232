"""The JSON form of room, destinations, bell schedule and policy that travels as a `policy`.

Reading follows the wire's rule: fields that are not known are ignored, so that an older door
understands a newer aggregator; one that is missing or of another type raises `DocumentError`.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from kiosk.core.ids import DestinationId, DoorId, RoomId
from kiosk.core.policy import Policy, WhenAlone
from kiosk.core.schedule import NoFly, Period, Schedule
from kiosk.core.school import Approval, Destination, DestinationKind, Hours, Room, School

ValueT = TypeVar("ValueT")
SECOND = timedelta(seconds=1)


class DocumentError(ValueError):
    """A policy document can't be read; the text names the field."""


def document_of(school: School, room: RoomId) -> Mapping[str, object]:
    """Return the document for the door of `room`, in plain JSON types."""
    return {
        "room": _of_room(school.roster.rooms[room]),
        "destinations": [_of_destination(d) for d in school.roster.destinations.values()],
        "schedule": _of_schedule(school.schedule),
        "policy": _of_policy(school.policy),
    }


def from_document(
    document: Mapping[str, object],
) -> tuple[Room, tuple[Destination, ...], Schedule, Policy]:
    """Return what a document says; raises DocumentError at the first field that can't be read."""
    try:
        return (
            _to_room(_table(document, "room")),
            tuple(_to_destination(_as_table(d)) for d in _list(document, "destinations")),
            _to_schedule(_table(document, "schedule")),
            _to_policy(_table(document, "policy")),
        )
    except DocumentError:
        raise
    except (ValueError, LookupError, OverflowError) as error:
        raise DocumentError(f"policy document: {error}") from error


def _of_room(room: Room) -> dict[str, object]:
    return {
        "id": room.id,
        "name": room.name,
        "floor": room.floor,
        "door": room.door,
        "out_max": room.out_max,
    }


def _to_room(table: Mapping[str, object]) -> Room:
    return Room(
        id=RoomId(_text(table, "id")),
        name=_text(table, "name"),
        floor=_text(table, "floor"),
        door=DoorId(_text(table, "door")),
        out_max=_whole(table, "out_max"),
    )


def _of_destination(place: Destination) -> dict[str, object]:
    return {
        "id": place.id,
        "name": dict(place.name),
        "kind": place.kind.value,
        "floor": place.floor,
        "room": place.room,
        "minutes": place.minutes,
        "capacity": place.capacity,
        "hours": [[h.opens.isoformat(), h.closes.isoformat()] for h in place.hours],
        "needs_approval": place.needs_approval,
        "approval": place.approval.value,
        "one_way": place.one_way,
    }


def _to_destination(table: Mapping[str, object]) -> Destination:
    names = _table(table, "name")
    kind = _text(table, "kind")
    room = _optional(table, "room", _text)
    return Destination(
        id=DestinationId(_text(table, "id")),
        name={language: _text(names, language) for language in ("en", *names)},
        # A kind from a newer aggregator is some other place to this door.
        kind=DestinationKind(kind) if kind in list(DestinationKind) else DestinationKind.OTHER,
        floor=_text(table, "floor"),
        room=RoomId(room) if room is not None else None,
        minutes=_optional(table, "minutes", _whole),
        capacity=_optional(table, "capacity", _whole),
        hours=tuple(Hours(*map(time.fromisoformat, _texts(h, 2))) for h in _list(table, "hours")),
        needs_approval=_switch(table, "needs_approval"),
        approval=Approval(_optional(table, "approval", _text) or Approval.ORIGIN),
        one_way=_optional(table, "one_way", _switch) or False,
    )


def _of_schedule(schedule: Schedule) -> dict[str, object]:
    return {
        "time_zone": schedule.time_zone.key,
        "day_types": {
            name: [[p.name, p.starts.isoformat(), p.ends.isoformat()] for p in periods]
            for name, periods in schedule.day_types.items()
        },
        "week": {str(day): name for day, name in schedule.week.items()},
        "exceptions": {day.isoformat(): name for day, name in schedule.exceptions.items()},
        "no_fly_by_date_s": {
            day.isoformat(): _of_no_fly(no_fly) for day, no_fly in schedule.no_fly_by_date.items()
        },
        "no_fly_by_day_type_s": {
            name: _of_no_fly(no_fly) for name, no_fly in schedule.no_fly_by_day_type.items()
        },
    }


def _to_schedule(table: Mapping[str, object]) -> Schedule:
    day_types = _table(table, "day_types")
    week = _table(table, "week")
    exceptions = _table(table, "exceptions")
    # Documents did not have these two from the beginning.
    by_date = _table({"no_fly_by_date_s": {}, **table}, "no_fly_by_date_s")
    by_day_type = _table({"no_fly_by_day_type_s": {}, **table}, "no_fly_by_day_type_s")
    schedule = Schedule(
        time_zone=ZoneInfo(_text(table, "time_zone")),
        day_types={
            name: tuple(_to_period(period) for period in _list(day_types, name))
            for name in day_types
        },
        week={int(day): _text(week, day) for day in week},
        exceptions={
            date.fromisoformat(day): _optional(exceptions, day, _text) for day in exceptions
        },
        no_fly_by_date={date.fromisoformat(day): _to_no_fly(by_date, day) for day in by_date},
        no_fly_by_day_type={name: _to_no_fly(by_day_type, name) for name in by_day_type},
    )
    named = {name for name in (*schedule.week.values(), *schedule.exceptions.values()) if name}
    if unknown := named - set(schedule.day_types):
        raise DocumentError(f"policy document: no day type is called {min(unknown)}")
    return schedule


def _to_period(value: object) -> Period:
    name, starts, ends = _texts(value, 3)
    return Period(name, time.fromisoformat(starts), time.fromisoformat(ends))


def _of_no_fly(no_fly: NoFly) -> list[int]:
    return [no_fly.first // SECOND, no_fly.last // SECOND]


def _to_no_fly(table: Mapping[str, object], key: str) -> NoFly:
    first, last = _wholes(_list(table, key), 2)
    return NoFly(first * SECOND, last * SECOND)


def _of_policy(policy: Policy) -> dict[str, object]:
    return {
        "no_fly_first_s": policy.no_fly_first // SECOND,
        "no_fly_last_s": policy.no_fly_last // SECOND,
        "hall_capacity": policy.hall_capacity,
        "passes_a_day_max": policy.passes_a_day_max,
        "cooldown_s": policy.cooldown // SECOND,
        "when_alone": policy.when_alone.value,
        "minutes_default": policy.minutes_default,
        "accept_within_s": policy.accept_within // SECOND,
        "calls_max": policy.calls_max,
        "auto_end_after_s": _seconds(policy.auto_end_after),
    }


def _to_policy(table: Mapping[str, object]) -> Policy:
    return Policy(
        no_fly_first=_whole(table, "no_fly_first_s") * SECOND,
        no_fly_last=_whole(table, "no_fly_last_s") * SECOND,
        hall_capacity=_optional(table, "hall_capacity", _whole),
        passes_a_day_max=_optional(table, "passes_a_day_max", _whole),
        cooldown=_whole(table, "cooldown_s") * SECOND,
        when_alone=WhenAlone(_text(table, "when_alone")),
        minutes_default=_whole(table, "minutes_default"),
        accept_within=_later(table, "accept_within_s", None) or Policy().accept_within,
        calls_max=_optional(table, "calls_max", _whole) or Policy().calls_max,
        auto_end_after=_later(table, "auto_end_after_s", Policy().auto_end_after),
    )


def _seconds(duration: timedelta | None) -> int | None:
    return None if duration is None else duration // SECOND


def _later(table: Mapping[str, object], key: str, default: timedelta | None) -> timedelta | None:
    """Read what documents did not have from the beginning."""
    if key not in table:
        return default
    seconds = _optional(table, key, _whole)
    return None if seconds is None else seconds * SECOND


def _optional(
    table: Mapping[str, object], key: str, read: Callable[[Mapping[str, object], str], ValueT]
) -> ValueT | None:
    return None if table.get(key) is None else read(table, key)


def _text(table: Mapping[str, object], key: str) -> str:
    value = table.get(key)
    if not isinstance(value, str):
        raise DocumentError(f"policy document: {key} is not text")
    return value


def _whole(table: Mapping[str, object], key: str) -> int:
    value = table.get(key)
    if isinstance(value, bool) or not isinstance(value, int):
        raise DocumentError(f"policy document: {key} is not a whole number")
    return value


def _switch(table: Mapping[str, object], key: str) -> bool:
    value = table.get(key)
    if not isinstance(value, bool):
        raise DocumentError(f"policy document: {key} is not true or false")
    return value


def _table(table: Mapping[str, object], key: str) -> Mapping[str, object]:
    return _as_table(table.get(key), key)


def _as_table(value: object, key: str = "destinations") -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise DocumentError(f"policy document: {key} is not a table")
    return value


def _list(table: Mapping[str, object], key: str) -> list[object] | tuple[object, ...]:
    value = table.get(key)
    if not isinstance(value, list | tuple):
        raise DocumentError(f"policy document: {key} is not a list")
    return value


def _texts(value: object, count: int) -> list[str]:
    if not isinstance(value, list | tuple) or len(value) != count:
        raise DocumentError(f"policy document: expected {count} texts")
    if not all(isinstance(item, str) for item in value):
        raise DocumentError(f"policy document: expected {count} texts")
    return [str(item) for item in value]


def _wholes(values: Sequence[object], count: int) -> list[int]:
    whole = [v for v in values if isinstance(v, int) and not isinstance(v, bool)]
    if len(whole) != count or len(values) != count:
        raise DocumentError(f"policy document: expected {count} whole numbers")
    return whole
