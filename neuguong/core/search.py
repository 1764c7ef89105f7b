"""Finding rows by the beginnings of words, without diacritics, through an index of the database.

The column holds text folded by core.text; so does the index: an FTS5 table beside the table on SQLite, kept by
triggers, and a GIN index over the words on PostgreSQL.

For migrations: `operations = [index_words("exemplars_exemplar")]`. On SQLite a migration that alters such a table
rebuilds it and thereby loses the triggers, so it must end with `index_words` for that table once more.
"""

import json
from collections.abc import Iterator
from typing import Any, TypeVar

from django.db import connections, migrations, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import RawSQL
from django.db.models.functions import Concat
from django.db.models.lookups import Contains

from neuguong.core.text import words_to_search

M = TypeVar("M", bound=models.Model)

# Beyond this many letters a word is compared by its beginning only: PostgreSQL refuses words of 2 KB.
WORD_LENGTH = 60
# From this many rows on SQLite is slower at collecting and sorting them than at meeting twenty on its way.
COMMON = 2000


class _HasWords(models.Func):
    """`column` holds every word of a tsquery; spelled as the index is, so that PostgreSQL uses it."""

    template = "(to_tsvector('simple', %(expressions)s))"
    arg_joiner = ") @@ to_tsquery('simple', "
    arity = 2
    output_field = models.BooleanField()


def matching(
    queryset: models.QuerySet[M], q: str, *, column: str = "search_text", first_rows: bool = False
) -> models.QuerySet[M]:
    """Those rows whose `column` has, for each word typed, a word that begins with it; all rows when nothing is typed.

    Any text is harmless: what is neither letter nor digit only separates words. Text without a single letter or
    digit finds nothing. At most the first eight words count.

    `first_rows` is for a list that takes only the first rows in the order of an index, and counts no further than a
    thousand or so: very common words are met soon enough on the way along that index, while collecting every row that
    holds them takes long. So one more question asks how common they are: SQLite counts, PostgreSQL says what it expects.
    """
    words = [word[:WORD_LENGTH] for word in words_to_search(q)]
    if not words:
        return queryset.none() if q.strip() else queryset
    connection = connections[queryset.db]
    table = queryset.model._meta.db_table
    if connection.vendor == "postgresql":
        wanted = " & ".join(f"'{word}':*" for word in words)
        if first_rows and _is_expected_often(connection, table, column, wanted):
            return queryset.filter(*_holding(column, words))
        return queryset.filter(_HasWords(models.F(column), models.Value(wanted)))
    index = connection.ops.quote_name(_index_name(table))
    wanted = " AND ".join(f'"{word}" *' for word in words)
    if first_rows and _is_common(connection, index, wanted):
        return queryset.filter(*_holding(column, words))
    found = RawSQL(  # noqa: S611  the only text in it is the name of our own table
        f"SELECT rowid FROM {index} WHERE {index} MATCH %s",  # noqa: S608
        [wanted],
    )
    return queryset.filter(pk__in=found)


def _holding(column: str, words: list[str]) -> Iterator[Contains]:
    """The words sought in the text itself, each at the beginning of a word."""
    text = Concat(models.Value(" "), column, output_field=models.TextField())
    return (Contains(text, f" {word}") for word in words)


def _is_expected_often(connection: BaseDatabaseWrapper, table: str, column: str, wanted: str) -> bool:
    """Whether PostgreSQL, by its statistics, expects at least COMMON rows with these words. Reads no row."""
    names = connection.ops.quote_name(table), connection.ops.quote_name(column)
    with connection.cursor() as cursor:
        sql = "EXPLAIN (FORMAT JSON) SELECT 1 FROM {} WHERE to_tsvector('simple', {}) @@ to_tsquery('simple', %s)"
        cursor.execute(sql.format(*names), [wanted])
        plan = cursor.fetchone()[0]
    found = json.loads(plan) if isinstance(plan, str) else plan
    return bool(found[0]["Plan"]["Plan Rows"] >= COMMON)


def _is_common(connection: BaseDatabaseWrapper, index: str, wanted: str) -> bool:
    with connection.cursor() as cursor:
        sql = f"SELECT count(*) FROM (SELECT 1 FROM {index} WHERE {index} MATCH %s LIMIT {COMMON})"  # noqa: S608
        cursor.execute(sql, [wanted])
        return bool(cursor.fetchone()[0] == COMMON)


def index_words(table: str, column: str = "search_text") -> migrations.RunPython:
    """A reversible migration operation: build the index that `matching` uses, from the rows that exist."""

    def build(_apps: object, schema_editor: Any) -> None:
        _run(schema_editor.connection, _statements(schema_editor.connection, table, column))

    def remove(_apps: object, schema_editor: Any) -> None:
        _run(schema_editor.connection, _removals(schema_editor.connection, table))

    return migrations.RunPython(build, remove)


def rebuild_words(connection: BaseDatabaseWrapper) -> None:
    """Make every index anew from the rows there are. SQLite only marks a word as gone and keeps it until some later day;
    PostgreSQL's VACUUM takes it."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE %'")
            for (index,) in cursor.fetchall():
                name = connection.ops.quote_name(index)
                cursor.execute(f"INSERT INTO {name} ({name}) VALUES ('rebuild')")  # noqa: S608  our own names


def _index_name(table: str) -> str:
    return f"{table}_fts"


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _removals(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    index = _index_name(table)
    if connection.vendor == "postgresql":
        return [f'DROP INDEX IF EXISTS "{index}"']
    triggers = [f'DROP TRIGGER IF EXISTS "{index}_{act}"' for act in ("insert", "update", "delete")]
    return [*triggers, f'DROP TABLE IF EXISTS "{index}"']


def _statements(connection: BaseDatabaseWrapper, table: str, column: str) -> list[str]:
    index = _index_name(table)
    if connection.vendor == "postgresql":
        words = f"""to_tsvector('simple', "{column}")"""
        return [*_removals(connection, table), f'CREATE INDEX "{index}" ON "{table}" USING gin ({words})']
    add = f'INSERT INTO "{index}" (rowid, "{column}") VALUES (NEW.id, NEW."{column}");'  # noqa: S608  our own names
    take = f"""INSERT INTO "{index}" ("{index}", rowid, "{column}") VALUES ('delete', OLD.id, OLD."{column}");"""  # noqa: S608
    changed = f'UPDATE OF id, "{column}" ON "{table}" WHEN OLD."{column}" IS NOT NEW."{column}" OR OLD.id IS NOT NEW.id'
    return [
        *_removals(connection, table),
        f"""CREATE VIRTUAL TABLE "{index}" USING fts5("{column}", content='{table}', content_rowid='id',"""
        """ tokenize='unicode61', prefix='1 2 3')""",
        f'CREATE TRIGGER "{index}_insert" AFTER INSERT ON "{table}" BEGIN {add} END',
        f'CREATE TRIGGER "{index}_delete" AFTER DELETE ON "{table}" BEGIN {take} END',
        f'CREATE TRIGGER "{index}_update" AFTER {changed} BEGIN {take} {add} END',
        f"""INSERT INTO "{index}" ("{index}") VALUES ('rebuild')""",  # noqa: S608
    ]
