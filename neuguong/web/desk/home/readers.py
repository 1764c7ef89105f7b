"""What readers say, on the front page: places to check, places to put on the site, messages to read and to give."""

from datetime import date

from django.urls import reverse

from neuguong.core.periods import local_day
from neuguong.exemplars.enums import MessageState
from neuguong.exemplars.queries.messages import MessageTasks
from neuguong.exemplars.queries.replications import ReplicationRow, ReplicationTasks
from neuguong.web.desk.home.work import WEEK, Group, Item
from neuguong.web.ui.templatetags.ui import dmy, vnum


def replication_groups(found: ReplicationTasks, today: date) -> list[Group]:
    """What the unit of a place has to see, and what the office may show (KH 87, III.3.b)."""
    more = reverse("desk:replications")
    groups = (
        ("Nơi học theo, chờ đơn vị xác minh", "Xem và ghi", found.to_check),
        ("Nơi học theo đã xác minh, chờ đưa lên cổng", "Đọc và đưa lên", found.to_show),
    )
    return [Group(title, tuple(_place(one, link, today) for one in rows), more) for title, link, rows in groups if rows]


def _place(row: ReplicationRow, link: str, today: date) -> Item:
    day = row.until or local_day(row.told_at)
    words = f"Đến xem và trả lời trước khi hết ngày {dmy(row.until)}." if row.until else "Đơn vị nơi ấy đã đến xem."
    return Item(
        title=f"{row.who}, {row.place}",
        url=reverse("desk:replication", args=[row.id]),
        link=link,
        on=day,
        near=abs((day - today).days) < WEEK,
        hot=row.late,
        code=row.state,
        status=row.state_label,
        text=f"Học theo {row.exemplar}. {f'Đã quá hạn xác minh {dmy(row.until)}.' if row.late else words}",
    )


def message_groups(found: MessageTasks) -> list[Group]:
    """How many messages wait; each press opens the list where they are read."""
    url = reverse("desk:exemplar_messages")
    items = []
    if found.to_read:
        text = "Chưa duyệt thì không ai khác đọc được."
        items.append(
            _many(
                f"{vnum(found.to_read)} lời nhắn chờ duyệt", f"{url}?state={MessageState.WAITING}", "Đọc và duyệt", text
            )
        )
    if found.to_give:
        text = "Đưa lời tới người nhận rồi ghi lại."
        items.append(
            _many(
                f"{vnum(found.to_give)} lời nhắn chờ đưa người nhận", f"{url}?state={MessageState.PASSED}", "Mở", text
            )
        )
    return [Group("Lời nhắn gửi điển hình", tuple(items))] if items else []


def _many(title: str, url: str, link: str, text: str) -> Item:
    return Item(title=title, url=url, link=link, text=text)
