"""Codes of a programme. Codes never change; labels may."""

from django.db.models import TextChoices


class SubjectKind(TextChoices):
    """Whom the plan lets stand as an example (KH 87, III.2.1.a)."""

    COLLECTIVE = "collective", "tập thể"
    INDIVIDUAL = "individual", "cá nhân"
    HOUSEHOLD = "household", "hộ gia đình"


class PlanState(TextChoices):
    """A plan is drafted, issued, closed."""

    DRAFT = "draft", "dự thảo"
    ISSUED = "issued", "đã ban hành"
    CLOSED = "closed", "đã kết thúc"


class DutyKind(TextChoices):
    """What a unit owes."""

    QUOTA = "quota", "chỉ tiêu giới thiệu điển hình"
    RETURN = "return", "báo cáo giới thiệu hằng quý"
    ACTIVITY = "activity", "công việc, hoạt động"


class ActivityKind(TextChoices):
    """What a duty of the kind `activity` asks for; dated records with a file show that it was done."""

    OWN_PLAN = "own_plan", "kế hoạch của đơn vị"
    OWN_STANDARD = "own_standard", "tiêu chuẩn của đơn vị"
    DISSEMINATION = "dissemination", "quán triệt, phổ biến"
    REPORT = "report", "báo cáo"
    EVENT = "event", "giao lưu, biểu dương, tôn vinh"
    CONFERENCE = "conference", "hội nghị, đại hội"
    PUBLICITY = "publicity", "tuyên truyền"
    INSPECTION = "inspection", "kiểm tra, giám sát"
    TRAINING = "training", "tập huấn"
    BUDGET = "budget", "thẩm định kinh phí"
    COORDINATION = "coordination", "phối hợp"


class PeriodKind(TextChoices):
    """How often."""

    YEAR = "year", "năm"
    QUARTER = "quarter", "quý"


class Composition(TextChoices):
    """Which kinds must be among those introduced."""

    ANY = "any", "tập thể hoặc cá nhân"
    BOTH_KINDS = "both_kinds", "cả tập thể và cá nhân"
