"""Who reads the standard of a unit, and by which version a dossier is judged."""

from datetime import date

import pytest

from neuguong.core.errors import BadInput, Refused
from neuguong.core.models import AuditEntry
from neuguong.exemplars.models import StandardAnswer, StandardCriterion
from neuguong.exemplars.operations.drafts import Edit, save_draft
from neuguong.exemplars.operations.nominations import edit_nomination, return_nomination
from neuguong.exemplars.operations.standards import (
    OwnCriterion,
    start_standard,
    write_standard,
)
from neuguong.exemplars.queries.dossier import dossier
from neuguong.exemplars.queries.standards import standard_in_force, standard_of, standards_visible_to
from neuguong.org.enums import LineageKind, Role
from neuguong.org.models import UnitLineage
from tests import factories as make
from tests.exemplars.conftest import draft_of
from tests.exemplars.test_standards import AT, HELP, begun, issue
from tests.factories import actor, issued_standard, moment

# Who reads


def test_an_issued_standard_is_read_by_all_under_the_plan_and_a_draft_by_its_unit_alone(cast, kh):
    issued = issue(begun(cast, kh), cast)
    draft = start_standard(unit=cast.dien_tho, plan=kh, by=actor(cast.author), at=AT)
    people = ["author", "head", "neighbour", "health_officer", "office", "leader", "chair", "admin", "stranger"]
    found = {name: set(standards_visible_to(cast[name].pk, AT.date())) for name in people}
    assert found == {
        **dict.fromkeys(["author", "head"], {issued, draft}),
        **dict.fromkeys(["neighbour", "health_officer", "office", "leader", "chair"], {issued}),
        **dict.fromkeys(["admin", "stranger"], set()),
    }


def test_another_organisations_people_read_none(cast, kh):
    issue(begun(cast, kh), cast)
    elsewhere = make.make_unit("xa-xa", "Xã Ở Xa", parent=make.make_unit("huyen-xa", "UBND huyện Xa"))
    guest = make.make_account("guest", "Khách")
    make.give_role(guest, Role.UNIT_OFFICER, elsewhere)
    assert set(standards_visible_to(guest.pk, AT.date())) == set()


# A nomination is judged by what was in force when it was sent


def test_a_dossier_keeps_the_version_under_which_it_was_first_sent(cast, kh):
    first = issue(begun(cast, kh), cast)
    nomination = make.send(draft_of(cast, kh), cast.head)
    second = start_standard(unit=cast.dien_tho, plan=kh, by=actor(cast.author), at=moment(2025, 3, 11))
    issue(second, cast, issued_on=date(2025, 3, 11), at=moment(2025, 3, 11))
    return_nomination(nomination=nomination, note="Thiếu năm.", by=actor(cast.office), at=moment(2025, 3, 12))
    assert standard_of(nomination) == first
    make.send(nomination, cast.head, at=moment(2025, 3, 13))
    nomination.refresh_from_db()
    assert nomination.standard == first
    facts = AuditEntry.objects.filter(verb="submit_nomination").first().facts
    assert facts["standard"] == first.pk


def test_paper_typed_later_is_judged_by_the_version_of_the_day_it_came(cast, kh):
    first = issue(begun(cast, kh), cast)
    second = start_standard(unit=cast.dien_tho, plan=kh, by=actor(cast.author), at=AT)
    issue(second, cast, issued_on=date(2025, 3, 12), at=moment(2025, 3, 12))
    paper = make.send(draft_of(cast, kh), cast.head, at=moment(2025, 3, 11))
    assert paper.standard == first
    assert standard_in_force(cast.dien_tho.pk, kh.pk, on=date(2025, 3, 12)) == second


def test_without_a_standard_of_its_own_a_unit_sends_as_before(cast, kh):
    issued_standard(cast.dien_an, kh, cast.neighbour_head)
    nomination = make.send(draft_of(cast, kh), cast.head)
    assert nomination.standard is None
    issue(begun(cast, kh), cast, at=moment(2025, 3, 11))
    assert standard_of(nomination) is None
    assert dossier(nomination, actor(cast.author), moment(2025, 3, 11)).standard is None


def test_the_units_criteria_of_its_sector_and_kind_are_asked_and_only_warned_about(cast, kh):
    everybody = OwnCriterion("Giúp hộ khác")
    farmers = OwnCriterion("Đất canh tác", sector="nong-nghiep", kind="individual")
    doctors = OwnCriterion("Y đức", sector="y-te")
    houses = OwnCriterion("Cả nhà cùng làm", sector="nong-nghiep", kind="household")
    issue(begun(cast, kh, everybody, farmers, doctors, houses), cast)
    nomination = draft_of(cast, kh)
    shown = dossier(nomination, actor(cast.author), AT)
    assert [row.title for row in shown.standard.answers] == ["Giúp hộ khác", "Đất canh tác"]
    assert any("Giúp hộ khác; Đất canh tác" in warning for warning in shown.warnings)
    sent = make.send(nomination, cast.head)
    assert sent.state == "submitted"


def test_an_answer_to_the_units_criterion_is_kept_like_any_other_text(cast, kh):
    issue(begun(cast, kh, HELP), cast)
    name = f"standard:{StandardCriterion.objects.get().code}"
    nomination = draft_of(cast, kh)
    edit_nomination(nomination=nomination, changes={name: "Bốn hộ."}, by=actor(cast.author), at=moment(2025, 3, 4))
    late = Edit(name, "Năm hộ.", "", "may-b:1", moment(2025, 3, 5))
    saved = save_draft(nomination=nomination, edits=[late], by=actor(cast.head), at=moment(2025, 3, 5))
    assert [row.text for row in saved.held_back] == ["Năm hộ."]
    held = dossier(nomination, actor(cast.author), moment(2025, 3, 5)).held_back[0]
    assert (held.label, held.current) == ("Giúp hộ khác", "Bốn hộ.")
    assert StandardAnswer.objects.get().text == "Bốn hộ."


def test_an_answer_goes_on_under_the_next_version_of_its_criterion(cast, kh):
    issue(begun(cast, kh, HELP), cast)
    code = StandardCriterion.objects.get().code
    nomination = draft_of(cast, kh)
    edit_nomination(nomination=nomination, changes={f"standard:{code}": "Bốn hộ."}, by=actor(cast.author), at=AT)
    second = start_standard(unit=cast.dien_tho, plan=kh, by=actor(cast.author), at=AT)
    rows = [OwnCriterion("Giúp năm hộ", code=code)]
    write_standard(standard=second, applies_to="", criteria=rows, by=actor(cast.author), at=AT)
    issue(second, cast)
    shown = dossier(nomination, actor(cast.author), moment(2025, 3, 5)).standard
    assert [(row.title, row.answer) for row in shown.answers] == [("Giúp năm hộ", "Bốn hộ.")]


def test_a_criterion_that_no_version_has_takes_no_answer(cast, kh):
    issued_standard(cast.dien_an, kh, cast.neighbour_head)
    theirs = StandardCriterion.objects.get().code
    with pytest.raises(BadInput, match="chưa ban hành tiêu chuẩn này"):
        edit_nomination(
            nomination=draft_of(cast, kh),
            changes={f"standard:{theirs}": "x"},
            by=actor(cast.author),
            at=moment(2025, 3, 4),
        )


# After a merger


def test_a_successor_reads_what_was_left_and_has_none_until_it_issues_its_own(cast, kh):
    left = issued_standard(cast.dien_an, kh, cast.neighbour_head, at=AT)
    merged = make.make_unit("dien-moi", "Xã Diên Mới", parent=cast.district, valid_from=date(2025, 3, 1))
    cast.dien_an.valid_to = date(2025, 3, 1)
    cast.dien_an.save()
    UnitLineage.objects.create(
        predecessor=cast.dien_an, successor=merged, kind=LineageKind.MERGED, act="NQ 1", effective_on=date(2025, 3, 1),
        recorded_at=AT,
    )  # fmt: skip
    clerk, head = make.make_account("clerk", "Cán Bộ Mới"), make.make_account("chief", "Chủ Tịch Mới")
    make.give_role(clerk, Role.UNIT_OFFICER, merged)
    make.give_role(head, Role.UNIT_HEAD, merged)
    at = moment(2025, 3, 3)
    assert left in standards_visible_to(clerk.pk, at.date())
    assert standard_in_force(merged.pk, kh.pk, on=at.date()) is None
    sent = make.send(make.make_nomination(merged, kh, clerk, at=at), head)
    assert sent.standard is None
    draft = start_standard(unit=merged, plan=kh, by=actor(clerk), at=at, source=left)
    with pytest.raises(BadInput, match="Xã Diên Mới có từ ngày 01/03/2025"):
        issue(draft, cast, by=actor(head), at=at, issued_on=date(2025, 2, 28))
    assert issue(draft, cast, by=actor(head), at=at, issued_on=at.date()).number == 1
    with pytest.raises(Refused, match="không còn hoạt động"):
        start_standard(unit=cast.dien_an, plan=kh, by=actor(cast.neighbour), at=at)
