"""How a text is read aloud, how long that takes, and where it is cut."""

import pytest

from neuguong.publicity.reading.speech import number_words, places, said, script, speech_rules, spoken, syllables


@pytest.mark.parametrize("example", speech_rules()["example"], ids=lambda one: one["text"][:30])
def test_every_example_of_the_data_file_is_read_as_it_says(example):
    assert spoken(example["text"]) == example["spoken"]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"), (5, "năm"), (10, "mười"), (14, "mười bốn"), (15, "mười lăm"), (21, "hai mươi mốt"),
        (24, "hai mươi tư"), (25, "hai mươi lăm"), (101, "một trăm linh một"), (110, "một trăm mười"),
        (1005, "một nghìn không trăm linh năm"), (10_000, "mười nghìn"), (1_000_001, "một triệu không trăm linh một"),
        (1_200_000_000, "một tỷ hai trăm triệu"),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_read_them(number, words):
    assert number_words(number) == words


def test_a_number_and_an_abbreviation_take_as_long_as_they_sound():
    assert syllables("UBND") == 4
    assert syllables("35 tấn") == 4  # ba mươi lăm tấn
    assert syllables("2023") == 7
    assert syllables("ki-lô-mét") == 3


@pytest.mark.parametrize("text", ["", "   ", "…", "a" * 5000, "9" * 5000, "1/2/3/4", "0,05", "12,", "A-B-C-", "1.2.3"])
def test_no_text_is_too_strange_to_be_read(text):
    assert isinstance(spoken(text), str)
    assert script(text, slot=10).seconds <= 10


def test_places_never_overlap():
    found = places("Ngày 05/01/2024, UBND xã 41/QĐ-UBND, 2023-2025, 1,2 ha, 12%.")
    assert all(one[1] <= other[0] for one, other in zip(found, found[1:], strict=False))
    assert len(found) == 6


def test_a_script_is_cut_at_the_end_of_a_sentence_and_says_what_it_left_out():
    text = "Ông Thuận trồng bưởi. Ông giúp 5 hộ.\nVườn rộng hai héc-ta. Bà con làm theo."
    one = said(text)
    assert [part.text for part in one] == [
        "Ông Thuận trồng bưởi.", "Ông giúp 5 hộ.", "Vườn rộng hai héc-ta.", "Bà con làm theo.",
    ]  # fmt: skip
    whole = script(text, slot=None)
    assert whole.paragraphs == ("Ông Thuận trồng bưởi. Ông giúp 5 hộ.", "Vườn rộng hai héc-ta. Bà con làm theo.")
    assert (whole.left_out, whole.seconds) == ((), whole.full_seconds)
    slot = int(one[0].seconds + one[1].seconds) + 1
    cut = script(text, slot=slot)
    assert cut.paragraphs == ("Ông Thuận trồng bưởi. Ông giúp 5 hộ.",)
    assert cut.left_out == ("Vườn rộng hai héc-ta.", "Bà con làm theo.")
    assert cut.seconds <= slot < cut.full_seconds


def test_nothing_is_picked_out_from_behind_a_sentence_that_did_not_fit():
    text = f"Ngắn. {'Rất ' * 200}dài. Ngắn nữa."
    assert script(text, slot=5).paragraphs == ("Ngắn.",)
    assert len(script(text, slot=5).left_out) == 2
