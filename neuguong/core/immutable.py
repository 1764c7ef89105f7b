"""Tables that only grow. The database itself refuses to change or remove their rows, whoever asks.

For migrations: `operations = [forbid_change("core_statechange")]`. On SQLite a migration that alters such a table
rebuilds it and thereby loses its triggers, so it must end with `forbid_change` for that table once more; the same
holds on both databases when a column is added to a table with exceptions. tests/core/test_immutable.py tells.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.db import migrations, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

PREFIX = "never_change_"
STRUCK = "(đã xóa)"  # stands where a person's words stood, after an erasure that the law asks for

_SQLITE_TRIGGERS = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s"
_POSTGRES_TRIGGERS = (
    "SELECT t.tgname, c.relname, '' FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
    " WHERE NOT t.tgisinternal AND t.tgname LIKE %s AND pg_table_is_visible(c.oid)"
)


class Allowed(NamedTuple):
    """The columns with an exception, by kind; see `forbid_change`."""

    once: tuple[str, ...] = ()
    emptied: tuple[str, ...] = ()
    struck: tuple[str, ...] = ()
    unless_earlier: str = ""


def forbid_change(
    table: str,
    columns_that_may_be_set_once: Iterable[str] = (),
    may_be_emptied: Iterable[str] = (),
    may_be_struck: Iterable[str] = (),
    *,
    unless_earlier: str = "",
) -> migrations.RunPython:
    """A reversible migration operation: rows of `table` may be added, never changed or removed.

    A column of the first kind may go from nothing (null or an empty text) to a value, one of the second kind from a
    value to nothing, one of the third (it may be of the first, too) from any text to STRUCK. `unless_earlier` names a
    day among the first kind: while it moves to an earlier one, they all may be written anew, as when an end known ahead
    is overtaken by another.
    Breaking the rule raises IntegrityError with a sentence that names the table.
    """
    allowed = Allowed(tuple(columns_that_may_be_set_once), tuple(may_be_emptied), tuple(may_be_struck), unless_earlier)

    def forbid(_apps: object, schema_editor: object) -> None:
        connection: BaseDatabaseWrapper = schema_editor.connection  # type: ignore[attr-defined]
        make = _postgres if connection.vendor == "postgresql" else _sqlite
        _run(connection, [*_removals(connection, table), *make(connection, table, allowed)])

    def permit(_apps: object, schema_editor: object) -> None:
        connection: BaseDatabaseWrapper = schema_editor.connection  # type: ignore[attr-defined]
        _run(connection, _removals(connection, table))

    return migrations.RunPython(forbid, permit)


def freeze_rows(table: str, frozen: str, *, also_new: bool = False) -> migrations.RunPython:
    """A reversible migration operation: rows of `table` for which `frozen` holds are never changed or removed again.

    `frozen` is SQL over one row, written {row}: "{row}.state = 'issued'". With `also_new` no row may be added or moved
    so that it holds, either: for parts whose whole is frozen. The same traps as with `forbid_change`.
    """

    def freeze(_apps: object, schema_editor: object) -> None:
        connection: BaseDatabaseWrapper = schema_editor.connection  # type: ignore[attr-defined]
        make = _postgres_frozen if connection.vendor == "postgresql" else _sqlite_frozen
        _run(connection, [*_removals(connection, table), *make(connection, table, frozen, also_new)])

    def thaw(_apps: object, schema_editor: object) -> None:
        connection: BaseDatabaseWrapper = schema_editor.connection  # type: ignore[attr-defined]
        _run(connection, _removals(connection, table))

    return migrations.RunPython(freeze, thaw)


def protected_tables(connection: BaseDatabaseWrapper) -> dict[str, frozenset[str]]:
    """Each protected table with the names of its triggers, as the database has them now."""
    found: dict[str, set[str]] = {}
    for name, table, _ in _triggers(connection):
        found.setdefault(table, set()).add(name)
    return {table: frozenset(names) for table, names in sorted(found.items())}


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without the protection, then with it again. Only for emptying a whole database: of a test, of a demonstration.

    It needs the owner of the tables, and on PostgreSQL it locks them until the end.
    """
    with transaction.atomic(using=connection.alias):
        triggers = _triggers(connection)
        if connection.vendor == "postgresql":
            check = "SET CONSTRAINTS ALL IMMEDIATE"  # a table with checks still to come cannot be altered
            off = [check, *(f'ALTER TABLE "{table}" DISABLE TRIGGER "{name}"' for name, table, _ in triggers)]
            on = [check, *(f'ALTER TABLE "{table}" ENABLE TRIGGER "{name}"' for name, table, _ in triggers)]
        else:
            off = [f'DROP TRIGGER "{name}"' for name, _, _ in triggers]
            on = [definition for _, _, definition in triggers]
        _run(connection, off)
        yield
        _run(connection, on)


def _triggers(connection: BaseDatabaseWrapper) -> list[tuple[str, str, str]]:
    query = _POSTGRES_TRIGGERS if connection.vendor == "postgresql" else _SQLITE_TRIGGERS
    with connection.cursor() as cursor:
        cursor.execute(query, [PREFIX.replace("_", r"\_") + "%" if connection.vendor == "postgresql" else PREFIX + "%"])
        return sorted(cursor.fetchall())


def _run(connection: BaseDatabaseWrapper, statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _message(table: str) -> str:
    return f"{table}: bảng này chỉ ghi thêm, không sửa và không xóa dòng đã có"


def _removals(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    if connection.vendor == "postgresql":
        return [
            f'DROP TRIGGER IF EXISTS "{PREFIX}{table}" ON "{table}"',
            f'DROP TRIGGER IF EXISTS "{PREFIX}{table}_whole" ON "{table}"',
            f'DROP FUNCTION IF EXISTS "{PREFIX}{table}"()',
        ]
    return [f'DROP TRIGGER IF EXISTS "{PREFIX}{table}_{act}"' for act in ("update", "delete", "replace")]


def _columns(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def _broken(columns: Iterable[str], allowed: Allowed, same: str) -> str:
    """SQL that is true when an update goes beyond what is allowed; `same` compares two values, nulls included."""

    def equal(name: str) -> str:
        return same.format(f'OLD."{name}"', f'NEW."{name}"')

    day = allowed.unless_earlier
    # COALESCE: a comparison with nothing is nothing, and a trigger takes that for "not broken".
    earlier = f' OR COALESCE(NEW."{day}" < OLD."{day}", FALSE)' if day else ""
    kept = [equal(name) for name in columns if name not in (*allowed.once, *allowed.emptied, *allowed.struck)]
    struck = {name: f" OR NEW.\"{name}\" = '{STRUCK}'" for name in allowed.struck}
    kept += [
        f"({equal(name)} OR COALESCE(CAST(OLD.\"{name}\" AS TEXT), '') = ''{earlier}{struck.pop(name, '')})"
        for name in allowed.once
    ]
    kept += [f'({equal(name)} OR NEW."{name}" IS NULL)' for name in allowed.emptied]
    kept += [f"({equal(name)}{other})" for name, other in struck.items()]
    return f"NOT ({' AND '.join(kept)})"


def _postgres(connection: BaseDatabaseWrapper, table: str, allowed: Allowed) -> list[str]:
    exceptions = "NULL;"
    if any(allowed):
        broken = _broken(_columns(connection, table), allowed, "{} IS NOT DISTINCT FROM {}")
        exceptions = f"IF TG_OP = 'UPDATE' THEN IF NOT ({broken}) THEN RETURN NEW; END IF; END IF;"
    function = (
        f'CREATE FUNCTION "{PREFIX}{table}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {exceptions}'
        f" RAISE EXCEPTION '{_message(table)}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    call = f'EXECUTE FUNCTION "{PREFIX}{table}"()'
    return [
        function,
        f'CREATE TRIGGER "{PREFIX}{table}" BEFORE UPDATE OR DELETE ON "{table}" FOR EACH ROW {call}',
        f'CREATE TRIGGER "{PREFIX}{table}_whole" BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT {call}',
    ]


def _postgres_frozen(_connection: BaseDatabaseWrapper, table: str, frozen: str, also_new: bool) -> list[str]:
    before, after = frozen.format(row="OLD"), frozen.format(row="NEW")
    # Each way by itself: PostgreSQL would read OLD in an insertion, where there is none.
    new = f"IF {after} THEN {_refusal(table)} END IF;" if also_new else ""
    body = (
        f"IF TG_OP = 'TRUNCATE' THEN {_refusal(table)} END IF;"
        f" IF TG_OP = 'DELETE' THEN IF {before} THEN {_refusal(table)} END IF; RETURN OLD; END IF;"
        f" IF TG_OP = 'UPDATE' THEN IF {before} THEN {_refusal(table)} END IF; END IF; {new} RETURN NEW;"
    )
    call = f'EXECUTE FUNCTION "{PREFIX}{table}"()'
    return [
        f'CREATE FUNCTION "{PREFIX}{table}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$',
        f'CREATE TRIGGER "{PREFIX}{table}" BEFORE INSERT OR UPDATE OR DELETE ON "{table}" FOR EACH ROW {call}',
        f'CREATE TRIGGER "{PREFIX}{table}_whole" BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT {call}',
    ]


def _refusal(table: str) -> str:
    return f"RAISE EXCEPTION '{_message(table)}' USING ERRCODE = 'integrity_constraint_violation';"


def _sqlite_frozen(connection: BaseDatabaseWrapper, table: str, frozen: str, also_new: bool) -> list[str]:
    before, after = frozen.format(row="OLD"), frozen.format(row="NEW")
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_message(table)}'); END"
    taken = " OR ".join(
        f'EXISTS (SELECT 1 FROM "{table}" AS was WHERE {" AND ".join(f"was.{q} = NEW.{q}" for q in key)}'  # noqa: S608
        f" AND {frozen.format(row='was')})"
        for key in _sqlite_keys(connection, table)
    )
    moved, added = (f"({before}) OR ({after})", f"({taken}) OR ({after})") if also_new else (before, taken)
    return [
        f'CREATE TRIGGER "{PREFIX}{table}_update" BEFORE UPDATE ON "{table}" WHEN {moved} {refuse}',
        f'CREATE TRIGGER "{PREFIX}{table}_delete" BEFORE DELETE ON "{table}" WHEN {before} {refuse}',
        f'CREATE TRIGGER "{PREFIX}{table}_replace" BEFORE INSERT ON "{table}" WHEN {added} {refuse}',
    ]


def _sqlite(connection: BaseDatabaseWrapper, table: str, allowed: Allowed) -> list[str]:
    when = f"WHEN {_broken(_columns(connection, table), allowed, '{} IS {}')}" if any(allowed) else ""
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_message(table)}'); END"
    # INSERT OR REPLACE removes the row in its way without asking a delete trigger.
    taken = " OR ".join(
        f'EXISTS (SELECT 1 FROM "{table}" WHERE {" AND ".join(f"{q} = NEW.{q}" for q in key)})'  # noqa: S608  our own names
        for key in _sqlite_keys(connection, table)
    )
    return [
        f'CREATE TRIGGER "{PREFIX}{table}_update" BEFORE UPDATE ON "{table}" {when} {refuse}',
        f'CREATE TRIGGER "{PREFIX}{table}_delete" BEFORE DELETE ON "{table}" {refuse}',
        f'CREATE TRIGGER "{PREFIX}{table}_replace" BEFORE INSERT ON "{table}" WHEN {taken} {refuse}',
    ]


def _sqlite_keys(connection: BaseDatabaseWrapper, table: str) -> list[list[str]]:
    """The quoted columns of the primary key and of every unique index, partial ones apart."""
    with connection.cursor() as cursor:
        primary = [row[1] for row in cursor.execute(f'PRAGMA table_info("{table}")').fetchall() if row[5]]
        indexes = cursor.execute(f'PRAGMA index_list("{table}")').fetchall()
        keys = [primary]
        for _, name, unique, _, partial in indexes:
            columns = [row[2] for row in cursor.execute(f'PRAGMA index_info("{name}")').fetchall()]
            if unique and not partial and columns not in keys:
                keys.append(columns)
    return [[f'"{column}"' for column in key] for key in keys]
