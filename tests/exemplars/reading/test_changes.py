"""A marked place stays with its sentence through every edit that leaves the sentence alone."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong.core.text import nfc
from neuguong.exemplars.reading.changes import carry_over

ONE, TWO, THREE = "Ông hiến 1.654 m² đất.", "Năm 2022 làm xong đường 🎉 mới.", "Có 93 hộ làm theo."
OLD = f"{ONE} {TWO} {THREE}"
SPANS = [(OLD.index(word), OLD.index(word) + len(word)) for word in ("1.654 m²", "Năm 2022", "93 hộ")]


def carried(new: str, old: str = OLD, spans=SPANS) -> list[str | None]:
    return [place and new[slice(*place)] for place in carry_over(old, new, spans)]


@pytest.mark.parametrize(
    ("new", "kept"),
    [
        (OLD, ["1.654 m²", "Năm 2022", "93 hộ"]),
        (f"Mở đầu. {OLD}", ["1.654 m²", "Năm 2022", "93 hộ"]),
        (f"{THREE}\r\n\r\n{ONE}\r\n{TWO}", ["1.654 m²", "Năm 2022", "93 hộ"]),
        (f"{ONE} {THREE}", ["1.654 m²", None, "93 hộ"]),
        (OLD.replace("1.654", "2.000"), [None, "Năm 2022", "93 hộ"]),
        (OLD.replace("mới", "rộng"), ["1.654 m²", None, "93 hộ"]),
        (OLD.replace("Có 93", "Đã có 93"), ["1.654 m²", "Năm 2022", None]),
        (OLD.replace(" ", "  "), ["1.654  m²", "Năm  2022", "93  hộ"]),
        ("", [None, None, None]),
    ],
)
def test_a_place_is_kept_while_its_sentence_is_untouched(new, kept):
    assert carried(new) == kept


def test_marks_composed_another_way_are_the_same_words():
    apart = unicodedata.normalize("NFD", OLD)
    assert [one and nfc(one) for one in carried(apart)] == ["1.654 m²", "Năm 2022", "93 hộ"]
    back = carry_over(apart, OLD, [one for one in carry_over(OLD, apart, SPANS) if one])
    assert list(back) == SPANS


def test_same_sentences_are_taken_in_their_order():
    old, new = f"{ONE} {ONE}", f"{ONE} Câu chen vào. {ONE}"
    second = len(ONE) + 1
    assert carry_over(old, new, [(0, 3), (second, second + 3)]) == ((0, 3), (new.rindex("Ông"), new.rindex("Ông") + 3))
    assert carry_over(old, ONE, [(0, 3), (second, second + 3)]) == ((0, 3), None)


def test_what_is_no_place_in_a_sentence_is_carried_nowhere():
    assert carry_over(OLD, OLD, [(0, len(OLD)), (5, 5), (-3, 0), (900, 905)]) == (None, None, None, None)


SENTENCES = st.lists(
    st.lists(
        st.sampled_from(["Ông", "hiến", "93", "hộ", "m²", "🎉", "đất", "1.654", "vườn"]), min_size=1, max_size=6
    ).map(lambda words: "Câu " + " ".join(words) + "."),
    min_size=1,
    max_size=6,
)


@given(SENTENCES, SENTENCES, st.data())
def test_a_sentence_moved_among_others_keeps_its_places(kept, others, data):
    old = " ".join(kept)
    new = "\r\n".join(data.draw(st.permutations(kept + [one.replace("Câu", "Thêm") for one in others])))
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    (place,) = carry_over(old, new, [(start, end)])
    words = old[start:end].split()
    one_sentence = words and not any(word.endswith(".") for word in words[:-1])
    assert (place is not None) == bool(one_sentence)
    if place:
        assert new[slice(*place)] == " ".join(words)


@given(SENTENCES, st.data())
def test_a_changed_word_reopens_only_its_own_sentence(kept, data):
    touched = data.draw(st.integers(0, len(kept) - 1))
    changed = [one.replace("Câu", "Chữ") if n == touched else one for n, one in enumerate(kept)]
    spans, place = [], 0
    for one in kept:
        spans.append((place, place + len(one)))
        place += len(one) + 1
    found = carry_over(" ".join(kept), " ".join(changed), spans)
    same_elsewhere = kept.count(kept[touched]) - 1
    missing = [n for n, one in enumerate(found) if one is None]
    assert len(missing) == 1
    assert kept[missing[0]] == kept[touched]
    assert same_elsewhere or missing == [touched]
