"""States and kinds of dossiers. Codes never change; labels may."""

from django.db.models import TextChoices

from neuguong.programme.enums import SubjectKind

__all__ = [
    "DECLARED_KINDS",
    "AwardLevel",
    "ChecklistReply",
    "ClaimState",
    "ConflictKind",
    "EntryBasis",
    "HIGHER_LEVELS",
    "Influence",
    "Labour",
    "MessageState",
    "NominationState",
    "NotConfirmed",
    "NotPassed",
    "ReplicationState",
    "ReplicatorKind",
    "RecognitionLevel",
    "RewardState",
    "StandInStep",
    "StandardState",
    "Certainty",
    "PairState",
    "PhotoTime",
    "NotTakenUp",
    "ObjectionState",
    "SuggestionKind",
    "SuggestionState",
    "ProofKind",
    "StatementKind",
    "SubjectKind",
    "VisitOpinion",
    "WordingRule",
]


class NominationState(TextChoices):
    """Where a nomination is. Lateness and forwarding are computed, never states."""

    DRAFT = "draft", "bản nháp"
    SUBMITTED = "submitted", "đã gửi"
    RETURNED = "returned", "bị trả lại"
    VERIFIED = "verified", "đạt thẩm định"
    DECLINED = "declined", "không đạt"
    RECOGNISED = "recognised", "đã công nhận"
    WITHDRAWN = "withdrawn", "đã rút"


class EntryBasis(TextChoices):
    """How a dossier came into the system: written by the unit, typed for it from its letter, or after the decision."""

    OWN = "own", "đơn vị lập"
    PAPER = "paper", "ghi thay theo văn bản giấy"
    AFTER = "after", "ghi lại sau"


class Labour(TextChoices):
    """Direct workers come first (Law 06/2022, art. 5); the share of managers is watched."""

    DIRECT = "direct", "trực tiếp lao động, sản xuất, công tác"
    MANAGER = "manager", "lãnh đạo, quản lý"


class Influence(TextChoices):
    """How far the example reaches."""

    UNIT = "unit", "trong đơn vị"
    COMMUNE = "commune", "trong xã, phường, thị trấn"
    DISTRICT = "district", "trong huyện"
    PROVINCE = "province", "trong tỉnh"
    NATION = "nation", "toàn quốc"


class AwardLevel(TextChoices):
    """Who gave an earlier award."""

    UNIT = "unit", "cấp cơ sở"
    DISTRICT = "district", "cấp huyện"
    PROVINCE = "province", "cấp tỉnh"
    MINISTRY = "ministry", "cấp bộ, ngành"
    STATE = "state", "cấp Nhà nước"


# Whose awards may be recorded for somebody without a dossier here; the others come from dossiers (KH 87, III.3.b).
HIGHER_LEVELS = (AwardLevel.PROVINCE, AwardLevel.MINISTRY, AwardLevel.STATE)


class RewardState(TextChoices):
    """Where the record of an award from above is. Only what somebody else compared with the decision may be told."""

    UNCHECKED = "unchecked", "chưa kiểm tra"
    CHECKED = "checked", "đã kiểm tra"
    WITHDRAWN = "withdrawn", "đã rút"


class RecognitionLevel(TextChoices):
    """Who recognised: the unit within its authority (KH 87, IV.1) or the organisation through its Council."""

    UNIT = "unit", "đơn vị công nhận"
    COUNCIL = "council", "Hội đồng công nhận"


class StandardState(TextChoices):
    """Where a version of a unit's standard is. Which one is in force is computed from the days, never a state."""

    DRAFT = "draft", "bản nháp"
    ISSUED = "issued", "đã ban hành"
    DROPPED = "dropped", "đã bỏ"


class ConflictKind(TextChoices):
    """Why somebody does not judge a dossier: said by themself, found by the system, or a recusal from this one alone."""

    KINSHIP = "kinship", "họ hàng"
    MANAGER = "manager", "người quản lý trực tiếp"
    SUPPORTER = "supporter", "người đã ủng hộ trước"
    RECUSED = "recused", "đã rút khỏi việc xét"
    MEMBER = "member", "người của đơn vị giới thiệu"
    AUTHOR = "author", "người lập hồ sơ"


# What only the person knows; the others are read from memberships, hands in the dossier, recognitions and recusals.
DECLARED_KINDS = (ConflictKind.KINSHIP, ConflictKind.MANAGER, ConflictKind.SUPPORTER)


class StandInStep(TextChoices):
    """What a recorded substitute may do to one dossier. The first covers returning and declining, too."""

    VERIFY = "verify", "thẩm định"
    RECOGNISE = "recognise_council", "công nhận thay Chủ tịch Hội đồng"


class Certainty(TextChoices):
    """How sure it is that two records speak of one subject."""

    SURE = "sure", "chắc"
    POSSIBLE = "possible", "có thể"


class PairState(TextChoices):
    """What became of two records that look like one."""

    OPEN = "open", "chưa xem xét"
    DISMISSED = "dismissed", "không trùng"
    MERGED = "merged", "đã gộp"


class StatementKind(TextChoices):
    """What a text states that somebody must be able to prove."""

    NUMBER = "number", "số liệu"
    DATE = "date", "thời gian"
    SUPERLATIVE = "superlative", "nhất, đầu tiên, duy nhất"
    AWARD = "award", "khen thưởng"


class WordingRule(TextChoices):
    """What is remarked about the way a text is written."""

    SUPERLATIVE_UNBACKED = "superlative_unbacked", "so sánh nhất chưa có minh chứng"
    PERCENTAGE_WITHOUT_BASE = "percentage_without_base", "phần trăm không có gốc so sánh"
    REVENUE_AS_PROFIT = "revenue_as_profit", "lẫn doanh thu với lợi nhuận"
    ROUND_NUMBERS_ONLY = "round_numbers_only", "chỉ có số tròn"
    NO_DATE = "no_date", "không có thời gian"
    COPIED = "copied", "trùng với hồ sơ khác"
    FORM_LETTER = "form_letter", "câu sáo rỗng"


class SuggestionKind(TextChoices):
    """What a citizen tells of: somebody who could be an example, or one good deed."""

    SUGGESTION = "suggestion", "giới thiệu gương"
    GOOD_DEED = "good_deed", "người tốt, việc tốt"


class SuggestionState(TextChoices):
    """What became of a suggestion. Who sent it reads these words and no others."""

    RECEIVED = "received", "đã nhận"
    PASSED = "passed", "đã chuyển đơn vị"
    TAKEN_UP = "taken_up", "đã lập hồ sơ"
    ANSWERED = "answered", "đã trả lời"
    REJECTED = "rejected", "không tiếp nhận"


class NotTakenUp(TextChoices):
    """Why a unit makes no dossier of a suggestion. Who sent it reads these words, so they name nobody."""

    KNOWN = "known", "Đã được giới thiệu hoặc đã có hồ sơ"
    NOT_YET = "not_yet", "Chưa đủ tiêu chuẩn, đơn vị tiếp tục theo dõi"
    NOT_CONFIRMED = "not_confirmed", "Chưa xác minh được việc làm"
    NOT_OURS = "not_ours", "Không thuộc địa bàn hoặc đơn vị này"
    UNWILLING = "unwilling", "Người được giới thiệu không muốn lập hồ sơ"


class ChecklistReply(TextChoices):
    """What was answered to one question of the checklist. Which answer stands in the way, the list itself says."""

    YES = "yes", "có"
    NO = "no", "không"
    NOT_APPLICABLE = "not_applicable", "không áp dụng"


class VisitOpinion(TextChoices):
    """What who went there thinks should happen."""

    PROPOSE = "propose", "đề nghị xét"
    MORE = "more", "cần bổ sung"
    AGAINST = "against", "không đề nghị"


class PhotoTime(TextChoices):
    """How it is known when a photo was taken. The hour of a file may be that of copying it, so the page says which."""

    CAMERA = "camera", "theo máy ảnh"
    FILE = "file", "theo giờ của tệp"
    UNKNOWN = "unknown", "không rõ lúc chụp"


class ObjectionState(TextChoices):
    """Where a comment on a dossier is. Before its sender has confirmed it, it is none. Late is computed."""

    UNCONFIRMED = "unconfirmed", "chờ xác nhận"
    CONFIRMED = "confirmed", "chờ trả lời"
    ANSWERED = "answered", "đã trả lời"


class ClaimState(TextChoices):
    """What is known of one thing the text states."""

    UNSUPPORTED = "unsupported", "chưa có minh chứng"
    SUPPORTED = "supported", "chờ kiểm chứng"
    CHECKED = "checked", "đã kiểm chứng"
    CORRECTED = "corrected", "đã đính chính"
    REJECTED = "rejected", "bị bác bỏ"


class ProofKind(TextChoices):
    """What a claim rests on."""

    FILE = "file", "tệp"
    PHOTO = "photo", "ảnh"
    DECISION = "decision", "quyết định"
    CONFIRMER = "confirmer", "người xác nhận"
    LINK = "link", "đường dẫn"


class ConsentPurpose(TextChoices):
    """What somebody agrees to. Each is agreed to by itself; nothing follows from anything."""

    STORY = "story", "câu chuyện"
    PHOTO = "photo", "hình ảnh"


class ConsentChannel(TextChoices):
    """Where it may be published."""

    PORTAL = "portal", "cổng công khai"
    RADIO = "radio", "loa truyền thanh"
    PRESS = "press", "báo, đài"
    SOCIAL = "social", "mạng xã hội của cơ quan"


class ConsentGiver(TextChoices):
    """Who signs. Which of them may, the law and the subject's age say (`reading/consent.py`)."""

    SELF = "self", "chính người được nêu gương"
    CHILD_AND_GUARDIAN = "child_and_guardian", "trẻ em và người giám hộ cùng ký"
    GUARDIAN = "guardian", "người giám hộ"
    FAMILY = "family", "gia đình của người đã mất"
    REPRESENTATIVE = "representative", "người đại diện tập thể hoặc hộ"


class WithdrawalWay(TextChoices):
    """How the office learned that a consent is withdrawn."""

    IN_PERSON = "in_person", "nói trực tiếp"
    PHONE = "phone", "điện thoại"
    PAPER = "paper", "văn bản"


class PublicationState(TextChoices):
    """Where a story is. Whether it is shown now, consent says besides (`queries/publication.py`)."""

    DRAFT = "draft", "đang soạn"
    PUBLISHED = "published", "đã đăng"
    TAKEN_DOWN = "taken_down", "đã gỡ"


class ExemplarState(TextChoices):
    """Whether a recognition stands and the public sees it. What was withheld still counts; what was revoked does not."""

    STANDING = "standing", "đang được công nhận"
    WITHHELD = "withheld", "không công khai"
    REVOKED = "revoked", "đã hủy công nhận"


class ReplicatorKind(TextChoices):
    """Who follows an example. The public reads the kind, never the name unless it was agreed to."""

    UNIT = "unit", "đơn vị, tập thể"
    HOUSEHOLD = "household", "hộ gia đình"
    PERSON = "person", "cá nhân"


class ReplicationState(TextChoices):
    """Where the word about a place that follows an example is. Only what the unit of the place saw may be shown."""

    TOLD = "told", "chờ xác minh"
    CHECKED = "checked", "đã xác minh"
    SHOWN = "shown", "đang hiện trên cổng"
    NOT_CONFIRMED = "not_confirmed", "chưa xác nhận được"
    WITHDRAWN = "withdrawn", "đã rút"


class NotConfirmed(TextChoices):
    """Why the unit of the place does not confirm. Who told it reads these words, so they name nobody."""

    NOT_FOUND = "not_found", "Chưa tìm thấy nơi làm theo"
    NO_RESULT = "no_result", "Có làm theo nhưng chưa có kết quả"
    DIFFERENT = "different", "Việc đang làm không giống cách làm của điển hình"
    NOT_HERE = "not_here", "Không ở địa bàn hoặc đơn vị này"
    UNWILLING = "unwilling", "Người làm theo không muốn nêu"


class MessageState(TextChoices):
    """Where a message to an exemplar is. Who sent it reads these words."""

    WAITING = "waiting", "chờ duyệt"
    PASSED = "passed", "đã duyệt, đang chuyển"
    GIVEN = "given", "đã đến người nhận"
    REJECTED = "rejected", "không chuyển"
    WITHDRAWN = "withdrawn", "đã rút"


class NotPassed(TextChoices):
    """Why a message is not passed on. Who sent it reads these words."""

    SPAM = "spam", "Quảng cáo hoặc gửi hàng loạt"
    INSULT = "insult", "Có lời xúc phạm"
    PERSONAL = "personal", "Có dữ liệu cá nhân của người khác"
    OFF_TOPIC = "off_topic", "Không phải lời gửi điển hình"
    UNREADABLE = "unreadable", "Không đọc được"
