"""Two spellings of one name meet; two names do not."""

import pytest

from neuguong.exemplars.reading.likeness import Facts, own_keys, wanted_keys
from neuguong.exemplars.reading.names import read_name, relation

ONE = [
    ("Nguyễn Văn Hà", "nguyễn  văn hà", "same"),
    ("Trần Thị Hoà", "Trần Thị Hòa", "same"),  # where the tone stands
    ("Lý Thị Mỹ", "Lí Thị Mĩ", "same"),
    ("ông Nguyễn Văn Hà", "Nguyễn Văn Hà", "same"),
    ("Nguyen Van Ha", "Nguyễn Văn Hà", "unmarked"),
    ("Nguyễn Văn Hà", "Nguyễn Văn Hạ", "marks"),
    ("Đỗ Văn Dũng", "Dỗ Văn Đũng", "marks"),
    ("Trần Thị Giang", "Trần Thị Dang", "spelling"),
    ("Trịnh Xuân Sơn", "Chịnh Xuân Xơn", "spelling"),
    ("Nguyễn Thị Hà", "Nguyễn Hà", "dropped"),
    ("Nguyễn Quang Hà", "Nguyễn Hà", "dropped"),
    ("Ng. V. Hà", "Nguyễn Văn Hà", "abbreviated"),
    ("Ng Hà", "Nguyễn Văn Hà", "abbreviated"),
    ("Hà Nguyễn Văn", "Nguyễn Văn Hà", "order"),
    ("Lê Văn Thuậng", "Lê Văn Thuận", "letter"),
]
TWO = [
    ("Nguyễn Quang Minh Hà", "Nguyễn Quang Hà"),
    ("Nguyễn Thị Hà", "Nguyễn Văn Hà"),
    ("Lê Văn An", "Lê Văn Ân Phước"),
    ("Hồ Thị Ngọc", "Hộ bà Ngọc"),
    ("Ng. V. Hà", "Nguyễn Văn Hải"),
    ("", "Nguyễn Văn Hà"),
]


@pytest.mark.parametrize(("one", "other", "how"), ONE)
def test_another_spelling_is_known_for_what_it_is_both_ways(one, other, how):
    assert relation(read_name(one), read_name(other)) == how
    assert relation(read_name(other), read_name(one)) == how


@pytest.mark.parametrize(("one", "other"), TWO)
def test_another_name_is_not_taken_for_a_spelling(one, other):
    assert relation(read_name(one), read_name(other)) == "none"


def test_a_household_is_read_by_the_name_of_its_head():
    head = read_name("Nguyễn Văn Hà")
    for name in (
        "Hộ ông Nguyễn Văn Hà",
        "Hộ gia đình ông Nguyễn Văn Hà",
        "gia đình ông Nguyễn Văn Hà",
        "ho ong Nguyen Van Ha",
    ):
        household = read_name(name, "household")
        assert household.household
        assert relation(household, head) in ("same", "unmarked")
    assert read_name("Hồ Thị Ngọc").words == ("ho", "thi", "ngoc")


def test_teams_with_another_number_are_other_teams():
    teams = [read_name(f"Tổ tự quản số {n}", "collective") for n in (3, 4)]
    assert relation(*teams) == "none"
    one, other = (read_name(n, "collective") for n in ("Tổ hòa giải thôn Gò Đình", "Tổ hoà giải Gò Đình"))
    assert relation(one, other) == "dropped"
    assert relation(read_name("Hà Văn", "collective"), read_name("Hà Văn")) == "none"


@pytest.mark.parametrize(("one", "other", "how"), ONE)
def test_every_spelling_is_found_in_the_same_unit_and_place(one, other, how):
    a, b = (Facts(n, "individual", read_name(name), 7, place="thôn Gò Đình") for n, name in enumerate((one, other)))
    assert own_keys(a) & wanted_keys(b)
    assert own_keys(b) & wanted_keys(a)


def test_the_year_may_be_one_off_and_the_unit_an_earlier_life():
    name = read_name("Nguyễn Văn Hà")
    stored = Facts(1, "individual", name, 7, birth_year=1970)
    assert own_keys(stored) & wanted_keys(Facts(2, "individual", name, 8, birth_year=1971))
    assert own_keys(stored) & wanted_keys(Facts(2, "individual", name, 8, units=frozenset({7, 8})))
    assert not own_keys(stored) & wanted_keys(Facts(2, "individual", name, 8, birth_year=1975))
