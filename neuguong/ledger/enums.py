"""Codes of the ledger. Calendar states are computed and never stored; codes never change, labels may."""

from django.db.models import TextChoices


class ObligationState(TextChoices):
    """What the calendar and the facts make of an obligation on a day; `letter` is what the board prints."""

    NOT_DUE = "not_due", "chưa đến hạn"
    DUE_SOON = "due_soon", "sắp đến hạn"
    OVERDUE = "overdue", "quá hạn, chưa gửi"
    LATE = "late", "gửi trễ"
    MET = "met", "đủ, đúng hạn"
    EXCUSED = "excused", "được miễn"
    NIL = "nil", "báo cáo không có"


LETTERS: dict[str, str] = {
    ObligationState.NOT_DUE: "C",
    ObligationState.DUE_SOON: "S",
    ObligationState.OVERDUE: "Q",
    ObligationState.LATE: "T",
    ObligationState.MET: "Đ",
    ObligationState.EXCUSED: "M",
    ObligationState.NIL: "K",
}
EXTENDED_LETTER = "G"


class ReturnKind(TextChoices):
    """What a quarter's return says."""

    LIST = "list", "danh sách"
    NIL = "nil", "không có điển hình"


class ActivityForm(TextChoices):
    """How an event was held (KH 87, III.3.b: in person, online, or within a review conference)."""

    IN_PERSON = "in_person", "trực tiếp"
    ONLINE = "online", "trực tuyến"
    EMBEDDED = "embedded", "lồng ghép trong hội nghị khác"


class UnitPlanState(TextChoices):
    """A unit's own plan is drafted, issued, or put aside unissued; a later version replaces an issued one by its day."""

    DRAFT = "draft", "bản nháp"
    ISSUED = "issued", "đã ban hành"
    DROPPED = "dropped", "đã bỏ"


class PackageFileKind(TextChoices):
    """The files of an issued package."""

    LETTER = "letter", "công văn và danh sách (.docx)"
    SHEET = "sheet", "danh sách và bảng theo đơn vị (.xlsx)"


class DigestState(TextChoices):
    """What the office has decided about one person's collected notice."""

    WAITING = "waiting", "chờ phát hành"
    HELD = "held", "đang giữ lại"
    RELEASED = "released", "đã phát hành"
    STOPPED = "stopped", "không gửi"


class ObstacleState(TextChoices):
    """Whose turn it is with an obstacle that a unit reported."""

    WAITING = "waiting", "chờ trả lời"
    ASKED = "asked", "chờ đơn vị nói rõ"
    ANSWERED = "replied", "đã trả lời"
    CLOSED = "closed", "đã kết thúc"


class ObstacleAct(TextChoices):
    """What was said or done about an obstacle; each leaves an entry that never changes."""

    REPORT = "report", "Báo vướng mắc"
    HAND = "hand", "Giao người trả lời"
    EXTEND = "extend", "Gia hạn trả lời"
    ASK = "ask", "Hỏi lại đơn vị"
    CLARIFY = "clarify", "Đơn vị nói rõ"
    ANSWER = "answer", "Trả lời"
    REOPEN = "reopen", "Còn vướng"
    SETTLE = "settle", "Đơn vị báo đã gỡ được"
    CLOSE = "close", "Kết thúc"


class ReportState(TextChoices):
    """Where a unit's report stands. Whether it was on time is not here: the day of its first submission says so."""

    DRAFT = "draft", "bản nháp"
    SUBMITTED = "submitted", "đã gửi"
    RETURNED = "returned", "trả lại"
    ACCEPTED = "accepted", "đã tiếp nhận"


class EstimateState(TextChoices):
    """Whose turn it is with a unit's estimate (dự toán)."""

    DRAFT = "draft", "bản nháp"
    SUBMITTED = "submitted", "chờ thẩm định"
    APPRAISED = "appraised", "chờ phê duyệt"
    APPROVED = "approved", "đã phê duyệt"
    RETURNED = "returned", "bị trả lại"
    DROPPED = "dropped", "đã bỏ"
