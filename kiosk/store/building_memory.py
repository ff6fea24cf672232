"""What the aggregator finds on disk when it starts, read back into core's types."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from kiosk.core.aggregator.board import AlertRow
from kiosk.core.aggregator.buildingbook import Answered, Barrier, BuildingMemory, Stream
from kiosk.core.aggregator.passes import Granted, PassRecord
from kiosk.core.events import Event, PassEvent
from kiosk.core.ids import BootId, DestinationId, DoorId, PassId, RoomId, StudentId
from kiosk.core.ports import Codec
from kiosk.core.protocol import Grant, Refusal, Request
from kiosk.core.rule import Holds
from kiosk.store import appointment_rows, card_rows
from kiosk.store.database import Database
from kiosk.store.failures import JournalDamagedError
from kiosk.store.instants import from_micros, to_micros
from kiosk.store.payloads import decoded
from kiosk.store.staff_rows import read_day_codes, read_pauses, read_pin_tries

KEPT_IN_MIND: Final = timedelta(hours=48)
"""As long as a door keeps an acknowledged event: nothing older can still come from one."""
ALERTS_SHOWN_MAX: Final = 50
"""As many as the board holds."""

# Every held pass, and each that changed since. Written as unions, because SQLite then takes the
# index for each half: with OR it walks through the years.
_RECENT: Final = (
    "SELECT id FROM passes WHERE held = 1 UNION SELECT id FROM passes WHERE changed_at >= ?1"
)
_ANSWERS: Final = f"""
    SELECT request, answer, fence, at FROM answers WHERE number IN (
        SELECT number FROM answers WHERE at >= ?1
        UNION SELECT number FROM answers WHERE id IN ({_RECENT})
    ) ORDER BY number
"""  # noqa: S608 - made of constants of this module
_EVENTS: Final = f"SELECT n, id, raw, at FROM events WHERE id IN ({_RECENT}) ORDER BY n"  # noqa: S608 - made of constants of this module


@dataclass(slots=True)
class Readable:
    """Event rows decoded one by one; the numbers of those that can't be are kept."""

    codec: Codec
    unreadable: list[int] = field(default_factory=list)

    def event(self, n: int, raw: bytes) -> PassEvent | None:
        """Return the event, or None for one that only a newer version of the program can read."""
        try:
            return event_in(self.codec, raw)
        except JournalDamagedError:
            self.unreadable.append(n)
            return None


def event_in(codec: Codec, raw: bytes) -> PassEvent:
    """Return the event in `raw`; raise JournalDamagedError if none is there."""
    event = decoded(codec, raw, Event)
    # `Event` itself never travels: what the codec gives is one of its kinds.
    assert isinstance(event, PassEvent)  # noqa: S101 - narrows the type, decides nothing
    return event


def read_memory(db: Database, codec: Codec, now: datetime) -> BuildingMemory:
    """Return what the coordinator needs; raise JournalDamagedError for an unreadable answer."""
    epoch, fence, n, published, barrier = db.execute(
        "SELECT epoch, fence, n, published_upto, barrier FROM marks"
    ).fetchone()
    since = to_micros(now - KEPT_IN_MIND)
    boots = [
        (DoorId(door), BootId(boot), bool(superseded))
        for door, boot, superseded in db.execute(
            "SELECT door, boot, superseded FROM boots ORDER BY number"
        )
    ]
    answers = tuple(_answers(db, codec, since))
    readable = Readable(codec)
    records = _records(db, readable, since, {a.request.id: a for a in answers})
    return BuildingMemory(
        epoch=epoch,
        fence=fence,
        n=n,
        published_upto=published,
        current={door: boot for door, boot, superseded in boots if not superseded},
        superseded=frozenset((door, boot) for door, boot, superseded in boots if superseded),
        streams=_streams(db),
        answers=answers,
        records=records,
        holds=_holds(db),
        alerts=_alerts(db),
        unreadable=tuple(readable.unreadable),
        barrier=_barrier(db) if barrier else None,
        pin_tries=read_pin_tries(db),
        day_codes=read_day_codes(db),
        pauses=read_pauses(db),
        appointments=appointment_rows.kept(db),
        cards=card_rows.kept(db),
    )


def read_passes(
    db: Database, codec: Codec, student: StudentId, since: datetime
) -> tuple[PassRecord, ...]:
    """Return a student's passes that changed since then, from their events alone."""
    readable = Readable(codec)
    found = db.execute(
        "SELECT id FROM passes WHERE changed_at >= ? AND student = ? ORDER BY id",
        (to_micros(since), student),
    ).fetchall()
    return tuple(_read_pass(db, readable, PassId(pass_id)) for (pass_id,) in found)


def _read_pass(db: Database, readable: Readable, pass_id: PassId) -> PassRecord:
    rows = db.execute("SELECT n, raw, at FROM events WHERE id = ? ORDER BY n", (pass_id,))
    events = [(readable.event(n, raw), from_micros(at)) for n, raw, at in rows]
    return _record(pass_id, None, [(event, at) for event, at in events if event is not None])


def _answers(db: Database, codec: Codec, since: int) -> Iterator[Answered]:
    rows = db.execute(_ANSWERS, (since,))
    for asked, answer, fence, at in rows:
        said: Grant | Refusal
        said = decoded(codec, answer, Refusal) if fence is None else decoded(codec, answer, Grant)
        yield Answered(decoded(codec, asked, Request), said, from_micros(at))


def _records(
    db: Database, readable: Readable, since: int, answers: Mapping[PassId, Answered]
) -> tuple[PassRecord, ...]:
    events: defaultdict[PassId, list[tuple[PassEvent, datetime]]] = defaultdict(list)
    rows = db.execute(_EVENTS, (since,))
    for n, pass_id, raw, at in rows:
        if event := readable.event(n, raw):
            events[PassId(pass_id)].append((event, from_micros(at)))
    passes = sorted(PassId(pass_id) for (pass_id,) in db.execute(_RECENT, (since,)))
    return tuple(_record(each, answers.get(each), events[each]) for each in passes)


def _record(
    pass_id: PassId, answered: Answered | None, events: list[tuple[PassEvent, datetime]]
) -> PassRecord:
    record = PassRecord(pass_id)
    if answered and isinstance(answered.answer, Grant):
        grant = answered.answer
        granted = Granted(answered.request, grant.fence, grant.minutes, answered.at)
        record = record.with_grant(granted)
    for event, at in events:
        record = record.with_event(event, at)
    return record


def _streams(db: Database) -> dict[tuple[DoorId, BootId], Stream]:
    """Count what was taken in: read events and quarantined places, both are acknowledged."""
    lives = db.execute("SELECT door, boot, count(*), max(seq) FROM events GROUP BY door, boot")
    streams = {
        (DoorId(door), BootId(boot)): Stream(last) if count == last else None
        for door, boot, count, last in lives
    }
    for door, boot in db.execute(
        "SELECT DISTINCT door, boot FROM quarantine WHERE seq IS NOT NULL AND boot IS NOT NULL"
    ):
        streams[DoorId(door), BootId(boot)] = None
    # Only a life with a hole or with a quarantined place is walked event by event.
    return {life: stream or _walked(db, *life) for life, stream in streams.items()}


def _walked(db: Database, door: DoorId, boot: BootId) -> Stream:
    rows = db.execute(
        "SELECT seq FROM events WHERE door = ?1 AND boot = ?2 UNION"
        " SELECT seq FROM quarantine WHERE door = ?1 AND boot = ?2 AND seq IS NOT NULL"
        " ORDER BY seq",
        (door, boot),
    )
    upto, beyond = 0, []
    for (seq,) in rows:
        if seq == upto + 1:
            upto = seq
        elif seq > upto:
            beyond.append(seq)
    return Stream(upto, frozenset(beyond))


def _barrier(db: Database) -> Barrier:
    return Barrier(
        frozenset(DoorId(door) for (door,) in db.execute("SELECT door FROM doors_in_step"))
    )


def _holds(db: Database) -> Holds:
    kept = defaultdict(set)
    for kind, name in db.execute("SELECT kind, id FROM holds"):
        kept[kind].add(name)
    return Holds(
        hold="all" in kept,
        rooms=frozenset(map(RoomId, kept["room"])),
        destinations=frozenset(map(DestinationId, kept["destination"])),
        students=frozenset(map(StudentId, kept["student"])),
    )


def _alerts(db: Database) -> tuple[AlertRow, ...]:
    rows = db.execute(
        "SELECT at, kind, text, pass_id, staff FROM alerts ORDER BY number DESC LIMIT ?",
        (ALERTS_SHOWN_MAX,),
    )
    return tuple(
        AlertRow(from_micros(at), kind, text, pass_id, staff)
        for at, kind, text, pass_id, staff in rows
    )
