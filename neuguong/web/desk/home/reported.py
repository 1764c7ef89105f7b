"""Reports on the front page: what waits for the office, what came back to the unit (KH 87, IV.1)."""

from datetime import date, timedelta

from django.urls import reverse

from neuguong.core.periods import local_day
from neuguong.ledger.enums import ReportState
from neuguong.ledger.models import Report
from neuguong.ledger.queries.reports import ReportTasks
from neuguong.web.desk.home.work import SHOWN, WEEK, Group, Item
from neuguong.web.ui.templatetags.ui import dmyhm


def report_groups(found: ReportTasks, today: date) -> list[Group]:
    """One group for those to read and answer, one for those to mend and send again."""
    more = reverse("desk:reports")
    groups = (
        ("Báo cáo của đơn vị, chờ tiếp nhận", "Đọc và trả lời", found.to_answer),
        ("Báo cáo được trả lại", "Sửa và gửi lại", found.to_mend),
    )
    return [
        Group(title, tuple(_item(one, link, today) for one in rows[:SHOWN]), more, max(len(rows) - SHOWN, 0))
        for title, link, rows in groups
        if rows
    ]


def _item(report: Report, link: str, today: date) -> Item:
    last = list(report.submissions.all())[-1]
    came_back = report.state == ReportState.RETURNED
    moment = last.returned_at or last.effective_at
    day = local_day(moment)
    return Item(
        title=f"{report.obligation.duty.title}, {report.obligation.unit.short_name}",
        url=reverse("desk:report", args=[report.pk]),
        link=link,
        on=day,
        near=today - day < timedelta(days=WEEK),
        hot=came_back,
        code=report.state,
        status=report.get_state_display(),
        text=f"Lý do trả lại: {last.reason}" if came_back else f"Gửi lần {last.turn}, chờ từ {dmyhm(moment)}.",
    )
