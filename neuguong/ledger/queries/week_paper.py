"""The leader's page of a week as one sheet of paper, ready to print (PDF)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from neuguong.core.papers import short_date
from neuguong.core.papers.pdf import build_pdf
from neuguong.core.periods import LOCAL, Period
from neuguong.ledger.queries.board_row import BoardRow
from neuguong.ledger.queries.week import Figure, WeekPage

TEMPLATE = Path(__file__).parents[1] / "data" / "trang-tuan.typ"
MOST_LATE = 40  # more never fit on a sheet
MOST_COMING = 5


def week_paper(page: WeekPage, *, fonts: Sequence[Path], made_at: datetime) -> bytes:
    """The sheet as bytes; however many units are late, it stays one."""
    return build_pdf(TEMPLATE, paper_data(page, made_at), fonts=fonts, made_at=made_at)


def paper_data(page: WeekPage, made_at: datetime) -> dict[str, Any]:
    """What the template sets, all of it words."""
    plan, week = page.plan, page.week
    above = plan.unit.parent.name if plan.unit.parent else ""
    until = "hết ngày" if not week.runs else "hết hôm nay,"
    named = sum(len(unit.rows) for unit in page.late)
    return {
        "title": f"{plan.short_title}: {week.label}",
        "parent": above,
        "organisation": plan.unit.name,
        "heading": f"Tình hình thực hiện kế hoạch, {week.label}",
        "subject": f"Kế hoạch {plan.number}: {plan.title}" if plan.number not in plan.title else plan.title,
        "span": f"Từ ngày {short_date(week.monday)} đến {until} {short_date(week.on)}; so với cùng thời gian của tuần trước",
        "heads": _heads(page),
        "duties": [_line(one) for one in (*page.flow, *page.stock)],
        "dossiers": [_line(one) for one in page.dossiers],
        "late_title": f"Đơn vị đang chậm: {len(page.late)} đơn vị, {named} nhiệm vụ quá hạn"
        if page.late
        else "Đơn vị đang chậm",
        "late": [
            {
                "unit": unit.name,
                "count": str(len(unit.rows)),
                "what": duty_words(unit.longest),
                "days": str(unit.longest.late_days),
            }
            for unit in page.late[:MOST_LATE]
        ],
        "late_total": len(page.late),
        "coming": [
            {
                "when": short_date(one.day),
                "text": f"{one.title}, {one.period.label}: {one.missing} trên {one.owing} đơn vị chưa xong",
            }
            for one in page.coming[:MOST_COMING]
        ],
        "coming_none": "Đến hết tuần sau không có hạn nào.",
        "waiting": [
            {
                "when": short_date(one.since) if one.since else "",
                "text": f"{one.label}: {one.number}" if one.number > 1 else one.label,
            }
            for one in page.waiting
        ],
        "restated": RESTATED.format(day=short_date(week.on)) if page.restated else "",
        "footer": f"Lập tự động từ sổ theo dõi; số liệu tính đến hết ngày {short_date(week.on)}.",
        "made": f"In lúc {made_at.astimezone(LOCAL):%H:%M, %d/%m/%Y}",
    }


RESTATED = "* Có phần ghi bổ sung sau ngày {day}, nên có thể khác bản in của ngày ấy."


def duty_words(row: BoardRow) -> str:
    """ "Gửi danh sách giới thiệu …, quý I/2025"."""
    return f"{row.duty_title}, {Period(row.period).label}"


def _heads(page: WeekPage) -> list[dict[str, str]]:
    """The four numbers that come first."""
    done, overdue, *_ = page.flow
    due, on_time, _, standing = page.stock
    share = page.on_time_share
    return [
        {
            "value": "—" if share is None else f"{share}%",
            "mark": _mark((due, on_time)),
            "label": "đúng hạn trong các nhiệm vụ đã đến hạn",
            "change": f"{on_time.now} trên {due.now} nhiệm vụ",
        },
        *(
            {
                "value": str(one.now),
                "mark": _mark((one,)),
                "label": label,
                "change": f"tuần trước {one.before}",
            }
            for one, label in (
                (done, "nhiệm vụ làm xong trong tuần"),
                (overdue, "nhiệm vụ mới quá hạn trong tuần"),
                (standing, "nhiệm vụ đang quá hạn"),
            )
        ),
    ]


def _line(one: Figure) -> dict[str, str]:
    return {"label": one.label, "now": f"{one.now}{_mark((one,))}", "before": str(one.before), "change": one.change}


def _mark(figures: Iterable[Figure]) -> str:
    return "*" if any(one.restated for one in figures) else ""
