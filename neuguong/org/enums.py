"""Kinds and codes of the organisation. Codes never change; labels may."""

from django.db.models import TextChoices


class UnitKind(TextChoices):
    """What a unit is; the plan's rules speak of kinds."""

    STATE_COMMITTEE = "state_committee", "ủy ban nhân dân"
    MINISTRY_DEPARTMENT = "ministry_department", "sở, ngành tỉnh"
    AGENCY = "agency", "cơ quan chuyên môn"
    PARTY_BODY = "party_body", "cơ quan Đảng"
    FRONT_OR_UNION = "front_or_union", "Mặt trận, đoàn thể"
    COMMUNE = "commune", "xã, phường, thị trấn"
    SCHOOL = "school", "trường học"
    PUBLIC_SERVICE = "public_service", "đơn vị sự nghiệp"
    ENTERPRISE = "enterprise", "doanh nghiệp"
    VERTICAL = "vertical", "cơ quan ngành dọc"
    ARMED_FORCES = "armed_forces", "lực lượng vũ trang"
    HAMLET = "hamlet", "thôn, tổ dân phố"


class LineageKind(TextChoices):
    """How one life of a unit passed into another."""

    MERGED = "merged", "sáp nhập"
    SPLIT = "split", "chia tách"
    RENAMED = "renamed", "đổi tên"
    ABOLISHED = "abolished", "giải thể"


class ReorganisationState(TextChoices):
    """An act is drawn up and tried, then recorded; a mistake is taken back as a whole."""

    DRAFT = "draft", "đang soạn"
    RECORDED = "recorded", "đã ghi nhận"
    TAKEN_BACK = "taken_back", "đã hủy ghi nhận"
    DROPPED = "dropped", "đã bỏ"


class BlockKind(TextChoices):
    """Both words are used in the plan's recipients."""

    KHOI = "khoi", "khối thi đua"
    CUM = "cum", "cụm thi đua"


class Seat(TextChoices):
    """Seats of a council. The secretary has no vote."""

    CHAIR = "chair", "Chủ tịch Hội đồng"
    DEPUTY = "deputy", "Phó Chủ tịch Hội đồng"
    MEMBER = "member", "Ủy viên Hội đồng"
    SECRETARY = "secretary", "Thư ký Hội đồng"


class Basis(TextChoices):
    """Why somebody holds a role."""

    APPOINTED = "appointed", "được phân công"
    DELEGATED = "delegated", "được ủy quyền"
    SUBSTITUTE = "substitute", "làm thay"


class Mark(TextChoices):
    """How sure a fact of the reference data is."""

    VERIFIED = "V", "đã đối chiếu văn bản"
    EXCERPT = "V-ex", "đối chiếu qua trích đoạn"
    KNOWN = "K", "hiểu biết chung, chưa kiểm chứng"
    REPORTED = "R", "theo nguồn thứ cấp, chưa kiểm chứng"
    PROPOSED = "P", "đề xuất"


class Role(TextChoices):
    """What a person is, at a unit, from a day until a day."""

    UNIT_OFFICER = "unit_officer", "cán bộ đầu mối"
    UNIT_HEAD = "unit_head", "người đứng đầu đơn vị"
    EMULATION_OFFICE = "emulation_office", "cơ quan thường trực"
    COUNCIL_CHAIR = "council_chair", "Chủ tịch Hội đồng"
    COUNCIL_DEPUTY = "council_deputy", "Phó Chủ tịch Hội đồng"
    COUNCIL_MEMBER = "council_member", "Ủy viên Hội đồng"
    COUNCIL_SECRETARY = "council_secretary", "Thư ký Hội đồng"
    BLOCK_HEAD = "block_head", "trưởng khối thi đua"
    LEADER = "leader", "lãnh đạo"
    FINANCE = "finance", "tài chính"
    EDITOR = "editor", "biên tập viên"
    CLEARANCE = "clearance", "người duyệt nội dung"
    INSPECTOR = "inspector", "người kiểm tra"
    OBSERVER = "observer", "người theo dõi"
    TECHNICAL = "technical", "quản trị kỹ thuật"


class ReviewAnswer(TextChoices):
    """What a head says of a role, once a year."""

    RIGHT = "right", "vẫn đúng"
    LEFT = "left", "đã nghỉ hoặc chuyển đi"
    OTHER = "other", "vai trò khác"


class CodePurpose(TextChoices):
    """What a one-time secret is for: a link in a first letter, or a code read out by the administrator."""

    INVITE = "invite", "mời"
    RESET = "reset", "đặt lại mật khẩu"


class SpeakerKind(TextChoices):
    """Who speaks for the programme: named by the Party's committee, or by the unit itself."""

    REPORTER = "reporter", "báo cáo viên"
    PROPAGANDIST = "propagandist", "tuyên truyền viên"
