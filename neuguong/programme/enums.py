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
    CONTINUING = "continuing", "tiếp tục nhiệm vụ được giao"


class EventKind(TextChoices):
    """What kind of event answers a duty; a plan's duties name them (KH 87, III.3.b)."""

    HONOURING = "honouring", "hội nghị tôn vinh, biểu dương"
    CONGRESS = "congress", "đại hội, hội nghị thi đua yêu nước"
    REVIEW = "review", "hội nghị sơ kết, tổng kết phong trào"
    EXCHANGE = "exchange", "giao lưu, trao đổi kinh nghiệm"


class PeriodKind(TextChoices):
    """How often."""

    YEAR = "year", "năm"
    QUARTER = "quarter", "quý"


class Composition(TextChoices):
    """Which kinds must be among those introduced."""

    ANY = "any", "tập thể hoặc cá nhân"
    BOTH_KINDS = "both_kinds", "cả tập thể và cá nhân"


class Indicator(TextChoices):
    """One figure of the programme: one code, one name, one definition (docs/indicators.md), wherever it is shown."""

    INTRODUCED = "introduced", "Điển hình đã giới thiệu"
    INTRODUCED_COLLECTIVE = "introduced_collective", "Tập thể đã giới thiệu"
    INTRODUCED_INDIVIDUAL = "introduced_individual", "Cá nhân đã giới thiệu"
    INTRODUCED_HOUSEHOLD = "introduced_household", "Hộ gia đình đã giới thiệu"
    VERIFIED = "verified", "Điển hình đạt thẩm định"
    RECOGNISED = "recognised", "Điển hình được công nhận"
    RECOGNISED_COLLECTIVE = "recognised_collective", "Tập thể được công nhận"
    RECOGNISED_INDIVIDUAL = "recognised_individual", "Cá nhân được công nhận"
    RECOGNISED_HOUSEHOLD = "recognised_household", "Hộ gia đình được công nhận"
    RECOGNISED_UNIT = "recognised_unit", "Được đơn vị công nhận, chưa qua Hội đồng"
    RECOGNISED_COUNCIL = "recognised_council", "Được công nhận qua Hội đồng"
    RECOGNISED_SHARE = "recognised_share", "Tỷ lệ được công nhận"
    REVOKED = "revoked", "Công nhận đã hủy"
    QUOTA_OWED = "quota_owed", "Lượt đơn vị có chỉ tiêu năm, đã chốt hoặc đã đủ"
    QUOTA_REQUIRED = "quota_required", "Số điển hình ít nhất phải giới thiệu"
    QUOTA_DONE = "quota_done", "Số điển hình tính vào chỉ tiêu"
    QUOTA_MET = "quota_met", "Lượt đơn vị đủ chỉ tiêu năm"
    QUOTA_MET_SHARE = "quota_met_share", "Tỷ lệ lượt đơn vị đủ chỉ tiêu"
    RETURNS_OWED = "returns_owed", "Lượt báo cáo quý đã đến hạn"
    RETURNS_ON_TIME = "returns_on_time", "Báo cáo quý gửi đúng hạn, có danh sách"
    RETURNS_NIL = "returns_nil", "Báo cáo quý “không có”, đúng hạn"
    RETURNS_LATE = "returns_late", "Báo cáo quý gửi trễ"
    RETURNS_MISSING = "returns_missing", "Báo cáo quý chưa gửi"
    RETURNS_IN_TIME_SHARE = "returns_in_time_share", "Tỷ lệ báo cáo quý đúng hạn"
    OWN_PLAN_OWED = "own_plan_owed", "Đơn vị phải có kế hoạch riêng"
    OWN_PLAN_DONE = "own_plan_done", "Đơn vị đã có kế hoạch riêng"
    OWN_PLAN_SHARE = "own_plan_share", "Tỷ lệ đơn vị có kế hoạch riêng"
    OWN_STANDARD_OWED = "own_standard_owed", "Đơn vị phải có tiêu chuẩn riêng"
    OWN_STANDARD_DONE = "own_standard_done", "Đơn vị đã ban hành tiêu chuẩn riêng"
    OWN_STANDARD_SHARE = "own_standard_share", "Tỷ lệ đơn vị có tiêu chuẩn riêng"
    DISSEMINATION_OWED = "dissemination_owed", "Đơn vị phải triển khai kế hoạch"
    DISSEMINATION_DONE = "dissemination_done", "Đơn vị đã triển khai kế hoạch"
    DISSEMINATION_SHARE = "dissemination_share", "Tỷ lệ đơn vị đã triển khai kế hoạch"
    EVENTS = "events", "Lần giao lưu, biểu dương, tôn vinh"
    EVENTS_OWED = "events_owed", "Lượt đơn vị phải giao lưu, tôn vinh trong năm, đã đến hạn hoặc đã làm"
    EVENTS_MET = "events_met", "Lượt đơn vị đã giao lưu, tôn vinh trong năm"
    EVENTS_MET_SHARE = "events_met_share", "Tỷ lệ lượt đơn vị đã giao lưu, tôn vinh"
    PUBLICITY = "publicity", "Việc tuyên truyền đã ghi"
    CONFERENCES = "conferences", "Hội nghị, đại hội đã ghi"
    INSPECTIONS = "inspections", "Lần kiểm tra, giám sát đã ghi"
    TRAININGS = "trainings", "Lần tập huấn đã ghi"
    COORDINATION = "coordination", "Chương trình phối hợp đã ghi"
    BUDGETS = "budgets", "Lần thẩm định kinh phí đã ghi"


class Annex(TextChoices):
    """The annexes that a report may carry; what the system has no data for says so on its page."""

    SECTORS = "sectors", "theo lĩnh vực, loại và cấp công nhận"
    UNITS = "units", "theo đơn vị, so với chỉ tiêu, đúng hạn và trễ"
    LIST = "list", "danh sách trích ngang"
    PUBLICITY = "publicity", "hoạt động tuyên truyền đã ghi"
    RECOGNITION = "recognition", "công nhận theo cấp và loại đối tượng"
    NURTURE = "nurture", "bồi dưỡng điển hình"
    BUDGET = "budget", "kinh phí"
