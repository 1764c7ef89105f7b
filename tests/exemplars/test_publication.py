"""Consent: who signs, what is missing where, taking it back with the law's clocks, and the story that goes."""

import io
from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from docx import Document
from PIL import Image

from neuguong.core.enums import FileState
from neuguong.core.errors import BadInput, Refused
from neuguong.core.models import AuditEntry, Deadline, StoredFile
from neuguong.exemplars.models import Consent, ConsentWithdrawal, Exemplar, Story, Subject
from neuguong.exemplars.operations.publication import (
    ANSWER,
    STOP,
    SignedPaper,
    enter_consent,
    meet_withdrawal,
    publish_story,
    take_down_story,
    withdraw_consent,
    write_story,
)
from neuguong.exemplars.queries.consent_paper import consent_form_of
from neuguong.exemplars.queries.publication import may_publish, public_photo, public_story, verdicts
from neuguong.exemplars.reading.consent import consent_law_on, consent_laws, who_may_sign
from tests import factories as make
from tests.exemplars.conftest import in_state
from tests.factories import actor, moment

AT = moment(2025, 4, 10)
DAY = AT.date()
BOTH = (("story", "portal"), ("photo", "portal"))
PAPER = SignedPaper("self", "Lê Văn Thuận", "", date(2025, 4, 2), BOTH)


@pytest.fixture
def page(cast, kh) -> Exemplar:
    """An exemplar with a photo in the dossier, recognised on 20/3/2025."""
    nomination = in_state("recognised", cast, kh)
    photo = make.attach_file(
        in_state("draft", cast, kh, name="Đỗ Thị Lành"),
        cast.author,
        at=moment(2025, 3, 4),
        name="vuon.jpg",
        media_type="image/jpeg",
    )
    type(photo).objects.filter(pk=photo.pk).update(nomination=nomination)
    return Exemplar.objects.get()


def scan() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "JPEG")
    return out.getvalue()


def enter(page, account, paper=PAPER, at=AT, **changes) -> Consent:
    paper = replace(paper, **changes)
    return enter_consent(exemplar=page, paper=paper, scan_name="phieu.jpg", scan=scan(), by=actor(account), at=at)


def photo_file() -> StoredFile:
    return StoredFile.objects.get(name="vuon.jpg")


def write(page, account, *, photo=None, summary="Ông Thuận trồng 2 ha bưởi.") -> Story:
    words = "Vườn bưởi" if photo else ""
    return write_story(exemplar=page, summary=summary, photo=photo, photo_words=words, by=actor(account), at=AT)


def published(page, cast) -> Story:
    enter(page, cast.office)
    return publish_story(story=write(page, cast.office, photo=photo_file()), by=actor(cast.office), at=AT)


def withdraw(consent, account, *, on=DAY, way="phone", at=AT) -> ConsentWithdrawal:
    return withdraw_consent(consent=consent, withdrawn_on=on, way=way, by=actor(account), at=at)


# The law of the day


def test_the_law_of_a_day_says_how_fast_and_what_is_unverified():
    assert [consent_law_on(day).code for day in (date(2025, 12, 31), date(2026, 1, 1))] == ["2023", "2026"]
    assert {one.confidence for one in consent_laws()} <= {"V", "V-ex", "K", "R"}


@pytest.mark.parametrize(
    ("kind", "born", "who"),
    [
        ("individual", 1970, {"self", "family"}),
        ("individual", 2019, {"guardian", "family"}),  # six at most
        ("individual", 2018, {"child_and_guardian", "family"}),  # seven perhaps: both sign
        ("individual", 2009, {"child_and_guardian", "family"}),  # sixteen perhaps
        ("individual", 2008, {"self", "family"}),
        ("individual", None, {"self", "child_and_guardian", "guardian", "family"}),
        ("household", None, {"representative"}),
        ("collective", None, {"representative"}),
    ],
)
def test_who_signs_depends_on_the_age_and_in_doubt_more_sign(kind, born, who):
    assert set(who_may_sign(kind, born, date(2025, 4, 2))) == who


# Entering a paper


def test_a_paper_is_kept_with_what_it_agrees_to_and_the_scan(cast, page):
    paper = enter(page, cast.office)
    assert sorted(paper.grants.values_list("purpose", "channel")) == sorted(BOTH)
    assert paper.scan.media_type == "image/jpeg"
    assert "Thuận" not in str(AuditEntry.objects.get(verb="enter_consent").facts)


def test_the_same_paper_entered_twice_is_one(cast, page):
    first = enter(page, cast.office)
    before = AuditEntry.objects.count()
    assert enter(page, cast.office) == first
    assert (Consent.objects.count(), AuditEntry.objects.count()) == (1, before)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"grants": ()}, "ít nhất một điều"),
        ({"grants": (("story", "tv"),)}, "ít nhất một điều"),
        ({"given_on": date(2025, 4, 11)}, "không thể sau hôm nay"),
        ({"giver": "representative"}, "phiếu phải do"),
        ({"giver": "family"}, "Ghi quan hệ"),
        ({"signer_name": " "}, "Ghi họ tên"),
        ({"signer_name": "x" * 121}, "không quá 120"),
    ],
)
def test_a_paper_that_is_not_right_is_refused(cast, page, changes, sentence):
    with pytest.raises(BadInput, match=sentence):
        enter(page, cast.office, **changes)
    assert not Consent.objects.exists()


def test_a_childs_paper_needs_child_and_guardian(cast, page):
    Subject.objects.filter(pk=page.subject_id).update(birth_year=2014)
    with pytest.raises(BadInput, match="trẻ em và người giám hộ cùng ký"):
        enter(page, cast.office)
    enter(page, cast.office, giver="child_and_guardian", signer_name="Lê Văn Bình", relation="cha")


@pytest.mark.parametrize("who", ["author", "head", "chair", "secretary", "leader", "admin", "stranger"])
def test_only_the_office_enters_writes_and_withdraws(cast, page, who):
    paper = enter(page, cast.office)
    for act in (lambda: enter(page, cast[who]), lambda: write(page, cast[who]), lambda: withdraw(paper, cast[who])):
        with pytest.raises(Refused, match="Chỉ cơ quan thường trực"):
            act()


def test_the_database_itself_keeps_papers(cast, page):
    paper = enter(page, cast.office)
    withdraw(paper, cast.office)
    for row, change in ((paper, {"giver": "family"}), (paper.grants.first(), {"channel": "press"}),
                        (ConsentWithdrawal.objects.get(), {"way": "paper"})):  # fmt: skip
        with pytest.raises(IntegrityError, match="chỉ ghi thêm"), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**change)


def test_the_form_ticks_nothing_and_says_how_to_take_it_back(page):
    document = Document(io.BytesIO(consent_form_of(page, at=AT)))
    text = "\n".join(one.text for one in document.paragraphs)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "rút lại sự đồng ý bất cứ lúc nào" in text
    assert "Lê Văn Thuận" in text
    assert cells.count("☐") == 8
    assert consent_form_of(page, at=AT) == consent_form_of(page, at=AT)


# What is missing


def test_the_verdict_names_exactly_what_is_missing(cast, page):
    assert may_publish(page, "portal", on=DAY).missing == (
        "Chưa có bài tóm tắt.",
        "Chưa có phiếu đồng ý cho câu chuyện trên cổng công khai.",
    )
    write(page, cast.office)
    enter(page, cast.office, grants=[("story", "portal")])
    assert may_publish(page, "portal", on=DAY).allowed
    assert may_publish(page, "portal", on=DAY, purpose="photo").missing == (
        "Chưa chọn ảnh.",
        "Chưa có phiếu đồng ý cho hình ảnh trên cổng công khai.",
    )
    allowed = {(one.purpose, one.channel) for one in verdicts(page, on=DAY) if one.allowed}
    assert allowed == {("story", "portal")}


def test_a_paper_counts_from_its_day(cast, page):
    write(page, cast.office)
    enter(page, cast.office)
    assert not may_publish(page, "portal", on=date(2025, 4, 1)).allowed
    assert may_publish(page, "portal", on=date(2025, 4, 2)).allowed


def test_what_a_dossier_states_unchecked_stands_in_the_way(cast, page):
    write(page, cast.office)
    enter(page, cast.office)
    claim = page.recognitions.get().nomination.claims.first()
    type(claim).objects.filter(pk=claim.pk).update(state="supported", decided_at=None)
    assert "ý chờ kiểm chứng" in may_publish(page, "portal", on=DAY).sentence


# Publishing


def test_nothing_is_public_before_somebody_publishes_it(cast, page):
    enter(page, cast.office)
    story = write(page, cast.office, photo=photo_file())
    assert public_story(page.slug, on=DAY) is None
    publish_story(story=story, by=actor(cast.office), at=AT)
    shown = public_story(page.slug, on=DAY)
    assert (shown.paragraphs, shown.photo_words) == (("Ông Thuận trồng 2 ha bưởi.",), "Vườn bưởi")
    assert public_photo(page.slug, on=DAY) is not None


def test_without_consent_publishing_is_refused_with_the_reason(cast, page):
    story = write(page, cast.office)
    with pytest.raises(Refused, match="Chưa có phiếu đồng ý cho câu chuyện"):
        publish_story(story=story, by=actor(cast.office), at=AT)


def test_a_story_without_consent_for_the_photo_shows_no_photo(cast, page):
    enter(page, cast.office, grants=[("story", "portal")])
    publish_story(story=write(page, cast.office, photo=photo_file()), by=actor(cast.office), at=AT)
    assert public_story(page.slug, on=DAY).photo_words == ""
    assert public_photo(page.slug, on=DAY) is None


def test_a_photo_that_waits_for_its_check_is_not_shown(cast, page):
    published(page, cast)
    StoredFile.objects.filter(name="vuon.jpg").update(state=FileState.WAITING)
    assert public_photo(page.slug, on=DAY) is None


def test_pressed_twice_it_is_published_once_and_a_published_story_is_not_rewritten(cast, page):
    story = published(page, cast)
    publish_story(story=story, by=actor(cast.office), at=AT)
    assert AuditEntry.objects.filter(verb="publish_story").count() == 1
    with pytest.raises(Refused, match="Gỡ xuống rồi sửa"):
        write(page, cast.office)


def test_taking_down_needs_a_reason_and_leaves_the_line(cast, page):
    story = published(page, cast)
    with pytest.raises(BadInput, match="Ghi lý do gỡ"):
        take_down_story(story=story, reason=" ", by=actor(cast.office), at=AT)
    take_down_story(story=story, reason="Sửa lỗi chữ.", by=actor(cast.office), at=AT)
    assert public_story(page.slug, on=DAY) is None
    assert Exemplar.objects.filter(pk=page.pk).exists()


def test_a_photo_of_another_dossier_or_without_words_is_refused(cast, page):
    other = StoredFile.objects.create(
        digest="d" * 64, name="x.jpg", media_type="image/jpeg", size=1, path="x.jpg", uploaded_at=AT
    )
    with pytest.raises(BadInput, match="Chọn một ảnh trong hồ sơ"):
        write(page, cast.office, photo=other)
    with pytest.raises(BadInput, match="Mô tả ảnh"):
        write_story(exemplar=page, summary="x", photo=photo_file(), photo_words="", by=actor(cast.office), at=AT)
    with pytest.raises(BadInput, match="Viết bài tóm tắt"):
        write(page, cast.office, summary=" ")


# Taking back


def test_withdrawn_the_story_goes_at_once_and_the_award_stays(cast, page):
    story = published(page, cast)
    withdraw(Consent.objects.get(), cast.office)
    story.refresh_from_db()
    assert story.state == "taken_down"
    assert public_story(page.slug, on=DAY) is None
    assert public_photo(page.slug, on=DAY) is None
    assert Exemplar.objects.filter(pk=page.pk).exists()
    assert may_publish(page, "portal", on=DAY).missing == (
        "Phiếu đồng ý ngày 02/04/2025 cho câu chuyện trên cổng công khai đã được rút ngày 10/04/2025.",
    )


@pytest.mark.parametrize("which", ["first", "last"])
def test_whoever_takes_one_paper_back_means_the_thing_so_no_other_paper_of_that_time_keeps_it(cast, page, which):
    story = published(page, cast)
    enter(page, cast.office, given_on=date(2025, 4, 5))
    withdraw(getattr(Consent.objects.order_by("pk"), which)(), cast.office)
    story.refresh_from_db()
    assert story.state == "taken_down"


def test_what_is_signed_anew_after_the_withdrawal_counts(cast, page):
    published(page, cast)
    ended = withdraw(Consent.objects.get(), cast.office)
    day = ended.withdrawn_on
    assert not may_publish(page, "portal", on=day).allowed
    enter(page, cast.office, given_on=day)
    assert may_publish(page, "portal", on=day).allowed


def test_a_paper_about_another_channel_is_not_touched(cast, page):
    published(page, cast)
    enter(page, cast.office, given_on=date(2025, 4, 5), grants=[("story", "press")])
    withdraw(Consent.objects.order_by("pk").first(), cast.office)
    on = date(2025, 4, 11)
    assert (may_publish(page, "portal", on=on).allowed, may_publish(page, "press", on=on).allowed) == (False, True)


@pytest.mark.parametrize(
    ("day", "grants", "answer", "stop"),
    [
        (date(2025, 4, 10), [("story", "press")], date(2025, 4, 14), date(2025, 4, 14)),  # 72 hours end on a Sunday
        (date(2026, 4, 10), [("story", "press")], date(2026, 4, 14), date(2026, 5, 4)),  # 20 days end on a holiday
        (date(2026, 4, 10), [("story", "portal")], date(2026, 4, 14), None),
    ],
)
def test_the_clocks_are_those_of_the_law_on_the_day(cast, page, day, grants, answer, stop):
    at = moment(day.year, day.month, day.day)
    row = withdraw(enter(page, cast.office, grants=grants), cast.office, on=day, at=at)
    running = dict(Deadline.objects.filter(object_id=row.pk, met_at=None).values_list("kind", "due_on"))
    assert running == {ANSWER: answer, **({STOP: stop} if stop else {})}


def test_a_clock_is_met_once(cast, page):
    row = withdraw(enter(page, cast.office), cast.office)
    assert meet_withdrawal(withdrawal=row, kind=ANSWER, by=actor(cast.office), at=AT) is not None
    assert meet_withdrawal(withdrawal=row, kind=ANSWER, by=actor(cast.office), at=AT) is None
    assert meet_withdrawal(withdrawal=row, kind="other", by=actor(cast.office), at=AT) is None


def test_a_withdrawal_twice_is_one_and_its_day_must_be_possible(cast, page):
    paper = enter(page, cast.office)
    for day in (date(2025, 4, 1), date(2025, 4, 11)):
        with pytest.raises(BadInput, match="Ngày rút phải từ ngày ký"):
            withdraw(paper, cast.office, on=day)
    with pytest.raises(BadInput, match="Chọn cách rút"):
        withdraw(paper, cast.office, way="mail")
    assert withdraw(paper, cast.office) == withdraw(paper, cast.office)
