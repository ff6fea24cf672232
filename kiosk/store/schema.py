"""The steps that lead to a file's tables, and which of them a file has taken."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Final, Protocol

MIGRATIONS_TABLE: Final = "_sqlite_migrations"
"""Where sqlite-utils keeps which steps a file has taken."""


class Tables(Protocol):
    """What a step makes tables with."""

    def executescript(self, sql: str) -> object:
        """Run several statements, all of them inside the step's transaction."""


Step = Callable[[Tables], None]


class Schema:
    """A set of steps, in order; a step that has been in a school is never changed again."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.steps: dict[str, Step] = {}

    def __call__(self) -> Callable[[Step], Step]:
        """Decorate the next step; its function's name is what a file remembers."""

        def take(step: Step) -> Step:
            self.steps[step.__name__] = step
            return step

        return take

    def taken(self, conn: sqlite3.Connection) -> set[str]:
        """Return the names of the steps that a file has taken; writes nothing."""
        found = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?"
        with closing(conn.execute(found, (MIGRATIONS_TABLE,))) as table:
            if table.fetchone() is None:
                return set()
        taken = f"SELECT name FROM {MIGRATIONS_TABLE} WHERE migration_set = ?"  # noqa: S608 # a constant
        with closing(conn.execute(taken, (self.name,))) as names:
            return {name for (name,) in names}
