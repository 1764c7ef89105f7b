"""Tags and filters of the interface; registered as built-ins, so no template loads them."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString

from neuguong.core.periods import Period
from neuguong.web.ui import charts, looks

register = template.Library()

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
NOTICES = {"success": "d", "info": "i", "debug": "i", "warning": "t", "error": "q"}
NOTICE_ICONS = {"d": "check", "i": "info", "t": "warn", "q": "warn"}


register.simple_tag(looks.icon)
register.simple_tag(looks.status)
register.simple_tag(looks.cell)
register.simple_tag(looks.options)
register.simple_tag(looks.nav_link)
register.simple_tag(charts.stacked_bars)


@register.simple_tag
def cell_words(code: str) -> str:
    """What a board cell of this state means, for the legend."""
    return looks.CELLS[code][2]


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The field's control with our class; Django adds the links to hint and error itself."""
    kinds = {"checkbox": "tick", "radioselect": "ticks", "checkboxselectmultiple": "ticks", "file": "inp file"}
    own = field.field.widget.attrs.get("class", "")
    css = kinds.get(field.widget_type, "inp file" if field.widget_type.endswith("file") else "inp")
    return field.as_widget(attrs={"class": f"{css} {own}".strip()})


@register.filter
def notice_kind(level: str) -> str:
    """Our notice for a level of django.contrib.messages."""
    return NOTICES.get(level, "i")


@register.filter
def notice_icon(kind: str) -> str:
    """The icon of a notice of this kind."""
    return NOTICE_ICONS.get(kind, "info")


@register.filter
def headline(text: Any) -> str:
    """The first line: what happened."""
    return str(text).split("\n", 1)[0].strip()


@register.filter
def below(text: Any) -> str:
    """What follows the first line: what to do next."""
    return str(text).partition("\n")[2].strip()


def _local(value: date | datetime) -> date | datetime:
    """An aware moment in the office's zone; a date as it is."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


@register.filter
def dmy(value: date | datetime | None) -> str:
    """14/03/2025."""
    return _local(value).strftime("%d/%m/%Y") if value else ""


@register.filter
def dmyhm(value: datetime | None) -> str:
    """14/03/2025, 16:05."""
    return _local(value).strftime("%d/%m/%Y, %H:%M") if value else ""


@register.filter
def iso(value: date | datetime | None) -> str:
    """For the `datetime` attribute of <time>."""
    return _local(value).isoformat() if value else ""


@register.filter
def weekday(value: date | datetime | None) -> str:
    """Thứ Hai … Chủ nhật, in the middle of a sentence."""
    return WEEKDAYS[_local(value).weekday()] if value else ""


@register.filter
def vnum(value: Decimal | float | int | str | None, digits: int | None = None) -> str:
    """1.234,5: dots between thousands, a comma before decimals; `digits` fixes how many of them."""
    if value is None or value == "":
        return ""
    number = Decimal(str(value))
    text = f"{number:,f}" if digits is None else f"{number:,.{digits}f}"
    if digits is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


@register.filter
def qname(period: str | None) -> str:
    """Code of a period in words: 2025-Q1 is quý I/2025, 2025 is năm 2025; anything else stays as it is."""
    try:
        return Period(str(period or "")).label
    except ValueError:
        return str(period or "")


@register.filter
def cap(text: Any) -> str:
    """First letter large, the others untouched (str.capitalize would spoil names)."""
    words = str(text)
    return words[:1].upper() + words[1:]


@register.filter
def filesize(size: int | None) -> str:
    """2,4 MB, 640 KB."""
    if size is None:
        return ""
    if size < 1024 * 1024:
        return f"{vnum(max(1, round(size / 1024)))} KB"
    return f"{vnum(round(size / 1024 / 1024, 1))} MB"


@register.filter
def lookup(mapping: Mapping[Any, Any] | None, key: Any) -> Any:
    """mapping[key], or nothing."""
    return (mapping or {}).get(key)


@register.simple_tag
def page_url(request: HttpRequest, number: int, name: str = "") -> str:
    """The present address with another page number; filters and order stay."""
    query = request.GET.copy()
    query[name or "page"] = str(number)
    return f"?{query.urlencode()}"


@register.simple_tag
def page_numbers(page: Page) -> list[int | None]:
    """First, last and the neighbours of the present page; None where numbers are left out.

    Of a list that was not counted only the present number.
    """
    if not hasattr(page, "paginator"):
        return [page.number]
    last = page.paginator.num_pages
    near = sorted({1, last, *range(max(1, page.number - 1), min(last, page.number + 1) + 1)})
    shown: list[int | None] = []
    for before, number in zip([0, *near], near, strict=False):
        shown += [number] if number == before + 1 else [None, number]
    return shown
