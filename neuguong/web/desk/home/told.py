"""Articles that wait for the signed-in person: to be cleared, to be put on the site, to be mended because they hide; and
awards from above that wait to be compared with their decision, or whose consent was taken back."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from neuguong.exemplars.queries.rewards import reward_withdrawals_due, rewards_to_check
from neuguong.org.roles import Permission
from neuguong.publicity.enums import ArticleState
from neuguong.publicity.models import Article
from neuguong.publicity.queries.articles import articles_visible_to, to_read_again
from neuguong.web.desk.home.work import SHOWN, WEEK, Group, Item
from neuguong.web.ui.templatetags.ui import dmy


def article_groups(who: Any) -> list[Group]:
    """What of articles is to be done; nothing is asked for people without a part in them."""
    writes, clears = who.office.may(Permission.WRITE_ARTICLE), who.office.may(Permission.CLEAR_ARTICLE)
    if not (writes or clears):
        return []
    mine = articles_visible_to(who.user.pk, who.today).order_by("pk")
    found = []
    if clears:
        found.append(("Bài chờ duyệt", mine.filter(state=ArticleState.SENT), "Đọc và duyệt", "Chờ anh/chị duyệt."))
    if writes:
        ready, hidden = mine.filter(state=ArticleState.CLEARED), mine.filter(pk__in=to_read_again().values("pk"))
        found.append(("Bài đã duyệt, chưa đăng", ready, "Đăng", "Đăng ngay hoặc hẹn giờ."))
        found.append(
            (
                "Bài đang ẩn",
                hidden,
                "Sửa",
                "Một ý trong bài vừa đổi hoặc được đính chính, nên bài không còn trên trang.",
            )
        )
    return [group for title, rows, link, text in found if (group := _group(title, rows, link, text))]


def _group(title: str, rows: "QuerySet[Article]", link: str, text: str) -> Group | None:
    items = tuple(
        Item(title=one.title, url=reverse("desk:article", args=[one.pk]), link=link, text=text) for one in rows[:SHOWN]
    )
    return Group(title, items, reverse("desk:articles") if len(items) == SHOWN else "") if items else None


def reward_groups(who: Any) -> list[Group]:
    """What of awards from above is to be done; nothing is asked for people without a part in them."""
    found = []
    if who.office.may(Permission.KEEP_LEDGER):
        items = tuple(
            Item(
                title=one.name, url=reverse("desk:reward", args=[one.pk]), link="Đối chiếu",
                text=f"{one.award}, Quyết định số {one.decision_number}, {one.unit.name}.",
            )
            for one in rewards_to_check(who.user.pk, who.today)[:SHOWN]
        )  # fmt: skip
        if items:
            found.append(Group("Khen thưởng của cấp trên chờ đối chiếu", items, reverse("desk:rewards")))
    if who.office.may(Permission.PUBLISH_ARTICLE):
        clocks = tuple(
            Item(
                title=one.name, url=reverse("desk:reward", args=[one.reward_id]), link="Mở", on=one.until, hot=one.late,
                near=abs((one.until - who.today).days) < WEEK, text=f"{one.label}, chậm nhất ngày {dmy(one.until)}.",
            )
            for one in reward_withdrawals_due(who.user.pk, who.today)
        )  # fmt: skip
        if clocks:
            found.append(Group("Người được khen rút đồng ý", clocks))
    return found
