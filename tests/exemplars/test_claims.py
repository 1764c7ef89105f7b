"""What a summary states is bound to evidence, decided one by one, and opened again by whatever touches it."""

from datetime import date

import pytest

from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.models import AuditEntry, Letter, StateChange
from neuguong.exemplars.models import Claim, ClaimQuestion, Dismissal, Proof
from neuguong.exemplars.operations.claim_decisions import (
    ask_unit,
    check_claim,
    correct_claim,
    dismiss,
    reject_claim,
    reopen_claim,
    take_dismissal_back,
)
from neuguong.exemplars.operations.claims import (
    NewProof,
    add_proof,
    answer_question,
    bind_claim,
    remove_proof,
    unbind_claim,
)
from neuguong.exemplars.operations.evidence import remove
from neuguong.exemplars.operations.nominations import edit_nomination
from neuguong.exemplars.queries.claims import claims_of, open_points, public_claims
from neuguong.exemplars.reading.statements import statements
from tests import factories as make
from tests.exemplars.conftest import draft_of
from tests.factories import actor, moment

AT = moment(2025, 3, 5)
SENT = moment(2025, 3, 10)
LATER = moment(2025, 3, 11)
TEXT = "Từ tháng 6/2021 ông nuôi trùn quế. Mỗi năm thu 35 tấn phân bón. Ông là hộ duy nhất làm việc này."
DECISION = NewProof("decision", number="41/QĐ-UBND", office="UBND xã Diên Thọ", day=date(2024, 1, 5))
CONFIRMER = NewProof("confirmer", name="Trần Văn Bảy", office="Trưởng thôn Phước Tuy", day=date(2025, 3, 1))


@pytest.fixture
def draft(cast, kh):
    return draft_of(cast, kh, achievement_summary=TEXT, settled=False)


def bind(nomination, words: str, by, proof: NewProof | None = DECISION, at=AT) -> Claim:
    """Bind the words where they stand in the present summary."""
    start = nomination.achievement_summary.index(words)
    return bind_claim(
        nomination=nomination, start=start, end=start + len(words), quote=words, proof=proof, by=actor(by), at=at
    )


@pytest.fixture
def sent(cast, draft):
    """Sent, with three claims: two bound to a decision, one bound to nothing."""
    for words, proof in (("tháng 6/2021", DECISION), ("35 tấn", DECISION), ("duy nhất", None)):
        bind(draft, words, cast.author, proof)
    make.send(draft, cast.head, at=SENT)
    return draft


def claim(nomination, words: str) -> Claim:
    return Claim.objects.get(nomination=nomination, quote=words, gone_at=None)


def state(nomination, words: str) -> str:
    return str(claim(nomination, words).state)


def test_the_text_of_these_tests_states_a_date_a_number_and_a_first(draft):
    assert [(one.kind, one.text) for one in statements(TEXT)] == [
        ("date", "tháng 6/2021"), ("number", "35 tấn"), ("superlative", "duy nhất"),
    ]  # fmt: skip


def test_a_statement_is_bound_to_each_kind_of_evidence(cast, draft):
    paper = make.attach_file(draft, cast.author, at=AT)
    photo = make.attach_file(draft, cast.author, at=AT, digest="e" * 64, name="a.jpg", media_type="image/jpeg")
    one = bind(draft, "35 tấn", cast.author, NewProof("file", evidence_id=paper.pk, page=9))
    for proof in (NewProof("file", evidence_id=photo.pk, page=9), DECISION, CONFIRMER, NewProof("link", url="https://baokhanhhoa.vn/x")):  # fmt: skip
        add_proof(claim=one, proof=proof, by=actor(cast.author), at=AT)
    (row,) = claims_of(draft)
    assert [(proof.kind, proof.text) for proof in row.proofs] == [
        ("file", "Sổ xuất 2024, trang 9"),
        ("photo", "Sổ xuất 2024"),
        ("decision", "Quyết định số 41/QĐ-UBND ngày 05/01/2024 của UBND xã Diên Thọ"),
        ("confirmer", "Trần Văn Bảy, Trưởng thôn Phước Tuy xác nhận ngày 01/03/2025"),
        ("link", "https://baokhanhhoa.vn/x"),
    ]
    assert (row.state, row.kind) == ("supported", "number")
    verbs = [
        entry.verb
        for entry in AuditEntry.objects.filter(object_type__in=["exemplars.claim", "exemplars.proof"]).order_by("pk")
    ]
    assert verbs == ["bind_claim", "add_proof", "support_claim", *["add_proof"] * 4]


@pytest.mark.parametrize(
    ("proof", "sentence"),
    [
        (NewProof("file"), "Chọn một tệp trong minh chứng"),
        (NewProof("decision", office="UBND"), "Ghi số quyết định"),
        (NewProof("decision", number="1"), "Ghi cơ quan ban hành"),
        (NewProof("decision", number="1", office="x", day=date(2025, 3, 6)), "Ngày này chưa tới"),
        (NewProof("confirmer", office="x"), "Ghi họ tên người xác nhận"),
        (NewProof("confirmer", name="x"), "Ghi cơ quan, chức vụ"),
        (NewProof("link"), "Ghi đường dẫn"),
        (NewProof("link", url="javascript:alert(1)"), "phải bắt đầu bằng https"),
        (NewProof("link", url=f"https://{'x' * 500}"), "không quá 500 ký tự"),
        (NewProof("rumour"), "Chọn loại căn cứ"),
    ],
)
def test_a_proof_without_what_it_needs_is_refused_in_a_sentence(cast, draft, proof, sentence):
    with pytest.raises(BadInput, match=sentence):
        bind(draft, "35 tấn", cast.author, proof)
    assert not Proof.objects.exists()


def test_a_file_of_another_dossier_or_one_taken_out_is_no_proof(cast, kh, draft):
    other = make.attach_file(draft_of(cast, kh, name="Người Khác"), cast.author, at=AT)
    gone = make.attach_file(draft, cast.author, at=AT, digest="e" * 64)
    remove(evidence=gone, by=actor(cast.author), at=AT)
    for evidence in (other, gone):
        with pytest.raises(BadInput, match="Chọn một tệp trong minh chứng"):
            bind(draft, "35 tấn", cast.author, NewProof("file", evidence_id=evidence.pk))


def test_binding_twice_makes_one_claim_with_one_proof(cast, draft):
    assert bind(draft, "35 tấn", cast.author) == bind(draft, "35 tấn", cast.author)
    assert (Claim.objects.count(), Proof.objects.count()) == (1, 1)


def test_a_whole_sentence_binds_all_it_states_but_not_twice(cast, draft):
    whole = bind(draft, "Mỗi năm thu 35 tấn phân bón.", cast.author)
    assert (whole.kind, open_points(draft).unbound) == ("number", 2)
    with pytest.raises(BadInput, match="đã gắn riêng"):
        bind(draft, "35 tấn", cast.author)
    with pytest.raises(BadInput, match="không nêu số liệu"):
        bind(draft, "ông nuôi trùn quế", cast.author)


def test_a_page_older_than_the_text_binds_nothing(cast, draft):
    edit_nomination(nomination=draft, changes={"achievement_summary": "Năm nay " + TEXT}, by=actor(cast.author), at=AT)
    with pytest.raises(Stale, match="đã được sửa"):
        bind_claim(nomination=draft, start=TEXT.index("35"), end=TEXT.index("35") + 6, quote="35 tấn", proof=None,
                   by=actor(cast.author), at=AT)  # fmt: skip


def test_only_the_unit_binds_and_only_while_it_writes(cast, draft, sent):
    with pytest.raises(Refused, match="Chỉ cán bộ đầu mối"):
        bind(draft, "35 tấn", cast.neighbour)
    for act in (
        lambda: bind(sent, "35 tấn", cast.author, at=LATER),
        lambda: add_proof(claim=claim(sent, "35 tấn"), proof=CONFIRMER, by=actor(cast.author), at=LATER),
        lambda: remove_proof(proof=Proof.objects.first(), by=actor(cast.author), at=LATER),
        lambda: unbind_claim(claim=claim(sent, "35 tấn"), by=actor(cast.author), at=LATER),
    ):
        with pytest.raises(Refused, match="không sửa được"):
            act()


def test_without_its_last_proof_a_claim_stands_unsupported(cast, draft):
    one = bind(draft, "35 tấn", cast.author)
    add_proof(claim=one, proof=CONFIRMER, by=actor(cast.author), at=AT)
    first, second = Proof.objects.all()
    remove_proof(proof=first, by=actor(cast.author), at=AT)
    assert state(draft, "35 tấn") == "supported"
    remove_proof(proof=second, by=actor(cast.author), at=AT)
    remove_proof(proof=second, by=actor(cast.author), at=AT)
    assert state(draft, "35 tấn") == "unsupported"
    assert Proof.objects.filter(removed_at=AT).count() == 2
    unbind_claim(claim=one, by=actor(cast.author), at=AT)
    assert (claims_of(draft), Claim.objects.count()) == ((), 1)


def test_the_verifier_decides_each_claim_alone(cast, sent):
    office = {"by": actor(cast.office), "at": LATER}
    check_claim(claim=claim(sent, "tháng 6/2021"), **office)
    correct_claim(claim=claim(sent, "35 tấn"), true_text="32 tấn", reason="Sổ ghi 32 tấn.", **office)
    reject_claim(claim=claim(sent, "duy nhất"), reason="Hộ khác làm từ 2019.", **office)
    told = {row.quote: (row.state, row.true_text, row.reason, row.decided_by) for row in claims_of(sent)}
    name = "Phạm Minh Đức"
    assert told == {
        "tháng 6/2021": ("checked", "", "", name),
        "35 tấn": ("corrected", "32 tấn", "Sổ ghi 32 tấn.", name),
        "duy nhất": ("rejected", "", "Hộ khác làm từ 2019.", name),
    }


def test_a_conclusion_pressed_twice_is_drawn_once_and_can_be_taken_back(cast, sent):
    office = {"by": actor(cast.office), "at": LATER}
    for _ in range(2):
        check_claim(claim=claim(sent, "tháng 6/2021"), seen_version=2, **office)
        reject_claim(claim=claim(sent, "duy nhất"), reason="Sai.", seen_version=1, **office)
        correct_claim(claim=claim(sent, "35 tấn"), true_text="3 tấn", reason="Sổ.", seen_version=2, **office)
    assert StateChange.objects.filter(step__in=["check", "reject", "correct"]).count() == 3
    for words, back in (("tháng 6/2021", "supported"), ("35 tấn", "supported"), ("duy nhất", "unsupported")):
        reopen_claim(claim=claim(sent, words), **office)
        one = claim(sent, words)
        assert (one.state, one.true_text, one.reason, one.decided_at) == (back, "", "", None)


def test_what_rests_on_nothing_is_neither_right_nor_corrected(cast, sent):
    office = {"by": actor(cast.office), "at": LATER}
    bare = claim(sent, "duy nhất")
    with pytest.raises(Refused, match="chưa có minh chứng"):
        check_claim(claim=bare, **office)
    with pytest.raises(Refused, match="chưa có minh chứng"):
        correct_claim(claim=bare, true_text="thứ hai", reason="x", **office)
    with pytest.raises(BadInput, match="Ghi vì sao bác bỏ"):
        reject_claim(claim=bare, reason=" ", **office)
    with pytest.raises(BadInput, match="Ghi điều đúng"):
        correct_claim(claim=claim(sent, "35 tấn"), true_text="", reason="x", **office)
    with pytest.raises(BadInput, match="giống hệt"):
        correct_claim(claim=claim(sent, "35 tấn"), true_text="35 tấn", reason="x", **office)
    with pytest.raises(Stale, match="vừa được người khác thay đổi"):
        check_claim(claim=claim(sent, "35 tấn"), seen_version=1, **office)


@pytest.mark.parametrize("who", ["author", "head", "neighbour", "chair", "admin"])
def test_only_who_may_verify_decides(cast, sent, who):
    by = {"by": actor(cast[who]), "at": LATER}
    one = claim(sent, "35 tấn")
    for act in (
        lambda: check_claim(claim=one, **by),
        lambda: correct_claim(claim=one, true_text="1 tấn", reason="x", **by),
        lambda: reject_claim(claim=one, reason="x", **by),
        lambda: ask_unit(claim=one, question="x", **by),
        lambda: reopen_claim(claim=one, **by),
        lambda: dismiss(nomination=sent, matter="number", start=0, end=0, quote="", reason="x", **by),
    ):
        with pytest.raises(Refused, match="Chỉ cơ quan thường trực"):
            act()


def test_whoever_prepared_a_dossier_decides_none_of_its_claims(cast, kh):
    mine = make.make_nomination(cast.dien_tho, kh, cast.office, achievement_summary=TEXT, settled=False)
    one = bind(mine, "35 tấn", cast.office)
    make.send(mine, cast.office, at=SENT)
    with pytest.raises(Refused, match="đã lập, sửa, đính kèm hoặc gửi"):
        check_claim(claim=one, by=actor(cast.office), at=LATER)


def test_a_draft_is_not_judged(cast, draft):
    one = bind(draft, "35 tấn", cast.author)
    with pytest.raises(Refused, match="“bản nháp” nên không kiểm chứng được"):
        check_claim(claim=one, by=actor(cast.office), at=AT)


def test_a_question_goes_to_the_unit_and_its_answer_comes_back_to_the_claim(cast, sent):
    office = {"by": actor(cast.office), "at": LATER}
    one = claim(sent, "duy nhất")
    row = ask_unit(claim=one, question="Ai xác nhận?", **office)
    assert ask_unit(claim=one, question="Ai xác nhận?", **office) == row
    with pytest.raises(Refused, match="Đang chờ đơn vị trả lời câu hỏi trước"):
        ask_unit(claim=one, question="Câu khác?", **office)
    with pytest.raises(Refused, match="Đang chờ đơn vị trả lời"):
        reject_claim(claim=one, reason="x", **office)
    told = Letter.objects.filter(key__startswith="claim-question:").values_list("recipient__username", flat=True)
    assert set(told) == {"author", "head"}
    with pytest.raises(Refused, match="Chỉ cán bộ đầu mối"):
        answer_question(question=row, answer="Trưởng thôn.", by=actor(cast.neighbour), at=LATER)
    with pytest.raises(BadInput, match="Ghi câu trả lời"):
        answer_question(question=row, answer="", by=actor(cast.author), at=LATER)
    answer_question(question=row, answer="Trưởng thôn.", proof=CONFIRMER, by=actor(cast.author), at=LATER)
    with pytest.raises(Refused, match="đã được trả lời"):
        answer_question(question=row, answer="Lần hai.", by=actor(cast.author), at=LATER)
    shown = next(found for found in claims_of(sent) if found.quote == "duy nhất")
    assert (shown.state, shown.asked, len(shown.proofs)) == ("supported", None, 1)
    assert [(said.question, said.answer, said.answered_by) for said in shown.questions] == [
        ("Ai xác nhận?", "Trưởng thôn.", "Nguyễn Thu Hà")
    ]
    check_claim(claim=claim(sent, "duy nhất"), **office)


def test_while_it_is_asked_the_unit_may_put_evidence_under_that_claim_only(cast, sent):
    ask_unit(claim=claim(sent, "duy nhất"), question="Ai xác nhận?", by=actor(cast.office), at=LATER)
    add_proof(claim=claim(sent, "duy nhất"), proof=CONFIRMER, by=actor(cast.author), at=LATER)
    with pytest.raises(Refused, match="không sửa được"):
        add_proof(claim=claim(sent, "35 tấn"), proof=CONFIRMER, by=actor(cast.author), at=LATER)


def test_asking_about_a_decided_claim_opens_it_again(cast, sent):
    check_claim(claim=claim(sent, "35 tấn"), by=actor(cast.office), at=LATER)
    ask_unit(claim=claim(sent, "35 tấn"), question="Sổ nào?", by=actor(cast.office), at=LATER)
    assert state(sent, "35 tấn") == "supported"


def test_only_the_verifier_says_that_nothing_is_to_be_proved_and_says_why(cast, draft):
    make.send(draft, cast.head, at=SENT)
    place = {"nomination": draft, "matter": "number", "start": TEXT.index("35"), "end": TEXT.index("35") + 6, "quote": "35 tấn"}  # fmt: skip
    with pytest.raises(Refused, match="Chỉ cơ quan thường trực"):
        dismiss(reason="x", by=actor(cast.author), at=LATER, **place)
    with pytest.raises(BadInput, match="Ghi lý do"):
        dismiss(reason=" ", by=actor(cast.office), at=LATER, **place)
    with pytest.raises(BadInput, match="Chọn chỗ cần bỏ qua"):
        dismiss(reason="x", by=actor(cast.office), at=LATER, **place | {"matter": "rumour"})
    with pytest.raises(Stale, match="đã được sửa"):
        dismiss(reason="x", by=actor(cast.office), at=LATER, **place | {"quote": "36 tấn"})
    row = dismiss(reason="Chỉ là ví dụ.", by=actor(cast.office), at=LATER, **place)
    assert dismiss(reason="Lại.", by=actor(cast.office), at=LATER, **place) == row
    assert open_points(draft).unbound == 2
    with pytest.raises(Refused, match="Chỉ cơ quan thường trực"):
        take_dismissal_back(dismissal=row, by=actor(cast.author), at=LATER)
    take_dismissal_back(dismissal=row, by=actor(cast.office), at=LATER)
    assert open_points(draft).unbound == 3


def test_a_remark_on_the_wording_is_dismissed_by_the_writer_too(cast, draft):
    row = dismiss(nomination=draft, matter="no_date", start=0, end=0, quote="", reason="Có ghi năm.",
                  by=actor(cast.author), at=AT)  # fmt: skip
    take_dismissal_back(dismissal=row, by=actor(cast.author), at=AT)
    assert Dismissal.objects.get().gone_at == AT


def test_what_is_open_is_counted_and_said_in_words(cast, sent):
    points = open_points(sent)
    assert points.sentence == "Còn 1 ý chưa có minh chứng, 2 ý chờ kiểm chứng."
    unbind = Claim.objects.filter(quote="35 tấn")
    unbind.update(gone_at=LATER)
    reject_claim(claim=claim(sent, "duy nhất"), reason="x", by=actor(cast.office), at=LATER)
    ask_unit(claim=claim(sent, "tháng 6/2021"), question="x", by=actor(cast.office), at=LATER)
    assert open_points(sent).sentence == (
        "Còn 1 ý chưa gắn minh chứng, 1 ý chờ kiểm chứng, 1 ý bị bác bỏ còn trong bài, 1 câu hỏi chờ đơn vị trả lời."
    )


def test_the_public_reads_only_what_was_checked_and_no_name(cast, sent):
    office = {"by": actor(cast.office), "at": LATER}
    add = claim(sent, "35 tấn")
    ask_unit(claim=add, question="Ai cân?", **office)
    answer_question(question=ClaimQuestion.objects.get(), answer="Tổ cân.", proof=CONFIRMER, by=actor(cast.author), at=LATER)  # fmt: skip
    correct_claim(claim=claim(sent, "35 tấn"), true_text="32 tấn", reason="Sổ.", **office)
    (only,) = public_claims(sent.pk)
    assert (only.quote, only.text, only.corrected) == ("35 tấn", "32 tấn", True)
    assert only.verified_by == (
        "Quyết định số 41/QĐ-UBND ngày 05/01/2024 của UBND xã Diên Thọ",
        "Trưởng thôn Phước Tuy xác nhận ngày 01/03/2025",
    )


@pytest.mark.parametrize("count", [1, 3])
def test_reading_the_claims_asks_the_same_number_of_questions_however_many_they_are(
    cast, draft, django_assert_num_queries, count
):
    for words in ("tháng 6/2021", "35 tấn", "duy nhất")[:count]:
        bind(draft, words, cast.author)
    with django_assert_num_queries(3):
        claims_of(draft)
    with django_assert_num_queries(2):
        open_points(draft)
    with django_assert_num_queries(1):
        public_claims(draft.pk)
