"""The page of claims by keyboard alone, and for everybody: in every state, on both sides, on a wide screen and a phone."""

import pytest
from playwright.sync_api import Page, expect

from neuguong.core.clock import start_demo_clock
from neuguong.core.enums import FileState
from neuguong.exemplars.models import Claim, ClaimQuestion, Dismissal, Nomination
from neuguong.exemplars.operations.claim_decisions import (
    ask_unit,
    check_claim,
    correct_claim,
    dismiss,
    reject_claim,
)
from neuguong.exemplars.operations.claims import NewProof, bind_claim
from tests import factories as make
from tests.factories import actor, moment
from tests.journeys.test_desk_for_everybody import faults

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TEXT = (
    "Từ tháng 6/2021 ông nuôi trùn quế. Trại nuôi rộng 120 m². Mỗi năm thu 35 tấn phân bón cho 1,2 ha bưởi, lãi 140 triệu đồng, "
    "tăng 30%. Ông là hộ duy nhất làm việc này, luôn hoàn thành tốt nhiệm vụ được giao. Năm 2023 ông nhận nuôi 2 cháu."
)
QUOTES = ("tháng 6/2021", "120 m²", "35 tấn", "1,2 ha", "140 triệu đồng")
PROOF = NewProof("confirmer", name="Trần Văn Bảy", office="Trưởng thôn Phước Tuy")


def write(cast, plan, name: str, *, neighbour: bool = False, text: str = TEXT) -> Nomination:
    unit, author = (cast.dien_an, cast.neighbour) if neighbour else (cast.dien_tho, cast.author)
    sector = plan.sectors.first().code
    return make.make_nomination(unit, plan, author, name=name, sector=sector, achievement_summary=text, settled=False)


def bind(draft: Nomination, quote: str, by, proof: NewProof = PROOF) -> Claim:
    start = draft.achievement_summary.index(quote)
    return bind_claim(
        nomination=draft, start=start, end=start + len(quote), quote=quote, proof=proof, by=actor(by),
        at=moment(2025, 3, 5),
    )  # fmt: skip


@pytest.fixture
def sent(cast, plan) -> Nomination:
    """Five claims wait for a conclusion; the rest of the text is not bound. Diên An sent the same words before."""
    start_demo_clock(at=moment(2025, 3, 10, 9))
    first = write(cast, plan, "Trần Thị Đào", neighbour=True)
    make.send(first, cast.neighbour_head, at=moment(2025, 3, 5))
    draft = write(cast, plan, "Lê Văn Thuận")
    draft.answers.create(criterion=plan.criteria.first(), text="Mỗi năm thu 32 tấn phân bón.")
    for quote in QUOTES:
        bind(draft, quote, cast.author)
    waits = make.attach_file(draft, cast.author, at=moment(2025, 3, 5))
    waits.file.state, waits.file.checked_at = FileState.WAITING, None
    waits.file.save()
    bind(draft, "Năm 2023", cast.author, NewProof("file", evidence_id=waits.pk, page=2))
    return make.send(draft, cast.head, at=moment(2025, 3, 6))


@pytest.fixture
def everything(cast, sent) -> Nomination:
    """Checked, corrected, rejected, asked, waiting, unbound and dismissed in one text."""
    claims = {one.quote: one for one in Claim.objects.filter(nomination=sent)}
    by, at = actor(cast.office), moment(2025, 3, 7)
    check_claim(claim=claims["tháng 6/2021"], by=by, at=at)
    correct_claim(claim=claims["120 m²"], true_text="100 m²", reason="Sổ đo ghi 100 m².", by=by, at=at)
    reject_claim(claim=claims["35 tấn"], reason="Sổ xuất không ghi.", by=by, at=at)
    ask_unit(claim=claims["1,2 ha"], question="Giấy đất nào ghi?", by=by, at=at)
    for matter, quote in (("superlative", "duy nhất"), ("percentage_without_base", "30%")):
        start = TEXT.index(quote)
        dismiss(
            nomination=sent, matter=matter, start=start, end=start + len(quote), quote=quote,
            reason="Đã hỏi trưởng thôn.", by=by, at=at,
        )  # fmt: skip
    return sent


def address(nomination: Nomination) -> str:
    return f"/ban-lam-viec/ho-so/{nomination.pk}/y/"


@pytest.mark.parametrize("who", ["author", "head", "office", "chair"])
def test_the_page_keeps_nobody_out_whatever_stands_on_it(cast, plan, everything, window, who):
    drafts = [write(cast, plan, "Võ Văn Mười"), write(cast, plan, "Mai Thị Tư", text="Ông sống tốt với bà con.")]
    read = [everything, *(drafts if who in ("author", "head") else [])]
    if who == "office":
        silent = write(cast, plan, "Hồ Thị Năm", text="Bà sống tốt với bà con.")
        read.append(make.send(silent, cast.head, at=moment(2025, 3, 6)))
    one = window()
    one.sign_in(who)
    found = {row.pk: faults(one.open(address(row))) for row in read}
    assert found == {row.pk: [] for row in read}


def test_a_form_that_came_back_keeps_nobody_out(cast, everything, window):
    one = window()
    one.sign_in("author")
    page = one.open(address(everything))
    asked = page.locator("article", has_text="Giấy đất nào ghi?")
    asked.locator("details[data-act=answer]").get_by_role("button").click()
    expect(page.locator("main")).to_contain_text("Ghi câu trả lời.")
    assert faults(page) == []


def stands_on(page: Page) -> str:
    """The words of the place that has the focus."""
    return page.evaluate("document.activeElement.closest('[data-place]')?.querySelector('h3 span')?.innerText ?? ''")


def test_the_office_goes_through_all_of_it_by_keyboard(cast, sent, window):
    """D right, S corrected, B rejected, H asked, X passed over; J and K go on and back. No mouse, no Tab to a place."""
    one = window()
    one.sign_in("office")
    page = one.open(address(sent))
    page.locator("[data-place]").first.focus()
    for key, words in (("j", "120 m²"), ("j", "35 tấn"), ("k", "120 m²"), ("k", "tháng 6/2021"), ("k", "tháng 6/2021")):
        page.keyboard.press(key)
        assert stands_on(page) == f"“{words}”"
    page.keyboard.press("d")
    expect(page.locator(".messages")).to_contain_text("Đã kiểm chứng “tháng 6/2021”")
    for words, key, typed, told in (
        ("120 m²", "s", ("100 m²", "Sổ đo ghi 100 m²."), "Đã đính chính"),
        ("35 tấn", "b", ("Sổ xuất không ghi.",), "Đã bác bỏ"),
        ("1,2 ha", "h", ("Giấy đất nào ghi?",), "Đã gửi câu hỏi"),
    ):
        while stands_on(page) != f"“{words}”":
            page.keyboard.press("j")
        page.keyboard.press(key)
        for text in typed:
            page.keyboard.type(text)
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator(".messages")).to_contain_text(told)
    while stands_on(page) != "“30%”":
        page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.type("Tính trên năm trước, sổ có ghi.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("Đã bỏ qua, có ghi lý do")
    states = dict(Claim.objects.filter(nomination=sent).values_list("quote", "state"))
    assert states == {
        "tháng 6/2021": "checked", "120 m²": "corrected", "35 tấn": "rejected", "1,2 ha": "supported",
        "140 triệu đồng": "supported", "Năm 2023": "supported",
    }  # fmt: skip
    assert ClaimQuestion.objects.get().question == "Giấy đất nào ghi?"
    assert Dismissal.objects.get().quote == "30%"
