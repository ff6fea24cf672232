"""The door's tables, step by step; a step that has been in a school is never changed again."""

from typing import Final

from kiosk.store.schema import Schema, Tables

DOOR_SCHEMA: Final = Schema("door")


@DOOR_SCHEMA()
def lives_and_events(db: Tables) -> None:
    """Lives of the program, and the chain of sealed events.

    `events.acked_at` null means that the event is in the outbox. `forgotten` keeps the digest of a
    purged event for as long as a kept event follows it, so that the chain can be checked across it.
    """
    db.executescript("""
        CREATE TABLE lives (
            number INTEGER PRIMARY KEY,
            boot TEXT NOT NULL UNIQUE,
            last_seq INTEGER NOT NULL DEFAULT 0 CHECK (last_seq >= 0),
            ended_clean INTEGER NOT NULL DEFAULT 0 CHECK (ended_clean IN (0, 1))
        ) STRICT;
        CREATE TABLE events (
            place INTEGER PRIMARY KEY,
            boot TEXT NOT NULL REFERENCES lives (boot),
            seq INTEGER NOT NULL CHECK (seq >= 1),
            id TEXT NOT NULL,
            kind TEXT NOT NULL,
            sealed BLOB NOT NULL,
            digest TEXT NOT NULL,
            acked_at INTEGER,
            UNIQUE (boot, seq)
        ) STRICT;
        CREATE TABLE forgotten (
            place INTEGER PRIMARY KEY,
            digest TEXT NOT NULL
        ) STRICT;
        CREATE TABLE head (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            place INTEGER NOT NULL,
            digest TEXT
        ) STRICT;
        INSERT INTO head (only, place, digest) VALUES (1, 0, NULL);
    """)


@DOOR_SCHEMA()
def requests_and_open_passes(db: Tables) -> None:
    """What is under way: requests as sent, and passes as shown."""
    db.executescript("""
        CREATE TABLE pending (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            request BLOB NOT NULL
        ) STRICT;
        CREATE TABLE open_passes (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            student TEXT NOT NULL,
            label TEXT NOT NULL,
            destination TEXT NOT NULL,
            origin TEXT NOT NULL,
            started_at INTEGER NOT NULL,
            minutes INTEGER
        ) STRICT;
    """)


@DOOR_SCHEMA()
def what_the_aggregator_said(db: Tables) -> None:
    """The newest epoch and fence, the roster cache and the policy, as they came."""
    db.executescript("""
        CREATE TABLE marks (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            epoch INTEGER NOT NULL,
            max_fence INTEGER NOT NULL
        ) STRICT;
        INSERT INTO marks (only, epoch, max_fence) VALUES (1, 0, 0);
        CREATE TABLE roster_parts (
            number INTEGER PRIMARY KEY,
            part BLOB NOT NULL
        ) STRICT;
        CREATE TABLE policy (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            document BLOB NOT NULL
        ) STRICT;
    """)


@DOOR_SCHEMA()
def machine_of_each_life(db: Tables) -> None:
    """Which start of the machine a life ran in; null for lives from before this step."""
    db.executescript("ALTER TABLE lives ADD COLUMN machine_boot TEXT")


@DOOR_SCHEMA()
def pause(db: Tables) -> None:
    """Whether staff have stopped new passes from this room, at this door."""
    db.executescript(
        "ALTER TABLE marks ADD COLUMN paused INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1))"
    )


@DOOR_SCHEMA()
def ids_in_reserve(db: Tables) -> None:
    """Ids for requests to come, which are sent before they are recorded themselves."""
    db.executescript("""
        CREATE TABLE reserved (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE
        ) STRICT;
    """)


@DOOR_SCHEMA()
def preferences(db: Tables) -> None:
    """How staff have set this door: its language, whether it is heard, its light in per cent."""
    db.executescript("""
        ALTER TABLE marks ADD COLUMN language TEXT NOT NULL DEFAULT '';
        ALTER TABLE marks ADD COLUMN sound INTEGER NOT NULL DEFAULT 1 CHECK (sound IN (0, 1));
        ALTER TABLE marks ADD COLUMN brightness INTEGER NOT NULL DEFAULT 100
            CHECK (brightness BETWEEN 1 AND 100);
    """)
