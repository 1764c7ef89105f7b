"""Erasing a person: every value goes, the register's line and what was issued stay, the seal of the audit holds."""

import json
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, models

from neuguong.core import immutable
from neuguong.core.audit_seal import seal, verify
from neuguong.core.deadlines import open_deadline
from neuguong.core.erasing import remove_erased_bytes
from neuguong.core.models import AuditEntry, AuditPersonal, StoredFile
from neuguong.core.outbox import write_letter
from neuguong.core.search import rebuild_words
from neuguong.exemplars.models import (
    Claim,
    ClaimQuestion,
    ConflictDeclaration,
    ConsentWithdrawal,
    DraftText,
    EarlierAward,
    Initiative,
    Nomination,
    Objection,
    ObjectionWindow,
    Revocation,
    StandardAnswer,
    Story,
    Subject,
    WindowEntry,
)
from neuguong.exemplars.operations.erasure import erase_subject
from neuguong.exemplars.operations.merging import merge_subjects
from neuguong.exemplars.queries.erasure import past_keeping, preview, reach_of
from neuguong.exemplars.reading.retention import rules
from neuguong.ledger.models import Package, PackageFile, PackageItem
from neuguong.publicity.models import Article
from tests import factories as make
from tests.architecture.source import ROOT
from tests.exemplars.conftest import draft_of, in_state, recognise
from tests.factories import actor, moment

AT = moment(2025, 4, 2)
WHY = "Đơn số 12 ngày 01/04/2025"
SIGN = "Bimatcannhan"  # one word, so that folding, searching and JSON leave it whole
KEPT = "Dongphapdinh"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    """A media folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def erase(cast, subject, *, who="office", **more) -> Subject:
    words = {"reason": WHY, "typed": subject.name, "by": actor(cast[who]), "at": AT}
    return erase_subject(subject=subject, **{**words, **more})


def packaged(nomination: Nomination, line: str = "") -> Nomination:
    """It went upward in a package, with the line that stands there for good."""
    package = Package.objects.create(
        plan=nomination.plan, round_code="2025-Q1", running_number=f"GQ-{nomination.pk}", correction=nomination.pk,
        counts={}, units_table={}, issued_at=AT, recorded_at=AT,
    )  # fmt: skip
    PackageItem.objects.create(
        package=package, nomination=nomination, unit=nomination.unit, position=1, kind=nomination.kind, line={"n": line}
    )
    PackageFile.objects.create(
        package=package, kind="list", name="ds.docx", digest=f"{nomination.pk:064}", content=line.encode()
    )
    Nomination.objects.filter(pk=nomination.pk).update(first_packaged_at=AT)
    nomination.refresh_from_db()
    return nomination


def everything(cast, kh) -> Subject:
    """A farmer recognised by the Council, whose second record was merged in, with a row in every table there is."""
    main = packaged(
        in_state("verified", cast, kh, name=KEPT, place=SIGN, form_of_address="Ông", birth_year="1970"), KEPT
    )
    recognise(main, cast)
    other = in_state("declined", cast, kh, name=f"{SIGN} Hai")
    rows(cast, kh, main)
    published(cast, main)
    merge_subjects(kept=main.subject, absorbed=other.subject, reason=SIGN, by=actor(cast.office), at=AT)
    plant()
    assert seal(AT) is not None
    return Subject.objects.get(pk=main.subject_id)


def rows(cast, kh, main: Nomination) -> None:
    """What no short way of the suite makes by itself."""
    at = {"written_at": AT}
    DraftText.objects.create(nomination=main, field="position", text=SIGN, **at)
    EarlierAward.objects.create(nomination=main, name=SIGN)
    StandardAnswer.objects.create(nomination=main, code="a", text=SIGN)
    main.answers.create(criterion=kh.criteria.first(), text=SIGN)
    Nomination.objects.filter(pk=main.pk).update(
        initiative=Initiative.objects.create(unit=main.unit, name="Mô hình", summary=SIGN, search_text="mo hinh")
    )
    path = default_storage.save("se/ntinel.txt", ContentFile(SIGN.encode()))
    file = StoredFile.objects.create(
        digest="e" * 64, name=f"{SIGN}.txt", media_type="text/plain", size=9, path=path, uploaded_at=AT, state="clean"
    )
    main.evidence.create(file=file, caption=SIGN, added_at=AT)
    visit = main.visits.create(
        visited_at=AT, place=SIGN, people_met=SIGN, adverse_asked_of=SIGN, adverse_found=True, adverse_words=SIGN,
        opinion="propose", opinion_words=SIGN, client_key="k", entered_by=cast.office, recorded_at=AT,
    )  # fmt: skip
    visit.photos.create(file=file, taken_from="unknown")
    ConflictDeclaration.objects.create(
        account=cast.leader, subject=main.subject, nomination=main, kind="kinship", note=SIGN, declared_by=cast.leader,
        declared_at=AT, withdrawn_at=AT, withdrawn_reason=SIGN,
    )  # fmt: skip
    main.recusals.create(account=cast.secretary, reason=SIGN, recused_by=cast.secretary, recused_at=AT)
    main.substitutes.create(
        account=cast.secretary, step="verify", document="1/QĐ", valid_to=AT.date(), appointed_by=cast.chair,
        appointed_at=AT,
    )  # fmt: skip
    claim = Claim.objects.create(nomination=main, kind="number", start=900, end=910, quote=SIGN, made_at=AT)
    claim.proofs.create(kind="confirmer", name=SIGN, office=SIGN, added_at=AT)
    ClaimQuestion.objects.create(claim=claim, question=SIGN, asked_by=cast.office, asked_at=AT)
    main.dismissals.create(matter="number", start=1, end=2, quote=SIGN, reason=SIGN, dismissed_at=AT)
    window = ObjectionWindow.objects.create(plan=kh, opened_on=AT, closes_on=AT, days=1, opened_at=AT)
    entry = WindowEntry.objects.create(
        window=window, nomination=main, shown_name=SIGN, kind=main.kind, unit=main.unit, sector=kh.sectors.first()
    )
    objection = Objection.objects.create(
        entry=entry, name="Người góp ý", words=SIGN, form_key="f", sent_at=AT, came_on=AT, state="answered",
        accepted=True, answer=SIGN,
    )  # fmt: skip
    main.suggestions.create(
        kind="exemplar", plan=kh, about=SIGN, deed=SIGN, contact="0900", photo=file, code_digest="c", form_key="g",
        state="taken_up", unit=main.unit, nomination=main, received_at=AT,
    )  # fmt: skip
    deadline = open_deadline(
        kind="k", thing=objection, responsible="unit:1", days=2, rule="r", by=actor(cast.office), at=AT
    )
    type(deadline).objects.filter(pk=deadline.pk).update(extended_to=moment(2026, 1, 1), extended_reason=SIGN)
    link = f"exemplars.nomination:{main.pk}"
    write_letter(key="x", recipient_id=cast.author.pk, subject=SIGN, body=SIGN, link=link, at=AT)


def published(cast, main: Nomination) -> None:
    """A signed paper, taken back, and the story that was taken down with it."""
    page = main.recognitions.get().exemplar
    words = {"name": "phieu.pdf", "media_type": "application/pdf", "size": 9, "uploaded_at": AT, "path": "p.pdf"}
    scan = StoredFile.objects.create(digest="a" * 64, link=f"exemplars.exemplar:{page.pk}", **words)
    paper = page.consents.create(
        giver="self", signer_name=KEPT, given_on=AT, scan=scan, entered_by=cast.office, entered_at=AT
    )
    paper.grants.create(purpose="story", channel="portal")
    event = page.plan.events.create(
        unit=page.unit, name="Gặp mặt", slug="gap-mat", kind="honouring", form="in_person", starts_at=AT, ends_at=AT,
        created_at=AT, edited_at=AT,
    )  # fmt: skip
    event.photos.create(
        file=StoredFile.objects.get(digest="e" * 64), caption=SIGN, added_at=AT, removed_at=AT, remove_reason=SIGN
    ).exemplars.add(page)
    chosen = event.delegate_lists.create(number=1, rule="r", made_at=AT)
    chosen.delegates.create(exemplar=page, reason=SIGN, removed_at=AT, remove_reason=SIGN)
    event.attendees.create(
        exemplar=page, number=1, source="invited", part="honoured", name=SIGN, office=SIGN, email=f"{SIGN}@example.vn",
        added_at=AT, removed_at=AT, remove_reason=SIGN, sort_key=SIGN, search_text=SIGN,
    )  # fmt: skip
    ConsentWithdrawal.objects.create(
        consent=paper, withdrawn_on=AT, way="paper", note=SIGN, entered_by=cast.office, entered_at=AT
    )
    page.corrections.create(said=SIGN, true=SIGN, of_story=True, corrected_on=AT, recorded_at=AT)
    Revocation.objects.create(
        exemplar=page, document_number="9/QĐ", decided_on=AT, reason=SIGN, effective_at=AT, recorded_at=AT
    )
    photo = StoredFile.objects.get(digest="e" * 64)
    Story.objects.create(exemplar=page, summary=SIGN, photo=photo, photo_words=SIGN, state="taken_down")
    page.photos.create(
        plan=main.plan, unit=main.unit, file=photo, digest=photo.digest, width=1, height=1, words=SIGN, credit=SIGN,
        added_at=AT, removed_at=AT, removed_reason=SIGN,
    )  # fmt: skip
    told = {"title": SIGN, "lead": SIGN, "blocks": [{"text": SIGN}]}
    article = Article.objects.create(plan=page.plan, unit=page.unit, slug="bai", created_at=AT, **told)
    article.about.create(exemplar=page)
    article.revisions.create(number=1, began_at=AT, saved_at=AT, **told)
    article.passed.create(words=SIGN, reason=SIGN, passed_at=AT)
    article.sign_offs.create(
        exemplar=page, digest="d", signer_name=KEPT, signed_on=AT, note="Đọc tại nhà", entered_at=AT
    )
    outlet = make.make_outlet(page.unit)
    outlet.planned_runs.create(planned_on=AT, title=SIGN, recorded_at=AT).exemplars.add(page)
    ran = outlet.broadcasts.create(
        title=SIGN, ran_on=AT, consented=True, recorded_at=AT, withdrawn_at=AT, withdraw_reason=SIGN
    )
    ran.told.create(exemplar=page, claims=[{"id": 1, "version": 1, "text": SIGN}])
    seen = {"seen_on": AT, "checked_at": AT, "public_learned": SIGN, "public_result": SIGN, "saw": SIGN, "file": photo}
    page.replications.create(
        place=main.unit, kind="person", who="Người làm theo", since_year=2024, learned=SIGN, result=SIGN, told_at=AT,
        state="checked", answer=SIGN, code_digest="r", form_key="r", **seen,
    )  # fmt: skip
    page.messages.create(
        name="Người gửi", words=SIGN, reply=SIGN, words_digest="w", code_digest="m", form_key="m", state="given",
        sent_at=AT,
    )  # fmt: skip


# Columns in which no word can stand: digests, paths to real bytes, and what a constraint ties to another column.
NO_WORDS = {"salt", "values", "path", "thumbnail", "undone_reason", "answer"}


def plant() -> None:
    """Put the sign into every column that an erasure is to clear, past every rule of ours."""
    reach = reach_of(Subject.objects.get(merges__isnull=False))
    with immutable.lifted(connection):
        for rule in rules():
            model = apps.get_model(rule.model)
            found = model._base_manager.filter(pk__in=reach.rows.get(rule.model, ()))
            for name in {*rule.strike, *rule.empty} - NO_WORDS:
                column = model._meta.get_field(name)
                if isinstance(column, models.JSONField):
                    found.update(**{name: {"name": SIGN}})
                elif isinstance(column, models.TextField | models.CharField):
                    found.update(**{name: SIGN})


def holding(sign: str) -> set[tuple[str, str]]:
    """Every table and column of the whole database in which the sign stands, however it is written."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    text = (
                        bytes(value).decode(errors="replace") if isinstance(value, bytes | memoryview) else str(value)
                    )
                    if sign.lower() in text.lower():
                        found.add((table, name))
    return found


def test_each_personal_column_has_one_rule():
    """Said at once what to add, for whoever makes a table."""
    named: dict[tuple[str, str], int] = {}
    for rule in rules():
        model = apps.get_model(rule.model)
        everything_else = [f.name for f in model._meta.concrete_fields if rule.delete and f.name not in rule.keep]
        for name in (*rule.strike, *rule.empty, *rule.derive, *rule.keep, *everything_else):
            named[rule.model, name] = named.get((rule.model, name), 0) + 1
            model._meta.get_field(name)
    lines = (ROOT / "docs" / "personal-data.csv").read_text(encoding="utf-8").splitlines()[1:]
    personal = {tuple(line.split(",")[:2]) for line in lines if line.endswith(",personal")}
    missing = sorted(personal - set(named))
    assert missing == [], (
        "thêm vào neuguong/exemplars/data/retention.toml, mục [[table]] của bảng: cột nào strike, empty, delete, keep "
        f"(kèm why), và cách tìm ra dòng của một đối tượng (dossiers, subjects, held_by): {missing}"
    )
    assert [key for key, count in named.items() if count > 1] == []
    assert [rule.model for rule in rules() if rule.keep and not rule.why] == []


def test_nothing_of_the_person_is_left_but_what_the_rules_keep(cast, kh):
    subject = everything(cast, kh)
    reach = reach_of(subject)
    # a row in each table; awards from above are nobody's of the register (test_rewards.py)
    assert {rule.model for rule in rules() if rule.reaches and not reach.rows[rule.model]} == {
        "exemplars.RewardRecord", "exemplars.RewardConsent",
    }  # fmt: skip
    before = holding(SIGN)
    assert len(before) > 50
    erase(cast, subject)
    rebuild_words(connection)
    assert holding(SIGN) == set()
    index = {table for table, _ in holding(KEPT) if table.startswith("exemplars_exemplar_fts")}
    assert {(table, name) for table, name in holding(KEPT) if table not in index} == {
        ("exemplars_exemplar", "name"), ("exemplars_exemplar", "slug"), ("exemplars_exemplar", "search_text"),
        ("exemplars_consent", "signer_name"), ("publicity_signoff", "signer_name"),
        ("ledger_packageitem", "line"), ("ledger_packagefile", "content"),
    }  # fmt: skip
    assert StoredFile.objects.get(digest="a" * 64).name == "phieu.pdf"  # the signed paper is proof
    assert verify().findings == ()
    assert verify().erased == len(reach.rows["core.AuditPersonal"])


def test_the_bytes_of_a_file_go_unless_somebody_elses_file_has_the_same(cast, kh, folder):
    subject = everything(cast, kh)
    file = StoredFile.objects.get(digest="e" * 64)
    path = file.path
    StoredFile.objects.create(digest=file.digest, name="khac", media_type="x", size=9, path=path, uploaded_at=AT)
    erase(cast, subject)
    remove_erased_bytes()
    file.refresh_from_db()
    assert (file.state, file.path, (folder / path).exists()) == ("erased", "", True)
    assert "đã được xóa" in file.hindrance
    StoredFile.objects.filter(name="khac").delete()
    StoredFile.objects.filter(pk=file.pk).update(path=path)
    assert remove_erased_bytes() == 1
    assert not (folder / path).exists()


@pytest.mark.django_db(transaction=True)
def test_neither_the_databases_file_nor_the_folder_of_files_holds_a_value_any_more(cast, kh, folder):
    subject = everything(cast, kh)
    assert holds(folder) != []
    erase(cast, subject)  # the rest follows by itself when it is committed
    assert holds(folder) == []


def holds(folder: Path) -> list[str]:
    """Which files on the disk have the sign in them: the database's, its log, and what was attached."""
    paths = [one for one in folder.rglob("*") if one.is_file()]
    if connection.vendor == "sqlite":
        base = str(connection.settings_dict["NAME"])
        paths += [one for one in (Path(base), Path(f"{base}-wal")) if one.exists()]
    return [one.name for one in paths if SIGN.lower().encode() in one.read_bytes().lower()]


def test_a_second_press_changes_nothing(cast, kh):
    subject = everything(cast, kh)
    name = subject.name
    first = erase(cast, subject)
    count = AuditEntry.objects.count()
    again = erase_subject(
        subject=Subject.objects.get(pk=subject.pk), reason=WHY, typed=name, by=actor(cast.office), at=moment(2025, 5, 1)
    )
    assert (again.erased_at, AuditEntry.objects.count()) == (first.erased_at, count)


def test_the_act_is_in_the_audit_without_a_value(cast, kh):
    erase(cast, everything(cast, kh))
    entry = AuditEntry.objects.get(verb="erase_subject")
    assert entry.facts["rows"]["exemplars.Subject"] == 2
    assert SIGN.lower() not in json.dumps(entry.facts).lower()
    assert AuditPersonal.objects.get(entry=entry).values["reason"] == WHY


def test_the_preview_says_what_goes_what_stays_and_writes_nothing(cast, kh):
    subject = everything(cast, kh)
    count = AuditEntry.objects.count()
    told = preview(subject)
    goes = {one.what: one.how for one in told.goes}
    assert goes["bản chữ đã viết"] == "xóa hẳn"
    assert "trích ngang thành tích" in goes["hồ sơ giới thiệu"]
    assert {"điển hình tiên tiến", "dòng của gói quý"} <= {one.what for one in told.stays}
    assert told.statutory == (f"{KEPT}, Xã Diên Thọ: {told.statutory[0].split(': ')[1]}",)
    assert "415/QĐ-UBND" in told.statutory[0]
    assert (told.merged, AuditEntry.objects.count()) == (1, count)


def test_what_is_past_its_day_is_reported_and_nothing_goes(cast, kh):
    council, closed, draft = in_state("recognised", cast, kh), in_state("declined", cast, kh), draft_of(cast, kh)
    every = Nomination.objects.all()
    assert past_keeping(every, AT.date()) == ()
    later = {one.number: one.kept_until for one in past_keeping(every, moment(2036, 1, 1).date())}
    assert later == {closed.number: moment(2035, 3, 11).date(), draft.number: moment(2027, 12, 31).date()}
    assert council.number in {one.number for one in past_keeping(every, moment(2045, 3, 21).date())}
    assert Nomination.objects.filter(achievement_summary=make.SUMMARY).count() == 3
