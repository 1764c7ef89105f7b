"""A plan file is checked whole, loaded once, and shows what it changes before it changes it."""

import json
import re
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from neuguong.core.models import AuditEntry
from neuguong.core.periods import Period
from neuguong.programme.models import Criterion, Duty, Plan, PlanVersion, Sector
from neuguong.programme.operations.plans import PlanErrors, load_plan
from neuguong.programme.queries.plans import rules_of
from tests import factories as make
from tests.conftest import PLAN_87

SIGNED = make.moment(2023, 4, 11)
TEXT = PLAN_87.read_text(encoding="utf-8")


def load(text: str = TEXT, at=SIGNED, **options):
    return load_plan(text=text, by=make.JOB, at=at, **options)


def line_of(text: str, piece: str, nth: int = 1) -> int:
    found = [number for number, line in enumerate(text.splitlines(), 1) if piece in line]
    return found[nth - 1]


def problems(text: str) -> list[tuple[int, str]]:
    with pytest.raises(PlanErrors) as told:
        load(text)
    return told.value.problems


ACTIVITIES = (
    "own_plan", "dissemination", "own_standard", "interim_report", "final_report", "honouring_event", "publicity",
    "honouring_conference_2023", "congress_2025", "movement_reviews", "district_publicity", "coordination",
    "inspection", "training", "budget_appraisal", "lead_agencies_202",
)  # fmt: skip


@pytest.mark.clause("III.2.1.b")
def test_the_plan_becomes_rows_that_dossiers_point_at(cast):
    result = load()
    plan = result.plan
    assert (plan.code, plan.unit, plan.number, plan.issued_on) == (
        "kh-87-2023", cast.district, "87/KH-UBND", date(2023, 4, 11),
    )  # fmt: skip
    assert (Sector.objects.filter(plan=plan).count(), Criterion.objects.filter(plan=plan).count()) == (14, 4)
    assert list(Duty.objects.filter(plan=plan).values_list("code", "kind", "period")) == [
        ("quota", "quota", "year"),
        ("quarterly_return", "return", "quarter"),
        *((code, "activity", "year") for code in ACTIVITIES),
    ]
    assert AuditEntry.objects.filter(verb="load_plan").count() == 1


def test_loading_the_same_file_again_changes_nothing(cast):
    load()
    again = load(at=make.moment(2024, 1, 5))
    assert (again.changed, again.version, again.differences) == (False, None, ())
    assert PlanVersion.objects.count() == 1
    assert AuditEntry.objects.filter(verb="load_plan").count() == 1


def test_ten_planted_errors_give_ten_messages_each_with_its_line(cast):
    planted = [
        ('unit_kinds = ["commune"]', 'unit_kinds = ["village"]', "village"),
        ('issuer = "ubnd-dien-khanh"', 'issuer = "ubnd-khong-co"', "ubnd-khong-co"),
        ('code = "science"', 'code = "health"', "health"),
        ("required = 3\n", "", "required"),
        ("date = 2023-03-10", "date = 2024-03-10", "căn cứ"),
        ("day = 15\n", "day = 32\n", "32"),
        ('first_period = "2023-Q2"', 'first_period = "2022-Q2"', "2022-Q2"),
        ('merged_quota = "successor_counts_predecessors"', 'merged_quota = "ai_biet"', "ai_biet"),
        ('composition = "both_kinds"', 'composition = "three_kinds"', "three_kinds"),
        ("summary_words_min = 40", "summary_words_min = 400", "400"),
        ('by = "unit_head"', 'by = "mayor"', "mayor"),
    ]  # fmt: skip
    text = TEXT
    for before, after, _ in planted:
        assert before in text
        text = text.replace(before, after, 1)
    text += '\n[[exemption]]\nunit = "khong-co"\nduty = "khong-co"\nreason = "Lý do"\n'
    text += 'period = "2024"\ndecided_on = 2026-01-05\n'
    found = problems(text)
    lines = text.splitlines()
    expected = {
        line_of(text, "village"), line_of(text, "ubnd-khong-co"), line_of(text, 'code = "health"', 2),
        line_of(text, "priority = 20") - 1, line_of(text, "date = 2024-03-10"), line_of(text, "day = 32"),
        line_of(text, "2022-Q2"), line_of(text, "ai_biet"), line_of(text, "three_kinds"),
        line_of(text, "summary_words_min = 400"), line_of(text, "mayor"), line_of(text, 'unit = "khong-co"'),
        line_of(text, 'duty = "khong-co"'), line_of(text, "2026-01-05"),
    }  # fmt: skip
    assert {line for line, _ in found} == expected
    assert len(found) == len(expected)
    assert [line for line, _ in found] == sorted(line for line, _ in found)
    told = " ".join(sentence for _, sentence in found)
    assert [word for *_, word in planted if word not in told] == []
    assert lines[line_of(text, "priority = 20") - 2].startswith("[[duty.rule]]")
    assert Plan.objects.count() == 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("valid_until = 2025-12-31", "valid_until = 2022-12-31"),
        ('boundary = "before"   ', 'boundary = "after"   '),
        ('period = "year"', 'period = "month"'),
        ('composition_effect = "warn"', 'composition_effect = "maybe"'),
        ("in_block = true", "in_blok = true"),
        ('"unknown_treated_as_owing"     #', '"exempt_by_list"     #'),
        (
            "[guidance]",
            '[[movement]]\nname = "Xanh"\nvalid_from = 2024-05-01\nvalid_to = 2024-01-01\n\n[guidance]',
        ),
    ],
)
def test_one_mistake_is_told_once(cast, before, after):
    assert before in TEXT
    assert len(problems(TEXT.replace(before, after, 1))) == 1


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ('short_title = "Kế', 'shorttitle = "Kế', "Không có khóa nào tên “shorttitle”"),
        ("issued_on = 2023-04-11", 'issued_on = "11/4/2023"', "phải là ngày dạng 2024-03-15"),
        ("[guidance]", "[huong_dan]", "Thiếu mục [guidance]"),
        ('quota_period = "year"', 'quota_period = "quarter"', "nhưng cách hiểu “quota_period” ở dòng"),
        ("subject = \"giới thiệu điển hình tiên tiến {period}\"", 'subject = "Về {thang}"', "{thang}"),
        ('by = "council_chair"', 'by = "finance"', "không có quyền công nhận"),
        ('kind = "return"', 'kind = "quota"', "đúng một nhiệm vụ loại “return”"),
        ('number = "87/KH-UBND"', 'number = "87/KH-UBND', "Viết sai cú pháp TOML"),
        ("in_block = true", "in_block = false", "Quy tắc chưa nói cho ai"),
        ("suggestion_working_days = 10", "suggestion_working_days = 0", "ít nhất 1 ngày làm việc"),
        ("suggestion_working_days = 10", "suggestion_working_days = 251", "không quá 250"),
        ("objection_working_days = 0", "objection_working_days = 400", "không quá 250"),
        ('overall_figures = ["inspections"]', 'overall_figures = ["kiem_tra"]', "Không có số liệu nào mang mã “kiem_tra”"),
        ('duty = "interim_report"', 'duty = "quota"', "“quota” không phải nhiệm vụ loại báo cáo"),
        ("từ ngày {since} đến", "từ ngày {tu} đến", "Không có gì để điền vào “{tu}”"),
        ('part = "Kiến nghị, đề xuất"', 'part = "Kết quả thực hiện"', "phải đứng liền nhau"),
        ('code = "nurture"', 'code = "boi_duong"', "Không có phụ lục nào mang mã “boi_duong”"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_in_a_sentence(cast, before, after, sentence):
    assert before in TEXT
    found = problems(TEXT.replace(before, after, 1))
    assert [told for _, told in found if sentence in told], found


def test_text_inside_long_strings_is_not_mistaken_for_keys(cast):
    text = TEXT.replace('emphasis = """\n', 'emphasis = """\nrequired = 9\n[[duty]]\n', 1).replace(
        "day = 15", "day = 31", 1
    )
    assert [line for line, _ in problems(text)] == [line_of(text, "day = 31")]


def test_a_trial_keeps_nothing(cast):
    result = load(dry_run=True)
    assert (result.changed, Plan.objects.count(), AuditEntry.objects.filter(verb="load_plan").count()) == (True, 0, 0)


def test_a_change_is_a_new_version_that_tells_what_differs(cast):
    plan = load().plan
    changed = load(TEXT.replace("required = 3", "required = 4"), at=make.moment(2024, 5, 1))
    assert changed.differences == ("Nhiệm vụ quota, quy tắc priority 20, required: “3” → “4”",)
    assert PlanVersion.objects.filter(plan=plan).count() == 2
    before, after = (rules_of(plan, moment).duty("quota").rules[0] for moment in (SIGNED, make.moment(2024, 5, 2)))
    assert (before.required, after.required) == (3, 4)


def test_a_sector_that_dossiers_use_stays(cast):
    plan = load().plan
    make.make_nomination(cast.dien_tho, plan, cast.author, sector="science")
    without = re.sub(r'\[\[sector\]\]\ncode = "science".*?clause = "III.2.1.c"\n', "", TEXT, flags=re.DOTALL)
    assert "mục [[sector]] mà tệp này bỏ đi" in problems(without)[0][1]


def test_rounds_follow_the_returns_cut_offs(cast):
    rules = rules_of(load().plan)
    openings = rules.cut_offs_after(make.moment(2024, 3, 14, 23, 59))
    assert [(one.label, one.last_day) for one in openings[:2]] == [
        ("quý I/2024", date(2024, 3, 14)),
        ("quý II/2024", date(2024, 6, 14)),
    ]
    assert rules.round_at(make.moment(2023, 4, 12)) == Period("2023-Q2")
    assert rules.round_at(make.moment(2024, 12, 15, 0, 0)) == Period("2025-Q1")


def run(*words: str) -> dict:
    out = StringIO()
    call_command(*words, stdout=out, stderr=StringIO())
    return json.loads(out.getvalue())


def test_the_command_tells_what_would_change_and_keeps_nothing(cast, tmp_path):
    changed = tmp_path / "ke-hoach.toml"
    changed.write_text(TEXT.replace("required = 3", "required = 4"), encoding="utf-8")
    first = run("load_plan", str(PLAN_87), "--at", "2023-04-11")
    assert (first["kept"], first["obligations"]) == (True, {"added": 42 + 36, "voided": 0, "exempted": 0})
    trial = run("load_plan", str(changed), "--at", "2024-05-01", "--dry-run")
    assert trial["obligations"] == {"added": 4, "voided": 4, "exempted": 0}
    assert (trial["kept"], PlanVersion.objects.count()) == (False, 1)
    assert run("load_plan", str(PLAN_87))["changed"] is False


def test_the_command_names_the_lines_of_a_bad_file(cast, tmp_path):
    bad = tmp_path / "sai.toml"
    bad.write_text(TEXT.replace("day = 15", "day = 31", 1), encoding="utf-8")
    with pytest.raises(CommandError, match=r"^dòng \d+: Ngày chốt là số từ 1 đến 28"):
        run("load_plan", str(bad))
