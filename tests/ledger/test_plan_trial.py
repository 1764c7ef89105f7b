"""Trying a plan file: everything it would do is counted, nothing is written; loading does just what was shown."""

from datetime import date

import pytest

from neuguong.core.errors import Refused, Stale
from neuguong.core.models import AuditEntry
from neuguong.ledger.models import Exemption, Obligation
from neuguong.ledger.operations.obligations import extend
from neuguong.ledger.operations.plan_trial import load_tried_plan, try_plan
from neuguong.ledger.queries.board import board
from neuguong.programme.models import Plan, PlanVersion
from neuguong.programme.operations.plans import PlanErrors
from tests import factories as make
from tests.conftest import PLAN_87
from tests.factories import actor, moment

TEXT = PLAN_87.read_text(encoding="utf-8")
MORE = TEXT.replace("required = 3", "required = 5")
AT = moment(2024, 5, 2)
# What the office writes when Plan 202 is found at last: who it names, and how IV.2 is read then.
NAMED = TEXT.replace(
    'waiting_for = "chưa có danh sách (Kế hoạch 202 chưa tìm được)"\ninstead_of = ["quota", "quarterly_return"]\n',
    'instead_of = ["quota", "quarterly_return"]\n\n[[duty.rule]]\npriority = 10\nunits = ["phong-y-te"]\n'
    'required = 1\nclause = "IV.2"\n',
)
BY_LIST = NAMED.replace('_202 = "unknown_treated_as_owing"', '_202 = "exempt_by_list"')


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Plan, PlanVersion, Obligation, Exemption, AuditEntry))


def tried(cast, text=MORE, at=AT):
    return try_plan(text=text, by=actor(cast.office), at=at)


def test_a_new_version_is_tried_without_writing_anything(cast, plan):
    before = counts()
    trial = tried(cast)
    assert counts() == before
    assert (trial.version, dict(trial.counts), trial.generated.exempted) == (2, {"changed": 4}, 0)
    assert {(row.unit, row.period, row.required, row.until) for row in trial.rows} == {
        (unit, f"năm {year}", 5, f"trước 15/12/{year}")
        for unit in ("Xã Diên An", "Xã Diên Thọ")
        for year in (2024, 2025)
    }
    assert trial.differences == ("Nhiệm vụ quota, quy tắc priority 20, required: “3” → “5”",)


def test_it_tells_who_owes_what_and_when(cast, plan):
    trial = tried(cast)
    assert trial.total == Obligation.objects.filter(voided_on=None).count()
    duties = {one.label: (one.rows, one.units, one.changed) for one in trial.by_duty}
    assert duties["Giới thiệu đủ số điển hình tiêu biểu trong năm"] == (9, 3, 4)
    assert duties["Báo cáo sơ kết tuyên truyền gương điển hình tiên tiến"] == (3, 3, 0)
    kinds = {one.label: one.units for one in trial.by_kind}
    assert kinds == {"Ủy ban nhân dân": 1, "Cơ quan chuyên môn": 1, "Xã, phường, thị trấn": 2}
    months = {one.label: one.rows for one in trial.by_month}
    assert (months["tháng 5/2023"], months["tháng 5/2025"]) == (3, 3)
    assert list(months)[-1] == "kế hoạch không ấn định"
    for sums in (trial.by_duty, trial.by_kind, trial.by_month):
        assert sum(one.rows for one in sums) == trial.total


def test_a_plan_that_is_not_loaded_yet_shows_all_its_rows(cast):
    trial = tried(cast, TEXT, moment(2023, 4, 11))
    assert (trial.plan_id, trial.version, dict(trial.counts)) == (None, 1, {"added": trial.total})
    assert Plan.objects.count() == 0


def test_the_loaded_version_tried_again_does_nothing(cast, plan):
    assert tried(cast, TEXT).does_nothing


def test_loading_does_what_was_shown(cast, plan):
    trial = tried(cast)
    result, made = load_tried_plan(text=MORE, fingerprint=trial.fingerprint, by=actor(cast.office), at=AT)
    assert (result.version.number, made) == (2, trial.generated)
    entry = AuditEntry.objects.filter(verb="load_plan").latest("id")
    assert entry.facts["version"] == 2
    assert tried(cast).does_nothing


@pytest.mark.parametrize("change", ["a unit joins", "the plan", "the day", "the file"])
def test_what_was_shown_is_not_loaded_once_something_changed(cast, plan, change):
    trial, text, at = tried(cast), MORE, AT
    if change == "a unit joins":
        make.make_unit("xa-moi", "Xã Mới", parent=cast.district)
    elif change == "the plan":
        other = tried(cast, TEXT.replace("required = 3", "required = 4"))
        told = {"text": TEXT.replace("required = 3", "required = 4"), "fingerprint": other.fingerprint}
        load_tried_plan(**told, by=actor(cast.office), at=AT)
    elif change == "the day":
        at = moment(2024, 5, 3)
    else:
        text = MORE.replace("required = 1\n", "required = 2\n", 1)
    before = counts()
    with pytest.raises(Stale, match="Thử lại rồi nạp"):
        load_tried_plan(text=text, fingerprint=trial.fingerprint, by=actor(cast.office), at=at)
    assert counts() == before


def test_what_does_not_touch_the_rows_does_not_stand_in_the_way(cast, plan):
    trial = tried(cast)
    row = Obligation.objects.get(unit=cast.dien_tho, duty__code="dissemination")
    extend(obligation=row, extended_to=date(2024, 6, 1), reason="x", by=actor(cast.office), at=AT)
    load_tried_plan(text=MORE, fingerprint=trial.fingerprint, by=actor(cast.office), at=AT)


@pytest.mark.parametrize("person", ["author", "head", "chair", "leader", "admin", "stranger"])
def test_only_the_standing_office_tries_and_loads(cast, plan, person):
    trial = tried(cast)
    before = counts()
    with pytest.raises(Refused):
        try_plan(text=MORE, by=actor(cast[person]), at=AT)
    with pytest.raises(Refused):
        load_tried_plan(text=MORE, fingerprint=trial.fingerprint, by=actor(cast[person]), at=AT)
    assert counts() == before


def test_mistakes_are_told_with_their_lines(cast, plan):
    with pytest.raises(PlanErrors) as wrong:
        tried(cast, TEXT.replace("required = 3", "required = 0"))
    assert [sentence for _, sentence in wrong.value.problems] == [
        "“required” ít nhất là 1; muốn miễn thì ghi [[exemption]]."
    ]


# The agencies of Plan 202 (KH 87, IV.2, first paragraph)


def states(cast, plan, year, on):
    rows = board(plan=plan, on=on, unit_ids=[cast.health.pk], year=year).rows
    wanted = ("quota", "quarterly_return", "lead_agencies_202")
    return {(row.duty_code, row.period): str(row.state) for row in rows if row.duty_code in wanted}


@pytest.mark.clause("IV.2")
def test_nobody_owes_the_continuing_duty_while_the_list_is_not_known(cast, plan):
    assert not Obligation.objects.filter(duty__code="lead_agencies_202").exists()


@pytest.mark.clause("IV.2")
def test_agencies_that_a_new_version_names_go_on_instead_of_the_quota_from_what_is_still_open(cast, plan):
    trial = tried(cast, BY_LIST)
    assert (dict(trial.counts), trial.generated.exempted) == ({"added": 2}, 2 + 7)
    load_tried_plan(text=BY_LIST, fingerprint=trial.fingerprint, by=actor(cast.office), at=AT)
    assert states(cast, plan, 2024, AT.date()) == {
        ("quota", "2024"): "excused", ("quarterly_return", "2024-Q1"): "overdue",
        ("quarterly_return", "2024-Q2"): "excused", ("quarterly_return", "2024-Q3"): "excused",
        ("quarterly_return", "2024-Q4"): "excused", ("lead_agencies_202", "2024"): "not_due",
    }  # fmt: skip
    assert set(states(cast, plan, 2023, AT.date()).values()) == {"overdue"}
    assert set(Exemption.objects.values_list("effective_at", flat=True)) == {AT}


@pytest.mark.clause("IV.2")
def test_named_but_read_as_owing_they_owe_both(cast, plan):
    trial = tried(cast, NAMED)
    assert (dict(trial.counts), trial.generated.exempted) == ({"added": 2}, 0)
    load_tried_plan(text=NAMED, fingerprint=trial.fingerprint, by=actor(cast.office), at=AT)
    found = states(cast, plan, 2024, AT.date())
    assert (found["quota", "2024"], found["lead_agencies_202", "2024"]) == ("not_due", "not_due")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (TEXT.replace('_202 = "unknown_treated_as_owing"', '_202 = "exempt_by_list"'), "cần danh sách"),
        (TEXT.replace('instead_of = ["quota"', 'instead_of = ["khong-co"'), "không có nhiệm vụ nào khác tên “khong-co”"),
        (NAMED.replace("[[duty.rule]]\npriority = 10\nunits = [\"phong-y-te\"]", "waiting_for = \"x\"\n\n[[duty.rule]]\npriority = 10\nunits = [\"phong-y-te\"]"), "thì bỏ dòng “waiting_for”"),
        (TEXT.replace('waiting_for = "chưa có danh sách (Kế hoạch 202 chưa tìm được)"\n', ""), "chưa nói ai phải làm"),
    ],
)  # fmt: skip
def test_a_list_that_makes_no_sense_is_refused(cast, text, sentence):
    with pytest.raises(PlanErrors, match=sentence):
        tried(cast, text, moment(2023, 4, 11))
