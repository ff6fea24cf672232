"""What a door finds on disk when it starts, read back into core's types."""

from kiosk.core.door.doorbook import DoorMemory, OpenPass
from kiosk.core.door.prefs import DoorPrefs
from kiosk.core.ids import BootId, DestinationId, PassId, RoomId, StudentId
from kiosk.core.ports import Codec
from kiosk.core.protocol import Request
from kiosk.core.schoolparts import PolicyDocument, RosterPart
from kiosk.store.database import Database
from kiosk.store.event_chain import kept_events
from kiosk.store.instants import from_micros
from kiosk.store.payloads import decoded


def begin_life(db: Database, boot: BootId, machine_boot: str | None) -> bool:
    """Make `boot` durable as this life; say whether the life before may have lost its last word.

    What a program wrote outlives its own death, but maybe not the machine's: a power cut takes with
    it what a bad card had not yet written. So only a life that ended without saying so, and in
    another start of the machine, is in doubt. A life is remembered for as long as an event of it is
    kept.
    """
    with db.atomic():
        last = db.execute(
            "SELECT ended_clean, machine_boot FROM lives ORDER BY number DESC LIMIT 1"
        ).fetchone()
        number = db.execute("SELECT coalesce(max(number), 0) + 1 FROM lives").fetchone()[0]
        db.execute("DELETE FROM lives WHERE boot NOT IN (SELECT boot FROM events)")
        db.execute(
            "INSERT INTO lives (number, boot, machine_boot) VALUES (?, ?, ?)",
            (number, boot, machine_boot),
        )
    if last is None:
        return False
    ended_clean, ran_in = last
    return not ended_clean and (ran_in is None or ran_in != machine_boot)


def read_memory(db: Database, codec: Codec, boot: BootId, *, unclean: bool) -> DoorMemory:
    """Return everything kept; raise JournalDamagedError for what can't be read back."""
    epoch, max_fence, paused, *prefs = db.execute(
        "SELECT epoch, max_fence, paused, language, sound, brightness FROM marks"
    ).fetchone()
    language, sound, brightness = prefs
    lives = db.execute("SELECT boot, last_seq FROM lives ORDER BY number")
    unacked: set[tuple[BootId, int]] = set()
    acked: set[tuple[BootId, int]] = set()
    finished: set[PassId] = set()
    for life, seq, pass_id, kind, is_acked in kept_events(db):
        (acked if is_acked else unacked).add((life, seq))
        if kind == "ended":
            finished.add(pass_id)
    pending = db.execute("SELECT request FROM pending ORDER BY number")
    reserved = db.execute("SELECT id FROM reserved ORDER BY number")
    roster = db.execute("SELECT part FROM roster_parts ORDER BY number")
    policy = db.execute("SELECT document FROM policy").fetchone()
    return DoorMemory(
        boot=boot,
        unclean=unclean,
        last_seq={BootId(life): last_seq for life, last_seq in lives},
        unacked=frozenset(unacked),
        acked=frozenset(acked),
        pending=tuple(decoded(codec, payload, Request) for (payload,) in pending),
        reserved=tuple(PassId(pass_id) for (pass_id,) in reserved),
        open=_open_passes(db),
        finished=frozenset(finished),
        epoch=epoch,
        max_fence=max_fence,
        roster=tuple(decoded(codec, payload, RosterPart) for (payload,) in roster),
        policy=decoded(codec, policy[0], PolicyDocument) if policy else None,
        paused=bool(paused),
        prefs=DoorPrefs(language, bool(sound), brightness),
    )


def _open_passes(db: Database) -> tuple[OpenPass, ...]:
    rows = db.execute(
        "SELECT id, student, label, destination, origin, started_at, minutes"
        " FROM open_passes ORDER BY number"
    )
    return tuple(
        OpenPass(
            id=PassId(pass_id),
            student=StudentId(student),
            label=label,
            destination=DestinationId(destination),
            origin=RoomId(origin),
            started_at=from_micros(started_at),
            minutes=minutes,
        )
        for pass_id, student, label, destination, origin, started_at, minutes in rows
    )
