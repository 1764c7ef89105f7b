"""What moves in publicity, each life as one table."""

from neuguong.core.workflow import Step, Workflow
from neuguong.publicity.enums import ArticleState
from neuguong.publicity.enums import EventState as E
from neuguong.publicity.enums import PlannedState as P
from neuguong.publicity.policy.articles import (
    clears_article,
    did_not_write,
    is_signed_off,
    publishes_article,
    reads_clean,
    writes_article,
)
from neuguong.publicity.policy.channels import keeps_planned_run
from neuguong.publicity.policy.events import event_has_begun, event_is_whole, organises

# What was held is never changed: the holding is taken back, and the event is then announced again.
EVENT = Workflow(
    Step("announce", "Công bố", (E.DRAFT,), E.ANNOUNCED, (organises, event_is_whole)),
    Step("hold", "Ghi đã tổ chức", (E.ANNOUNCED,), E.HELD, (organises, event_has_begun)),
    Step("withdraw", "Rút việc đã tổ chức", (E.HELD,), E.ANNOUNCED, (organises,), needs_note=True),
    Step("cancel", "Hủy sự kiện", (E.DRAFT, E.ANNOUNCED), E.CANCELLED, (organises,), needs_note=True),
    state_labels=dict(E.choices),
    noun="Sự kiện",
)

DRAFT, SENT, CLEARED, PUBLISHED, TAKEN_DOWN, DROPPED = ArticleState

# KH 87, III.3: chỉ đăng điều đã kiểm chứng, được người trong bài đồng ý và được cơ quan tuyên giáo, văn hóa duyệt.
# Hours are no states: they are asked when somebody reads.
ARTICLE = Workflow(
    Step("send", "Gửi duyệt", (DRAFT,), SENT, (writes_article, reads_clean)),
    Step("take_back", "Lấy về sửa", (SENT, CLEARED, TAKEN_DOWN), DRAFT, (writes_article,)),
    Step("return", "Trả lại", (SENT,), DRAFT, (clears_article,), needs_note=True),
    Step("clear", "Duyệt", (SENT,), CLEARED, (clears_article, did_not_write, reads_clean, is_signed_off)),
    Step("publish", "Đăng", (CLEARED,), PUBLISHED, (publishes_article, reads_clean)),
    Step("take_down", "Gỡ xuống", (PUBLISHED,), TAKEN_DOWN, (publishes_article,), needs_note=True),
    Step("drop", "Bỏ bài", (DRAFT,), DROPPED, (writes_article,)),
    state_labels=dict(ArticleState.choices),
    noun="Bài viết",
)

PLANNED_RUN = Workflow(
    Step("run", "Ghi đã phát, đăng", (P.PLANNED,), P.RUN, (keeps_planned_run,)),
    Step("cancel", "Hủy", (P.PLANNED,), P.CANCELLED, (keeps_planned_run,), needs_note=True),
    Step("reopen", "Lập lại", (P.RUN,), P.PLANNED, (keeps_planned_run,)),
    state_labels=dict(P.choices),
    noun="Mục lịch",
)
