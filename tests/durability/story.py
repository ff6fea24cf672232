"""What a journal was asked to keep, and between which operations on its files."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from random import Random
from typing import Any, Generic, Protocol, TypeVar

from kiosk.store.database import Database
from tests.durability.power import Recorder

TOLD_MAX = 1_000
"""Enough to see what is missing; a whole memory fills a screen."""

State = TypeVar("State")
Model = TypeVar("Model")


class LostError(AssertionError):
    """What the journal gave back is not what it had promised."""


@dataclass(slots=True)
class Story(Generic[State]):
    """The state after each commit; each commit's first operation, and when it was acknowledged."""

    recorder: Recorder
    states: list[State]
    begun_at: list[int] = field(default_factory=lambda: [0])
    acknowledged_at: list[int] = field(default_factory=lambda: [0])
    broke: Exception | None = None
    """What ended the story before its time."""

    def begin(self, after: State) -> None:
        self.states.append(after)
        self.begun_at.append(len(self.recorder.operations))

    def acknowledge(self) -> None:
        self.acknowledged_at.append(len(self.recorder.operations))

    def possible_after(self, operations: int) -> tuple[int, Sequence[State]]:
        """Return the states that may be found after a power cut there, and the first one's number.

        The first has every acknowledged commit, the last every commit that was begun.
        """
        first = sum(at <= operations for at in self.acknowledged_at) - 1
        begun = sum(at <= operations for at in self.begun_at)
        return first, self.states[first:begun]


class Work(Protocol[State]):
    """One of the journals, at work and looked into."""

    @property
    def name(self) -> str: ...

    def nothing(self) -> State:
        """Return what is kept before there is a file."""
        ...

    def live(self, folder: Path, recorder: Recorder, rng: Random, before: State) -> Story[State]:
        """Work for a while in `folder`; a JournalError ends it early, as it ends a life."""
        ...

    def find(self, folder: Path, possible: Sequence[State]) -> int:
        """Return which of the states is in `folder`; raise LostError if none is, or it is ill."""
        ...


def tuned(db: Database, rng: Random) -> None:
    """Let some lives checkpoint by themselves, as a program does that is never idle."""
    if rng.random() < 0.3:
        db.execute("PRAGMA wal_autocheckpoint = 8")


def told(found: object, possible: Sequence[object]) -> str:
    """Say in which fields `found` differs from the last of the states that were possible."""
    held, expected = _fields(found), _fields(possible[-1])
    differing = [name for name in held if held[name] != expected[name]]
    words = "; ".join(f"{name} is {held[name]}, was {expected[name]}" for name in differing)
    return words[:TOLD_MAX]


def _fields(of: object) -> dict[str, Any]:
    return {f.name: getattr(of, f.name) for f in fields(of)}  # type: ignore[arg-type] # a dataclass


def snapshot(model: Model) -> Model:
    """Return a model that is left alone when `model` goes on; what it holds is frozen."""
    copied = {name: copy.copy(value) for name, value in _fields(model).items()}
    return replace(model, **copied)  # type: ignore[type-var] # a dataclass
