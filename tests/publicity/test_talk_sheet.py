"""What a speaker may tell: the public story and nothing else; without consent for the portal nothing is printed."""

from io import BytesIO

import pytest
from docx import Document

from neuguong.core.errors import Refused
from neuguong.exemplars.models import Consent, Exemplar
from neuguong.exemplars.operations.publication import publish_story, take_down_story, withdraw_consent, write_story
from neuguong.publicity.queries.talk_sheet import stories_to_tell, talk_sheet
from neuguong.publicity.reading.talking import minutes_to_read, minutes_to_tell, told_a_minute
from tests import factories as make
from tests.exemplars.conftest import in_state
from tests.factories import actor, moment

AT = moment(2025, 4, 10)
SUMMARY = "Ông Thuận trồng bưởi trên vườn tạp.\n\nBảy hộ trong thôn học theo."


@pytest.fixture
def told(cast, plan) -> Exemplar:
    """Somebody whose story is on the portal."""
    in_state("recognised", cast, plan, sector=plan.sectors.first().code)
    page = Exemplar.objects.get()
    make.signed_consent(page, cast.office, ("story", "portal"))
    story = write_story(
        exemplar=page, summary=SUMMARY, photo=None, photo_words="", by=actor(cast.office), at=AT
    )  # fmt: skip
    publish_story(story=story, by=actor(cast.office), at=AT)
    return page


def address(kind: str, slug: str) -> str:
    return f"https://vi.du/{kind}/{slug}/"


def printed(*pages: Exemplar) -> list[str]:
    content = talk_sheet(pages, issuer="Xã Diên Thọ", address=address, at=AT)
    return [line.text for line in Document(BytesIO(content)).paragraphs]


def test_a_text_takes_whole_minutes_to_tell():
    minute = told_a_minute()
    assert [minutes_to_tell("tiếng " * count) for count in (0, 1, minute, minute + 1)] == [0, 1, 1, 2]
    assert [minutes_to_read("tiếng " * count) for count in (0, 1, 400)] == [1, 1, 2]


@pytest.mark.clause("III.3.c")
def test_the_sheet_says_what_the_public_page_says_and_where_it_is_from(told):
    lines = printed(told)
    assert [line for line in lines if line in SUMMARY.split("\n\n")] == SUMMARY.split("\n\n")
    assert {"TÀI LIỆU NÓI CHUYỆN", "XÃ DIÊN THỌ", f"Nguồn: https://vi.du/exemplar/{told.slug}/"} <= set(lines)
    assert "(Đọc chậm khoảng 1 phút, 130 tiếng một phút)" in lines
    assert any("415/QĐ-UBND" in line for line in lines)
    assert any("lúc 09:00 ngày 10/04/2025" in line for line in lines)


def test_what_the_dossier_says_beyond_the_story_is_not_on_the_sheet(told, cast):
    text = "\n".join(printed(told))
    dossier = told.recognitions.get().nomination
    assert dossier.achievement_summary not in text
    assert "Nguyễn Thu Hà" not in text  # who wrote the dossier


def test_without_consent_for_the_portal_nothing_is_printed_and_the_reason_said(told, cast):
    withdraw_consent(consent=Consent.objects.get(), withdrawn_on=AT.date(), way="phone", by=actor(cast.office), at=AT)
    with pytest.raises(Refused, match=r"Lê Văn Thuận: .*đã được rút ngày 10/04/2025"):
        printed(told)
    assert stories_to_tell() == []


def test_a_consent_to_the_radio_alone_is_none_for_a_talk(told, cast):
    withdraw_consent(consent=Consent.objects.get(), withdrawn_on=AT.date(), way="phone", by=actor(cast.office), at=AT)
    make.signed_consent(told, cast.office, ("story", "radio"), day=AT.date())
    with pytest.raises(Refused):
        printed(told)


def test_a_story_that_was_taken_down_is_told_no_more(told, cast):
    take_down_story(story=told.story, reason="Viết lại", by=actor(cast.office), at=AT)
    told.refresh_from_db()
    with pytest.raises(Refused, match="không đăng trên cổng công khai"):
        printed(told)


def test_one_of_two_who_may_not_be_told_of_stops_the_whole_sheet(told, cast, plan):
    in_state("recognised", cast, plan, name="Đỗ Thị Lành", sector=plan.sectors.first().code)
    with pytest.raises(Refused, match="Đỗ Thị Lành: Chưa có bài tóm tắt"):
        printed(told, Exemplar.objects.exclude(pk=told.pk).get())


def test_nothing_chosen_is_no_sheet():
    with pytest.raises(Refused, match="Chọn ít nhất một"):
        printed()
