"""How sure it is that two are one, and the sentences that say why."""

import pytest

from neuguong.exemplars.reading.likeness import SENTENCES, Facts, Why, compare, sentences
from neuguong.exemplars.reading.names import read_name

HA = {"kind": "individual", "name": "Nguyễn Văn Hà", "unit_id": 1, "birth_year": 1970, "place": "thôn Gò Đình"}


def facts(pk=1, **fields) -> Facts:
    words = {**HA, **fields}
    words["name"] = read_name(words["name"], words["kind"])
    return Facts(pk, **words)


def sure(other: dict, *, rare: bool = False, **more) -> str | None:
    found = compare(facts(1), facts(2, **other), rare=rare, **more)
    return found and found.certainty


@pytest.mark.parametrize(
    ("other", "more", "certainty"),
    [
        ({}, {}, "sure"),
        ({"name": "Ng. V. Hà"}, {}, "sure"),
        ({"name": "Ng. V. Hà", "birth_year": None, "place": ""}, {}, "possible"),
        ({"birth_year": None}, {}, "possible"),  # one name in one hamlet may be two people
        ({"birth_year": 1990}, {}, None),
        ({"birth_year": 1990}, {"text_share": 0.9}, "possible"),
        ({"unit_id": 2}, {}, "possible"),
        ({"unit_id": 2, "place": ""}, {}, None),  # one name and year somewhere in the province
        ({"unit_id": 2, "place": ""}, {"rare": True}, "possible"),
        ({"unit_id": 2, "place": ""}, {"rare": True, "text_share": 0.6}, "sure"),
        ({"unit_id": 2, "place": "", "birth_year": None}, {"text_share": 0.6}, "possible"),
        ({"unit_id": 2, "units": frozenset({1})}, {}, "sure"),
        ({"kind": "household", "name": "Hộ ông Nguyễn Văn Hà"}, {}, "possible"),
        ({"name": "Nguyễn Văn Hàn"}, {}, None),
        ({"name": "Trần Thị Đào"}, {}, None),
        ({"name": "Trần Thị Đào", "unit_id": 2}, {"text_share": 0.8}, "possible"),
        ({"name": "Trần Thị Đào"}, {"text_share": 0.5}, None),
    ],
)
def test_how_sure_a_pair_is(other, more, certainty):
    assert sure(other, **more) == certainty


def test_a_man_and_a_woman_of_one_name_in_one_unit_are_two():
    one, other = facts(1, form_of_address="ông", birth_year=None), facts(2, form_of_address="bà", birth_year=None)
    assert compare(one, other) is None


def test_the_reasons_are_told_those_against_last():
    found = compare(facts(1), facts(2, unit_id=2, place="thôn Phước Lương"), text_share=0.8)
    assert sentences(found.reasons) == (
        "Tên viết giống hệt nhau.",
        "Cùng năm sinh.",
        "Trích ngang thành tích trùng nhau phần lớn.",
        "Khác đơn vị.",
        "Nơi ở hoặc địa bàn ghi khác nhau.",
    )


def test_every_reason_has_its_sentence():
    assert set(SENTENCES) == set(Why)
