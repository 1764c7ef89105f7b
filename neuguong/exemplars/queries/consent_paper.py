"""The form of consent to be printed and signed by hand: nothing on it is ticked, and it says what may be taken back."""

from datetime import datetime

from neuguong.core.papers.layout import (
    BODY,
    CELL,
    CELL_HEAD,
    MOTTO,
    NATION,
    NATIONAL_NAME,
    PLACE_DATE,
    SIGNER,
    SPACE,
    TENET,
    TITLE,
)
from neuguong.core.papers.word import Element, GridCell, GridRow, Section, grid, paragraph, word_file
from neuguong.core.periods import local_day
from neuguong.exemplars.enums import ConsentChannel, ConsentGiver, ConsentPurpose
from neuguong.exemplars.models import Exemplar
from neuguong.exemplars.reading.consent import consent_law_on, who_may_sign

BOX, LINE, SHORT_LINE = "☐", "…" * 18, "…" * 12  # a line that breaks would be spread over its width
TOLD = (
    "Câu chuyện gồm: họ tên, năm được công nhận, đơn vị, việc đã làm và kết quả đã được kiểm chứng. Hình ảnh gồm: một ảnh "
    "trong hồ sơ. Không đăng số điện thoại, số giấy tờ, địa chỉ nhà, dân tộc, tôn giáo, tình trạng sức khỏe.",
    "Mục đích: nêu gương người tốt, việc tốt. Không dùng vào việc khác.",
)
FREE = "Việc đồng ý là tự nguyện. Không đồng ý thì việc công nhận, khen thưởng vẫn như cũ; chỉ không đăng."
BACK = (
    "Tôi có quyền xem, yêu cầu sửa, và rút lại sự đồng ý bất cứ lúc nào, không cần nêu lý do, bằng lời nói, điện thoại hoặc "
    "văn bản gửi cơ quan trên. Khi rút, câu chuyện và hình ảnh được gỡ; dòng ghi tên, đơn vị và quyết định công nhận trong "
    "sổ điển hình ở lại theo pháp luật về thi đua, khen thưởng."
)


def consent_form_of(exemplar: Exemplar, *, at: datetime) -> bytes:
    """The form as .docx for this exemplar, in the words of the law in force on the day it is printed."""
    day, subject = local_day(at), exemplar.subject
    law = consent_law_on(day)
    signers = who_may_sign(subject.kind, subject.birth_year, day)
    lines = [
        f"Về việc công khai câu chuyện, hình ảnh của: {exemplar.name}, {exemplar.unit.name}.",
        f"Cơ quan giữ và đăng thông tin: {exemplar.plan.unit.name}.",
        *TOLD,
        FREE,
        "Tôi đánh dấu X vào những ô tôi đồng ý; ô để trống là không đồng ý:",
    ]
    after = [
        BACK,
        f"Khi rút, cơ quan trả lời trong {_days(law.answer_days, law.answer_counted)} và ngừng đăng trong "
        f"{_days(law.stop_days, law.stop_counted)} ({_days(law.stop_with_others_days, law.stop_counted)} nếu nơi khác cũng "
        f"phải ngừng), theo {law.law}.",
        "Phiếu do một trong những người sau ký: " + "; ".join(ConsentGiver(one).label for one in signers) + ".",
        f"Họ tên người ký: {LINE}",
        f"Quan hệ hoặc chức vụ (nếu ký thay): {SHORT_LINE}",
    ]
    if ConsentGiver.CHILD_AND_GUARDIAN in signers:
        after.append(f"Họ tên trẻ em cùng ký: {LINE}")
    elements = [
        paragraph(NATIONAL_NAME, NATION),
        paragraph(MOTTO, TENET),
        paragraph("", SPACE),
        paragraph("PHIẾU ĐỒNG Ý CÔNG KHAI", TITLE),
        paragraph("", SPACE),
        *(paragraph(line, BODY) for line in lines),
        _boxes(),
        paragraph(f"{BOX} Tôi muốn đọc bài viết trước khi đăng.", BODY),
        paragraph("", SPACE),
        *(paragraph(line, BODY) for line in after),
        paragraph("Ngày … tháng … năm …", PLACE_DATE, align="right"),
        paragraph("Người ký (ký, ghi rõ họ tên)", SIGNER, align="right"),
    ]
    title = "Phiếu đồng ý công khai"
    return word_file([Section(elements=elements)], title=title, author=exemplar.plan.unit.name, made_at=at)


def _days(count: int, counted: str) -> str:
    return f"{count} ngày làm việc" if counted == "working" else f"{count} ngày"


def _boxes() -> Element:
    heads = ["Đăng ở đâu", *(_capital(label) for label in ConsentPurpose.labels)]
    rows = [GridRow([GridCell([paragraph(head, CELL_HEAD)]) for head in heads], is_header=True)]
    for channel in ConsentChannel.labels:
        cells = [paragraph(_channel(channel), CELL), *(paragraph(BOX, CELL, align="center") for _ in ConsentPurpose)]
        rows.append(GridRow([GridCell([one]) for one in cells]))
    return grid([80, 40, 40], rows, lined=True)


def _channel(label: str) -> str:
    return "Trang thông tin nêu gương của cơ quan" if label == ConsentChannel.PORTAL.label else _capital(label)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
