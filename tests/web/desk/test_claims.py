"""The page of what a summary states: bound by the unit, decided by the office, asked and answered in one place."""

import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from neuguong.exemplars.models import Claim, ClaimQuestion, Dismissal, Nomination, Proof
from neuguong.exemplars.operations.claims import NewProof, bind_claim
from neuguong.ledger.operations.sending import send_nomination
from tests import factories as make
from tests.factories import actor, moment
from tests.web.desk.conftest import soup, words

TEXT = (
    "Từ tháng 6/2021 ông nuôi trùn quế. Mỗi năm thu 35 tấn phân bón cho 1,2 ha bưởi. Ông là hộ duy nhất làm việc này."
)
CONFIRMER = {"act": "confirmer", "name": "Trần Văn Bảy", "office": "Trưởng thôn", "day": "01/03/2025"}


@pytest.fixture
def draft(cast, march):
    sector = march.sectors.first().code
    return make.make_nomination(
        cast.dien_tho, march, cast.author, achievement_summary=TEXT, sector=sector, settled=False
    )


def page_of(nomination) -> str:
    return reverse("desk:claims", args=[nomination.pk])


def at(nomination, quote: str, **more) -> dict[str, str]:
    """What the form at an unbound statement sends."""
    start = nomination.achievement_summary.index(quote)
    return {"start": start, "end": start + len(quote), "quote": quote, "key": f"s{start}", **more}


def on(claim: Claim, act: str, **more) -> dict[str, str]:
    """What a form at a claim sends."""
    return {"claim": claim.pk, "version": claim.version, "key": f"c{claim.pk}", "act": act, **more}


def press(client, nomination, data):
    return client.post(reverse("desk:claim_act", args=[nomination.pk]), data)


def bound(nomination, cast, *quotes: str) -> list[Claim]:
    proof = NewProof("confirmer", name="Trần Văn Bảy", office="Trưởng thôn")
    return [
        bind_claim(nomination=nomination, start=TEXT.index(one), end=TEXT.index(one) + len(one), quote=one, proof=proof,
                   by=actor(cast.author), at=moment(2025, 3, 5))
        for one in quotes
    ]  # fmt: skip


@pytest.fixture
def sent(cast, draft):
    """Sent with everything bound but the superlative."""
    bound(draft, cast, "tháng 6/2021", "35 tấn", "1,2 ha")
    return send_nomination(nomination=draft, by=actor(cast.head), at=moment(2025, 3, 6))


def claim(quote: str) -> Claim:
    return Claim.objects.get(quote=quote)


def titles(page: BeautifulSoup) -> list[str]:
    return [words(one) for one in page.select(".claim h3")]


def test_the_officer_reads_every_statement_in_its_place_and_binds_it(cast, draft, as_one):
    author = as_one(cast.author)
    page = soup(author.get(page_of(draft)))
    assert [words(one) for one in page.select("a.mk")] == [
        "1 tháng 6/2021 (ý 1: chưa gắn minh chứng)", "2 35 tấn (ý 2: chưa gắn minh chứng)",
        "3 1,2 ha (ý 3: chưa gắn minh chứng)", "4 duy nhất (ý 4: chưa gắn minh chứng)",
    ]  # fmt: skip
    answer = press(author, draft, at(draft, "35 tấn", **CONFIRMER))
    assert answer.status_code == 302
    page = soup(author.get(page_of(draft)))
    assert titles(page)[1] == "“35 tấn” Chờ kiểm chứng"
    assert "Trần Văn Bảy, Trưởng thôn xác nhận ngày 01/03/2025" in words(page.select_one(f"#c{claim('35 tấn').pk}"))


def test_one_press_binds_a_whole_sentence_with_all_its_numbers(cast, draft, as_one):
    press(as_one(cast.author), draft, at(draft, "35 tấn", whole="on", **CONFIRMER))
    assert [one.quote for one in Claim.objects.all()] == ["Mỗi năm thu 35 tấn phân bón cho 1,2 ha bưởi."]
    assert len(titles(soup(as_one(cast.author).get(page_of(draft))))) == 3


def test_pressing_twice_binds_once(cast, draft, as_one):
    author = as_one(cast.author)
    for _ in range(2):
        press(author, draft, at(draft, "35 tấn", **CONFIRMER))
    assert (Claim.objects.count(), Proof.objects.count()) == (1, 1)


def test_a_form_with_something_missing_comes_back_with_what_was_typed(cast, draft, as_one):
    data = at(draft, "35 tấn", **CONFIRMER | {"office": "", "day": "hôm qua"})
    answer = press(as_one(cast.author), draft, data)
    page = soup(answer)
    assert answer.status_code == 422
    form = page.select_one(f"#{data['key']} details[data-act=confirmer][open]")
    assert "Ghi cơ quan, chức vụ của người xác nhận." in words(form)
    assert "Ghi ngày theo dạng ngày/tháng/năm" in words(form)
    assert form.select_one("input[name=name]")["value"] == "Trần Văn Bảy"
    assert not Claim.objects.exists()


def test_a_page_older_than_the_text_says_so(cast, draft, as_one):
    answer = press(as_one(cast.author), draft, at(draft, "35 tấn", **CONFIRMER) | {"quote": "36 tấn"})
    assert answer.status_code == 409
    assert "Đoạn chữ này đã được sửa" in words(soup(answer))


def test_a_proof_is_taken_away_and_a_claim_taken_back(cast, draft, as_one):
    author, (one,) = as_one(cast.author), bound(draft, cast, "35 tấn")
    press(author, draft, on(one, "remove_proof", proof=Proof.objects.get().pk))
    assert claim("35 tấn").state == "unsupported"
    press(author, draft, on(one, "unbind"))
    assert claim("35 tấn").gone_at is not None


def test_the_office_decides_one_by_one_and_is_led_to_the_next(cast, sent, as_one):
    office = as_one(cast.office)
    answer = press(office, sent, on(claim("tháng 6/2021"), "check"))
    assert answer.headers["Location"].endswith(f"#c{claim('35 tấn').pk}")
    press(office, sent, on(claim("35 tấn"), "correct", true_text="32 tấn", reason="Sổ ghi 32 tấn."))
    press(office, sent, on(claim("1,2 ha"), "reject", reason="Vườn 0,8 ha."))
    page = soup(office.get(page_of(sent)))
    assert titles(page) == [
        "“tháng 6/2021” Đã kiểm chứng", "“ 35 tấn 32 tấn ”Đã đính chính".replace("”Đã", "” Đã"),
        "“1,2 ha” Bị bác bỏ", "“duy nhất” Chưa gắn minh chứng",
    ]  # fmt: skip
    start = TEXT.index("duy nhất")
    press(office, sent, at(sent, "duy nhất", act="dismiss", matter="superlative", reason="Không phải so sánh."))
    assert Dismissal.objects.get().start == start
    press(office, sent, on(claim("1,2 ha"), "reopen"))
    press(office, sent, {"act": "dismissal_back", "dismissal": Dismissal.objects.get().pk, "key": "x"})
    assert (claim("1,2 ha").state, Dismissal.objects.get().gone_at is None) == ("supported", False)


def test_the_question_and_its_answer_stand_at_the_claim(cast, sent, as_one):
    press(as_one(cast.office), sent, on(claim("35 tấn"), "ask", question="Sổ nào?"))
    author = as_one(cast.author)
    page = soup(author.get(page_of(sent)))
    box = page.select_one(f"#c{claim('35 tấn').pk}")
    assert "Phạm Minh Đức hỏi" in words(box)
    assert box.select_one("details[data-act=answer][open]")
    press(author, sent, on(claim("35 tấn"), "link", url="https://vi-du.example/so"))
    press(author, sent, on(claim("35 tấn"), "answer", answer="Sổ của thôn."))
    assert ClaimQuestion.objects.get().answer == "Sổ của thôn."
    box = soup(as_one(cast.office).get(page_of(sent))).select_one(f"#c{claim('35 tấn').pk}")
    assert "Nguyễn Thu Hà trả lời" in words(box)
    assert "https://vi-du.example/so" in words(box)
    again = press(author, sent, on(claim("35 tấn"), "answer", answer="Lần nữa."))
    assert again.status_code == 409


@pytest.mark.parametrize("act", ["check", "correct", "reject", "ask", "dismiss", "reopen"])
def test_the_unit_reads_the_page_but_decides_nothing(cast, sent, as_one, act):
    author = as_one(cast.author)
    assert not soup(author.get(page_of(sent))).select("[data-act=check], [data-act=reject], [data-act=dismiss]")
    texts = {"true_text": "x", "reason": "x", "question": "x", "matter": "number"}
    data = on(claim("35 tấn"), act, **texts) | {
        "start": TEXT.index("35"),
        "end": TEXT.index("35") + 6,
        "quote": "35 tấn",
    }
    assert press(author, sent, data).status_code == 409
    assert claim("35 tấn").state == "supported"


def test_a_claim_of_another_dossier_is_not_found_here(cast, sent, as_one):
    other = make.make_nomination(cast.dien_tho, sent.plan, cast.author, name="Người Khác", sector=sent.sector.code)
    data = on(Claim.objects.filter(nomination=other).first(), "check")
    assert press(as_one(cast.office), sent, data).status_code == 404
    assert press(as_one(cast.office), sent, {"act": "khong-co"}).status_code == 404


def test_a_dossier_passes_only_when_everything_it_states_is_settled(cast, sent, as_one):
    office = as_one(cast.office)
    verify = reverse("desk:nomination_step", args=[sent.pk, "verify"])
    refused = office.post(verify, {"version": Nomination.objects.get(pk=sent.pk).version, "note": ""})
    assert refused.status_code == 409
    assert "Còn 1 ý chưa gắn minh chứng, 3 ý chờ kiểm chứng." in words(soup(refused))
    for one in Claim.objects.all():
        press(office, sent, on(one, "check"))
    press(office, sent, at(sent, "duy nhất", act="dismiss", matter="superlative", reason="Không phải so sánh."))
    office.post(verify, {"version": Nomination.objects.get(pk=sent.pk).version, "note": ""})
    assert Nomination.objects.get(pk=sent.pk).state == "verified"


def test_a_dossier_that_states_nothing_does_not_pass(cast, march, as_one):
    empty = make.make_nomination(cast.dien_tho, march, cast.author, settled=False, achievement_summary="Ông sống tốt với bà con.",
                                 sector=march.sectors.first().code)  # fmt: skip
    send_nomination(nomination=empty, by=actor(cast.head), at=moment(2025, 3, 6))
    page = soup(as_one(cast.office).get(reverse("desk:nomination", args=[empty.pk])))
    assert "Chưa có ý nào trong bài được kiểm chứng." in words(page)


def test_the_dossier_shows_its_text_with_the_claims_in_place(cast, sent, as_one):
    page = soup(as_one(cast.office).get(reverse("desk:nomination", args=[sent.pk])))
    marks = page.select("a.mk")
    assert [one["href"] for one in marks][:1] == [f"{page_of(sent)}#c{claim('tháng 6/2021').pk}"]
    text = re.sub(r"\s+", " ", page.select_one("p.read").get_text())
    assert "ông nuôi trùn quế. Mỗi năm thu " in text


def test_the_writer_reads_how_much_is_left_and_what_could_be_written_better(cast, draft, as_one):
    author = as_one(cast.author)
    page = soup(author.get(reverse("desk:nomination_edit", args=[draft.pk])))
    assert words(page.select_one("[data-claims]")) == "4 ý chưa gắn minh chứng."
    edit = {"field": "achievement_summary", "text": "Ông nuôi bò.", "base_text": TEXT, "client_key": "a:1"}
    answer = author.post(
        reverse("desk:nomination_autosave", args=[draft.pk]), {"edits": [edit]}, content_type="application/json"
    )
    assert answer.json()["claims"] == "Chưa nêu số liệu, thời gian, so sánh nhất hay khen thưởng."


def test_a_remark_on_the_wording_is_dismissed_with_a_reason(cast, draft, as_one):
    author = as_one(cast.author)
    box = soup(author.get(page_of(draft))).select_one("#cach-viet").find_parent("section").select_one("article")
    data = {one["name"]: one.get("value", "") for one in box.select("input[type=hidden]")}
    missing = press(author, draft, data | {"reason": ""})
    assert (missing.status_code, "Ghi lý do bỏ qua." in words(soup(missing))) == (422, True)
    press(author, draft, data | {"reason": "Có giấy xác nhận kèm theo."})
    assert Dismissal.objects.get().reason == "Có giấy xác nhận kèm theo."
    assert box["id"] not in str(soup(author.get(page_of(draft))))


def test_a_superlative_that_was_passed_over_is_not_remarked_a_second_time(cast, sent, as_one):
    office = as_one(cast.office)
    assert "So sánh nhất chưa có minh chứng" in words(soup(office.get(page_of(sent))))
    press(office, sent, at(sent, "duy nhất", act="dismiss", matter="superlative", reason="Không phải so sánh."))
    assert "So sánh nhất chưa có minh chứng" not in words(soup(office.get(page_of(sent))))


def test_numbers_of_the_answers_that_the_summary_lacks_are_shown_to_writer_and_verifier(cast, draft, as_one):
    criterion = draft.plan.criteria.first()
    draft.answers.create(criterion=criterion, text="Trại thu mỗi năm 32 tấn phân bón, giúp 12 hộ nghèo.")
    panel = words(soup(as_one(cast.author).get(page_of(draft))).select_one("#doi-chieu").find_parent("section"))
    assert f"{criterion.title} “32 tấn”, trích ngang ghi “35 tấn”" in panel
    assert "“12 hộ nghèo” Trại thu mỗi năm 32 tấn" in panel
    make.send(draft, cast.head, at=moment(2025, 3, 6))
    assert "trích ngang ghi “35 tấn”" in words(soup(as_one(cast.office).get(page_of(draft))))
    assert "trích ngang ghi" not in words(soup(as_one(cast.author).get(page_of(draft))))


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_number_of_questions_for_one_claim_and_for_three(
    cast, draft, as_one, count, django_assert_num_queries
):
    bound(draft, cast, *("tháng 6/2021", "35 tấn", "1,2 ha")[:count])
    author = as_one(cast.author)
    author.get(page_of(draft))
    with django_assert_num_queries(20):
        author.get(page_of(draft))
