"""Takes the steps that a file lacks; loaded only for such a file, since sqlite-utils is heavy."""

import sqlite3

from sqlite_utils import Database, Migrations

from kiosk.store.schema import Schema


def migrate(conn: sqlite3.Connection, schema: Schema) -> None:
    """Bring a file to `schema`, each step in a transaction with the word that it was taken."""
    migrations = Migrations(schema.name)
    for step in schema.steps.values():
        migrations()(step)
    # No plugins: what happens to be installed has no business in a school's file.
    migrations.apply(Database(conn, recursive_triggers=False, execute_plugins=False, strict=True))
