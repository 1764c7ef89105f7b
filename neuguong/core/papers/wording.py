"""The small rules of official wording: numbers, dates, symbols, lists; and making typed text safe to print.

Sources: Nghị định 30/2020/NĐ-CP, Phụ lục I ("PL I") and Phụ lục III ("PL III").
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType

BLANK = " " * 6  # room to write a number or a day by hand; NĐ 30 sets no width

# PL III, mục I: abbreviations of the kinds of paper. An official letter (công văn) has none.
KIND_CODES: Mapping[str, str] = MappingProxyType(
    {
        "Nghị quyết": "NQ",
        "Quyết định": "QĐ",
        "Chỉ thị": "CT",
        "Quy chế": "QC",
        "Quy định": "QyĐ",
        "Thông cáo": "TC",
        "Thông báo": "TB",
        "Hướng dẫn": "HD",
        "Chương trình": "CTr",
        "Kế hoạch": "KH",
        "Phương án": "PA",
        "Đề án": "ĐA",
        "Dự án": "DA",
        "Báo cáo": "BC",
        "Biên bản": "BB",
        "Tờ trình": "TTr",
        "Hợp đồng": "HĐ",
        "Công điện": "CĐ",
        "Bản ghi nhớ": "BGN",
        "Bản thỏa thuận": "BTT",
        "Giấy ủy quyền": "GUQ",
        "Giấy mời": "GM",
        "Giấy giới thiệu": "GGT",
        "Giấy nghỉ phép": "GNP",
        "Phiếu gửi": "PG",
        "Phiếu chuyển": "PC",
        "Phiếu báo": "PB",
    }
)

# What XML 1.0 cannot hold, and the invisible marks that turn the direction of a line: on paper they could make a name
# read differently from what is stored.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def clean(text: str) -> str:
    """Typed text made safe for a file: composed letters, line breaks as "\\n", nothing that XML forbids."""
    if not text.isprintable():
        text = _UNPRINTABLE.sub("", _LINE_BREAK.sub("\n", text))
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """Typed text on one line, with single spaces."""
    return " ".join(clean(text).split())


def padded(number: int) -> str:
    """A number with a leading 0 under 10, as numbers and days are written. "05", "10"."""
    if number < 0:
        raise ValueError("Số trên văn bản không thể âm.")
    return f"{number:02d}"


def symbol(*parts: str) -> str:
    """A paper's symbol from its abbreviations: symbol("KH", "UBND") is "KH-UBND", no spaces. (PL I, mục II.3)"""
    return "-".join("".join(clean(part).split()) for part in parts if part.strip())


def number_and_symbol(number: int | None, symbol_text: str) -> str:
    """ "05/KH-UBND"; without a number, room to write one: "      /KH-UBND". (PL I, mục II.3)"""
    written = BLANK if number is None else padded(number)
    return f"{written}/{symbol(symbol_text)}"


def official_number(number: int | None, symbol_text: str) -> str:
    """ "Số: 05/KH-UBND"; not yet numbered: "Số:      /KH-UBND". (PL I, mục II.3)"""
    written = number_and_symbol(number, symbol_text)
    return f"Số:{written}" if number is None else f"Số: {written}"


def official_month(month: int) -> str:
    """ "tháng 01", "tháng 02", then "tháng 3" … "tháng 12". (PL I, mục II.4.b)"""
    return f"tháng {month:02d}" if month < 3 else f"tháng {month}"


def official_date(dated_on: date | None, *, drafted_on: date | None = None) -> str:
    """ "ngày 05 tháng 01 năm 2023". (PL I, mục II.4.b)

    Not yet dated: room for the day, with month and year of the draft ("ngày      tháng 3 năm 2025"); without a draft
    date, room for all three.
    """
    if dated_on is not None:
        return f"ngày {padded(dated_on.day)} {official_month(dated_on.month)} năm {dated_on.year}"
    if drafted_on is not None:
        return f"ngày{BLANK}{official_month(drafted_on.month)} năm {drafted_on.year}"
    return f"ngày{BLANK}tháng{BLANK}năm{BLANK}"


def short_date(on: date) -> str:
    """dd/mm/yyyy, as in tables."""
    return f"{on.day:02d}/{on.month:02d}/{on.year:04d}"


def number_text(value: int | Decimal | float, *, decimals: int = 0, grouped: bool = True) -> str:
    """A number the Vietnamese way: 1.234,5. Half is rounded away from zero; no decimals unless asked for."""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    if rounded == 0:
        rounded = abs(rounded)
    separator = "," if grouped else ""
    return f"{rounded:{separator}.{decimals}f}".translate(str.maketrans(",.", ".,"))


def roman(number: int) -> str:
    """A Roman numeral from 1 to 39, for parts and appendices."""
    if not 1 <= number <= 39:
        raise ValueError("Số La Mã chỉ dùng từ 1 đến 39.")
    letters = ""
    for value, letter in _ROMAN:
        while number >= value:
            letters += letter
            number -= value
    return letters


def dash_list(entries: Iterable[str]) -> tuple[str, ...]:
    """ "- …;" for each entry, the last one ending with a full stop. (PL I, mục II.9)"""
    return tuple(f"- {line}" for line in closed_list(entries))


def closed_list(entries: Iterable[str]) -> tuple[str, ...]:
    """Entries ending with ";", the last one with "."; empty entries are left out. (PL I, mục II.6.b, II.9)"""
    bare = [entry for entry in (_bare(raw) for raw in entries) if entry]
    return tuple(f"{entry}{'.' if place == len(bare) else ';'}" for place, entry in enumerate(bare, start=1))


def _bare(entry: str) -> str:
    return one_line(entry).removeprefix("- ").rstrip(" ;.,")


def with_end_mark(text: str) -> str:
    """The last paragraph closed with "./."."""
    return f"{text.rstrip().removesuffix('./.').rstrip(' .;')}./."


def letter_subject(subject: str) -> str:
    """ "V/v …" once, without a closing stop. (PL I, mục II.5.b)"""
    bare = one_line(subject).rstrip(" .;")
    return bare if bare.lower().startswith("v/v") else f"V/v {bare}"


def attached_to(kind: str, number: int | None, symbol_text: str, when: str, issuer: str) -> str:
    """ "Kèm theo Công văn số 05/UBND-NV ngày 14 tháng 3 năm 2025 của …", without brackets. (PL I, mục III.1.c)

    `when` is what official_date() gave, so that paper and appendix say the same.
    """
    name = one_line(kind) or "Công văn"
    written = number_and_symbol(number, symbol_text)
    return f"Kèm theo {name} số{'' if number is None else ' '}{written} {when} của {one_line(issuer)}"
