"""How states and icons look: the one table of letters, colours and drawings.

Written in Python and not as templates, because a board draws many hundreds of them at once.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Protocol

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

# The icons are copied into the page instead of being referred to: a reference into another file is neither
# printed by every browser nor loaded while the network is down.
_SYMBOL = re.compile(r'<symbol id="(?P<name>[a-z-]+)" viewBox="0 0 24 24">(?P<paths>.*?)</symbol>')

# Letter, class and words of the calendar states of a duty, as in the legend of the board.
CELLS = {
    "met": ("Đ", "d", "Đủ, đúng hạn"),
    "late": ("T", "t", "Gửi trễ"),
    "overdue": ("Q", "q", "Quá hạn, chưa gửi"),
    "due_soon": ("S", "s", "Sắp đến hạn"),
    "not_due": ("C", "c", "Chưa đến hạn"),
    "extended": ("G", "g", "Được gia hạn"),
    "nil": ("K", "k", "Báo cáo không có"),
    "excused": ("M", "m", "Được miễn"),
    "absent": ("–", "n", "Lúc ấy chưa có hoặc không còn đơn vị này"),
}
# Class and icon of the states that a workflow or a check keeps: dossiers, claims, files, plans, accounts.
PILLS = {
    "draft": ("", "pen"),
    "submitted": ("i", "send"),
    "returned": ("r", "return"),
    "in_review": ("s", "waiting"),
    "verified": ("d", "check"),
    "accepted": ("d", "check"),
    "declined": ("r", "close"),
    "recognised": ("d", "exemplar"),
    "forwarded": ("i", "forward"),
    "withdrawn": ("c", "history"),
    "open": ("t", "warn"),
    "backed": ("i", "clip"),
    "checked": ("d", "check"),
    "unchecked": ("s", "waiting"),
    "corrected": ("g", "pen"),
    "rejected": ("r", "close"),
    "uploading": ("i", "upload"),
    "quarantined": ("s", "shield"),
    "safe": ("d", "shield-check"),
    "blocked": ("q", "close"),
    "active": ("d", "check"),
    "resting": ("c", "clock"),
    "revoked": ("r", "close"),
    "issued": ("d", "check"),
    "closed": ("c", "lock"),
    "received": ("s", "waiting"),
    "passed": ("i", "forward"),
    "taken_up": ("d", "folder"),
    "answered": ("c", "return"),
    "told": ("s", "waiting"),
    "shown": ("d", "globe"),
    "not_confirmed": ("c", "return"),
    "given": ("d", "check"),
    "confirmed": ("s", "waiting"),
    "waiting": ("s", "waiting"),
    "asked": ("i", "return"),
    "appraised": ("i", "check"),
    "approved": ("d", "check"),
    "replied": ("d", "check"),
    "recorded": ("d", "check"),
    "taken_back": ("c", "history"),
    "dropped": ("c", "history"),
    "announced": ("i", "megaphone"),
    "held": ("d", "check"),
    "cancelled": ("c", "close"),
}


class NavItem(Protocol):
    """An entry of the rail, as `web/links.py` makes it."""

    label: str
    url: str
    icon: str
    current: bool
    count: int
    short: str


@cache
def icons() -> dict[str, str]:
    """Name of each icon and its drawing (SVG child elements, 24 × 24 box)."""
    source = (Path(__file__).parent / "icons.svg").read_text(encoding="utf-8")
    return {found["name"]: found["paths"] for found in _SYMBOL.finditer(source)}


@cache
def icon(name: str, extra: str = "") -> SafeString:
    """The drawing called `name`; decoration only, so a word stands beside it. KeyError if there is none."""
    # The drawing comes from our own file, never from a person.
    drawing = mark_safe(icons()[name])  # noqa: S308
    css = f"ic {extra}".strip()
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>', css, drawing
    )


def status(code: str, label: str = "") -> SafeString:
    """A state as a pill: ground, letter or icon, and words. An unknown code gets the quiet ground."""
    if code in CELLS:
        letter, css, words = CELLS[code]
        sign = format_html('<b aria-hidden="true">{}</b>', letter)
    else:
        css, drawing = PILLS.get(code, ("", "info"))
        sign, words = icon(drawing), code
    text = str(label or words)
    return format_html(
        '<span class="pill{}">{}{}</span>', f" pill-{css}" if css else "", sign, text[:1].upper() + text[1:]
    )


def cell(
    code: str, *, count: int | str | None = None, words: str = "", url: str = "", current: bool = False
) -> SafeString:
    """A board cell: letter and number for the eye, `words` for the screen reader; a link when it has an address.

    KeyError for a state the board does not know.
    """
    letter, css, usual = CELLS[code]
    number = "" if count in (None, "") else f'<i aria-hidden="true">{int(count)}</i>'
    inside = f'<b aria-hidden="true">{letter}</b>{number}<span class="vh">{conditional_escape(words or usual)}</span>'
    mark = ' aria-current="true"' if current else ""
    if url:
        return mark_safe(f'<a class="c c-{css}" href="{conditional_escape(url)}"{mark}>{inside}</a>')  # noqa: S308
    return mark_safe(f'<span class="c c-{css}">{inside}</span>')  # noqa: S308


def options(choices: Iterable[tuple[object, object]], chosen: object = "") -> SafeString:
    """The <option>s of a drop-down, `chosen` selected: a list's filters draw a hundred of them on every page."""
    wanted = str(chosen)
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((code, SELECTED if str(code) == wanted else "", label) for code, label in choices),
    )


SELECTED = mark_safe(" selected")


def nav_link(item: NavItem, *, long: bool = False) -> SafeString:
    """One entry of the rail (long) or of the tab bar; drawn a dozen times on every page of the desk."""
    words = item.label if long else item.short or item.label
    count = format_html('<b class="num">{}<span class="vh"> việc</span></b>', item.count) if item.count and long else ""
    current = CURRENT if item.current else ""
    return format_html('<a href="{}"{}>{}<span>{}</span>{}</a>', item.url, current, icon(item.icon), words, count)


CURRENT = mark_safe(' aria-current="page"')
