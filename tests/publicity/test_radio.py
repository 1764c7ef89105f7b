"""A script for the radio: only with consent for it, only true words, cut to the slot, with what was left out."""

import io
from datetime import date

import pytest
from docx import Document

from neuguong.exemplars.models import Correction, Story
from neuguong.exemplars.operations.publication import withdraw_consent
from neuguong.publicity.queries.radio import duration_words, radio_paper, story_script
from tests import factories as make
from tests.factories import actor
from tests.publicity.running import TODAY

DAY = TODAY.date()


def told(page, text) -> None:
    Story.objects.filter(exemplar=page).update(summary=text)


@pytest.mark.clause("III.3.b")
def test_a_story_becomes_a_script_cut_to_the_slot(cast, radio, farmer):
    told(farmer, " ".join(f"Câu số {n} kể việc làm vườn." for n in range(1, 200)))
    found = story_script(farmer, radio, on=DAY)
    assert found.refusal == ""
    assert found.opening == "Lê Văn Thuận, Xã Diên Thọ."
    assert 270 < found.script.seconds <= 300 < found.script.full_seconds
    paper = "\n".join(one.text for one in Document(io.BytesIO(radio_paper(found, at=TODAY))).paragraphs)
    kept, left = paper.split("Phần đã bớt cho vừa thời lượng")
    assert "Câu số 1 kể" in kept
    assert "Câu số 199 kể" in left
    assert "Câu số 199 kể" not in kept


def test_without_consent_for_the_radio_there_is_no_script(cast, radio, farmer, shy):
    assert story_script(shy, radio, on=DAY).refusal == "Chưa có phiếu đồng ý cho câu chuyện trên loa truyền thanh."
    withdraw_consent(consent=farmer.consents.get(), withdrawn_on=DAY, way="phone", by=actor(cast.office), at=TODAY)
    found = story_script(farmer, radio, on=DAY)
    assert "đã được rút" in found.refusal
    assert found.script.paragraphs == ()


def test_words_that_were_put_right_are_read_right_or_not_at_all(cast, radio, farmer):
    told(farmer, "Ông trồng 5 ha bưởi. Ông giúp 12 hộ nghèo. Ai cũng quý.")
    for said, true in (("Ông trồng 5 ha bưởi", "Ông trồng 2 ha bưởi"), ("đã giúp được 12 hộ nghèo", "đã giúp 2 hộ")):
        Correction.objects.create(
            exemplar=farmer, said=said, true=true, of_story=True, corrected_on=date(2025, 3, 1), recorded_at=TODAY
        )
    found = story_script(farmer, radio, on=DAY)
    assert found.script.paragraphs == ("Ông trồng 2 ha bưởi. Ai cũng quý.",)
    assert found.put_right == ("Ông giúp 12 hộ nghèo.",)


def test_an_outlet_whose_slot_holds_no_sentence_is_told(cast, farmer):
    short = make.make_outlet(cast.dien_tho, "Loa ngắn", slot_seconds=10)
    told(farmer, f"{'rất ' * 100}dài.")
    found = story_script(farmer, short, on=DAY)
    assert (found.does_not_fit, found.script.paragraphs) == (True, ())
    told(farmer, " ")
    assert story_script(farmer, short, on=DAY).refusal == "Chưa có lời để đọc."


@pytest.mark.parametrize(("seconds", "words"), [(45, "45 giây"), (300, "5 phút"), (245, "4 phút 05 giây")])
def test_a_length_is_said_in_minutes(seconds, words):
    assert duration_words(seconds) == words
