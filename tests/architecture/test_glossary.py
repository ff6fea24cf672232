import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, text_files, where

# The glossary's "not" words that can mean nothing else here, with their inflections. Key: our word.
NEVER = {
    "pass": "trips? slips? tickets?",
    "approval": "permissions?",
    "finding, ruling": "violations? violates? violated verdicts?",
    "encounter group": "blacklists? blacklisted blocklists?",
    "grant": "leases? leased",
    "cooldown, no-fly time": "backoffs? blackouts?",
    "freeze": "bans? banned suspends? suspended suspensions?",
    "hold": "lockdowns?",
    "aggregator": "hubs?",
    "session": "logins?",
}

# Words with another meaning that our adapters need (a CloudEvents source, an MQTT message, a QML
# engine, a web server, a log record, pytest's config, ...). Core has no such other meaning.
# "Conflict" is not among them: the wire's `offline_conflict` is about two passes, not about an
# encounter group.
NEVER_IN_CORE = {
    "origin": "sources?",
    "destination": "targets?",
    "request": "applications?",
    "rulebook, policy": "engines? configs? configuration",
    "roster": "directory directories",
    "line": "queues? queued",
    "door, aggregator": "terminals? clients? servers?",
    "command": "callbacks?",
    "journal, outbox": "buffers? buffered logs? logged",
    "feed": "buses",
}

# Other people's names for their own things.
PHRASES = (
    "banned api",
    "offline conflict",
    "round trip",
    "permission error",
    "ex login",
    "login shell",
)

WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def words(line: str) -> str:
    """`RoundTripMs` and `round_trip_ms` as `round trip ms`."""
    return " ".join(WORD.findall(line)).lower()


def offences(files: list[Path], vocabulary: dict[str, str]) -> Iterator[str]:
    patterns = {
        ours: re.compile(rf"\b(?:{theirs.replace(' ', '|')})\b")
        for ours, theirs in vocabulary.items()
    }
    for path in files:
        for number, line in enumerate(path.read_text().splitlines(), 1):
            text = words(line)
            for phrase in PHRASES:
                text = text.replace(phrase, "")
            for ours, pattern in patterns.items():
                for found in pattern.findall(text):
                    yield f"{where(path, number)} says {found!r}; our word: {ours}"


def test_words_the_glossary_rules_out_appear_nowhere() -> None:
    found = list(offences(text_files(ROOT / "kiosk"), NEVER))
    assert not found, "\n".join(found)


def test_core_speaks_only_the_glossary() -> None:
    core = [path for path in text_files(ROOT / "kiosk" / "core") if path.suffix == ".py"]
    found = list(offences(core, NEVER_IN_CORE))
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "line", ["trip_id = 1", "class HallTrip:", "# the student's trip", "TRIP_MAX"]
)
def test_a_ruled_out_word_is_found_in_any_spelling(line: str) -> None:
    assert re.search(r"\btrip\b", words(line))


def test_a_word_that_only_contains_one_is_left_alone() -> None:
    assert not re.search(r"\btrip\b", words("strip_prefix(text)"))
