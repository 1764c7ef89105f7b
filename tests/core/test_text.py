"""Vietnamese names are found however they are typed, and stand in the order Vietnamese readers expect."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong.core.text import (
    SORT_KEY_LENGTH,
    fold,
    nfc,
    slug,
    sort_key,
    word_count,
    words_to_search,
)

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
VIETNAMESE = (
    LETTERS + LETTERS.upper() + "áàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ" + " 0123456789-.,"
)
text = st.text(alphabet=VIETNAMESE, max_size=40)
word = st.text(alphabet=LETTERS, min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("written", "found_as"),
    [
        ("Đường Đồng Khởi", "duong dong khoi"),
        ("Nguyễn Thị Hường", "nguyen thi huong"),
        ("ĐẠT HIỂN ĐỨC", "dat hien duc"),
        ("Ðiền", "dien"),  # the Icelandic letter some old keyboards send
        ("xã Diên Thọ, huyện Diên Khánh", "xa dien tho huyen dien khanh"),
        ("87/KH-UBND", "87 kh ubnd"),
        ("H'Yến  Niê\u00a0Kđăm", "h yen nie kdam"),
        ("1.654 m²", "1 654 m2"),
        ("  nhiều   khoảng\ttrắng\n", "nhieu khoang trang"),
        ("gạch_dưới", "gach duoi"),
        ("", ""),
        ("…!", ""),
    ],
)
def test_folding_leaves_plain_lower_case_words(written, found_as):
    assert fold(written) == found_as


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hòa", "Hoà"),
        ("Thúy", "Thuý"),
        ("lý", "lí"),
        ("kỹ thuật", "kĩ thuật"),
        ("bác sỹ", "bác sĩ"),
        ("Quý", "Quí"),
        ("Mỹ", "Mĩ"),
        (unicodedata.normalize("NFD", "Hường Đạt"), "Hường Đạt"),
    ],
)
def test_two_right_spellings_fold_alike(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("Thủy", "Thủi"), ("Hải", "Hảy"), ("tay", "tai"), ("nguy", "ngui")])
def test_y_and_i_stay_apart_where_they_make_different_words(one, other):
    assert fold(one) != fold(other)


def test_composed_text_is_what_is_stored():
    assert nfc(unicodedata.normalize("NFD", "Hường")) == "Hường"
    assert len(nfc(unicodedata.normalize("NFD", "Hường"))) == 5


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(anything):
    assert fold(fold(anything)) == fold(anything)


@given(text)
def test_composed_and_decomposed_text_fold_and_sort_alike(written):
    apart = unicodedata.normalize("NFD", written)
    assert fold(apart) == fold(written)
    assert sort_key(apart) == sort_key(written)
    assert re.fullmatch(r"[a-z0-9 ]*", fold(written))


@given(word, st.integers(min_value=1, max_value=8))
def test_the_beginning_of_a_word_finds_the_word(whole, typed):
    assert fold(whole).startswith(fold(whole[:typed]))


def test_a_query_becomes_at_most_eight_different_words():
    assert words_to_search("Hường  HUONG, Diên-Khánh") == ["huong", "dien", "khanh"]
    assert words_to_search("một hai ba bốn năm sáu bảy tám chín mười") == [
        "mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam",
    ]  # fmt: skip
    assert words_to_search(" ?! ") == []


def test_the_alphabet_is_the_vietnamese_one():
    assert sorted(set(LETTERS), key=sort_key) == list(LETTERS)


def test_tones_follow_the_dictionary():
    assert sorted(["mạ", "má", "mã", "mả", "mà", "ma"], key=sort_key) == ["ma", "mà", "mả", "mã", "má", "mạ"]


def test_letters_decide_before_tones():
    names = ["Đạt", "Dũng", "Ân", "Ăng", "Hường", "Hương", "Đường", "Dung", "An", "Ánh"]
    assert sorted(names, key=sort_key) == [
        "An", "Ánh", "Ăng", "Ân", "Dung", "Dũng", "Đạt", "Đường", "Hương", "Hường",
    ]  # fmt: skip


def test_a_shorter_name_stands_before_the_longer_one():
    assert sorted(["Diên Thọ B", "Diên Thọ", "Diên", "Diênh"], key=sort_key) == [
        "Diên", "Diên Thọ", "Diên Thọ B", "Diênh",
    ]  # fmt: skip


def test_numbers_stand_in_the_order_of_their_value():
    assert sorted(["Thôn 10", "Thôn 2", "Thôn 1B", "Thôn 1", "Thôn Đông"], key=sort_key) == [
        "Thôn 1", "Thôn 1B", "Thôn 2", "Thôn 10", "Thôn Đông",
    ]  # fmt: skip


def test_people_stand_by_given_name_then_surname_and_middle_name():
    people = [
        "Trần Thị Hường",
        "Lê Văn Đạt",
        "Nguyễn Tiến Dũng",
        "Bùi Hồng Ân",
        "Nguyễn Văn Ăng",
        "Lê Thị Hường",
        "Đỗ Hương",
        "Y",
        "Võ Thị Hương",
    ]
    assert sorted(people, key=lambda name: sort_key(name, person=True)) == [
        "Nguyễn Văn Ăng",
        "Bùi Hồng Ân",
        "Nguyễn Tiến Dũng",
        "Lê Văn Đạt",
        "Đỗ Hương",
        "Võ Thị Hương",
        "Lê Thị Hường",
        "Trần Thị Hường",
        "Y",
    ]


def test_case_tone_placement_and_the_icelandic_letter_do_not_change_the_place():
    assert sort_key("HOÀ BÌNH") == sort_key("Hòa Bình")
    assert sort_key("Ðiền") == sort_key("Điền")


@given(st.text(max_size=300), st.booleans())
def test_the_key_is_the_same_text_for_every_collation(anything, person):
    key = sort_key(anything, person=person)
    assert re.fullmatch(r"([a-h][0-9])*", key)
    assert len(key) <= SORT_KEY_LENGTH


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("Đường Đồng Khởi", "duong-dong-khoi"),
        ("Lý Thường Kiệt", "ly-thuong-kiet"),
        ("  Hội LHPN xã Diên Tân (2024) ", "hoi-lhpn-xa-dien-tan-2024"),
        ("…", ""),
    ],
)
def test_an_address_is_made_of_plain_words(written, address):
    assert slug(written) == address


def test_a_long_address_ends_with_a_whole_word():
    assert slug("tập thể cán bộ", max_length=9) == "tap-the"
    assert slug("abcdef", max_length=3) == "abc"


@pytest.mark.parametrize(
    ("summary", "words"),
    [("", 0), ("  \n", 0), ("Hiến 1.654 m² đất – năm 2023.", 6), ("một\u00a0hai\nba", 3)],
)
def test_words_are_counted_as_a_reader_counts_them(summary, words):
    assert word_count(summary) == words
