"""Breaking the name of an office into lines as a clerk would: few lines, even lengths, no break inside a set phrase."""

from neuguong.core.papers.metrics import text_width_mm

# The cell at the head is 70 mm wide; "ỦY BAN NHÂN / DÂN XÃ …" is what a program does there, not an office.
_SET_PHRASES = tuple(
    tuple(phrase.split())
    for phrase in (
        "ủy ban nhân dân",
        "ủy ban mặt trận tổ quốc",
        "hội đồng nhân dân",
        "tòa án nhân dân",
        "viện kiểm sát nhân dân",
        "thị trấn",
        "thị xã",
        "thành phố",
        "thi đua",
        "khen thưởng",
        "văn hóa",
        "thể thao",
        "du lịch",
        "truyền thanh",
        "truyền thông",
        "thông tin",
        "nội vụ",
        "việt nam",
        "tài chính",
        "kế hoạch",
        "giáo dục",
        "đào tạo",
    )
)
_GOOD_STARTS = frozenset({"xã", "phường", "thị", "huyện", "quận", "thành", "tỉnh", "trực", "và", "quý"})

_LINE = 2.0
_INSIDE_PHRASE = 4.0
_ANYWHERE = 0.2


def balanced_lines(text: str, width_mm: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """Break a name into few lines that fit the width, at good places and of even length.

    A line break typed by the caller is kept. A word longer than the width stays whole on its line.
    """
    lines: list[str] = []
    for piece in text.split("\n"):
        lines.extend(_broken(piece.split(), width_mm, size, bold))
    return tuple(lines)


def _broken(words: list[str], width_mm: float, size: float, bold: bool) -> list[str]:
    """The cheapest way to set all words: few lines, good breaks, even lengths, in this order."""
    widths = [text_width_mm(word, size, bold=bold) for word in words]
    space = text_width_mm(" ", size, bold=bold)
    prices = _break_prices(words)
    best: list[tuple[float, int]] = [(0.0, 0)]  # for the first n words: cost, where the last line starts
    for end in range(1, len(words) + 1):
        choices = []
        length = -space
        for start in range(end - 1, -1, -1):
            length += widths[start] + space
            if length > width_mm and start < end - 1:
                break
            slack = max(width_mm - length, 0) / width_mm
            choices.append((best[start][0] + _LINE + slack**2 + prices[start], start))
        best.append(min(choices))
    broken: list[str] = []
    end = len(words)
    while end:
        start = best[end][1]
        broken.insert(0, " ".join(words[start:end]))
        end = start
    return broken


def _break_prices(words: list[str]) -> list[float]:
    """What a break before each word costs."""
    plain = [word.strip(",;-–").casefold() for word in words]
    prices = [0.0] + [_price(words[place - 1], words[place], plain[place]) for place in range(1, len(words))]
    for phrase in _SET_PHRASES:
        for place in range(len(words) - len(phrase) + 1):
            if tuple(plain[place : place + len(phrase)]) == phrase:
                for inside in range(place + 1, place + len(phrase)):
                    prices[inside] = _INSIDE_PHRASE
    return prices


def _price(before: str, word: str, plain: str) -> float:
    if not plain:
        return _INSIDE_PHRASE  # a dash never opens a line
    if before.endswith((",", ";", "-", "–")) or plain in _GOOD_STARTS:
        return 0.0
    return _ANYWHERE
