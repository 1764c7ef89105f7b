"""The demonstration takes half a minute to play. On SQLite a process plays it once and lays a copy of its pages afterwards."""

import sqlite3
from io import StringIO

from django.core.management import call_command
from django.db import connection

_played: list[sqlite3.Connection] = []


def pages() -> sqlite3.Connection:
    """A copy in memory of what the test's SQLite database holds now; outside of a transaction."""
    copy = sqlite3.connect(":memory:")
    connection.ensure_connection()
    connection.connection.backup(copy)
    return copy


def lay(copy: sqlite3.Connection) -> None:
    """Make the test's SQLite database what it was when the copy was taken."""
    connection.ensure_connection()
    copy.backup(connection.connection)


def play() -> None:
    """Fill an empty database with the demonstration, committed."""
    if _played:
        lay(_played[0])
        return
    call_command("demo", stdout=StringIO(), stderr=StringIO())
    if connection.vendor == "sqlite":
        _played.append(pages())
