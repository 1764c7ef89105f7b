"""The audit can be trusted: whatever is changed behind its back is found, and lawful erasure is no such change."""

import json
import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from neuguong.core import audit, immutable
from neuguong.core.audit_seal import erase_personal, seal, verify
from neuguong.core.errors import BadInput
from neuguong.core.models import AuditEntry, AuditPersonal, AuditSeal
from neuguong.org.models import Account
from tests import factories as make

AT = make.moment(2025, 3, 10)


@pytest.fixture
def entries(db: None) -> list[AuditEntry]:
    """Six acts, sealed three by three."""
    account = make.make_account("author", "Nguyễn Thu Hà")
    written = [write(account, n) for n in range(6)]
    assert seal(AT, limit=3).count == 3
    assert seal(AT + timedelta(minutes=1), limit=3).count == 3
    return written


def write(account: Account, n: int) -> AuditEntry:
    facts = {"state": ["draft", "submitted"], "n": n, "ratio": 0.1}
    return audit.record("submit", account, by=make.actor(account), at=AT, facts=facts)


def tamper(sql: str, *values: object) -> None:
    """What somebody with the database's password can do."""
    with immutable.lifted(connection), connection.cursor() as cursor:
        cursor.execute(sql, values)


def found() -> list[tuple[str, int | None]]:
    return [(finding.kind, finding.entry) for finding in verify().findings]


def test_an_honest_audit_has_no_findings(entries: list[AuditEntry]) -> None:
    result = verify()
    assert (result.findings, result.seals, result.entries, result.unsealed) == ((), 2, 6, 0)
    assert result.last_digest == AuditSeal.objects.latest("id").digest


def test_what_is_not_sealed_yet_is_counted_and_no_fault(entries: list[AuditEntry]) -> None:
    write(Account.objects.get(), 7)
    result = verify()
    assert (result.findings, result.unsealed) == ((), 1)
    assert seal(AT).count == 1
    assert seal(AT) is None
    assert verify().unsealed == 0


def test_seals_form_a_chain(entries: list[AuditEntry]) -> None:
    first, second = AuditSeal.objects.order_by("id")
    assert (first.previous, second.previous) == ("", first.digest)
    assert [number for number, _ in second.leaves] == [entry.pk for entry in entries[3:]]


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'person:99'",
        "verb = 'withdraw'",
        "object_id = '99'",
        "object_type = 'x'",
        "facts = '{\"n\": 99}'",
        "effective_at = '2020-01-01 00:00:00+00:00'",
        "recorded_at = '2020-01-01 00:00:00+00:00'",
    ],
)
def test_a_changed_entry_is_found(entries: list[AuditEntry], change: str) -> None:
    tamper(f"UPDATE core_auditentry SET {change} WHERE id = %s", entries[1].pk)
    assert found() == [("changed", entries[1].pk)]


def test_a_removed_entry_is_found(entries: list[AuditEntry]) -> None:
    tamper("DELETE FROM core_auditpersonal WHERE entry_id = %s", entries[4].pk)
    tamper("DELETE FROM core_auditentry WHERE id = %s", entries[4].pk)
    assert found() == [("removed", entries[4].pk)]


def test_reordered_entries_are_found(entries: list[AuditEntry]) -> None:
    first, second = entries[0], entries[1]
    for entry, other in ((first, second), (second, first)):
        tamper("UPDATE core_auditentry SET facts = %s WHERE id = %s", json.dumps(other.facts), entry.pk)
    assert found() == [("changed", first.pk), ("changed", second.pk)]


def test_an_entry_moved_to_another_seal_is_found(entries: list[AuditEntry]) -> None:
    second = AuditSeal.objects.latest("id")
    tamper("UPDATE core_auditentry SET seal_id = %s WHERE id = %s", second.pk, entries[0].pk)
    assert found() == [("removed", entries[0].pk), ("added", entries[0].pk)]


def test_an_entry_slipped_in_under_an_old_seal_is_found(entries: list[AuditEntry]) -> None:
    late = write(Account.objects.get(), 8)
    AuditEntry.objects.filter(pk=late.pk).update(seal=AuditSeal.objects.earliest("id"))
    assert found() == [("added", late.pk)]


def test_an_entry_taken_out_of_its_seal_is_found(entries: list[AuditEntry]) -> None:
    tamper("UPDATE core_auditentry SET seal_id = NULL WHERE id = %s", entries[5].pk)
    assert found() == [("removed", entries[5].pk)]


def test_a_rewritten_seal_breaks_the_chain(entries: list[AuditEntry]) -> None:
    first = AuditSeal.objects.earliest("id")
    tamper("UPDATE core_auditseal SET digest = %s WHERE id = %s", "0" * 64, first.pk)
    assert [(finding.kind, finding.seal) for finding in verify().findings] == [
        ("seal_changed", first.pk),
        ("chain_broken", first.pk + 1),
    ]


def test_a_missing_seal_is_found(entries: list[AuditEntry]) -> None:
    first = AuditSeal.objects.earliest("id")
    tamper("UPDATE core_auditentry SET seal_id = NULL WHERE seal_id = %s", first.pk)
    tamper("DELETE FROM core_auditseal WHERE id = %s", first.pk)
    assert [(finding.kind, finding.seal) for finding in verify().findings] == [("chain_broken", first.pk + 1)]


def test_a_cut_end_is_found_with_a_digest_noted_before(entries: list[AuditEntry]) -> None:
    noted, last = verify().last_digest, AuditSeal.objects.latest("id")
    tamper("DELETE FROM core_auditpersonal WHERE entry_id >= %s", entries[3].pk)
    tamper("DELETE FROM core_auditentry WHERE id >= %s", entries[3].pk)
    tamper("DELETE FROM core_auditseal WHERE id = %s", last.pk)
    assert verify().findings == ()
    assert [finding.kind for finding in verify(expect=noted).findings] == ["seal_missing"]


def test_changed_and_removed_personal_halves_are_found_sealed_or_not(entries: list[AuditEntry]) -> None:
    fresh = write(Account.objects.get(), 9)
    for entry in (entries[2], fresh):
        tamper("""UPDATE core_auditpersonal SET "values" = '{"actor": "X"}' WHERE entry_id = %s""", entry.pk)
    tamper("DELETE FROM core_auditpersonal WHERE entry_id = %s", entries[3].pk)
    assert found() == [
        ("personal_changed", entries[2].pk),
        ("personal_removed", entries[3].pk),
        ("personal_changed", fresh.pk),
    ]


def test_a_lawful_erasure_leaves_the_seal_intact_and_a_trace(entries: list[AuditEntry]) -> None:
    wanted = [entries[0].pk, entries[1].pk]
    assert erase_personal(entry_ids=wanted, reason="Đơn số 12", by=make.JOB, at=AT) == 2
    assert erase_personal(entry_ids=wanted, reason="Đơn số 12", by=make.JOB, at=AT) == 0
    assert set(AuditPersonal.objects.filter(values__isnull=True).values_list("entry_id", "salt")) == {
        (number, None) for number in wanted
    }
    acts = AuditEntry.objects.filter(verb="erase_personal").order_by("id")
    assert [(act.object_id, act.facts) for act in acts] == [(str(number), {"reason": "Đơn số 12"}) for number in wanted]
    result = verify()
    assert (result.findings, result.erased) == ((), 2)


def test_an_erasure_needs_a_ground_and_entries_that_exist(entries: list[AuditEntry]) -> None:
    with pytest.raises(BadInput, match="căn cứ"):
        erase_personal(entry_ids=[entries[0].pk], reason=" ", by=make.JOB, at=AT)
    with pytest.raises(BadInput, match="không có mục 99999"):
        erase_personal(entry_ids=[entries[0].pk, 99999], reason="Đơn số 12", by=make.JOB, at=AT)
    assert verify().erased == 0


def test_the_command_answers_in_json_and_by_its_status(entries: list[AuditEntry]) -> None:
    out, err = StringIO(), StringIO()
    call_command("audit_verify", stdout=out, stderr=err)
    answer = json.loads(out.getvalue())
    assert (answer["findings"], answer["seals"], answer["entries"]) == ([], 2, 6)
    tamper("UPDATE core_auditentry SET verb = 'x' WHERE id = %s", entries[0].pk)
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("audit_verify", stdout=out, stderr=err)
    assert end.value.code == 1
    assert json.loads(out.getvalue())["findings"][0]["entry"] == entries[0].pk
    assert f"Mục {entries[0].pk} đã bị sửa sau khi niêm phong." in err.getvalue()


@pytest.mark.django_db(transaction=True)
def test_two_workers_sealing_at_once_leave_one_chain() -> None:
    account = make.make_account("author", "Nguyễn Thu Hà")
    for n in range(60):
        write(account, n)
    start = threading.Barrier(4)

    def work() -> None:
        start.wait()
        try:
            for _ in range(10):
                seal(AT, limit=5)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while seal(AT, limit=5):
        pass
    result = verify()
    assert (result.findings, result.seals, result.unsealed) == ((), 12, 0)
