"""The whole way of an exemplar, by the demonstration's own people: from first draft to the package and the public register."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from docx import Document
from PIL import Image
from playwright.sync_api import Page, expect

from neuguong.exemplars.models import Nomination
from neuguong.ledger.models import Package
from tests.demonstration import play
from tests.journeys.conftest import Window

pytestmark = [
    pytest.mark.journey,
    pytest.mark.slow,
    pytest.mark.xdist_group("demonstration"),
    pytest.mark.django_db(transaction=True),
]
PASSWORD = "neuguong2025"
NAME = "Nguyễn Thị Hiến"
SUMMARY = (
    "Bà Nguyễn Thị Hiến, sinh năm 1962, thôn Bến Sỏi, hiến 310 m² đất vườn để mở con đường liên thôn dài 640 m. "
    "Từ tháng 3/2024, bà vận động 18 hộ hai bên đường lùi hàng rào, mỗi hộ góp 12 ngày công. Đường xong tháng 9/2024, "
    "xe cứu thương và xe chở nông sản vào được tận vườn; 46 học sinh đi học không còn lội bùn mùa mưa."
)


@dataclass
class Story:
    """Who sits at which browser; each sentence of the journey is a method."""

    open_window: Callable[..., Window]
    at: dict[str, Window] = field(default_factory=dict)
    path: str = ""
    folder: Path = Path()

    def page_of(self, username: str, path: str = "/ban-lam-viec/", *, phone: bool = False) -> Page:
        """The browser of a person, signed in once, at a path."""
        if username not in self.at:
            self.at[username] = self.open_window(phone=phone)
            self.at[username].sign_in(username, PASSWORD)
        return self.at[username].open(path)

    def given_the_day_is(self, day: str, hour: str) -> None:
        page = self.page_of("quantri", "/ban-lam-viec/dong-ho/")
        page.locator("input[name=day]:visible").fill(day)
        page.locator("input[name=hour]:visible").fill(hour)
        page.get_by_role("button", name="Chuyển ngày").click()
        expect(page.locator(".clock-now")).to_contain_text(day)

    def when_the_officer_writes_with_an_attachment(self, photo: Path) -> None:
        page = self.page_of("dientho", "/ban-lam-viec/ho-so/gioi-thieu/", phone=True)
        page.get_by_label("Cá nhân").check()
        page.locator("input[name=name]").fill(NAME)
        page.get_by_role("button", name=re.compile("Lập hồ sơ")).click()
        page.wait_for_url(re.compile(r"/ho-so/\d+/soan/"))
        self.path = ("/" + page.url.split("/", 3)[3]).removesuffix("soan/")
        page.locator("[data-field=achievement_summary]").fill(SUMMARY)
        page.locator("[data-field=sector]").select_option(label="Đời sống xã hội")
        expect(page.locator("[role=status][data-saved]")).to_contain_text("Đã lưu lúc")
        page.locator("input[type=file]").set_input_files(photo)
        page.get_by_label("Chú thích").last.fill("Con đường sau khi mở, chụp 20/9/2024")
        page.get_by_role("button", name="Thêm vào hồ sơ").click()
        expect(page.locator("main")).to_contain_text("Con đường sau khi mở")

    def and_prints_the_units_own_letter(self) -> None:
        page = self.page_of("dientho", "/ban-lam-viec/")
        with page.expect_download() as download:
            page.get_by_role("link", name=re.compile("Công văn")).click()
        assert NAME in words_of_letter(self.kept(download.value, "cong-van.docx"))

    def when_the_head_sends(self, *, again: bool = False) -> None:
        page = self.page_of("dientho.truong", self.path)
        page.get_by_role("button", name="Gửi hồ sơ").click()
        page.get_by_role("dialog").get_by_role("button", name="Gửi hồ sơ").click()
        expect(page.locator(".messages")).to_contain_text("Đã gửi hồ sơ" if not again else NAME)

    def when_the_office_returns_because(self, reason: str) -> None:
        page = self.page_of("noivu.duc", self.path)
        page.locator("summary", has_text="Trả lại").click()
        page.get_by_label("Lý do").first.fill(reason)
        page.get_by_role("button", name="Trả lại", exact=True).click()
        expect(page.locator(".messages")).to_contain_text("Đã trả lại hồ sơ cho đơn vị")

    def and_the_officer_completes(self, reason: str) -> None:
        page = self.page_of("dientho", self.path)
        expect(page.locator("main")).to_contain_text(reason)
        page = self.page_of("dientho", f"{self.path}soan/")
        with page.expect_response(re.compile(r"/luu/$")):  # the page may still say when it was saved before
            page.locator("[data-field=birth_year]").fill("1962")
        expect(page.locator("[role=status][data-saved]")).to_contain_text("Đã lưu lúc")

    def and_the_office_asks_what_the_law_asks(self) -> None:
        page = self.page_of("noivu.duc", self.path)
        expect(page.get_by_role("button", name="Đạt thẩm định")).to_have_attribute("aria-disabled", "true")
        page.get_by_role("link", name="Ghi trả lời").click()
        for reply in page.get_by_role("radio", name="Không", exact=True).all():
            reply.check()
        page.get_by_role("button", name="Ghi trả lời").click()
        expect(page.locator(".messages")).to_contain_text("trả lời vào danh mục thẩm định")

    def and_binds_what_the_text_states(self) -> None:
        page = self.page_of("dientho", f"{self.path}y/")
        while (place := page.locator(".claim-open").first).count():
            place.locator("summary", has_text="Gắn minh chứng").click()
            place.locator("summary", has_text="Người xác nhận").click()
            form = place.locator("details[data-act=confirmer]")
            form.get_by_label("Họ tên").fill("Trần Văn Bảy")
            form.get_by_label("Chức vụ, cơ quan").fill("Trưởng thôn Bến Sỏi")
            form.get_by_label("Gắn chung cho cả câu").check()
            form.get_by_role("button", name="Ghi").click()
            expect(page.locator(".messages")).to_contain_text("Đã gắn minh chứng")
        expect(page.locator("#ket-qua")).to_contain_text("đều đã gắn minh chứng")

    def and_the_office_checks_what_the_text_states(self) -> None:
        page = self.page_of("noivu.duc", self.path)
        expect(page.get_by_role("button", name="Đạt thẩm định")).to_have_attribute("aria-disabled", "true")
        page.get_by_role("link", name="Từng ý và minh chứng").click()
        places = page.locator(".claim-backed")
        for left in range(places.count(), 0, -1):
            expect(places).to_have_count(left)
            page.wait_for_load_state()  # the keys work once the page's own script has run
            places.first.focus()
            page.keyboard.press("d")
        expect(page.locator("#ket-qua")).to_contain_text("Không còn ý nào chờ")

    def when_the_office_verifies(self) -> None:
        page = self.page_of("noivu.duc", self.path)
        page.get_by_role("button", name="Đạt thẩm định").click()
        dialog = page.get_by_role("dialog")
        if dialog.count():
            dialog.get_by_role("button", name="Đạt thẩm định").click()
        expect(page.locator(".messages")).to_contain_text("đạt thẩm định")

    def when_the_office_issues_the_package(self) -> None:
        page = self.page_of("noivu.duc", "/ban-lam-viec/goi-quy/dot/2025-Q1/")
        page.get_by_role("button", name="Lập gói quý I/2025").click()
        page.get_by_role("dialog").get_by_role("button").first.click()
        page.wait_for_url(re.compile(r"/goi-quy/\d+/"))

    def then_the_package_names_her_in_both_files_and_the_counts_agree(self) -> None:
        page = self.at["noivu.duc"].page
        files = {}
        for ending in ("docx", "xlsx"):
            with page.expect_download() as download:
                page.get_by_role("link", name=re.compile(rf"\.{ending}$")).click()
            files[ending] = self.kept(download.value, f"goi.{ending}")
        package = Package.objects.get(round_code="2025-Q1")
        listed, letter = list_of_letter(files["docx"]), words_of_letter(files["docx"])
        assert NAME in listed
        assert len(listed) == package.items.count() == package.counts["total"]
        assert f"giới thiệu {package.counts['total']:02d} điển hình" in letter
        assert list_of_sheet(files["xlsx"]) == listed

    def when_the_chair_recognises(self) -> None:
        page = self.page_of("chutich", self.path)
        page.locator("summary", has_text="Hội đồng công nhận").click()
        form = page.locator("details[open] form")
        form.get_by_label("Số biên bản họp").fill("02/BB-HĐTĐKT")
        form.get_by_label("Ngày họp").fill("20/03/2025")
        form.get_by_label("Số quyết định").fill("415/QĐ-UBND")
        form.get_by_label("Ngày công nhận").fill("20/03/2025")
        form.get_by_role("button").click()
        expect(page.locator(".messages")).to_contain_text("công nhận")

    def then_the_public_finds_her_without_accents(self) -> None:
        page = self.open_window(phone=True).open("/guong/?q=nguyen+thi+hien")
        page.get_by_role("link", name=NAME).first.click()
        expect(page.locator("main")).to_contain_text("415/QĐ-UBND")
        expect(page.locator("main")).not_to_contain_text("310 m²")  # no story before consent

    def then_the_board_says(self, day: str, *sentences: str) -> None:
        page = self.page_of("noivu.duc", f"/ban-lam-viec/bang-theo-doi/?on={day.replace('/', '%2F')}")
        heard = page.locator("table.board .vh").all_inner_texts()
        assert [sentence for sentence in sentences if sentence not in heard] == []

    def kept(self, download, name: str) -> bytes:
        """The bytes of something that was downloaded."""
        target = self.folder / name
        download.save_as(target)
        return target.read_bytes()


def words_of_letter(content: bytes) -> str:
    """All words of a .docx, tables included."""
    paper = Document(BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])


def list_of_letter(content: bytes) -> list[str]:
    """The names in the list of a .docx: the rows that carry a running number, in the widest table."""
    tables = Document(BytesIO(content)).tables
    table = next(one for one in tables if "Trích ngang thành tích" in [cell.text for cell in one.rows[0].cells])
    return [row.cells[1].text for row in table.rows if row.cells[0].text.isdigit()]


def list_of_sheet(content: bytes) -> list[str]:
    """The same from the .xlsx."""
    space = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    with ZipFile(BytesIO(content)) as book:
        strings = ["".join(part.itertext()) for part in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))]
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    found = []
    for row in sheet.iterfind(".//x:row", space):
        cells = [(cell.get("t"), cell.findtext("x:v", "", space)) for cell in row.iterfind("x:c", space)]
        if len(cells) > 1 and cells[0][0] != "s" and cells[0][1] and cells[1][0] == "s":
            found.append(strings[int(cells[1][1])])
    return found


@pytest.fixture
def story(transactional_db, window, tmp_path) -> Story:
    """The demonstration as it starts: 10/03/2025, five days before a cut-off."""
    play()
    return Story(window, folder=tmp_path)


@pytest.fixture
def photo(tmp_path) -> Path:
    """A photo as a phone takes it."""
    path = tmp_path / "con-duong.jpg"
    Image.new("RGB", (1600, 1200), (120, 150, 90)).save(path, quality=80)
    return path


@pytest.mark.clause("IV.2")
def test_an_exemplar_travels_from_first_draft_to_the_province_and_to_the_public(story, photo):
    story.given_the_day_is("14/03/2025", "09:00")
    story.when_the_officer_writes_with_an_attachment(photo)
    story.and_prints_the_units_own_letter()
    story.and_binds_what_the_text_states()
    story.when_the_head_sends()
    story.when_the_office_returns_because("Bà Hiến sinh năm nào? Ghi cả ở ô năm sinh.")
    story.given_the_day_is("15/03/2025", "08:00")  # the cut-off has passed; the first sending still counts
    story.and_the_officer_completes("Bà Hiến sinh năm nào?")
    story.when_the_head_sends(again=True)
    story.and_the_office_asks_what_the_law_asks()
    story.and_the_office_checks_what_the_text_states()
    story.when_the_office_verifies()
    story.when_the_office_issues_the_package()
    story.then_the_package_names_her_in_both_files_and_the_counts_agree()
    story.given_the_day_is("20/03/2025", "16:00")
    story.when_the_chair_recognises()
    story.then_the_public_finds_her_without_accents()
    sent = Nomination.objects.get(subject__name=NAME)
    assert (sent.round_code, sent.on_time, f"{sent.sent_at:%d/%m/%Y}") == ("2025-Q1", True, "14/03/2025")
    her_unit = ("Diên Thọ, quý I/2025: đủ, đúng hạn, 3 hồ sơ", "Diên Thọ, năm 2025: đủ, đúng hạn, đã gửi 3, ít nhất 3")
    story.then_the_board_says("14/03/2025", *her_unit, "Diên Lâm, quý I/2025: sắp đến hạn")
    story.then_the_board_says("15/03/2025", *her_unit, "Diên Lâm, quý I/2025: quá hạn, chưa gửi")
