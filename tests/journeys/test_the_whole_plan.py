"""Plan 87 from its first day to after its last, through both reorganisations, by moving the demonstration's clock."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from playwright.sync_api import Page, expect

from neuguong.core import clock
from neuguong.core.clock import OFFICE_ZONE, start_demo_clock
from neuguong.ledger.models import Obligation
from neuguong.ledger.queries.board import board, boards
from neuguong.ledger.queries.reorganisation import plain
from neuguong.org.enums import Role
from neuguong.org.models import Unit
from neuguong.programme.models import Plan
from tests import factories as make
from tests.conftest import PLAN_87
from tests.journeys.conftest import Window
from tests.ledger.test_overall_reports import table, totals_of
from tests.reforms import FILE, FIRST, SECOND, SIGNED, District

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
BOARD, PLANS = "/ban-lam-viec/bang-theo-doi/", "/ban-lam-viec/ke-hoach/"
REPORTS, URGING = "/ban-lam-viec/bao-cao/", "/ban-lam-viec/don-doc/"
WRITTEN = "Đã làm, có số liệu kèm theo."
EVENT = "Giao lưu, biểu dương, tôn vinh điển hình ít nhất 01 lần trong năm"


@dataclass
class Story:
    """Who sits at which browser; each sentence of the journey is a method."""

    district: District
    open_window: Callable[..., Window]
    at: dict[str, Window] = field(default_factory=dict)

    def page_of(self, username: str, path: str = "/ban-lam-viec/") -> Page:
        """The browser of a person, signed in once, at a path."""
        if username not in self.at:
            self.at[username] = self.open_window(phone=username.endswith("writer"))
            self.at[username].sign_in(username)
        return self.at[username].open(path)

    def on(self, day: str, hour: str = "09:00") -> None:
        page = self.page_of("admin", "/ban-lam-viec/dong-ho/")
        page.locator("input[name=day]:visible").fill(day)
        page.locator("input[name=hour]:visible").fill(hour)
        page.get_by_role("button", name="Chuyển ngày").click()
        expect(page.locator(".clock-now")).to_contain_text(day)

    @property
    def plan(self) -> Plan:
        return Plan.objects.get()

    def signs(self, page: Page, name: str) -> None:
        """Press what asks back, and answer yes."""
        page.get_by_role("button", name=name, exact=True).click()
        page.get_by_role("dialog").get_by_role("button", name=name).click()

    def when_the_office_loads_the_plan(self) -> None:
        page = self.page_of("office", "/ban-lam-viec/ke-hoach/thu/")
        page.get_by_label("Hoặc dán nội dung tệp").fill(PLAN_87.read_text(encoding="utf-8"))
        page.get_by_role("button", name="Thử", exact=True).click()
        expect(page.locator("main")).to_contain_text("kế hoạch mới")
        self.signs(page, "Nạp bản này")
        expect(page.locator(".messages")).to_contain_text("Đã nạp Kế hoạch 87/KH-UBND")
        self.district.plan = self.plan

    def when_a_commune_plans(self, ref: str, number: str) -> None:
        page = self.page_of(f"{ref}-writer", PLANS)
        page.get_by_role("button", name="Lập kế hoạch của đơn vị").click()
        page.get_by_role("button", name="Lưu và xem lại").click()
        page = self.page_of(f"{ref}-head", PLANS)
        page.get_by_role("link", name="Xem bản nháp").click()
        page.locator("summary", has_text="Ban hành").click()
        page.get_by_label("Số, ký hiệu").fill(number)
        page.get_by_label("Ngày ban hành").fill(f"{self.today:%d/%m/%Y}")
        page.get_by_role("button", name="Ban hành", exact=True).click()
        expect(page.locator(".messages")).to_contain_text("Đã ban hành kế hoạch, bản 1")

    def when_the_office_urges(self, letters: str) -> None:
        page = self.page_of("office", URGING)
        page.get_by_role("button", name="Soạn thư hôm nay").click()
        expect(page.locator(".messages")).to_contain_text(f"Đã soạn {letters}")
        page.get_by_role("button", name="Phát hành thư đã chọn").click()
        expect(page.locator(".messages")).to_contain_text("Đã phát hành")

    def then_the_writer_reads(self, ref: str, *sentences: str) -> None:
        page = self.page_of(f"{ref}-writer", "/ban-lam-viec/thong-bao/")
        page.get_by_role("link", name=f"Đôn đốc ngày {self.today:%d/%m/%Y}").first.click()
        for sentence in sentences:
            expect(page.locator("main")).to_contain_text(sentence)

    def when_a_commune_reports(self, ref: str, kind: str) -> None:
        page = self.page_of(f"{ref}-writer", REPORTS)
        page.get_by_role("button", name=f"Soạn {kind}").click()
        for box in page.locator("textarea").all():
            box.fill(WRITTEN)
        page.get_by_role("button", name="Lưu và xem lại").click()
        page = self.page_of(f"{ref}-head", page.url.removeprefix(self.at[f"{ref}-writer"].address))
        self.signs(page, "Gửi báo cáo")
        expect(page.locator(".messages")).to_contain_text("Đã gửi báo cáo, lần 1")
        page = self.page_of("office", page.url.removeprefix(self.at[f"{ref}-head"].address))
        page.get_by_role("button", name="Tiếp nhận").click()
        expect(page.locator(".messages")).to_contain_text("Đã tiếp nhận báo cáo.")

    def obligation(self, ref: str, duty: str, period: str) -> str:
        """The address of one row of the ledger."""
        row = Obligation.objects.get(unit__ref=ref, duty__code=duty, period=period, duty__plan=self.plan)
        return f"{BOARD}viec/{row.pk}/"

    def acts(self, who: str, path: str, act: str, **typed: str) -> None:
        """One act on one row of the ledger, in its own form."""
        page = self.page_of(who, path)
        page.locator("summary", has_text=f"{act}…").click()
        form = page.locator("details[open] form")
        for label, value in typed.items():
            form.locator(f"[name$={label}]").fill(value)
        form.get_by_role("button", name=act).click()
        page.get_by_role("dialog").get_by_role("button", name=act).click()
        expect(page.locator(".messages")).to_contain_text("Đã")

    def when_a_commune_introduces(self, ref: str, name: str) -> None:
        """Writing a dossier is a journey of its own; here its head sends it."""
        at = clock.now()
        dossier = self.district.draft(ref, name, at=at)
        page = self.page_of(f"{ref}-head", f"/ban-lam-viec/ho-so/{dossier.pk}/")
        self.signs(page, "Gửi hồ sơ")
        expect(page.locator(".messages")).to_contain_text("Đã gửi hồ sơ")

    def then_the_board_says(self, *sentences: str) -> None:
        page = self.page_of("office", f"{BOARD}?on={self.today:%d/%m/%Y}")
        heard = page.locator("table.board .vh").all_inner_texts()
        assert [sentence for sentence in sentences if sentence not in heard] == []

    def when_the_office_makes_a_letter(self, duty: str, period: str) -> list[str]:
        """Who stands in the letter of reminder, read from the paper itself."""
        page = self.page_of("office", f"{BOARD}nhiem-vu/{duty}/{period}/")
        page.get_by_role("link", name="Soạn công văn đôn đốc").click()
        self.signs(page, "Lập công văn")
        expect(page.locator(".messages")).to_contain_text("Đã lập công văn")
        paper = docx.Document(BytesIO(self.downloaded(page, re.compile(r"ĐĐ-.*\.docx"))))
        table = paper.tables[-1] if "Đơn vị" not in paper.tables[1].rows[0].cells[1].text else paper.tables[1]
        return [row.cells[1].text for row in table.rows if row.cells[0].text.isdigit()]

    def downloaded(self, page: Page, name: Any) -> bytes:
        with page.expect_download() as download:
            page.get_by_role("link", name=name).first.click()
        return Path(download.value.path()).read_bytes()

    @property
    def today(self) -> date:
        return clock.now().astimezone(OFFICE_ZONE).date()

    def states(self, duty: str, period: str) -> dict[str, str]:
        """Unit → state of one duty today, of those who are of interest here."""
        rows = board(plan=self.plan, on=self.today, duty=duty, period=period).rows
        return {row.unit_name: str(row.state) for row in rows}

    def when_units_are_reorganised(self, who: str, act: str, on: date, **chosen: str) -> None:
        """The act is read from the register's file, tried, its people chosen, and recorded as shown."""
        page = self.page_of(who, "/ban-lam-viec/don-vi/sap-xep/moi/")
        page.get_by_label("Văn bản").fill(act)
        page.get_by_label("Có hiệu lực từ ngày").fill(f"{on:%d/%m/%Y}")
        page.get_by_role("button", name="Lập bản nháp").click()
        page.locator("summary", has_text="Đọc từ tệp").click()
        page.locator("input[type=file]").set_input_files(FILE)
        page.get_by_role("button", name="Đọc các thay đổi").click()
        page.get_by_role("button", name="Chạy thử").click()
        for ref, words in chosen.items():
            label = f"Trưởng {ref.replace('_', '-')} chuyển thành"
            page.get_by_label(label).select_option(label=f"người đứng đầu đơn vị, {words}")
        page.get_by_role("button", name="Lưu lựa chọn và chạy thử lại").click()
        expect(page.locator(".note-d")).to_contain_text("Số liệu các ngày trước giữ nguyên")
        page.once("dialog", lambda dialog: dialog.accept())
        page.get_by_role("button", name="Ghi nhận").click()
        expect(page.locator(".messages")).to_contain_text("Đã ghi nhận")

    def past(self) -> dict[date, list[Any]]:
        """Every row of the boards of the days before today: of this story's units every day, of all twice a month."""
        days = [SIGNED.date() + timedelta(days=count) for count in range((self.today - SIGNED.date()).days)]
        own = set(Unit.objects.filter(ref__in=[*self.district.people, "xuan-dong"]).values_list("pk", flat=True))
        found = boards(plan=self.plan, days=[on for on in days if on.day in (1, 15)])
        for start in range(0, len(days), 90):
            for on, one in boards(plan=self.plan, days=days[start : start + 90], unit_ids=own).items():
                found.setdefault(on, one)
        return {on: [plain(row) for row in one.rows] for on, one in found.items()}

    def then_finds(self, who: str, names: list[str]) -> None:
        page = self.page_of(who, "/ban-lam-viec/ho-so/")
        for name in names:
            expect(page.locator("main")).to_contain_text(name)

    def when_the_office_issues_the_final_report(self) -> bytes:
        page = self.page_of("office", f"{REPORTS}tong-hop/final_report/")
        for box in page.locator("textarea:visible").all():
            box.fill(WRITTEN)
        page.get_by_label("Từ ngày").fill("11/04/2023")
        page.get_by_role("button", name="Lưu", exact=True).click()
        page.get_by_text("Lập báo cáo…").click()
        self.signs(page, "Lập báo cáo")
        expect(page.locator(".messages")).to_contain_text("Đã lập báo cáo tổng hợp.")
        return self.downloaded(page, "Báo cáo (.docx)")


@pytest.fixture
def story(transactional_db, window) -> Story:
    """The district a day before the plan is signed: its units, its office, and people in four communes; no plan."""
    district = District(planned=False)
    province = district.units["ubnd-khanh-hoa"]
    district.person("admin", "Tạ Công Sơn", Role.TECHNICAL, province, subtree=True)
    district.person("province", "Đinh Thị Lý", Role.EMULATION_OFFICE, province, subtree=True)
    start_demo_clock(at=make.moment(2023, 4, 10, 8))
    return Story(district, window)


@pytest.mark.clause("IV.4")
def test_from_the_day_of_signing_to_the_six_communes(story):
    story.on("11/04/2023")
    story.when_the_office_loads_the_plan()
    story.on("14/04/2023")
    story.when_a_commune_plans("dien-dong", "12/KH-UBND")
    story.on("20/04/2023")
    story.when_the_office_urges("5 thư về 62 việc")
    story.then_the_writer_reads("dien-tho", "Hạn là hết ngày 04/05/2023", "14 ngày trước hạn")
    story.when_a_commune_reports("dien-tho", "Báo cáo sơ kết")
    story.on("12/06/2023")
    quarter = ("quarterly_return", "2023-Q2")
    story.acts("office", story.obligation("dien-lam", *quarter), "Gia hạn", extended_to="25/06/2023", reason="Lụt")
    story.acts("office", story.obligation("dien-xuan", "honouring_event", "2023"), "Miễn", reason="Tổ chức cùng xã bạn")
    story.acts("dien-dong-writer", story.obligation("dien-dong", *quarter), "Báo quý này không có", reason="Chưa có")
    story.when_a_commune_introduces("dien-tho", "Bà Lê Thị Sáu")
    story.on("16/06/2023")
    states = story.states(*quarter)
    owing = {unit for unit, state in states.items() if state in ("overdue", "due_soon")}
    assert {unit: states[unit] for unit in states.keys() - owing} == {"Xã Diên Thọ": "met", "Xã Diên Đồng": "nil"}
    assert (states["Xã Diên Lâm"], states["Xã Diên Xuân"]) == ("due_soon", "overdue")
    assert set(story.when_the_office_makes_a_letter(*quarter)) == owing
    story.on("24/06/2023")
    story.when_a_commune_introduces("dien-lam", "Ông Mai Văn Tư")
    assert story.states(*quarter)["Xã Diên Lâm"] == "met"
    assert story.states("honouring_event", "2023")["Xã Diên Xuân"] == "excused"

    story.on("05/09/2024")
    story.when_a_commune_introduces("dien-dong", "Ông Võ Bảy")
    story.on("25/10/2024")
    before = story.past()
    story.when_units_are_reorganised("office", "Nghị quyết 1196/NQ-UBTVQH15", FIRST, dien_dong="Xã Xuân Đồng")

    story.on("12/05/2025")
    story.when_a_commune_reports("dien-tho", "Báo cáo tổng kết")
    story.when_a_commune_reports("dien-dong", "Báo cáo tổng kết")  # its head leads Xã Xuân Đồng now
    story.on("26/05/2025")
    paper = story.when_the_office_issues_the_final_report()
    totals = totals_of(board(plan=story.plan, on=story.today))
    assert table(paper, "Lượt có chỉ tiêu")[-1][1:] == ["Cộng", *totals]
    story.on("25/06/2025")
    later = story.past()
    assert {on: rows for on, rows in later.items() if on in before} == before
    heads = {"dien_tho": "Xã Diên Thọ", "dien_dong": "Xã Diên Lâm"}
    story.when_units_are_reorganised("admin", "Nghị quyết 1667/NQ-UBTVQH15", SECOND, **heads)

    story.on("02/07/2025")
    assert {on: rows for on, rows in story.past().items() if on in later} == later
    story.then_finds("dien-tho-head", ["Lê Thị Sáu"])
    story.then_finds("dien-dong-head", ["Mai Văn Tư", "Võ Bảy"])  # code 22660 had three lives
    story.then_finds("province", ["Lê Thị Sáu", "Mai Văn Tư", "Võ Bảy"])
    expect(story.page_of("dien-tho-head", BOARD).locator("main")).not_to_contain_text("Hạn quý")  # it owes nothing now
    page = story.page_of("province", f"{REPORTS}tong-hop/final_report/")
    assert story.downloaded(page, "Báo cáo (.docx)") == paper
