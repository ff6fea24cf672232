"""One open SQLite file, as this package uses it.

The same few calls as sqlite-utils' class of that name, which takes 8 MB and a tenth of a second to
load: a door needs it only when its tables change (`migrating.py`).
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager


class Database:
    """A connection in autocommit mode; writes that belong together go into `atomic`."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> sqlite3.Cursor:
        """Run one statement."""
        return self.conn.execute(sql, parameters)

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """Commit what is written inside, durably, or on any error nothing of it."""
        self.conn.execute("BEGIN")
        try:
            yield
            self.conn.execute("COMMIT")
        except BaseException:
            # Does nothing where the error has ended the transaction already.
            self.conn.rollback()
            raise

    def rollback(self) -> None:
        """Give up the transaction under way, if there is one."""
        self.conn.rollback()

    def close(self) -> None:
        """Close the file."""
        self.conn.close()
