"""Numbers as Vietnamese people type them: dots between thousands, a comma before decimals. Pure, and without floats."""

import re
from decimal import ROUND_HALF_UP, Decimal

from neuguong.core.errors import BadInput

_BLANK = re.compile(r"[\s\u00a0\u202f]+")
_PLAIN = re.compile(r"[0-9]+(?:,[0-9]+)?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?")
_UNIT = re.compile(r"(?:đồng|đ|₫|vnđ|vnd)$", re.IGNORECASE)
_MOST_DIGITS = 15


def typed_number(text: str, *, decimals: int = 0) -> Decimal:
    """ "1.500.000", "1 500 000", "1500000" and "1,5" as numbers, with at most so many decimals.

    What could be meant in two ways ("1.5", "1,500,000") is refused with the two ways to write it. Raises BadInput.
    """
    bare = _BLANK.sub("", text)
    if not _PLAIN.fullmatch(bare) and not _GROUPED.fullmatch(bare):
        raise BadInput(
            f"Không hiểu số “{text.strip()[:40]}”. Viết 1.500.000 hoặc 1500000; số lẻ dùng dấu phẩy, ví dụ 1,5."
        )
    whole, _, part = bare.replace(".", "").partition(",")
    if len(whole) > _MOST_DIGITS:
        raise BadInput(f"Số “{text.strip()[:40]}” quá lớn.")
    if len(part.rstrip("0")) > decimals:
        told = f"nhiều nhất {decimals} chữ số sau dấu phẩy" if decimals else "không có phần lẻ"
        raise BadInput(f"Số “{text.strip()[:40]}” phải {told}.")
    return Decimal(f"{whole}.{part or '0'}")


def typed_dong(text: str) -> int:
    """An amount of money in whole đồng; “đ” or “đồng” may stand behind it. Raises BadInput."""
    return int(typed_number(_UNIT.sub("", text.strip())))


def whole_dong(amount: Decimal) -> int:
    """A computed amount in whole đồng; half a đồng is rounded up."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))
