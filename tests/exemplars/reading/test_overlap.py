"""Texts that say the same in the same words are found and shown; others are not."""

import random

from neuguong.exemplars.reading.overlap import BANDS, band_keys, shared

STORY = (
    "Từ tháng 6/2021 ông nuôi trùn quế trên 120 m², mỗi năm thu 35 tấn phân bón cho 1,2 ha bưởi của gia đình và "
    "chín hộ trong thôn; năm 2024 ông đứng ra vận động bà con góp ba trăm ngày công làm đường nội đồng Gò Đình."
)
OTHER = (
    "Trong năm học vừa qua cô giáo đã dành các buổi chiều thứ Bảy để phụ đạo không thu tiền cho mười bốn em học sinh "
    "yếu môn toán, trong đó mười hai em lên lớp; cô còn lập tủ sách dùng chung ở điểm trường xa nhất của xã."
)


def test_a_text_copied_with_small_changes_shares_bands_and_the_stretch_is_shown():
    copy = STORY.replace("ông nuôi", "bà nuôi").replace("35 tấn", "40 tấn")
    assert len(set(band_keys(STORY)) & set(band_keys(copy))) >= 2
    found = shared(copy, STORY)
    assert found.of_first > 0.7
    assert found.sample.startswith("tấn phân bón cho 1,2 ha bưởi")
    assert found.sample.endswith("vận động bà con …")


def test_case_marks_and_stops_do_not_hide_a_copy():
    assert shared(STORY.upper(), STORY).of_first == 1
    assert set(band_keys(STORY.upper().replace(",", ""))) & set(band_keys(STORY))


def test_two_stories_share_nothing():
    assert set(band_keys(STORY)) & set(band_keys(OTHER)) == set()
    assert shared(STORY, OTHER).most == 0


def test_a_short_text_inside_a_long_one_is_wholly_shared():
    found = shared(STORY[:90], STORY)
    assert found.of_first > 0.9
    assert found.of_second < 0.5
    assert found.most == found.of_first


def test_a_text_too_short_to_tell_has_no_bands():
    assert band_keys("Nuôi bò giỏi.") == ()
    assert band_keys("") == ()
    assert len(set(band_keys(STORY))) == BANDS


def test_the_bands_stay_what_they_were():
    """Stored in databases: whoever changes them raises READING in operations/likely.py."""
    assert band_keys(STORY)[:2] == (5147070347891119578, 2075423499904777892)


def test_almost_every_text_changed_by_a_tenth_is_found():
    rng = random.Random(87)
    syllables = [a + b + c for a in "bcdghklmnpqrstvx" for b in "aeiou" for c in ("", "n", "ng", "t", "m")]
    found = 0
    for _ in range(200):
        text = [rng.choice(syllables) for _ in range(90)]
        changed = [rng.choice(syllables) if rng.random() < 0.1 else one for one in text]
        found += len(set(band_keys(" ".join(text))) & set(band_keys(" ".join(changed)))) >= 2
    assert found >= 195
