"""History and issued papers: the database itself refuses to change them."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from neuguong.core import audit, immutable
from neuguong.core.models import AuditEntry, AuditPersonal, AuditSeal, StateChange
from neuguong.org.models import Account
from neuguong.programme.models import Plan, PlanVersion
from tests import factories as make

SEALED = "0" * 64
TABLES = {
    "core_auditentry",
    "core_auditpersonal",
    "core_auditseal",
    "core_statechange",
    "exemplars_checklistanswer",
    "exemplars_consent",
    "exemplars_consentgrant",
    "exemplars_consentwithdrawal",
    "exemplars_fieldvisit",
    "exemplars_rewardconsent",
    "exemplars_rewardgrant",
    "exemplars_standard",
    "exemplars_standardcriterion",
    "exemplars_visitphoto",
    "ledger_activity",
    "ledger_clarification",
    "ledger_estimateline",
    "ledger_coordination",
    "ledger_exemption",
    "ledger_extension",
    "ledger_issuedreport",
    "ledger_lineappraisal",
    "ledger_obligation",
    "ledger_obstacleentry",
    "ledger_package",
    "ledger_packagefile",
    "ledger_packageitem",
    "ledger_packagereference",
    "ledger_paperdossier",
    "ledger_paperremark",
    "ledger_planremark",
    "ledger_reminder",
    "ledger_reminderletter",
    "ledger_reminderreference",
    "ledger_reportreference",
    "ledger_reportsubmission",
    "ledger_return",
    "ledger_unitpaper",
    "publicity_heldfor",
    "publicity_holding",
    "org_rolereview",
    "publicity_sessionexemplar",
    "publicity_talksession",
    "ledger_unitplan",
    "ledger_unitplantask",
    "programme_planversion",
    "publicity_broadcast",
    "publicity_broadcastexemplar",
    "publicity_reachfigure",
}
AT = make.moment(2025, 3, 10)


def run(sql: str, *values: object) -> None:
    """One statement past every layer of ours, in a savepoint of its own."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def refused(sql: str, *values: object) -> bool:
    """Whether the database refuses a statement with our sentence."""
    try:
        run(sql, *values)
    except IntegrityError as error:
        return "chỉ ghi thêm" in str(error)
    return False  # any other error is the test's own and must be seen


def an_entry() -> AuditEntry:
    account = make.make_account("author", "Nguyễn Thu Hà")
    return audit.record("submit", account, by=make.actor(account), at=AT)


def a_seal(**fields: str) -> AuditSeal:
    return AuditSeal.objects.create(sealed_at=AT, count=1, **{"digest": SEALED, **fields})


def a_change() -> StateChange:
    return StateChange.objects.create(
        object_type="exemplars.nomination",
        object_id=1,
        step="submit",
        before="draft",
        after="submitted",
        actor="person:1",
        effective_at=AT,
        recorded_at=AT,
    )


def a_plan_version() -> PlanVersion:
    unit = make.make_unit("ubnd", "UBND huyện")
    plan = Plan.objects.create(
        code="kh-1", unit=unit, number="1/KH", title="t", short_title="t", issued_on=AT, valid_from=AT, valid_until=AT
    )
    return PlanVersion.objects.create(
        plan=plan, number=1, text="", digest=SEALED, document={}, effective_at=AT, recorded_at=AT
    )


@pytest.mark.django_db
def test_each_table_that_only_grows_is_guarded() -> None:
    acts = ("", "_whole") if connection.vendor == "postgresql" else ("_update", "_delete", "_replace")
    expected = {table: frozenset(f"never_change_{table}{act}" for act in acts) for table in TABLES}
    assert immutable.protected_tables(connection) == expected


@pytest.mark.django_db
@pytest.mark.parametrize("make_row", [an_entry, a_seal, a_change, a_plan_version])
def test_no_column_changes_and_no_row_goes(make_row: Callable) -> None:
    row = make_row()
    table = row._meta.db_table
    columns = [field.column for field in row._meta.concrete_fields if field.column != "seal_id"]
    open_columns = [name for name in columns if not refused(f'UPDATE "{table}" SET "{name}" = {changed(row, name)}')]
    assert open_columns == []
    assert refused(f'DELETE FROM "{table}"')
    assert type(row).objects.get() == row


def changed(row: object, column: str) -> str:
    """SQL for a value that the column can hold and that differs from the present one."""
    kind = next(f for f in row._meta.concrete_fields if f.column == column).get_internal_type()
    if kind in {"CharField", "TextField"}:
        return "'x'"
    if kind == "JSONField":
        return "'[1]'"
    if kind == "DateTimeField":
        return "'2020-01-01 00:00:00+00'"
    return f'COALESCE("{column}", 0) + 1'


@pytest.mark.django_db
def test_an_entry_is_sealed_once_and_for_all() -> None:
    entry = an_entry()
    first, second = a_seal(), a_seal(digest="1" * 64, previous=SEALED)
    run("UPDATE core_auditentry SET seal_id = %s WHERE id = %s", first.pk, entry.pk)
    entry.refresh_from_db()
    assert entry.seal == first
    assert refused("UPDATE core_auditentry SET seal_id = %s WHERE id = %s", second.pk, entry.pk)
    assert refused("UPDATE core_auditentry SET seal_id = NULL WHERE id = %s", entry.pk)


@pytest.mark.django_db
def test_nothing_else_slips_in_while_an_entry_is_sealed() -> None:
    entry, seal = an_entry(), a_seal()
    assert refused("UPDATE core_auditentry SET seal_id = %s, verb = 'other' WHERE id = %s", seal.pk, entry.pk)


@pytest.mark.django_db
def test_personal_values_can_be_emptied_but_not_rewritten() -> None:
    an_entry()
    assert refused("""UPDATE core_auditpersonal SET "values" = '{"actor": "Ai khác"}'""")
    assert refused("UPDATE core_auditpersonal SET salt = 'x'")
    assert refused("DELETE FROM core_auditpersonal")
    run('UPDATE core_auditpersonal SET salt = NULL, "values" = NULL')
    assert AuditPersonal.objects.values_list("salt", "values").get() == (None, None)
    assert refused("UPDATE core_auditpersonal SET salt = 'x'")


@pytest.mark.django_db
@pytest.mark.parametrize("table", sorted(TABLES))
def test_a_whole_table_is_not_emptied(table: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    assert refused(f'TRUNCATE "{table}" CASCADE')


@pytest.mark.django_db
def test_a_row_is_not_replaced_by_another() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has INSERT OR REPLACE")
    seal = a_seal()
    values = "'2020-01-01', 2, 'x', %s, '[]'"
    columns = "sealed_at, count, previous, digest, leaves"
    assert refused(f"INSERT OR REPLACE INTO core_auditseal (id, {columns}) VALUES ({seal.pk}, {values})", "9" * 64)
    assert refused(f"INSERT OR REPLACE INTO core_auditseal ({columns}) VALUES ({values})", seal.digest)


@pytest.mark.django_db
def test_a_chain_of_seals_never_forks() -> None:
    a_seal()
    with pytest.raises(IntegrityError), transaction.atomic():
        a_seal(digest="1" * 64)


@pytest.mark.django_db
def test_protection_returns_after_a_whole_database_was_emptied() -> None:
    a_change()
    before = immutable.protected_tables(connection)
    with immutable.lifted(connection):
        run("DELETE FROM core_statechange")
    assert immutable.protected_tables(connection) == before
    a_change()
    assert refused("DELETE FROM core_statechange")


@pytest.mark.django_db
def test_protection_returns_when_the_emptying_fails() -> None:
    a_change()
    with pytest.raises(DatabaseError), transaction.atomic(), immutable.lifted(connection):
        run("DELETE FROM no_such_table")
    assert refused("DELETE FROM core_statechange")


@pytest.mark.django_db(transaction=True)
def test_a_test_with_real_transactions_may_leave_history_behind() -> None:
    a_change()
    assert refused("DELETE FROM core_statechange")


@pytest.mark.django_db
def test_the_next_test_finds_an_empty_house() -> None:
    assert list(StateChange.objects.all()) == []
    assert list(Account.objects.all()) == []
