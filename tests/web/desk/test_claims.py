"""The verifier's page of claims, and the unit's answers."""

import pytest
from django.urls import reverse

from neuguong.exemplars.models import Claim, ClaimQuestion, Dismissal, Nomination
from neuguong.exemplars.operations.claim_decisions import ask_unit
from neuguong.exemplars.operations.claims import NewProof, bind_claim
from neuguong.exemplars.operations.conflicts import recuse
from tests import factories as make
from tests.factories import actor, moment
from tests.web.desk.conftest import soup, words

TEXT = "Từ tháng 6/2021 ông nuôi trùn quế. Mỗi năm thu 35 tấn phân bón. Ông là hộ duy nhất làm việc này."
DECISION = NewProof("decision", number="41/QĐ-UBND", office="UBND xã Diên Thọ")


@pytest.fixture
def sent(cast, march) -> Nomination:
    """A dossier that waits for verification: two statements bound to a decision, one bound to nothing."""
    sector = march.sectors.first().code
    draft = make.make_nomination(
        cast.dien_tho, march, cast.author, sector=sector, achievement_summary=TEXT, settled=False
    )
    make.attach_file(draft, cast.author, at=moment(2025, 3, 4))
    for stretch in ("tháng 6/2021", "35 tấn"):
        start = TEXT.index(stretch)
        bind_claim(
            nomination=draft, start=start, end=start + len(stretch), quote=stretch, proof=DECISION,
            by=actor(cast.author), at=moment(2025, 3, 5),
        )  # fmt: skip
    return make.send(draft, cast.head, at=moment(2025, 3, 6))


def page_of(nomination) -> str:
    return reverse("desk:claims_decide", args=[nomination.pk])


def act_on(claim, act: str) -> str:
    return reverse("desk:claim_act", args=[claim.nomination_id, claim.pk, act])


def claim(nomination, stretch: str) -> Claim:
    return Claim.objects.get(nomination=nomination, quote=stretch)


def test_each_claim_stands_in_its_sentence_beside_what_it_rests_on(cast, sent, as_one):
    page = soup(as_one(cast.office).get(page_of(sent)))
    assert [words(one) for one in page.select(".claim-list a")] == [
        "tháng 6/2021 Chờ kiểm chứng",
        "35 tấn Chờ kiểm chứng",
    ]
    assert words(page.select_one("#dieu .text")) == "Từ tháng 6/2021 ông nuôi trùn quế."
    assert words(page.select_one("#dieu .proofs")) == "Quyết định Quyết định số 41/QĐ-UBND của UBND xã Diên Thọ"
    assert [words(one) for one in page.select(".loose li > p mark")] == ["duy nhất"]
    assert "Còn 1 ý chưa gắn minh chứng, 2 ý chờ kiểm chứng." in words(page.select_one(".page-h"))


def test_deciding_one_leads_to_the_next_that_waits(cast, sent, as_one):
    office = as_one(cast.office)
    first, second = claim(sent, "tháng 6/2021"), claim(sent, "35 tấn")
    answer = office.post(act_on(first, "dung"), {"version": first.version}, follow=True)
    assert words(soup(answer).select_one("#dieu .text")) == "Mỗi năm thu 35 tấn phân bón."
    typed = {"version": second.version, "true_text": "25 tấn", "reason": "Sổ xuất ghi 25 tấn."}
    office.post(act_on(second, "dinh-chinh"), typed)
    states = dict(Claim.objects.values_list("quote", "state"))
    assert states == {"tháng 6/2021": "checked", "35 tấn": "corrected"}
    assert "Đã kết luận 2 trên 2 ý. Còn 1 ý chưa gắn minh chứng." in words(
        soup(office.get(page_of(sent))).select_one(".page-h")
    )


def test_correcting_without_saying_what_is_true_keeps_what_was_typed(cast, sent, as_one):
    second = claim(sent, "35 tấn")
    answer = as_one(cast.office).post(
        act_on(second, "dinh-chinh"), {"version": second.version, "true_text": "", "reason": "Sổ xuất ghi khác."}
    )
    page = soup(answer)
    assert answer.status_code == 422
    assert "Ghi điều đúng theo minh chứng." in words(page.select_one(".note-q"))
    assert page.select_one("#dc-reason")["value"] == "Sổ xuất ghi khác."
    assert words(page.select_one("#dieu .text")) == "Mỗi năm thu 35 tấn phân bón."


def test_rejecting_needs_a_reason_and_a_second_press_changes_nothing(cast, sent, as_one):
    office, second = as_one(cast.office), claim(sent, "35 tấn")
    assert office.post(act_on(second, "bac-bo"), {"version": second.version, "reason": " "}).status_code == 422
    typed = {"version": second.version, "reason": "Không có sổ."}
    assert [office.post(act_on(second, "bac-bo"), typed).status_code for _ in range(2)] == [302, 302]
    assert (claim(sent, "35 tấn").state, claim(sent, "35 tấn").version) == ("rejected", second.version + 1)


def test_a_page_older_than_the_claim_is_told_so(cast, sent, as_one):
    second = claim(sent, "35 tấn")
    as_one(cast.office).post(act_on(second, "bac-bo"), {"version": second.version, "reason": "Không có sổ."})
    answer = as_one(cast.office_second).post(act_on(second, "dung"), {"version": second.version})
    assert answer.status_code == 409
    assert claim(sent, "35 tấn").state == "rejected"


def test_only_a_verifier_says_that_something_needs_no_proof_and_may_ask_for_it_again(cast, sent, as_one):
    start = TEXT.index("duy nhất")
    typed = {"start": start, "end": start + 8, "quote": "duy nhất", "matter": "superlative", "reason": "Cách nói."}
    where = reverse("desk:statement_dismiss", args=[sent.pk])
    assert as_one(cast.author).post(where, typed).status_code == 404
    office = as_one(cast.office)
    assert office.post(where, typed | {"reason": ""}).status_code == 422
    assert office.post(where, typed | {"quote": "khác rồi"}).status_code == 409
    assert office.post(where, typed).status_code == 302
    row = Dismissal.objects.get()
    assert "Cách nói." in words(soup(office.get(page_of(sent))).select_one("section[aria-labelledby=khong-can]"))
    office.post(reverse("desk:dismissal_back", args=[sent.pk, row.pk]))
    assert [words(one) for one in soup(office.get(page_of(sent))).select(".loose mark")] == ["duy nhất"]


def test_a_question_comes_to_the_units_work_and_its_answer_back_to_the_claim(cast, sent, as_one):
    office, unit, second = as_one(cast.office), as_one(cast.author), claim(sent, "35 tấn")
    office.post(act_on(second, "hoi"), {"question": "Sổ xuất nào ghi 35 tấn?"})
    assert "Chờ đơn vị trả lời rồi mới kết luận được." in words(
        soup(office.get(f"{page_of(sent)}?dieu={second.pk}")).select_one("#dieu")
    )
    assert "Sổ xuất nào ghi 35 tấn?" in words(soup(unit.get(reverse("desk:home"))).main)
    paper = sent.evidence.get()
    question = ClaimQuestion.objects.get()
    where = reverse("desk:claim_answer", args=[sent.pk, question.pk])
    assert unit.post(where, {"answer": ""}).status_code == 422
    typed = {"answer": "Sổ xuất kho năm 2024.", "evidence": paper.pk, "page": "9"}
    assert unit.post(where, typed).status_code == 302
    panel = words(soup(office.get(f"{page_of(sent)}?dieu={second.pk}")).select_one("#dieu"))
    assert "Nguyễn Thu Hà trả lời" in panel
    assert "Sổ xuất kho năm 2024." in panel
    assert "Sổ xuất 2024, trang 9" in panel
    assert "Sổ xuất nào" not in words(soup(unit.get(reverse("desk:home"))).main)
    assert unit.post(where, typed).status_code == 409


def test_the_unit_sees_only_what_it_is_asked(cast, sent, as_one):
    unit = as_one(cast.author)
    assert unit.get(page_of(sent)).status_code == 404
    assert unit.post(act_on(claim(sent, "35 tấn"), "dung")).status_code == 404
    assert as_one(cast.office).get(reverse("desk:claim_questions", args=[sent.pk])).status_code == 404
    assert as_one(cast.neighbour).get(reverse("desk:claim_questions", args=[sent.pk])).status_code == 404


def test_who_stepped_back_decides_no_claim(cast, sent, as_one):
    recuse(nomination=sent, account=cast.office, reason="Bạn học.", by=actor(cast.office), at=moment(2025, 3, 7))
    office = as_one(cast.office)
    assert office.get(page_of(sent)).status_code == 404
    assert office.post(act_on(claim(sent, "35 tấn"), "dung")).status_code == 404
    assert claim(sent, "35 tấn").state == "supported"


def test_who_reads_along_sees_the_claims_and_cannot_decide(cast, sent, as_one):
    page = soup(as_one(cast.leader).get(page_of(sent)))
    assert page.select("#dieu form") == []
    assert "Chỉ đọc" in words(page.main)


def test_a_dossier_passes_when_nothing_it_states_is_open(cast, sent, as_one):
    office, step = as_one(cast.office), reverse("desk:nomination_step", args=[sent.pk, "verify"])
    assert "2 ý chờ kiểm chứng" in words(soup(office.post(step, {"version": sent.version})).main)
    for stretch in ("tháng 6/2021", "35 tấn"):
        office.post(act_on(claim(sent, stretch), "dung"), {"version": claim(sent, stretch).version})
    start = TEXT.index("duy nhất")
    typed = {"start": start, "end": start + 8, "quote": "duy nhất", "matter": "superlative", "reason": "Cách nói."}
    office.post(reverse("desk:statement_dismiss", args=[sent.pk]), typed)
    sent.refresh_from_db()
    assert office.post(step, {"version": sent.version}).status_code == 302
    sent.refresh_from_db()
    assert sent.state == "verified"


def test_the_page_asks_as_much_for_three_claims_as_for_one(cast, sent, as_one, django_assert_num_queries):
    office = as_one(cast.office)
    office.get(page_of(sent))
    ask_unit(claim=claim(sent, "35 tấn"), question="Sổ nào?", by=actor(cast.office), at=moment(2025, 3, 7))
    with django_assert_num_queries(22):
        office.get(page_of(sent))
    Claim.objects.filter(quote="35 tấn").update(gone_at=moment(2025, 3, 8))
    with django_assert_num_queries(22):
        office.get(page_of(sent))
