"""The desk's front page, notices, clock and help."""

from datetime import date, timedelta

import pytest

from neuguong.core.clock import start_demo_clock
from neuguong.core.models import DemoClock, Letter
from neuguong.core.outbox import write_letter
from neuguong.exemplars.operations.nominations import return_nomination, verify_nomination
from neuguong.ledger.models import Obligation
from neuguong.org.models import Membership, Unit, UnitLineage
from tests import factories as make
from tests.factories import actor, moment
from tests.web.desk.conftest import soup, words

HOME = "/ban-lam-viec/"
CLOCK = "/ban-lam-viec/dong-ho/"


def draft_of(cast, plan, name: str = "Lê Văn Thuận", **fields):
    return make.make_nomination(cast.dien_tho, plan, cast.author, name=name, sector=plan.sectors.first().code, **fields)


def sent(cast, plan, name: str, day: int = 6, **fields):
    return make.send(draft_of(cast, plan, name, **fields), cast.head, at=moment(2025, 3, day))


def tasks(page) -> list[tuple[str, str]]:
    """Title and button of each thing to do, in order."""
    return [
        (words(tag.h3), words(tag.select_one(".btn")).removesuffix(f": {words(tag.h3)}").strip())
        for tag in page.select(".task")
    ]


def test_an_officer_reads_what_to_do_before_the_cut_off(cast, march, as_one):
    back = sent(cast, march, "Tổ hòa giải", kind="collective")
    return_nomination(nomination=back, note="Từ năm nào?", by=actor(cast.office), at=moment(2025, 3, 7))
    draft_of(cast, march, "Đỗ Thị Lành")
    page = soup(as_one(cast.author).get(HOME))
    assert "Trước hạn quý I/2025, hết ngày 14/03/2025" in [words(tag) for tag in page.select(".grp-h")]
    assert [row for row in tasks(page) if row[1] in ("Bổ sung", "Viết tiếp")] == [
        ("Tổ hòa giải", "Bổ sung"),
        ("Đỗ Thị Lành", "Viết tiếp"),
    ]
    assert "Lý do trả lại: Từ năm nào?" in words(page.main)


def test_the_first_thing_alone_has_the_red_button(cast, march, as_one):
    draft_of(cast, march, "Một")
    draft_of(cast, march, "Hai")
    page = soup(as_one(cast.author).get(HOME))
    red = page.select(".task .btn-go")
    assert len(red) == 1
    assert red[0] is page.select(".task .btn")[0]


def test_the_head_is_asked_to_send_what_is_complete(cast, march, as_one):
    draft_of(cast, march, "Đỗ Thị Lành")
    assert ("Đỗ Thị Lành", "Xem và gửi") in tasks(soup(as_one(cast.head).get(HOME)))


def test_the_year_counts_what_was_sent_and_names_the_last_minute(cast, march, as_one):
    sent(cast, march, "Lê Văn Thuận")
    sent(cast, march, "Chi hội Phụ nữ", kind="collective")
    card = soup(as_one(cast.author).get(HOME)).select_one(".quota")
    assert words(card.select_one(".quota-n")) == "2/3 điển hình đã gửi"
    assert [words(pip) for pip in card.select(".pips li")] == [
        "Cá nhân Lê Văn Thuận",
        "Tập thể Chi hội Phụ nữ",
        "Còn thiếu 01 điển hình",
    ]
    assert words(card.select_one(".due")) == "Còn 5 ngày, kể cả hôm nay Gửi muộn nhất 23:59 thứ Sáu, 14/03/2025."
    assert [words(tag) for tag in card.select(".rounds li")] == [
        "Quý I đã gửi",
        "Quý II trước 15/6",
        "Quý III trước 15/9",
        "Quý IV trước 15/12",
    ]


def test_a_quarter_without_anything_asks_for_a_list_or_the_word_that_there_is_nobody(cast, march, as_one):
    page = soup(as_one(cast.health_officer).get(HOME))
    titles = [title for title, _ in tasks(page)]
    assert "Báo cáo quý I/2025: gửi danh sách hoặc báo “không có”" in titles
    row = Obligation.objects.get(unit=cast.health, period="2025-Q1")
    assert page.select(f".task a[href$='/{row.pk}/']") != []


def test_the_office_reads_what_waits_oldest_first(cast, march, as_one):
    sent(cast, march, "Mới", day=7)
    sent(cast, march, "Cũ", day=5)
    page = soup(as_one(cast.office).get(HOME))
    assert [row for row in tasks(page) if row[1] == "Thẩm định"] == [
        ("Cũ, Xã Diên Thọ", "Thẩm định"),
        ("Mới, Xã Diên Thọ", "Thẩm định"),
    ]
    assert words(page.select_one(".quota-n")) == "1/3 đơn vị đã báo cáo"


def test_the_office_is_reminded_of_the_newest_package(cast, march, as_one):
    assert ("Lập gói quý IV/2024", "Mở gói quý") in tasks(soup(as_one(cast.office).get(HOME)))
    assert "Lập gói quý IV/2024" not in words(soup(as_one(cast.leader).get(HOME)).main)


def test_the_chair_reads_what_waits_for_recognition(cast, march, as_one):
    verify_nomination(nomination=sent(cast, march, "Thuận"), by=actor(cast.office), at=moment(2025, 3, 8))
    assert tasks(soup(as_one(cast.chair).get(HOME))) == [("Thuận, Xã Diên Thọ", "Mở hồ sơ")]


@pytest.mark.parametrize("person", ["leader", "secretary", "admin", "stranger"])
def test_who_has_nothing_to_do_reads_so(cast, march, as_one, person):
    page = soup(as_one(cast[person]).get(HOME))
    assert tasks(page) == []
    assert page.select_one(".todo .empty") is not None


@pytest.mark.parametrize("rows", [1, 3])
def test_the_front_page_costs_the_same_few_queries(cast, march, as_one, rows, django_assert_num_queries):
    for number in range(rows):
        draft_of(cast, march, f"Người thứ {number}")
    client = as_one(cast.author)
    with django_assert_num_queries(32):
        client.get(HOME)


def test_after_the_last_cut_off_of_a_year_the_next_quarter_is_the_one_to_answer(cast, plan, as_one):
    start_demo_clock(at=moment(2024, 12, 20))
    page = soup(as_one(cast.health_officer).get(HOME))
    assert ("Báo cáo quý I/2025: gửi danh sách hoặc báo “không có”", "Mở báo cáo") in [
        (title, button.split(":")[0]) for title, button in tasks(page)
    ]
    assert "Gửi muộn nhất 23:59 thứ Sáu, 14/03/2025." in words(page.select_one(".quota .due"))
    assert len(page.select(".quota .rounds li")) == 4  # of this year


CLOSED = {
    "the last cut-off": (moment(2025, 12, 20), "Đợt cuối của Kế hoạch 87/KH-UBND đã chốt hết ngày 14/12/2025"),
    "the plan's end": (moment(2026, 1, 5), "Kế hoạch 87/KH-UBND đã kết thúc ngày 31/12/2025."),
}


@pytest.mark.parametrize("what", CLOSED)
def test_when_no_round_is_left_the_front_page_says_so_and_invites_nobody(cast, plan, as_one, what):
    day, sentence = CLOSED[what]
    start_demo_clock(at=day)
    page = soup(as_one(cast.author).get(HOME))
    told = words(page.select_one(".todo"))
    assert sentence in told
    assert "Đợt này đã xong" not in told
    assert page.select("a[href$='/ho-so/gioi-thieu/']") == []


def test_people_of_a_unit_that_ended_read_what_it_became(cast, plan, as_one):
    day = date(2025, 7, 1)
    new = make.make_unit("dien-tho-2025", "Xã Diên Thọ mới", parent=cast.district, valid_from=day)
    Unit.objects.filter(pk=cast.dien_tho.pk).update(valid_to=day)
    UnitLineage.objects.create(
        predecessor=cast.dien_tho, successor=new, kind="merged", act="NQ 1667", effective_on=day,
        recorded_at=moment(2025, 6, 1),
    )  # fmt: skip
    start_demo_clock(at=moment(2025, 7, 2))
    sentence = "Xã Diên Thọ kết thúc ngày 30/06/2025, nay là Xã Diên Thọ mới."
    page = soup(as_one(cast.author).get(HOME))
    assert sentence in words(page.select_one(".todo"))
    assert page.select("a[href$='/ho-so/gioi-thieu/']") == []
    Membership.objects.filter(account=cast.author).update(valid_to=day - timedelta(days=1))
    told = words(soup(as_one(cast.author).get(HOME)).select_one(".todo"))
    assert f"{sentence} Nhờ quản trị viên của đơn vị mới giao vai trò" in told
    assert "chưa được giao vai trò" in words(soup(as_one(cast.stranger).get(HOME)).select_one(".todo"))


def test_a_unit_without_any_plan_is_told_whom_to_ask(cast, db, as_one):
    start_demo_clock(at=moment(2025, 3, 10))
    assert "Đơn vị chưa có kế hoạch nào đang thực hiện" in words(soup(as_one(cast.author).get(HOME)).main)


# Notices


@pytest.fixture
def letter(cast, march) -> Letter:
    nomination = draft_of(cast, march)
    link = f"exemplars.nomination:{nomination.pk}"
    return write_letter(
        key="k",
        recipient_id=cast.author.pk,
        subject="Hồ sơ được trả lại",
        body="Lý do",
        link=link,
        at=moment(2025, 3, 9),
    )


def test_opening_a_notice_counts_it_as_read_and_shows_the_dossier(cast, letter, as_one):
    client = as_one(cast.author)
    assert "Hồ sơ được trả lại" in words(soup(client.get("/ban-lam-viec/thong-bao/")).main)
    answer = client.get(f"/ban-lam-viec/thong-bao/{letter.pk}/")
    letter.refresh_from_db()
    assert answer["Location"] == f"/ban-lam-viec/ho-so/{letter.link.split(':')[1]}/"
    assert letter.read_at is not None


def test_somebody_elses_notice_is_not_found_and_stays_unread(cast, letter, as_one):
    client = as_one(cast.head)
    assert client.get(f"/ban-lam-viec/thong-bao/{letter.pk}/").status_code == 404
    client.post("/ban-lam-viec/thong-bao/da-doc/")
    letter.refresh_from_db()
    assert letter.read_at is None


def test_all_notices_can_be_counted_as_read_at_once(cast, letter, as_one):
    as_one(cast.author).post("/ban-lam-viec/thong-bao/da-doc/")
    letter.refresh_from_db()
    assert letter.read_at is not None


# The clock


def test_the_administrator_moves_the_demonstration_forward(cast, march, as_one):
    client = as_one(cast.admin)
    client.post(CLOCK, {"day": "14/03/2025", "hour": "23:59"})
    assert DemoClock.objects.get().moved_to == moment(2025, 3, 14, 23, 59)
    assert "14/03/2025, 23:59" in words(soup(client.get(CLOCK)).main)


def test_the_clock_offers_the_coming_cut_offs(cast, march, as_one):
    page = soup(as_one(cast.head).get(CLOCK))
    assert page.select("form[method=post] button.jump-b") == []
    assert "Chỉ quản trị viên của bản minh họa đổi ngày." in words(page.main)
    offered = [words(tag) for tag in soup(as_one(cast.admin).get(CLOCK)).select(".jump-b")]
    assert offered[:3] == [
        "11/03/2025, 08:00 sáng mai",
        "14/03/2025, 23:59 phút cuối còn đúng hạn quý I/2025",
        "15/03/2025, 00:00 bắt đầu trễ hạn quý I/2025",
    ]


@pytest.mark.parametrize(
    ("day", "sentence"),
    [("09/03/2025", "chỉ đi tới"), ("hôm qua", "ngày/tháng/năm"), ("", "Ghi ngày muốn chuyển đến")],
)
def test_an_impossible_day_is_refused_in_words(cast, march, as_one, day, sentence):
    answer = as_one(cast.admin).post(CLOCK, {"day": day})
    assert answer.status_code == 400
    assert sentence in words(soup(answer).main)


def test_nobody_else_moves_the_clock(cast, march, as_one):
    answer = as_one(cast.office).post(CLOCK, {"day": "15/03/2025"})
    assert answer.status_code == 403
    assert DemoClock.objects.get().moved_to == moment(2025, 3, 10, 9)


def test_a_real_database_has_no_clock_of_its_own(cast, plan, as_one):
    client = as_one(cast.admin)
    assert "chạy theo ngày thật" in words(soup(client.get(CLOCK)).main)
    answer = client.post(CLOCK, {"day": "15/03/2030"})
    assert (answer.status_code, DemoClock.objects.count()) == (400, 0)


# Help


@pytest.mark.parametrize(
    ("person", "parts"),
    [
        ("author", ["Soạn hồ sơ"]),
        ("head", ["Soạn hồ sơ", "Gửi và công nhận"]),
        ("office", ["Thẩm định và gói quý", "Trang tuần"]),
        ("chair", ["Hội đồng", "Trang tuần"]),
        ("leader", ["Theo dõi", "Trang tuần"]),
        ("admin", ["Quản trị"]),
        ("stranger", []),
    ],
)
def test_the_help_speaks_of_ones_own_roles(cast, db, as_one, person, parts):
    start_demo_clock(at=moment(2025, 3, 10, 9))
    page = soup(as_one(cast[person]).get("/ban-lam-viec/huong-dan/"))
    assert [words(tag) for tag in page.select(".panel-h h2")] == [*parts, "Những điều hay hỏi"]


@pytest.mark.parametrize("person", ["author", "head", "admin"])
def test_a_phone_reaches_the_help_under_more(cast, march, as_one, person):
    page = soup(as_one(cast[person]).get("/ban-lam-viec/"))
    assert words(page.select(".more-list a")[-1]) == "Hướng dẫn"


def test_the_rail_leads_each_person_to_their_own_places(cast, march, as_one):
    rails = {
        person: [words(link) for link in soup(as_one(cast[person]).get("/ban-lam-viec/")).select(".rail li a")]
        for person in ("head", "author", "office", "admin")
    }
    unit = ["Việc của tôi", "Hồ sơ giới thiệu", "Bảng theo dõi", "Kế hoạch", "Tiêu chuẩn", "Báo cáo"]
    told = "Lời người dân"
    assert rails == {
        "head": [*unit, told, "Sự kiện", "Tuyên truyền", "Ủy quyền", "Cổng công khai"],
        "author": [*unit, told, "Sự kiện", "Tuyên truyền", "Cổng công khai"],
        "office": [
            *unit,
            "Đơn vị",
            told,
            "Bài viết",
            "Đăng câu chuyện",
            "Sự kiện",
            "Tuyên truyền",
            "Gói quý",
            "Đôn đốc",
            "Đối tượng trùng",
            "Cổng công khai",
        ],
        "admin": ["Việc của tôi", "Đơn vị", "Tài khoản", "Cổng công khai"],
    }


def test_a_page_below_a_place_keeps_the_place_marked(cast, march, as_one):
    page = soup(as_one(cast.admin).get(f"/ban-lam-viec/nguoi-dung/{cast.author.pk}/vai-tro/"))
    assert [words(link) for link in page.select(".rail [aria-current]")] == ["Tài khoản"]
