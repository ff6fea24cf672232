"""The aggregator's tables, step by step; one that has been in a school is never changed again."""

from typing import Final

from kiosk.store.schema import Schema, Tables

BUILDING_SCHEMA: Final = Schema("building")


@BUILDING_SCHEMA()
def events_and_streams(db: Tables) -> None:
    """Every event as received, and what could not be read.

    `events.n` is the number on the staff feed; how far a stream has been taken in is read from the
    unique index, so that it can't differ from the events.
    """
    db.executescript("""
        CREATE TABLE events (
            n INTEGER PRIMARY KEY,
            door TEXT NOT NULL,
            boot TEXT NOT NULL,
            seq INTEGER NOT NULL CHECK (seq >= 1),
            id TEXT NOT NULL,
            kind TEXT NOT NULL,
            raw BLOB NOT NULL,
            at INTEGER NOT NULL,
            UNIQUE (door, boot, seq)
        ) STRICT;
        CREATE INDEX events_by_pass ON events (id);
        CREATE TABLE quarantine (
            number INTEGER PRIMARY KEY,
            door TEXT NOT NULL,
            boot TEXT,
            seq INTEGER,
            raw BLOB NOT NULL,
            why TEXT NOT NULL,
            at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX quarantine_by_place ON quarantine (door, boot, seq) WHERE seq IS NOT NULL;
    """)


@BUILDING_SCHEMA()
def lives_and_marks(db: Tables) -> None:
    """The doors' lives, and the highest numbers given so far."""
    db.executescript("""
        CREATE TABLE boots (
            number INTEGER PRIMARY KEY,
            door TEXT NOT NULL,
            boot TEXT NOT NULL,
            superseded INTEGER NOT NULL CHECK (superseded IN (0, 1)),
            UNIQUE (door, boot)
        ) STRICT;
        CREATE TABLE marks (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            epoch INTEGER NOT NULL,
            fence INTEGER NOT NULL,
            n INTEGER NOT NULL,
            published_upto INTEGER NOT NULL
        ) STRICT;
        INSERT INTO marks (only, epoch, fence, n, published_upto) VALUES (1, 0, 0, 0, 0);
    """)


@BUILDING_SCHEMA()
def answers_and_passes(db: Tables) -> None:
    """What was answered to each id (`fence` is null for a refusal), and which passes are held."""
    db.executescript("""
        CREATE TABLE answers (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            request BLOB NOT NULL,
            answer BLOB NOT NULL,
            fence INTEGER,
            at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX answers_by_time ON answers (at);
        CREATE TABLE passes (
            id TEXT NOT NULL PRIMARY KEY,
            student TEXT,
            destination TEXT,
            origin TEXT,
            held INTEGER NOT NULL CHECK (held IN (0, 1)),
            changed_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX passes_held ON passes (held) WHERE held = 1;
        CREATE INDEX passes_by_change ON passes (changed_at);
    """)


@BUILDING_SCHEMA()
def what_staff_see_and_do(db: Tables) -> None:
    """What staff have stopped, what they were told, and encounters that were prevented."""
    db.executescript("""
        CREATE TABLE holds (
            kind TEXT NOT NULL CHECK (kind IN ('all', 'room', 'destination', 'student')),
            id TEXT NOT NULL,
            PRIMARY KEY (kind, id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE alerts (
            number INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            kind TEXT NOT NULL,
            text TEXT NOT NULL,
            pass_id TEXT
        ) STRICT;
        CREATE TABLE prevented (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL,
            student TEXT NOT NULL,
            groups TEXT NOT NULL,
            at INTEGER NOT NULL
        ) STRICT;
    """)


@BUILDING_SCHEMA()
def barrier(db: Tables) -> None:
    """Whether a rollback holds grants back, and which doors have reported since."""
    db.executescript("""
        ALTER TABLE marks ADD COLUMN barrier INTEGER NOT NULL DEFAULT 0 CHECK (barrier IN (0, 1));
        CREATE TABLE doors_in_step (
            door TEXT NOT NULL PRIMARY KEY
        ) STRICT, WITHOUT ROWID;
    """)


@BUILDING_SCHEMA()
def who_gave_cause_for_an_alert(db: Tables) -> None:
    """Which member of staff did what an alert tells of; null where nobody did."""
    db.executescript("ALTER TABLE alerts ADD COLUMN staff TEXT")


@BUILDING_SCHEMA()
def what_limits_count(db: Tables) -> None:
    """Since when each pass was out, and whether limits count it: those of before are looked up."""
    db.executescript("""
        ALTER TABLE passes ADD COLUMN since INTEGER;
        ALTER TABLE passes ADD COLUMN counts INTEGER NOT NULL DEFAULT 0 CHECK (counts IN (0, 1));
        CREATE INDEX passes_counted ON passes (since) WHERE counts = 1;
        UPDATE passes SET since = (
            SELECT min(at) FROM events WHERE events.id = passes.id AND kind = 'started'
        );
        UPDATE passes SET counts = 1 WHERE since IS NOT NULL AND student IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM events WHERE events.id = passes.id AND (
                (kind = 'started' AND json_extract(CAST(raw AS TEXT), '$.urgent'))
                OR (kind = 'ended' AND json_extract(CAST(raw AS TEXT), '$.how') = 'void')
                OR kind = 'expired'
            ));
    """)


@BUILDING_SCHEMA()
def pin_tries_and_day_codes(db: Tables) -> None:
    """Wrong PINs counted, and substitutes' codes as digests; no PIN itself is ever kept."""
    db.executescript("""
        CREATE TABLE pin_tries (
            whose TEXT NOT NULL PRIMARY KEY,
            in_a_row INTEGER NOT NULL,
            today INTEGER NOT NULL,
            day TEXT,
            last INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE day_codes (
            number INTEGER PRIMARY KEY,
            digest TEXT NOT NULL UNIQUE,
            staff TEXT NOT NULL,
            name TEXT NOT NULL,
            day TEXT NOT NULL,
            rooms TEXT NOT NULL
        ) STRICT;
    """)


@BUILDING_SCHEMA()
def appointments(db: Tables) -> None:
    """What staff have made ahead: `made` is the whole of it as JSON, as the next version adds."""
    db.executescript("""
        CREATE TABLE appointments (
            id TEXT NOT NULL PRIMARY KEY,
            made TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
    """)


@BUILDING_SCHEMA()
def where_to_and_since_when_an_encounter_was_prevented(db: Tables) -> None:
    """Where the student wanted to go, and when the wait began; null for those of before."""
    db.executescript("""
        ALTER TABLE prevented ADD COLUMN destination TEXT;
        ALTER TABLE prevented ADD COLUMN since INTEGER;
    """)


@BUILDING_SCHEMA()
def pauses(db: Tables) -> None:
    """What each door has said last of its own room's pause."""
    db.executescript("""
        CREATE TABLE pauses (
            room TEXT NOT NULL PRIMARY KEY,
            door TEXT NOT NULL,
            boot TEXT NOT NULL,
            seq INTEGER NOT NULL,
            staff TEXT NOT NULL,
            paused INTEGER NOT NULL CHECK (paused IN (0, 1))
        ) STRICT, WITHOUT ROWID;
    """)


@BUILDING_SCHEMA()
def given_cards(db: Tables) -> None:
    """Cards that staff gave to students, by hash alone: who gave each, and who took it back."""
    db.executescript("""
        CREATE TABLE given_cards (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            card TEXT NOT NULL,
            student TEXT NOT NULL,
            staff TEXT NOT NULL,
            at INTEGER NOT NULL,
            day TEXT,
            name TEXT NOT NULL,
            door TEXT,
            ended_at INTEGER,
            ended_by TEXT
        ) STRICT;
    """)
