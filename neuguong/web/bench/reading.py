"""What reading costs: the statements and remarks of one summary, as each save of the writing page asks for them."""

from neuguong.core.text import fold, word_count
from neuguong.exemplars.reading.statements import statements
from neuguong.exemplars.reading.wording import warnings
from neuguong.web.bench.measure import Result, in_turn

# Eighty words that hold everything the rules look for.
PARAGRAPH = (
    "Ông Nguyễn Văn A, sinh năm 1965, ở thôn 3, luôn hoàn thành tốt nhiệm vụ được giao. Từ tháng 6/2021 ông nuôi trùn quế "
    "trên 120 m², mỗi năm bán 35 tấn giá 4.000 đồng/kg, lãi 140 triệu đồng, tăng 30%. Đây là mô hình đầu tiên của xã, hai mươi "
    "hộ làm theo, lớn nhất huyện. Ông được tặng Giấy khen số 123/QĐ-UBND ngày 14/3/2025 và Bằng khen của Chủ tịch tỉnh.\n"
)


def readings(times: int) -> list[Result]:
    """A usual summary and one ten times as long, each beside folding the same text for the search."""
    return [_reading(PARAGRAPH, times), _reading(PARAGRAPH * 10, times)]


def _reading(text: str, times: int) -> Result:
    def act() -> None:
        if not (statements(text) and warnings(text)):
            raise RuntimeError("nothing was read")

    return in_turn(f"reading, {word_count(text)} words", act, lambda: _folded(text), times)


def _folded(text: str) -> None:
    if not fold(text):
        raise RuntimeError("nothing was folded")
