"""A double click, or two people at the same moment: every act of the desk happens once. PostgreSQL shows what SQLite hides."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from neuguong.core.clock import start_demo_clock
from neuguong.core.models import StateChange
from neuguong.exemplars.models import EarlierAward, Evidence, Exemplar, Nomination, Recognition, SubjectMerge
from neuguong.exemplars.operations.nominations import verify_nomination
from neuguong.ledger.models import Exemption, Extension, Obligation, Package, PackageReference, Return
from neuguong.org.models import Account, Council, Membership
from tests import factories as make
from tests.exemplars.test_concurrency import together
from tests.factories import actor, moment
from tests.web.desk.test_writing import picture

pytestmark = pytest.mark.django_db(transaction=True)
CLOSED = moment(2025, 3, 15, 9)
PAPER = {"document_number": "41/QĐ", "decided_on": "15/03/2025"}
STEPS: dict[str, tuple[str, str, dict[str, str]]] = {  # step: from which state, by whom, with which words
    "submit": ("draft", "head", {}),
    "return": ("submitted", "office", {"note": "Ghi rõ năm."}),
    "verify": ("submitted", "office", {}),
    "decline": ("submitted", "office", {"note": "Chưa có việc làm cụ thể."}),
    "withdraw": ("submitted", "head", {"note": "Gửi nhầm."}),
    "recognise_unit": ("verified", "head", PAPER),
    "recognise_council": ("verified", "chair", PAPER | {"meeting_number": "02/BB", "meeting_on": "14/03/2025"}),
}


def pressed_twice(account: Account, address: str, data: dict[str, Any]) -> list[int]:
    """The same form sent twice at the same moment, by two windows of one person; what each was answered."""
    windows = []
    for _ in range(2):
        windows.append(Client())
        windows[-1].force_login(account)
    # A file is read while it is sent, so each window sends its own.
    fresh = [{name: value() if callable(value) else value for name, value in data.items()} for _ in windows]
    answers = together(
        *(
            lambda one=one, form=form: one.post(address, form).status_code
            for one, form in zip(windows, fresh, strict=True)
        )
    )
    assert [answer for answer in answers if not isinstance(answer, int)] == []
    return sorted(answers)


def dossier(cast, plan, state: str, name: str) -> Nomination:
    one = make.make_nomination(cast.dien_tho, plan, cast.author, name=name, sector=plan.sectors.first().code)
    if state != "draft":
        make.send(one, cast.head)
    if state == "verified":
        verify_nomination(nomination=one, by=actor(cast.office), at=moment(2025, 3, 12))
    return one


def test_each_step_of_a_dossier_happens_once(cast, plan):
    start_demo_clock(at=CLOSED)
    answers = {}
    for step, (state, who, typed) in STEPS.items():
        one = dossier(cast, plan, state, f"Hồ sơ {step}")
        address = reverse("desk:nomination_step", args=[one.pk, step])
        answers[step] = pressed_twice(cast[who], address, {"version": one.version, **typed})
    assert answers == dict.fromkeys(STEPS, [302, 409])
    made = Counter(StateChange.objects.values_list("step", flat=True))
    assert made == Counter([*STEPS, *["submit"] * 6, *["verify"] * 2])
    assert (Recognition.objects.count(), Exemplar.objects.count()) == (2, 2)


def test_each_act_on_the_board_happens_once(cast, plan):
    start_demo_clock(at=moment(2025, 3, 10, 9))
    acts = {
        "nil": ("neighbour_head", {"nil-reason": "Quý này không có."}),
        "extend": ("office", {"extend-extended_to": "21/03/2025", "extend-reason": "Mưa lũ.", "extend-document": "5"}),
        "exempt": ("office", {"exempt-reason": "Sáp nhập.", "exempt-document": "6"}),
    }
    units = {"nil": cast.dien_an, "extend": cast.dien_tho, "exempt": cast.health}
    rows = {step: Obligation.objects.get(unit=unit, period="2025-Q1") for step, unit in units.items()}
    answers = {
        step: pressed_twice(cast[who], reverse("desk:obligation_step", args=[rows[step].pk, step]), typed)
        for step, (who, typed) in acts.items()
    }
    assert {step: codes[0] for step, codes in answers.items()} == dict.fromkeys(acts, 302)
    assert [model.objects.count() for model in (Return, Extension, Exemption)] == [1, 1, 1]


def test_a_package_is_issued_numbered_and_corrected_once(cast, plan):
    start_demo_clock(at=CLOSED)
    dossier(cast, plan, "verified", "Đỗ Thị Lành")
    issued = pressed_twice(cast.office, reverse("desk:package_issue", args=["2025-Q1"]), {"signer": ""})
    package = Package.objects.get()
    typed = {"document_number": "215/UBND-NV", "issued_on": "15/03/2025"}
    numbered = pressed_twice(cast.office, reverse("desk:package_reference", args=[package.pk]), typed)
    corrected = pressed_twice(cast.office, reverse("desk:package_correct", args=[package.pk]), {"reason": "Sai tên."})
    assert (issued, numbered, corrected) == ([302, 302], [302, 302], [302, 409])
    assert (Package.objects.count(), PackageReference.objects.count()) == (2, 1)


def test_what_is_added_to_a_dossier_is_added_once(cast, plan):
    start_demo_clock(at=moment(2025, 3, 10, 9))
    new = {"kind": "individual", "name": "Lê Văn Thuận", "form_key": "cua-so-1"}
    assert pressed_twice(cast.author, reverse("desk:nomination_new"), new) == [302, 302]
    one = Nomination.objects.get()
    award = {"name": "Giấy khen", "level": "district", "document_number": "41/QĐ", "decided_on": "05/01/2024"}
    assert pressed_twice(cast.author, reverse("desk:award_add", args=[one.pk]), award) == [302, 302]
    photo = {"file": picture, "caption": "Ảnh ruộng"}
    assert pressed_twice(cast.author, reverse("desk:evidence_add", args=[one.pk]), photo) == [302, 302]
    assert (EarlierAward.objects.count(), Evidence.objects.count()) == (1, 1)


def test_people_are_made_and_given_a_role_once(cast, plan):
    start_demo_clock(at=moment(2025, 3, 10, 9))
    role = {"role": "observer", "unit": cast.dien_tho.pk, "valid_from": "10/03/2025"}
    person = role | {"full_name": "Đinh Văn Mới", "username": "moi"}
    made = pressed_twice(cast.admin, reverse("desk:person_new"), person)
    given = pressed_twice(cast.admin, reverse("desk:membership_new", args=[cast.author.pk]), role)
    locked = pressed_twice(cast.admin, reverse("desk:person_lock", args=[cast.neighbour.pk]), {"reason": "Chuyển đi."})
    council = {"name": "Hội đồng xã", "unit": cast.dien_tho.pk, "valid_from": "10/03/2025"}
    formed = pressed_twice(cast.admin, reverse("desk:council_new"), council)
    assert [codes[0] for codes in (made, given, locked, formed)] == [302] * 4
    assert Account.objects.filter(username="moi").count() == 1
    assert Membership.objects.filter(role="observer", valid_from=date(2025, 3, 10)).count() == 2
    assert Council.objects.filter(unit=cast.dien_tho).count() == 1


def test_several_dossiers_in_one_press_are_each_done_once(cast, plan):
    start_demo_clock(at=moment(2025, 3, 13, 9))
    mine = [dossier(cast, plan, "submitted", f"Người {n}") for n in range(3)]
    data = {"step": "verify", "ids": [one.pk for one in mine], "back": ""}
    assert pressed_twice(cast.office, reverse("desk:nominations_bulk"), data) == [200, 200]
    assert StateChange.objects.filter(step="verify").count() == 3
    assert set(Nomination.objects.values_list("state", flat=True)) == {"verified"}


def test_two_records_are_merged_and_unmerged_once(cast, plan):
    start_demo_clock(at=moment(2025, 3, 13, 9))
    one, two = (dossier(cast, plan, "submitted", name) for name in ("Nguyễn Văn Hà", "Ng. V. Hà"))
    typed = {"kept": "first", "take-name": "first", "reason": "Cùng một người."}
    both = reverse("desk:subject_compare", args=[one.subject_id, two.subject_id])
    merged = pressed_twice(cast.office, both, typed)
    back = reverse("desk:subject_unmerge", args=[SubjectMerge.objects.get().pk])
    undone = pressed_twice(cast.office, back, {"reason": "Nhầm."})
    assert (merged[0], undone) == (302, [302, 409])
    assert merged[1] in (404, 409)  # a moment later the absorbed record is no longer there to be compared
    apart = reverse("desk:subject_apart", args=[one.subject_id, two.subject_id])
    assert pressed_twice(cast.office, apart, {"again": "1"}) == [302, 409]
