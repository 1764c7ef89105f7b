"""Small static charts as SVG, beside a table with the same numbers: no script, no inline style, read aloud by title and text."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT, FOOT, HEAD = 560, 180, 22, 14
Bar = tuple[str, Sequence[tuple[str, int]]]  # words below, then colour class and number from the ground up


def stacked_bars(key: str, title: str, words: str, bars: Sequence[Bar]) -> SafeString:
    """Bars side by side, each of several parts; `key` makes the ids of its title and text unique on the page."""
    top = max((sum(number for _, number in parts) for _, parts in bars), default=0) or 1
    slot = WIDTH / max(len(bars), 1)
    drawn = [_bar(place * slot, slot, label, parts, top) for place, (label, parts) in enumerate(bars)]
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-t {}-d"><title id="{}-t">{}</title>'
        '<desc id="{}-d">{}</desc>{}<line class="ch-axis" x1="0" y1="{}" x2="{}" y2="{}"/></svg>',
        WIDTH, HEIGHT, key, key, key, title, key, words, format_html_join("", "{}", ((one,) for one in drawn)),
        HEIGHT - FOOT, WIDTH, HEIGHT - FOOT,
    )  # fmt: skip


def _bar(x: float, slot: float, label: str, parts: Sequence[tuple[str, int]], top: int) -> SafeString:
    ground, width = float(HEIGHT - FOOT), min(slot * 0.62, 44.0)
    left, boxes = x + (slot - width) / 2, []
    for css, number in parts:
        height = number / top * (HEIGHT - FOOT - HEAD)
        ground -= height
        if number:
            boxes.append((css, f"{left:.1f}", f"{ground:.1f}", f"{width:.1f}", f"{height:.1f}"))
    total = sum(number for _, number in parts)
    return format_html(
        '<g>{}<text class="ch-n" x="{}" y="{}">{}</text><text class="ch-l" x="{}" y="{}">{}</text></g>',
        format_html_join("", '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>', boxes),
        f"{x + slot / 2:.1f}", f"{ground - 3:.1f}", total, f"{x + slot / 2:.1f}", HEIGHT - 7, label,
    )  # fmt: skip
