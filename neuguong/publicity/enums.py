"""Codes of publicity. Codes never change; labels may."""

from django.db.models import TextChoices

from neuguong.exemplars.enums import ConsentChannel


class EventForm(TextChoices):
    """How an event is held (KH 87, III.3.b: in person, online, or within a review conference)."""

    IN_PERSON = "in_person", "trực tiếp"
    ONLINE = "online", "trực tuyến"
    EMBEDDED = "embedded", "lồng ghép trong hội nghị khác"


class EventState(TextChoices):
    """Where an event stands."""

    DRAFT = "draft", "đang chuẩn bị"
    ANNOUNCED = "announced", "đã công bố"
    HELD = "held", "đã tổ chức"
    CANCELLED = "cancelled", "đã hủy"


class ColumnKind(TextChoices):
    """Where articles are gathered (KH 87, III.3.b: mở chuyên trang, chuyên mục)."""

    COLUMN = "column", "chuyên mục"
    PAGE = "page", "chuyên trang"


class ArticleForm(TextChoices):
    """How it is told."""

    ARTICLE = "article", "bài viết"
    REPORTAGE = "reportage", "phóng sự"
    INTERVIEW = "interview", "phỏng vấn"
    PHOTO_ESSAY = "photo_essay", "phóng sự ảnh"


class ArticleState(TextChoices):
    """Where an article is. Whether it is shown now, its time and the gate say besides (`queries/articles.py`)."""

    DRAFT = "draft", "đang soạn"
    SENT = "sent", "chờ duyệt"
    CLEARED = "cleared", "đã duyệt, chưa đăng"
    PUBLISHED = "published", "đã đăng"
    TAKEN_DOWN = "taken_down", "đã gỡ"
    DROPPED = "dropped", "đã bỏ"


class BlockType(TextChoices):
    """What an article is made of."""

    PARAGRAPH = "paragraph", "đoạn văn"
    HEADER = "header", "đầu mục"
    CLAIM = "claim", "ý đã kiểm chứng"
    QUOTE = "quote", "lời trích"
    FIGURE = "figure", "ảnh"
    GALLERY = "gallery", "bộ ảnh"
    VIDEO = "video", "video"
    TABLE = "table", "bảng"


class AttendeeSource(TextChoices):
    """How somebody came onto the list of an event."""

    INVITED = "invited", "được mời"
    REGISTERED = "registered", "tự đăng ký"
    AT_DOOR = "at_door", "ghi tại cửa"


class AttendeePart(TextChoices):
    """As what somebody is there."""

    HONOURED = "honoured", "được tôn vinh"
    SPEAKER = "speaker", "giao lưu, phát biểu"
    DELEGATE = "delegate", "đại biểu"
    GUEST = "guest", "khách mời"


class AttendeeAnswer(TextChoices):
    """What somebody answered to an invitation."""

    YES = "yes", "sẽ dự"
    NO = "no", "không dự"


class OutletKind(TextChoices):
    """By what means the public is reached (KH 87, III.3.c)."""

    DISTRICT_SITE = "district_site", "trang thông tin cấp huyện"
    COMMUNE_SITE = "commune_site", "trang thông tin của đơn vị, cấp xã"
    RADIO = "radio", "đài truyền thanh, loa"
    PRESS = "press", "báo, tạp chí"
    FACEBOOK = "facebook", "trang Facebook"
    ZALO = "zalo", "Zalo OA"
    YOUTUBE = "youtube", "kênh YouTube"
    SMS = "sms", "tin nhắn di động"


# Which box of the signed paper must be ticked for an outlet of a kind. The paper knows four channels; a site of the office
# is read as the public portal, a message to citizens as the office's own social media (docs/adr, channels and consent).
CONSENT_FOR: dict[str, ConsentChannel] = {
    OutletKind.DISTRICT_SITE: ConsentChannel.PORTAL,
    OutletKind.COMMUNE_SITE: ConsentChannel.PORTAL,
    OutletKind.RADIO: ConsentChannel.RADIO,
    OutletKind.PRESS: ConsentChannel.PRESS,
    OutletKind.FACEBOOK: ConsentChannel.SOCIAL,
    OutletKind.ZALO: ConsentChannel.SOCIAL,
    OutletKind.YOUTUBE: ConsentChannel.SOCIAL,
    OutletKind.SMS: ConsentChannel.SOCIAL,
}
# Of these it is known how long one piece may take.
WITH_SLOT = (OutletKind.RADIO, OutletKind.YOUTUBE)


class PlannedState(TextChoices):
    """What became of an entry of the calendar. Late is computed."""

    PLANNED = "planned", "đã lên lịch"
    RUN = "run", "đã phát, đăng"
    CANCELLED = "cancelled", "đã hủy"


class AudienceKind(TextChoices):
    """Who listened to a talk."""

    RESIDENTS = "residents", "nhân dân thôn, tổ dân phố"
    PUPILS = "pupils", "học sinh, sinh viên"
    OFFICIALS = "officials", "cán bộ, công chức, viên chức"
    MEMBERS = "members", "đoàn viên, hội viên"
    WORKERS = "workers", "người lao động"
    FORCES = "forces", "lực lượng vũ trang"
    MIXED = "mixed", "nhiều đối tượng"
