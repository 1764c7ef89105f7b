"""What a text states and somebody must be able to prove: numbers, dates, "first" and "only", awards.

One pass with one pattern made from `data/cach-viet.toml`. At each place the alternatives are tried in this order:
what only looks like a statement, awards, dates, numbers, superlatives; what was read is not read again.
"""

import re
from dataclasses import dataclass
from functools import cache

from neuguong.exemplars.enums import StatementKind
from neuguong.exemplars.reading.rules import any_of, pattern, rules
from neuguong.exemplars.reading.sentences import sentences

_DIGITS = r"(?:\d{1,3}(?:[.\u00a0]\d{3})+(?!\d)(?:,\d+)?|\d+(?:[.,]\d+)?)"
_ALONE = r"(?<![\w.,/-])"  # a number's own beginning: not the 19 of Covid-19, not the 3 of III.3
_WHOLE = r"(?!\w|[.,/-]?\d)"
_YEAR = r"(?:19|20)\d\d(?!\w|[.,]\d)"
_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:1[0-2]|0?[1-9])"
_PAPER = r"\d+(?:[/-]\d{4})?[/-](?-i:[A-ZĐ]{1,5}(?=[-/\s.,;:)]|$)|[A-ZĐ]{2,5})[\w/-]*"  # 87/KH-UBND, 05-CT/TW
_DECISION = r"\d+(?:/\d{4})?/(?:QĐ|QD)[\w/-]*"


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement by its place in the text as given; the sentence's place beside it."""

    kind: StatementKind
    start: int
    end: int
    text: str
    sentence_start: int
    sentence_end: int


def statements(text: str) -> tuple[Statement, ...]:
    """Everything in `text` (composed characters, as stored) that wants proof, in order, not overlapping."""
    found = []
    for sentence in sentences(text):
        for match in _reader().finditer(text, sentence.start, sentence.end):
            if match.lastgroup != "skip":
                kind = StatementKind(str(match.lastgroup))
                start, end = match.span()
                found.append(Statement(kind, start, end, match[0], sentence.start, sentence.end))
    return tuple(found)


@cache
def _reader() -> re.Pattern[str]:
    parts = {
        "skip": _skipped(),
        "award": _award(),
        "date": _date(),
        "number": _number(),
        "superlative": _superlative(),
    }
    whole = "|".join(f"(?P<{name}>{_unnamed(part)})" for name, part in parts.items())
    return re.compile(whole, re.IGNORECASE)


def _unnamed(part: str) -> str:
    """Groups of the file as groups that are not counted: `lastgroup` must be the kind."""
    return re.sub(r"(?<!\\)\((?!\?)", "(?:", part)


@cache
def units() -> str:
    """Any unit, with what it is counted per ("đồng/kg", "lần/ngày")."""
    one = any_of(rules()["number"]["units"] + rules()["number"]["money"])
    return rf"(?:{one}|%)(?:\s*/\s*(?:{one}|\w+))*"


def _skipped() -> str:
    number, award, superlative = rules()["number"], rules()["award"], rules()["superlative"]
    parts = [
        rf"(?<!\w)(?!số\s+1\s+(?:của|trong|toàn|cả|về)\s){any_of(number['names'])}\s+(?:số\s+)?\d{{1,3}}[a-zđ]?(?![\w%²]|[.,/-]\d|\s*(?:{units()}|{_scale()}))",
        rf"(?<!\w){any_of(number['places'])}(?-i:(?:\s+[A-ZÀ-ỸĐ][^\W\d_]*){{1,4}})\s+\d{{1,2}}(?![\w%²]|[.,/-]\d|\s*(?:{units()}|{_scale()}))",
        rf"(?<![\w/])(?:số\s+)?{_PAPER}",
        r"(?<!\w)(?:\+84|0)\d{2,3}(?:[ .-]?\d{3,4}){2}(?!\d)",
        r"(?<!\d)\d{9,}(?!\d|\s*(?:đồng|đ)(?!\w))",
        r"(?<=\n)[-+*•\s]*\d{1,2}(?:\.\d+)*[.)/](?=\s)",
        r"\A[-+*•\s]*\d{1,2}(?:\.\d+)*[.)/](?=\s)",
        rf"{_ALONE}[ivx]+\.\d+(?:\.\d+)*",
        rf"(?<![\w,.]){any_of(number['not'])}",
        rf"{_ALONE}\d+\s+{any_of(number['slogans'])}(?:\s*(?:,|và|-|–)\s*\d+\s+{any_of(number['slogans'])})*",
        rf"(?<!\w){any_of(number['slogan_lead'])}\s+[“\"]?(?:{'|'.join(number['counting'])})\s+{any_of(number['slogans'])}",
        r"(?<!\w)(?:thứ|mồng|mùng|lớp|khối)\s+(?:hai|ba|tư|năm|sáu|bảy|bẩy|tám|chín|mười|một)(?!\w)",
        rf"(?<!\w){any_of(award['not'])}",
        rf"(?<!\w)(?!ít\s+nhất\s+(?:\d|{'|'.join(number['counting'])})){any_of(superlative['not'])}",
    ]
    return "|".join(parts)


def _scale() -> str:
    return any_of(rules()["number"]["scales"])


def _award() -> str:
    award, numerals = rules()["award"], "|".join(rules()["number"]["counting"])
    count = rf"(?:{_ALONE}(?:\d+|{numerals})\s+)?"
    ends = any_of(award["title_ends"])
    title = rf"{award['title']}\s+(?:[“\"«][^”\"»\n]{{2,80}}[”\"»]|(?:(?!{ends})[^\W\d_]+(?:,\s+|\s+(?:-|–)\s+|\s+|(?=\W|$))){{0,8}}(?<=\w))"
    grade = rf"(?:\s+(?:hạng|loại)\s+{any_of(award['grades'])})?"
    level = rf"(?:\s+{any_of(award['levels'])})?"
    decision = rf"(?:\s*\(?(?:theo\s+)?(?:Quyết\s+định\s+)?số:?\s+{_PAPER})?"
    named = rf"(?<!\w){count}(?:{title}|{any_of(award['phrases'])}){grade}{level}{decision}"
    return rf"{named}|(?<![\w/])(?:quyết\s+định\s+)?(?:số:?\s+)?{_DECISION}"


def _date() -> str:
    per = r"(?<!mỗi )(?<!một )(?<!hằng )(?<!hàng )(?<!từng )"
    counted = rf"(?:\s+(?:{any_of(rules()['number']['not_years'])}))"
    no_unit = rf"(?!\w|[.,/-]\d|\s+(?:{units()}|{_scale()}))"
    names = r"(?:giêng|hai|ba|tư|năm|sáu|bảy|bẩy|tám|chín|mười\s+một|mười\s+hai|mười|chạp)"
    until = rf"(?:\s+(?:đến|tới|-|–)\s+(?:nay|(?:hết\s+|cuối\s+|đầu\s+)?(?:năm\s+)?{_YEAR})|\s*[-–]\s*{_YEAR})?"
    full = rf"{_DAY}[/.-]{_MONTH}[/.-](?:19|20)\d\d(?!\w)"
    parts = [
        rf"(?:ngày\s+)?{_ALONE}{full}(?:\s*[-–]\s*{full})?",
        rf"{per}ngày\s+{_DAY}\s+tháng\s+{_MONTH}(?:\s+năm\s+{_YEAR})?(?!\w)",
        rf"(?:mùng|mồng|rằm)(?:\s+{_DAY})?\s+tháng\s+(?:{_MONTH}|{names})(?!\w)",
        rf"{per}ngày\s+{_DAY}[/-]{_MONTH}{no_unit}",
        rf"(?:đêm|tối)(?:\s+ngày)?\s+{_DAY}\s+rạng(?:\s+sáng)?(?:\s+ngày)?\s+{_DAY}[/-]{_MONTH}(?:[/-](?:19|20)\d\d)?(?!\w)",
        rf"(?:sáng|trưa|chiều|tối|đêm|dịp|lễ|hôm)\s+{_DAY}[/-]{_MONTH}{no_unit}",
        rf"{per}ngày\s+{_DAY}{no_unit}",
        rf"tháng\s+{_MONTH}\s*[/-]\s*{_YEAR}",
        rf"{per}tháng\s+{_MONTH}(?:\s+năm\s+{_YEAR}|{no_unit})",
        rf"{per}(?<!\d )tháng\s+{names}(?:\s+năm\s+{_YEAR}|(?=\s+năm\s+(?:sau|trước|nay|ngoái|đó|ấy))|{no_unit})",
        rf"{_ALONE}{_MONTH}/{_YEAR}",
        rf"quý\s+(?:iv|i{{1,3}}|[1-4])(?!\w)(?:\s*[/-]\s*{_YEAR}|\s+năm\s+{_YEAR})?",
        rf"(?:(?:năm\s+học|giai\s+đoạn|nhiệm\s+kỳ|niên\s+khóa)\s+)?{_ALONE}(?:19|20)\d\d\s*[-–]\s*{_YEAR}",
        rf"(?:từ\s+)?(?:{_DIGITS}\s+tháng\s+(?:(?:đầu|cuối|giữa)\s+)?|(?:đầu|cuối|giữa)\s+)?(?:năm\s+học|năm)\s+(?:19|20)\d\d(?!\d){until}",
        r"(?:những\s+năm|thập\s+niên|thập\s+kỷ)\s+(?:\d0)(?!\d)",
        rf"(?:từ\s+)?{_ALONE}{_YEAR}(?!{counted}){until}",
    ]
    return rf"(?<!\w)(?:{'|'.join(parts)})"


def _number() -> str:
    number = rules()["number"]
    about = rf"(?:{any_of(number['approximate'])}\s+)?"
    amount = rf"{_DIGITS}(?:\s*{_scale()}(?:\s+{_DIGITS}\s*{_scale()}|\s+rưỡi)*)?"
    ratio = rf"{_DIGITS}\s*/\s*{_DIGITS}"
    whole = rf"{amount}(?:\s*{units()})?"
    span = (
        rf"(?:(?:từ\s+)?{_ALONE}{whole}(?:\s*[-–]\s*|\s+(?:đến|tới)\s+){amount}"
        rf"|từ\s+{_ALONE}{whole}\s+(?:lên|xuống|còn)\s+{amount})"
    )
    more = rf"(?:\s+{_DIGITS}\s*(?:phút|giây|tháng|ngày)(?!\w))?"
    unit = rf"(?:\s*{units()}{more}|\s*/\s*[^\W\d]+|h(?:\d\d)?)?{_WHOLE}"
    five = rf"(?<!{' )(?<!'.join(number['before_year'])} )(?=năm)"  # and not a year: "mỗi năm hộ ông"
    scales = rf"(?:{'|'.join(number['scales'])}|mươi)"
    numerals = rf"(?:{'|'.join(number['numerals'] + number['scales'])})"
    counting = "|".join(number["counting"])
    guard = rf"(?:(?!năm)|{five})"
    words = [
        rf"hàng\s+(?:{'|'.join(number['scales'])})(?!\w)(?:\s+{scales}(?!\w))*(?:\s+{units()})?",
        rf"(?:hơn|gần|trên|cả|vài)\s+(?:{'|'.join(number['scales'])})(?!\w)(?:\s+{scales}(?!\w))*(?:\s+{units()})?",
        any_of(number["shares"]),
        rf"{guard}(?:(?:một|{counting})\s+{scales}(?!\w)|mười\s+{numerals}(?!\w))(?:\s+{numerals}(?!\w))*(?:\s+{units()})?",
        rf"{guard}(?:{counting})\s+{units()}",
    ]
    return rf"(?<!\w){about}(?:{span}{unit}|{_ALONE}{ratio}{unit}|{_ALONE}{amount}{unit}|(?<!\w)(?:{'|'.join(words)}))"


def _superlative() -> str:
    superlative = rules()["superlative"]
    scope = rf"(?:\s+(?:(?:ở|tại|của|trong|trên địa bàn|trên)\s+)?(?:(?:toàn|cả)\s+)?{any_of(superlative['scopes'])})?"
    phrases = any_of(superlative["phrases"])
    return rf"(?<!\w)(?:{phrases}|(?:[^\W\d_]+\s+)?(?-i:nhất|NHẤT)(?!\w|\s+(?:nhất|trí|là|quán|định|loạt)(?!\w))){pattern(scope)}"
