"""The pages of checklist and check on site, and who meets nothing of them."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from neuguong.core.clock import start_demo_clock
from neuguong.core.models import StoredFile
from neuguong.exemplars.models import ChecklistAnswer, FieldVisit, VisitPhoto
from tests import factories as make
from tests.core.papers.reading import paragraphs, part
from tests.factories import moment
from tests.web.desk.conftest import soup, words

WORDS = {
    "visited_on": "10/03/2025", "visited_at": "14:00", "place": "Vườn bưởi", "people_met": "Ông Thuận bí danh Tám",
    "adverse_asked_of": "Hai hộ liền kề", "adverse_found": "no", "opinion": "propose", "client_key": "may-1:1",
}  # fmt: skip
SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def sent(cast, plan):
    """A dossier of Diên Thọ that waits for verification on 12/03/2025."""
    start_demo_clock(at=moment(2025, 3, 12, 9))
    return make.send(
        make.make_nomination(cast.dien_tho, plan, cast.author, sector=plan.sectors.first().code), cast.head
    )


def checklist(nomination) -> str:
    return reverse("desk:nomination_checklist", args=[nomination.pk])


def on_site(nomination) -> str:
    return reverse("desk:nomination_visit", args=[nomination.pk])


def picture(name="vuon.jpg"):
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def typed(account, **changes):
    return {**WORDS, "account": account.pk, **changes}


# Checklist


def test_the_office_answers_and_reads_the_answers_on_the_dossier(cast, sent, as_one):
    client, rows = as_one(cast.office), {row.item: row.pk for row in ChecklistAnswer.objects.all()}
    data = {f"{item}-{name}": value for item, pk in rows.items()
            for name, value in (("reply", "no"), ("asked_of", ""), ("note", ""), ("seen", pk))}  # fmt: skip
    data |= {"khieu-nai-reply": "yes", "khieu-nai-asked_of": "Công an xã trả lời ngày 12/03/2025"}
    answer = client.post(checklist(sent), data)
    assert answer["Location"].endswith(f"/{sent.pk}/#danh-muc")
    page = soup(client.get(reverse("desk:nomination", args=[sent.pk])))
    assert "Đã ghi 1 trả lời" in words(page.select_one(".messages"))
    panel = words(page.find(id="danh-muc").find_parent("section"))
    assert "Công an xã trả lời ngày 12/03/2025" in panel
    assert "Có nội dung chưa cho phép kết luận đạt" in words(page.find(id="buoc-verify"))


def test_words_without_a_reply_are_told_and_kept(cast, sent, as_one):
    data = {f"{item}-seen": row for item, row in ChecklistAnswer.objects.values_list("item", "pk")}
    answer = as_one(cast.office).post(checklist(sent), data | {"ky-luat-note": "Đang chờ xã trả lời"})
    assert answer.status_code == 400
    assert "Chọn một trả lời." in answer.content.decode()
    assert "Đang chờ xã trả lời" in answer.content.decode()


def test_a_colleague_who_was_faster_is_named_and_pressing_again_replaces_their_answer(cast, sent, as_one):
    old = {f"{item}-seen": row for item, row in ChecklistAnswer.objects.values_list("item", "pk")}
    as_one(cast.office_second).post(checklist(sent), old | {"ky-luat-reply": "yes", "ky-luat-asked_of": "Phòng Nội vụ"})
    client, mine = as_one(cast.office), old | {"ky-luat-reply": "no", "ky-luat-asked_of": "Trường THCS"}
    answer = client.post(checklist(sent), mine)
    assert answer.status_code == 409
    assert "Hồ Thị Ngọc vừa trả lời: có." in words(soup(answer).select_one("main"))
    assert "Trường THCS" in answer.content.decode()
    seen = soup(answer).select_one("input[name=ky-luat-seen]")["value"]
    assert client.post(checklist(sent), mine | {"ky-luat-seen": seen}).status_code == 302
    assert ChecklistAnswer.objects.filter(item="ky-luat").last().asked_of == "Trường THCS"


def test_after_verification_the_page_says_why_it_is_closed(cast, sent, as_one):
    client = as_one(cast.office)
    client.post(reverse("desk:nomination_step", args=[sent.pk, "verify"]), {"version": sent.version})
    answer = client.get(checklist(sent))
    assert answer.status_code == 409
    assert "không ghi thêm vào danh mục thẩm định" in answer.content.decode()


# On site


def test_the_form_works_without_a_script_and_shows_photos_once_they_are_checked(cast, sent, as_one):
    client = as_one(cast.office)
    answer = client.post(on_site(sent), typed(cast.office, photos=[picture(), picture("hai.jpg")]))
    assert answer["Location"].endswith("#thuc-te")
    dossier = reverse("desk:nomination", args=[sent.pk])
    page = soup(client.get(dossier))
    assert "Ông Thuận bí danh Tám" in words(page.find(id="thuc-te").find_parent("section"))
    assert len(page.select(".shots img")) == 2
    assert "Kiểm tra thực tế" in words(page.find(id="qua-trinh").find_parent("section"))
    photo = VisitPhoto.objects.first()
    assert client.get(reverse("desk:visit_photo_small", args=[photo.pk])).status_code == 200
    assert client.get(reverse("desk:visit_photo", args=[photo.pk])).headers["Content-Type"] == "image/jpeg"


def test_a_photo_in_quarantine_is_not_shown_and_says_why(cast, sent, as_one):
    client = as_one(cast.office)
    client.post(on_site(sent), typed(cast.office, photos=[picture()]))
    StoredFile.objects.update(state="waiting")
    photo = VisitPhoto.objects.get()
    assert client.get(reverse("desk:visit_photo_small", args=[photo.pk])).status_code == 404
    assert client.get(reverse("desk:visit_photo", args=[photo.pk])).status_code == 409
    page = soup(client.get(reverse("desk:nomination", args=[sent.pk])))
    assert "Đang kiểm tra tệp" in words(page.select_one(".shots"))


def test_a_second_press_adds_nothing(cast, sent, as_one):
    client = as_one(cast.office)
    for _ in range(2):
        client.post(on_site(sent), typed(cast.office))
    assert FieldVisit.objects.count() == 1


def test_what_is_missing_is_told_and_nothing_typed_is_lost(cast, sent, as_one):
    answer = as_one(cast.office).post(on_site(sent), typed(cast.office, adverse_found="yes", opinion=""))
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "Ghi thông tin trái chiều đã nghe được." in page
    assert "Chọn ý kiến." in page
    assert "Ông Thuận bí danh Tám" in page


def test_the_script_is_answered_in_its_own_way(cast, sent, as_one):
    client = as_one(cast.office)
    bad = client.post(on_site(sent), typed(cast.office, place=""), headers=SCRIPT)
    assert (bad.status_code, bad.json()) == (400, {"errors": {"place": "Ghi nơi kiểm tra."}})
    future = client.post(on_site(sent), typed(cast.office, visited_on="13/03/2025"), headers=SCRIPT)
    assert future.json()["errors"] == {"visited_at": "Lúc kiểm tra không thể sau bây giờ."}
    good = client.post(on_site(sent), typed(cast.office), headers=SCRIPT)
    assert good.json() == {"url": f"/ban-lam-viec/ho-so/{sent.pk}/#thuc-te"}
    other = client.post(on_site(sent), typed(cast.office, opinion="against"), headers=SCRIPT)
    assert (other.status_code, "đã nhận lần kiểm tra này" in other.json()["sentence"]) == (409, True)


def test_what_another_account_wrote_on_this_telephone_is_not_sent_as_ones_own(cast, sent, as_one):
    answer = as_one(cast.office_second).post(on_site(sent), typed(cast.office), headers=SCRIPT)
    assert (answer.status_code, "tài khoản khác" in answer.json()["sentence"]) == (409, True)
    assert not FieldVisit.objects.exists()


def test_the_hour_of_a_file_counts_when_there_is_one_for_each_photo(cast, sent, as_one):
    data = typed(cast.office, photos=[picture()], photo_time=["2025-03-10T07:05:00Z"])
    as_one(cast.office).post(on_site(sent), data)
    assert VisitPhoto.objects.get().taken_at == moment(2025, 3, 10, 14) + timedelta(minutes=5)
    data = typed(cast.office, client_key="k2", photos=[picture(), picture()], photo_time=["2025-03-10T07:05:00Z"])
    as_one(cast.office).post(on_site(sent), data)
    assert list(VisitPhoto.objects.filter(visit__client_key="k2").values_list("taken_at", flat=True)) == [None, None]


def test_a_check_is_mended_by_one_that_replaces_it(cast, sent, as_one):
    client = as_one(cast.office)
    client.post(on_site(sent), typed(cast.office))
    first = FieldVisit.objects.get()
    form = soup(client.get(f"{on_site(sent)}?thay={first.pk}"))
    assert form.select_one("textarea[name=people_met]").text.strip() == "Ông Thuận bí danh Tám"
    client.post(on_site(sent), typed(cast.office, client_key="k2", opinion="more", replaces=first.pk))
    panel = words(
        soup(client.get(reverse("desk:nomination", args=[sent.pk]))).find(id="thuc-te").find_parent("section")
    )
    assert "Đã được thay" in panel
    assert "Cần bổ sung" in panel


@pytest.mark.parametrize("number", ["999", "abc", "1" * 40])
def test_a_check_that_is_not_there_is_not_replaced(cast, sent, as_one, number):
    assert as_one(cast.office).get(f"{on_site(sent)}?thay={number}").status_code == 404


# Who meets nothing of it


@pytest.mark.parametrize("who", ["author", "head", "neighbour", "admin", "stranger"])
def test_nobody_but_the_judges_meets_anything_of_it(cast, sent, as_one, who):
    as_one(cast.office).post(on_site(sent), typed(cast.office, photos=[picture()]))
    photo, client = VisitPhoto.objects.get(), as_one(cast[who])
    for name, pk in (("nomination_checklist", sent.pk), ("nomination_visit", sent.pk), ("visit_photo", photo.pk),
                     ("visit_photo_small", photo.pk), ("visit_minutes", photo.visit_id)):  # fmt: skip
        assert client.get(reverse(f"desk:{name}", args=[pk])).status_code == 404
    assert client.post(on_site(sent), typed(cast[who])).status_code == 404
    pages = [reverse("desk:nomination", args=[sent.pk]), reverse("desk:nominations") + "?q=bí+danh+tám", "/"]
    for page in pages:
        text = client.get(page).content.decode()
        assert "bí danh Tám" not in text.replace('value="bí danh tám"', "")
        assert 'id="thuc-te"' not in text
        assert 'id="danh-muc"' not in text
        assert "Danh mục thẩm định còn" not in text


def test_the_chair_reads_what_was_found_but_does_not_write(cast, sent, as_one):
    as_one(cast.office).post(on_site(sent), typed(cast.office))
    page = soup(as_one(cast.chair).get(reverse("desk:nomination", args=[sent.pk])))
    assert "Ông Thuận bí danh Tám" in words(page.select_one("main"))
    assert as_one(cast.chair).get(on_site(sent)).status_code == 409
    assert page.find("a", string="Ghi lần kiểm tra") is None


# The minutes


def test_the_minutes_of_a_check_are_printed_to_be_signed_by_those_who_were_met(cast, sent, as_one):
    met = "Lê Văn Thuận, chủ vườn\nTrần Thị Sương, trưởng thôn"
    data = typed(cast.office, photos=[picture()], people_met=met, opinion_words="Đúng như hồ sơ.")
    office = as_one(cast.office)
    office.post(on_site(sent), data)
    page = soup(office.get(reverse("desk:nomination", args=[sent.pk])))
    address = reverse("desk:visit_minutes", args=[FieldVisit.objects.get().pk])
    assert words(page.select_one(f"a[href='{address}']")) == "In biên bản lần 10/03/2025, 14:00"
    answer = office.get(address)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    printed = [text for _, text in paragraphs(part(answer.content, "word/document.xml"))]
    assert [one for one in printed if "....." not in one] == [
        "ỦY BAN NHÂN DÂN",
        "HUYỆN DIÊN KHÁNH",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số:      /BB-UBND",
        "Diên Khánh, ngày 10 tháng 3 năm 2025",
        "BIÊN BẢN",
        f"Kiểm tra thực tế hồ sơ {sent.number}",
        "Thời gian: 14 giờ 00 phút, ngày 10/03/2025.",
        "Địa điểm: Vườn bưởi.",
        "Nội dung: đối chiếu tại chỗ hồ sơ giới thiệu Lê Văn Thuận, Xã Diên Thọ.",
        "I. THÀNH PHẦN",
        "1. Người kiểm tra: Phạm Minh Đức.",
        "2. Người được gặp: Lê Văn Thuận, chủ vườn; Trần Thị Sương, trưởng thôn.",
        "II. KẾT QUẢ KIỂM TRA",
        "Đúng như hồ sơ.",
        "Kết luận của người kiểm tra: đề nghị xét.",
        "Ảnh chụp tại chỗ: 1 ảnh.",
        "III. Ý KIẾN CỦA NGƯỜI ĐƯỢC GẶP",
        "TT", "Người được gặp", "Ký, ghi rõ họ tên",
        "1", "Lê Văn Thuận, chủ vườn\n",
        "2", "Trần Thị Sương, trưởng thôn\n",
        "Biên bản lập thành hai bản, đã đọc lại cho những người có tên trên đây cùng nghe và ký xác nhận./.",
        "Nơi nhận:", "- Người được gặp;", f"- Lưu: Hồ sơ {sent.number}.",
        "NGƯỜI KIỂM TRA", "Phạm Minh Đức",
    ]  # fmt: skip


def test_the_minutes_tell_those_who_sign_nothing_of_what_was_asked_behind_them(cast, sent, as_one):
    data = typed(cast.office, adverse_asked_of="Hai hộ liền kề", adverse_found="yes", adverse_words="Nợ tiền phân.")
    as_one(cast.office).post(on_site(sent), data)
    answer = as_one(cast.office).get(reverse("desk:visit_minutes", args=[FieldVisit.objects.get().pk]))
    printed = " ".join(text for _, text in paragraphs(part(answer.content, "word/document.xml")))
    assert [one for one in ("liền kề", "Nợ tiền", "trái chiều") if one in printed] == []
