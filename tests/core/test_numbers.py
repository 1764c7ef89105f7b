"""Numbers as people type them: understood, or refused with the way to write them."""

from decimal import Decimal

import pytest

from neuguong.core.errors import BadInput
from neuguong.core.numbers import typed_dong, typed_number, whole_dong


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1.500.000", 1_500_000), ("1500000", 1_500_000), (" 1 500 000 ", 1_500_000), ("1\u00a0500\u00a0000", 1_500_000),
        ("1.500.000đ", 1_500_000), ("1.500.000 đồng", 1_500_000), ("1500000 VND", 1_500_000), ("0", 0), ("12,0", 12),
        ("999.999.999.999", 999_999_999_999),
    ],
)  # fmt: skip
def test_money_is_understood_the_vietnamese_way(text, amount):
    assert typed_dong(text) == amount


@pytest.mark.parametrize(("text", "number"), [("1,5", "1.5"), ("1.234,25", "1234.25"), ("2", "2"), ("0,50", "0.5")])
def test_a_comma_stands_before_decimals(text, number):
    assert typed_number(text, decimals=2) == Decimal(number)


@pytest.mark.parametrize(
    "text", ["1.5", "1,500,000", "1.50.000", "-5", "+5", "một triệu", "", "1e6", "1..000", "12.0000", ",5", "١٢"]
)
def test_what_can_be_meant_in_two_ways_is_refused_with_both(text):
    with pytest.raises(BadInput, match=r"Viết 1\.500\.000 hoặc 1500000; số lẻ dùng dấu phẩy, ví dụ 1,5"):
        typed_number(text, decimals=2)


@pytest.mark.parametrize(("text", "told"), [("1,5", "không có phần lẻ"), ("9" * 16, "quá lớn")])
def test_money_is_whole_and_has_an_end(text, told):
    with pytest.raises(BadInput, match=told):
        typed_dong(text)


def test_half_a_dong_is_rounded_up():
    assert [whole_dong(Decimal(text)) for text in ("1.49", "1.5", "2.5", "0.5")] == [1, 2, 3, 1]
