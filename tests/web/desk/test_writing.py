"""Writing a dossier: nothing typed is lost, nobody overwrites anybody, and it works without a script."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from neuguong.exemplars.models import DraftText, Evidence, Nomination
from neuguong.exemplars.operations.nominations import edit_nomination
from tests import factories as make
from tests.factories import actor, moment
from tests.web.desk.conftest import soup, words

SECTOR = "agriculture"


@pytest.fixture
def draft(cast, march) -> Nomination:
    sector = march.sectors.first().code
    return make.make_nomination(cast.dien_tho, march, cast.author, sector=sector)


def edit_url(nomination: Nomination) -> str:
    return f"/ban-lam-viec/ho-so/{nomination.pk}/soan/"


def picture(name: str = "trang-trai.jpg") -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (60, 40), (90, 140, 60)).save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue(), content_type="image/jpeg")


def form_of(client: Client, nomination: Nomination) -> dict[str, str]:
    """The writing form as a browser without a script would send it back."""
    form = soup(client.get(edit_url(nomination))).select_one("form#ho-so")
    data = {tag["name"]: tag.get("value", "") for tag in form.select("input[name]")}
    data |= {tag["name"]: tag.get_text().removeprefix("\n") for tag in form.select("textarea[name]")}
    for tag in form.select("select[name]"):
        chosen = tag.select_one("option[selected]")
        data[tag["name"]] = chosen["value"] if chosen else ""
    return data


def autosave(client: Client, nomination: Nomination, *edits: tuple[str, str, str, str]):
    rows = [
        {"field": field, "text": text, "base_text": base, "client_key": key, "written_at": "2025-03-10T02:00:00Z"}
        for field, text, base, key in edits
    ]
    return client.post(
        f"/ban-lam-viec/ho-so/{nomination.pk}/luu/",
        json.dumps({"version": nomination.version, "edits": rows}),
        content_type="application/json",
    )


def test_an_officer_opens_a_dossier_with_a_kind_and_a_name(cast, march, as_one):
    client = as_one(cast.author)
    page = soup(client.get("/ban-lam-viec/ho-so/gioi-thieu/"))
    key = page.select_one("input[name=form_key]")["value"]
    data = {"kind": "individual", "name": "Đỗ Thị Lành", "form_key": key}
    answer = client.post("/ban-lam-viec/ho-so/gioi-thieu/", data)
    made = Nomination.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, edit_url(made))
    assert (made.unit, made.kind, made.subject.name) == (cast.dien_tho, "individual", "Đỗ Thị Lành")


def test_opening_without_a_name_says_what_to_write(cast, march, as_one):
    answer = as_one(cast.author).post("/ban-lam-viec/ho-so/gioi-thieu/", {"kind": "individual", "name": " "})
    assert answer.status_code == 400
    assert "Ghi họ tên người, tên tập thể hoặc tên hộ." in answer.content.decode()
    assert not Nomination.objects.exists()


def test_a_second_press_opens_no_second_dossier(cast, march, as_one):
    client = as_one(cast.author)
    data = {"kind": "individual", "name": "Đỗ Thị Lành", "form_key": "new:1"}
    client.post("/ban-lam-viec/ho-so/gioi-thieu/", data)
    client.post("/ban-lam-viec/ho-so/gioi-thieu/", data | {"asked": "1"})
    assert Nomination.objects.count() == 1


def test_a_known_name_is_shown_before_a_second_dossier_is_opened(cast, draft, as_one):
    client = as_one(cast.author)
    data = {"kind": "individual", "name": "le van thuan"}
    page = soup(client.post("/ban-lam-viec/ho-so/gioi-thieu/", data))
    assert words(page.select_one("#da-co").parent).count(draft.number) == 1
    known = page.select_one(f"input[name=subject][value='{draft.subject_id}']")
    assert known is not None
    client.post("/ban-lam-viec/ho-so/gioi-thieu/", data | {"asked": "1", "subject": str(draft.subject_id)})
    assert list(Nomination.objects.values_list("subject_id", flat=True)) == [draft.subject_id] * 2


def test_who_writes_for_no_unit_opens_nothing(cast, march, as_one):
    answer = as_one(cast.chair).get("/ban-lam-viec/ho-so/gioi-thieu/")
    assert answer.status_code == 403
    assert "không soạn hồ sơ cho đơn vị nào" in answer.content.decode()


def test_the_page_saves_without_a_script(cast, draft, as_one):
    client = as_one(cast.author)
    data = form_of(client, draft) | {"place": "thôn Gò Đình", "birth_year": "1974", "then": "review"}
    answer = client.post(edit_url(draft), data)
    draft.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (302, f"/ban-lam-viec/ho-so/{draft.pk}/")
    assert (draft.subject.place, draft.subject.birth_year) == ("thôn Gò Đình", 1974)


def test_a_page_sent_back_untouched_changes_nothing(cast, draft, as_one):
    client = as_one(cast.author)
    before = draft.version
    client.post(edit_url(draft), form_of(client, draft))
    draft.refresh_from_db()
    assert draft.version == before


def test_one_wrong_year_loses_no_other_field_and_is_shown_as_typed(cast, draft, as_one):
    client = as_one(cast.author)
    data = form_of(client, draft) | {"birth_year": "58", "place": "thôn Bến Sỏi"}
    answer = client.post(edit_url(draft), data)
    page = soup(answer)
    draft.refresh_from_db()
    assert answer.status_code == 400
    assert draft.subject.place == "thôn Bến Sỏi"
    assert page.select_one("input[name=birth_year]")["value"] == "58"
    assert "Ghi đủ bốn chữ số, ví dụ 1958." in words(page.select_one("#o-birth_year_error"))
    assert page.select_one("[role=alert] a[href='#o-birth_year']") is not None


def test_two_people_without_a_script_overwrite_nobody(cast, draft, as_one):
    author, head = as_one(cast.author), as_one(cast.head)
    first, second = form_of(author, draft), form_of(head, draft)
    author.post(edit_url(draft), first | {"achievement_summary": "Chữ của cán bộ."})
    answer = head.post(edit_url(draft), second | {"achievement_summary": "Chữ của người đứng đầu."})
    assert answer["Location"] == f"{edit_url(draft)}#giu-rieng"
    page = soup(head.get(edit_url(draft)))
    assert page.select_one("textarea[name=achievement_summary]").get_text().strip() == "Chữ của cán bộ."
    assert [words(tag) for tag in page.select(".held ul blockquote")] == ["Chữ của người đứng đầu."]


def test_the_held_text_can_be_chosen_and_the_other_stays_in_the_history(cast, draft, as_one):
    client = as_one(cast.author)
    autosave(client, draft, ("achievement_summary", "Một.", make.SUMMARY, "a:1"))
    autosave(client, draft, ("achievement_summary", "Hai.", make.SUMMARY, "b:1"))
    held = DraftText.objects.get(held_back=True)
    client.post(f"/ban-lam-viec/ho-so/{draft.pk}/chon-chu/", {"text": held.pk, "keep": "held"})
    draft.refresh_from_db()
    assert draft.achievement_summary == "Hai."
    assert {"Một.", "Hai."} <= set(DraftText.objects.values_list("text", flat=True))
    assert soup(client.get(edit_url(draft))).select(".held ul > li") == []


def test_another_dossiers_held_text_is_not_found(cast, draft, as_one):
    other = make.make_nomination(cast.dien_tho, draft.plan, cast.author, name="Khác", sector=draft.sector.code)
    client = as_one(cast.author)
    autosave(client, other, ("achievement_summary", "Một.", make.SUMMARY, "a:1"))
    text = DraftText.objects.filter(nomination=other).first()
    answer = client.post(f"/ban-lam-viec/ho-so/{draft.pk}/chon-chu/", {"text": text.pk, "keep": "held"})
    assert answer.status_code == 404


def test_what_is_typed_is_saved_and_answered_in_json(cast, draft, as_one):
    answer = autosave(
        as_one(cast.author),
        draft,
        ("place", "thôn Gò Đình", "", "a:1"),
        ("birth_year", "58", "", "a:2"),
    )
    draft.refresh_from_db()
    assert answer.json() == {
        "version": draft.version,
        "errors": {"birth_year": "Ghi đủ bốn chữ số, ví dụ 1958."},
        "held_back": [],
        "claims": "Các ý đều đã gắn minh chứng.",
    }
    assert draft.subject.place == "thôn Gò Đình"


def test_two_offline_browsers_lose_no_word(cast, draft, as_one):
    autosave(as_one(cast.author), draft, ("achievement_summary", "Từ điện thoại.", make.SUMMARY, "phone:1"))
    answer = autosave(as_one(cast.head), draft, ("achievement_summary", "Từ máy bàn.", make.SUMMARY, "desk:1"))
    (held,) = answer.json()["held_back"]
    assert (held["field"], held["label"]) == ("achievement_summary", "Trích ngang thành tích")
    assert (held["text"], held["current"]) == ("Từ máy bàn.", "Từ điện thoại.")


@pytest.mark.parametrize("body", ["", "[]", '{"edits": [{"field": 1}]}', '{"edits": 3}', "\xff"])
def test_an_unreadable_save_says_that_the_words_are_still_in_the_browser(cast, draft, as_one, body):
    url = f"/ban-lam-viec/ho-so/{draft.pk}/luu/"
    answer = as_one(cast.author).post(url, body.encode("latin-1"), content_type="application/json")
    assert answer.status_code == 400
    assert "Chữ vẫn được giữ trong máy này" in answer.json()["sentence"]


def test_saving_into_a_sent_dossier_is_refused_in_words(cast, draft, as_one):
    make.send(draft, cast.head)
    answer = autosave(as_one(cast.author), draft, ("place", "x", "", "a:1"))
    assert answer.status_code == 409
    assert "đã gửi" in answer.json()["sentence"]


@pytest.mark.parametrize(
    "path", ["", "soan/", "luu/", "chon-chu/", "khen-thuong/", "minh-chung/", "buoc/submit/", "khen-thuong/1/bo/"]
)
def test_the_neighbouring_commune_finds_nothing(cast, draft, as_one, path):
    client = as_one(cast.neighbour)
    url = f"/ban-lam-viec/ho-so/{draft.pk}/{path}"
    answer = client.get(url) if path in ("", "soan/") else client.post(url, {"note": "x", "caption": "x"})
    assert answer.status_code == 404


def test_a_sent_dossier_opens_for_reading_instead_of_writing(cast, draft, as_one):
    make.send(draft, cast.head)
    client = as_one(cast.author)
    assert client.get(edit_url(draft))["Location"] == f"/ban-lam-viec/ho-so/{draft.pk}/"
    assert client.post(edit_url(draft), {"place": "x", "base-place": ""}).status_code == 409


def test_awards_are_added_once_and_taken_off(cast, draft, as_one):
    client = as_one(cast.author)
    data = {"name": "Giấy khen", "level": "district", "document_number": "1187/QĐ-UBND", "decided_on": "18/11/2024"}
    for _ in range(2):
        client.post(f"/ban-lam-viec/ho-so/{draft.pk}/khen-thuong/", data)
    award = draft.awards.get()
    assert (award.name, award.document_number, str(award.decided_on)) == ("Giấy khen", "1187/QĐ-UBND", "2024-11-18")
    client.post(f"/ban-lam-viec/ho-so/{draft.pk}/khen-thuong/{award.pk}/bo/")
    assert not draft.awards.exists()


def test_an_award_of_tomorrow_keeps_what_was_typed(cast, draft, as_one):
    data = {"name": "Giấy khen", "level": "district", "decided_on": "18/11/2026"}
    answer = as_one(cast.author).post(f"/ban-lam-viec/ho-so/{draft.pk}/khen-thuong/", data)
    page = soup(answer)
    assert answer.status_code == 400
    assert page.select_one("#kt-name")["value"] == "Giấy khen"
    assert "không thể sau hôm nay" in words(page.select_one("#kt-decided_on_error"))


def test_a_photo_becomes_evidence_with_its_caption(cast, draft, as_one):
    client = as_one(cast.author)
    client.post(f"/ban-lam-viec/ho-so/{draft.pk}/minh-chung/", {"file": picture(), "caption": "Trang trại 2024"})
    evidence = Evidence.objects.get()
    assert (evidence.nomination_id, evidence.caption, evidence.file.name) == (
        draft.pk,
        "Trang trại 2024",
        "trang-trai.jpg",
    )
    client.post(f"/ban-lam-viec/ho-so/{draft.pk}/minh-chung/{evidence.pk}/chu-thich/", {"caption": "Trang trại 2025"})
    client.post(f"/ban-lam-viec/ho-so/{draft.pk}/minh-chung/{evidence.pk}/bo/")
    evidence.refresh_from_db()
    assert (evidence.caption, evidence.removed_at is not None) == ("Trang trại 2025", True)


def test_a_file_that_is_not_what_it_says_is_told_and_kept_out(cast, draft, as_one):
    fake = SimpleUploadedFile("anh.jpg", b"MZ not a picture", content_type="image/jpeg")
    answer = as_one(cast.author).post(
        f"/ban-lam-viec/ho-so/{draft.pk}/minh-chung/", {"file": fake, "caption": "Chú thích còn đây"}
    )
    page = soup(answer)
    assert answer.status_code == 400
    assert page.select_one("#mc-file_error") is not None
    assert page.select_one("#mc-caption")["value"] == "Chú thích còn đây"
    assert not Evidence.objects.exists()


def test_a_file_opens_for_who_sees_the_dossier_and_is_nothing_but_itself(cast, draft, as_one):
    client = as_one(cast.author)
    client.post(f"/ban-lam-viec/ho-so/{draft.pk}/minh-chung/", {"file": picture(), "caption": ""})
    url = f"/ban-lam-viec/minh-chung/{Evidence.objects.get().pk}/"
    answer = client.get(url)
    assert b"".join(answer.streaming_content)[:3] == b"\xff\xd8\xff"
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["Cache-Control"] == "private, no-store"
    assert client.get(f"{url}anh-nho/")["Content-Type"] == "image/webp"
    assert as_one(cast.neighbour).get(url).status_code == 404
    assert as_one(cast.neighbour).get(f"{url}anh-nho/").status_code == 404


def test_any_other_file_is_a_download(cast, draft, as_one, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "so.pdf").write_bytes(b"%PDF-1.4")
    evidence = make.attach_file(draft, cast.author, at=moment(2025, 3, 4), path="so.pdf")
    answer = as_one(cast.author).get(f"/ban-lam-viec/minh-chung/{evidence.pk}/")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content) == b"%PDF-1.4"


def test_the_page_says_who_else_is_writing(cast, draft, as_one):
    edit_nomination(nomination=draft, changes={"place": "Gò Đình"}, by=actor(cast.head), at=moment(2025, 3, 10, 8, 50))
    page = soup(as_one(cast.author).get(edit_url(draft)))
    assert "Võ Thành Nhân cũng đang sửa hồ sơ này." in words(page.main)


def test_the_counter_and_the_parts_tell_how_far_it_is(cast, draft, as_one):
    page = soup(as_one(cast.author).get(edit_url(draft)))
    assert words(page.select_one("[data-count-for]")) == "20 từ, nên viết thêm, ít nhất 40 từ"
    assert [words(tag) for tag in page.select(".steps .done")] == ["Đối tượng", "Trích ngang"]
    assert [words(tag) for tag in page.select(".steps .now")] == ["Tiêu chí chung"]
