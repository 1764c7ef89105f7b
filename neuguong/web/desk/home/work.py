"""What waits for the signed-in person: grouped, dated, one button each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from neuguong.core.periods import Period, local_day
from neuguong.exemplars.enums import NominationState
from neuguong.exemplars.queries.claim_questions import QuestionTask
from neuguong.exemplars.queries.consents import WithdrawalTask
from neuguong.exemplars.queries.objections import CommentTasks
from neuguong.exemplars.queries.tasks import Task, TaskList, tasks_of
from neuguong.exemplars.queries.voices import SuggestionRow, SuggestionTasks
from neuguong.ledger.enums import ObligationState
from neuguong.ledger.models import PaperRemark
from neuguong.ledger.queries.board_row import BoardRow
from neuguong.ledger.queries.budget import EstimateRow, EstimateTasks
from neuguong.ledger.queries.grid import state_words
from neuguong.ledger.queries.obstacles import ObstacleRow, ObstacleTasks
from neuguong.ledger.queries.packages import OPEN, READY, RoundRow
from neuguong.programme.enums import DutyKind
from neuguong.web.ui.templatetags.ui import dmy, dmyhm, vnum

WEEK = 7
SHOWN = 8  # of one kind; the rest is one press away
URGENT_DAYS = 1
OPEN_RETURN = (ObligationState.DUE_SOON, ObligationState.NOT_DUE)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do, as `ui/_task.html` shows it."""

    title: str
    url: str
    link: str
    on: date | None = None
    near: bool = False
    hot: bool = False
    main: bool = False
    code: str = ""
    status: str = ""
    ref: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Things to do under one heading; `more_url` leads to the `hidden` ones (`uncounted`: and to others besides)."""

    title: str
    items: tuple[Item, ...]
    more_url: str = ""
    hidden: int = 0
    uncounted: bool = False


def _near(on: date | None, today: date) -> bool:
    return on is not None and abs((on - today).days) < WEEK


def _item(
    task: Task, *, link: str, today: date, on: date | None, text: str, edit: bool = False, hot: bool = False
) -> Item:
    name = "desk:nomination_edit" if edit else "desk:nomination"
    return Item(
        title=task.title,
        url=reverse(name, args=[task.nomination_id]),
        link=link,
        on=on,
        near=_near(on, today),
        hot=hot,
        code=task.state,
        status=NominationState(task.state).label,
        ref=task.number,
        text=text,
    )


def _since(moment: datetime) -> str:
    return f"Chờ từ {dmyhm(moment)}."


def _unit_items(mine: Any, row: BoardRow | None, today: date) -> Iterable[Item]:
    """The unit's dossiers that still have to go out, those that came back first."""
    until = row.last_day if row and row.days_left >= 0 else None
    urgent = until is not None and (until - today).days <= URGENT_DAYS
    for task in mine.returned.rows:
        text = f"Lý do trả lại: {task.note}" if task.note else "Hồ sơ được trả lại để bổ sung."
        yield _item(task, link="Bổ sung", today=today, on=until, text=text, edit=True, hot=True)
    for task in mine.to_send.rows:
        text = f"Đã đủ để gửi. Sửa lần cuối {dmyhm(task.since)}."
        yield _item(task, link="Xem và gửi", today=today, on=until, text=text, hot=urgent)
    for task in mine.drafts.rows:
        text = f"Sửa lần cuối {dmyhm(task.since)}."
        yield _item(task, link="Viết tiếp", today=today, on=until, text=text, edit=True, hot=urgent)


def _return_item(row: BoardRow, today: date) -> Item:
    """The quarter's own duty: a list, or the word that there is nobody."""
    label = Period(row.period).label
    late = row.days_left < 0
    return Item(
        title=f"Báo cáo {label}: gửi danh sách hoặc báo “không có”",
        url=reverse("desk:obligation", args=[row.obligation_id]),
        link="Mở báo cáo",
        on=row.last_day,
        near=_near(row.last_day, today),
        hot=late or row.days_left <= URGENT_DAYS,
        code=str(row.state),
        text=f"Trễ {row.late_days} ngày. Gửi ngay vẫn được ghi nhận là gửi trễ."
        if late
        else "Chưa gửi hồ sơ nào cho đợt này.",
    )


def unit_groups(mine: Any, rows: Iterable[BoardRow], today: date) -> list[Group]:
    """What a unit's people have to do, the overdue first, then what goes before the next cut-off."""
    rows = tuple(rows)
    returns = [row for row in rows if row.duty_kind == DutyKind.RETURN]
    overdue = [row for row in returns if row.state == ObligationState.OVERDUE]
    coming = next((row for row in returns if row.days_left >= 0), None)
    items = list(_unit_items(mine, coming, today))
    if coming and coming.state in OPEN_RETURN and not coming.sent:
        items.append(_return_item(coming, today))
    before = (
        f"Trước hạn {Period(coming.period).label}, hết ngày {dmy(coming.last_day)}" if coming else "Hồ sơ đang viết"
    )
    return [
        group
        for group in (
            Group("Đã quá hạn", tuple(_return_item(row, today) for row in overdue)),
            Group(before, tuple(items)),
            _duty_group(rows, today),
        )
        if group.items
    ]


def _duty_group(rows: Iterable[BoardRow], today: date) -> Group:
    """What else the plan asks of the unit and is near or overdue, the oldest first (KH 87, III.3, IV.1)."""
    wanted = (ObligationState.OVERDUE, ObligationState.DUE_SOON)
    owed = [row for row in rows if row.duty_kind == DutyKind.ACTIVITY and row.state in wanted]
    owed.sort(key=lambda row: (row.last_day, row.obligation_id))
    items = tuple(
        Item(
            title=row.duty_title,
            url=reverse("desk:obligation", args=[row.obligation_id]),
            link="Ghi việc đã làm",
            on=row.last_day,
            near=_near(row.last_day, today),
            hot=row.days_left < 0 and row.late_days <= WEEK,
            code=str(row.state),
            status=state_words(row),
            text=f"{Period(row.period).label[:1].upper()}{Period(row.period).label[1:]}, hạn hết ngày {dmy(row.last_day)}.",
        )
        for row in owed[:SHOWN]
    )
    return Group("Nhiệm vụ khác của kế hoạch", items, more_url=reverse("desk:duties"), hidden=len(owed) - len(items))


def _waiting_group(found: TaskList, title: str, link: str, today: date, query: str) -> Group:
    items = tuple(
        replace(
            _item(task, link=link, today=today, on=local_day(task.since), text=_since(task.since)),
            title=f"{task.title}, {task.unit_name}",
        )
        for task in found.rows[:SHOWN]
    )
    return Group(
        title,
        items,
        more_url=f"{reverse('desk:nominations')}?{query}",
        hidden=len(found.rows) - len(items),
        uncounted=found.more,
    )


def office_groups(mine: Any, rounds: Iterable[RoundRow], today: date) -> list[Group]:
    """What the office and the chair have to do, the longest waiting first."""
    rounds = tuple(rounds)
    latest = next((row for row in rounds if row.state != OPEN), None)  # due even when it would be empty
    packages = tuple(
        Item(
            title=f"Lập gói {row.period.label}",
            url=reverse("desk:packages"),
            link="Mở gói quý",
            on=row.last_day,
            near=_near(row.last_day, today),
            hot=True,
            text=f"Đợt đã chốt hết ngày {dmy(row.last_day)}; {row.waiting} hồ sơ đạt thẩm định đang chờ vào gói.",
        )
        for row in rounds
        if row.state == READY and not row.closed and (row.waiting or row is latest)
    )
    found = (
        Group("Gói gửi cấp trên", packages),
        _waiting_group(mine.to_verify, "Chờ thẩm định, cũ nhất trước", "Thẩm định", today, "state=submitted&sort=sent"),
        _waiting_group(mine.to_recognise, "Chờ Hội đồng công nhận", "Mở hồ sơ", today, "state=verified"),
    )
    return [group for group in found if group.items]


def _told(row: SuggestionRow, link: str, today: date) -> Item:
    """A citizen's suggestion that waits to be passed on or answered."""
    waits = f"Trả lời trước khi hết ngày {dmy(row.until)}." if row.until else _since(row.received_at)
    return Item(
        title=row.about,
        url=reverse("desk:suggestion", args=[row.id]),
        link=link,
        on=row.until or local_day(row.received_at),
        near=_near(row.until, today),
        hot=row.late,
        code=row.state,
        status=row.state_label,
        text=f"Đã quá hạn {dmy(row.until)}. Trả lời ngay." if row.late else waits,
    )


def voice_groups(told: SuggestionTasks, today: date) -> list[Group]:
    """What citizens told and somebody has to do next."""
    more = reverse("desk:suggestions")
    found = (
        Group("Lời giới thiệu của người dân, chờ chuyển đơn vị", tuple(_told(one, "Xem và chuyển", today) for one in told.to_pass), more),
        Group("Lời giới thiệu của người dân, chờ đơn vị trả lời", tuple(_told(one, "Xem và trả lời", today) for one in told.to_answer), more),
    )  # fmt: skip
    return [group for group in found if group.items]


def _hindered(row: ObstacleRow, link: str, today: date) -> Item:
    """An obstacle that waits for an answer or for the unit's words."""
    by = f"Trả lời trước khi hết ngày {dmy(row.until)}." if row.until else "Cơ quan thường trực hỏi lại, chờ đơn vị."
    return Item(
        title=f"{row.title}, {row.unit}",
        url=reverse("desk:obstacle", args=[row.id]),
        link=link,
        on=row.until or local_day(row.reported_at),
        near=_near(row.until, today),
        hot=row.late or not row.until,
        code=row.state,
        status=row.state_label,
        text=f"Đã quá hạn trả lời {dmy(row.until)}." if row.late else by,
    )


def obstacle_groups(found: ObstacleTasks, today: date) -> list[Group]:
    """What hinders units and somebody has to answer or to explain (KH 87, IV, last paragraph)."""
    more = reverse("desk:obstacles")
    groups = (
        Group("Vướng mắc của đơn vị, chờ trả lời", tuple(_hindered(one, "Mở và trả lời", today) for one in found.to_answer), more),
        Group("Vướng mắc, chờ đơn vị nói rõ", tuple(_hindered(one, "Nói rõ thêm", today) for one in found.to_clarify), more),
    )  # fmt: skip
    return [group for group in groups if group.items]


def _money(row: EstimateRow, link: str) -> Item:
    """An estimate that waits for finance, for the leader, or for the unit."""
    amount = row.total.asked if row.total.appraised is None else row.total.appraised
    return Item(
        title=f"{row.title}, {row.unit}",
        url=reverse("desk:estimate", args=[row.id]),
        link=link,
        code=row.state,
        status=row.state_label,
        text=f"Năm {row.year}, {vnum(amount)} đồng.",
    )


def money_groups(found: EstimateTasks) -> list[Group]:
    """What the plan's money asks of somebody (KH 87, IV.3)."""
    more = reverse("desk:estimates")
    groups = (
        Group("Dự toán kinh phí, chờ thẩm định", tuple(_money(one, "Thẩm định") for one in found.to_appraise), more),
        Group(
            "Dự toán kinh phí, chờ phê duyệt", tuple(_money(one, "Xem và phê duyệt") for one in found.to_approve), more
        ),
        Group("Dự toán kinh phí bị trả lại", tuple(_money(one, "Xem lý do") for one in found.to_revise), more),
    )
    return [group for group in groups if group.items]


def question_groups(found: Iterable[QuestionTask], today: date) -> list[Group]:
    """What the verifiers ask the unit."""
    items = tuple(
        Item(
            one.name,
            reverse("desk:claims", args=[one.nomination_id]),
            "Trả lời",
            on=local_day(one.asked_at),
            near=_near(local_day(one.asked_at), today),
            hot=True,
            ref=one.number,
            text=one.question,
        )
        for one in found
    )
    return [Group("Cơ quan thẩm định hỏi", items)] if items else []


def comment_groups(found: CommentTasks) -> list[Group]:
    """What the plan's days for comments ask of the office."""
    url = reverse("desk:comment_windows")
    items = []
    if found.to_answer:
        text = "Trả lời hết ý kiến rồi Hội đồng mới công nhận được."
        items.append(
            Item(f"{found.to_answer} ý kiến về hồ sơ chưa trả lời", url, "Đọc và trả lời", hot=True, text=text)
        )
    if found.to_put_out:
        text = "Kế hoạch yêu cầu lấy ý kiến trước khi công nhận."
        items.append(Item(f"{found.to_put_out} hồ sơ chờ đưa ra lấy ý kiến", url, "Đưa ra lấy ý kiến", text=text))
    return [Group("Lấy ý kiến", tuple(items))] if items else []


def remark_groups(found: Iterable[PaperRemark], today: date) -> list[Group]:
    """What units say to letters that were typed for them."""
    items = tuple(
        Item(
            f"{one.paper.obligation.unit.short_name}, văn bản số {one.paper.number}",
            reverse("desk:unit_paper", args=[one.paper_id]),
            "Đọc và trả lời",
            on=local_day(one.made_at),
            near=_near(local_day(one.made_at), today),
            text=one.text,
        )
        for one in found
    )
    return [Group("Ý kiến về văn bản đã ghi thay", items)] if items else []


def withdrawal_groups(found: Sequence[WithdrawalTask], today: date) -> list[Group]:
    """Clocks of the law that run since somebody took a consent back."""
    items = tuple(
        Item(
            title=one.name,
            url=reverse("desk:publication", args=[one.exemplar_id]),
            link="Mở",
            on=one.until,
            near=_near(one.until, today),
            hot=one.late,
            text=f"{one.label}, chậm nhất ngày {dmy(one.until)}.",
        )
        for one in found
    )
    return [Group("Rút đồng ý công khai", items)] if items else []


def with_main(groups: list[Group]) -> list[Group]:
    """The first thing of all gets the page's one red button."""
    if not groups:
        return groups
    first, *others = groups
    head, *rest = first.items
    return [replace(first, items=(replace(head, main=True), *rest)), *others]


__all__ = [
    "Group",
    "Item",
    "comment_groups",
    "money_groups",
    "obstacle_groups",
    "office_groups",
    "remark_groups",
    "tasks_of",
    "unit_groups",
    "voice_groups",
    "with_main",
    "withdrawal_groups",
]


def urging_groups(waiting: int) -> list[Group]:
    """The digests that urge nobody until the office lets them go."""
    if not waiting:
        return []
    title = f"{waiting} thư đôn đốc chờ phát hành"
    text = "Thư của mỗi sáng gom mọi việc đến nấc đôn đốc; chưa phát hành thì chưa ai nhận được."
    return [Group("Đôn đốc", (Item(title=title, url=reverse("desk:reminders"), link="Xem và phát hành", text=text),))]
