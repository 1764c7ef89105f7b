"""Delegates of the congress are chosen from the register by the plan's rule, and the office changes the list with reasons."""

from dataclasses import replace
from datetime import date

import pytest

from neuguong.core.errors import BadInput, Refused
from neuguong.exemplars.models import Exemplar
from neuguong.programme.queries.delegates import delegate_rules
from neuguong.publicity.models import DelegateList
from neuguong.publicity.operations.delegates import add_delegate, invite_delegates, propose_delegates, remove_delegate
from neuguong.publicity.queries.delegates import candidates, delegates_docx, delegates_xlsx, lines_of, newest_list
from neuguong.publicity.reading.delegates import Candidate, propose, shortfalls
from tests import factories as make
from tests.publicity.hall import Hall, exemplar

AT = make.moment(2025, 4, 1)


def person(number: int, unit: str = "A", sector: str = "s", **fields) -> Candidate:
    plain = {
        "by_council": False,
        "woman": False,
        "direct": False,
        "recognised_on": date(2024, 5, 1),
        "order": str(number),
    }
    return Candidate(id=number, unit=unit, sector=sector, **{**plain, **fields})


@pytest.fixture
def hall(cast, plan) -> Hall:
    return Hall(cast, plan)


@pytest.fixture
def rule(hall):
    (found,) = delegate_rules(hall.plan, "congress")
    return replace(found, total=4, per_unit=1, per_sector=1, women=2, direct_workers=1)


@pytest.fixture
def congress(hall, cast):
    return hall.announced(unit=cast.district, by=cast.office, kind="congress", starts_at=make.moment(2025, 5, 28))


@pytest.mark.clause("III.3.b")
def test_first_each_unit_then_what_is_missing_then_the_best(rule):
    people = [
        person(1, by_council=True), person(2), person(3, "B"), person(4, "B", "t"), person(5, woman=True),
        person(6, woman=True, direct=True), person(7, by_council=True),
    ]  # fmt: skip
    found = {one.id: one.reason for one in propose(people, replace(rule, total=6))}
    assert found == {
        1: "Đại diện A", 3: "Đại diện B", 4: "Cho đủ lĩnh vực t", 5: "Cho đủ số đại biểu nữ",
        6: "Cho đủ số đại biểu nữ", 7: "Theo cấp và ngày công nhận, trong số còn lại",
    }  # fmt: skip
    assert len(propose(people, rule)) == 4
    assert propose(people[::-1], rule) == propose(people, rule)


def test_what_a_list_lacks_is_said(rule):
    told = shortfalls([person(1), person(2, woman=True)], replace(rule, total=1))
    assert told == (
        "Nữ: 1, quy tắc là ít nhất 2.", "Trực tiếp lao động: 0, quy tắc là ít nhất 1.",
        "Danh sách có 2 người, quy tắc là nhiều nhất 1.",
    )  # fmt: skip


def test_only_who_stands_and_was_recognised_in_the_rule_s_days_may_be_chosen(hall, congress, rule):
    good = exemplar(hall, "Còn Đứng", form_of_address="bà")
    gone, early = exemplar(hall, "Đã Hủy"), exemplar(hall, "Trước Đó", on=date(2022, 12, 31))
    Exemplar.objects.filter(pk=gone.pk).update(state="revoked")
    assert [(one.id, one.woman) for one in candidates(congress, rule)] == [(good.pk, True)]
    assert candidates(congress, replace(rule, level="council")) == []
    assert [one.id for one in candidates(congress, rule, [early.pk])] == [early.pk]


def test_the_office_proposes_changes_with_reasons_and_invites_once(hall, congress, cast):
    one, two = exemplar(hall, "Một Người"), exemplar(hall, "Hai Người", unit=cast.dien_an)
    told = {"by": make.actor(cast.office), "at": AT}
    found = propose_delegates(event=congress, rule="congress_2025", **told)
    assert {line.exemplar: line.reason for line in lines_of(found)} == {
        one: "Đại diện Xã Diên Thọ",
        two: "Đại diện Xã Diên An",
    }
    line = lines_of(found).get(exemplar=two)
    with pytest.raises(BadInput):
        remove_delegate(delegate=line, reason=" ", **told)
    remove_delegate(delegate=line, reason="Đang chữa bệnh", **told)
    three = exemplar(hall, "Ba Người")
    add_delegate(delegates=found, exemplar=three, reason="Thay người vắng", **told)
    assert [invite_delegates(delegates=found, **told) for _ in range(2)] == [2, 0]
    assert set(congress.attendees.values_list("exemplar", "part")) == {(one.pk, "delegate"), (three.pk, "delegate")}
    add_delegate(delegates=found, exemplar=two, reason="Đã khỏe", **told)
    assert invite_delegates(delegates=found, **told) == 1


def test_who_lost_the_recognition_meanwhile_is_not_invited(hall, congress, cast):
    one = exemplar(hall)
    told = {"by": make.actor(cast.office), "at": AT}
    found = propose_delegates(event=congress, rule="congress_2025", **told)
    Exemplar.objects.filter(pk=one.pk).update(state="revoked")
    with pytest.raises(Refused, match="không còn trong sổ"):
        invite_delegates(delegates=found, **told)


def test_a_list_proposed_anew_replaces_the_one_before(hall, congress, cast):
    exemplar(hall)
    told = {"by": make.actor(cast.office), "at": AT}
    first, second = (propose_delegates(event=congress, rule="congress_2025", **told) for _ in range(2))
    assert newest_list(congress) == second
    with pytest.raises(Refused, match="lập lại"):
        invite_delegates(delegates=first, **told)
    with pytest.raises(BadInput):
        propose_delegates(event=congress, rule="khac", **told)
    with pytest.raises(Refused):
        propose_delegates(event=congress, rule="congress_2025", by=make.actor(cast.author), at=AT)
    assert DelegateList.objects.count() == 2


def test_the_list_comes_on_paper(hall, congress, cast):
    exemplar(hall)
    found = propose_delegates(event=congress, rule="congress_2025", by=make.actor(cast.office), at=AT)
    assert [content[:2] for content in (delegates_docx(found, AT), delegates_xlsx(found, AT))] == [b"PK"] * 2
