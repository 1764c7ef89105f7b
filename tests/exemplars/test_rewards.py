"""Awards from above: entered from the decision, compared by somebody else, agreed to, taken back, erased."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction

from neuguong.core.audit_seal import seal, verify
from neuguong.core.enums import FileState
from neuguong.core.erasing import remove_erased_bytes
from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.models import AuditEntry, Deadline, StoredFile
from neuguong.core.search import rebuild_words
from neuguong.exemplars.models import Exemplar, RewardConsent, RewardRecord
from neuguong.exemplars.operations.erasure import erase_reward
from neuguong.exemplars.operations.reward_consents import meet_reward_withdrawal, withdraw_reward_consent
from neuguong.exemplars.operations.rewards import (
    AlreadyRecorded,
    check_reward,
    edit_reward,
    enter_reward,
    told_of,
    withdraw_reward,
)
from neuguong.exemplars.queries.consents import ANSWER, STOP
from neuguong.exemplars.queries.rewards import (
    agreed_rows,
    found_rewards,
    missing_of_rewards,
    reward_withdrawals_due,
    rewards_to_check,
    rewards_visible_to,
    standing_rewards,
    with_reward_consent,
)
from neuguong.org.enums import Role
from neuguong.org.models import Account
from tests import factories as make
from tests.exemplars.rewarding import BRAVE, ENTERED, NAME, agreed, compared, entered, told
from tests.exemplars.test_erasure import holding
from tests.factories import actor, moment

LATER = moment(2025, 4, 10)
WHY = "Đơn số 12 ngày 09/04/2025"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def kh(cast):
    return make.make_plan(cast.district)


@pytest.fixture
def editor(cast) -> Account:
    account = make.make_account("editor", "Lê Hoài An")
    make.give_role(account, Role.EDITOR, cast.district, subtree=True)
    return account


def test_what_an_editor_entered_somebody_of_the_office_compares(cast, kh, editor):
    row = entered(cast, kh, editor)
    scan = StoredFile.objects.get(pk=row.scan_id)
    assert (row.state, scan.state, scan.link) == ("unchecked", "clean", f"exemplars.rewardrecord:{row.pk}")
    row = check_reward(reward=row, by=actor(cast.office), at=LATER)
    assert (row.state, row.checked_by, row.checked_at) == ("checked", cast.office, LATER)
    verbs = AuditEntry.objects.filter(object_type="exemplars.rewardrecord").values_list("verb", flat=True)
    assert list(verbs.order_by("pk")) == ["enter_reward", "check_reward"]


def test_it_counts_as_nobody_found_here(cast, kh, editor):
    compared(cast, kh, editor)
    assert not Exemplar.objects.exists()


def test_nobody_confirms_what_they_typed_and_only_the_office_does(cast, kh, editor):
    row = entered(cast, kh, cast.office)
    with pytest.raises(Refused, match="không tự xác nhận"):
        check_reward(reward=row, by=actor(cast.office), at=LATER)
    with pytest.raises(Refused, match="Chỉ cơ quan thường trực"):
        check_reward(reward=row, by=actor(editor), at=LATER)
    assert check_reward(reward=row, by=actor(cast.office_second), at=LATER).state == "checked"


def test_the_database_itself_refuses_a_check_by_who_entered(cast, kh, editor):
    row = compared(cast, kh, editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        RewardRecord.objects.filter(pk=row.pk).update(checked_by=editor)


def test_nothing_is_compared_with_a_scan_that_nobody_can_open(cast, kh, editor):
    row = entered(cast, kh, editor)
    StoredFile.objects.filter(pk=row.scan_id).update(state=FileState.WAITING)
    with pytest.raises(Refused, match="Đang kiểm tra tệp"):
        check_reward(reward=row, by=actor(cast.office), at=LATER)


@pytest.mark.parametrize("who", ["author", "head", "leader", "chair", "stranger", "neighbour"])
def test_nobody_else_enters_sees_or_takes_back(cast, kh, editor, who):
    with pytest.raises(Refused, match="Chỉ biên tập viên hoặc cơ quan thường trực"):
        entered(cast, kh, cast[who])
    row = compared(cast, kh, editor)
    assert not rewards_visible_to(cast[who].pk, LATER.date()).exists()
    with pytest.raises(Refused, match="rút bản ghi khen thưởng"):
        withdraw_reward(reward=row, reason="Thử.", by=actor(cast[who]), at=LATER)


def test_an_editor_of_one_commune_keeps_those_of_that_commune(cast, kh, editor):
    one = make.make_account("commune", "Vũ Xã An")
    make.give_role(one, Role.EDITOR, cast.dien_an)
    row = entered(cast, kh, editor)
    assert not rewards_visible_to(one.pk, LATER.date()).exists()
    with pytest.raises(Refused):
        entered(cast, kh, one, decision_number="9/QĐ")
    assert list(rewards_visible_to(editor.pk, LATER.date())) == [row]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"position": ""}, "position"),
        ({"award": ""}, "award"),
        ({"authority": ""}, "authority"),
        ({"decision_number": " "}, "decision_number"),
        ({"praised_for": ""}, "praised_for"),
        ({"praised_for": "x" * 1001}, "praised_for"),
        ({"kind": "club"}, "kind"),
        ({"level": "district"}, "level"),
        ({"level": ""}, "level"),
        ({"decided_on": date(2025, 4, 2)}, "decided_on"),
        ({"decided_on": date(1900, 4, 2)}, "decided_on"),
        ({"birth_year": 2025}, "birth_year"),
        ({"labour": "boss"}, "labour"),
    ],
)
def test_what_cannot_stand_is_named_with_its_field(cast, kh, editor, change, field):
    with pytest.raises(BadInput) as wrong:
        entered(cast, kh, editor, **change)
    assert (wrong.value.field, RewardRecord.objects.exists()) == (field, False)


def test_a_sector_or_place_of_another_organisation_is_refused(cast, kh, editor):
    elsewhere = make.make_unit("huyen-khac", "UBND huyện khác")
    other = make.make_plan(elsewhere, code="khac")
    with pytest.raises(BadInput, match="lĩnh vực"):
        entered(cast, kh, editor, sector=other.sectors.first())
    row = entered(cast, kh, editor)
    with pytest.raises(BadInput, match="đơn vị"):
        edit_reward(reward=row, unit=elsewhere, told=told(), by=actor(editor), at=LATER)


def test_of_a_collective_neither_year_of_birth_nor_labour_is_kept(cast, kh, editor):
    words = {"kind": "collective", "name": "Tổ thu gom rác số 2", "birth_year": 1970, "labour": "direct"}
    row = entered(cast, kh, editor, **words)
    assert (row.birth_year, row.labour, row.form_of_address) == (None, "", "")


def test_a_scan_that_is_no_picture_is_refused_and_nothing_is_kept(cast, kh, editor):
    for content in (b"", b"chu"):
        with pytest.raises(BadInput):
            enter_reward(
                plan=kh, unit=cast.dien_tho, told=told(), scan_name="qd.pdf", scan=content, by=actor(editor), at=ENTERED
            )
    assert not RewardRecord.objects.exists()


def test_a_form_sent_twice_is_one_record(cast, kh, editor):
    assert entered(cast, kh, editor, form_key="k") == entered(cast, kh, editor, form_key="k")


@pytest.mark.parametrize(
    "change", [{}, {"decision_number": "1234/qđ-ubnd"}, {"name": "TRẦN THỊ SÁU"}, {"award": "Bằng khen khác"}]
)
def test_the_same_number_day_and_name_are_refused_and_lead_to_the_record(cast, kh, editor, change):
    first = entered(cast, kh, editor)
    with pytest.raises(AlreadyRecorded, match="Đã có bản ghi Quyết định số 1234/QĐ-UBND ngày 20/12/2024") as again:
        entered(cast, kh, cast.office, **change)
    assert again.value.twin == first


@pytest.mark.parametrize(
    "change", [{"decision_number": "1235/QĐ-UBND"}, {"decided_on": date(2024, 12, 21)}, {"name": "Trần Văn Bảy"}]
)
def test_another_number_day_or_name_is_another_record(cast, kh, editor, change):
    entered(cast, kh, editor)
    entered(cast, kh, editor, **change)
    assert RewardRecord.objects.count() == 2


def test_a_slip_is_put_right_by_who_entered_until_it_is_compared(cast, kh, editor):
    row = entered(cast, kh, editor)
    right = replace(told_of(row), position="Công nhân môi trường")
    with pytest.raises(Refused, match="Chỉ người đã nhập"):
        edit_reward(reward=row, unit=row.unit, told=right, by=actor(cast.office), at=LATER)
    seen = row.version
    row = edit_reward(reward=row, unit=row.unit, told=right, seen_version=seen, by=actor(editor), at=LATER)
    assert (row.position, row.version) == ("Công nhân môi trường", seen + 1)
    before = AuditEntry.objects.count()
    edit_reward(reward=row, unit=row.unit, told=right, by=actor(editor), at=LATER)  # nothing changed
    assert AuditEntry.objects.count() == before
    with pytest.raises(Stale, match="vừa được sửa"):  # who compared the earlier words
        check_reward(reward=row, seen_version=seen, by=actor(cast.office), at=LATER)
    check_reward(reward=row, seen_version=row.version, by=actor(cast.office), at=LATER)
    with pytest.raises(Refused, match="không sửa được"):
        edit_reward(reward=row, unit=row.unit, told=told(), by=actor(editor), at=LATER)


def test_a_new_scan_takes_the_place_of_the_wrong_one(cast, kh, editor):
    row = entered(cast, kh, editor)
    first = row.scan_id
    row = edit_reward(
        reward=row, unit=row.unit, told=told_of(row), scan=("qd.jpg", make.jpeg()), by=actor(editor), at=LATER
    )
    assert row.scan_id != first


def test_what_was_wrong_is_withdrawn_with_a_reason_and_recorded_anew(cast, kh, editor):
    row = compared(cast, kh, editor)
    with pytest.raises(BadInput, match="lý do rút"):
        withdraw_reward(reward=row, reason=" ", by=actor(editor), at=LATER)
    row = withdraw_reward(reward=row, reason="Sai chức vụ.", by=actor(editor), at=LATER)
    assert withdraw_reward(reward=row, reason="Lần nữa.", by=actor(cast.office), at=LATER) == row
    assert not standing_rewards().exists()
    assert entered(cast, kh, editor).pk != row.pk
    with pytest.raises(Refused, match="đã rút"):
        check_reward(reward=row, by=actor(cast.office), at=LATER)


def test_pressed_twice_it_is_checked_once(cast, kh, editor):
    row = compared(cast, kh, editor)
    assert check_reward(reward=row, by=actor(cast.office), at=LATER).checked_at == ENTERED
    with pytest.raises(Refused):
        check_reward(reward=row, by=actor(cast.office_second), at=LATER)


def test_records_are_found_without_diacritics_by_name_number_and_award(cast, kh, editor):
    row = entered(cast, kh, editor)
    other = entered(
        cast, kh, editor, name="Tổ hòa giải", kind="collective", decision_number="7/QĐ-BTP", level="ministry"
    )
    mine = rewards_visible_to(editor.pk, LATER.date())
    for q, found in (("sau", [row]), ("1234", [row]), ("qd-btp", [other]), ("khong co", []), ("", [other, row])):
        assert list(found_rewards(mine, q=q)) == found, q
    assert list(found_rewards(mine, state="checked")) == []


def test_what_waits_for_the_office_leaves_out_what_one_entered_oneself(cast, kh, editor):
    row, own = entered(cast, kh, editor), entered(cast, kh, cast.office, decision_number="2/QĐ")
    compared(cast, kh, editor, decision_number="3/QĐ")
    day = LATER.date()
    assert list(rewards_to_check(cast.office.pk, day)) == [row]
    assert list(rewards_to_check(cast.office_second.pk, day)) == [row, own]
    assert list(rewards_to_check(editor.pk, day)) == []


def may(row: RewardRecord, on: date) -> bool:
    """The rule as SQL asks it and as a sentence tells it; both say the same."""
    by_rows = standing_rewards().filter(with_reward_consent("pk", "portal", on=on), pk=row.pk).exists()
    row.refresh_from_db()
    assert by_rows == (not missing_of_rewards([row], on=on))
    return by_rows


def test_somebody_is_told_of_when_compared_and_agreed_until_it_is_taken_back(cast, kh, editor):
    row = entered(cast, kh, editor)
    assert missing_of_rewards([row], on=LATER.date()) == (
        f"{NAME}: Bản ghi khen thưởng chưa được người khác đối chiếu với quyết định.",
        f"{NAME}: Chưa có phiếu đồng ý cho câu chuyện trên cổng công khai.",
    )
    agreed(row, editor, ("story", "radio"))
    check_reward(reward=row, by=actor(cast.office), at=ENTERED)
    assert not may(row, LATER.date())  # the radio only
    paper = agreed(row, editor)
    assert (may(row, date(2025, 3, 31)), may(row, ENTERED.date())) == (False, True)
    withdraw_reward_consent(consent=paper, withdrawn_on=LATER.date(), way="phone", by=actor(editor), at=LATER)
    assert (may(row, date(2025, 4, 9)), may(row, LATER.date())) == (True, False)
    agreed(row, editor, at=moment(2025, 4, 12))
    assert (may(row, date(2025, 4, 11)), may(row, date(2025, 4, 12))) == (False, True)


def test_taking_one_paper_back_means_the_thing_not_the_paper(cast, kh, editor):
    row = compared(cast, kh, editor)
    first, _ = agreed(row, editor), agreed(row, editor, how="Ký phiếu tại xã")
    withdraw_reward_consent(consent=first, withdrawn_on=LATER.date(), way="phone", by=actor(editor), at=LATER)
    assert not may(row, LATER.date())


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"giver": "representative"}, "phải do"),
        ({"giver": "guardian"}, "Ghi quan hệ"),
        ({"signer_name": ""}, "họ tên người đồng ý"),
        ({"given_on": date(2025, 4, 2)}, "sau hôm nay"),
        ({"how": ""}, "đồng ý bằng cách nào"),
        ({"grants": [("story", "moon")]}, "ít nhất một điều"),
    ],
)
def test_a_consent_that_is_not_right_is_not_kept(cast, kh, editor, change, sentence):
    row = compared(cast, kh, editor)
    with pytest.raises(BadInput, match=sentence):
        agreed(row, editor, **change)
    assert not RewardConsent.objects.exists()


def test_a_child_agrees_with_a_guardian(cast, kh, editor):
    row = compared(cast, kh, editor, birth_year=2014)
    with pytest.raises(BadInput, match="trẻ em và người giám hộ"):
        agreed(row, editor)
    assert agreed(row, editor, giver="child_and_guardian", relation="Mẹ").relation == "Mẹ"


def test_the_same_consent_twice_is_one_and_a_withdrawal_too(cast, kh, editor):
    row = compared(cast, kh, editor)
    paper = agreed(row, editor)
    assert agreed(row, editor) == paper
    words = {"consent": paper, "withdrawn_on": LATER.date(), "way": "phone", "by": actor(editor), "at": LATER}
    withdraw_reward_consent(**words)
    withdraw_reward_consent(**words)
    assert AuditEntry.objects.filter(verb="withdraw_reward_consent").count() == 1
    other = agreed(row, editor, at=moment(2025, 4, 12))
    with pytest.raises(BadInput, match="Ngày rút"):
        withdraw_reward_consent(**{**words, "consent": other})


def test_taking_back_starts_the_clocks_of_the_law(cast, kh, editor):
    row = compared(cast, kh, editor)
    paper = agreed(row, editor, ("story", "portal"), ("story", "press"))
    withdraw_reward_consent(consent=paper, withdrawn_on=LATER.date(), way="phone", by=actor(editor), at=LATER)
    day = LATER.date()
    assert {one.label for one in reward_withdrawals_due(editor.pk, day)} == {
        "Trả lời người đã rút đồng ý", "Báo các nơi đã đăng để ngừng",
    }  # fmt: skip
    assert {clock.label: clock.whom for clock in agreed_rows(row)[0].clocks} == {
        "Trả lời người đã rút đồng ý": (), "Báo các nơi đã đăng để ngừng": ("báo, đài",),
    }  # fmt: skip
    for kind in (ANSWER, STOP):
        meet_reward_withdrawal(consent=paper, kind=kind, by=actor(editor), at=LATER)
    assert meet_reward_withdrawal(consent=paper, kind=STOP, by=actor(editor), at=LATER) is None
    assert reward_withdrawals_due(editor.pk, day) == ()
    assert not Deadline.objects.filter(met_at=None).exists()


def test_erasing_leaves_the_decision_and_the_paper_of_the_consent(cast, kh, editor):
    row = compared(cast, kh, editor, form_of_address="Bà", birth_year=1970)
    agreed(row, editor, how=f"{NAME} nói tại nhà")
    path = row.scan.path
    with pytest.raises(Refused, match="chưa rút"):
        erase_reward(reward=row, reason=WHY, by=actor(cast.office), at=LATER)
    withdraw_reward(reward=row, reason=f"{NAME} không muốn nêu", by=actor(editor), at=LATER)
    with pytest.raises(Refused, match="Chỉ cơ quan thường trực"):
        erase_reward(reward=row, reason=WHY, by=actor(editor), at=LATER)
    with pytest.raises(BadInput, match="không ghi tên"):
        erase_reward(reward=row, reason=f"{NAME} yêu cầu", by=actor(cast.office), at=LATER)
    assert seal(LATER) is not None
    row = erase_reward(reward=row, reason=WHY, by=actor(cast.office), at=LATER)
    rebuild_words(connection)
    assert {(table, name) for table, name in holding(NAME)} == {("exemplars_rewardconsent", "signer_name")}
    assert holding(BRAVE) == set()
    assert (row.name, row.decision_number, row.level, row.erased_at) == ("(đã xóa)", "1234/QĐ-UBND", "province", LATER)
    assert (row.birth_year, row.form_of_address, row.same_key, row.sort_key) == (None, "", "", "")
    remove_erased_bytes()
    assert not default_storage.exists(path)
    assert verify().findings == ()
    assert erase_reward(reward=row, reason=WHY, by=actor(cast.office), at=LATER) == row


def test_a_consent_is_never_changed_nor_removed(cast, kh, editor):
    paper = agreed(compared(cast, kh, editor), editor)
    for change in ({"signer_name": "Khác"}, {"given_on": LATER.date()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RewardConsent.objects.filter(pk=paper.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        paper.grants.all()._raw_delete(paper.grants.db)
